//! Writes the receivers that `tests/receivers` runs: `cargo run --example receivers -- FOLDER [SCHEME] [STACK]`.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a failure of this command should stop it")]

use std::path::Path;
use std::{env, fs};

use hookwright::catalog::senders;
use hookwright::receiver::{Receiver, Stack};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let folder = Path::new(arguments.first().expect("the first argument is the folder"));
    let is_chosen = |at: usize, id: &str| {
        arguments.get(at).is_none_or(|list| list == "*" || list.split(',').any(|name| name == id))
    };
    for sender in senders() {
        for scheme in sender.schemes.iter().filter(|scheme| is_chosen(1, scheme.id)) {
            for stack in Stack::ALL.into_iter().filter(|stack| is_chosen(2, stack.id())) {
                let receiver = Receiver::of(sender, scheme.id).unwrap().events(&["user.created", "push"]);
                let place = folder.join(stack.id()).join(scheme.id.replace('/', "-"));
                match receiver.project(stack) {
                    Ok(project) => {
                        for file in project.files {
                            let path = place.join(file.path);
                            fs::create_dir_all(path.parent().unwrap()).unwrap();
                            fs::write(path, file.text).unwrap();
                        }
                    }
                    Err(reason) => println!("{} {}: {}", stack.id(), scheme.id, reason.code()),
                }
            }
        }
    }
}
