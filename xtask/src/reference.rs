//! The API reference of the npm package in `docs/api`, which TypeDoc writes from the type declarations.

use std::collections::BTreeMap;
use std::path::Path;

use crate::declarations::{differing, read};
use crate::failure::Failure;
use crate::package;
use crate::process::require;
use crate::workspace::Workspace;

/// The folder of the committed pages.
const COMMITTED: &str = "docs/api";

/// Writes the pages of the last build.
pub(crate) fn write(workspace: &Workspace) -> Result<(), Failure> {
    generate(workspace, &workspace.at(COMMITTED))
}

/// Returns whether the committed pages are those of the last build, and prints the differences.
pub(crate) fn check(workspace: &Workspace) -> Result<bool, Failure> {
    let generated = workspace.target("reference");
    generate(workspace, &generated)?;
    let differing = differing(&pages(workspace, &workspace.at(COMMITTED))?, &pages(workspace, &generated)?);
    for line in &differing {
        println!("{COMMITTED}/{line}");
    }
    if !differing.is_empty() {
        println!("run: cargo xtask api");
    }
    Ok(differing.is_empty())
}

/// Writes the pages of the last build to an empty folder.
fn generate(workspace: &Workspace, folder: &Path) -> Result<(), Failure> {
    package::create_empty(workspace, folder)?;
    let mut node = workspace.command("node");
    node.arg("tests/reference/generate.mjs").arg(folder);
    require(node)
}

/// Returns the pages in a folder, by path. Returns none if the folder does not exist.
fn pages(workspace: &Workspace, folder: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let mut pages = BTreeMap::new();
    if folder.is_dir() {
        read(workspace, folder, "", ".md", &mut pages)?;
    }
    Ok(pages)
}
