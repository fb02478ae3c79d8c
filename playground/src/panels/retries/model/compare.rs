//! Compares policies on one axis and in a table.

use hookwright::retry::Policy;

use super::plan::{PlanForm, Planned};
use super::policy::PolicyChoice;
use super::summary::summary;
use super::words::{Effect, remember};
use crate::model::words::rounded;

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

/// Returns the selected policy, if it is valid, and those that it is compared with.
pub(crate) fn lanes(
    form: &PlanForm,
    planned: Option<&Planned>,
    compared: &[&'static Policy],
    now_ms: i64,
) -> Vec<Lane> {
    let chosen = planned.map(|planned| Lane { name: form.policy.name(), planned: planned.clone() });
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
            ms => format!("up to {}", rounded(ms)),
        },
        effect: planned.cost.as_ref().map(|(outage, loss)| Effect::of(&planned.plan, *outage, loss)),
        remember: remember(&planned.plan),
    };
    lanes.iter().map(of).collect()
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::plan::tests::NOW;
    use super::*;
    use hookwright::catalog::find_policy;

    /// Returns the lanes of a form, compared with these policies.
    pub(in super::super) fn lanes_of(form: &PlanForm, compared: &[&str]) -> Vec<Lane> {
        let compared: Vec<_> = compared.iter().map(|id| find_policy(id).unwrap()).collect();
        lanes(form, form.planned(&form.custom.read(), NOW).ok().as_ref(), &compared, NOW)
    }

    #[test]
    fn each_policy_is_listed_once_with_the_chosen_one_first() {
        let lanes = lanes_of(&PlanForm::default(), &["slack", "svix", "stripe"]);
        let names: Vec<_> = lanes.iter().map(|lane| lane.name.as_str()).collect();
        assert_eq!(names, ["Svix", "Slack", "Stripe"]);
        let table = comparisons(&lanes);
        let effects: Vec<_> = table.iter().map(|row| row.effect.unwrap()).collect();
        assert_eq!(effects, [Effect::NothingLost, Effect::Lost, Effect::ProbablyNothingLost]);
        assert_eq!(table[1].survives, "up to 6 min");
        assert_eq!(table[2].survives, "none guaranteed");
    }

    #[test]
    fn the_others_are_listed_even_if_the_chosen_policy_cannot_be_used() {
        let form = PlanForm { policy: PolicyChoice::Custom, ..PlanForm::default() };
        assert_eq!(lanes_of(&form, &["slack"]).len(), 1);
    }
}
