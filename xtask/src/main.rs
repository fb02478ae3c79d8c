//! The project's own commands.
//!
//! A fresh machine needs only Rust and Node: every command first installs the tools that it requires. This crate is the
//! first thing that such a machine compiles, so it has no dependencies.

mod ahead;
mod bench;
mod browser;
mod chunks;
mod commands;
mod copy;
mod debian;
mod declarations;
mod deny;
mod failure;
mod imports;
mod inventory;
mod languages;
mod modules;
mod npm;
mod optimized;
mod order;
mod package;
mod parts;
mod paths;
mod postgres;
mod process;
mod prose;
mod published;
mod python;
mod redis;
mod reference;
mod report;
mod reproducible;
mod sbom;
mod serve;
mod setup;
mod suites;
mod tally;
mod test;
mod tools;
mod unused;
mod wasm;
mod workspace;

use std::process::ExitCode;

use workspace::Workspace;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let Some(run) = commands::read(&words) else {
        eprint!("{}", commands::usage());
        return ExitCode::from(2);
    };
    match Workspace::find().and_then(|workspace| run(&workspace)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}
