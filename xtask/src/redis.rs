//! A Redis server, for the suite that delivers through BullMQ.

use std::ffi::OsStr;
use std::path::PathBuf;

use crate::debian;
use crate::failure::Failure;
use crate::tools::Ready;
use crate::workspace::Workspace;

/// What installs it on Debian and what is derived from it.
const PACKAGES: [&str; 1] = ["redis-server"];

/// The server's program: Redis or, with the same protocol and options, Valkey. The tests start one of their own.
pub(crate) fn find(workspace: &Workspace) -> Option<PathBuf> {
    ["redis-server", "valkey-server"].iter().find_map(|name| workspace.which(OsStr::new(name)))
}

/// The server, installed where that can be done without asking for a password.
pub(crate) fn server(workspace: &Workspace) -> Ready {
    let missing = Failure::new(format!(
        "`redis-server` is missing: on Debian or Ubuntu run `{}`, elsewhere install Redis 6.2 or newer so that it is on PATH",
        debian::by_hand(&PACKAGES)
    ));
    debian::program(workspace, &PACKAGES, missing, || find(workspace))
}
