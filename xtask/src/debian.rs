//! Debian packages, for tools that are available neither from cargo nor from npm.

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::process::{capture, require};
use crate::tools::SetupResult;
use crate::workspace::Workspace;

/// Returns the command that installs the packages manually.
pub(crate) fn by_hand(packages: &[&str]) -> String {
    format!("sudo apt-get install -y --no-install-recommends {}", packages.join(" "))
}

/// Finds a program, and installs the packages that contain it if it is missing.
pub(crate) fn program(
    workspace: &Workspace,
    packages: &[&str],
    missing: Failure,
    find: impl Fn() -> Option<PathBuf>,
) -> SetupResult {
    if let Some(found) = find() {
        return Ok(found.display().to_string());
    }
    install(workspace, packages, missing.clone())?;
    find().map(|found| format!("{}, installed", found.display())).ok_or(missing)
}

/// Installs packages if that does not require a password, and otherwise returns `missing`.
pub(crate) fn install(workspace: &Workspace, packages: &[&str], missing: Failure) -> Result<(), Failure> {
    if !can_install(workspace) {
        return Err(missing);
    }
    let apt = |arguments: &[&str]| {
        let mut command = workspace.command("apt-get");
        // In runlevel 1, packages do not start their services, which would fail without systemd, for example in a
        // container.
        command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive").env("RUNLEVEL", "1");
        require(command)
    };
    let install = || apt(&[&["install", "-y", "--no-install-recommends"], packages].concat());
    // A fresh image has no package lists, and an old one refers to packages that no longer exist. `apt-get update`
    // fixes both.
    if install().is_err() {
        apt(&["update"]).and_then(|()| install()).map_err(|failure| Failure::new(format!("{failure}. {missing}")))?;
    }
    Ok(())
}

/// Returns whether packages can be installed without a password.
pub(crate) fn can_install(workspace: &Workspace) -> bool {
    is_root(workspace) && Path::new("/etc/debian_version").exists()
}

/// Returns whether the current user is the superuser of a Unix system.
pub(crate) fn is_root(workspace: &Workspace) -> bool {
    let mut command = workspace.command("id");
    command.arg("-u");
    cfg!(unix) && capture(command).as_deref() == Some("0")
}
