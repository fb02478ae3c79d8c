//! The plan of a policy: its attempts, and the cost of an outage.

use hookwright::problem::Problem;
use hookwright::retry::{Jitter, Outage, OutageCost, Plan, PlanOptions, Policy, Schedule, plan_from};
use serde::{Deserialize, Serialize};

use super::policy::{CustomPolicy, PolicyChoice};
use crate::model::choice::Named as _;
use crate::model::codes;
use crate::model::custom::CustomText;
use crate::model::duration::{parse, parse_signed};
use crate::model::instant::{Clock, When};

/// The policy of a first visit. Its delays are published, and many senders use it.
pub(crate) const FIRST: &str = "svix";

/// The inputs of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct PlanForm {
    pub(crate) policy: PolicyChoice,
    /// The text of the custom policy.
    pub(crate) custom: CustomText<PolicyChoice>,
    /// The time of the first attempt.
    pub(crate) when: When,
    /// Whether jitter is random. Otherwise, attempts are at their expected times.
    #[serde(rename = "draw")]
    pub(crate) is_drawn: bool,
    pub(crate) seed: u64,
    /// Whether there is an outage.
    #[serde(rename = "outage")]
    pub(crate) has_outage: bool,
    /// The start of the outage relative to the first attempt, as typed.
    #[serde(rename = "begins")]
    pub(crate) outage_start: String,
    /// The duration of the outage, as typed.
    #[serde(rename = "lasts")]
    pub(crate) outage_length: String,
}

impl Default for PlanForm {
    fn default() -> Self {
        Self {
            policy: PolicyChoice::from_id(FIRST).unwrap_or(PolicyChoice::Custom),
            custom: CustomText::default(),
            when: When::default(),
            is_drawn: false,
            seed: 1,
            has_outage: true,
            outage_start: "0 s".into(),
            outage_length: "30 min".into(),
        }
    }
}

/// A plan, with the inputs from which it was calculated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Planned {
    pub(crate) plan: Plan,
    /// The time of the first attempt, in milliseconds since the Unix epoch.
    pub(crate) start_ms: i64,
    /// Whether jitter is random.
    pub(crate) is_drawn: bool,
    /// The outage and its cost.
    pub(crate) cost: Option<(Outage, OutageCost)>,
}

impl PlanForm {
    /// Selects a policy. The custom one starts from the previous selection.
    pub(crate) fn choose(&mut self, choice: PolicyChoice) {
        if choice == PolicyChoice::Custom {
            self.custom.start_from(self.policy);
        }
        self.policy = choice;
    }

    /// Returns the time of the first attempt, in whole seconds unless it was typed.
    fn start_ms(&self, now_ms: i64) -> i64 {
        let start_ms = self.when.instant(now_ms).unwrap_or(now_ms);
        if self.when.clock == Clock::At { start_ms } else { start_ms - start_ms.rem_euclid(1000) }
    }

    /// Returns the seed if jitter is random.
    pub(crate) const fn drawn_by(&self) -> Option<u64> {
        if self.is_drawn { Some(self.seed) } else { None }
    }

    /// Returns the outage, whose start is in milliseconds since the Unix epoch.
    fn outage(&self, start_ms: i64) -> Option<Outage> {
        let (offset_ms, duration_ms) = (parse_signed(&self.outage_start)?, parse(&self.outage_length)?);
        self.has_outage.then_some(Outage { start_ms: start_ms.saturating_add(offset_ms), duration_ms })
    }

    /// Plans the selected policy.
    ///
    /// # Errors
    /// Returns the problems of the custom policy.
    pub(crate) fn planned(&self, custom: &CustomPolicy, now_ms: i64) -> Result<Planned, Vec<Problem>> {
        let policy = self.policy.policy(custom).map_err(<[Problem]>::to_vec)?;
        Ok(self.planned_for(policy, now_ms))
    }

    /// Plans a policy with the same inputs.
    pub(crate) fn planned_for(&self, policy: &Policy, now_ms: i64) -> Planned {
        let start_ms = self.start_ms(now_ms);
        let plan = plan_from(policy, &PlanOptions { start_ms, seed: self.drawn_by(), attempt_ms: 0 });
        let cost = self.outage(start_ms).map(|outage| (outage, plan.outage_cost(outage)));
        Planned { plan, start_ms, is_drawn: self.is_drawn, cost }
    }

    /// Returns the problems of the fields, except those of the custom policy.
    pub(crate) fn problems(&self, now_ms: i64) -> Vec<Problem> {
        let length = |what: &str, example: &str| {
            let message = format!("{what} cannot be read, and the outage is ignored; write `{example}`");
            Problem::error(codes::INVALID_DURATION, "", message)
        };
        let start = self.has_outage && parse_signed(&self.outage_start).is_none();
        let duration = self.has_outage && parse(&self.outage_length).is_none();
        [
            self.when.instant(now_ms).err(),
            start.then(|| length("when the outage begins", "10 min, or -10 min for before the first attempt")),
            duration.then(|| length("how long the outage lasts", "1 h 30 min")),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

/// Returns whether the times of a policy are random.
pub(crate) fn has_jitter(policy: &Policy) -> bool {
    match policy.schedule {
        Schedule::Unpublished { .. } => false,
        Schedule::Decorrelated { .. } => true,
        _ => policy.jitter != Jitter::None,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in super::super) const NOW: i64 = 1_768_478_400_250;

    #[test]
    fn a_first_visit_has_a_published_policy_and_an_outage() {
        let form = PlanForm::default();
        assert_eq!(form.policy.id(), FIRST);
        let planned = form.planned(&form.custom.read(), NOW).unwrap();
        assert_eq!(planned.start_ms, NOW - 250);
        let (_, loss) = planned.cost.unwrap();
        assert_eq!((loss.failed_attempts, loss.saved_by), (3, Some(4)));
        assert!(form.problems(NOW).is_empty());
    }

    #[test]
    fn unreadable_fields_are_reported_and_the_rest_is_planned() {
        let mut form = PlanForm { outage_length: "long".into(), outage_start: "early".into(), ..PlanForm::default() };
        form.when = When { clock: Clock::At, instant: "soon".into() };
        let codes: Vec<_> = form.problems(NOW).iter().map(|problem| problem.code).collect();
        assert_eq!(codes, ["invalid_instant", "invalid_duration", "invalid_duration"]);
        assert_eq!(form.planned(&form.custom.read(), NOW).unwrap().cost, None);
        form.has_outage = false;
        assert_eq!(form.problems(NOW).len(), 1);
    }

    #[test]
    fn the_same_seed_gives_the_same_plan() {
        let mut form = PlanForm::default();
        form.choose(PolicyChoice::from_id("prolific").unwrap());
        let expected = form.planned(&form.custom.read(), NOW).unwrap();
        form.is_drawn = true;
        let first = form.planned(&form.custom.read(), NOW).unwrap();
        assert_ne!(first.plan, expected.plan);
        assert_eq!(form.planned(&form.custom.read(), NOW).unwrap(), first);
        form.seed = 2;
        assert_ne!(form.planned(&form.custom.read(), NOW).unwrap().plan, first.plan);
    }

    #[test]
    fn the_custom_policy_starts_from_the_chosen_one() {
        let mut form = PlanForm::default();
        form.choose(PolicyChoice::from_id("kit").unwrap());
        form.choose(PolicyChoice::Custom);
        assert_eq!(form.planned(&form.custom.read(), NOW).unwrap().plan.attempts.len(), 8);
        form.custom.json = "{".into();
        assert_eq!(form.planned(&form.custom.read(), NOW).unwrap_err()[0].code, "malformed_json");
    }
}
