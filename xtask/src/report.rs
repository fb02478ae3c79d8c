//! The progress report: the current step, its duration, and a table at the end.

use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::tally::Counts;

/// The result of a step or a suite.
pub(crate) enum Outcome {
    /// A step without tests that succeeded.
    Done,
    /// A suite, with the counts of its tests.
    Counted(Counts),
    /// A suite that was not selected, and the reason.
    Skipped(String),
    /// A tool that could not be installed, and the reason. The suites that need it count as failed; this row does not.
    Missing(Failure),
    /// A step or suite that failed as a whole or could not be run, and the reason.
    Failed(Failure),
}

impl Outcome {
    fn counts(&self) -> Counts {
        match self {
            Self::Done | Self::Skipped(_) | Self::Missing(_) => Counts::default(),
            Self::Counted(counts) => *counts,
            Self::Failed(_) => Counts::one(false),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Done => "done".into(),
            Self::Counted(counts) => format!("{} passed, {} failed", counts.passed, counts.failed),
            Self::Skipped(why) => format!("not run: {why}"),
            Self::Missing(why) | Self::Failed(why) => format!("FAILED: {why}"),
        }
    }
}

pub(crate) struct Report {
    started: Instant,
    rows: Vec<(String, Duration, Outcome)>,
}

impl Report {
    /// Starts a report.
    pub(crate) fn new() -> Self {
        Self { started: Instant::now(), rows: Vec::new() }
    }

    /// Runs a step of the setup and prints one line about it.
    pub(crate) fn setup(&mut self, name: &str, step: impl FnOnce() -> Result<String, Failure>) -> Result<(), Failure> {
        let started = Instant::now();
        let result = step();
        let took = started.elapsed();
        let text = result.as_ref().map_or_else(|why| format!("FAILED: {why}"), Clone::clone);
        println!("setup  {name:<16} {:>7}  {text}", seconds(took));
        let (outcome, result) = match result {
            Ok(_) => (Outcome::Done, Ok(())),
            Err(failure) => (Outcome::Missing(failure.clone()), Err(failure)),
        };
        self.rows.push((format!("setup: {name}"), took, outcome));
        result
    }

    /// Runs a step or a suite under a heading. Returns whether it succeeded.
    pub(crate) fn step(&mut self, name: &str, about: &str, step: impl FnOnce() -> Outcome) -> bool {
        println!("\n== {name}: {about}");
        let started = Instant::now();
        let outcome = step();
        let took = started.elapsed();
        println!("-- {name}: {} ({})", outcome.text(), seconds(took));
        let passed = outcome.counts().failed == 0;
        self.rows.push((name.to_owned(), took, outcome));
        passed
    }

    /// Records a suite that is not run, and the reason.
    pub(crate) fn skip(&mut self, name: &str, why: &str) {
        self.rows.push((name.to_owned(), Duration::ZERO, Outcome::Skipped(why.to_owned())));
    }

    /// Prints the table. Returns whether everything succeeded.
    pub(crate) fn summary(&self) -> bool {
        println!();
        for (name, took, outcome) in &self.rows {
            println!("{name:<24} {:>8}  {}", seconds(*took), outcome.text());
        }
        println!("{:<24} {:>8}", "all", seconds(self.started.elapsed()));
        self.rows.iter().all(|(_, _, outcome)| outcome.counts().failed == 0 && !matches!(outcome, Outcome::Missing(_)))
    }

    /// Returns the names of failed rows, and the total counts.
    pub(crate) fn totals(&self) -> (Vec<&str>, Counts) {
        let mut counts = Counts::default();
        let mut failed = Vec::new();
        for (name, _, outcome) in &self.rows {
            counts += outcome.counts();
            if outcome.counts().failed > 0 {
                failed.push(name.as_str());
            }
        }
        (failed, counts)
    }
}

/// Formats a duration.
fn seconds(duration: Duration) -> String {
    format!("{:.1} s", duration.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn totals_add_up_and_name_what_failed() {
        let mut report = Report::new();
        assert!(report.step("a", "", || Outcome::Counted(Counts { passed: 3, failed: 0 })));
        report.skip("b", "not here");
        assert!(!report.step("c", "", || Outcome::Counted(Counts { passed: 1, failed: 2 })));
        assert!(!report.step("d", "", || Outcome::Failed(Failure::new("no"))));
        assert!(report.setup("e", || Err(Failure::new("no"))).is_err());
        assert_eq!(report.totals(), (vec!["c", "d"], Counts { passed: 4, failed: 3 }));
    }
}
