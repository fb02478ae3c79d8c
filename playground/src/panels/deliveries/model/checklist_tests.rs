//! Tests of the checklist.

use super::super::form::DeliveriesForm;
use super::super::network::{Conditions, Network, Step};
use super::super::receiver::{self, Failing};
use super::super::samples::{account, conditions, emitted, generic, patch};
use super::*;
use crate::model::account::Account;
use crate::model::form::Form as _;
use hookwright::delivery::HealthRule;

/// An account with a subscription, and the attempts to it.
struct Setup {
    account: Account,
    network: Network,
    form: DeliveriesForm,
}

impl Setup {
    fn new(url: &str) -> Self {
        let account = account(generic(), &[url]);
        Self { account, network: Network::default(), form: DeliveriesForm::first(0) }
    }

    fn emit(&mut self, conditions: &Conditions) {
        emitted(&mut self.network, &mut self.account, conditions);
    }

    fn points(&self) -> [Point; 5] {
        Facts::of(&self.form, &self.account, &self.network).unwrap().points()
    }

    fn point(&self, id: &str) -> Point {
        self.points().into_iter().find(|point| point.id == id).unwrap()
    }

    fn states(&self) -> [PointState; 5] {
        self.points().map(|point| point.state)
    }
}

use PointState::{Failed, Passed, Retrying, Unknown};

fn always(answer: receiver::Answer) -> Conditions {
    conditions(answer, Failing::Always)
}

#[test]
fn before_the_first_attempt_only_the_subscription_is_known() {
    let setup = Setup::new("https://shop.acme.dev/hook");
    assert_eq!(setup.states(), [Unknown, Unknown, Unknown, Passed, Unknown]);
    assert_eq!(setup.point("accessible").command.unwrap(), "curl -I https://shop.acme.dev/hook");
    assert!(setup.point("certificate").command.unwrap().starts_with("openssl s_client -connect shop.acme.dev:443 "));
}

#[test]
fn an_accepted_delivery_passes_every_point() {
    let mut setup = Setup::new("https://shop.example/hook");
    setup.emit(&always(receiver::Answer::Ok));
    assert_eq!(setup.states(), [Passed; 5]);
    assert_eq!(setup.point("log").detail, "the newest delivery of `user.created` was accepted after 1 attempt");
}

#[test]
fn each_outcome_fails_the_point_that_it_belongs_to() {
    use receiver::Answer as Given;
    for (given, expected) in [
        (Given::Error, [Passed, Passed, Failed, Passed, Retrying]),
        (Given::Tls, [Passed, Failed, Failed, Passed, Retrying]),
        (Given::Connection, [Failed, Unknown, Failed, Passed, Retrying]),
        (Given::Dns, [Failed, Unknown, Failed, Passed, Retrying]),
        (Given::Timeout, [Unknown, Unknown, Failed, Passed, Retrying]),
    ] {
        let mut setup = Setup::new("https://shop.example/hook");
        setup.emit(&always(given));
        assert_eq!(setup.states(), expected, "{given:?}");
        for point in setup.points() {
            assert!(point.state != Failed || !point.remedy.is_empty(), "{given:?}: {point:?}");
        }
    }
}

#[test]
fn the_answers_follow_the_retries() {
    let mut setup = Setup::new("https://shop.example/hook");
    let recovers = conditions(receiver::Answer::Unavailable, Failing::Attempts(1));
    setup.emit(&recovers);
    assert!(setup.point("responds").detail.contains("`503 Service Unavailable`"));
    assert!(setup.point("log").detail.ends_with("Next attempt at 2026-01-15T12:00:30Z"));
    setup.network.step(&mut setup.account, &recovers, Step::Next);
    assert_eq!(setup.states(), [Passed; 5]);

    setup.emit(&always(receiver::Answer::Unavailable));
    setup.network.step(&mut setup.account, &always(receiver::Answer::Unavailable), Step::End);
    let log = setup.point("log");
    assert_eq!(log.state, Failed);
    assert!(log.detail.contains("after 5 attempts. Gave up at "), "{}", log.detail);
}

#[test]
fn addresses_that_a_provider_cannot_reach_fail() {
    for (url, words) in
        [("http://localhost:3000/webhook", "machine of the sender"), ("https://10.0.0.1/webhook", "private network")]
    {
        let mut setup = Setup::new(url);
        // The simulated receiver answers anyway.
        setup.emit(&always(receiver::Answer::Ok));
        let point = setup.point("accessible");
        assert_eq!(point.state, Failed, "{url}");
        assert!(point.detail.contains(words), "{}", point.detail);
    }
    let local = Setup::new("http://localhost:3000/webhook").point("certificate");
    assert_eq!((local.state, local.command), (Failed, None));
}

#[test]
fn a_reserved_name_is_not_called_a_public_address() {
    let words = "`.example` is reserved for documentation; no DNS server resolves it";
    let mut setup = Setup::new("https://shop.example/hook");
    let before = setup.point("accessible");
    assert_eq!((before.state, before.command), (Unknown, None));
    assert!(before.detail.starts_with(words), "{}", before.detail);
    setup.emit(&always(receiver::Answer::Ok));
    let simulated = setup.point("accessible");
    assert_eq!((simulated.state, simulated.command), (Passed, None));
    assert!(simulated.detail.contains(words), "{}", simulated.detail);
    setup.form.url = "https://hooks.shop.test/".into();
    assert_eq!(setup.states(), [Failed, Unknown, Unknown, Unknown, Unknown]);
    let typed = setup.point("accessible");
    assert_eq!(typed.detail, "`.test` is reserved for tests; no public DNS server resolves it");
    assert!(setup.points().iter().all(|point| point.command.is_none()));
}

#[test]
fn a_disabled_endpoint_is_named_with_the_reason() {
    let mut setup = Setup::new("https://shop.example/hook");
    let rule = HealthRule { failures: Some(1), ..HealthRule::default() };
    setup.emit(&Conditions { rule, ..always(receiver::Answer::Error) });
    let active = setup.point("active");
    assert_eq!(active.state, Failed);
    assert!(active.detail.contains("too many failed attempts") && active.remedy.contains("enable"));
    assert!(setup.point("log").detail.contains("Ended at"));
}

#[test]
fn another_event_type_is_named() {
    let mut setup = Setup::new("https://shop.example/hook");
    setup.form.choose_event("payment.failed");
    let active = setup.point("active");
    assert_eq!(active.state, Failed);
    assert_eq!(
        active.detail,
        "the subscription is active, but only for `user.created`; no subscription of the account receives \
             `payment.failed`"
    );
    assert_eq!(setup.point("log").detail, "the log has no delivery of `payment.failed` to this subscription");
}

#[test]
fn a_typed_url_is_judged_by_its_text() {
    let mut setup = Setup::new("https://shop.acme.dev/hook");
    setup.emit(&always(receiver::Answer::Error));
    setup.form.url = " https://other.acme.dev/ ".into();
    assert_eq!(setup.states(), [Unknown; 5]);
    setup.form.url = "https://shop.acme.dev/hook".into();
    assert_eq!(setup.states(), [Passed, Passed, Failed, Unknown, Unknown]);
    assert!(setup.point("responds").detail.contains("`500 Internal Server Error`"));
    setup.form.url = "http://10.0.0.1/".into();
    assert_eq!(setup.states(), [Failed, Failed, Unknown, Unknown, Unknown]);
    setup.form.url = "shop.example".into();
    assert_eq!(setup.states(), [Failed, Unknown, Unknown, Unknown, Unknown]);
}

#[test]
fn attempts_to_an_earlier_url_of_a_subscription_do_not_count() {
    let mut setup = Setup::new("https://shop.example/hook");
    setup.emit(&always(receiver::Answer::Error));
    let service = setup.account.service(generic()).unwrap();
    let id = service.state().subscriptions().next().unwrap().id.clone();
    patch(&mut setup.account, &id, serde_json::json!({ "url": "https://new.example/hook" }));
    assert_eq!(setup.point("responds").state, Unknown);
    assert_eq!(setup.point("responds").detail, "there is no attempt to this URL yet");
    setup.emit(&always(receiver::Answer::Ok));
    assert_eq!(setup.states(), [Passed; 5]);
}

#[test]
fn other_subscriptions_that_receive_the_event_are_counted() {
    let mut setup = Setup::new("https://shop.example/hook");
    setup.account = account(generic(), &["https://a.example/", "https://b.example/", "https://c.example/"]);
    let service = setup.account.service(generic()).unwrap();
    let ids: Vec<String> = service.state().subscriptions().map(|one| one.id.clone()).collect();
    for (id, words) in
        [(&ids[2], "2 subscriptions of the account receive `"), (&ids[1], "1 subscription of the account receives `")]
    {
        patch(&mut setup.account, id, serde_json::json!({ "events": ["payment.failed"] }));
        setup.form.checked.clone_from(id);
        assert!(setup.point("active").detail.contains(words), "{}", setup.point("active").detail);
    }
}

#[test]
fn details_have_the_format_of_messages() {
    let mut setup = Setup::new("https://shop.example/hook");
    for answer in [receiver::Answer::Ok, receiver::Answer::Error, receiver::Answer::Tls] {
        setup.emit(&always(answer));
        for Point { detail, remedy, .. } in setup.points() {
            assert!(detail.starts_with(|letter: char| letter.is_ascii_lowercase()), "{detail}");
            assert!(!detail.ends_with('.') && !remedy.ends_with('.'), "{detail}");
        }
    }
}
