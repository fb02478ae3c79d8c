//! The simulation: the in-page account, the network, and what the user does with them.

use hookwright::problem::Problem;
use leptos::prelude::*;

use super::fields::DeliveriesFields;
use super::model::detail::{EmissionText, creation, to_check};
use super::model::form::DeliveriesForm;
use super::model::network::{Conditions, Network, Step};
use crate::model::account::Account;
use crate::model::codes;
use crate::panels::check::model::form::CheckForm;
use crate::reactive::{Field, State as _};
use crate::state::account::AccountState;
use crate::state::saved::SavedForms;

/// The simulation. It is in memory only, like the account.
#[derive(Clone, Copy)]
pub(crate) struct Simulation {
    pub(crate) form: DeliveriesFields,
    account: AccountState,
    /// Changes only together with the account, which notifies.
    network: StoredValue<Network>,
    /// The last emission, or why the event was not emitted.
    pub(crate) emitted: Field<Option<Result<EmissionText, Problem>>>,
    /// The id of the delivery that is shown, or an empty text for the newest one.
    pub(crate) shown: Field<String>,
}

impl Simulation {
    /// Creates the simulation for the panel.
    pub(crate) fn new(forms: SavedForms, form: DeliveriesFields) -> Self {
        let account = AccountState::provide(forms);
        let network = StoredValue::new(Network::default());
        let (emitted, shown) = (Field::new(None), Field::new(String::new()));
        forms.when_cleared(move || {
            // The account is cleared, too, and the views are updated once.
            network.set_value(Network::default());
            emitted.set(None);
            shown.set(String::new());
        });
        Self { form, account, network, emitted, shown }
    }

    /// Calls a function with the account and the network, and tracks them.
    pub(crate) fn with<R>(self, read: impl FnOnce(&Account, &Network) -> R) -> R {
        self.account.with(|account| self.network.with_value(|network| read(account, network)))
    }

    /// Calls a function with the form, the account and the network, and tracks them.
    pub(crate) fn with_form<R>(self, read: impl FnOnce(&DeliveriesForm, &Account, &Network) -> R) -> R {
        self.form.with(|form| self.with(|account, network| read(form, account, network)))
    }

    /// Changes the account and the network. The function receives the time of the account.
    fn update<R>(self, change: impl FnOnce(&mut Account, &mut Network, i64) -> R) -> R {
        self.account.update(|account, now_ms| {
            let mut network = self.network.write_value();
            let result = change(account, &mut network, now_ms);
            network.keep_pace(account, now_ms);
            result
        })
    }

    /// Emits the event of the form.
    pub(crate) fn emit(self) {
        let mut form = self.form.get_untracked();
        let Ok(conditions) = conditions(&form) else { return };
        let result = self.update(|account, network, now_ms| {
            let service = account.service_mut(form.provider, now_ms)?;
            if !service.state().subscriptions().any(|subscription| subscription.id == form.to) {
                // It has been deleted, so that the list does not show it any more.
                form.to.clear();
            }
            let workspace_id = service.workspace_id().map(String::from);
            let emission = match form.emission(workspace_id.as_deref()) {
                Ok(emission) => emission,
                Err(problem) => return Some(Err(problem)),
            };
            let emitted = network.emit(account, form.provider, &emission, &conditions, now_ms)?;
            let service = account.service(form.provider)?;
            Some(emitted.map(|emitted| EmissionText::of(&emitted, service)))
        });
        self.emitted.set(result);
        self.shown.set(String::new());
    }

    /// Creates a subscription to the event of the form, and emits the event. If a field cannot be read, only the error is
    /// shown.
    pub(crate) fn subscribe_and_emit(self) {
        let form = self.form.get_untracked();
        if let Some(request) = creation(&form) {
            self.update(|account, _, now_ms| account.send(form.provider, &request, now_ms));
        }
        self.emit();
    }

    /// Moves the clock.
    pub(crate) fn step(self, step: Step) {
        if let Ok(conditions) = self.form.with_untracked(conditions) {
            self.update(|account, network, _| network.step(account, &conditions, step));
        }
    }

    /// Repeats a delivery.
    pub(crate) fn redeliver(self, delivery_id: &str) {
        let provider = self.form.provider.get_untracked();
        if let Ok(conditions) = self.form.with_untracked(conditions) {
            self.update(|account, network, now_ms| {
                network.redeliver(account, provider, delivery_id, &conditions, now_ms)
            });
            self.shown.set(String::new());
        }
    }

    /// Repeats all deliveries that have ended without success.
    pub(crate) fn redeliver_failed(self) {
        let provider = self.form.provider.get_untracked();
        if let Ok(conditions) = self.form.with_untracked(conditions) {
            let repeated = self
                .update(|account, network, now_ms| network.redeliver_failed(account, provider, &conditions, now_ms));
            if repeated > 0 {
                self.shown.set(String::new());
            }
        }
    }

    /// Disables an endpoint by hand.
    pub(crate) fn disable(self, subscription_id: &str) {
        let provider = self.form.provider.get_untracked();
        self.update(|account, network, now_ms| network.disable(account, provider, subscription_id, now_ms));
    }

    /// Enables an endpoint again.
    pub(crate) fn enable(self, subscription_id: &str) {
        let provider = self.form.provider.get_untracked();
        self.update(|account, network, _| network.enable(account, provider, subscription_id));
    }

    /// Returns the form of the check panel for the last attempt of a delivery.
    pub(crate) fn to_check(self, delivery_id: &str) -> Option<CheckForm> {
        let provider = self.form.provider.get_untracked();
        untrack(|| {
            self.with(|account, network| to_check(network, provider, delivery_id, |id| account.secret(provider, id)))
        })
    }
}

/// Returns the conditions of the next attempts.
///
/// # Errors
/// A field of the receiver or the custom policy cannot be read.
pub(crate) fn conditions(form: &DeliveriesForm) -> Result<Conditions, Problem> {
    let receiver = form.receiver()?;
    let policy = form.policy.replaces(&form.custom.read()).map_err(|problems| {
        // The editor lists the problems.
        problems
            .into_iter()
            .next()
            .unwrap_or_else(|| Problem::error(codes::INVALID_VALUE, "/policy", "the policy is invalid"))
    })?;
    Ok(Conditions { receiver, rule: form.disabling.rule(), policy })
}
