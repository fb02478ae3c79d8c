//! Tests of the attempts on the virtual clock.

use hookwright::delivery::{DEFAULT_TIMEOUT_MS, DeliveryState, DisabledReason, Health, HealthRule};
use hookwright::retry::Outcome;

use super::form::providers;
use super::network::{Attempt, Conditions, Network, Step, missed, next_due_ms};
use super::receiver::{Answer, Failing};
use super::samples::{NOW, account, conditions, emission, emitted, generic, patch};
use crate::model::account::Account;
use crate::model::custom::StartingPoint as _;
use crate::panels::retries::model::policy::PolicyChoice;

fn times(network: &Network, delivery_id: &str) -> Vec<i64> {
    network.attempts(delivery_id).map(|attempt| attempt.at_ms - NOW).collect()
}

#[test]
fn the_first_attempt_is_made_at_once_and_retries_follow_the_policy() {
    let mut account = account(generic(), &["https://shop.example/"]);
    let mut network = Network::default();
    let conditions = conditions(Answer::Error, Failing::Attempts(3));
    let id = emitted(&mut network, &mut account, &conditions);
    assert_eq!(times(&network, &id), [0]);
    network.step(&mut account, &conditions, Step::Next);
    assert_eq!(times(&network, &id), [0, 30_000]);
    network.step(&mut account, &conditions, Step::By(3_600_000));
    assert_eq!(times(&network, &id), [0, 30_000, 330_000, 2_130_000]);
    assert_eq!(network.clock_ms(), Some(NOW + 3_630_000));
    let states: Vec<_> = network.attempts(&id).map(|attempt| attempt.then).collect();
    assert_eq!(states[0], DeliveryState::Waiting { due_ms: NOW + 30_000 });
    assert_eq!(states[3], DeliveryState::Succeeded { at_ms: NOW + 2_130_000 });
    network.step(&mut account, &conditions, Step::Next);
    assert_eq!(network.clock_ms(), Some(NOW + 3_630_000), "there is no further attempt");
}

#[test]
fn a_run_to_the_end_uses_up_the_policy_of_every_provider() {
    for provider in providers() {
        let mut account = account(provider, &["https://shop.example/"]);
        let mut network = Network::default();
        let conditions = conditions(Answer::Connection, Failing::Always);
        let emitted = network.emit(&mut account, provider, &emission(provider), &conditions, NOW);
        let id = emitted.unwrap().unwrap().delivery_ids.remove(0);
        network.step(&mut account, &conditions, Step::End);
        let attempts: Vec<_> = network.attempts(&id).collect();
        assert_eq!(attempts.len(), usize::try_from(provider.policy.attempts().unwrap()).unwrap());
        assert!(matches!(attempts.last().unwrap().then, DeliveryState::Failed { .. }), "{}", provider.id);
        assert_eq!(next_due_ms(&account), None);
        assert!(!network.is_cut());
    }
}

#[test]
fn a_receiver_that_is_down_for_a_time_gets_the_event_afterwards() {
    let mut account = account(generic(), &["https://shop.example/"]);
    let mut network = Network::default();
    let conditions = conditions(Answer::Unavailable, Failing::Ms(7_200_000));
    let id = emitted(&mut network, &mut account, &conditions);
    network.step(&mut account, &conditions, Step::End);
    let last = network.attempts(&id).last().unwrap();
    assert_eq!((network.attempts(&id).count(), last.at_ms - NOW), (5, 9_330_000));
    assert_eq!(last.response.outcome, Outcome::Answered(200));
}

#[test]
fn a_redelivery_does_not_start_the_outage_again() {
    let mut account = account(generic(), &["https://shop.example/"]);
    let mut network = Network::default();
    let hour = 3_600_000;
    let conditions = conditions(Answer::Unavailable, Failing::Ms(4 * hour));
    let id = emitted(&mut network, &mut account, &conditions);
    network.step(&mut account, &conditions, Step::End);
    assert_eq!(
        network.attempts(&id).last().unwrap().response.outcome,
        Outcome::Answered(503),
        "all attempts are too early"
    );
    network.step(&mut account, &conditions, Step::By(i64::try_from(2 * hour).unwrap()));
    let again = network.redeliver(&mut account, generic(), &id, &conditions, NOW).unwrap();
    assert_eq!(network.attempts(&again).next().unwrap().response.outcome, Outcome::Answered(200));
    // Another event has an outage of its own.
    let other = emitted(&mut network, &mut account, &conditions);
    assert_eq!(network.attempts(&other).next().unwrap().response.outcome, Outcome::Answered(503));
}

#[test]
fn a_timeout_takes_its_time() {
    let mut account = account(generic(), &["https://shop.example/"]);
    let mut network = Network::default();
    let conditions = conditions(Answer::Timeout, Failing::Attempts(1));
    let id = emitted(&mut network, &mut account, &conditions);
    let timeout_ms = i64::try_from(DEFAULT_TIMEOUT_MS).unwrap();
    assert_eq!(network.clock_ms(), Some(NOW + timeout_ms));
    network.step(&mut account, &conditions, Step::End);
    assert_eq!(times(&network, &id), [0, timeout_ms + 30_000]);
}

#[test]
fn too_many_failures_disable_the_endpoint_until_it_is_enabled() {
    let mut account = account(generic(), &["https://shop.example/"]);
    let mut network = Network::default();
    let rule = HealthRule { failures: Some(3), ..HealthRule::default() };
    let failing = Conditions { rule, ..conditions(Answer::Error, Failing::Always) };
    let id = emitted(&mut network, &mut account, &failing);
    network.step(&mut account, &failing, Step::End);
    assert_eq!(network.attempts(&id).count(), 3);
    let service = account.service(generic()).unwrap();
    let subscription = service.state().subscriptions().next().unwrap().clone();
    assert!(!subscription.active);
    let disabled = network.health(&subscription.id).disabled.unwrap();
    assert_eq!((disabled.reason, disabled.at_ms), (DisabledReason::Failures, NOW + 330_000));
    assert!(matches!(service.state().deliveries().next().unwrap().progress.state, DeliveryState::Disabled { .. }));
    assert_eq!(network.redeliver(&mut account, generic(), &id, &failing, NOW), None);

    network.enable(&mut account, generic(), &subscription.id);
    assert_eq!(network.health(&subscription.id), Health::default());
    assert!(network.redeliver(&mut account, generic(), &id, &failing, NOW).is_some());
}

#[test]
fn attempts_at_the_same_time_do_not_affect_each_other() {
    let mut account = account(generic(), &["https://shop.example/"]);
    let mut network = Network::default();
    let rule = HealthRule { failures: Some(3), ..HealthRule::default() };
    let failing = Conditions { rule, ..conditions(Answer::Error, Failing::Always) };
    let ids = [(); 2].map(|()| emitted(&mut network, &mut account, &failing));
    network.step(&mut account, &failing, Step::Next);
    // The third failure disables the endpoint, but the fourth attempt is already being made.
    assert_eq!(ids.map(|id| network.attempts(&id).count()), [2, 2]);
    assert_eq!(next_due_ms(&account), None);
}

#[test]
fn an_endpoint_that_an_update_has_activated_stays_active() {
    let mut account = account(generic(), &["https://shop.example/"]);
    let mut network = Network::default();
    let rule = HealthRule { failures: Some(1), ..HealthRule::default() };
    emitted(&mut network, &mut account, &Conditions { rule, ..conditions(Answer::Error, Failing::Always) });
    let is_active =
        |account: &Account| account.service(generic()).unwrap().state().subscriptions().all(|one| one.active);
    let service = account.service(generic()).unwrap();
    let id = service.state().subscriptions().next().unwrap().id.clone();
    assert!(!is_active(&account));
    patch(&mut account, &id, serde_json::json!({ "active": true }));
    let ok = Conditions { rule, ..conditions(Answer::Ok, Failing::Always) };
    emitted(&mut network, &mut account, &ok);
    assert!(is_active(&account));
    assert_eq!((network.health(&id).disabled, network.health(&id).failures), (None, 0));
    emitted(&mut network, &mut account, &Conditions { rule, ..conditions(Answer::Error, Failing::Always) });
    assert!(!is_active(&account), "a new failure disables it again");
}

#[test]
fn a_repeated_delivery_has_the_same_event_at_the_time_of_the_clock() {
    let mut account = account(generic(), &["https://shop.example/"]);
    let mut network = Network::default();
    let id = emitted(&mut network, &mut account, &conditions(Answer::Error, Failing::Always));
    let ok = conditions(Answer::Ok, Failing::Always);
    let again = network.redeliver(&mut account, generic(), &id, &ok, NOW + 99).unwrap();
    let of = |id: &str| network.attempts(id).next().unwrap().clone();
    assert_eq!((of(&again).at_ms, of(&again).request.body), (NOW, of(&id).request.body));
    assert!(matches!(of(&again).then, DeliveryState::Succeeded { .. }));
}

#[test]
fn the_same_steps_give_the_same_attempts() {
    let run = || {
        let mut account = account(generic(), &["https://a.example/", "https://b.example/"]);
        let mut network = Network::default();
        let conditions = conditions(Answer::Busy, Failing::Attempts(2));
        let id = emitted(&mut network, &mut account, &conditions);
        network.step(&mut account, &conditions, Step::By(60_000));
        network.redeliver(&mut account, generic(), &id, &conditions, NOW);
        network.step(&mut account, &conditions, Step::End);
        let of = |attempt: &Attempt| {
            let signature = attempt.request.headers.get("x-webhook-signature").next().map(String::from);
            (attempt.delivery_id.clone(), attempt.at_ms, attempt.request.body.clone(), signature)
        };
        let service = account.service(generic()).unwrap();
        let ids = service.state().deliveries().map(|delivery| delivery.id.as_str());
        ids.flat_map(|id| network.attempts(id)).map(of).collect::<Vec<_>>()
    };
    assert_eq!(run(), run());
    assert_eq!(run().len(), 9);
}

#[test]
fn a_long_run_is_cut_and_can_be_continued() {
    let mut account = account(generic(), &["https://shop.example/"]);
    let mut network = Network::default();
    let conditions = conditions(Answer::Error, Failing::Always);
    for _ in 0..400 {
        emitted(&mut network, &mut account, &conditions);
    }
    network.step(&mut account, &conditions, Step::End);
    assert!(network.is_cut() && next_due_ms(&account).is_some());
    network.step(&mut account, &conditions, Step::End);
    assert!(!network.is_cut() && next_due_ms(&account).is_none());
}

#[test]
fn the_clock_of_the_account_is_never_behind() {
    let mut account = account(generic(), &["https://shop.example/"]);
    let mut network = Network::default();
    let conditions = conditions(Answer::Error, Failing::Always);
    emitted(&mut network, &mut account, &conditions);
    network.step(&mut account, &conditions, Step::By(60_000));
    network.keep_pace(&mut account, NOW + 1_000);
    assert_eq!(account.at(NOW + 1_000), NOW + 60_000);
    network.keep_pace(&mut account, NOW + 61_000);
    assert_eq!(account.at(NOW + 1_000), NOW + 60_000);
}

#[test]
fn the_clock_starts_with_a_test_event_of_the_api() {
    let mut account = account(generic(), &["https://shop.example/"]);
    let mut network = Network::default();
    let conditions = conditions(Answer::Ok, Failing::Always);
    network.step(&mut account, &conditions, Step::Next);
    assert_eq!(network.clock_ms(), None, "there is no event");
    account.emit(generic(), &emission(generic()), NOW).unwrap().unwrap();
    network.step(&mut account, &conditions, Step::Next);
    assert_eq!((network.clock_ms(), next_due_ms(&account)), (Some(NOW), None));
}

#[test]
fn another_policy_schedules_the_attempts() {
    let mut account = account(generic(), &["https://shop.example/"]);
    let mut network = Network::default();
    let mut failing = conditions(Answer::Error, Failing::Always);
    failing.policy = PolicyChoice::read("7s, 1m").ok();
    let id = emitted(&mut network, &mut account, &failing);
    network.step(&mut account, &failing, Step::End);
    let times: Vec<i64> = network.attempts(&id).map(|attempt| attempt.at_ms - NOW).collect();
    assert_eq!(times, [0, 7_000, 67_000]);
    // The choice can change while a delivery is open.
    let id = emitted(&mut network, &mut account, &failing);
    failing.policy = None;
    network.step(&mut account, &failing, Step::End);
    assert!(network.attempts(&id).count() > 3, "the attempts of the provider follow");
}

#[test]
fn everything_that_was_missed_is_repeated_once() {
    let mut account = account(generic(), &["https://a.example/", "https://b.example/"]);
    let mut network = Network::default();
    let failing = conditions(Answer::Error, Failing::Always);
    for _ in 0..3 {
        network.emit(&mut account, generic(), &emission(generic()), &failing, NOW).unwrap().unwrap();
    }
    assert_eq!(missed(account.service(generic()).unwrap()), Vec::<String>::new(), "they are being retried");
    network.step(&mut account, &failing, Step::End);
    let ids = missed(account.service(generic()).unwrap());
    assert_eq!(ids.len(), 6, "three events for two subscriptions");
    // An endpoint that is disabled cannot receive.
    let other = account.service(generic()).unwrap().state().subscriptions().next().unwrap().id.clone();
    network.disable(&mut account, generic(), &other, NOW);
    let ok = conditions(Answer::Ok, Failing::Always);
    assert_eq!(network.redeliver_failed(&mut account, generic(), &ok, NOW), 3);
    assert_eq!(network.redeliver_failed(&mut account, generic(), &ok, NOW), 0, "they are delivered now");
    network.enable(&mut account, generic(), &other);
    // A delivery that fails again is repeated again, but not twice.
    assert_eq!(network.redeliver_failed(&mut account, generic(), &failing, NOW), 3);
    network.step(&mut account, &failing, Step::End);
    assert_eq!(missed(account.service(generic()).unwrap()).len(), 3);
}

#[test]
fn an_endpoint_that_is_disabled_by_hand_gets_no_attempts() {
    let mut account = account(generic(), &["https://shop.example/"]);
    let mut network = Network::default();
    let failing = conditions(Answer::Error, Failing::Always);
    let id = emitted(&mut network, &mut account, &failing);
    let subscription = account.service(generic()).unwrap().state().subscriptions().next().unwrap().id.clone();
    network.disable(&mut account, generic(), &subscription, NOW);
    network.step(&mut account, &failing, Step::End);
    assert_eq!(network.attempts(&id).count(), 1);
    assert_eq!(network.health(&subscription).disabled.unwrap().reason, DisabledReason::ByHand);
    network.enable(&mut account, generic(), &subscription);
    let again = network.redeliver(&mut account, generic(), &id, &failing, NOW).unwrap();
    assert_eq!(network.attempts(&again).count(), 1);
}
