//! `cargo xtask bench`: runs the benchmarks of the core. They print measurements; no test depends on them.

use std::process::Command;

use crate::failure::Failure;
use crate::package;
use crate::process::run;
use crate::report::Report;
use crate::setup;
use crate::workspace::Workspace;

/// The benchmarks, in the order in which they run.
pub(crate) const BENCHES: [&str; 4] = ["timing", "speed", "scale", "explain"];

/// Runs the named benchmarks, or all of them. A failure does not prevent the following ones from running.
pub(crate) fn bench(workspace: &Workspace, names: &[String]) -> Result<bool, Failure> {
    if let Some(unknown) = names.iter().find(|name| !BENCHES.contains(&name.as_str())) {
        let known = BENCHES.join(", ");
        return Err(Failure::new(format!("unknown benchmark `{unknown}`; expected one of {known}")));
    }
    let mut passed = true;
    for bench in BENCHES.iter().filter(|bench| names.is_empty() || names.iter().any(|name| name == *bench)) {
        passed &= run(core(workspace, bench))?.success;
        if *bench == "explain" {
            passed &= explain_in_node(workspace)?;
        }
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
        assert!(error.contains("`size`") && error.contains("timing, speed, scale, explain"), "{error}");
    }
}
