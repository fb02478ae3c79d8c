//! What an outage of the receiver costs.

use alloc::format;
use alloc::string::String;

use serde::Serialize;

use super::plan::Plan;
use crate::base::json::exact;
use crate::base::time::{format_duration, format_rfc3339};

/// A time in which every attempt fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outage {
    /// When it begins, in milliseconds on the clock that the plan starts by.
    pub start_ms: i64,
    /// How long it lasts, in milliseconds.
    pub duration_ms: u64,
}

/// What an outage costs the deliveries of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Loss {
    /// Whether every event gets through, whenever it happened.
    pub verdict: Verdict,
    /// Of the planned delivery: how many of its attempts fall into the outage, before one gets through.
    pub failed_attempts: u32,
    /// Of the planned delivery: the first attempt that does not fall into it. `None` if all do, or if it is not known when they
    /// come.
    pub saved_by: Option<u32>,
    /// Events whose first attempt comes from here on are lost, in milliseconds; `None` if none are for certain.
    #[serde(serialize_with = "exact")]
    pub lost_from_ms: Option<i64>,
    /// …up to here, excluded.
    #[serde(serialize_with = "exact")]
    pub lost_until_ms: Option<i64>,
    /// The same in a sentence.
    pub summary: String,
}

/// Whether an outage is survived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Every event gets through.
    Survived,
    /// It depends on the jitter, or on what the sender does not publish.
    Depends,
    /// Some events are lost.
    Lost,
}

impl Plan {
    /// Whether every event gets through an outage of this length, in milliseconds, whenever it happens.
    ///
    /// ```
    /// use hookwright::catalog;
    /// use hookwright::retry::{Verdict, plan};
    ///
    /// let plan = plan(catalog::find("generic").unwrap().policy, 0);
    /// assert_eq!(plan.survives(2 * 3_600_000), Verdict::Survived);
    /// assert_eq!(plan.survives(3 * 3_600_000), Verdict::Lost);
    /// ```
    #[must_use]
    pub fn survives(&self, outage_ms: u64) -> Verdict {
        // Attempts that are not laid out come later; where it is not published when, they may as well all come at once.
        let goes_on = self.is_cut && self.attempts.iter().all(|attempt| attempt.at_ms.is_some());
        if outage_ms <= self.least_span_ms || (goes_on && self.span_ms.is_some_and(|span| outage_ms <= span)) {
            return Verdict::Survived;
        }
        match self.most_span_ms {
            Some(most) if outage_ms > most => Verdict::Lost,
            _ => Verdict::Depends,
        }
    }

    /// What an outage costs: of the delivery that is planned, and of all others by the same policy.
    ///
    /// ```
    /// use hookwright::catalog;
    /// use hookwright::retry::{Outage, plan};
    ///
    /// let plan = plan(catalog::find("generic").unwrap().policy, 0);
    /// let loss = plan.lose(Outage { start_ms: 0, duration_ms: 1_800_000 });
    /// assert_eq!((loss.failed_attempts, loss.saved_by), (3, Some(4)));
    /// ```
    #[must_use]
    pub fn lose(&self, outage: Outage) -> Loss {
        let end_ms = outage.start_ms.saturating_add_unsigned(outage.duration_ms);
        let falls_in = |at_ms: i64| (outage.start_ms..end_ms).contains(&at_ms);
        let known = || self.attempts.iter().filter_map(|attempt| Some((attempt.number, attempt.at_ms?)));
        let failed = known().take_while(|(_, at_ms)| falls_in(*at_ms)).count();
        let saved_by = known().find(|(_, at_ms)| !falls_in(*at_ms)).map(|(number, _)| number);
        let verdict = self.survives(outage.duration_ms);
        // Lost for certain is what has all its attempts within the outage, even the latest possible.
        let lost_until_ms =
            self.most_span_ms.filter(|_| verdict == Verdict::Lost).and_then(|span| end_ms.checked_sub_unsigned(span));
        let duration = format_duration(outage.duration_ms);
        let summary = match (verdict, lost_until_ms) {
            (Verdict::Survived, _) => format!("An outage of {duration} loses nothing."),
            (Verdict::Lost, Some(until)) => format!(
                "An outage of {duration} loses the events whose first attempt comes from {} until {}.",
                format_rfc3339(outage.start_ms),
                format_rfc3339(until)
            ),
            _ => format!("Whether an outage of {duration} loses anything depends on delays that are not fixed."),
        };
        Loss {
            verdict,
            failed_attempts: u32::try_from(failed).unwrap_or(u32::MAX),
            saved_by,
            lost_from_ms: lost_until_ms.map(|_| outage.start_ms),
            lost_until_ms,
            summary,
        }
    }
}
