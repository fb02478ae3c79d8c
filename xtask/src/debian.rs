//! Packages of Debian's, for what neither cargo nor npm can bring.

use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::process::{ask, require};
use crate::tools::Ready;
use crate::workspace::Workspace;

/// The command that installs packages by hand.
pub(crate) fn by_hand(packages: &[&str]) -> String {
    format!("sudo apt-get install -y --no-install-recommends {}", packages.join(" "))
}

/// A program that is found, after installing the packages that bring it if it is not there yet.
pub(crate) fn program(
    workspace: &Workspace,
    packages: &[&str],
    missing: Failure,
    find: impl Fn() -> Option<PathBuf>,
) -> Ready {
    if let Some(found) = find() {
        return Ok(found.display().to_string());
    }
    install(workspace, packages, missing.clone())?;
    find().map(|found| format!("{}, installed", found.display())).ok_or(missing)
}

/// Installs packages where that can be done without asking for a password, and says that they are missing where not.
pub(crate) fn install(workspace: &Workspace, packages: &[&str], missing: Failure) -> Result<(), Failure> {
    if !(is_root(workspace) && Path::new("/etc/debian_version").exists()) {
        return Err(missing);
    }
    let apt = |arguments: &[&str]| {
        let mut command = workspace.command("apt-get");
        // In this runlevel, packages with services do not start them where there is no systemd, as in a container.
        command.args(arguments).env("DEBIAN_FRONTEND", "noninteractive").env("RUNLEVEL", "1");
        require(command)
    };
    let install = || apt(&[&["install", "-y", "--no-install-recommends"], packages].concat());
    // A fresh image has no package lists, an old one has lists of packages that are gone: both are mended by an update.
    if install().is_err() {
        apt(&["update"]).and_then(|()| install()).map_err(|failure| Failure::new(format!("{failure}. {missing}")))?;
    }
    Ok(())
}

/// Whether this runs as the superuser of a Unix system.
pub(crate) fn is_root(workspace: &Workspace) -> bool {
    let mut command = workspace.command("id");
    command.arg("-u");
    cfg!(unix) && ask(command).as_deref() == Some("0")
}
