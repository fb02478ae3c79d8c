//! The delivery log, and the API request that returns it.

use hookwright::catalog::Provider;
use hookwright::delivery::{Delivery, DeliveryState, DisabledReason, Health};
use hookwright::http::{Body, HeaderValue, HttpRequest};
use hookwright::retry::ReactionReason;
use hookwright::service::{Operation, Service};
use hookwright::subscription::Api;
use hookwright::time::format_rfc3339;

use super::network::{Network, decisive, is_same_event};
use crate::model::account::{Account, SAMPLE_TOKEN, to_api};
use crate::model::exchange::{Exchange, SentRequest};
use crate::model::words::{capitalized, count, rounded};

/// The number of deliveries in the table.
pub(crate) const MOST_ROWS: usize = 50;

/// The state of a delivery, as the table shows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// There was no attempt yet.
    Waiting,
    /// The last attempt failed, and another one follows.
    Retrying,
    Delivered,
    /// It has ended without success.
    Failed,
    /// It has ended without success, but another delivery of the same event was successful.
    Redelivered,
    /// Its endpoint was disabled.
    Ended,
}

impl Status {
    fn of(service: &Service, delivery: &Delivery) -> Self {
        match delivery.progress.state {
            DeliveryState::Failed { .. } | DeliveryState::Disabled { .. } if is_delivered(service, delivery) => {
                Self::Redelivered
            }
            DeliveryState::Pending { .. } => Self::Waiting,
            DeliveryState::Succeeded { .. } => Self::Delivered,
            DeliveryState::Failed { .. } => Self::Failed,
            DeliveryState::Disabled { .. } => Self::Ended,
            DeliveryState::Waiting { .. } | DeliveryState::Attempting { .. } => Self::Retrying,
        }
    }

    /// Returns the title of the status, and the class of its mark.
    pub(crate) const fn shown(self) -> (&'static str, &'static str) {
        match self {
            Self::Waiting => ("Waiting", "waits"),
            Self::Retrying => ("Being retried", "retries"),
            Self::Delivered => ("Delivered", "delivers"),
            Self::Failed => ("Failed", "fails"),
            Self::Redelivered => ("Failed, redelivered", "unneeded"),
            Self::Ended => ("Ended", "fails"),
        }
    }
}

/// A delivery in the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) id: String,
    /// When the event was emitted or repeated.
    pub(crate) at: String,
    pub(crate) event_type: String,
    pub(crate) status: Status,
    pub(crate) attempts: u32,
    /// The status code of the last response, or why there was none.
    pub(crate) response: String,
    /// When the next attempt is due or the delivery was accepted, or why it has ended without success.
    pub(crate) next: String,
    /// The exact time of it, if it is a time.
    pub(crate) exact: String,
}

/// Returns the latest deliveries of a provider, newest first. `clock_ms` is the time of the virtual clock.
pub(crate) fn rows(service: &Service, clock_ms: i64) -> Vec<Row> {
    service.state().deliveries().rev().take(MOST_ROWS).map(|delivery| row(service, delivery, clock_ms)).collect()
}

/// Returns whether this delivery or another one of the same event was successful.
pub(crate) fn is_delivered(service: &Service, delivery: &Delivery) -> bool {
    let mut deliveries = service.state().deliveries();
    deliveries.any(|other| other.delivered_at_ms().is_some() && is_same_event(delivery, other))
}

fn row(service: &Service, delivery: &Delivery, clock_ms: i64) -> Row {
    let error = delivery.entry(format_rfc3339).and_then(|entry| entry.error);
    let (next, exact) = short(delivery.progress.state, clock_ms);
    Row {
        id: delivery.id.clone(),
        at: format_rfc3339(delivery.progress.first_ms),
        event_type: delivery.event_type.clone(),
        status: Status::of(service, delivery),
        attempts: delivery.progress.attempts,
        response: match (delivery.status_code, error) {
            (Some(status), _) => status.to_string(),
            (None, Some(error)) => error.into(),
            (None, None) => String::new(),
        },
        next,
        exact: exact.map(format_rfc3339).unwrap_or_default(),
    }
}

/// Describes in a few words when the next attempt is due or the delivery was accepted, or why it has ended without success,
/// and the time of it.
fn short(state: DeliveryState, clock_ms: i64) -> (String, Option<i64>) {
    match state {
        DeliveryState::Pending { due_ms } => (format!("First attempt {}", within(due_ms, clock_ms)), Some(due_ms)),
        DeliveryState::Waiting { due_ms } => (format!("Next attempt {}", within(due_ms, clock_ms)), Some(due_ms)),
        DeliveryState::Attempting { .. } => ("An attempt is in progress".into(), None),
        DeliveryState::Succeeded { at_ms } => (format!("At {}", format_rfc3339(at_ms)), Some(at_ms)),
        DeliveryState::Failed { reason, at_ms } => (capitalized(why_given_up(reason)), Some(at_ms)),
        DeliveryState::Disabled { reason, at_ms } => (capitalized(why_ended(reason)), Some(at_ms)),
    }
}

/// Describes a time in the future of the clock: `in 30 s`.
fn within(due_ms: i64, clock_ms: i64) -> String {
    match u64::try_from(due_ms.saturating_sub(clock_ms)) {
        Ok(1..) => format!("in {}", rounded(due_ms.abs_diff(clock_ms))),
        _ => "now".into(),
    }
}

/// Describes when the next attempt is due, or how the delivery has ended.
pub(crate) fn next(state: DeliveryState) -> String {
    match state {
        DeliveryState::Pending { due_ms } => format!("First attempt at {}", format_rfc3339(due_ms)),
        DeliveryState::Attempting { .. } => "An attempt is in progress".into(),
        DeliveryState::Waiting { due_ms } => format!("Next attempt at {}", format_rfc3339(due_ms)),
        DeliveryState::Succeeded { at_ms } => format!("Delivered at {}", format_rfc3339(at_ms)),
        DeliveryState::Failed { at_ms, reason } => {
            format!("Gave up at {}: {}", format_rfc3339(at_ms), why_given_up(reason))
        }
        DeliveryState::Disabled { at_ms, reason } => {
            format!("Ended at {}: {}", format_rfc3339(at_ms), why_ended(reason))
        }
    }
}

const fn why_given_up(reason: ReactionReason) -> &'static str {
    match reason {
        ReactionReason::Attempts => "the policy has no attempts left",
        ReactionReason::Elapsed => "the policy has no time left",
        ReactionReason::Header => "the receiver requested it with a header field",
        _ => "the policy does not retry this response",
    }
}

/// Describes why a delivery has ended without success although attempts were left.
const fn why_ended(reason: DisabledReason) -> &'static str {
    match reason {
        DisabledReason::ByHand => {
            "the endpoint was disabled, the subscription is not active, or the delivery cannot be signed"
        }
        _ => why_disabled(reason),
    }
}

/// Describes why an endpoint is disabled.
pub(crate) const fn why_disabled(reason: DisabledReason) -> &'static str {
    match reason {
        DisabledReason::Asked => "the endpoint asked to be disabled",
        DisabledReason::Failures => "the endpoint was disabled after too many failed attempts in a row",
        DisabledReason::FailingFor => "the endpoint was disabled because it had failed for too long",
        DisabledReason::ByHand => "the endpoint was disabled by hand",
    }
}

/// The deliveries of a provider in numbers. Those that repeat an event count once for each subscription.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) delivered: usize,
    /// Deliveries that have ended without success.
    pub(crate) lost: usize,
    /// Deliveries with further attempts.
    pub(crate) open: usize,
    /// Deliveries without an attempt.
    pub(crate) pending: usize,
    /// When the next attempt is due.
    pub(crate) next_ms: Option<i64>,
}

impl Totals {
    /// Counts the deliveries of a service.
    pub(crate) fn of(service: &Service) -> Self {
        let mut totals = Self { next_ms: service.next_due_ms(), ..Self::default() };
        for delivery in decisive(service) {
            let number = match (delivery.delivered_at_ms(), delivery.progress.state) {
                (Some(_), _) => &mut totals.delivered,
                (None, DeliveryState::Pending { .. }) => &mut totals.pending,
                (None, _) if delivery.progress.is_over() => &mut totals.lost,
                (None, _) => &mut totals.open,
            };
            *number = number.saturating_add(1);
        }
        totals
    }

    /// Describes them: `1 delivered, 2 failed, 1 being retried, 1 waiting`.
    pub(crate) fn words(&self) -> String {
        let parts = [
            (self.delivered, "delivered"),
            (self.lost, "failed"),
            (self.open, "being retried"),
            (self.pending, "waiting"),
        ];
        let parts: Vec<String> =
            parts.iter().filter(|(number, _)| *number > 0).map(|(number, word)| format!("{number} {word}")).collect();
        if parts.is_empty() { count(0, "delivery") } else { parts.join(", ") }
    }
}

/// An endpoint: the URL of a subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    pub(crate) subscription_id: String,
    pub(crate) url: String,
    pub(crate) is_active: bool,
    /// When and why it is disabled, as a sentence, or an empty text.
    pub(crate) why: String,
}

/// Returns the endpoints of the subscriptions, newest first.
pub(crate) fn endpoints(service: &Service, network: &Network) -> Vec<Endpoint> {
    let of = |subscription: &hookwright::subscription::Subscription| {
        let why = match network.health(&subscription.id) {
            // An update can make the subscription active again.
            _ if subscription.active => String::new(),
            Health { disabled: Some(disabled), .. } => {
                format!("{}, at {}", why_disabled(disabled.reason), format_rfc3339(disabled.at_ms))
            }
            _ => "the subscription is not active".into(),
        };
        Endpoint {
            subscription_id: subscription.id.clone(),
            url: subscription.url.clone(),
            is_active: subscription.active,
            why,
        }
    };
    service.state().subscriptions().rev().map(of).collect()
}

/// Returns the request that lists the deliveries of a subscription, and the response of the service. `None` if the API
/// does not have this operation.
pub(crate) fn api_exchange(
    account: &Account,
    provider: &'static Provider,
    subscription_id: &str,
    now_ms: i64,
) -> Option<(Exchange, &'static Api)> {
    let service = account.service(provider)?;
    let subscription = service.state().subscriptions().find(|subscription| subscription.id == subscription_id)?;
    let api = provider.apis.iter().find(|api| api.id == subscription.api)?;
    let wanted = format!("{}.deliveries", api.name());
    let operation = Operation::all(provider).into_iter().find(|operation| operation.id == wanted)?;
    let origin = api.endpoint?.strip_suffix(api.path())?;
    let request = HttpRequest {
        method: operation.method,
        url: format!("{origin}{}", operation.path.replace("{webhook_id}", subscription_id)),
        headers: vec![("Authorization".into(), HeaderValue::BearerFrom(api.token_variable))],
        body: Body::Exact(String::new()),
    };
    let request = SentRequest::new(&request, SAMPLE_TOKEN);
    // A copy, because reading must not change the service.
    let response = service.clone().handle(&to_api(&request), now_ms);
    Some((Exchange { number: 0, provider: provider.id, at_ms: now_ms, request, response }, api))
}

#[cfg(test)]
#[path = "log_tests.rs"]
mod tests;
