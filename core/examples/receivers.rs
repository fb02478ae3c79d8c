//! Writes the receivers that `tests/receivers` runs, and code that signs with every scheme, in the folder `signing`:
//! `cargo run --example receivers -- FOLDER [SCHEME] [STACK]`.
#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a failure of this command should stop it")]

use std::path::Path;
use std::{env, fs};

use hookwright::catalog::senders;
use hookwright::receiver::{Receiver, SigningLanguage, Stack, signing_code};
use hookwright::signature::{OwnedScheme, Scheme};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let folder = Path::new(arguments.first().expect("the first argument is the folder"));
    let is_chosen = |at: usize, id: &str| {
        arguments.get(at).is_none_or(|list| list == "*" || list.split(',').any(|name| name == id))
    };
    // Schemes that sign what no scheme of the catalog signs.
    let custom = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/receivers/custom-schemes.json");
    let custom = fs::read_to_string(custom).unwrap();
    for scheme in serde_json::from_str::<Vec<serde_json::Value>>(&custom).unwrap() {
        write_signing(folder, "Custom", &OwnedScheme::parse(&scheme.to_string()).unwrap().borrow());
    }
    for sender in senders() {
        for scheme in sender.schemes {
            write_signing(folder, sender.name, scheme);
        }
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

fn write_signing(folder: &Path, sender: &str, scheme: &Scheme<&str>) {
    for (language, file) in SigningLanguage::ALL.into_iter().zip(["sign.mjs", "sign.py", "sign.go"]) {
        if let Ok(code) = signing_code(sender, scheme, language) {
            let place = folder.join("signing").join(scheme.id.replace('/', "-"));
            fs::create_dir_all(&place).unwrap();
            fs::write(place.join(file), code).unwrap();
        }
    }
}
