//! A delivery with its attempts, and the result of an emission.

use hookwright::catalog::Provider;
use hookwright::http::HttpRequest;
use hookwright::service::{Emitted, Service};
use hookwright::subscription::{Draft, requests};

use super::attempt_text::AttemptText;
use super::form::DeliveriesForm;
use super::log;
use super::network::Network;
use crate::model::sample::SAMPLE_URL;
use crate::panels::check::model::form::CheckForm;

/// A delivery with its attempts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Detail {
    pub(crate) id: String,
    pub(crate) event_type: String,
    pub(crate) event_id: String,
    pub(crate) subscription_id: String,
    pub(crate) url: String,
    /// When the next attempt is due, or how the delivery has ended.
    pub(crate) next: String,
    /// Whether the delivery can be repeated.
    pub(crate) is_active: bool,
    /// The attempts, oldest first.
    pub(crate) attempts: Vec<AttemptText>,
    /// The request of the last attempt as a command.
    pub(crate) curl: String,
}

impl Detail {
    /// Describes the delivery with this id, or the newest one.
    pub(crate) fn of(service: &Service, network: &Network, id: &str) -> Option<Self> {
        let deliveries = || service.state().deliveries().rev();
        let delivery = deliveries().find(|delivery| delivery.id == id).or_else(|| deliveries().next())?;
        let subscription = service.state().subscriptions().find(|one| one.id == delivery.subscription_id);
        let mut attempts: Vec<_> = network.attempts(&delivery.id).cloned().collect();
        if let Some(last) = attempts.last_mut() {
            // The endpoint may have been disabled since.
            last.then = delivery.progress.state;
        }
        let attempts = attempts.iter().map(|attempt| attempt.describe()).collect();
        Some(Self {
            id: delivery.id.clone(),
            event_type: delivery.event_type.clone(),
            event_id: delivery.message.id.clone(),
            subscription_id: delivery.subscription_id.clone(),
            url: subscription.map(|subscription| subscription.url.clone()).unwrap_or_default(),
            next: log::next(delivery.progress.state),
            is_active: subscription.is_some_and(|subscription| subscription.active),
            attempts,
            curl: network.attempts(&delivery.id).last().map(|attempt| attempt.curl()).unwrap_or_default(),
        })
    }
}

/// Returns the form of the check panel for the last attempt of a delivery. `secret` returns the secret of a subscription.
pub(crate) fn to_check(
    network: &Network,
    provider: &Provider,
    delivery_id: &str,
    secret: impl FnOnce(&str) -> Option<hookwright::credential::Credential>,
) -> Option<CheckForm> {
    let attempt = network.attempts(delivery_id).last()?;
    Some(attempt.to_check(provider, secret(&attempt.subscription_id)))
}

/// The result of an emission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EmissionText {
    pub(crate) event_id: String,
    /// The number of deliveries.
    pub(crate) deliveries: usize,
    /// The subscriptions that do not receive the event: id, URL and reason.
    pub(crate) skipped: Vec<[String; 3]>,
}

impl EmissionText {
    /// Describes an emission.
    pub(crate) fn of(emitted: &Emitted, service: &Service) -> Self {
        let url = |id: &str| {
            let found = service.state().subscriptions().find(|subscription| subscription.id == id);
            found.map(|subscription| subscription.url.clone()).unwrap_or_default()
        };
        let skipped = emitted.skipped.iter().map(|(id, reason)| [id.clone(), url(id), reason.describe().into()]);
        Self { event_id: emitted.event_id.clone(), deliveries: emitted.delivery_ids.len(), skipped: skipped.collect() }
    }
}

/// Returns the request that creates a subscription to the event of the form. `None` if the provider has no API, or if the
/// event cannot be emitted afterwards, because a field cannot be read.
pub(crate) fn creation(form: &DeliveriesForm) -> Option<HttpRequest> {
    form.receiver().ok()?;
    form.policy.replaces(&form.custom.read()).ok()?;
    form.emission(None).ok()?;
    let api = form.provider.apis.iter().find(|api| api.endpoint.is_some())?;
    let draft = Draft { url: SAMPLE_URL.into(), events: vec![form.kind.trim().into()], ..Draft::default() };
    requests(api, &draft).into_iter().next()
}

#[cfg(test)]
mod tests {
    use super::super::form::providers;
    use super::super::network::Step;
    use super::super::receiver::{Answer, Failing};
    use super::super::samples::{NOW, account, conditions, emission, emitted, generic};
    use super::*;
    use crate::model::form::Form as _;
    use hookwright::delivery::HealthRule;

    #[test]
    fn the_newest_delivery_is_described_unless_another_one_is_chosen() {
        let mut account = account(generic(), &["https://shop.example/"]);
        let mut network = Network::default();
        let failing = conditions(Answer::Error, Failing::Attempts(1));
        let first = emitted(&mut network, &mut account, &failing);
        let second = emitted(&mut network, &mut account, &failing);
        network.step(&mut account, &failing, Step::End);
        let detail = |id: &str| Detail::of(account.service(generic()).unwrap(), &network, id).unwrap();
        assert_eq!((detail("").id, detail("deleted").id), (second.clone(), second));
        let detail = detail(&first);
        assert_eq!((detail.id, detail.attempts.len(), detail.is_active), (first, 2, true));
        assert_eq!(detail.event_type, "user.created");
        assert!(detail.curl.starts_with("curl -X POST 'https://shop.example/'"), "{}", detail.curl);
    }

    #[test]
    fn the_last_attempt_says_that_the_endpoint_was_disabled() {
        let mut account = account(generic(), &["https://shop.example/"]);
        let mut network = Network::default();
        let mut failing = conditions(Answer::Error, Failing::Always);
        failing.rule = HealthRule { failures: Some(2), ..HealthRule::default() };
        let id = emitted(&mut network, &mut account, &failing);
        network.step(&mut account, &failing, Step::End);
        let detail = Detail::of(account.service(generic()).unwrap(), &network, &id).unwrap();
        assert!(detail.attempts[0].next.starts_with("next attempt at "), "{}", detail.attempts[0].next);
        assert_eq!((detail.attempts[1].next.as_str(), detail.is_active), (detail.next.as_str(), false));
        assert!(detail.next.starts_with("Ended at "), "{}", detail.next);
    }

    #[test]
    fn every_api_creates_a_subscription_that_receives_the_event() {
        for provider in providers() {
            let mut form = DeliveriesForm::first(0);
            form.choose_provider(provider.id);
            let mut account = account(provider, &[]);
            let exchange = account.send(provider, &creation(&form).unwrap(), NOW).unwrap();
            assert_eq!(exchange.response.status, 201, "{}", exchange.response.body);
            let workspace = account.service(provider).unwrap().workspace_id().map(String::from);
            let emission = form.emission(workspace.as_deref()).unwrap();
            let emitted = account.emit(provider, &emission, NOW).unwrap().unwrap();
            assert_eq!(emitted.delivery_ids.len(), 1, "{}", provider.id);
        }
    }

    #[test]
    fn without_a_valid_event_no_subscription_is_created() {
        let form = DeliveriesForm::first(0);
        assert!(creation(&form).is_some());
        assert_eq!(creation(&DeliveriesForm { data: "[]".into(), ..form.clone() }), None);
        let answer = Answer::Busy;
        let form = DeliveriesForm { answer, retry_after: "soon".into(), ..form };
        assert!(form.receiver().is_err());
        assert_eq!(creation(&form), None);
    }

    #[test]
    fn skipped_subscriptions_are_listed_with_the_reason() {
        let mut account = account(generic(), &["https://a.example/", "https://b.example/"]);
        let mut network = Network::default();
        let ok = conditions(Answer::Ok, Failing::Always);
        let mut other = emission(generic());
        other.event_type = "payment.failed".into();
        let emitted = network.emit(&mut account, generic(), &other, &ok, NOW).unwrap().unwrap();
        let text = EmissionText::of(&emitted, account.service(generic()).unwrap());
        assert_eq!((text.deliveries, text.skipped.len()), (0, 2));
        assert_eq!(text.skipped[1][1..], ["https://b.example/", "the subscription is for other events"]);
        assert!(Detail::of(account.service(generic()).unwrap(), &network, "").is_none());
    }
}
