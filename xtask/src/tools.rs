//! The Rust side of the set-up: rustup's components, the wasm target, the crates and wasm-bindgen's tools.
//!
//! Whatever is there at the right version is used, wherever on PATH it is. What is missing is built once into `target/tools`
//! and never again.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::failure::{Failure, InContext as _};
use crate::process::{ask, require};
use crate::published::has_version;
use crate::workspace::{WASM, Workspace};

/// What a step of the set-up found or did, for the line that reports it.
pub(crate) type Ready = Result<String, Failure>;

/// rustfmt and clippy, which a minimal installation of rustup leaves out.
pub(crate) fn lints(workspace: &Workspace) -> Ready {
    let here = || ["fmt", "clippy"].iter().all(|tool| ask(workspace.cargo(&[tool, "--version"])).is_some());
    if here() {
        return Ok("here already".into());
    }
    let mut command = workspace.command("rustup");
    command.args(["component", "add", "rustfmt", "clippy"]);
    rustup(command, here)
}

/// The standard library for wasm.
pub(crate) fn wasm_target(workspace: &Workspace) -> Ready {
    // Asked of rustc, not of rustup: a distribution's own Rust may have the target without having rustup.
    let here = || {
        let mut rustc = workspace.command("rustc");
        rustc.args(["--print", "target-libdir", "--target", WASM]);
        ask(rustc).is_some_and(|folder| Path::new(&folder).is_dir())
    };
    if here() {
        return Ok("here already".into());
    }
    let mut command = workspace.command("rustup");
    command.args(["target", "add", WASM]);
    rustup(command, here)
}

/// Lets rustup add something, and names the command when it cannot.
fn rustup(command: Command, here: impl Fn() -> bool) -> Ready {
    let words: Vec<_> = command.get_args().map(OsStr::to_string_lossy).collect();
    let line = format!("rustup {}", words.join(" "));
    let ran = require(command);
    if here() {
        return Ok("installed".into());
    }
    match ran {
        Ok(()) => Err(Failure::new(format!("`{line}` did not help: is the cargo on PATH the one of rustup?"))),
        Err(failure) => Err(Failure::new(format!("{failure}; run this yourself: {line}"))),
    }
}

/// The crates that Cargo.lock names. Trunk runs cargo without a network, so that they have to be here before.
pub(crate) fn crates(workspace: &Workspace) -> Ready {
    if ask(workspace.cargo(&["fetch", "--offline"])).is_some() {
        return Ok("here already".into());
    }
    require(workspace.cargo(&["fetch"]))?;
    Ok("downloaded".into())
}

/// `wasm-bindgen` and its test runner, at the version of the library in `Cargo.lock`: they must be the same.
///
/// The published crate cannot be installed with its own lock file, and without one its dependencies drift. So the member
/// `xtask/bindgen` makes the two programs out of wasm-bindgen's library, under the lock file of this workspace. Without
/// optimisation that takes 52 s on two cores, downloads included, where the published crate took 9 min with its release
/// profile; the tool then needs 0.15 s instead of 0.03 s for the modules of this project.
pub(crate) fn bindgen(workspace: &Workspace) -> Ready {
    const TOOLS: [(&str, &str); 2] = [("bindgen", "wasm-bindgen"), ("bindgen-test-runner", "wasm-bindgen-test-runner")];
    let version = workspace.locked_version("wasm-bindgen-cli")?;
    let here = || TOOLS.iter().all(|(_, tool)| has_version(workspace, tool, &["--version"], &version));
    if here() {
        return Ok(format!("{version}, here already"));
    }
    let build = workspace.target("tools/build/bindgen");
    let mut command = workspace.cargo(&["build", "--package", "hookwright-bindgen", "--target-dir"]);
    command.arg(&build).env("CARGO_PROFILE_DEV_DEBUG", "0").env("CARGO_INCREMENTAL", "0");
    require(command)?;
    for (built, tool) in TOOLS {
        install(workspace, &build.join("debug").join(built), tool)?;
    }
    // Gives back disk space. When that fails, only space is lost.
    let _ = fs::remove_dir_all(&build);
    if here() {
        Ok(format!("{version}, built"))
    } else {
        Err(Failure::new(format!("wasm-bindgen was built, but `wasm-bindgen --version` does not print {version}")))
    }
}

/// Puts a tool in place in one step, so that a second run of these commands never starts half a file.
fn install(workspace: &Workspace, built: &Path, tool: &str) -> Result<(), Failure> {
    let folder = workspace.target("tools/bin");
    let doing = || format!("cannot put {tool} into {}", workspace.shown(&folder));
    fs::create_dir_all(&folder).context(doing())?;
    let file = |ending: &str| folder.join(format!("{tool}{ending}{}", std::env::consts::EXE_SUFFIX));
    fs::copy(built.with_extension(std::env::consts::EXE_EXTENSION), file(".new")).context(doing())?;
    fs::rename(file(".new"), file("")).context(doing())
}
