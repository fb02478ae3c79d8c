//! The suites of the crates, natively and as wasm.

use std::process::Command;

use super::{checks, find_browser, tests};
use crate::failure::Failure;
use crate::inventory;
use crate::process::run;
use crate::report::Outcome;
use crate::tally::Counts;
use crate::workspace::{WASM, Workspace};

/// The tests of public keys, which run with and without `ring`, and the features that they require. The core compiles faster
/// with these than with all features.
const WITH_RING: [&str; 13] = [
    "--no-default-features",
    "--features",
    "catalog,md5,ring",
    "--test",
    "foreign_keys",
    "--test",
    "signature_bounds",
    "--test",
    "staged",
    "--test",
    "vectors",
    "--test",
    "wycheproof",
];

/// The target folder of the probe. In the one of other modules, its suite would wait for their builds in the background.
const PROBE: &str = "no-std";

pub(super) fn core(workspace: &Workspace) -> Result<Outcome, Failure> {
    tests([
        workspace.cargo(&["test", "-p", "hookwright", "-p", "xtask", "-p", "hookwright-inventory", "--no-fail-fast"]),
        workspace.cargo(&[&["test", "-p", "hookwright", "--no-fail-fast"], &WITH_RING[..]].concat()),
        workspace.cargo(&["test", "-p", "hookwright-playground", "--lib"]),
    ])
}

pub(super) fn api(workspace: &Workspace) -> Result<Outcome, Failure> {
    let mut counts = Counts::default();
    for listing in inventory::API {
        counts += Counts::one(listing.check(workspace)?);
    }
    Ok(Outcome::Counted(counts))
}

pub(super) fn no_std(workspace: &Workspace) -> Result<Outcome, Failure> {
    let manifest = workspace.read("core/Cargo.toml")?;
    let alone = ["--no-default-features", "--features"];
    let with = |feature| workspace.cargo(&[&["check", "-p", "hookwright"], &alone[..], &[feature]].concat());
    // `ring` is only for native targets.
    let features = features(&manifest).filter(|name| *name != "ring");
    let mut commands: Vec<Command> = [""].into_iter().chain(features).map(with).collect();
    commands.push(workspace.cargo(&["check", "-p", "hookwright", "--all-features"]));
    commands.push(workspace.cargo(&["test", "-p", "hookwright", "--no-default-features", "--test", "slim"]));
    let mut check = workspace.command("node");
    check.arg("tests/no-std-probe/check.mjs");
    check.arg(workspace.target(&format!("{PROBE}/{WASM}/release/hookwright_no_std_probe.wasm")));
    // Stop if the build fails: the check would read the module of an earlier build.
    if !run(probe(workspace))?.success {
        return Ok(Outcome::Counted(Counts::one(false)));
    }
    commands.push(check);
    checks(commands)
}

/// Returns the command that compiles the module of the core without std.
pub(crate) fn probe(workspace: &Workspace) -> Command {
    let mut cargo = workspace.cargo(&["build", "-p", "hookwright-no-std-probe", "--release", "--target", WASM]);
    cargo.arg("--target-dir").arg(workspace.target(PROBE));
    cargo
}

/// Returns the features that a manifest declares, except `default`.
pub(super) fn features(manifest: &str) -> impl Iterator<Item = &str> {
    let declared = manifest.lines().skip_while(|line| *line != "[features]").skip(1);
    let names = declared.take_while(|line| !line.starts_with('[')).filter_map(|line| line.split_once(" = "));
    names.map(|(name, _)| name).filter(|name| *name != "default" && !name.starts_with('#'))
}

// Both wasm suites skip doc tests, and never pass `--quiet`, which the runner does not support.

/// All features of the wrapper except `parts`: a module with parts must be split.
const WRAPPER: [&str; 4] = ["-p", "hookwright-wasm", "--features", "service"];

pub(super) fn wasm_node(workspace: &Workspace) -> Result<Outcome, Failure> {
    let mut command = workspace.cargo_wasm(&["test", "--tests", "--no-fail-fast"]);
    command.args(WRAPPER);
    command.env("WASM_BINDGEN_TEST_ONLY_NODE", "1");
    tests([command])
}

pub(super) fn wasm_browser(workspace: &Workspace) -> Result<Outcome, Failure> {
    let browser = find_browser(workspace)?;
    let capabilities = browser.capabilities(workspace)?;
    // Compiling the page for tests takes minutes on a fresh machine, so this is done only if it has tests.
    let page = ["-p", "hookwright-playground", "--all-features"].as_slice();
    let page = workspace.at("playground/tests").is_dir().then_some(page);
    // One command per crate: a common build would unify their features and compile the wrapper again, unlike for Node.
    tests([WRAPPER.as_slice()].into_iter().chain(page).map(|package| {
        let mut command = workspace.cargo_wasm(&["test", "--tests", "--no-fail-fast"]);
        command
            .args(package)
            .env("WASM_BINDGEN_USE_BROWSER", "1")
            .env("WASM_BINDGEN_TEST_ONLY_WEB", "1")
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", &capabilities)
            .env("CHROMEDRIVER", &browser.driver);
        command
    }))
}
