//! `cargo xtask bench`: what the core's benches measure, compiled for speed. They print figures; no test depends on one.

use crate::failure::Failure;
use crate::process::run;
use crate::workspace::Workspace;

/// The benches, in the order in which they run.
const BENCHES: [&str; 3] = ["timing", "speed", "scale"];

/// Runs the named benches, or all. Every one of them runs, even after another failed.
pub(crate) fn bench(workspace: &Workspace, names: &[String]) -> Result<bool, Failure> {
    if let Some(unknown) = names.iter().find(|name| !BENCHES.contains(&name.as_str())) {
        let known = BENCHES.join(", ");
        return Err(Failure::new(format!("there is no bench `{unknown}`: the benches are {known}")));
    }
    let mut passed = true;
    for bench in BENCHES.iter().filter(|bench| names.is_empty() || names.iter().any(|name| name == *bench)) {
        passed &= run(workspace.cargo(&["bench", "--quiet", "-p", "hookwright", "--bench", bench]))?.success;
    }
    Ok(passed)
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
    fn an_unknown_bench_is_refused_by_name() {
        let refused = bench(&Workspace::find().unwrap(), &["size".to_owned()]).unwrap_err().to_string();
        assert!(refused.contains("`size`") && refused.contains("timing, speed, scale"), "{refused}");
    }
}
