//! The JavaScript side of the set-up: Node, npm, and the packages of `tests/package-lock.json`.

use std::fs;

use crate::failure::{Failure, InContext as _};
use crate::process::{ask, require};
use crate::tools::Ready;
use crate::workspace::Workspace;

/// The oldest Node that these commands, and the npm package, run on: `require()` of ES modules works from here on.
const NODE: (u32, u32) = (20, 19);

/// Node and npm. They are the one thing besides Rust that a machine must bring.
pub(crate) fn node(workspace: &Workspace) -> Ready {
    let version = |program: &str| {
        let mut command = workspace.command(program);
        command.arg("--version");
        ask(command)
    };
    let wanted = format!("{}.{}", NODE.0, NODE.1);
    let get = format!(
        "install Node {wanted} or newer, which brings npm, from https://nodejs.org or with your system's packages"
    );
    let node = version("node").ok_or_else(|| Failure::new(format!("there is no `node`: {get}")))?;
    if !new_enough(&node) {
        return Err(Failure::new(format!("Node {node} is older than {wanted}: {get}")));
    }
    let npm = version("npm").ok_or_else(|| Failure::new(format!("there is no `npm`: {get}")))?;
    Ok(format!("Node {node}, npm {npm}"))
}

/// Whether what `node --version` printed is at least [`NODE`].
fn new_enough(version: &str) -> bool {
    let mut numbers = version.trim_start_matches('v').split('.').map_while(|number| number.parse().ok());
    match (numbers.next(), numbers.next()) {
        (Some(major), Some(minor)) => (major, minor) >= NODE,
        _ => false,
    }
}

/// The packages of the lock file, installed again only when the lock file is no longer the one that they came from.
pub(crate) fn packages(workspace: &Workspace) -> Ready {
    let lock = workspace.read("tests/package-lock.json")?;
    // Inside the folder, so that deleting the folder deletes the stamp.
    let stamp = workspace.at("tests/node_modules/.installed-lock.json");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok("here already".into());
    }
    let mut command = workspace.command("npm");
    // None of the packages needs a script of its own to run at installation.
    command.args(["ci", "--prefix", "tests", "--ignore-scripts", "--no-audit", "--no-fund"]);
    require(command)?;
    fs::write(&stamp, lock).context("cannot note which npm packages are installed")?;
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
    fn the_lock_file_names_no_registry() {
        let lock = Workspace::find().unwrap().read("tests/package-lock.json").unwrap();
        assert!(!lock.contains("\"resolved\""), "run npm inside tests/, where .npmrc leaves addresses out");
    }
}
