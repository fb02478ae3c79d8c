//! `cargo xtask test`: selects suites, runs them and prints the result.

use crate::ahead::{self, Ahead};
use crate::failure::Failure;
use crate::report::{Outcome, Report};
use crate::setup::{self, Need};
use crate::suites::{SLOW, SUITES, Suite};
use crate::workspace::Workspace;

/// The selected suites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Selection {
    /// All suites except the slow ones.
    Default,
    All,
    /// The named suites, and those that they depend on.
    Named(Vec<String>),
}

/// Runs the selected suites. A failure does not prevent other suites from running, unless they depend on the failed
/// one.
pub(crate) fn test(workspace: &Workspace, selection: &Selection) -> Result<bool, Failure> {
    let chosen = select(selection)?;
    let needs: Vec<_> = chosen.iter().flat_map(|suite| suite.needs).copied().collect();
    let mut report = Report::new();
    let (mut later, needs): (Vec<Need>, Vec<Need>) =
        needs.into_iter().partition(|need| ahead::is_later(*need, &chosen));
    let mut missing = setup::provide(workspace, &needs, &mut report);
    let ahead = Ahead::start(workspace, &chosen);
    let mut failed: Vec<&str> = Vec::new();
    for suite in chosen {
        ahead.wait_for(suite.name);
        let now: Vec<Need> = later.extract_if(.., |need| suite.needs.contains(need)).collect();
        missing.provide(workspace, &now, &mut report);
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
    if *selection == Selection::Default {
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

/// Returns the selected suites, in the order in which they run.
fn select(selection: &Selection) -> Result<Vec<&'static Suite>, Failure> {
    let names = match selection {
        Selection::Default => return Ok(SUITES.iter().collect()),
        Selection::All => return Ok(all().collect()),
        Selection::Named(names) => names,
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

/// Returns all suites, the slow ones last.
fn all() -> impl Iterator<Item = &'static Suite> {
    SUITES.iter().chain(SLOW)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(selection: &Selection) -> Vec<&'static str> {
        select(selection).unwrap().iter().map(|suite| suite.name).collect()
    }

    fn named(names: &[&str]) -> Selection {
        Selection::Named(names.iter().map(|name| (*name).to_owned()).collect())
    }

    #[test]
    fn slow_suites_run_only_when_they_are_asked_for() {
        assert_eq!(names(&Selection::Default).len(), SUITES.len());
        assert_eq!(names(&Selection::All).len(), SUITES.len() + SLOW.len());
        for slow in SLOW {
            assert!(!names(&Selection::Default).contains(&slow.name));
            assert!(names(&named(&[slow.name])).contains(&slow.name));
        }
    }

    #[test]
    fn a_suite_brings_those_that_make_what_it_tests() {
        assert_eq!(names(&named(&["browser", "format"])), ["format", "package", "playground", "browser"]);
    }

    #[test]
    fn a_suite_is_listed_after_those_that_make_what_it_tests() {
        let names = names(&Selection::All);
        for (place, suite) in all().enumerate() {
            for first in suite.after {
                assert!(names[..place].contains(first), "{}: {first}", suite.name);
            }
        }
    }

    #[test]
    fn rejects_an_unknown_suite_by_name() {
        let error = select(&named(&["cores"])).map(|_| ()).unwrap_err().to_string();
        assert!(error.contains("`cores`") && error.contains("wasm-browser"), "{error}");
    }
}
