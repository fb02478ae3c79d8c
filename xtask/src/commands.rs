//! The commands, with their names, arguments and implementations. The usage text is printed from this list.

use std::fmt::Write as _;

use crate::bench::{BENCHES, COMPARE, Duration, PAGE};
use crate::failure::Failure;
use crate::inventory::GeneratedFile;
use crate::report::{Outcome, Report};
use crate::setup::{self, Need};
use crate::suites::{SLOW, SUITES};
use crate::test::Selection;
use crate::workspace::Workspace;
use crate::{bench, declarations, deny, inventory, package, parts, reference, sbom, serve, test};

/// A command with parsed arguments. It returns whether everything succeeded.
pub(crate) type Run = Box<dyn FnOnce(&Workspace) -> Result<bool, Failure>>;

struct Command {
    name: &'static str,
    /// The arguments, as the usage text shows them.
    arguments: &'static str,
    about: &'static str,
    /// The names that are valid arguments.
    names: fn() -> Vec<&'static str>,
    /// Parses the arguments. Returns `None` if they are invalid.
    read: fn(&[&str]) -> Option<Run>,
}

const COMMANDS: &[Command] = &[
    Command {
        name: "serve",
        arguments: "[--port N]",
        about: "build the playground and serve it at http://127.0.0.1:8080",
        names: Vec::new,
        read: |arguments| match arguments {
            [] => Some(Box::new(|workspace| serve::serve(workspace, serve::PORT))),
            ["--port", port] => {
                let port = port.parse().ok().filter(|port| *port != 0)?;
                Some(Box::new(move |workspace| serve::serve(workspace, port)))
            }
            _ => None,
        },
    },
    Command {
        name: "test",
        arguments: "[--all | suite ...]",
        about: "run the default suites, all, or named ones; packaging --all: every row",
        names: || SUITES.iter().chain(SLOW).map(|suite| suite.name).collect(),
        read: |arguments| {
            let selection = match arguments {
                [] => Selection::Default,
                ["--all"] => Selection::All,
                [names @ .., "--all"] => Selection::Named(complete(names)?),
                _ => Selection::Named(names(arguments)?),
            };
            Some(Box::new(move |workspace| test::test(workspace, &selection)))
        },
    },
    Command {
        name: "build",
        arguments: "",
        about: "build the npm package: wasm/pkg and target/npm/*.tgz",
        names: Vec::new,
        read: |arguments| without_arguments(arguments, build),
    },
    Command {
        name: "parts",
        arguments: "",
        about: "build the module of the page in parts; Trunk runs this",
        names: Vec::new,
        read: |arguments| without_arguments(arguments, parts::parts),
    },
    Command {
        name: "api",
        arguments: "",
        about: "write the public interfaces: core/api.txt, wasm/api and docs/api",
        names: Vec::new,
        read: |arguments| without_arguments(arguments, api),
    },
    Command {
        name: "notices",
        arguments: "",
        about: "write THIRD-PARTY-NOTICES.txt in wasm and www",
        names: Vec::new,
        read: |arguments| without_arguments(arguments, notices),
    },
    Command {
        name: "bench",
        arguments: "[--quick | name ...]",
        about: "compare speed and size with other libraries, or run named benchmarks",
        names: || [COMPARE].into_iter().chain(BENCHES).chain([PAGE]).collect(),
        read: |arguments| match arguments {
            ["--quick"] => Some(Box::new(|workspace| bench::compare(workspace, Duration::Quick))),
            _ => {
                let names = names(arguments)?;
                Some(Box::new(move |workspace| bench::bench(workspace, &names)))
            }
        },
    },
    Command {
        name: "reproducible",
        arguments: "",
        about: "build the wasm modules in two folders and compare them",
        names: Vec::new,
        read: |arguments| {
            let selection = Selection::Named(vec!["reproducible".into()]);
            arguments
                .is_empty()
                .then(|| Box::new(move |workspace: &Workspace| test::test(workspace, &selection)) as Run)
        },
    },
    Command {
        name: "sbom",
        arguments: "",
        about: "write software bills of materials (CycloneDX): target/sbom",
        names: Vec::new,
        read: |arguments| without_arguments(arguments, sbom::sbom),
    },
    Command {
        name: "advisories",
        arguments: "",
        about: "check the locked crates for known vulnerabilities",
        names: Vec::new,
        read: |arguments| without_arguments(arguments, deny::advisories),
    },
    Command {
        name: "setup",
        arguments: "",
        about: "install missing tools; the other commands do so themselves",
        names: Vec::new,
        read: |arguments| without_arguments(arguments, provide_all),
    },
];

/// Parses the command line. Returns `None` if it is invalid.
pub(crate) fn read(words: &[&str]) -> Option<Run> {
    let (name, arguments) = words.split_first()?;
    let command = COMMANDS.iter().find(|command| command.name == *name)?;
    (command.read)(arguments)
}

/// Returns the text that is printed if the command line is invalid.
pub(crate) fn usage() -> String {
    let heads: Vec<String> = COMMANDS.iter().map(|command| format!("{} {}", command.name, command.arguments)).collect();
    let width = heads.iter().map(String::len).max().unwrap_or(0);
    let mut usage = String::from("usage: cargo xtask <command>\n\n");
    for (command, head) in COMMANDS.iter().zip(&heads) {
        let _ = writeln!(usage, "  {head:<width$}  {}", command.about);
        for line in lines(&(command.names)()) {
            let _ = writeln!(usage, "  {:<width$}  {line}", "");
        }
    }
    usage
}

/// Joins names with commas, in lines of at most 70 columns.
fn lines(names: &[&str]) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (place, name) in names.iter().enumerate() {
        let word = if place + 1 < names.len() { format!("{name},") } else { (*name).to_owned() };
        match lines.last_mut() {
            Some(line) if line.len() + 1 + word.len() <= 70 => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

/// Parses arguments that must be names. Returns `None` if one is a flag.
fn names(arguments: &[&str]) -> Option<Vec<String>> {
    let is_name = |argument: &&str| !argument.starts_with('-');
    arguments.iter().all(is_name).then(|| arguments.iter().map(|name| (*name).to_owned()).collect())
}

/// Returns the names of the complete forms of suites. Returns `None` if a suite does not have one.
fn complete(names: &[&str]) -> Option<Vec<String>> {
    let complete = names.iter().map(|name| format!("{name}-all"));
    complete.map(|name| SLOW.iter().any(|suite| suite.name == name).then_some(name)).collect()
}

/// Parses the arguments of a command that takes none.
fn without_arguments(arguments: &[&str], run: fn(&Workspace) -> Result<bool, Failure>) -> Option<Run> {
    arguments.is_empty().then(|| Box::new(run) as Run)
}

/// Runs `cargo xtask build`.
fn build(workspace: &Workspace) -> Result<bool, Failure> {
    let mut report = Report::new();
    setup::require(workspace, package::NEEDS, &mut report)?;
    report.step("package", "the npm package", || {
        package::build(workspace).map_or_else(Outcome::Failed, |_| Outcome::Done)
    });
    Ok(report.summary())
}

/// Runs `cargo xtask api`.
fn api(workspace: &Workspace) -> Result<bool, Failure> {
    let mut report = Report::new();
    let needs = [inventory::NEEDS, package::NEEDS, &[Need::ReferencePackages]].concat();
    setup::require(workspace, &needs, &mut report)?;
    report.step("api", "the public API of the crate", || done(write(workspace, inventory::API)));
    report.step("types", "the types of the npm package", || done(declarations::write(workspace)));
    report.step("reference", "the API reference of the npm package", || done(reference::write(workspace)));
    Ok(report.summary())
}

/// Runs `cargo xtask notices`.
fn notices(workspace: &Workspace) -> Result<bool, Failure> {
    let mut report = Report::new();
    setup::require(workspace, inventory::NEEDS, &mut report)?;
    report.step("notices", "the notices of third-party code", || done(write(workspace, inventory::NOTICES)));
    Ok(report.summary())
}

fn write(workspace: &Workspace, listings: &[GeneratedFile]) -> Result<(), Failure> {
    listings.iter().try_for_each(|listing| listing.write(workspace))
}

fn done(result: Result<(), Failure>) -> Outcome {
    result.map_or_else(Outcome::Failed, |()| Outcome::Done)
}

/// Runs `cargo xtask setup`.
fn provide_all(workspace: &Workspace) -> Result<bool, Failure> {
    let mut report = Report::new();
    setup::provide(workspace, &Need::ALL, &mut report);
    Ok(report.summary())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usage_lists_every_command_suite_and_bench() {
        let usage = usage();
        let words: Vec<&str> = usage.split([' ', '\n', ',']).collect();
        let suites = SUITES.iter().chain(SLOW).map(|suite| suite.name);
        for name in COMMANDS.iter().map(|command| command.name).chain(suites).chain(BENCHES).chain([PAGE]) {
            assert!(words.contains(&name), "{name} is missing:\n{usage}");
        }
        assert!(usage.lines().all(|line| line.len() <= 100), "{usage}");
    }

    #[test]
    fn every_command_is_in_the_contributing_guide() {
        let guide = Workspace::find().unwrap().read("CONTRIBUTING.md").unwrap();
        for command in COMMANDS {
            assert!(guide.contains(&format!("\ncargo xtask {} ", command.name)), "{}", command.name);
        }
    }

    #[test]
    fn reads_every_command_and_refuses_other_words() {
        for command in COMMANDS {
            assert!(read(&[command.name]).is_some(), "{}", command.name);
            assert!(read(&[command.name, "--unknown"]).is_none(), "{}", command.name);
        }
        assert!(read(&["serve", "--port", "8081"]).is_some());
        assert!(read(&["serve", "--port", "0"]).is_none());
        assert!(read(&["test", "core", "node"]).is_some());
        assert!(read(&["test", "--all"]).is_some());
        assert!(read(&["test", "--all", "core"]).is_none());
        assert!(read(&["test", "packaging", "--all"]).is_some());
        assert!(read(&["test", "core", "--all"]).is_none());
        assert!(read(&["bench", "scale"]).is_some());
        assert!(read(&["bench", "--quick"]).is_some());
        assert!(read(&["bench", "--quick", "scale"]).is_none());
        assert!(read(&["build", "core"]).is_none());
        assert!(read(&["tests"]).is_none());
        assert!(read(&[]).is_none());
    }
}
