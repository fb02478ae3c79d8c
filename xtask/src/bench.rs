//! `cargo xtask bench`: the comparison with other libraries, and the benchmarks of the core. They print measurements; no
//! test depends on them.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::browser::Browser;
use crate::deny::PEERS;
use crate::failure::{Context as _, Failure};
use crate::package;
use crate::postgres;
use crate::process::{capture, require, run};
use crate::report::Report;
use crate::serve;
use crate::setup::{self, Need};
use crate::workspace::Workspace;

/// The comparison with other libraries, which runs if no benchmark is named.
pub(crate) const COMPARE: &str = "compare";

/// The benchmarks of the core, in the order in which they run.
pub(crate) const BENCHES: [&str; 4] = ["timing", "speed", "scale", "explain"];

/// The benchmark of the page: its sizes, how fast it loads, and how fast it responds to a key.
pub(crate) const PAGE: &str = "page";

/// The tools that the comparison requires in addition to those of the package.
const NEEDS: &[Need] = &[Need::Browser, Need::Postgres, Need::BenchPackages];

/// Where the comparison writes its documents. A quick one is less exact, and is therefore not published.
const DOCUMENTS: &str = "docs";

/// How long the comparison takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Duration {
    /// Less than fifteen minutes.
    Full,
    /// Less than two minutes.
    Quick,
}

/// Runs the named benchmarks, or the comparison. A failure does not prevent the following ones from running.
pub(crate) fn bench(workspace: &Workspace, names: &[String]) -> Result<bool, Failure> {
    let known = || [COMPARE].into_iter().chain(BENCHES).chain([PAGE]);
    if let Some(unknown) = names.iter().find(|name| !known().any(|bench| bench == *name)) {
        let known: Vec<&str> = known().collect();
        let known = known.join(", ");
        return Err(Failure::new(format!("unknown benchmark `{unknown}`; expected one of {known}")));
    }
    if names.is_empty() {
        return compare(workspace, Duration::Full);
    }
    let mut passed = true;
    for bench in known().filter(|bench| names.iter().any(|name| name == bench)) {
        if bench == COMPARE {
            passed &= compare(workspace, Duration::Full)?;
            continue;
        }
        if bench == PAGE {
            passed &= page(workspace)?;
            continue;
        }
        passed &= run(core(workspace, bench))?.success;
        if bench == "explain" {
            passed &= explain_in_node(workspace)?;
        }
    }
    Ok(passed)
}

/// Compares the npm package and the crate with other libraries in one run, and writes `BENCHMARKS.md`,
/// `benchmarks.json` and the generated parts of the READMEs. A quick comparison writes the first two to the target
/// folder.
pub(crate) fn compare(workspace: &Workspace, duration: Duration) -> Result<bool, Failure> {
    setup::require(workspace, &[package::NEEDS, NEEDS].concat(), &mut Report::new())?;
    package::build(workspace)?;
    let work = workspace.target("bench");
    fs::create_dir_all(&work).context("cannot create the folder of the comparison")?;
    let native = work.join("native.txt");
    fs::write(&native, measured_natively(workspace, duration)?).context("cannot write the native measurements")?;

    let mut node = workspace.command("node");
    node.arg("tests/bench/run.mjs").arg("--native").arg(&native).arg("--work").arg(&work);
    match duration {
        Duration::Full => node.arg("--out").arg(workspace.at(DOCUMENTS)).arg("--readme"),
        Duration::Quick => node.arg("--quick").arg("--out").arg(&work),
    };
    if let Some(browser) = Browser::find(workspace) {
        node.env("HOOKWRIGHT_CHROMIUM", browser.chromium);
    }
    if let Some(programs) = postgres::find(workspace) {
        node.env("HOOKWRIGHT_POSTGRES", programs);
    }
    let success = run(node)?.success;
    if success {
        let folder = if duration == Duration::Full { workspace.at(DOCUMENTS) } else { work };
        println!("written: {}", workspace.shown(&folder.join("BENCHMARKS.md")));
    }
    Ok(success)
}

/// Returns the measurements of the native benchmarks: the lines that the benchmark `speed` prints, and one JSON object
/// per line for other crates.
fn measured_natively(workspace: &Workspace, duration: Duration) -> Result<String, Failure> {
    let mut measured = String::new();
    for features in [&[] as &[&str], &["--features", "ring"]] {
        let speed = || {
            let mut speed = core(workspace, "speed");
            speed.args(features);
            speed
        };
        // Built first, so that the progress and the errors of the build are visible.
        let mut build = speed();
        build.arg("--no-run");
        require(build)?;
        let lines = capture(speed()).ok_or_else(|| Failure::new("the benchmark `speed` failed"))?;
        // The report adds the last line of this form to the names of the algorithms that follow.
        let _ = writeln!(measured, "features:{}\n{lines}", features.last().unwrap_or(&""));
    }
    let [turns, milliseconds] = if duration == Duration::Full { ["41", "4"] } else { ["15", "2"] };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map(|since| since.as_secs()).unwrap_or_default();
    let peers = |command| workspace.cargo(&[command, "--quiet", "--locked", "--release", "--manifest-path", PEERS]);
    require(peers("build"))?;
    let mut run = peers("run");
    run.args(["--", turns, milliseconds]).arg(now.to_string());
    let lines = capture(run).ok_or_else(|| Failure::new(format!("the benchmark in {PEERS} failed")))?;
    Ok(format!("{measured}{lines}\n"))
}

/// Builds the page and measures it in Chromium.
fn page(workspace: &Workspace) -> Result<bool, Failure> {
    setup::require(workspace, &[serve::NEEDS, NEEDS].concat(), &mut Report::new())?;
    package::build(workspace)?;
    require(serve::trunk(workspace, "build"))?;
    let mut passed = true;
    for arguments in [
        &["tests/browser/sizes.mjs"] as &[&str],
        &["tests/bench/lighthouse.mjs"],
        &["tests/bench/lighthouse.mjs", "--desktop"],
        &["tests/bench/latency.mjs"],
    ] {
        println!("\n{}", arguments.join(" "));
        let mut node = workspace.command("node");
        node.args(arguments);
        if let Some(browser) = Browser::find(workspace) {
            node.env("HOOKWRIGHT_CHROMIUM", browser.chromium);
        }
        passed &= run(node)?.success;
    }
    Ok(passed)
}

fn core(workspace: &Workspace, bench: &str) -> Command {
    // The comparison with `ring` includes the parts that `ring` can compute.
    workspace.cargo(&["bench", "--quiet", "-p", "hookwright", "--features", "ring", "--bench", bench])
}

/// Runs the deliveries of the core's `explain` benchmark through the npm package.
fn explain_in_node(workspace: &Workspace) -> Result<bool, Failure> {
    let deliveries = workspace.target("explain.jsonl");
    let mut write = core(workspace, "explain");
    write.env("HOOKWRIGHT_DELIVERIES", &deliveries);
    setup::require(workspace, package::NEEDS, &mut Report::new())?;
    package::build(workspace)?;
    let mut node = workspace.command("node");
    node.arg("tests/bench/explain.mjs").arg(&deliveries);
    Ok(run(write)?.success && run(node)?.success)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bench_is_in_the_manifest_of_the_core() {
        let workspace = Workspace::find().unwrap();
        let manifest = workspace.read("core/Cargo.toml").unwrap();
        for bench in BENCHES {
            assert!(manifest.contains(&format!("[[bench]]\nname = \"{bench}\"\nharness = false")), "{bench}");
        }
        assert_eq!(manifest.matches("[[bench]]").count(), BENCHES.len());
    }

    #[test]
    fn reports_an_unknown_benchmark_by_name() {
        let error = bench(&Workspace::find().unwrap(), &["size".to_owned()]).unwrap_err().to_string();
        assert!(error.contains("`size`") && error.contains("compare, timing, speed, scale, explain, page"), "{error}");
    }
}
