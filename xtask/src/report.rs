//! What is printed about the steps: what is being done, how long it took, and a table at the end.

use std::time::{Duration, Instant};

use crate::failure::Failure;
use crate::tally::Counts;

/// How a step or a suite ended.
pub(crate) enum Outcome {
    /// A step that has nothing to count.
    Done,
    /// A suite, with its tests.
    Counted(Counts),
    /// A suite that was not asked for; the reason why it is not among the usual ones.
    Skipped(String),
    /// A part of the set-up that could not be had; the reason. The suites that need it count as failed, it does not.
    Missing(Failure),
    /// Something that failed as a whole, or could not be run; the reason.
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

/// The steps so far.
pub(crate) struct Report {
    started: Instant,
    rows: Vec<(String, Duration, Outcome)>,
}

impl Report {
    /// A report of a command that starts now.
    pub(crate) fn new() -> Self {
        Self { started: Instant::now(), rows: Vec::new() }
    }

    /// Runs a part of the set-up and prints one line about it.
    pub(crate) fn setup(&mut self, name: &str, step: impl FnOnce() -> Result<String, Failure>) -> Result<(), Failure> {
        let started = Instant::now();
        let result = step();
        let took = started.elapsed();
        let said = result.as_ref().map_or_else(|why| format!("FAILED: {why}"), Clone::clone);
        println!("set-up  {name:<16} {:>7}  {said}", seconds(took));
        let (outcome, result) = match result {
            Ok(_) => (Outcome::Done, Ok(())),
            Err(failure) => (Outcome::Missing(failure.clone()), Err(failure)),
        };
        self.rows.push((format!("set-up: {name}"), took, outcome));
        result
    }

    /// Runs a step or a suite under a heading. Says whether nothing in it failed.
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

    /// Notes a suite that is not run, and why.
    pub(crate) fn skip(&mut self, name: &str, why: &str) {
        self.rows.push((name.to_owned(), Duration::ZERO, Outcome::Skipped(why.to_owned())));
    }

    /// Prints the table. Says whether nothing failed.
    pub(crate) fn summary(&self) -> bool {
        println!();
        for (name, took, outcome) in &self.rows {
            println!("{name:<24} {:>8}  {}", seconds(*took), outcome.text());
        }
        println!("{:<24} {:>8}", "all", seconds(self.started.elapsed()));
        self.rows.iter().all(|(_, _, outcome)| outcome.counts().failed == 0 && !matches!(outcome, Outcome::Missing(_)))
    }

    /// The names of what failed, and all tests together.
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

/// A duration as people read it.
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
