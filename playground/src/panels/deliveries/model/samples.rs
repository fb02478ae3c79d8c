//! An account with subscriptions, and conditions, for tests.

use hookwright::catalog::{Provider, find};
use hookwright::delivery::HealthRule;
use hookwright::service::{Emission, Operation, OperationKind};
use hookwright::subscription::{Draft, requests};
use serde_json::Value;
use zeroize::Zeroizing;

use super::network::{Conditions, Network};
use super::receiver::{Answer, Failing, Receiver};
use crate::model::account::Account;

pub(super) const NOW: i64 = 1_768_478_400_000;

/// An account with a subscription to the first event of a provider, for each URL.
pub(super) fn account(provider: &'static Provider, urls: &[&str]) -> Account {
    let mut account = Account::new(Zeroizing::new([7; 32]));
    for url in urls {
        let draft = Draft { url: (*url).into(), events: vec![provider.events[0].name.into()], ..Draft::default() };
        let request = requests(&provider.apis[0], &draft).remove(0);
        assert_eq!(account.send(provider, &request, NOW).unwrap().response.status, 201);
    }
    account
}

pub(super) fn generic() -> &'static Provider {
    find("generic").unwrap()
}

pub(super) fn emission(provider: &Provider) -> Emission {
    Emission { event_type: provider.events[0].name.into(), ..Emission::default() }
}

pub(super) fn conditions(answer: Answer, failing: Failing) -> Conditions {
    let receiver = Receiver { answer, failing, retry_after: None };
    Conditions { receiver, rule: HealthRule::default(), policy: None }
}

/// Changes a subscription of the generic provider with a request to the API.
pub(super) fn patch(account: &mut Account, id: &str, attributes: Value) {
    let is_update = |operation: &Operation| operation.kind() == OperationKind::Update;
    let update = Operation::all(generic()).into_iter().find(is_update).unwrap();
    let request = update.request(id, &[], Some(attributes)).unwrap();
    assert_eq!(account.send(generic(), &request, NOW).unwrap().response.status, 200);
}

/// Emits an event to one subscription, and returns the id of its delivery.
pub(super) fn emitted(network: &mut Network, account: &mut Account, conditions: &Conditions) -> String {
    let emitted = network.emit(account, generic(), &emission(generic()), conditions, NOW).unwrap().unwrap();
    emitted.delivery_ids[0].clone()
}
