//! Describes a plan and the cost of an outage.

use hookwright::retry::{Outage, OutageCost, OutageVerdict, Plan, PlannedAttempt};

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
    /// The worst one is first.
    pub(crate) const ALL: [Self; 4] = [Self::Lost, Self::MayLose, Self::ProbablyNothingLost, Self::NothingLost];

    /// Describes the effect as what one sender or several do: `lose events`.
    pub(crate) const fn verb(self, is_one: bool) -> &'static str {
        match (self, is_one) {
            (Self::Lost, true) => "loses events",
            (Self::Lost, false) => "lose events",
            (Self::MayLose, _) => "may lose events",
            (Self::ProbablyNothingLost, true) => "probably loses nothing",
            (Self::ProbablyNothingLost, false) => "probably lose nothing",
            (Self::NothingLost, true) => "loses nothing",
            (Self::NothingLost, false) => "lose nothing",
        }
    }

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
            rounded_up(u64::try_from(until.saturating_sub(from)).unwrap_or(0))
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
    Some([all, this_delivery(planned, outage, loss)].join(" ").trim().into())
}

fn this_delivery(planned: &Planned, outage: &Outage, loss: &OutageCost) -> String {
    let failed = usize::try_from(loss.failed_attempts).unwrap_or(usize::MAX);
    let attempts = &planned.plan.attempts;
    let is_known = has_times(&planned.plan);
    let is_random = is_known && !planned.is_drawn && attempts.iter().any(|one| one.latest_ms != Some(one.earliest_ms));
    match loss.saved_by {
        Some(1) => "This delivery succeeds at the first attempt.".into(),
        Some(number) if is_random => format!("For this delivery, {}.", with_jitter(planned, outage, number)),
        Some(number) => {
            let at_ms = attempts.iter().find(|attempt| attempt.number == number).and_then(|attempt| attempt.at_ms);
            let after = rounded(since(planned, at_ms.unwrap_or(planned.start_ms)));
            let attempts = count(failed, "attempt");
            let fail = if failed == 1 { "fails" } else { "fail" };
            format!("For this delivery, {attempts} {fail}, and attempt {number} succeeds {after} after the first.")
        }
        None if is_known && !planned.plan.is_cut => {
            let can_outlast = |one: &PlannedAttempt| one.latest_ms.is_none_or(|latest_ms| latest_ms >= end_of(outage));
            if is_random && attempts.iter().any(can_outlast) {
                return format!(
                    "For this delivery, probably all {failed} attempts fail. Whether it is lost depends on the jitter."
                );
            }
            let fail =
                if failed == 1 { "the only attempt fails".into() } else { format!("all {failed} attempts fail") };
            format!("For this delivery, {fail}: it is lost.")
        }
        None if is_known => "For this delivery, all calculated attempts fail.".into(),
        None => String::new(),
    }
}

/// Describes which attempt succeeds if the times are random. `number` is the first one whose expected time is outside the
/// outage.
fn with_jitter(planned: &Planned, outage: &Outage, number: u32) -> String {
    let end_ms = end_of(outage);
    let attempts = &planned.plan.attempts;
    let Some(saving) = attempts.iter().find(|attempt| attempt.number == number) else { return String::new() };
    let when = match saving.latest_ms.map(|latest_ms| rounded(since(planned, latest_ms))) {
        Some(latest) => {
            let earliest = rounded(since(planned, saving.earliest_ms));
            // An attempt may have a fixed time although others do not.
            let range = if earliest == latest { latest } else { format!("{earliest} to {latest}") };
            format!("{range} after the first")
        }
        None => format!("{} after the first or later", rounded(since(planned, saving.earliest_ms))),
    };
    // An attempt before the outage may also be the one that succeeds, so that only times after its start count.
    let is_certain = |one: &PlannedAttempt| {
        one.earliest_ms >= end_ms || one.latest_ms.is_some_and(|latest_ms| latest_ms < outage.start_ms)
    };
    let may_be_earlier = |one: &&PlannedAttempt| {
        one.number < number
            && (one.earliest_ms < outage.start_ms || one.latest_ms.is_none_or(|latest_ms| latest_ms >= end_ms))
    };
    let earlier = attempts.iter().find(may_be_earlier).map(|one| one.number);
    if is_certain(saving) {
        return match earlier {
            Some(earlier) => format!("attempt {number} succeeds ({when}), unless attempt {earlier} already does"),
            None => format!("attempt {number} succeeds ({when})"),
        };
    }
    match attempts.iter().find(|one| one.number > number && is_certain(one)) {
        Some(last) => format!("attempt {number} probably succeeds ({when}); at the latest attempt {}", last.number),
        None => format!("attempt {number} probably succeeds ({when}); if it does not, the delivery may be lost"),
    }
}

/// Returns the time since the first attempt, in milliseconds.
fn since(planned: &Planned, at_ms: i64) -> u64 {
    u64::try_from(at_ms.saturating_sub(planned.start_ms)).unwrap_or(0)
}

const fn end_of(outage: &Outage) -> i64 {
    outage.start_ms.saturating_add_unsigned(outage.duration_ms)
}

/// A thousand years, in milliseconds.
const ENDLESS_MS: u64 = 365_000 * 86_400_000;

/// Describes how long a receiver must remember event ids.
pub(crate) fn remember(plan: &Plan) -> String {
    match plan.remember_ms {
        _ if plan.attempts.len() == 1 && !plan.is_cut => "only for redeliveries by hand: no automatic retries".into(),
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
    fn jitter_makes_the_attempt_that_succeeds_uncertain() {
        let of = |list: &str, length: &str| {
            let mut form = PlanForm { outage_length: length.into(), ..PlanForm::default() };
            form.policy = PolicyChoice::Custom;
            form.custom.json = list.into();
            let text = cost(&form.planned(&form.custom.read(), NOW).unwrap()).unwrap();
            text.split_once("For this delivery, ").unwrap().1.to_owned()
        };
        assert_eq!(
            of("5s, 5m, 30m, 2h, ±20 %", "5 min"),
            "attempt 3 probably succeeds (4 min 4 s to 6 min 6 s after the first); at the latest attempt 4."
        );
        assert_eq!(
            of("5s, 5m, 30m, 2h, ±20 %", "4 min"),
            "attempt 3 succeeds (4 min 4 s to 6 min 6 s after the first)."
        );
        assert_eq!(
            of("5s, 5m, 30m, 2h, ±20 %", "6 min"),
            "attempt 4 succeeds (28 min 4 s to 42 min 6 s after the first), unless attempt 3 already does."
        );
        assert!(of("5s, 5m, ±20 %", "5 min").ends_with("if it does not, the delivery may be lost."));
        assert!(of("5s, 5m, ±20 %", "6 min").contains("depends on the jitter"));
        assert_eq!(of("5s, 5m, ±20 %", "7 min"), "all 3 attempts fail: it is lost.");
        assert_eq!(of("5s, 5m", "5 min"), "2 attempts fail, and attempt 3 succeeds 5 min 5 s after the first.");
    }

    #[test]
    fn ids_must_be_remembered_until_the_last_attempt() {
        let of = |id: &str| remember(&plan(find_policy(id).unwrap(), 0));
        assert_eq!(of("svix"), "at least 27 h 36 min");
        assert!(
            of("github").starts_with("only for redeliveries by hand") && of("stripe-sandbox").starts_with("unknown")
        );
    }
}
