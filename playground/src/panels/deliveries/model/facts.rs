//! What is known about a subscription or a URL, for the checklist.

use hookwright::delivery::{Delivery, Health};
use hookwright::retry::Outcome;
use hookwright::subscription::{Filter, Subscription};

use super::form::DeliveriesForm;
use super::network::Network;
use super::reachability::Target;
use crate::model::account::Account;

/// What is known about a URL or a subscription.
#[derive(Clone, Debug)]
pub(crate) struct Facts<'a> {
    pub(crate) target: Target,
    /// The subscription, if the checklist is about one.
    pub(crate) subscription: Option<&'a Subscription>,
    /// The event type that is expected.
    pub(crate) kind: &'a str,
    /// The workspace of the event.
    pub(crate) origin: Filter,
    /// The number of subscriptions of the account that receive the event.
    pub(crate) receiving: usize,
    /// The deliveries of such events to the subscription, newest first.
    pub(crate) deliveries: Vec<&'a Delivery>,
    /// The outcome of the last attempt to the URL. If the checklist is about a subscription, only its attempts count.
    pub(crate) last: Option<Outcome>,
    pub(crate) health: Health,
}

impl<'a> Facts<'a> {
    /// Collects the facts about the subscription or the URL that the form names. `None` if it names neither.
    pub(crate) fn of(form: &'a DeliveriesForm, account: &'a Account, network: &Network) -> Option<Self> {
        let provider = form.provider;
        let service = account.service(provider);
        let subscriptions = || service.into_iter().flat_map(|service| service.state().subscriptions().rev());
        let typed = form.url.trim();
        let chosen = subscriptions().find(|subscription| subscription.id == form.checked);
        let subscription = if typed.is_empty() { chosen.or_else(|| subscriptions().next()) } else { None };
        let api = subscription.and_then(|subscription| provider.apis.iter().find(|api| api.id == subscription.api));
        let rules = provider.rules(api.or_else(|| provider.apis.first())?);
        let url = subscription.map_or(typed, |subscription| &subscription.url);
        if subscription.is_none() && typed.is_empty() {
            return None;
        }
        let workspace_id = service.and_then(|service| service.workspace_id());
        let origin = Filter { workspace_id: workspace_id.map(String::from), external_workspace_id: None };
        let id = subscription.map(|subscription| subscription.id.as_str());
        let is_of =
            |delivery: &&Delivery| Some(delivery.subscription_id.as_str()) == id && delivery.event_type == form.kind;
        let deliveries = service.into_iter().flat_map(|service| service.state().deliveries().rev());
        Some(Self {
            target: Target::of(url, &rules),
            subscription,
            kind: &form.kind,
            receiving: subscriptions().filter(|one| one.receives(&form.kind, &origin).is_ok()).count(),
            origin,
            deliveries: deliveries.filter(is_of).collect(),
            last: network.last_to(url, id).map(|attempt| attempt.response.outcome),
            health: id.map(|id| network.health(id)).unwrap_or_default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::receiver::{Answer, Failing};
    use super::super::samples::{account, conditions, emitted, generic};
    use super::*;
    use crate::model::form::Form as _;

    #[test]
    fn without_a_subscription_and_a_url_there_is_nothing_to_check() {
        let form = DeliveriesForm::first(0);
        let account = account(generic(), &[]);
        assert!(Facts::of(&form, &account, &Network::default()).is_none());
        let form = DeliveriesForm { url: "https://shop.example/".into(), ..form };
        assert!(Facts::of(&form, &account, &Network::default()).unwrap().subscription.is_none());
    }

    #[test]
    fn the_chosen_or_the_newest_subscription_is_checked() {
        let mut account = account(generic(), &["https://a.example/", "https://b.example/"]);
        let mut network = Network::default();
        emitted(&mut network, &mut account, &conditions(Answer::Error, Failing::Always));
        let service = account.service(generic()).unwrap();
        let ids: Vec<String> = service.state().subscriptions().map(|one| one.id.clone()).collect();
        let url = |form: &DeliveriesForm| {
            let facts = Facts::of(form, &account, &network).unwrap();
            assert_eq!((facts.receiving, facts.deliveries.len(), facts.last), (2, 1, Some(Outcome::Answered(500))));
            facts.subscription.unwrap().url.clone()
        };
        let mut form = DeliveriesForm::first(0);
        assert_eq!(url(&form), "https://b.example/");
        form.checked.clone_from(&ids[0]);
        assert_eq!(url(&form), "https://a.example/");
        form.checked = "deleted".into();
        assert_eq!(url(&form), "https://b.example/");
    }
}
