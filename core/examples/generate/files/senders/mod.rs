//! The sender files, and the files that are generated from them.

pub(crate) mod layout;
pub(crate) mod lists;
mod policies;
pub(crate) mod scripts;
pub(crate) mod tables;

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use hookwright::catalog::{SenderFile, sender_schema};

use super::File;

/// The folder of the sender files.
pub(crate) const FOLDER: &str = "core/senders";

/// The folder of the Rust tables.
pub(crate) const TABLES: &str = "core/src/catalog/generated";

/// The folder of the JavaScript modules.
pub(crate) const SCRIPTS: &str = "wasm/ts/generated/senders";

/// The path of the schema that the files refer to.
const SCHEMA: &str = "core/schemas/sender.json";

/// Reads all sender files, sorted by id.
///
/// # Errors
/// All problems in the files, one per line: the file, a JSON Pointer and a message.
pub(crate) fn read(root: &Path) -> Result<Vec<SenderFile>, Vec<String>> {
    let texts = texts(root).map_err(|error| vec![format!("{FOLDER}: {error}")])?;
    let mut senders = Vec::new();
    let mut mistakes = Vec::new();
    let mut policies: BTreeMap<String, String> = BTreeMap::new();
    for (name, text) in texts {
        let path = format!("{FOLDER}/{name}");
        let problems = match SenderFile::parse(&text) {
            Err(problems) => problems,
            Ok(sender) => {
                if name != format!("{}.json", sender.id) {
                    mistakes.push(format!("{path}:/id: the file of the sender `{0}` must be `{0}.json`", sender.id));
                }
                for (index, policy) in sender.policies.iter().enumerate() {
                    if let Some(other) = policies.insert(policy.id.to_string(), name.clone()) {
                        mistakes
                            .push(format!("{path}:/policies/{index}/id: {other} has a policy with this id as well"));
                    }
                }
                let problems = sender.missing_in_catalog();
                senders.push(sender);
                problems
            }
        };
        mistakes.extend(problems.iter().map(|problem| format!("{path}:{}: {}", problem.path, problem.message)));
    }
    if mistakes.is_empty() { Ok(senders) } else { Err(mistakes) }
}

/// The names and texts of the files, sorted by id.
fn texts(root: &Path) -> io::Result<Vec<(String, String)>> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(root.join(FOLDER))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            texts.push((name, fs::read_to_string(path)?));
        }
    }
    // The order is that of the ids, not of the file names, because `.` is after `-`.
    texts.sort_by(|(one, _), (other, _)| one.trim_end_matches(".json").cmp(other.trim_end_matches(".json")));
    Ok(texts)
}

/// The Rust tables.
pub(crate) fn tables(senders: &[SenderFile]) -> Vec<File> {
    let module = |sender: &SenderFile| File {
        path: format!("{TABLES}/{}", tables::file_name(&sender.id)),
        text: tables::module(sender, "crate"),
    };
    let index = File { path: format!("{TABLES}/mod.rs"), text: tables::index(senders) };
    let schemes = File { path: format!("{TABLES}/schemes.rs"), text: lists::schemes(senders) };
    let names = File { path: format!("{TABLES}/names.rs"), text: lists::names(senders) };
    senders.iter().map(module).chain([index, names, schemes]).collect()
}

/// The schema of the files, and a JavaScript module for each sender with signature schemes.
pub(crate) fn others(senders: &[SenderFile]) -> Vec<File> {
    let schema = File { path: SCHEMA.into(), text: format!("{:#}\n", sender_schema()) };
    let script =
        |sender: &SenderFile| File { path: format!("{SCRIPTS}/{}.ts", sender.id), text: scripts::module(sender) };
    senders.iter().filter(|sender| !sender.schemes.is_empty()).map(script).chain([schema]).collect()
}
