//! `cargo xtask sbom`: lists of everything that the crate, the modules, the page and the npm package are made of, as CycloneDX.

use std::fs;
use std::path::PathBuf;

use crate::copy::Copy;
use crate::failure::{Failure, InContext as _};
use crate::package;
use crate::process::{ask, require};
use crate::report::{Outcome, Report};
use crate::setup::{self, Need};
use crate::workspace::{WASM, Workspace};

/// What making them needs.
pub(crate) const NEEDS: &[Need] = &[Need::Node, Need::Crates, Need::Cyclonedx];

/// What is shipped: the folder of the crate, and its name.
const CRATES: [(&str, &str); 3] =
    [("core", "hookwright"), ("wasm", "hookwright-wasm"), ("playground", "hookwright-playground")];

/// The folder of the lists, below cargo's target folder.
const FOLDER: &str = "sbom";

/// The command.
pub(crate) fn sbom(workspace: &Workspace) -> Result<bool, Failure> {
    let mut report = Report::new();
    setup::require(workspace, NEEDS, &mut report)?;
    report.step("sbom", "what everything is made of", || {
        write(workspace).map_or_else(Outcome::Failed, |_| Outcome::Done)
    });
    Ok(report.summary())
}

/// Writes the lists and returns their folder.
pub(crate) fn write(workspace: &Workspace) -> Result<PathBuf, Failure> {
    let folder = workspace.target(FOLDER);
    package::fresh(workspace, &folder)?;
    // cargo-cyclonedx writes next to each manifest.
    let copy = Copy::of(workspace, FOLDER)?;
    let mut cargo = copy.workspace().cargo(&["cyclonedx", "--format", "json", "--spec-version", "1.5"]);
    cargo.args(["--all-features", "--no-build-deps", "--target", WASM]);
    require(cargo)?;
    for (from, name) in CRATES {
        let made = copy.folder().join(from).join(format!("{name}.cdx.json"));
        let text = fs::read_to_string(&made).context(format!("cannot read the list of {name}"))?;
        // Ids of the project's own crates contain the folder.
        save(workspace, &format!("{name}.cdx.json"), &text.replace(&*copy.folder().to_string_lossy(), "/hookwright"))?;
    }
    save(workspace, "hookwright-npm.cdx.json", &npm(workspace, &copy)?)?;
    Ok(folder)
}

/// What npm lists of the package, in a folder of the package's name, because npm takes the name from there.
fn npm(workspace: &Workspace, copy: &Copy) -> Result<String, Failure> {
    let folder = copy.folder().join("npm/hookwright");
    package::fresh(workspace, &folder)?;
    fs::copy(workspace.at("wasm/package.json"), folder.join("package.json")).context("cannot copy the manifest")?;
    let mut npm = workspace.command("npm");
    npm.args(["sbom", "--sbom-format", "cyclonedx", "--omit", "dev", "--omit", "peer"]).current_dir(&folder);
    ask(npm).ok_or_else(|| Failure::new("`npm sbom` failed"))
}

fn save(workspace: &Workspace, name: &str, text: &str) -> Result<(), Failure> {
    let file = workspace.target(FOLDER).join(name);
    fs::write(&file, text).context(format!("cannot write {}", workspace.shown(&file)))?;
    println!("{}", workspace.shown(&file));
    Ok(())
}
