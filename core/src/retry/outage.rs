//! The cost of an outage of the receiver.

use alloc::format;
use alloc::string::String;

use serde::Serialize;

use super::plan::Plan;
use crate::base::json::exact;
use crate::base::time::{format_duration, format_rfc3339};

/// A period in which every attempt fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outage {
    /// The start in milliseconds, on the same clock as the start of the plan.
    pub start_ms: i64,
    /// The duration in milliseconds.
    pub duration_ms: u64,
}

/// The cost of an outage for the deliveries of a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OutageCost {
    /// Whether every event is delivered, regardless of when its first attempt is due.
    pub verdict: OutageVerdict,
    /// The number of attempts of the planned delivery that fail in the outage before one succeeds.
    pub failed_attempts: u32,
    /// The first attempt of the planned delivery outside the outage. `None` if all are in it, or if their times are not
    /// known.
    pub saved_by: Option<u32>,
    /// The start, in milliseconds, of the period of lost events: an event is lost if its first attempt is due in the
    /// period. `None` if no events are certain to be lost.
    #[serde(serialize_with = "exact")]
    pub lost_from_ms: Option<i64>,
    /// The end of that period in milliseconds, exclusive.
    #[serde(serialize_with = "exact")]
    pub lost_until_ms: Option<i64>,
    /// The cost in one sentence.
    pub summary: String,
}

/// The answer to the question whether a policy delivers every event despite an outage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutageVerdict {
    /// Every event is delivered.
    Survived,
    /// The result depends on jitter, or on delays that the sender does not publish.
    Depends,
    /// Some events are lost.
    Lost,
}

impl Plan {
    /// Whether every event is delivered despite an outage of `outage_ms` milliseconds, regardless of its start.
    ///
    /// ```
    /// use hookwright::catalog;
    /// use hookwright::retry::{OutageVerdict, plan};
    ///
    /// let plan = plan(catalog::find("generic").unwrap().policy, 0);
    /// assert_eq!(plan.survives(2 * 3_600_000), OutageVerdict::Survived);
    /// assert_eq!(plan.survives(3 * 3_600_000), OutageVerdict::Lost);
    /// ```
    #[must_use]
    pub fn survives(&self, outage_ms: u64) -> OutageVerdict {
        // If the plan is cut, further attempts follow its last one. If times are not published, all attempts may come
        // at the same time, so the span is not a lower bound.
        let goes_on = self.is_cut && self.attempts.iter().all(|attempt| attempt.at_ms.is_some());
        if outage_ms <= self.least_span_ms || (goes_on && self.span_ms.is_some_and(|span| outage_ms <= span)) {
            return OutageVerdict::Survived;
        }
        match self.most_span_ms {
            Some(most) if outage_ms > most => OutageVerdict::Lost,
            _ => OutageVerdict::Depends,
        }
    }

    /// The cost of an outage, for the planned delivery and for all other deliveries of the policy.
    ///
    /// ```
    /// use hookwright::catalog;
    /// use hookwright::retry::{Outage, plan};
    ///
    /// let plan = plan(catalog::find("generic").unwrap().policy, 0);
    /// let cost = plan.outage_cost(Outage { start_ms: 0, duration_ms: 1_800_000 });
    /// assert_eq!((cost.failed_attempts, cost.saved_by), (3, Some(4)));
    /// ```
    #[must_use]
    pub fn outage_cost(&self, outage: Outage) -> OutageCost {
        let end_ms = outage.start_ms.saturating_add_unsigned(outage.duration_ms);
        let is_in_outage = |at_ms: i64| (outage.start_ms..end_ms).contains(&at_ms);
        let known = || self.attempts.iter().filter_map(|attempt| Some((attempt.number, attempt.at_ms?)));
        let failed = known().take_while(|(_, at_ms)| is_in_outage(*at_ms)).count();
        let saved_by = known().find(|(_, at_ms)| !is_in_outage(*at_ms)).map(|(number, _)| number);
        let verdict = self.survives(outage.duration_ms);
        // An event is certain to be lost if all its attempts are in the outage, even at their latest possible times.
        let lost_until_ms = self
            .most_span_ms
            .filter(|_| verdict == OutageVerdict::Lost)
            .and_then(|span| end_ms.checked_sub_unsigned(span));
        let duration = format_duration(outage.duration_ms);
        let summary = match (verdict, lost_until_ms) {
            (OutageVerdict::Survived, _) => format!("An outage of {duration} loses no events."),
            (OutageVerdict::Lost, Some(until)) => format!(
                "An outage of {duration} loses the events whose first attempt is due from {} until {}.",
                format_rfc3339(outage.start_ms),
                format_rfc3339(until)
            ),
            _ => format!("An outage of {duration} can lose events, depending on delays that are not fixed."),
        };
        OutageCost {
            verdict,
            failed_attempts: u32::try_from(failed).unwrap_or(u32::MAX),
            saved_by,
            lost_from_ms: lost_until_ms.map(|_| outage.start_ms),
            lost_until_ms,
            summary,
        }
    }
}
