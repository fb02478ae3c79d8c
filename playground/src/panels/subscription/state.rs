//! The state of the panel: the form, what follows from it, and the in-page account.

use hookwright::service::{Operation, OperationKind};
use hookwright::subscription::Api;
use leptos::prelude::untrack;

use super::fields::SubscriptionFields;
use super::model::form::SubscriptionForm;
use super::model::handover::hand_over;
use super::model::problem::InputProblem;
use super::model::review::Review;
use super::model::sending::{Answer, is_current, send};
use crate::model::handover::Handover;
use crate::panels::deliveries::PANEL as DELIVERIES;
use crate::panels::event::PANEL as CRAFT;
use crate::panels::receive::PANEL as RECEIVE;
use crate::reactive::{ErasedMemo, Field, State as _, memo};
use crate::state::account::AccountState;
use crate::state::handover::Handovers;
use crate::state::open::OpenPanel;

/// The state of the panel.
#[derive(Clone, Copy)]
pub(super) struct PanelState {
    pub(super) form: SubscriptionFields,
    pub(super) account: AccountState,
    handovers: Handovers,
    /// The requests and the problems of the form.
    pub(super) review: ErasedMemo<Review>,
    /// The API, if the provider has one or a form.
    pub(super) api: ErasedMemo<Option<&'static Api>>,
    /// The kind of the operation. `None` if the provider has no API.
    pub(super) kind: ErasedMemo<Option<OperationKind>>,
    /// The last answer of the account.
    answer: Field<Option<Answer>>,
    /// The last answer, if it belongs to the requests of the form.
    pub(super) current: ErasedMemo<Option<Answer>>,
    /// The problems of the form, and those of the current answer.
    pub(super) problems: ErasedMemo<Vec<InputProblem>>,
    /// Whether secrets are shown, in all places.
    pub(super) shows_secrets: Field<bool>,
}

impl PanelState {
    /// Creates the state.
    pub(super) fn new(form: SubscriptionFields, account: AccountState, handovers: Handovers) -> Self {
        let review = memo(move || form.with(Review::of));
        let answer = Field::new(None::<Answer>);
        let current = memo(move || review.with(|review| answer.get().filter(|answer| is_current(answer, review))));
        let problems = memo(move || {
            let mut problems = review.with(|review| review.problems.clone());
            let answered = current.with(|answer| answer.as_ref().map(|answer| answer.problems.clone()));
            for problem in answered.into_iter().flatten() {
                // The form reports most problems itself.
                if !problems.iter().any(|known| (known.input, &known.code) == (problem.input, &problem.code)) {
                    problems.push(problem);
                }
            }
            problems
        });
        Self {
            form,
            account,
            handovers,
            review,
            api: memo(move || form.with(SubscriptionForm::api)),
            kind: memo(move || form.with(SubscriptionForm::operation).as_ref().map(Operation::kind)),
            answer,
            current,
            problems,
            shows_secrets: Field::new(false),
        }
    }

    /// Removes what does not outlast the account.
    pub(super) fn clear(self) {
        self.answer.set(None);
        self.shows_secrets.set(false);
    }

    /// Opens an event for the subscription of the account with this id, or for the one that the form describes.
    pub(super) fn craft(self, opener: OpenPanel, id: &str) {
        self.handovers.event.set(Some(self.described(id)));
        opener.open(CRAFT.id, "event-verdict");
    }

    /// Opens the receiver of a subscription.
    pub(super) fn receive(self, opener: OpenPanel, id: &str) {
        self.handovers.receive.set(Some(self.described(id)));
        opener.open(RECEIVE.id, "receive-verdict");
    }

    /// Opens the deliveries of events that a subscription receives.
    pub(super) fn deliver(self, opener: OpenPanel, id: &str) {
        self.handovers.deliveries.set(Some(self.described(id)));
        opener.open(DELIVERIES.id, "deliveries-verdict");
    }

    fn described(self, id: &str) -> Handover {
        untrack(|| self.form.with(|form| self.account.with(|account| hand_over(form, account, id))))
    }

    /// Sends the requests of the form to the account.
    pub(super) fn send(self) {
        let requests = self.review.with_untracked(|review| review.requests.clone());
        let form = self.form.get_untracked();
        let answer = self.account.update(|account, now_ms| send(account, &form, requests, now_ms));
        if let Some(id) = answer.as_ref().and_then(|answer| answer.created.clone()) {
            self.form.id.set(id);
        }
        self.answer.set(answer);
    }
}
