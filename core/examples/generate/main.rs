//! Writes everything that is made from the tables and from the code: the JSON Schemas, the OpenAPI documents, the TypeScript
//! types of the npm package, and what comes of some simulations.
//!
//! ```sh
//! cargo run -p hookwright --example generate             # writes
//! cargo run -p hookwright --example generate -- --check  # fails if anything is not what this would write
//! ```

mod files;

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

fn main() -> ExitCode {
    let root = files::root();
    let arguments: Vec<String> = env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => write(&root).map(|()| true),
        ["--check"] => check(&root),
        _ => {
            eprintln!("either nothing or --check, but not {}", arguments.join(" "));
            return ExitCode::from(2);
        }
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn write(root: &Path) -> io::Result<()> {
    let files = files::all()?;
    for path in files::stale(root, &files)? {
        fs::remove_file(root.join(&path))?;
        println!("removed {path}");
    }
    for file in &files {
        let path = root.join(&file.path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, &file.text)?;
    }
    println!("{} files", files.len());
    Ok(())
}

fn check(root: &Path) -> io::Result<bool> {
    let drift = files::drift(root)?;
    for line in &drift {
        eprintln!("{line}");
    }
    if !drift.is_empty() {
        eprintln!("run: {}", files::COMMAND);
    }
    Ok(drift.is_empty())
}
