//! What may become part of the project: `cargo deny`, as `deny.toml` configures it.

use crate::failure::Failure;
use crate::inventory;
use crate::process::{ask, run};
use crate::report::{Outcome, Report};
use crate::setup::{self, Need};
use crate::tally::Counts;
use crate::workspace::Workspace;

/// What the checks need.
pub(crate) const NEEDS: &[Need] = &[Need::Crates, Need::Deny];

/// The lock files of the repository, by the manifest that each belongs to.
const MANIFESTS: [&str; 2] = ["Cargo.toml", FUZZ];

/// The manifest of the fuzz targets, a workspace with its own lock file.
pub(crate) const FUZZ: &str = "fuzz/Cargo.toml";

/// The suite: what depends on this repository only, and not on the day.
pub(crate) fn suite(workspace: &Workspace) -> Result<Outcome, Failure> {
    let deny = workspace.cargo(&["deny", "--offline", "--locked", "check", "bans", "licenses", "sources"]);
    let mut counts = Counts::one(run(deny)?.success);
    counts += Counts::one(is_locked(workspace)?);
    for listing in inventory::NOTICES {
        counts += Counts::one(listing.check(workspace)?);
    }
    Ok(Outcome::Counted(counts))
}

/// Whether the lock file of the fuzz targets still fits the manifests.
fn is_locked(workspace: &Workspace) -> Result<bool, Failure> {
    let fetch = ["fetch", "--locked", "--manifest-path", FUZZ];
    let offline = ask(workspace.cargo(&[fetch.as_slice(), &["--offline"]].concat()));
    Ok(offline.is_some() || run(workspace.cargo(&fetch))?.success)
}

/// `cargo xtask advisories`: known vulnerabilities in locked crates, from the database as it is today.
pub(crate) fn advisories(workspace: &Workspace) -> Result<bool, Failure> {
    setup::require(workspace, &[Need::Deny], &mut Report::new())?;
    let mut passed = true;
    for manifest in MANIFESTS {
        let check = ["deny", "--locked", "--config", "deny.toml", "--manifest-path", manifest, "check", "advisories"];
        passed &= run(workspace.cargo(&check))?.success;
    }
    Ok(passed)
}
