//! The results of the retries form. Each is computed once per change, regardless of how many views read it.

use hookwright::retry::Policy;

use super::fields::RetryFields;
use super::model::answer::{AnswerForm, Reaction};
use super::model::compare::{Lane, lanes};
use super::model::plan::{PlanForm, Planned, Unplanned};
use super::model::policy::{CustomPolicy, PolicyChoice};
use crate::model::custom::CustomText;
use crate::reactive::{ErasedMemo, State as _, memo};

/// The results of the retries form.
#[derive(Clone, Copy)]
pub(crate) struct RetryResults {
    /// The selected policy.
    pub(crate) choice: ErasedMemo<PolicyChoice>,
    /// The custom policy, or the problems in its text.
    pub(crate) custom: ErasedMemo<CustomPolicy>,
    /// The policy, if it is valid.
    pub(crate) policy: ErasedMemo<Option<Policy>>,
    /// Its plan, or what has to be corrected first.
    pub(crate) planned: ErasedMemo<Result<Planned, Unplanned>>,
    /// The policies on the axis: the selected one, and those that it is compared with.
    pub(crate) lanes: ErasedMemo<Vec<Lane>>,
    /// The sender's reaction to the response.
    pub(crate) reaction: ErasedMemo<Option<Reaction>>,
}

impl RetryResults {
    /// Derives the results from a form. `now_ms` returns the current time.
    pub(crate) fn new(form: RetryFields, now_ms: fn() -> i64) -> Self {
        let plan = form.plan;
        let choice = memo(move || plan.policy.get());
        let custom = memo(move || plan.custom.with(CustomText::read));
        // All results use the same time. It changes only with the form, because a table whose times keep changing
        // cannot be read.
        let now_ms = memo(move || {
            choice.track();
            plan.when.track();
            now_ms()
        });
        let policy = memo(move || custom.with(|custom| choice.get().policy(custom).ok().cloned()));
        let read = memo(move || plan.with(PlanForm::clone));
        let planned = memo(move || custom.with(|custom| read.with(|plan| plan.planned(custom, now_ms.get()))));
        let lanes = memo(move || {
            let compared = form.compared.get();
            planned.with(|planned| {
                read.with(|plan| lanes(plan, planned.as_ref().map_err(|unplanned| *unplanned), &compared, now_ms.get()))
            })
        });
        let reaction = move |answer: &AnswerForm, planned: &Planned| {
            let seed = plan.with(PlanForm::drawn_by);
            policy.with(|policy| Some(answer.reaction(policy.as_ref()?, &planned.plan, planned.start_ms, seed)))
        };
        Self {
            choice,
            custom,
            policy,
            planned,
            lanes,
            reaction: memo(move || {
                form.answer.with(|answer| planned.with(|planned| reaction(answer, planned.as_ref().ok()?)))
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::form::RetryForm;
    use super::*;
    use leptos::prelude::{GetUntracked as _, Memo, RwSignal, UpdateUntracked as _};
    use leptos::reactive::owner::Owner;

    /// Returns the results of a form.
    fn results() -> (Owner, RetryFields, RetryResults) {
        let owner = Owner::new();
        owner.set();
        let form = RetryFields::new(RetryForm::default());
        (owner, form, RetryResults::new(form, || 1_768_478_400_000))
    }

    /// Returns a memo of `source`, and the number of times that it was computed.
    fn counted<T: 'static>(source: ErasedMemo<T>) -> (Memo<()>, RwSignal<u32>) {
        let count = RwSignal::new(0);
        let counting = Memo::new(move |_| {
            source.track();
            count.update_untracked(|count| *count += 1);
        });
        (counting, count)
    }

    #[test]
    fn a_result_changes_only_with_the_fields_that_it_depends_on() {
        let (_owner, form, results) = results();
        let (planned, plans) = counted(results.planned);
        let (reaction, reactions) = counted(results.reaction);
        let counts = move || {
            planned.get_untracked();
            reaction.get_untracked();
            (plans.get_untracked(), reactions.get_untracked())
        };
        assert_eq!(counts(), (1, 1));
        form.answer.status.set("204".into());
        assert_eq!(counts(), (1, 2), "a response does not change the plan");
        form.export.update(|_| ());
        assert_eq!(counts(), (1, 2), "the export changes neither");
        form.plan.outage_length.set("12 h".into());
        assert_eq!(counts(), (2, 2), "the outage changes the plan");
    }

    #[test]
    fn there_is_no_result_while_the_outage_cannot_be_read() {
        let (_owner, form, results) = results();
        form.plan.outage_length.set("12 h".into());
        let planned = results.planned.get();
        for typed in ["a while", "", "12 hh"] {
            form.plan.outage_length.set(typed.into());
            assert_eq!(results.planned.get(), Err(Unplanned::Outage), "{typed}");
            assert!(results.lanes.with(Vec::is_empty));
        }
        form.plan.outage_length.set("12 h".into());
        assert_eq!(results.planned.get(), planned);
        form.plan.outage_length.set("5 min".into());
        assert_ne!(results.planned.get(), planned);
        form.plan.has_outage.set(false);
        assert!(results.planned.with(|planned| planned.as_ref().unwrap().cost.is_none()));
    }

    #[test]
    fn plans_the_selected_policy_once_for_all_views() {
        let (_owner, form, results) = results();
        form.update(|form| form.compare_with("slack"));
        let planned = results.planned.get().unwrap();
        assert_eq!(results.lanes.with(|lanes| lanes[0].planned.clone()), planned);
        assert_eq!(results.lanes.with(Vec::len), 2);
        assert!(results.reaction.with(|reaction| reaction.as_ref().unwrap().detail.starts_with("Attempt 2")));
        form.plan.custom.update(|custom| custom.json = "{".into());
        form.plan.policy.set(PolicyChoice::Custom);
        assert!(results.planned.with(Result::is_err) && results.reaction.get().is_none());
        assert_eq!(results.lanes.with(Vec::len), 1);
    }
}
