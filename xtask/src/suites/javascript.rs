//! The suites of the npm package and the page.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::{find_browser, find_firefox, tests};
use crate::failure::{Context as _, Failure};
use crate::process::{require, run};
use crate::report::Outcome;
use crate::tally::Counts;
use crate::workspace::Workspace;
use crate::{declarations, package, parts, postgres, python, reference, sbom, serve};

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
    counts += Counts::one(reference::check(workspace)?);
    for project in ["tsconfig.json", "tsconfig.bullmq5.json", "tsconfig.receivers.json"] {
        let mut tsc = workspace.command("tsc");
        tsc.args(["--noEmit", "-p", &format!("tests/node/{project}")]);
        counts += Counts::one(run(tsc)?.success);
    }
    Ok(Outcome::Counted(counts))
}

pub(super) fn node(workspace: &Workspace, suite: &str) -> Result<Outcome, Failure> {
    tests([node_tests(workspace, suite)?])
}

/// Runs the tests of the receivers with this number of hostile requests.
pub(super) fn receiving_many(workspace: &Workspace, requests: u32) -> Result<Outcome, Failure> {
    let mut command = node_tests(workspace, "receiving")?;
    command.env("HOOKWRIGHT_REQUESTS", requests.to_string());
    tests([command])
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

/// Runs the tests of a suite with Redis, of which one sends this many events to workers that fail.
pub(super) fn redis(workspace: &Workspace, suite: &str, events: &str) -> Result<Outcome, Failure> {
    let mut command = with_redis(workspace, suite)?;
    command.env("HOOKWRIGHT_EVENTS", events);
    tests([command])
}

/// Runs the tests of the inbox or of the outbox, some of which send this many events to processes that fail.
pub(super) fn databases(workspace: &Workspace, suite: &str, rows: &str, events: &str) -> Result<Outcome, Failure> {
    let pooler = postgres::find_pooler(workspace).ok_or_else(|| Failure::new("PgBouncer is gone"))?;
    let mut command = with_databases(workspace, suite)?;
    command.env("HOOKWRIGHT_PGBOUNCER", pooler).env("HOOKWRIGHT_ROWS", rows).env("HOOKWRIGHT_EVENTS", events);
    tests([command])
}

fn with_databases(workspace: &Workspace, suite: &str) -> Result<Command, Failure> {
    let mut command = with_redis(workspace, suite)?;
    command.env("HOOKWRIGHT_POSTGRES", postgres::find(workspace).ok_or_else(|| Failure::new("Postgres is gone"))?);
    Ok(command)
}

fn with_redis(workspace: &Workspace, suite: &str) -> Result<Command, Failure> {
    let mut command = node_tests(workspace, suite)?;
    command.env(
        "HOOKWRIGHT_REDIS",
        crate::redis::find(workspace).ok_or_else(|| Failure::new("the Redis server is gone"))?,
    );
    Ok(command)
}

pub(super) fn contract(workspace: &Workspace, rows: &str) -> Result<Outcome, Failure> {
    let mut command = node_tests(workspace, "contract")?;
    command.env("HOOKWRIGHT_PYTHON", python::CONTRACT.programs(workspace)).env("HOOKWRIGHT_ROWS", rows);
    tests([command])
}

/// Generates receivers for these stacks, and sends them deliveries.
pub(super) fn receivers(workspace: &Workspace, stacks: &str) -> Result<Outcome, Failure> {
    let folder = workspace.target("receivers");
    if folder.exists() {
        fs::remove_dir_all(&folder).context("cannot remove the receivers of an earlier run")?;
    }
    let mut generate = workspace.cargo(&["run", "--quiet", "-p", "hookwright", "--example", "receivers", "--"]);
    generate.arg(&folder).args([RECEIVER_SCHEMES, stacks]);
    require(generate)?;
    let mut command = node_tests(workspace, "receivers")?;
    command
        .env("HOOKWRIGHT_RECEIVERS", folder)
        .env("HOOKWRIGHT_STACKS", stacks)
        .env("HOOKWRIGHT_PYTHON", python::RECEIVERS.programs(workspace));
    tests([command])
}

/// The schemes of `tests/receivers/deliveries.mjs`.
const RECEIVER_SCHEMES: &str = "github/sha256,stripe/v1,slack/v0,standard/v1,twilio/sha1,generic/signature,\
                                well/signature,well/token,awell/rsa,meta/sha256,mandrill/hmac,smartsheet/hmac,aws-sns/v2,\
                                braintree/hmac,docusign/hmac,mollie/hmac,patreon/hmac,cloudinary/sha1";

pub(super) fn software_lists(workspace: &Workspace) -> Result<Outcome, Failure> {
    let mut command = node_tests(workspace, "sbom")?;
    command.env("HOOKWRIGHT_SBOM", sbom::write(workspace)?);
    tests([command])
}

pub(super) fn browser(workspace: &Workspace, rows: &str) -> Result<Outcome, Failure> {
    let mut command = node_tests(workspace, "browser")?;
    command.env("HOOKWRIGHT_ROWS", rows);
    command.env("HOOKWRIGHT_CHROMIUM", find_browser(workspace)?.chromium).env("HOOKWRIGHT_DIST", workspace.at("dist"));
    tests([command])
}

pub(super) fn firefox(workspace: &Workspace) -> Result<Outcome, Failure> {
    let mut command = node_tests(workspace, "firefox")?;
    command.env("HOOKWRIGHT_FIREFOX", find_firefox(workspace)?).env("HOOKWRIGHT_DIST", workspace.at("dist"));
    tests([command])
}

/// Runs the packed package in the tools of its users: the rows that `rows` selects. The tools are installed in the target
/// folder, and stay there as long as their lock files do not change.
pub(super) fn packaging(workspace: &Workspace, rows: &str) -> Result<Outcome, Failure> {
    // The lock files contain the runtimes of this platform.
    if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Ok(Outcome::Skipped("it runs on Linux on x64 only".into()));
    }
    let mut command = node_tests(workspace, "packaging")?;
    command.env("HOOKWRIGHT_CHROMIUM", find_browser(workspace)?.chromium).env("HOOKWRIGHT_ROWS", rows);
    command
        .env("HOOKWRIGHT_TARBALL", package::tarball(workspace)?)
        .env("HOOKWRIGHT_PACKAGING", workspace.target("packaging"));
    tests([command])
}

/// Runs the examples and the code of the documents with the packed package: all of them, or those that are quick.
pub(super) fn examples(workspace: &Workspace, rows: &str) -> Result<Outcome, Failure> {
    // The lock files of the runtimes contain those of this platform.
    if rows == "all" && !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
        return Ok(Outcome::Skipped("it runs on Linux on x64 only".into()));
    }
    let mut command = with_databases(workspace, "examples")?;
    command
        .env("HOOKWRIGHT_ROWS", rows)
        .env("HOOKWRIGHT_EXAMPLES", workspace.target("examples"))
        .env("HOOKWRIGHT_PACKAGING", workspace.target("packaging"))
        .env("HOOKWRIGHT_PYTHON", python::RECEIVERS.programs(workspace))
        .env("HOOKWRIGHT_TARBALL", package::tarball(workspace)?);
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
