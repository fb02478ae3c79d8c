//! A Redis server for the suite that delivers with BullMQ.

use std::ffi::OsStr;
use std::path::PathBuf;

use crate::debian;
use crate::failure::Failure;
use crate::tools::SetupResult;
use crate::workspace::Workspace;

/// The package that contains it on Debian and its derivatives.
const PACKAGES: [&str; 1] = ["redis-server"];

/// Finds Redis or Valkey, which has the same protocol and options. The tests start their own server.
pub(crate) fn find(workspace: &Workspace) -> Option<PathBuf> {
    ["redis-server", "valkey-server"].iter().find_map(|name| workspace.which(OsStr::new(name)))
}

/// Finds the server. Installs it if that does not require a password.
pub(crate) fn server(workspace: &Workspace) -> SetupResult {
    let missing = Failure::new(format!(
        "`redis-server` is missing: on Debian or Ubuntu run `{}`, elsewhere install Redis 6.2 or later on PATH",
        debian::by_hand(&PACKAGES)
    ));
    debian::program(workspace, &PACKAGES, missing, || find(workspace))
}
