//! Attempts on a virtual clock: the driver of the services of the in-page account. No request is sent: a simulated
//! receiver answers.
//!
//! The clock does not move until the user moves it, so that the same steps always give the same attempts.

use std::collections::BTreeMap;

use hookwright::catalog::{PROVIDERS, Provider};
use hookwright::delivery::{
    AttemptRequest, DEFAULT_TIMEOUT_MS, Delivery, DeliveryState, DisabledReason, Health, HealthRule,
};
use hookwright::problem::Problem;
use hookwright::retry::{Outcome, Policy, RetryAfter, TransportError};
use hookwright::service::{DueAttempt, Emission, Emitted, Service};

use super::receiver::{Receiver, Response};
use crate::model::account::Account;

/// The largest number of attempts of one step. More would delay the page.
pub(crate) const MOST_ATTEMPTS: usize = 1_000;

/// The number of attempts that are kept.
const MOST_KEPT: usize = 5_000;

/// An attempt that has ended.
#[derive(Clone, Debug)]
pub(crate) struct Attempt {
    pub(crate) delivery_id: String,
    pub(crate) subscription_id: String,
    /// When it began.
    pub(crate) at_ms: i64,
    pub(crate) request: AttemptRequest,
    pub(crate) response: Response,
    /// How the policy of that time reads `Retry-After`.
    pub(crate) retry_after: RetryAfter,
    /// The state of the delivery after the attempt.
    pub(crate) then: DeliveryState,
}

/// What the simulation depends on.
#[derive(Clone, Debug)]
pub(crate) struct Conditions {
    pub(crate) receiver: Receiver,
    /// When endpoints are disabled.
    pub(crate) rule: HealthRule,
    /// The retry policy, if it is not that of the provider.
    pub(crate) policy: Option<Policy>,
}

/// How far a step moves the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// To the next attempt.
    Next,
    /// By this many milliseconds.
    By(i64),
    /// To the last attempt.
    End,
}

/// The attempts so far, the health of the endpoints, and the clock.
#[derive(Debug, Default)]
pub(crate) struct Network {
    clock_ms: Option<i64>,
    /// The attempts, oldest first.
    attempts: Vec<Attempt>,
    /// The health of the endpoint of each subscription, by its id.
    health: BTreeMap<String, Health>,
    /// Whether the last step ended early because it had too many attempts.
    is_cut: bool,
}

impl Network {
    /// Returns the time of the clock. `None` before the first event.
    pub(crate) const fn clock_ms(&self) -> Option<i64> {
        self.clock_ms
    }

    /// Returns whether the last step ended early because it had too many attempts.
    pub(crate) const fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// Returns the attempts of a delivery, oldest first.
    pub(crate) fn attempts(&self, delivery_id: &str) -> impl Iterator<Item = &Attempt> {
        self.attempts.iter().filter(move |attempt| attempt.delivery_id == delivery_id)
    }

    /// Returns the last attempt to a URL, of one subscription or of all.
    pub(crate) fn last_to(&self, url: &str, subscription_id: Option<&str>) -> Option<&Attempt> {
        self.attempts.iter().rev().find(|attempt| {
            attempt.request.url == url && subscription_id.is_none_or(|id| attempt.subscription_id == id)
        })
    }

    /// Returns the health of the endpoint of a subscription.
    pub(crate) fn health(&self, subscription_id: &str) -> Health {
        self.health.get(subscription_id).copied().unwrap_or_default()
    }

    /// Emits an event and makes the attempts that are due then. `now_ms` is the time of the account. `None` if the provider
    /// has no API.
    ///
    /// # Errors
    /// The event cannot be emitted.
    pub(crate) fn emit(
        &mut self,
        account: &mut Account,
        provider: &'static Provider,
        emission: &Emission,
        conditions: &Conditions,
        now_ms: i64,
    ) -> Option<Result<Emitted, Problem>> {
        let at_ms = self.start(now_ms);
        account.service_mut(provider, at_ms)?.set_policy(conditions.policy.clone());
        let emitted = account.emit(provider, emission, at_ms)?;
        if emitted.is_ok() {
            self.run(account, conditions, at_ms);
        }
        Some(emitted)
    }

    /// Repeats a delivery, and makes the attempts that are due then. Returns the id of the new delivery, or `None` if the
    /// subscription is not active.
    pub(crate) fn redeliver(
        &mut self,
        account: &mut Account,
        provider: &'static Provider,
        delivery_id: &str,
        conditions: &Conditions,
        now_ms: i64,
    ) -> Option<String> {
        let at_ms = self.start(now_ms);
        let service = account.service_mut(provider, at_ms)?;
        service.set_policy(conditions.policy.clone());
        let id = service.redeliver(delivery_id, at_ms)?;
        self.run(account, conditions, at_ms);
        Some(id)
    }

    /// Repeats the deliveries that have ended without success, unless the same event was delivered to the same subscription
    /// or is still being delivered. Makes the attempts that are due then, and returns how many deliveries were repeated.
    pub(crate) fn redeliver_failed(
        &mut self,
        account: &mut Account,
        provider: &'static Provider,
        conditions: &Conditions,
        now_ms: i64,
    ) -> usize {
        let missed = account.service(provider).map(missed).unwrap_or_default();
        if missed.is_empty() {
            return 0;
        }
        let at_ms = self.start(now_ms);
        if let Some(service) = account.service_mut(provider, at_ms) {
            service.set_policy(conditions.policy.clone());
            for id in &missed {
                service.redeliver(id, at_ms);
            }
        }
        self.run(account, conditions, at_ms);
        missed.len()
    }

    /// Disables an endpoint by hand, which ends its deliveries.
    pub(crate) fn disable(
        &mut self,
        account: &mut Account,
        provider: &'static Provider,
        subscription_id: &str,
        now_ms: i64,
    ) {
        let at_ms = self.start(now_ms);
        let reason = DisabledReason::ByHand;
        if account.service_mut(provider, at_ms).is_some_and(|service| service.disable(subscription_id, reason, at_ms)) {
            self.health.entry(subscription_id.into()).or_default().disable(reason, at_ms);
        }
    }

    /// Enables an endpoint again, with no failures recorded.
    pub(crate) fn enable(&mut self, account: &mut Account, provider: &'static Provider, subscription_id: &str) {
        let at_ms = self.clock_ms.unwrap_or(0);
        if account.service_mut(provider, at_ms).is_some_and(|service| service.enable(subscription_id)) {
            self.health.remove(subscription_id);
        }
    }

    /// Moves the clock, and makes the attempts that are due until then.
    pub(crate) fn step(&mut self, account: &mut Account, conditions: &Conditions, step: Step) {
        // Test events of the API can be the first ones.
        let Some(clock_ms) = self.clock_ms.or_else(|| next_due_ms(account)) else { return };
        self.clock_ms = Some(clock_ms);
        let until_ms = match step {
            Step::Next => next_due_ms(account).map_or(clock_ms, |due_ms| due_ms.max(clock_ms)),
            Step::By(ms) => clock_ms.saturating_add(ms),
            Step::End => i64::MAX,
        };
        self.run(account, conditions, until_ms);
        if let Step::By(_) = step
            && !self.is_cut
        {
            self.clock_ms = self.clock_ms.max(Some(until_ms));
        }
    }

    /// Keeps the clock of the account at or after that of the simulation. `now_ms` is the time of the account.
    pub(crate) fn keep_pace(&self, account: &mut Account, now_ms: i64) {
        account.advance(self.clock_ms.map_or(0, |clock_ms| clock_ms.saturating_sub(now_ms)));
    }

    /// Starts the clock at the next whole second, which is easier to read.
    fn start(&mut self, now_ms: i64) -> i64 {
        *self.clock_ms.get_or_insert(now_ms.saturating_add(999).div_euclid(1_000).saturating_mul(1_000))
    }

    /// Makes all attempts until a time, each when it is due.
    fn run(&mut self, account: &mut Account, conditions: &Conditions, until_ms: i64) {
        self.is_cut = false;
        let mut made = 0_usize;
        while let Some((provider, due_ms)) = next_due(account).filter(|(_, due_ms)| *due_ms <= until_ms) {
            if made >= MOST_ATTEMPTS {
                self.is_cut = true;
                break;
            }
            // What a slow response has delayed is late.
            let now_ms = self.clock_ms.map_or(due_ms, |clock_ms| clock_ms.max(due_ms));
            self.clock_ms = Some(now_ms);
            if let Some(service) = account.service_mut(provider, now_ms) {
                service.set_policy(conditions.policy.clone());
            }
            let due = account.take_due(provider, now_ms);
            made = made.saturating_add(due.len());
            for attempt in &due {
                // Only active subscriptions have attempts: an update has activated the subscription again.
                let health = self.health.get_mut(&attempt.subscription_id);
                if let Some(health) = health.filter(|health| health.disabled.is_some()) {
                    health.enable();
                }
            }
            let mut subscriptions: Vec<String> = Vec::new();
            for attempt in due {
                subscriptions.push(attempt.subscription_id.clone());
                self.settle(account, provider, conditions, attempt, now_ms);
            }
            // After all of them, because attempts at the same time do not know of each other.
            for subscription_id in subscriptions {
                let disabled = self.health(&subscription_id).disabled;
                if let Some((disabled, service)) = disabled.zip(account.service_mut(provider, now_ms)) {
                    service.disable(&subscription_id, disabled.reason, disabled.at_ms);
                }
            }
        }
        let excess = self.attempts.len().saturating_sub(MOST_KEPT);
        self.attempts.drain(..excess);
    }

    fn settle(
        &mut self,
        account: &mut Account,
        provider: &'static Provider,
        conditions: &Conditions,
        due: DueAttempt,
        now_ms: i64,
    ) {
        let DueAttempt { delivery_id, subscription_id, request, .. } = due;
        // An outage does not start again because an event is delivered again.
        let first_ms = first_ms_of_event(account, provider, &delivery_id).unwrap_or(now_ms);
        let since_first_ms = u64::try_from(now_ms.saturating_sub(first_ms)).unwrap_or(0);
        let response = conditions.receiver.respond(request.number, since_first_ms);
        let ended_ms = match response.outcome {
            Outcome::Failed(TransportError::Timeout) => {
                now_ms.saturating_add_unsigned(request.timeout_ms.unwrap_or(DEFAULT_TIMEOUT_MS))
            }
            _ => now_ms,
        };
        let headers = response.headers();
        let policy = conditions.policy.as_ref().unwrap_or(provider.policy);
        let read = policy.reading.classify(response.outcome, &headers, ended_ms);
        if !account.settle(provider, &delivery_id, response.outcome, &headers, ended_ms) {
            return;
        }
        self.clock_ms = self.clock_ms.max(Some(ended_ms));
        let health = self.health.entry(subscription_id.clone()).or_default();
        health.note(&conditions.rule, read.reaction, ended_ms);
        let retry_after = policy.reading.retry_after;
        if let Some(then) = state_of(account, provider, &delivery_id) {
            let at_ms = now_ms;
            self.attempts.push(Attempt { delivery_id, subscription_id, at_ms, request, response, retry_after, then });
        }
    }
}

/// Returns the ids of the deliveries that can be repeated because their events were missed, oldest first: one for each event
/// and active subscription.
pub(crate) fn missed(service: &Service) -> Vec<String> {
    let is_active =
        |id: &str| service.state().subscriptions().any(|subscription| subscription.id == id && subscription.active);
    let mut missed: Vec<&Delivery> = decisive(service)
        .filter(|delivery| delivery.progress.is_over() && delivery.delivered_at_ms().is_none())
        .filter(|delivery| is_active(&delivery.subscription_id))
        .collect();
    missed.sort_by_key(|delivery| delivery.sequence);
    missed.into_iter().map(|delivery| delivery.id.clone()).collect()
}

/// Returns the delivery that decides about each event and subscription: one that was successful, or otherwise the newest one.
pub(crate) fn decisive(service: &Service) -> impl Iterator<Item = &Delivery> {
    let mut last: BTreeMap<(&str, &str), &Delivery> = BTreeMap::new();
    for delivery in service.state().deliveries() {
        let key = (delivery.message.id.as_str(), delivery.subscription_id.as_str());
        let is_better = last.get(&key).is_some_and(|known| known.delivered_at_ms().is_some());
        if !is_better {
            last.insert(key, delivery);
        }
    }
    last.into_values()
}

/// Returns when the next attempt of any service is due.
pub(crate) fn next_due_ms(account: &Account) -> Option<i64> {
    next_due(account).map(|(_, due_ms)| due_ms)
}

fn next_due(account: &Account) -> Option<(&'static Provider, i64)> {
    let due = PROVIDERS.iter().filter_map(|provider| Some((*provider, account.service(provider)?.next_due_ms()?)));
    due.min_by_key(|(_, due_ms)| *due_ms)
}

fn delivery<'a>(account: &'a Account, provider: &Provider, delivery_id: &str) -> Option<&'a Delivery> {
    // Deliveries are in order of creation, and those with attempts are usually among the latest.
    account.service(provider)?.state().deliveries().rev().find(|delivery| delivery.id == delivery_id)
}

fn state_of(account: &Account, provider: &Provider, delivery_id: &str) -> Option<DeliveryState> {
    Some(delivery(account, provider, delivery_id)?.progress.state)
}

/// Returns when the first attempt of the event of a delivery was due, in the first delivery to the same subscription.
fn first_ms_of_event(account: &Account, provider: &Provider, delivery_id: &str) -> Option<i64> {
    let this = delivery(account, provider, delivery_id)?;
    let same = account.service(provider)?.state().deliveries().filter(|other| is_same_event(this, other));
    same.map(|other| other.progress.first_ms).min()
}

/// Returns whether two deliveries are of the same event to the same subscription: one repeats the other.
pub(crate) fn is_same_event(one: &Delivery, other: &Delivery) -> bool {
    one.message.id == other.message.id && one.subscription_id == other.subscription_id
}
