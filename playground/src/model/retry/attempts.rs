//! The attempts of a plan as lines of a table, each with what becomes of it in the outage.

use hookwright::retry::{Outage, PlannedAttempt};
use hookwright::time::{format_duration, format_rfc3339};

use super::Planned;

/// What becomes of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fate {
    /// There is no outage to speak of.
    Planned,
    /// It falls into the outage.
    Fails {
        /// Whatever the jitter does.
        surely: bool,
    },
    /// It is the first one that does not.
    Delivers {
        /// Whatever the jitter does.
        surely: bool,
    },
    /// The event has got through before.
    NotNeeded,
    /// When it comes is not published.
    Unknown,
}

impl Fate {
    /// The words for it.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Planned => "",
            Self::Fails { surely: true } => "fails",
            Self::Fails { surely: false } => "probably fails",
            Self::Delivers { surely: true } => "delivers",
            Self::Delivers { surely: false } => "probably delivers",
            Self::NotNeeded => "not needed",
            Self::Unknown => "not known",
        }
    }

    /// The name in style sheets.
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

/// One line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// Which attempt it is, from 1.
    pub(crate) number: u32,
    /// How long after the one before.
    pub(crate) wait: String,
    /// How long after the first one.
    pub(crate) elapsed: String,
    /// How early and how late after the first one it can come.
    pub(crate) between: String,
    /// The instant.
    pub(crate) at: String,
    /// What becomes of it.
    pub(crate) fate: Fate,
}

/// Every attempt, in order.
pub(crate) fn lines(planned: &Planned) -> Vec<Line> {
    planned.plan.attempts.iter().map(|attempt| line(attempt, planned)).collect()
}

fn line(attempt: &PlannedAttempt, planned: &Planned) -> Line {
    let since = |at_ms: i64| format_duration(u64::try_from(at_ms.saturating_sub(planned.start_ms)).unwrap_or(0));
    Line {
        number: attempt.number,
        wait: match attempt.delay_ms {
            None => "not published".into(),
            Some(0) => "at once".into(),
            Some(ms) => format_duration(ms),
        },
        elapsed: attempt.at_ms.map_or_else(|| "not published".into(), since),
        between: match attempt.latest_ms {
            Some(latest) if latest == attempt.earliest_ms => "fixed".into(),
            Some(latest) => format!("{} to {}", since(attempt.earliest_ms), since(latest)),
            None => "not bounded".into(),
        },
        at: match (attempt.at_ms, attempt.latest_ms) {
            (Some(at_ms), _) => format_rfc3339(at_ms),
            (None, Some(latest_ms)) => format!("by {}", format_rfc3339(latest_ms)),
            (None, None) => "not published".into(),
        },
        fate: fate(attempt, planned),
    }
}

/// What becomes of an attempt.
pub(crate) fn fate(attempt: &PlannedAttempt, planned: &Planned) -> Fate {
    let Some((outage, loss)) = &planned.cost else { return Fate::Planned };
    if attempt.at_ms.is_none() {
        return Fate::Unknown;
    }
    let surely = planned.is_drawn || is_certain(attempt, outage);
    match loss.saved_by {
        Some(saved_by) if attempt.number > saved_by => Fate::NotNeeded,
        Some(saved_by) if attempt.number == saved_by => Fate::Delivers { surely },
        _ => Fate::Fails { surely },
    }
}

/// Whether all of the time in which it can come lies on one side of each end of the outage.
fn is_certain(attempt: &PlannedAttempt, outage: &Outage) -> bool {
    let Some(latest_ms) = attempt.latest_ms else { return false };
    let end_ms = outage.start_ms.saturating_add_unsigned(outage.duration_ms);
    let is_before = |edge: i64| (attempt.earliest_ms < edge, latest_ms < edge);
    [outage.start_ms, end_ms].into_iter().all(|edge| matches!(is_before(edge), (true, true) | (false, false)))
}

#[cfg(test)]
mod tests {
    use super::super::RetryForm;
    use super::super::policy::Chosen;
    use super::super::tests::NOW;
    use super::*;
    use crate::model::instant::{Clock, When};

    fn of(id: &str, change: impl FnOnce(&mut RetryForm)) -> Vec<Line> {
        let when = When { clock: Clock::At, text: "2026-01-15T12:00:00Z".into() };
        let mut form = RetryForm { when, ..RetryForm::default() };
        form.choose(Chosen::from_id(id).unwrap());
        change(&mut form);
        lines(&form.planned(&form.own.read(), NOW).unwrap())
    }

    #[test]
    fn a_line_says_when_and_what_becomes_of_it() {
        let lines = of("svix", |_| {});
        assert_eq!(
            lines[3],
            Line {
                number: 4,
                wait: "30 min".into(),
                elapsed: "35 min 5 s".into(),
                between: "fixed".into(),
                at: "2026-01-15T12:35:05Z".into(),
                fate: Fate::Delivers { surely: true },
            }
        );
        let fates: Vec<_> = lines.iter().map(|line| line.fate.class()).collect();
        assert_eq!(fates[..5], ["fails", "fails", "fails", "delivers", "unneeded"]);
        assert!(of("svix", |form| form.has_outage = false).iter().all(|line| line.fate == Fate::Planned));
    }

    #[test]
    fn jitter_makes_it_probable_until_it_is_drawn() {
        let lines = of("svix-server", |form| form.outage_length = "36 min".into());
        assert_eq!(lines[3].fate, Fate::Fails { surely: false });
        assert_eq!(lines[3].between, "28 min 4 s to 42 min 6 s");
        let lines = of("svix-server", |form| form.is_drawn = true);
        assert!(lines.iter().all(|line| !line.fate.words().contains("probably")));
    }

    #[test]
    fn what_is_not_published_is_not_invented() {
        let lines = of("shopify", |_| {});
        assert_eq!(lines[0].fate, Fate::Fails { surely: true });
        let last = lines.last().unwrap();
        assert_eq!((last.wait.as_str(), last.fate), ("not published", Fate::Unknown));
        assert_eq!((last.between.as_str(), last.at.as_str()), ("0 s to 4 h", "by 2026-01-15T16:00:00Z"));
        assert_eq!(of("stripe-sandbox", |_| {})[3].between, "not bounded");
    }
}
