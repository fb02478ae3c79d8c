//! The commands, the address and the files of each stack, for the README of a project.

use super::stack::Stack;
use super::syntax::Code;
use super::template::Context;

/// Adds the commands, the address and the place of the handlers of a stack.
pub(super) fn describe(stack: Stack, context: &mut Context) {
    let (install, run, test) = match stack {
        Stack::Express | Stack::Fastify => ("npm install", "node app.mjs", "npm test"),
        Stack::Next => ("npm install", "npx next dev", "npm test"),
        Stack::Hono => ("npm install", "npx wrangler dev", "npm test"),
        Stack::Lambda => ("npm install", "", "npm test"),
        Stack::FastApi => (VENV, "python -m uvicorn app:app", PYTHON_TEST),
        Stack::Flask => (VENV, "python -m flask run", PYTHON_TEST),
        Stack::Django => (VENV, "python app.py runserver", PYTHON_TEST),
        Stack::Go => ("", "go run .", "go test ./..."),
        Stack::Axum => ("", "cargo run", "cargo test"),
        Stack::Ruby => ("gem install puma", "puma config.ru", "ruby test_app.rb"),
        Stack::Php => ("", "php -S 127.0.0.1:8000 public/index.php", "php test.php"),
        Stack::Java => ("javac *.java", "java Main", "java ReceiverTest"),
    };
    for (name, command) in [("install", install), ("run", run), ("test", test)] {
        context.flag(name, !command.is_empty());
        context.value(name, Code::constant(command));
    }
    context.flag("listens", !address(stack).is_empty());
    context.value("address", Code::constant(address(stack)));
    context.value("handlers", Code::constant(handlers(stack)));
    context.flag("inbox", !matches!(stack, Stack::Hono | Stack::Lambda));
    context.flag(stack.id(), true);
    context.flag("uses_hookwright", stack.uses_library());
    context.value("stack", Code::constant(stack.name()));
}

/// The address at which the command of a stack listens by default.
const fn address(stack: Stack) -> &'static str {
    match stack {
        Stack::Lambda => "",
        Stack::Next => "http://localhost:3000",
        Stack::Hono => "http://localhost:8787",
        Stack::Flask => "http://127.0.0.1:5000",
        Stack::Ruby => "http://127.0.0.1:9292",
        Stack::Express
        | Stack::Fastify
        | Stack::FastApi
        | Stack::Django
        | Stack::Go
        | Stack::Axum
        | Stack::Php
        | Stack::Java => "http://127.0.0.1:8000",
    }
}

/// The path of the file with the function `handle`.
fn handlers(stack: Stack) -> &'static str {
    let is_handlers = |path: &&str| path.to_ascii_lowercase().contains("handlers.");
    stack.templates().iter().map(|(path, _)| *path).find(is_handlers).unwrap_or_default()
}

const VENV: &str = "python3 -m venv venv && . venv/bin/activate && pip install -r requirements.txt";

const PYTHON_TEST: &str = "python -m unittest";

#[cfg(test)]
mod tests {
    use super::super::{Receiver, Stack};
    use crate::catalog::find_sender;

    #[test]
    fn a_readme_names_the_handlers_and_the_url() {
        let receiver = Receiver::of(find_sender("github").unwrap(), "github/sha256").unwrap();
        for stack in Stack::ALL {
            let files = receiver.project(stack).unwrap().files;
            let readme = &files.iter().find(|file| file.path == "README.md").unwrap().text;
            let named = |path: &str| readme.contains(&alloc::format!("`handle` in `{path}`"));
            let handlers = files.iter().find(|file| named(&file.path));
            assert!(handlers.is_some_and(|file| file.text.contains("handle")), "{}", stack.id());
            assert!(readme.contains("Register this URL with GitHub"), "{}", stack.id());
            assert_eq!(readme.contains("It listens at `http://"), stack != Stack::Lambda, "{}", stack.id());
        }
        let readme = |stack| receiver.project(stack).unwrap().files.pop().unwrap().text;
        assert!(readme(Stack::Flask).contains("`http://127.0.0.1:5000/webhook`"));
        assert!(readme(Stack::FastApi).contains("--port") && readme(Stack::Django).contains("0.0.0.0:8001"));
    }
}
