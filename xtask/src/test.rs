//! `cargo xtask test`: choosing suites, running them, and the line that says how it went.

use crate::failure::Failure;
use crate::report::{Outcome, Report};
use crate::setup;
use crate::suites::{SLOW, SUITES, Suite};
use crate::workspace::Workspace;

/// Which suites run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Choice {
    /// All but the slow ones.
    Usual,
    /// All.
    All,
    /// The suites of these names, and those that make what they test.
    Named(Vec<String>),
}

/// Runs the chosen suites. Every one of them runs, even after another failed, unless it tests what that one should have
/// made.
pub(crate) fn test(workspace: &Workspace, choice: &Choice) -> Result<bool, Failure> {
    let chosen = choose(choice)?;
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
    if *choice == Choice::Usual {
        for suite in SLOW {
            report.skip(suite.name, "it is slow; `cargo xtask test --all` runs it");
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

/// The chosen suites, in the order in which they run.
fn choose(choice: &Choice) -> Result<Vec<&'static Suite>, Failure> {
    let names = match choice {
        Choice::Usual => return Ok(SUITES.iter().collect()),
        Choice::All => return Ok(all().collect()),
        Choice::Named(names) => names,
    };
    let mut chosen: Vec<&str> = Vec::new();
    for name in names {
        let suite = all().find(|suite| suite.name == name).ok_or_else(|| {
            let known: Vec<_> = all().map(|suite| suite.name).collect();
            Failure::new(format!("unknown suite `{name}`; expected one of {}", known.join(", ")))
        })?;
        chosen.push(suite.name);
        chosen.extend(suite.after);
    }
    Ok(all().filter(|suite| chosen.contains(&suite.name)).collect())
}

/// Every suite, the slow ones last.
fn all() -> impl Iterator<Item = &'static Suite> {
    SUITES.iter().chain(SLOW)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(choice: &Choice) -> Vec<&'static str> {
        choose(choice).unwrap().iter().map(|suite| suite.name).collect()
    }

    fn named(names: &[&str]) -> Choice {
        Choice::Named(names.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn slow_suites_run_only_when_they_are_asked_for() {
        assert_eq!(names(&Choice::Usual).len(), SUITES.len());
        assert_eq!(names(&Choice::All).len(), SUITES.len() + SLOW.len());
        for slow in SLOW {
            assert!(!names(&Choice::Usual).contains(&slow.name));
            assert!(names(&named(&[slow.name])).contains(&slow.name));
        }
    }

    #[test]
    fn a_suite_brings_those_that_make_what_it_tests() {
        assert_eq!(names(&named(&["browser", "format"])), ["format", "package", "playground", "browser"]);
    }

    #[test]
    fn a_suite_is_listed_after_those_that_make_what_it_tests() {
        let names = names(&Choice::All);
        for (place, suite) in all().enumerate() {
            for first in suite.after {
                assert!(names[..place].contains(first), "{}: {first}", suite.name);
            }
        }
    }

    #[test]
    fn rejects_an_unknown_suite_by_name() {
        let error = choose(&named(&["cores"])).map(|_| ()).unwrap_err().to_string();
        assert!(error.contains("`cores`") && error.contains("wasm-browser"), "{error}");
    }
}
