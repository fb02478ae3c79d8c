//! Python and the contract testers that are written in it, in an environment of their own under `target/tools`.

use std::fs;
use std::path::PathBuf;

use crate::debian;
use crate::failure::{Failure, InContext as _};
use crate::process::{ask, require};
use crate::tools::Ready;
use crate::workspace::Workspace;

/// What is installed, pinned.
const REQUIREMENTS: &str = "tests/contract/requirements.txt";

/// What Debian needs for an environment.
const PACKAGES: [&str; 2] = ["python3", "python3-venv"];

/// The folder of the environment's programs.
pub(crate) fn programs(workspace: &Workspace) -> PathBuf {
    workspace.target(if cfg!(windows) { "tools/python/Scripts" } else { "tools/python/bin" })
}

/// The environment, made again only when the list of requirements is no longer the one that it came from.
pub(crate) fn environment(workspace: &Workspace) -> Ready {
    let requirements = workspace.read(REQUIREMENTS)?;
    let folder = workspace.target("tools/python");
    let stamp = folder.join("installed-requirements.txt");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == requirements) {
        return Ok("here already".into());
    }
    let make = || {
        let mut venv = workspace.command("python3");
        venv.args(["-m", "venv", "--clear"]).arg(&folder);
        venv
    };
    if ask(make()).is_none() {
        let missing = Failure::new(format!(
            "Python 3 or its venv module is missing: on Debian or Ubuntu run `{}`, elsewhere install Python 3.10 or newer",
            debian::by_hand(&PACKAGES)
        ));
        debian::install(workspace, &PACKAGES, missing)?;
        require(make())?;
    }
    let mut pip = workspace.command(programs(workspace).join("pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--requirement", REQUIREMENTS]);
    require(pip)?;
    fs::write(&stamp, requirements).context("cannot note which Python packages are installed")?;
    Ok("installed".into())
}
