//! Describes a plan and the cost of an outage.

use hookwright::retry::{Outage, OutageCost, OutageVerdict, Plan};

use super::plan::Planned;
use crate::model::words::{count, rounded, rounded_up};

/// The effect of an outage on the events of a sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Every event is delivered.
    NothingLost,
    /// The times are not published, but retries continue for much longer than the outage.
    ProbablyNothingLost,
    /// It depends on jitter, or on times that are not published.
    MayLose,
    /// Some events are lost.
    Lost,
}

/// Retries that continue for this many times the duration of an outage are expected to outlast it.
const MUCH_LONGER: u64 = 4;

impl Effect {
    /// Returns the effect of an outage on a plan.
    pub(crate) fn of(plan: &Plan, outage: Outage, loss: &OutageCost) -> Self {
        match loss.verdict {
            OutageVerdict::Survived => Self::NothingLost,
            OutageVerdict::Lost => Self::Lost,
            OutageVerdict::Depends
                if unpublished_for(plan).is_some_and(|ms| ms / MUCH_LONGER >= outage.duration_ms) =>
            {
                Self::ProbablyNothingLost
            }
            OutageVerdict::Depends => Self::MayLose,
        }
    }

    /// Describes the effect in a few words.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::NothingLost => "Nothing is lost",
            Self::ProbablyNothingLost => "Probably nothing is lost",
            Self::MayLose => "It may lose events",
            Self::Lost => "Events are lost",
        }
    }
}

/// Returns how long attempts continue, in milliseconds, if the sender publishes that but not their times.
fn unpublished_for(plan: &Plan) -> Option<u64> {
    plan.span_ms.filter(|_| plan.attempts.len() > 1 && !has_times(plan))
}

fn has_times(plan: &Plan) -> bool {
    plan.attempts.iter().all(|attempt| attempt.at_ms.is_some())
}

/// Describes the cost of the outage, both for all events during it and for the drawn delivery.
pub(crate) fn cost(planned: &Planned) -> Option<String> {
    let (outage, loss) = planned.cost.as_ref()?;
    let length = rounded(outage.duration_ms);
    let all = match (loss.verdict, loss.lost_from_ms, loss.lost_until_ms) {
        (OutageVerdict::Survived, ..) => format!("An outage of {length} loses no event, whenever it begins."),
        (OutageVerdict::Lost, Some(from), Some(until)) => format!(
            "In an outage of {length}, events from the first {} are lost, and later ones are delivered.",
            rounded(u64::try_from(until.saturating_sub(from)).unwrap_or(0))
        ),
        (OutageVerdict::Lost, ..) => format!("An outage of {length} loses events."),
        (OutageVerdict::Depends, ..) if !has_times(&planned.plan) => {
            let likely = Effect::of(&planned.plan, *outage, loss) == Effect::ProbablyNothingLost;
            match unpublished_for(&planned.plan).map(rounded) {
                Some(span) if likely => format!(
                    "Retries continue for {span}, so an outage of {length} is very unlikely to lose events. The times \
                     of the retries are not published."
                ),
                Some(span) => format!(
                    "Retries continue for {span}, but their times are not published, so an outage of {length} can lose \
                     events."
                ),
                None => {
                    format!("The times of the retries are not published, so an outage of {length} can lose events.")
                }
            }
        }
        (OutageVerdict::Depends, ..) => {
            format!("Whether an outage of {length} loses events depends on the jitter.")
        }
    };
    Some([all, this_delivery(planned, loss)].join(" ").trim().into())
}

fn this_delivery(planned: &Planned, loss: &OutageCost) -> String {
    let failed = usize::try_from(loss.failed_attempts).unwrap_or(usize::MAX);
    let at = |number: u32| planned.plan.attempts.iter().find(|attempt| attempt.number == number)?.at_ms;
    let is_known = has_times(&planned.plan);
    match loss.saved_by {
        Some(1) => "This delivery succeeds at the first attempt.".into(),
        Some(number) => {
            let after = at(number).map_or(0, |at_ms| at_ms.saturating_sub(planned.start_ms));
            let after = rounded(u64::try_from(after).unwrap_or(0));
            let attempts = count(failed, "attempt");
            let fail = if failed == 1 { "fails" } else { "fail" };
            format!("For this delivery, {attempts} {fail}, and attempt {number} succeeds {after} after the first.")
        }
        None if is_known && !planned.plan.is_cut => {
            let fail =
                if failed == 1 { "the only attempt fails".into() } else { format!("all {failed} attempts fail") };
            format!("For this delivery, {fail}: it is lost.")
        }
        None if is_known => "For this delivery, all calculated attempts fail.".into(),
        None => String::new(),
    }
}

/// A thousand years, in milliseconds.
const ENDLESS_MS: u64 = 365_000 * 86_400_000;

/// Describes how long a receiver must remember event ids.
pub(crate) fn remember(plan: &Plan) -> String {
    match plan.remember_ms {
        _ if plan.attempts.len() == 1 && !plan.is_cut => "not needed: there are no retries".into(),
        Some(ms) if ms >= ENDLESS_MS => "without limit: retries continue for more than 1000 years".into(),
        Some(ms) => format!("at least {}", rounded_up(ms)),
        None if plan.is_cut => "without limit: there is no last attempt".into(),
        None => "unknown: the end is not published".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::plan::PlanForm;
    use super::super::plan::tests::NOW;
    use super::super::policy::PolicyChoice;
    use super::*;
    use crate::model::choice::Named as _;
    use hookwright::catalog::find_policy;
    use hookwright::retry::plan;

    fn cost_of(id: &str, start: &str, length: &str) -> String {
        let mut form = PlanForm { outage_start: start.into(), outage_length: length.into(), ..PlanForm::default() };
        form.choose(PolicyChoice::from_id(id).unwrap());
        cost(&form.planned(&form.custom.read(), NOW).unwrap()).unwrap()
    }

    #[test]
    fn describes_the_cost_for_all_events_and_for_this_delivery() {
        assert_eq!(
            cost_of("svix", "0 s", "30 min"),
            "An outage of 30 min loses no event, whenever it begins. For this delivery, 3 attempts fail, and attempt 4 \
             succeeds 35 min 5 s after the first."
        );
        assert_eq!(
            cost_of("slack", "0 s", "1 h"),
            "In an outage of 1 h, events from the first 54 min are lost, and later ones are delivered. For this \
             delivery, all 4 attempts fail: it is lost."
        );
        assert_eq!(
            cost_of("stripe", "0 s", "5 min"),
            "Retries continue for 3 d, so an outage of 5 min is very unlikely to lose events. The times of the retries are \
             not published."
        );
        assert_eq!(
            cost_of("stripe", "0 s", "1 d"),
            "Retries continue for 3 d, but their times are not published, so an outage of 1 d can lose events."
        );
        assert!(cost_of("stripe-sandbox", "0 s", "1 h").starts_with("The times of the retries are not published"));
        assert!(cost_of("prolific", "0 s", "1 h").contains("depends on the jitter"));
        assert!(cost_of("svix", "1 min", "30 min").ends_with("This delivery succeeds at the first attempt."));
        assert!(cost_of("slack", "-1 s", "2 s").contains("For this delivery, 2 attempts fail, and attempt 3"));
        assert!(cost_of("github", "0 s", "1 s").contains("lost"));
    }

    #[test]
    fn ids_must_be_remembered_until_the_last_attempt() {
        let of = |id: &str| remember(&plan(find_policy(id).unwrap(), 0));
        assert_eq!(of("svix"), "at least 1 d 4 h");
        assert!(of("github").starts_with("not needed") && of("stripe-sandbox").starts_with("unknown"));
    }
}
