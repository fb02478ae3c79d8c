//! The delivery log, and the API request that returns it.

use hookwright::catalog::Provider;
use hookwright::delivery::{Delivery, DeliveryState, DisabledReason, Health};
use hookwright::http::{Body, HeaderValue, HttpRequest};
use hookwright::retry::ReactionReason;
use hookwright::service::{Operation, Service};
use hookwright::subscription::Api;
use hookwright::time::format_rfc3339;

use super::network::Network;
use crate::model::account::{Account, SAMPLE_TOKEN, to_api};
use crate::model::exchange::{Exchange, SentRequest};
use crate::model::words::count;

/// The number of deliveries in the table.
pub(crate) const MOST_ROWS: usize = 50;

/// A delivery in the table, with the members that the API returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) id: String,
    pub(crate) event_id: String,
    /// `success` or `failed`, or `pending` before the first attempt, which the API does not list.
    pub(crate) status: &'static str,
    pub(crate) status_code: Option<u16>,
    pub(crate) attempts: u32,
    pub(crate) delivered_at: Option<String>,
    pub(crate) error: Option<&'static str>,
    /// When the next attempt is due, or why the delivery has ended without success.
    pub(crate) next: String,
    /// Whether the last attempt failed, and another one follows.
    pub(crate) is_waiting: bool,
    pub(crate) is_delivered: bool,
}

/// Returns the latest deliveries of a provider, newest first.
pub(crate) fn rows(service: &Service) -> Vec<Row> {
    service.state().deliveries().rev().take(MOST_ROWS).map(row).collect()
}

fn row(delivery: &Delivery) -> Row {
    let entry = delivery.entry(format_rfc3339);
    let is_delivered = delivery.delivered_at_ms().is_some();
    let status = match &entry {
        None => "pending",
        Some(_) if is_delivered => "success",
        Some(_) => "failed",
    };
    Row {
        id: delivery.id.clone(),
        event_id: delivery.message.id.clone(),
        status,
        status_code: delivery.status_code,
        attempts: delivery.progress.attempts,
        delivered_at: entry.as_ref().and_then(|entry| entry.delivered_at.clone()),
        error: entry.and_then(|entry| entry.error),
        next: short(delivery.progress.state),
        is_waiting: !delivery.progress.is_over(),
        is_delivered,
    }
}

/// Describes in a few words when the next attempt is due, or why the delivery has ended without success.
fn short(state: DeliveryState) -> String {
    match state {
        DeliveryState::Pending { due_ms } | DeliveryState::Waiting { due_ms } => {
            format!("Attempt at {}", format_rfc3339(due_ms))
        }
        DeliveryState::Attempting { .. } | DeliveryState::Succeeded { .. } => String::new(),
        DeliveryState::Failed { reason, .. } => format!("Gave up: {}", why_given_up(reason)),
        DeliveryState::Disabled { reason, .. } => format!("Ended: {}", why_disabled(reason)),
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
            format!("Ended at {}: {}", format_rfc3339(at_ms), why_disabled(reason))
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

/// Describes why an endpoint is disabled.
pub(crate) const fn why_disabled(reason: DisabledReason) -> &'static str {
    match reason {
        DisabledReason::Asked => "the endpoint asked to be disabled",
        DisabledReason::Failures => "the endpoint was disabled after too many failed attempts in a row",
        DisabledReason::FailingFor => "the endpoint was disabled because it had failed for too long",
        DisabledReason::ByHand => "the subscription is not active",
    }
}

/// The deliveries of a provider in numbers.
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
        for delivery in service.state().deliveries() {
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

/// An endpoint that is disabled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct DisabledEndpoint {
    pub(crate) subscription_id: String,
    pub(crate) url: String,
    /// When and why, as a sentence.
    pub(crate) why: String,
}

/// Returns the endpoints that are disabled because of their attempts.
pub(crate) fn disabled(service: &Service, network: &Network) -> Vec<DisabledEndpoint> {
    let of = |subscription: &hookwright::subscription::Subscription| {
        // An update can make the subscription active again.
        let Health { disabled: Some(disabled), .. } = network.health(&subscription.id) else { return None };
        (!subscription.active).then(|| DisabledEndpoint {
            subscription_id: subscription.id.clone(),
            url: subscription.url.clone(),
            why: format!("{}, at {}", why_disabled(disabled.reason), format_rfc3339(disabled.at_ms)),
        })
    };
    service.state().subscriptions().filter_map(of).collect()
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
mod tests {
    use super::super::network::Step;
    use super::super::receiver::{Answer, Failing};
    use super::super::samples::{NOW, account, conditions, emission, emitted, generic};
    use super::*;
    use hookwright::catalog::find;
    use hookwright::delivery::HealthRule;

    fn all_rows(account: &Account) -> Vec<Row> {
        rows(account.service(generic()).unwrap())
    }

    #[test]
    fn a_row_has_the_members_of_the_api() {
        let mut account = account(generic(), &["https://shop.example/"]);
        let mut network = Network::default();
        let failing = conditions(Answer::Timeout, Failing::Attempts(3));
        let id = emitted(&mut network, &mut account, &failing);
        let row = all_rows(&account).remove(0);
        assert_eq!((row.status, row.status_code, row.error), ("failed", None, Some("Connection timeout")));
        assert_eq!((row.id.as_str(), row.attempts, row.delivered_at), (id.as_str(), 1, None));
        assert!(row.is_waiting && row.next == "Attempt at 2026-01-15T12:00:45Z", "{}", row.next);

        network.step(&mut account, &failing, Step::End);
        let row = all_rows(&account).remove(0);
        assert_eq!((row.status, row.status_code, row.error, row.attempts), ("success", Some(200), None, 4));
        assert_eq!((row.delivered_at.as_deref(), row.next.as_str()), (Some("2026-01-15T12:36:15Z"), ""));
        assert!(row.is_delivered && !row.is_waiting);
    }

    #[test]
    fn the_newest_delivery_is_first_and_old_ones_are_left_to_the_api() {
        let mut account = account(generic(), &["https://shop.example/"]);
        let mut network = Network::default();
        let ok = conditions(Answer::Ok, Failing::Always);
        let ids: Vec<String> = (0..60).map(|_| emitted(&mut network, &mut account, &ok)).collect();
        let rows = all_rows(&account);
        assert_eq!((rows.len(), &rows[0].id, &rows[49].id), (MOST_ROWS, &ids[59], &ids[10]));
        assert_eq!(Totals::of(account.service(generic()).unwrap()).delivered, 60);
    }

    #[test]
    fn totals_follow_the_deliveries() {
        let mut account = account(generic(), &["https://shop.example/"]);
        let mut network = Network::default();
        let totals = |account: &Account| Totals::of(account.service(generic()).unwrap());
        assert_eq!(totals(&account).words(), "0 deliveries");
        account.emit(generic(), &emission(generic()), NOW).unwrap().unwrap();
        assert_eq!((totals(&account).words().as_str(), totals(&account).next_ms), ("1 waiting", Some(NOW)));
        let id = account.service(generic()).unwrap().state().deliveries().next().unwrap().id.clone();
        network.step(&mut account, &conditions(Answer::Ok, Failing::Always), Step::Next);
        assert_eq!((network.attempts(&id).count(), totals(&account).words().as_str()), (1, "1 delivered"));
        emitted(&mut network, &mut account, &conditions(Answer::Ok, Failing::Always));
        let failing = conditions(Answer::Error, Failing::Always);
        emitted(&mut network, &mut account, &failing);
        assert_eq!(totals(&account).words(), "2 delivered, 1 being retried");
        assert_eq!(totals(&account).next_ms, Some(NOW + 30_000));
        network.step(&mut account, &failing, Step::End);
        assert_eq!(totals(&account).words(), "2 delivered, 1 failed");
        let row = all_rows(&account).remove(0);
        assert_eq!(row.next, "Gave up: the policy has no attempts left");
    }

    #[test]
    fn a_disabled_endpoint_is_listed_with_the_reason() {
        let mut account = account(generic(), &["https://shop.example/"]);
        let mut network = Network::default();
        let mut failing = conditions(Answer::Error, Failing::Always);
        failing.rule = HealthRule { failures: Some(1), ..HealthRule::default() };
        emitted(&mut network, &mut account, &failing);
        let service = account.service(generic()).unwrap();
        let found = disabled(service, &network);
        assert_eq!(
            found[0].why,
            "the endpoint was disabled after too many failed attempts in a row, at 2026-01-15T12:00:00Z"
        );
        let subscription_id = found[0].subscription_id.clone();
        network.enable(&mut account, generic(), &subscription_id);
        assert_eq!(disabled(account.service(generic()).unwrap(), &network), []);
    }

    #[test]
    fn the_api_of_each_provider_answers_with_the_log() {
        for id in ["generic", "well"] {
            let provider = find(id).unwrap();
            let mut account = account(provider, &["https://shop.example/"]);
            let mut network = Network::default();
            let ok = conditions(Answer::Ok, Failing::Always);
            network.emit(&mut account, provider, &emission(provider), &ok, NOW).unwrap().unwrap();
            let service = account.service(provider).unwrap();
            let (delivery, before) = (service.state().deliveries().next().unwrap(), service.state().clone());
            let (exchange, _) = api_exchange(&account, provider, &delivery.subscription_id, NOW).unwrap();
            assert_eq!(exchange.response.status, 200);
            assert!(exchange.response.body.contains(&delivery.id) && exchange.response.body.contains("success"));
            assert_eq!(account.service(provider).unwrap().state(), &before, "reading changes nothing");
            assert_eq!(account.exchanges(provider).count(), 1, "only the creation of the subscription");
            assert!(api_exchange(&account, provider, "hook_0", NOW).is_none());
        }
    }
}
