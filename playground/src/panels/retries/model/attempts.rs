//! The attempts of a plan as rows of a table, with their outcomes during the outage.

use hookwright::retry::{Outage, PlannedAttempt};
use hookwright::time::format_rfc3339;

use super::plan::Planned;
use crate::model::words::rounded;

/// The outcome of an attempt during the outage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AttemptOutcome {
    /// No outage is planned.
    Planned,
    /// The attempt is during the outage.
    Fails {
        /// Whether this holds for any jitter.
        is_certain: bool,
    },
    /// The attempt is the first one outside the outage.
    Delivers {
        /// Whether this holds for any jitter.
        is_certain: bool,
    },
    /// The event has already been delivered.
    NotNeeded,
    /// The time of the attempt is not published.
    Unknown,
}

impl AttemptOutcome {
    /// Returns the text that the page shows.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Planned => "",
            Self::Fails { is_certain: true } => "fails",
            Self::Fails { is_certain: false } => "probably fails",
            Self::Delivers { is_certain: true } => "delivers",
            Self::Delivers { is_certain: false } => "probably delivers",
            Self::NotNeeded => "not needed",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the CSS class.
    pub(crate) const fn class(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Fails { .. } => "fails",
            Self::Delivers { .. } => "delivers",
            Self::NotNeeded => "unneeded",
            Self::Unknown => "unknown",
        }
    }
}

/// A row of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AttemptRow {
    /// The number of the attempt, from 1.
    pub(crate) number: u32,
    /// The wait since the previous attempt.
    pub(crate) wait: String,
    /// The time since the first attempt.
    pub(crate) elapsed: String,
    /// The earliest and the latest time since the first attempt.
    pub(crate) between: String,
    /// The expected time of the attempt.
    pub(crate) at: String,
    /// The same in milliseconds since the Unix epoch, if it is known.
    pub(crate) at_ms: Option<i64>,
    pub(crate) outcome: AttemptOutcome,
}

/// Returns a row for each attempt, in order.
pub(crate) fn rows(planned: &Planned) -> Vec<AttemptRow> {
    planned.plan.attempts.iter().map(|attempt| row(attempt, planned)).collect()
}

fn row(attempt: &PlannedAttempt, planned: &Planned) -> AttemptRow {
    let since = |at_ms: i64| rounded(u64::try_from(at_ms.saturating_sub(planned.start_ms)).unwrap_or(0));
    AttemptRow {
        number: attempt.number,
        wait: match attempt.delay_ms {
            None => "not published".into(),
            Some(0) => "immediately".into(),
            Some(ms) => rounded(ms),
        },
        elapsed: attempt.at_ms.map_or_else(|| "not published".into(), since),
        between: match attempt.latest_ms {
            Some(latest) if latest == attempt.earliest_ms => "fixed".into(),
            Some(latest) => format!("{} to {}", since(attempt.earliest_ms), since(latest)),
            None => "no upper bound".into(),
        },
        at: match (attempt.at_ms, attempt.latest_ms) {
            (Some(at_ms), _) => format_rfc3339(at_ms),
            (None, Some(latest_ms)) => format!("by {}", format_rfc3339(latest_ms)),
            (None, None) => "not published".into(),
        },
        at_ms: attempt.at_ms.or(attempt.latest_ms),
        outcome: outcome(attempt, planned),
    }
}

/// Returns the outcome of an attempt.
pub(crate) fn outcome(attempt: &PlannedAttempt, planned: &Planned) -> AttemptOutcome {
    let Some((outage, loss)) = &planned.cost else { return AttemptOutcome::Planned };
    if attempt.at_ms.is_none() {
        return AttemptOutcome::Unknown;
    }
    let is_certain = planned.is_drawn || is_certain(attempt, outage);
    match loss.saved_by {
        Some(saved_by) if attempt.number > saved_by => AttemptOutcome::NotNeeded,
        Some(saved_by) if attempt.number == saved_by => AttemptOutcome::Delivers { is_certain },
        _ => AttemptOutcome::Fails { is_certain },
    }
}

/// Returns whether every possible time of the attempt is on the same side of each end of the outage.
fn is_certain(attempt: &PlannedAttempt, outage: &Outage) -> bool {
    let Some(latest_ms) = attempt.latest_ms else { return false };
    let end_ms = outage.start_ms.saturating_add_unsigned(outage.duration_ms);
    let is_before = |edge: i64| (attempt.earliest_ms < edge, latest_ms < edge);
    [outage.start_ms, end_ms].into_iter().all(|edge| matches!(is_before(edge), (true, true) | (false, false)))
}

#[cfg(test)]
mod tests {
    use super::super::plan::PlanForm;
    use super::super::plan::tests::NOW;
    use super::super::policy::PolicyChoice;
    use super::*;
    use crate::model::choice::Named as _;
    use crate::model::instant::{Clock, When};
    use hookwright::time::parse_rfc3339;

    fn of(id: &str, change: impl FnOnce(&mut PlanForm)) -> Vec<AttemptRow> {
        let when = When { clock: Clock::At, instant: "2026-01-15T12:00:00Z".into() };
        let mut form = PlanForm { when, ..PlanForm::default() };
        form.choose(PolicyChoice::from_id(id).unwrap());
        change(&mut form);
        rows(&form.planned(&form.custom.read(), NOW).unwrap())
    }

    #[test]
    fn a_row_has_times_and_an_outcome() {
        let rows = of("svix", |_| {});
        assert_eq!(
            rows[3],
            AttemptRow {
                number: 4,
                wait: "30 min".into(),
                elapsed: "35 min 5 s".into(),
                between: "fixed".into(),
                at: "2026-01-15T12:35:05Z".into(),
                at_ms: parse_rfc3339("2026-01-15T12:35:05Z"),
                outcome: AttemptOutcome::Delivers { is_certain: true },
            }
        );
        let outcomes: Vec<_> = rows.iter().map(|row| row.outcome.class()).collect();
        assert_eq!(outcomes[..5], ["fails", "fails", "fails", "delivers", "unneeded"]);
        assert!(of("svix", |form| form.has_outage = false).iter().all(|row| row.outcome == AttemptOutcome::Planned));
    }

    #[test]
    fn outcomes_are_uncertain_unless_the_jitter_has_a_seed() {
        let rows = of("svix-server", |form| form.outage_length = "36 min".into());
        assert_eq!(rows[3].outcome, AttemptOutcome::Fails { is_certain: false });
        assert_eq!(rows[3].between, "28 min 4 s to 42 min 6 s");
        let rows = of("svix-server", |form| form.is_drawn = true);
        assert!(rows.iter().all(|row| !row.outcome.words().contains("probably")));
    }

    #[test]
    fn unpublished_times_are_not_invented() {
        let rows = of("shopify", |_| {});
        assert_eq!(rows[0].outcome, AttemptOutcome::Fails { is_certain: true });
        let last = rows.last().unwrap();
        assert_eq!((last.wait.as_str(), last.outcome), ("not published", AttemptOutcome::Unknown));
        assert_eq!((last.between.as_str(), last.at.as_str()), ("0 s to 4 h", "by 2026-01-15T16:00:00Z"));
        assert_eq!(of("stripe-sandbox", |_| {})[3].between, "no upper bound");
    }
}
