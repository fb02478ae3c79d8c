//! Writes text files about the published packages for `cargo xtask`: the public API of the crate, and the notices of
//! third-party code.
//!
//! This is not part of `xtask`, because a fresh machine compiles `xtask` first, and `xtask` therefore has no
//! dependencies.

mod api;
mod component;
mod notices;

use std::error::Error;
use std::process::ExitCode;

const USAGE: &str = "\
usage: inventory api <rustdoc.json> <file>
       inventory notices <package> <file>
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match words.as_slice() {
        ["api", json, file] => api::list(json).and_then(|text| write(file, &text)),
        ["notices", package, file] => notices::of(package).and_then(|text| write(file, &text)),
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(file: &str, text: &str) -> Result<(), Box<dyn Error>> {
    std::fs::write(file, text).map_err(|error| format!("cannot write {file}: {error}").into())
}
