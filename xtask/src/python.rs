//! Python with the contract testers, in a virtual environment in `target/tools`.

use std::fs;
use std::path::PathBuf;

use crate::debian;
use crate::failure::{Context as _, Failure};
use crate::process::{capture, require};
use crate::tools::SetupResult;
use crate::workspace::Workspace;

/// The pinned packages.
const REQUIREMENTS: &str = "tests/contract/requirements.txt";

/// The Debian packages that a virtual environment requires.
const PACKAGES: [&str; 2] = ["python3", "python3-venv"];

/// Returns the folder of the environment's programs.
pub(crate) fn programs(workspace: &Workspace) -> PathBuf {
    workspace.target(if cfg!(windows) { "tools/python/Scripts" } else { "tools/python/bin" })
}

/// Creates the environment, if the requirements have changed since the last time.
pub(crate) fn environment(workspace: &Workspace) -> SetupResult {
    let requirements = workspace.read(REQUIREMENTS)?;
    let folder = workspace.target("tools/python");
    let stamp = folder.join("installed-requirements.txt");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == requirements) {
        return Ok("already installed".into());
    }
    let make = || {
        let mut venv = workspace.command("python3");
        venv.args(["-m", "venv", "--clear"]).arg(&folder);
        venv
    };
    if capture(make()).is_none() {
        let missing = Failure::new(format!(
            "Python 3 or its venv module is missing: on Debian or Ubuntu run `{}`, elsewhere install Python 3.10 or later",
            debian::by_hand(&PACKAGES)
        ));
        debian::install(workspace, &PACKAGES, missing)?;
        require(make())?;
    }
    let mut pip = workspace.command(programs(workspace).join("pip"));
    pip.args(["install", "--quiet", "--disable-pip-version-check", "--no-deps", "--requirement", REQUIREMENTS]);
    require(pip)?;
    fs::write(&stamp, requirements).context("cannot record which Python packages are installed")?;
    Ok("installed".into())
}
