//! Describes a plan and the cost of an outage.

use hookwright::retry::{OutageCost, OutageVerdict, Plan};
use hookwright::time::format_duration;

use super::plan::Planned;

/// Describes the effect of an outage in a few words.
pub(crate) const fn outcome(verdict: OutageVerdict) -> &'static str {
    match verdict {
        OutageVerdict::Survived => "Nothing is lost",
        OutageVerdict::Depends => "It may lose events",
        OutageVerdict::Lost => "Events are lost",
    }
}

/// Describes the cost of the outage, both for all events during it and for the drawn delivery.
pub(crate) fn cost(planned: &Planned) -> Option<String> {
    let (outage, loss) = planned.cost.as_ref()?;
    let length = format_duration(outage.duration_ms);
    let all = match (loss.verdict, loss.lost_from_ms, loss.lost_until_ms) {
        (OutageVerdict::Survived, ..) => format!("An outage of {length} loses no event, whenever it begins."),
        (OutageVerdict::Lost, Some(from), Some(until)) => format!(
            "In an outage of {length}, events from the first {} are lost, and later ones are delivered.",
            format_duration(u64::try_from(until.saturating_sub(from)).unwrap_or(0))
        ),
        (OutageVerdict::Lost, ..) => format!("An outage of {length} loses events."),
        (OutageVerdict::Depends, ..) if planned.plan.attempts.iter().any(|attempt| attempt.at_ms.is_none()) => {
            format!("Whether an outage of {length} loses events depends on delays that are not published.")
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
    let is_known = planned.plan.attempts.iter().all(|attempt| attempt.at_ms.is_some());
    match loss.saved_by {
        Some(1) => "This delivery succeeds at the first attempt.".into(),
        Some(number) => {
            let after = at(number).map_or(0, |at_ms| at_ms.saturating_sub(planned.start_ms));
            let after = format_duration(u64::try_from(after).unwrap_or(0));
            let attempts = if failed == 1 { "1 attempt".into() } else { format!("{failed} attempts") };
            let fail = if failed == 1 { "fails" } else { "fail" };
            format!("For this delivery, {attempts} {fail}, and attempt {number} succeeds {after} after the first.")
        }
        None if is_known && !planned.plan.is_cut => {
            format!("For this delivery, all {failed} attempts fail: it is lost.")
        }
        None if is_known => "For this delivery, all calculated attempts fail.".into(),
        None => String::new(),
    }
}

/// Describes how long a receiver must remember event ids.
pub(crate) fn remember(plan: &Plan) -> String {
    match plan.remember_ms {
        _ if plan.attempts.len() == 1 && !plan.is_cut => "not needed: there are no retries".into(),
        Some(ms) => format!("at least {}", format_duration(ms)),
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
            cost_of("stripe", "0 s", "1 h"),
            "Whether an outage of 1 h loses events depends on delays that are not published."
        );
        assert!(cost_of("prolific", "0 s", "1 h").contains("depends on the jitter"));
        assert!(cost_of("svix", "1 min", "30 min").ends_with("This delivery succeeds at the first attempt."));
        assert!(cost_of("slack", "-1 s", "2 s").contains("For this delivery, 2 attempts fail, and attempt 3"));
        assert!(cost_of("github", "0 s", "1 s").contains("lost"));
    }

    #[test]
    fn ids_must_be_remembered_until_the_last_attempt() {
        let of = |id: &str| remember(&plan(find_policy(id).unwrap(), 0));
        assert_eq!(of("svix"), "at least 1 d 3 h 35 min 20 s");
        assert!(of("github").starts_with("not needed") && of("stripe-sandbox").starts_with("unknown"));
    }
}
