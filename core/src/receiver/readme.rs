//! The commands of each stack, for the README of a project.

use super::stack::Stack;
use super::syntax::Code;
use super::template::Context;

/// Adds the commands of a stack.
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
    context.flag("inbox", !matches!(stack, Stack::Hono | Stack::Lambda));
    context.flag(stack.id(), true);
    context.flag("uses_hookwright", stack.uses_library());
    context.value("stack", Code::constant(stack.name()));
}

const VENV: &str = "python3 -m venv venv && . venv/bin/activate && pip install -r requirements.txt";

const PYTHON_TEST: &str = "python -m unittest";
