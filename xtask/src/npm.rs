//! The JavaScript part of the setup: Node, npm, and the packages of the lock files.

use std::fs;

use crate::failure::{Context as _, Failure};
use crate::process::{capture, require};
use crate::tools::SetupResult;
use crate::workspace::Workspace;

/// The minimum version of Node for the commands and the npm package: the first one in which `require()` of ES modules
/// works.
const NODE: (u32, u32) = (20, 19);

/// Checks Node and npm, which must already be installed.
pub(crate) fn node(workspace: &Workspace) -> SetupResult {
    let version = |program: &str| {
        let mut command = workspace.command(program);
        command.arg("--version");
        capture(command)
    };
    let wanted = format!("{}.{}", NODE.0, NODE.1);
    let get = format!(
        "install Node {wanted} or later, which includes npm, from https://nodejs.org or as a package of your system"
    );
    let node = version("node").ok_or_else(|| Failure::new(format!("`node` is missing: {get}")))?;
    if !new_enough(&node) {
        return Err(Failure::new(format!("Node {node} is older than {wanted}: {get}")));
    }
    let npm = version("npm").ok_or_else(|| Failure::new(format!("`npm` is missing: {get}")))?;
    Ok(format!("Node {node}, npm {npm}"))
}

/// Returns whether a version that `node --version` printed is at least [`NODE`].
fn new_enough(version: &str) -> bool {
    let mut numbers = version.trim_start_matches('v').split('.').map_while(|number| number.parse().ok());
    match (numbers.next(), numbers.next()) {
        (Some(major), Some(minor)) => (major, minor) >= NODE,
        _ => false,
    }
}

/// The folder with the dependencies of the tests and of the package build.
const TESTS: &str = "tests";

/// The folder with the runtimes and libraries that only the benchmarks need.
const BENCH: &str = "tests/bench";

/// The folder with the frameworks of the generated receivers.
const RECEIVERS: &str = "tests/receivers";

/// The folder with the generator of the API reference.
const REFERENCE: &str = "tests/reference";

/// Installs the packages of the tests.
pub(crate) fn packages(workspace: &Workspace) -> SetupResult {
    install(workspace, TESTS)
}

/// Installs the packages of the benchmarks.
pub(crate) fn bench_packages(workspace: &Workspace) -> SetupResult {
    install(workspace, BENCH)
}

/// Installs the frameworks of the generated receivers.
pub(crate) fn receiver_packages(workspace: &Workspace) -> SetupResult {
    install(workspace, RECEIVERS)
}

/// Installs the generator of the API reference.
pub(crate) fn reference_packages(workspace: &Workspace) -> SetupResult {
    install(workspace, REFERENCE)
}

/// Installs the packages of the lock file in a folder, if it has changed since the last installation.
fn install(workspace: &Workspace, folder: &str) -> SetupResult {
    let lock = workspace.read(&format!("{folder}/package-lock.json"))?;
    // Inside the folder, so that deleting the folder also deletes the stamp.
    let stamp = workspace.at(&format!("{folder}/node_modules/.installed-lock.json"));
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok("already installed".into());
    }
    let mut command = workspace.command("npm");
    // None of the packages needs an install script.
    command.args(["ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"]);
    require(command)?;
    fs::write(&stamp, lock).context("cannot record which npm packages are installed")?;
    Ok("installed".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_compare_as_numbers() {
        assert!(new_enough("v20.19.0"));
        assert!(new_enough("v100.0.0"));
        assert!(!new_enough("v20.9.0"));
        assert!(!new_enough("v18.20.1"));
        assert!(!new_enough("node"));
    }

    #[test]
    fn the_lock_files_contain_no_registry_addresses() {
        let workspace = Workspace::find().unwrap();
        let files = workspace.files().unwrap();
        let locks: Vec<_> = files.iter().filter(|file| file.ends_with("package-lock.json")).collect();
        assert!(locks.len() > 1);
        for file in locks {
            let lock = workspace.read(file).unwrap();
            assert!(!lock.contains("\"resolved\""), "{file}: run npm with --omit-lockfile-registry-resolved");
        }
    }
}
