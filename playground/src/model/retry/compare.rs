//! Several policies side by side.

use hookwright::retry::Verdict;
use hookwright::time::format_duration;

use super::policy::{Chosen, OwnPolicy};
use super::words::{gist, remember};
use super::{Planned, RetryForm};

/// One policy of several.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Lane {
    /// Its name.
    pub(crate) name: String,
    /// What it does.
    pub(crate) planned: Planned,
}

/// One line of the table that compares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Comparison {
    /// The policy's name.
    pub(crate) name: String,
    /// How often and for how long.
    pub(crate) gist: String,
    /// The longest outage that loses nothing for certain.
    pub(crate) survives: String,
    /// How the outage that is filled in ends.
    pub(crate) verdict: Option<Verdict>,
    /// How long event ids have to be remembered.
    pub(crate) remember: String,
}

impl RetryForm {
    /// The chosen policy, if it can be used, and then those that it is compared with.
    pub(crate) fn lanes(&self, own: &OwnPolicy, now_ms: i64) -> Vec<Lane> {
        let chosen = self.planned(own, now_ms).ok().map(|planned| Lane { name: self.chosen.name(), planned });
        let others = self.compared.iter().filter(|policy| self.chosen != Chosen::Known(policy));
        let others =
            others.map(|policy| Lane { name: Chosen::Known(policy).name(), planned: self.planned_for(policy, now_ms) });
        chosen.into_iter().chain(others).collect()
    }
}

/// The table that compares.
pub(crate) fn comparisons(lanes: &[Lane]) -> Vec<Comparison> {
    let of = |Lane { name, planned }: &Lane| Comparison {
        name: name.clone(),
        gist: gist(&planned.plan),
        survives: match planned.plan.least_span_ms {
            0 => "none for certain".into(),
            ms => format!("up to {}", format_duration(ms)),
        },
        verdict: planned.cost.as_ref().map(|(_, loss)| loss.verdict),
        remember: remember(&planned.plan),
    };
    lanes.iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::NOW;
    use super::*;

    #[test]
    fn each_policy_stands_once_with_the_chosen_one_first() {
        let mut form = RetryForm::default();
        for id in ["slack", "svix", "stripe"] {
            form.compare_with(id);
        }
        let lanes = form.lanes(&form.own.read(), NOW);
        let names: Vec<_> = lanes.iter().map(|lane| lane.name.as_str()).collect();
        assert_eq!(names, ["Svix", "Slack", "Stripe"]);
        let table = comparisons(&lanes);
        let verdicts: Vec<_> = table.iter().map(|line| line.verdict.unwrap()).collect();
        assert_eq!(verdicts, [Verdict::Survived, Verdict::Lost, Verdict::Depends]);
        assert_eq!(table[1].survives, "up to 6 min");
        assert_eq!(table[2].survives, "none for certain");
    }

    #[test]
    fn without_a_usable_policy_the_others_are_still_there() {
        let mut form = RetryForm::default();
        form.compare_with("slack");
        form.chosen = Chosen::Own;
        assert_eq!(form.lanes(&form.own.read(), NOW).len(), 1);
    }
}
