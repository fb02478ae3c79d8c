//! The project's own commands.
//!
//! `cargo xtask serve` and `cargo xtask test` are all that a fresh machine with Rust and Node needs: both set up what is
//! missing first. This crate is the first thing such a machine compiles, so it has no dependencies.

mod bench;
mod browser;
mod debian;
mod declarations;
mod failure;
mod npm;
mod package;
mod process;
mod python;
mod redis;
mod report;
mod serve;
mod setup;
mod suites;
mod tally;
mod test;
mod tools;
mod workspace;

use std::process::ExitCode;

use failure::Failure;
use report::{Outcome, Report};
use setup::Need;
use workspace::Workspace;

const USAGE: &str = "\
usage: cargo xtask <command>

  serve [--port N]   build the playground and serve it at http://127.0.0.1:8080
  test [suite ...]   run every test, or only these suites and what they test
  build              make the npm package: wasm/pkg and target/npm/*.tgz
  api                write what users see of the interfaces: wasm/api
  bench [name ...]   measure the core: timing (is it constant?), speed (against its peers), scale, explain
  setup              only install what is missing; the other commands do so themselves
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let result = match command(&arguments) {
        Some(result) => result,
        None => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// A command with its arguments read. It says whether all went well.
type Run = Box<dyn FnOnce(&Workspace) -> Result<bool, Failure>>;

/// Runs what the command line asks for: `None` if it asks for nothing that there is, otherwise whether all went well.
fn command(arguments: &[String]) -> Option<Result<bool, Failure>> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let run: Run = match words.as_slice() {
        ["serve"] => Box::new(|workspace| serve::serve(workspace, serve::PORT)),
        ["serve", "--port", port] => {
            let port = port.parse().ok().filter(|port| *port != 0)?;
            Box::new(move |workspace| serve::serve(workspace, port))
        }
        ["test", suites @ ..] if !suites.iter().any(|suite| suite.starts_with('-')) => {
            let suites = suites.iter().map(|suite| (*suite).to_owned()).collect::<Vec<_>>();
            Box::new(move |workspace| test::test(workspace, &suites))
        }
        ["bench", names @ ..] if !names.iter().any(|name| name.starts_with('-')) => {
            let names = names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
            Box::new(move |workspace| bench::bench(workspace, &names))
        }
        ["build"] => Box::new(build),
        ["api"] => Box::new(api),
        ["setup"] => Box::new(|workspace| {
            let mut report = Report::new();
            setup::provide(workspace, &Need::ALL, &mut report);
            Ok(report.summary())
        }),
        _ => return None,
    };
    Some(Workspace::find().and_then(|workspace| run(&workspace)))
}

/// `cargo xtask api`.
fn api(workspace: &Workspace) -> Result<bool, Failure> {
    let mut report = Report::new();
    setup::require(workspace, package::NEEDS, &mut report)?;
    report.step("types", "the types of the npm package", || {
        declarations::write(workspace).map_or_else(Outcome::Failed, |()| Outcome::Done)
    });
    Ok(report.summary())
}

/// `cargo xtask build`.
fn build(workspace: &Workspace) -> Result<bool, Failure> {
    let mut report = Report::new();
    setup::require(workspace, package::NEEDS, &mut report)?;
    report.step("package", "the npm package", || {
        package::build(workspace).map_or_else(Outcome::Failed, |_| Outcome::Done)
    });
    Ok(report.summary())
}
