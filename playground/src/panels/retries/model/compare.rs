//! Compares policies on one axis and in a table.

use hookwright::retry::Policy;

use super::plan::{PlanForm, Planned, Unplanned};
use super::policy::PolicyChoice;
use super::summary::summary;
use super::words::{Effect, remember};
use crate::model::words::rounded_down;

/// A compared policy.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Lane {
    pub(crate) name: String,
    pub(crate) planned: Planned,
}

/// A row of the comparison table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Comparison {
    /// The policy's name.
    pub(crate) name: String,
    /// The number of attempts and their time span.
    pub(crate) summary: String,
    /// The longest outage during which no event is lost in any case.
    pub(crate) survives: String,
    /// The effect of the form's outage.
    pub(crate) effect: Option<Effect>,
    /// How long event ids must be remembered.
    pub(crate) remember: String,
}

/// Returns the selected policy, if it is valid, and those that it is compared with. Empty if what they share is not valid.
pub(crate) fn lanes(
    form: &PlanForm,
    planned: Result<&Planned, Unplanned>,
    compared: &[&'static Policy],
    now_ms: i64,
) -> Vec<Lane> {
    if matches!(planned, Err(Unplanned::Start | Unplanned::Outage)) {
        return Vec::new();
    }
    let chosen = planned.ok().map(|planned| Lane { name: form.policy.name(), planned: planned.clone() });
    let others = compared.iter().map(|policy| (PolicyChoice::Known(policy), policy));
    let others = others
        .filter(|(choice, _)| *choice != form.policy)
        .map(|(choice, policy)| Lane { name: choice.name(), planned: form.planned_for(policy, now_ms) });
    chosen.into_iter().chain(others).collect()
}

/// Returns the rows of the table.
pub(crate) fn comparisons(lanes: &[Lane]) -> Vec<Comparison> {
    let of = |Lane { name, planned }: &Lane| Comparison {
        name: name.clone(),
        summary: summary(&planned.plan),
        survives: match planned.plan.least_span_ms {
            0 => "none guaranteed".into(),
            // A longer outage can lose events.
            ms => format!("up to {}", rounded_down(ms)),
        },
        effect: planned.cost.as_ref().map(|(outage, loss)| Effect::of(&planned.plan, *outage, loss)),
        remember: remember(&planned.plan),
    };
    lanes.iter().map(of).collect()
}

/// Describes the effect of the outage on the selected policy. With others, its name is in front.
pub(crate) fn titled(effect: Effect, lanes: &[Lane]) -> String {
    match lanes {
        [chosen, _, ..] => format!("{}: {}", chosen.name, effect.words().to_ascii_lowercase()),
        _ => effect.words().into(),
    }
}

/// Returns the effects of the outage on the other policies in one sentence. Empty if there are none, or no outage.
pub(crate) fn others(lanes: &[Lane]) -> String {
    let rows = comparisons(lanes);
    let of = |effect: Effect| {
        let names: Vec<&str> =
            rows.iter().skip(1).filter(|row| row.effect == Some(effect)).map(|row| row.name.as_str()).collect();
        let (last, before) = names.split_last()?;
        let names = if before.is_empty() { (*last).into() } else { format!("{} and {last}", before.join(", ")) };
        Some(format!("{names} {}", effect.verb(before.is_empty())))
    };
    let parts: Vec<String> = Effect::ALL.into_iter().filter_map(of).collect();
    if parts.is_empty() { String::new() } else { format!("{}.", parts.join("; ")) }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::plan::tests::NOW;
    use super::*;
    use hookwright::catalog::find_policy;

    /// Returns the lanes of a form, compared with these policies.
    pub(in super::super) fn lanes_of(form: &PlanForm, compared: &[&str]) -> Vec<Lane> {
        let compared: Vec<_> = compared.iter().map(|id| find_policy(id).unwrap()).collect();
        lanes(form, form.planned(&form.custom.read(), NOW).as_ref().map_err(|unplanned| *unplanned), &compared, NOW)
    }

    #[test]
    fn each_policy_is_listed_once_with_the_chosen_one_first() {
        let lanes = lanes_of(&PlanForm::default(), &["slack", "svix", "stripe"]);
        let names: Vec<_> = lanes.iter().map(|lane| lane.name.as_str()).collect();
        assert_eq!(names, ["Svix", "Slack", "Stripe"]);
        let table = comparisons(&lanes);
        let effects: Vec<_> = table.iter().map(|row| row.effect.unwrap()).collect();
        assert_eq!(effects, [Effect::NothingLost, Effect::Lost, Effect::ProbablyNothingLost]);
        assert_eq!(table[0].survives, "up to 27 h 35 min");
        assert_eq!(table[1].survives, "up to 6 min");
        assert_eq!(table[2].survives, "none guaranteed");
    }

    #[test]
    fn the_others_are_listed_even_if_the_chosen_policy_cannot_be_used() {
        let form = PlanForm { policy: PolicyChoice::Custom, ..PlanForm::default() };
        assert_eq!(lanes_of(&form, &["slack"]).len(), 1);
        let form = PlanForm { outage_length: "2 hh".into(), ..PlanForm::default() };
        assert_eq!(lanes_of(&form, &["slack"]), [], "an outage that cannot be read applies to all of them");
    }

    #[test]
    fn the_effects_on_the_others_are_one_sentence() {
        let of = |compared: &[&str]| others(&lanes_of(&PlanForm::default(), compared));
        assert_eq!(
            of(&["github", "shopify", "slack", "stripe"]),
            "GitHub and Slack lose events; Shopify and Stripe probably lose nothing."
        );
        let longer = PlanForm { outage_length: "2 h".into(), ..PlanForm::default() };
        assert_eq!(
            others(&lanes_of(&longer, &["shopify", "stripe", "standard"])),
            "Shopify may lose events; Stripe probably loses nothing; Standard Webhooks loses nothing."
        );
        assert_eq!(of(&[]), "");
        let titled = |compared: &[&str]| titled(Effect::NothingLost, &lanes_of(&PlanForm::default(), compared));
        assert_eq!((titled(&[]).as_str(), titled(&["slack"]).as_str()), ("Nothing is lost", "Svix: nothing is lost"));
        let form = PlanForm { has_outage: false, ..PlanForm::default() };
        assert_eq!(others(&lanes_of(&form, &["slack"])), "");
    }
}
