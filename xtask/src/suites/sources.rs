//! The suites that check the sources as text: formatting, spelling, wording and lints.

use std::process::Command;

use super::checks;
use crate::failure::Failure;
use crate::process::run;
use crate::report::Outcome;
use crate::tally::Counts;
use crate::workspace::Workspace;
use crate::{deny, prose, python};

pub(super) fn format(workspace: &Workspace) -> Result<Outcome, Failure> {
    let rustfmt = workspace.cargo(&["fmt", "--all", "--check"]);
    let spelling = workspace.command(python::CHECKERS.programs(workspace).join("typos"));
    let mut counts = Counts::one(prose::check(workspace)?);
    for command in [rustfmt, biome(workspace, &["format"]), spelling] {
        counts += Counts::one(run(command)?.success);
    }
    Ok(Outcome::Counted(counts))
}

pub(super) fn lint(workspace: &Workspace) -> Result<Outcome, Failure> {
    // The packages are named individually to exclude `hookwright-bindgen`, which would compile all of wasm-bindgen's
    // tools for two short files.
    let native = ["clippy", "-p", "hookwright", "-p", "xtask", "-p", "hookwright-inventory", "--all-targets"];
    let wasm = ["clippy", "-p", "hookwright-wasm", "-p", "hookwright-playground", "--all-targets", "--all-features"];
    let probe = ["clippy", "-p", "hookwright-no-std-probe"];
    // Without its default features it is not linked, so that no C++ compiler is required.
    let fuzz = ["clippy", "--locked", "--manifest-path", deny::FUZZ, "--no-default-features"];
    let commands =
        [workspace.cargo(&native), workspace.cargo(&fuzz), workspace.cargo_wasm(&wasm), workspace.cargo_wasm(&probe)];
    let clippy = commands.map(|mut command| {
        command.args(["--", "-D", "warnings"]);
        command
    });
    let biome = biome(workspace, &["check", "--formatter-enabled=false", "--error-on-warnings"]);
    let mut layers = workspace.command("depcruise");
    layers.args(["--config", "lint/layers.mjs", "ts"]).current_dir(workspace.at("wasm"));
    checks(clippy.into_iter().chain([biome, layers]))
}

/// Runs Biome on the checkout, as configured in `biome.jsonc`.
fn biome(workspace: &Workspace, arguments: &[&str]) -> Command {
    let mut command = workspace.command("biome");
    command.args(arguments).arg(".");
    command
}
