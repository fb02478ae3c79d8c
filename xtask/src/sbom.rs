//! `cargo xtask sbom`: writes CycloneDX bills of materials for the crate, the wasm modules, the page and the npm
//! package.

use std::fs;
use std::path::PathBuf;

use crate::copy::Copy;
use crate::failure::{Context as _, Failure};
use crate::package;
use crate::process::{capture, require};
use crate::report::{Outcome, Report};
use crate::setup::{self, Need};
use crate::workspace::{WASM, Workspace};

/// The tools that writing them requires.
pub(crate) const NEEDS: &[Need] = &[Need::Node, Need::Crates, Need::Cyclonedx];

/// The published crates and modules: folder and name.
const CRATES: [(&str, &str); 4] = [
    ("core", "hookwright"),
    ("wasm", "hookwright-wasm"),
    ("wasm/verify", "hookwright-wasm-verify"),
    ("playground", "hookwright-playground"),
];

/// The output folder, relative to cargo's target folder.
const FOLDER: &str = "sbom";

/// Runs the command.
pub(crate) fn sbom(workspace: &Workspace) -> Result<bool, Failure> {
    let mut report = Report::new();
    setup::require(workspace, NEEDS, &mut report)?;
    report.step("sbom", "software bills of materials", || {
        write(workspace).map_or_else(Outcome::Failed, |_| Outcome::Done)
    });
    Ok(report.summary())
}

/// Writes the files and returns their folder.
pub(crate) fn write(workspace: &Workspace) -> Result<PathBuf, Failure> {
    let folder = workspace.target(FOLDER);
    package::create_empty(workspace, &folder)?;
    // cargo-cyclonedx writes next to each manifest.
    let copy = Copy::of(workspace, FOLDER)?;
    let mut cargo = copy.workspace().cargo(&["cyclonedx", "--format", "json", "--spec-version", "1.5"]);
    cargo.args(["--all-features", "--no-build-deps", "--target", WASM]);
    require(cargo)?;
    for (from, name) in CRATES {
        let generated = copy.folder().join(from).join(format!("{name}.cdx.json"));
        let text = fs::read_to_string(&generated).context(format!("cannot read the list of {name}"))?;
        // The ids of local crates contain the path of the folder.
        save(workspace, &format!("{name}.cdx.json"), &text.replace(&*copy.folder().to_string_lossy(), "/hookwright"))?;
    }
    save(workspace, "hookwright-npm.cdx.json", &npm(workspace, &copy)?)?;
    Ok(folder)
}

/// Returns npm's bill of materials for the package. npm takes its name from the name of the folder.
fn npm(workspace: &Workspace, copy: &Copy) -> Result<String, Failure> {
    let folder = copy.folder().join("npm/hookwright");
    package::create_empty(workspace, &folder)?;
    fs::copy(workspace.at("wasm/package.json"), folder.join("package.json")).context("cannot copy the manifest")?;
    let mut npm = workspace.command("npm");
    npm.args(["sbom", "--sbom-format", "cyclonedx", "--omit", "dev", "--omit", "peer"]).current_dir(&folder);
    capture(npm).ok_or_else(|| Failure::new("`npm sbom` failed"))
}

fn save(workspace: &Workspace, name: &str, text: &str) -> Result<(), Failure> {
    let file = workspace.target(FOLDER).join(name);
    fs::write(&file, text).context(format!("cannot write {}", workspace.shown(&file)))?;
    println!("{}", workspace.shown(&file));
    Ok(())
}
