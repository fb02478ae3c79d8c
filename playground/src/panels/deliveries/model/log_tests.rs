//! Tests of the delivery log.

use super::super::network::Step;
use super::super::receiver::{Answer, Failing};
use super::super::samples::{NOW, account, conditions, emission, emitted, generic};
use super::*;
use hookwright::catalog::find;
use hookwright::delivery::HealthRule;

fn all_rows(account: &Account, network: &Network) -> Vec<Row> {
    rows(account.service(generic()).unwrap(), network.clock_ms().unwrap_or(0))
}

#[test]
fn a_row_says_what_happens_next() {
    let mut account = account(generic(), &["https://shop.example/"]);
    let mut network = Network::default();
    let failing = conditions(Answer::Timeout, Failing::Attempts(3));
    let id = emitted(&mut network, &mut account, &failing);
    let row = all_rows(&account, &network).remove(0);
    assert_eq!((row.status, row.response.as_str()), (Status::Retrying, "Connection timeout"));
    assert_eq!((row.id.as_str(), row.attempts, row.event_type.as_str()), (id.as_str(), 1, "user.created"));
    assert_eq!((row.next.as_str(), row.exact.as_str()), ("Next attempt in 30 s", "2026-01-15T12:00:45Z"));
    assert_eq!(row.at, "2026-01-15T12:00:00Z");
    network.step(&mut account, &failing, Step::By(20_000));
    assert_eq!(all_rows(&account, &network)[0].next, "Next attempt in 10 s");

    network.step(&mut account, &failing, Step::End);
    let row = all_rows(&account, &network).remove(0);
    assert_eq!((row.status, row.response.as_str(), row.attempts), (Status::Delivered, "200", 4));
    assert_eq!(row.next, "At 2026-01-15T12:36:15Z");
}

#[test]
fn a_delivery_that_is_due_has_its_first_attempt_now() {
    let mut account = account(generic(), &["https://shop.example/"]);
    account.emit(generic(), &emission(generic()), NOW).unwrap().unwrap();
    let rows = rows(account.service(generic()).unwrap(), NOW + 5);
    assert_eq!((rows[0].status, rows[0].next.as_str()), (Status::Waiting, "First attempt now"));
}

#[test]
fn the_newest_delivery_is_first_and_old_ones_are_left_to_the_api() {
    let mut account = account(generic(), &["https://shop.example/"]);
    let mut network = Network::default();
    let ok = conditions(Answer::Ok, Failing::Always);
    let ids: Vec<String> = (0..60).map(|_| emitted(&mut network, &mut account, &ok)).collect();
    let rows = all_rows(&account, &network);
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
    let row = all_rows(&account, &network).remove(0);
    assert_eq!((row.status, row.next.as_str()), (Status::Failed, "The policy has no attempts left"));
}

#[test]
fn a_redelivered_event_is_delivered() {
    let mut account = account(generic(), &["https://shop.example/"]);
    let mut network = Network::default();
    let failing = conditions(Answer::Error, Failing::Always);
    let id = emitted(&mut network, &mut account, &failing);
    network.step(&mut account, &failing, Step::End);
    let totals = |account: &Account| Totals::of(account.service(generic()).unwrap());
    assert_eq!((totals(&account).lost, totals(&account).delivered), (1, 0));
    network.redeliver(&mut account, generic(), &id, &failing, NOW).unwrap();
    assert_eq!(totals(&account).words(), "1 being retried");
    network.step(&mut account, &conditions(Answer::Ok, Failing::Always), Step::End);
    assert_eq!(totals(&account).words(), "1 delivered");
    let rows = all_rows(&account, &network);
    assert_eq!([rows[0].status, rows[1].status], [Status::Delivered, Status::Redelivered]);
    assert_eq!(rows[1].status.shown().0, "Failed, redelivered");
}

#[test]
fn a_disabled_endpoint_has_a_reason() {
    let mut account = account(generic(), &["https://shop.example/"]);
    let mut network = Network::default();
    let mut failing = conditions(Answer::Error, Failing::Always);
    failing.rule = HealthRule { failures: Some(1), ..HealthRule::default() };
    emitted(&mut network, &mut account, &failing);
    let listed =
        |account: &Account, network: &Network| endpoints(account.service(generic()).unwrap(), network).remove(0);
    let found = listed(&account, &network);
    assert_eq!(
        (found.is_active, found.why.as_str()),
        (false, "the endpoint was disabled after too many failed attempts in a row, at 2026-01-15T12:00:00Z")
    );
    let id = found.subscription_id;
    network.enable(&mut account, generic(), &id);
    assert_eq!((listed(&account, &network).is_active, listed(&account, &network).why.as_str()), (true, ""));
    network.disable(&mut account, generic(), &id, NOW);
    let found = listed(&account, &network);
    assert_eq!(found.why, "the endpoint was disabled by hand, at 2026-01-15T12:00:00Z");
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
