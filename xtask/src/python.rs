//! Python with pinned packages, in virtual environments in `target/tools`.

use std::fs;
use std::path::PathBuf;

use crate::debian;
use crate::failure::{Context as _, Failure};
use crate::process::{capture, require};
use crate::tools::SetupResult;
use crate::workspace::Workspace;

/// A virtual environment with pinned packages.
pub(crate) struct Environment {
    requirements: &'static str,
    folder: &'static str,
}

/// The contract testers.
pub(crate) const CONTRACT: Environment =
    Environment { requirements: "tests/contract/requirements.txt", folder: "tools/python" };

/// The frameworks of the generated receivers.
pub(crate) const RECEIVERS: Environment =
    Environment { requirements: "tests/receivers/requirements.txt", folder: "tools/receivers" };

/// The checkers of spelling and of dependencies.
pub(crate) const CHECKERS: Environment = Environment { requirements: "xtask/checkers.txt", folder: "tools/checkers" };

/// The Debian packages that a virtual environment requires.
const PACKAGES: [&str; 2] = ["python3", "python3-venv"];

impl Environment {
    /// Returns the folder of the environment's programs.
    pub(crate) fn programs(&self, workspace: &Workspace) -> PathBuf {
        workspace.target(self.folder).join(if cfg!(windows) { "Scripts" } else { "bin" })
    }

    /// Creates the environment, if the requirements have changed since the last time.
    pub(crate) fn provide(&self, workspace: &Workspace) -> SetupResult {
        let requirements = workspace.read(self.requirements)?;
        let folder = workspace.target(self.folder);
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
        let mut pip = workspace.command(self.programs(workspace).join("pip"));
        pip.args([
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--requirement",
            self.requirements,
        ]);
        require(pip)?;
        fs::write(&stamp, requirements).context("cannot record which Python packages are installed")?;
        Ok("installed".into())
    }
}
