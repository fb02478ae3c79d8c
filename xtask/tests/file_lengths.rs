//! Limits the length of source files, so that each has one subject and can be read in one go.
#![expect(clippy::unwrap_used, reason = "a test that cannot read the sources should stop there")]

use std::fs;
use std::path::{Path, PathBuf};

/// The maximum number of lines of a source file, including its tests.
const MAX_LINES: usize = 400;

/// Longer files, which consist of tables.
const TABLES: &[&str] = &["awell/payload.rs"];

/// Returns the Rust files in a folder and its subfolders.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] });
    files.filter(|path| path.extension().is_some_and(|extension| extension == "rs")).collect()
}

#[test]
fn no_source_file_is_longer_than_400_lines() {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut longer = Vec::new();
    for folder in ["core/src", "wasm/src", "playground/src", "xtask/src", "xtask/tests"] {
        for file in sources(&repository.join(folder)) {
            let text = fs::read_to_string(&file).unwrap();
            let is_generated = text.lines().next().is_some_and(|first| first.contains("Generated"));
            let lines = text.lines().count();
            if lines > MAX_LINES && !is_generated && !TABLES.iter().any(|table| file.ends_with(table)) {
                longer.push(format!("{}: {lines} lines", file.strip_prefix(&repository).unwrap().display()));
            }
        }
    }
    longer.sort();
    assert!(longer.is_empty(), "files of more than {MAX_LINES} lines:\n{}", longer.join("\n"));
}
