//! The panel that plans retries: which policy, from when, and what an outage costs.

pub(crate) mod answer;
pub(crate) mod attempts;
pub(crate) mod compare;
pub(crate) mod export;
pub(crate) mod kept;
pub(crate) mod policy;
pub(crate) mod reading;
pub(crate) mod timeline;
pub(crate) mod words;

use hookwright::catalog::find_policy;
use hookwright::problem::Problem;
use hookwright::retry::{Loss, Outage, Plan, Policy, Start, System, plan_from};

use super::codes;
use super::duration::{parse, parse_signed};
use super::instant::{Clock, When};
use super::own::OwnForm;
use super::scale::ScaleForm;
use answer::AnswerForm;
use policy::{Chosen, OwnPolicy};

/// The policy that a first visit shows: its figures are published, and many senders have it.
const FIRST: &str = "svix";

/// The most policies that can be compared with the chosen one: more do not fit on a screen.
pub(crate) const MOST_COMPARED: usize = 6;

/// What is filled in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RetryForm {
    /// The policy.
    pub(crate) chosen: Chosen,
    /// The policy of one's own.
    pub(crate) own: OwnForm<Chosen>,
    /// When the first attempt is due.
    pub(crate) when: When,
    /// Whether the jitter is drawn; else attempts stand where they are expected.
    pub(crate) is_drawn: bool,
    /// What draws it.
    pub(crate) seed: u64,
    /// Whether there is an outage.
    pub(crate) has_outage: bool,
    /// When it begins, after the first attempt, as it is typed.
    pub(crate) outage_start: String,
    /// How long it lasts, as it is typed.
    pub(crate) outage_length: String,
    /// What the policy is compared with.
    pub(crate) compared: Vec<&'static Policy>,
    /// An answer to try out.
    pub(crate) answer: AnswerForm,
    /// The system whose settings are shown; none for the policy itself.
    pub(crate) system: Option<System>,
    /// What is simulated.
    pub(crate) scale: ScaleForm,
}

impl Default for RetryForm {
    fn default() -> Self {
        Self {
            chosen: Chosen::from_id(FIRST).unwrap_or(Chosen::Own),
            own: OwnForm::default(),
            when: When::default(),
            is_drawn: false,
            seed: 1,
            has_outage: true,
            outage_start: "0 s".into(),
            outage_length: "30 min".into(),
            compared: Vec::new(),
            answer: AnswerForm::default(),
            system: None,
            scale: ScaleForm::default(),
        }
    }
}

/// What follows from what is filled in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Planned {
    /// The attempts.
    pub(crate) plan: Plan,
    /// When the first one is due, in milliseconds since the epoch.
    pub(crate) start_ms: i64,
    /// Whether the jitter is drawn.
    pub(crate) is_drawn: bool,
    /// The outage, and what it costs.
    pub(crate) cost: Option<(Outage, Loss)>,
}

impl RetryForm {
    /// Chooses a policy; choosing one's own starts from the one that was chosen before.
    pub(crate) fn choose(&mut self, chosen: Chosen) {
        if chosen == Chosen::Own {
            self.own.follow(self.chosen);
        }
        self.chosen = chosen;
    }

    /// Adds a policy to compare with, if there is room and it is not there yet.
    pub(crate) fn compare_with(&mut self, id: &str) {
        let Some(policy) = find_policy(id) else { return };
        let is_there = self.compared.iter().any(|one| one.id == policy.id);
        if !is_there && self.compared.len() < MOST_COMPARED {
            self.compared.push(policy);
        }
    }

    /// Compares with it no more.
    pub(crate) fn leave_out(&mut self, id: &str) {
        self.compared.retain(|one| one.id != id);
    }

    /// When the first attempt is due, in whole seconds: nobody wants to read the rest.
    fn start_ms(&self, now_ms: i64) -> i64 {
        let start_ms = self.when.instant(now_ms).unwrap_or(now_ms);
        if self.when.clock == Clock::At { start_ms } else { start_ms - start_ms.rem_euclid(1000) }
    }

    /// What draws the jitter, if it is drawn.
    pub(crate) const fn drawn_by(&self) -> Option<u64> {
        if self.is_drawn { Some(self.seed) } else { None }
    }

    /// The outage, with instants counted from the epoch.
    fn outage(&self, start_ms: i64) -> Option<Outage> {
        let (offset_ms, duration_ms) = (parse_signed(&self.outage_start)?, parse(&self.outage_length)?);
        self.has_outage.then_some(Outage { start_ms: start_ms.saturating_add(offset_ms), duration_ms })
    }

    /// The attempts of the policy.
    ///
    /// # Errors
    /// What is wrong with the policy of one's own.
    pub(crate) fn planned(&self, own: &OwnPolicy, now_ms: i64) -> Result<Planned, Vec<Problem>> {
        let policy = self.chosen.policy(own).map_err(<[Problem]>::to_vec)?;
        Ok(self.planned_for(policy, now_ms))
    }

    /// The attempts of any policy in the same circumstances.
    pub(crate) fn planned_for(&self, policy: &Policy, now_ms: i64) -> Planned {
        let start_ms = self.start_ms(now_ms);
        let plan = plan_from(policy, &Start { start_ms, seed: self.drawn_by(), attempt_ms: 0 });
        let cost = self.outage(start_ms).map(|outage| (outage, plan.lose(outage)));
        Planned { plan, start_ms, is_drawn: self.is_drawn, cost }
    }

    /// What is wrong with what was typed, apart from the policy of one's own.
    pub(crate) fn problems(&self, now_ms: i64) -> Vec<Problem> {
        let length = |what: &str, example: &str| {
            let message = format!("{what} cannot be read, and the outage is left out; write `{example}`");
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

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) const NOW: i64 = 1_768_478_400_250;

    #[test]
    fn a_first_visit_shows_a_published_policy_and_an_outage() {
        let form = RetryForm::default();
        assert_eq!(form.chosen.id(), FIRST);
        let planned = form.planned(&form.own.read(), NOW).unwrap();
        assert_eq!(planned.start_ms, NOW - 250);
        let (_, loss) = planned.cost.unwrap();
        assert_eq!((loss.failed_attempts, loss.saved_by), (3, Some(4)));
        assert!(form.problems(NOW).is_empty());
    }

    #[test]
    fn what_cannot_be_read_is_named_and_the_rest_is_planned() {
        let mut form = RetryForm { outage_length: "long".into(), outage_start: "early".into(), ..RetryForm::default() };
        form.when = When { clock: Clock::At, text: "soon".into() };
        let codes: Vec<_> = form.problems(NOW).iter().map(|problem| problem.code).collect();
        assert_eq!(codes, ["invalid_instant", "invalid_duration", "invalid_duration"]);
        assert_eq!(form.planned(&form.own.read(), NOW).unwrap().cost, None);
        form.has_outage = false;
        assert_eq!(form.problems(NOW).len(), 1);
    }

    #[test]
    fn a_seed_draws_and_the_same_seed_draws_the_same() {
        let mut form = RetryForm::default();
        form.choose(Chosen::from_id("prolific").unwrap());
        let expected = form.planned(&form.own.read(), NOW).unwrap();
        form.is_drawn = true;
        let first = form.planned(&form.own.read(), NOW).unwrap();
        assert_ne!(first.plan, expected.plan);
        assert_eq!(form.planned(&form.own.read(), NOW).unwrap(), first);
        form.seed = 2;
        assert_ne!(form.planned(&form.own.read(), NOW).unwrap().plan, first.plan);
    }

    #[test]
    fn ones_own_starts_from_what_was_chosen() {
        let mut form = RetryForm::default();
        form.choose(Chosen::from_id("kit").unwrap());
        form.choose(Chosen::Own);
        assert_eq!(form.planned(&form.own.read(), NOW).unwrap().plan.attempts.len(), 8);
        form.own.text = "{".into();
        assert_eq!(form.planned(&form.own.read(), NOW).unwrap_err()[0].code, "malformed_json");
    }

    #[test]
    fn policies_are_compared_once_each_while_there_is_room() {
        let mut form = RetryForm::default();
        for id in ["kit", "kit", "own", "slack", "square", "adyen", "brevo", "circle", "nmi"] {
            form.compare_with(id);
        }
        assert_eq!(form.compared.len(), MOST_COMPARED);
        form.leave_out("kit");
        assert_eq!(form.compared[0].id, "slack");
    }
}
