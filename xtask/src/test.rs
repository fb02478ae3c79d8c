//! `cargo xtask test`: choosing suites, running them, and the line that says how it went.

use crate::failure::Failure;
use crate::report::{Outcome, Report};
use crate::setup;
use crate::suites::{SUITES, Suite};
use crate::workspace::Workspace;

/// Runs the named suites, or all. Every one of them runs, even after another failed, unless it tests what that one should
/// have made.
pub(crate) fn test(workspace: &Workspace, names: &[String]) -> Result<bool, Failure> {
    let chosen = choose(names)?;
    let needs: Vec<_> = chosen.iter().flat_map(|suite| suite.needs).copied().collect();
    let mut report = Report::new();
    let missing = setup::provide(workspace, &needs, &mut report);
    let mut failed: Vec<&str> = Vec::new();
    for suite in chosen {
        let passed = report.step(suite.name, suite.about, || {
            if let Some(why) = missing.among(suite.needs) {
                return Outcome::Failed(Failure::new(format!("not run: {why}")));
            }
            if let Some(first) = suite.after.iter().find(|first| failed.contains(first)) {
                return Outcome::Failed(Failure::new(format!("not run: {first} failed")));
            }
            (suite.run)(workspace).unwrap_or_else(Outcome::Failed)
        });
        if !passed {
            failed.push(suite.name);
        }
    }
    let passed = report.summary();
    let (failed, counts) = report.totals();
    if !failed.is_empty() {
        println!("\nfailed: {}", failed.join(", "));
    }
    println!("\n{} passed, {} failed", counts.passed, counts.failed);
    Ok(passed)
}

/// The suites of these names and those that make what they test, in the order in which they run.
fn choose(names: &[String]) -> Result<Vec<&'static Suite>, Failure> {
    let known = |name: &str| SUITES.iter().find(|suite| suite.name == name);
    let mut chosen: Vec<&str> = Vec::new();
    for name in names {
        let suite = known(name).ok_or_else(|| {
            let all: Vec<_> = SUITES.iter().map(|suite| suite.name).collect();
            Failure::new(format!("there is no suite `{name}`: the suites are {}", all.join(", ")))
        })?;
        chosen.push(suite.name);
        chosen.extend(suite.after);
    }
    Ok(SUITES.iter().filter(|suite| names.is_empty() || chosen.contains(&suite.name)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(names: &[&str]) -> Vec<&'static str> {
        let names: Vec<_> = names.iter().map(|name| (*name).to_owned()).collect();
        choose(&names).unwrap().iter().map(|suite| suite.name).collect()
    }

    #[test]
    fn without_names_every_suite_runs() {
        assert_eq!(chosen(&[]).len(), SUITES.len());
    }

    #[test]
    fn a_suite_brings_those_that_make_what_it_tests() {
        assert_eq!(chosen(&["browser", "format"]), ["format", "package", "playground", "browser"]);
    }

    #[test]
    fn what_a_suite_comes_after_stands_before_it() {
        for (place, suite) in SUITES.iter().enumerate() {
            for first in suite.after {
                assert!(SUITES[..place].iter().any(|earlier| earlier.name == *first), "{}: {first}", suite.name);
            }
        }
    }

    #[test]
    fn an_unknown_suite_is_refused_by_name() {
        let refused = choose(&["cores".to_owned()]).map(|_| ()).unwrap_err().to_string();
        assert!(refused.contains("`cores`") && refused.contains("wasm-browser"), "{refused}");
    }
}
