//! The Rust part of the setup: rustup components, the wasm target, the crates, wasm-bindgen's tools and the one that splits modules.
//!
//! A tool on PATH is used if it has the right version. A missing one is built once into `target/tools`.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::failure::{Context as _, Failure};
use crate::process::{capture, require};
use crate::published::has_version;
use crate::workspace::{WASM, Workspace};

/// The result of a setup step, as the text that the report prints.
pub(crate) type SetupResult = Result<String, Failure>;

/// Installs rustfmt and clippy, which rustup's minimal profile does not contain.
pub(crate) fn lints(workspace: &Workspace) -> SetupResult {
    let here = || ["fmt", "clippy"].iter().all(|tool| capture(workspace.cargo(&[tool, "--version"])).is_some());
    if here() {
        return Ok("already installed".into());
    }
    let mut command = workspace.command("rustup");
    command.args(["component", "add", "rustfmt", "clippy"]);
    rustup(command, here)
}

/// Installs the standard library for wasm.
pub(crate) fn wasm_target(workspace: &Workspace) -> SetupResult {
    // This asks rustc and not rustup, because a distribution's Rust may have the target without rustup.
    let here = || {
        let mut rustc = workspace.command("rustc");
        rustc.args(["--print", "target-libdir", "--target", WASM]);
        capture(rustc).is_some_and(|folder| Path::new(&folder).is_dir())
    };
    if here() {
        return Ok("already installed".into());
    }
    let mut command = workspace.command("rustup");
    command.args(["target", "add", WASM]);
    rustup(command, here)
}

/// Runs rustup, and reports the command if it fails.
fn rustup(command: Command, here: impl Fn() -> bool) -> SetupResult {
    let words: Vec<_> = command.get_args().map(OsStr::to_string_lossy).collect();
    let line = format!("rustup {}", words.join(" "));
    let ran = require(command);
    if here() {
        return Ok("installed".into());
    }
    match ran {
        Ok(()) => Err(Failure::new(format!("`{line}` had no effect; check that the cargo on PATH is rustup's"))),
        Err(failure) => Err(Failure::new(format!("{failure}; run this yourself: {line}"))),
    }
}

/// Downloads the crates of Cargo.lock in advance, because Trunk runs cargo offline.
pub(crate) fn crates(workspace: &Workspace) -> SetupResult {
    if capture(workspace.cargo(&["fetch", "--offline"])).is_some() {
        return Ok("already installed".into());
    }
    require(workspace.cargo(&["fetch"]))?;
    Ok("downloaded".into())
}

/// Builds `wasm-bindgen` and its test runner at the version of the library in `Cargo.lock`, which they must match.
///
/// The published crate cannot be installed with its own lock file, and without one its dependencies drift. The
/// workspace member `xtask/bindgen` therefore builds both programs from wasm-bindgen's library with this workspace's
/// lock file. Without optimization this takes 52 s on two cores including downloads, compared with 9 min for the
/// published crate with its release profile. The tool then takes 0.15 s instead of 0.03 s for this project's modules.
pub(crate) fn bindgen(workspace: &Workspace) -> SetupResult {
    const TOOLS: [(&str, &str); 2] = [("bindgen", "wasm-bindgen"), ("bindgen-test-runner", "wasm-bindgen-test-runner")];
    member(workspace, "hookwright-bindgen", &TOOLS, &workspace.locked_version("wasm-bindgen-cli")?)
}

/// Builds the tools that split and compress modules.
pub(crate) fn split(workspace: &Workspace) -> SetupResult {
    const TOOLS: [(&str, &str); 2] =
        [("hookwright-split", "hookwright-split"), ("hookwright-compress", "hookwright-compress")];
    member(workspace, "hookwright-split", &TOOLS, &workspace.locked_version("hookwright-split")?)
}

/// Builds the programs of a workspace member, with their names in cargo's folder and as tools, unless PATH contains
/// them at this version.
fn member(workspace: &Workspace, package: &str, tools: &[(&str, &str)], version: &str) -> SetupResult {
    let missing = || tools.iter().find(|(_, tool)| !has_version(workspace, tool, &["--version"], version));
    if missing().is_none() {
        return Ok(format!("{version}, already installed"));
    }
    let build = workspace.target("tools/build").join(package);
    let mut command = workspace.cargo(&["build", "--package", package, "--target-dir"]);
    command.arg(&build).env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_INCREMENTAL", "0");
    require(command)?;
    for (built, tool) in tools {
        install(workspace, &build.join("debug").join(built), tool)?;
    }
    // A failure only wastes disk space.
    let _ = fs::remove_dir_all(&build);
    match missing() {
        None => Ok(format!("{version}, built")),
        Some((_, tool)) => {
            Err(Failure::new(format!("{tool} was built, but `{tool} --version` does not print {version}")))
        }
    }
}

/// Replaces a tool atomically, so that a concurrent command never starts an incomplete file.
fn install(workspace: &Workspace, built: &Path, tool: &str) -> Result<(), Failure> {
    let folder = workspace.target("tools/bin");
    let doing = || format!("cannot put {tool} into {}", workspace.shown(&folder));
    fs::create_dir_all(&folder).context(doing())?;
    let file = |ending: &str| folder.join(format!("{tool}{ending}{}", std::env::consts::EXE_SUFFIX));
    fs::copy(built.with_extension(std::env::consts::EXE_EXTENSION), file(".new")).context(doing())?;
    fs::rename(file(".new"), file("")).context(doing())
}
