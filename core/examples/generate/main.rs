//! Writes all generated files: the tables of the catalog, which are generated from the sender files, and the files that
//! are generated from the catalog: JSON Schemas, OpenAPI documents, TypeScript types and sender modules of the npm
//! package, tables and numbers in documents, user-visible messages, and results of simulations.
//!
//! ```sh
//! cargo run -p hookwright --example generate             # writes
//! cargo run -p hookwright --example generate -- --check  # fails if a file is not up to date
//! ```

mod files;

use std::path::Path;
use std::process::{Command, ExitCode};
use std::{env, fs, io};

use files::File;

fn main() -> ExitCode {
    let root = files::root();
    let arguments: Vec<String> = env::args().skip(1).collect();
    let result = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => write(&root),
        ["--check"] => check(&root),
        _ => Err(vec![format!("expected no argument or `--check`, not `{}`", arguments.join(" "))]),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(lines) => {
            for line in lines {
                eprintln!("{line}");
            }
            ExitCode::FAILURE
        }
    }
}

/// Writes the tables of the core first. If they have changed, a second run, which is compiled with the new tables,
/// writes the other files.
fn write(root: &Path) -> Result<(), Vec<String>> {
    let mut tables = files::senders::tables(&files::senders::read(root)?);
    tables.push(files::addresses::table(root)?);
    if update(root, &tables).map_err(shown)? {
        println!("the tables of the core have changed; recompiling");
        return run_again();
    }
    let files = files::all()?;
    for path in files::stale(root, &files).map_err(shown)? {
        fs::remove_file(root.join(&path)).map_err(shown)?;
        println!("removed {path}");
    }
    update(root, &files).map_err(shown)?;
    println!("{} files", files.len());
    Ok(())
}

/// Writes the files that are out of date. Returns whether any file has changed.
fn update(root: &Path, files: &[File]) -> io::Result<bool> {
    let mut has_changed = false;
    for file in files {
        let path = root.join(&file.path);
        if fs::read_to_string(&path).is_ok_and(|text| text == file.text) {
            continue;
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, &file.text)?;
        println!("wrote {}", file.path);
        has_changed = true;
    }
    Ok(has_changed)
}

fn run_again() -> Result<(), Vec<String>> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo).args(["run", "-p", "hookwright", "--example", "generate"]).status();
    if status.map_err(shown)?.success() { Ok(()) } else { Err(vec![String::from("the second run failed")]) }
}

fn check(root: &Path) -> Result<(), Vec<String>> {
    let mut drift = files::drift(root, &files::all()?).map_err(shown)?;
    if drift.is_empty() {
        return Ok(());
    }
    drift.push(format!("run: {}", files::COMMAND));
    Err(drift)
}

fn shown(error: io::Error) -> Vec<String> {
    vec![error.to_string()]
}
