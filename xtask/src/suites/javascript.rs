//! The suites of the npm package and the page.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::{find_browser, tests};
use crate::failure::{Context as _, Failure};
use crate::process::run;
use crate::report::Outcome;
use crate::tally::Counts;
use crate::workspace::Workspace;
use crate::{declarations, package, parts, python, redis, sbom, serve};

pub(super) fn package(workspace: &Workspace) -> Result<Outcome, Failure> {
    let tarball = package::build(workspace)?;
    let mut publint = workspace.command("publint");
    publint.arg("run").arg(&tarball).arg("--strict");
    // Checks how each version and setting of TypeScript resolves the entries.
    let mut attw = workspace.command("attw");
    attw.arg(&tarball).args(["--include-entrypoints", "./senders/github", "./hookwright_bg.wasm"]);
    attw.args(["--format", "ascii", "--no-emoji", "--no-definitely-typed"]);
    let mut counts = Counts::one(true);
    for command in [publint, attw] {
        counts += Counts::one(run(command)?.success);
    }
    Ok(Outcome::Counted(counts))
}

pub(super) fn types(workspace: &Workspace) -> Result<Outcome, Failure> {
    let mut counts = Counts::one(declarations::check(workspace)?);
    for project in ["tests/node/tsconfig.json", "tests/node/tsconfig.bullmq5.json"] {
        let mut tsc = workspace.command("tsc");
        tsc.args(["--noEmit", "-p", project]);
        counts += Counts::one(run(tsc)?.success);
    }
    Ok(Outcome::Counted(counts))
}

pub(super) fn node(workspace: &Workspace, suite: &str) -> Result<Outcome, Failure> {
    tests([node_tests(workspace, suite)?])
}

pub(super) fn page(workspace: &Workspace) -> Result<Outcome, Failure> {
    // The hook checks and measures the parts.
    let built = run(serve::trunk(workspace, "build"))?.success;
    let mut counts = Counts::one(built);
    if built {
        counts += Counts::one(run(parts::sizes(workspace))?.success);
    }
    Ok(Outcome::Counted(counts))
}

pub(super) fn bullmq(workspace: &Workspace) -> Result<Outcome, Failure> {
    let mut command = node_tests(workspace, "bullmq")?;
    command.env("HOOKWRIGHT_REDIS", redis::find(workspace).ok_or_else(|| Failure::new("the Redis server is gone"))?);
    tests([command])
}

pub(super) fn contract(workspace: &Workspace) -> Result<Outcome, Failure> {
    let mut command = node_tests(workspace, "contract")?;
    command.env("HOOKWRIGHT_PYTHON", python::programs(workspace));
    tests([command])
}

pub(super) fn software_lists(workspace: &Workspace) -> Result<Outcome, Failure> {
    let mut command = node_tests(workspace, "sbom")?;
    command.env("HOOKWRIGHT_SBOM", sbom::write(workspace)?);
    tests([command])
}

pub(super) fn browser(workspace: &Workspace) -> Result<Outcome, Failure> {
    let mut command = node_tests(workspace, "browser")?;
    command.env("HOOKWRIGHT_CHROMIUM", find_browser(workspace)?.chromium).env("HOOKWRIGHT_DIST", workspace.at("dist"));
    tests([command])
}

/// Runs Node's test runner on the test files of a suite, which are named individually because Node 20 does not expand
/// patterns. At most two files run at a time: they wait for servers and browsers, and the reference machine has two
/// cores.
fn node_tests(workspace: &Workspace, suite: &str) -> Result<Command, Failure> {
    let folder = format!("tests/{suite}");
    let mut command = workspace.command("node");
    command.args(["--test", "--test-concurrency=2", "--test-reporter=spec"]).env("HOOKWRIGHT_SUITE", suite);
    let tests = files(workspace, &folder, ".test.mjs")?;
    if tests.is_empty() {
        return Err(Failure::new(format!("no tests: {folder} does not contain a file that ends in .test.mjs")));
    }
    let root = workspace.at("");
    command.args(tests.iter().map(|file| file.strip_prefix(&root).unwrap_or(file)));
    Ok(command)
}

/// Returns the files in a folder with this ending, sorted by name. Returns an empty list if the folder does not exist.
fn files(workspace: &Workspace, folder: &str, ending: &str) -> Result<Vec<PathBuf>, Failure> {
    let folder = workspace.at(folder);
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for entry in fs::read_dir(&folder).context(format!("cannot list {}", workspace.shown(&folder)))? {
        let path = entry.context(format!("cannot list {}", workspace.shown(&folder)))?.path();
        if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
