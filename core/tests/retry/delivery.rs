//! The state machine of a delivery: the result and the errors of each step, and that saving and restoring does not
//! change the outcome.

use hookwright::catalog::{self, find_policy, policies};
use hookwright::delivery::{
    BeginError, Delivery, DeliveryState, Destination, DisabledReason, Log, Message, Progress, StepError,
};
use hookwright::http::Headers;
use hookwright::retry::{NextAction, Outcome, Policy, ReactionReason, Reading, Schedule, TransportError};
use hookwright::service::{ApiRequest, Config, DueAttempt, Emission, Service};
use hookwright::signature::{Request, Secret, Signer, Verifier};
use hookwright::time::parse_rfc3339;
use proptest::prelude::*;

const NOON: &str = "2026-01-15T12:00:00Z";

fn at(text: &str) -> i64 {
    parse_rfc3339(text).unwrap()
}

fn delivery(id: &str, event_id: &str, policy: &Policy, now_ms: i64) -> Delivery {
    Delivery {
        id: id.into(),
        sequence: 1,
        event_type: "user.created".into(),
        subscription_id: "hook_123".into(),
        message: Message::json(event_id, r#"{"id":"evt_abc","type":"user.created"}"#),
        progress: Progress::new(policy, now_ms, 1),
        status_code: None,
        error: None,
    }
}

fn anywhere(signer: Option<&Signer>) -> Destination<'_> {
    Destination { url: "https://yourapp.com/webhook", headers: Headers::new(), signer }
}

#[test]
fn the_log_of_a_delivery_is_the_documented_json() {
    let policy = find_policy("generic").unwrap();
    let none = Headers::new();
    let mut first = delivery("del_123", "evt_abc", policy, at("2026-01-15T12:30:00Z"));
    first.begin(&anywhere(None), policy, at("2026-01-15T12:30:00Z")).unwrap();
    first.settle(Outcome::Answered(200), &none, policy, at("2026-01-15T12:30:00Z")).unwrap();
    let mut second = delivery("del_124", "evt_def", policy, at(NOON));
    for outcome in [Outcome::Answered(503), Outcome::Answered(500), Outcome::Failed(TransportError::Timeout)] {
        let due_ms = second.progress.due_ms().unwrap();
        second.begin(&anywhere(None), policy, due_ms).unwrap();
        second.settle(outcome, &none, policy, due_ms).unwrap();
    }
    let unseen = delivery("del_125", "evt_ghi", policy, at(NOON));
    let log: Log<'_> = [&first, &second, &unseen].into_iter().collect();
    let page = r#"{
  "deliveries": [
    {
      "id": "del_123",
      "event_id": "evt_abc",
      "status": "success",
      "status_code": 200,
      "attempts": 1,
      "delivered_at": "2026-01-15T12:30:00Z"
    },
    {
      "id": "del_124",
      "event_id": "evt_def",
      "status": "failed",
      "status_code": 500,
      "attempts": 3,
      "error": "Connection timeout"
    }
  ]
}"#;
    assert_eq!(serde_json::to_string_pretty(&log).unwrap(), page);
}

#[test]
fn each_attempt_has_the_same_id_and_a_new_signature() {
    let standard = catalog::find("standard").unwrap();
    let (scheme, policy) = (standard.default_scheme().unwrap(), standard.policy);
    let secret = Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
    let signer = Signer::new(scheme, std::slice::from_ref(&secret)).unwrap();
    let verifier = Verifier::new(scheme, &[secret]).unwrap();
    let mut delivery = delivery("del_1", "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W", policy, at(NOON));
    let (mut signatures, mut last_ms) = (Vec::new(), 0);
    while let Some(due_ms) = delivery.progress.due_ms() {
        let attempt = delivery.begin(&anywhere(Some(&signer)), policy, due_ms).unwrap();
        assert_eq!(usize::try_from(attempt.number).unwrap(), signatures.len() + 1);
        let request = Request::new(&attempt.headers, &attempt.body);
        let verified = verifier.verify(&request, due_ms).unwrap();
        assert_eq!(verified.id.as_deref(), Some("msg_2KWPBgLlAfxdpx2AI54pPJ85f4W"));
        assert_eq!(verified.timestamp_ms, Some(due_ms / 1000 * 1000));
        signatures.push(attempt.headers.get("webhook-signature").next().unwrap().to_owned());
        last_ms = due_ms;
        delivery.settle(Outcome::Answered(500), &Headers::new(), policy, due_ms).unwrap();
    }
    assert_eq!(signatures.len(), 10);
    let different: std::collections::BTreeSet<_> = signatures.iter().collect();
    assert_eq!(different.len(), 10, "two attempts have the same signature");
    assert_eq!(delivery.progress.state, DeliveryState::Failed { at_ms: last_ms, reason: ReactionReason::Attempts });
}

#[test]
fn headers_of_a_subscription_replace_defaults_but_not_signature_headers() {
    let scheme = catalog::find("standard").unwrap().default_scheme().unwrap();
    let secret = Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
    let signer = Signer::with_short_keys(scheme, &[secret]).unwrap();
    let policy = find_policy("standard").unwrap();
    let fields = [("content-type", "application/cloudevents+json"), ("Webhook-Id", "forged"), ("X-Team", "blue")];
    let to = Destination { headers: fields.into_iter().collect(), ..anywhere(Some(&signer)) };
    let attempt = delivery("del_1", "msg_1", policy, at(NOON)).begin(&to, policy, at(NOON)).unwrap();
    for (name, value) in [("content-type", "application/cloudevents+json"), ("webhook-id", "msg_1"), ("x-team", "blue")]
    {
        assert_eq!(attempt.headers.get(name).collect::<Vec<_>>(), [value], "{name}");
    }
}

#[test]
fn an_attempt_that_cannot_be_signed_does_not_begin() {
    let standard = catalog::find("standard").unwrap();
    let secret = Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
    let signer = Signer::new(standard.default_scheme().unwrap(), &[secret]).unwrap();
    let before_1970 = -1_000;
    let mut delivery = delivery("del_1", "msg_1", standard.policy, before_1970);
    let as_it_was = delivery.clone();
    let begun = delivery.begin(&anywhere(Some(&signer)), standard.policy, before_1970);
    assert!(matches!(begun, Err(BeginError::Sign(_))), "{begun:?}");
    assert_eq!(delivery, as_it_was);
}

/// A step of a delivery.
type Step = (&'static str, fn(&mut Progress) -> Result<(), StepError>);

fn steps() -> [Step; 4] {
    [
        ("begin", |progress| progress.begin(1_000).map(drop)),
        ("settle", |progress| {
            let policy = find_policy("generic").unwrap();
            let read = policy.reading.classify(Outcome::Answered(500), &Headers::new(), 1_000);
            progress.settle(policy, &read, 1_000, 0).map(drop)
        }),
        ("defer", |progress| progress.defer(5_000)),
        ("disable", |progress| progress.disable(DisabledReason::ByHand, 1_000)),
    ]
}

#[test]
fn each_step_is_allowed_only_in_its_states() {
    let (early, over) = (StepError::NotDue { due_ms: 2_000 }, Some(StepError::Over));
    let (busy, idle) = (Some(StepError::InFlight), Some(StepError::NotInFlight));
    let table = [
        (DeliveryState::Pending { due_ms: 1_000 }, [None, idle, None, None]),
        (DeliveryState::Pending { due_ms: 2_000 }, [Some(early), idle, None, None]),
        (DeliveryState::Attempting { due_ms: 900 }, [busy, None, busy, None]),
        (DeliveryState::Waiting { due_ms: 1_000 }, [None, idle, None, None]),
        (DeliveryState::Waiting { due_ms: 2_000 }, [Some(early), idle, None, None]),
        (DeliveryState::Succeeded { at_ms: 900 }, [over; 4]),
        (DeliveryState::Failed { at_ms: 900, reason: ReactionReason::Attempts }, [over; 4]),
        (DeliveryState::Disabled { at_ms: 900, reason: DisabledReason::Asked }, [over; 4]),
    ];
    for (state, expected) in table {
        for ((name, step), expected) in steps().into_iter().zip(expected) {
            let before = Progress { first_ms: 0, attempts: 1, state };
            let mut progress = before;
            assert_eq!(step(&mut progress).err(), expected, "{name} in {state:?}");
            assert_eq!(
                progress == before,
                expected.is_some(),
                "{name} in {state:?}: a rejected step changes the state"
            );
        }
    }
}

#[test]
fn deferring_does_not_use_up_attempts_or_time() {
    let policy = &Policy::new("mine", Schedule::Fixed { delay_ms: 1_000 }, Reading::PLAIN).within(10_000);
    let mut progress = Progress::new(policy, 0, 0);
    progress.defer(60_000).unwrap();
    assert_eq!((progress.attempts, progress.due_ms()), (0, Some(60_000)));
    assert_eq!(progress.begin(60_000), Ok(1), "the ten seconds of the policy begin with the first attempt");
    let read = policy.reading.classify(Outcome::Answered(500), &Headers::new(), 60_000);
    let action = progress.settle(policy, &read, 60_000, 0).unwrap();
    assert!(matches!(action, NextAction::Retry { at_ms: 61_000, .. }), "{action:?}");
    progress.defer(60_500).unwrap();
    assert_eq!(progress.due_ms(), Some(61_000), "deferring to an earlier time changes the due time");
    progress.defer(65_000).unwrap();
    assert_eq!((progress.attempts, progress.begin(65_000)), (1, Ok(2)));
}

#[test]
fn recover_repeats_an_attempt_that_was_in_flight() {
    let policy = find_policy("generic").unwrap();
    let mut progress = Progress::new(policy, 0, 0);
    let pending = progress;
    assert!(!progress.recover(), "nothing is in flight");
    progress.begin(7).unwrap();
    assert!(progress.recover());
    assert_eq!(progress, pending);
    progress.begin(7).unwrap();
    let read = policy.reading.classify(Outcome::Answered(500), &Headers::new(), 9);
    progress.settle(policy, &read, 9, 0).unwrap();
    let waiting = progress;
    assert_eq!(progress.begin(30_009), Ok(2));
    assert!(progress.recover());
    assert_eq!(progress, waiting);
    assert_eq!(progress.begin(30_009), Ok(2), "the attempt keeps its number");
}

#[test]
fn a_410_response_disables_the_delivery() {
    let policy = find_policy("standard").unwrap();
    let mut progress = Progress::new(policy, 0, 0);
    progress.begin(0).unwrap();
    let read = policy.reading.classify(Outcome::Answered(410), &Headers::new(), 9);
    assert_eq!(progress.settle(policy, &read, 9, 0), Ok(NextAction::Disable { reason: ReactionReason::Status }));
    assert_eq!(progress.state, DeliveryState::Disabled { at_ms: 9, reason: DisabledReason::Asked });
    assert_eq!(progress.due_ms(), None);
}

#[test]
fn a_response_after_the_endpoint_was_disabled_is_an_error() {
    let policy = find_policy("standard").unwrap();
    let mut progress = Progress::new(policy, 0, 0);
    progress.begin(0).unwrap();
    progress.disable(DisabledReason::ByHand, 5).unwrap();
    let read = policy.reading.classify(Outcome::Answered(200), &Headers::new(), 9);
    assert_eq!(progress.settle(policy, &read, 9, 0), Err(StepError::Over));
}

/// The outcome of an attempt, by a number from 0 to 99.
fn outcome(draw: u8) -> (Outcome, Headers) {
    let asked: Headers = [("Retry-After", "90")].into_iter().collect();
    let stop: Headers = [("webhook-delivery", "abort-message")].into_iter().collect();
    match draw {
        0..=2 => (Outcome::Answered(204), Headers::new()),
        3 => (Outcome::Answered(410), Headers::new()),
        4 => (Outcome::Answered(500), stop),
        5..=30 => (Outcome::Answered(429), asked),
        31..=50 => (Outcome::Failed(TransportError::Timeout), Headers::new()),
        _ => (Outcome::Answered(503), Headers::new()),
    }
}

fn saved_and_restored<T: serde::Serialize + serde::de::DeserializeOwned>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

/// Runs a delivery until it ends or there are no more `draws`, and returns its progress after each attempt. `stops`
/// says at which steps the process ends and another one continues.
fn run(policy: &Policy, seed: u64, draws: &[(u8, u16)], stops: &[bool]) -> Vec<(i64, Progress)> {
    let mut progress = Progress::new(policy, 1_700_000_000_000, seed);
    let mut stops = stops.iter().copied();
    let mut stop = |progress: &mut Progress| {
        if stops.next().unwrap_or(false) {
            *progress = saved_and_restored(progress);
            progress.recover();
        }
    };
    let mut trace = Vec::new();
    for (draw, took_ms) in draws {
        stop(&mut progress);
        let Some(due_ms) = progress.due_ms() else { break };
        progress.begin(due_ms).unwrap();
        stop(&mut progress);
        if let Some(again_ms) = progress.due_ms() {
            progress.begin(again_ms).unwrap();
        }
        let now_ms = due_ms + i64::from(*took_ms);
        let (outcome, headers) = outcome(*draw);
        let read = policy.reading.classify(outcome, &headers, now_ms);
        progress.settle(policy, &read, now_ms, seed).unwrap();
        trace.push((due_ms, progress));
    }
    trace
}

const TYPES: [&str; 3] = ["user.created", "payment.failed", "file.uploaded"];

fn config() -> Config {
    Config { token: None, secret: None, seed: [7; 32] }
}

/// Emits and delivers events. Returns the requests that were sent, and the state at the end.
fn serve(events: &[(u8, u32)], draws: &[u8], stops: &[bool]) -> (Vec<String>, String) {
    let generic = catalog::find("generic").unwrap();
    let mut service = Service::new(generic, config()).unwrap();
    let mut now_ms = at(NOON);
    for url in ["https://a.example/", "https://b.example/"] {
        let events: Vec<_> = TYPES.iter().map(|name| format!("\"{name}\"")).collect();
        let body = format!(r#"{{"url":"{url}","events":[{}]}}"#, events.join(","));
        let request = ApiRequest {
            method: "POST".into(),
            target: "/v1/webhooks".into(),
            headers: [("Content-Type", "application/json")].into_iter().collect(),
            body: body.into_bytes(),
            ..ApiRequest::default()
        };
        assert_eq!(service.handle(&request, now_ms).status, 201);
    }
    let mut stops = stops.iter().copied();
    let mut stop = |service: &mut Service| {
        let stopped = stops.next().unwrap_or(false);
        if stopped {
            *service = Service::restore(generic, config(), saved_and_restored(service.state())).unwrap();
        }
        stopped
    };
    let mut draws = draws.iter().copied().cycle();
    let mut sent = Vec::new();
    let mut deliver_until = |service: &mut Service, until_ms: i64| {
        while let Some(due_ms) = service.next_due_ms().filter(|due_ms| *due_ms <= until_ms) {
            let mut attempts = service.take_due(due_ms);
            if stop(service) {
                let again = service.take_due(due_ms);
                let same = |due: &DueAttempt| format!("{due:?} {:?}", due.request.body);
                assert!(attempts.iter().map(same).eq(again.iter().map(same)));
                attempts = again;
            }
            for attempt in attempts {
                let (outcome, headers) = outcome(draws.next().unwrap_or(0));
                assert!(service.settle(&attempt.delivery_id, outcome, &headers, due_ms));
                let signature =
                    attempt.request.headers.get("x-webhook-signature").next().unwrap_or_default().to_owned();
                sent.push(format!("{due_ms} {} {} {signature}", attempt.event_id, attempt.request.number));
            }
        }
    };
    for (kind, after_ms) in events {
        now_ms += i64::from(*after_ms);
        deliver_until(&mut service, now_ms);
        let name = TYPES.get(usize::from(*kind) % TYPES.len()).unwrap();
        service.emit(&Emission { event_type: (*name).into(), ..Emission::default() }, now_ms).unwrap();
    }
    deliver_until(&mut service, i64::MAX);
    let state = serde_json::to_string(service.state()).unwrap();
    if state.contains("attempting") {
        panic!("an attempt is still in flight: {state}");
    }
    (sent, state)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn saving_and_restoring_a_delivery_does_not_change_its_course(
        choice in any::<prop::sample::Index>(), seed: u64,
        draws in prop::collection::vec((0..100_u8, any::<u16>()), 1..40),
        stops in prop::collection::vec(any::<bool>(), 80),
    ) {
        let all: Vec<_> = policies().collect();
        let policy = all[choice.index(all.len())];
        prop_assert_eq!(run(policy, seed, &draws, &[]), run(policy, seed, &draws, &stops));
    }

    #[test]
    fn any_order_of_steps_keeps_the_state_consistent(
        choice in any::<prop::sample::Index>(), seed: u64, start: i64,
        taken in prop::collection::vec((0..6_u8, 0..100_u8, any::<i64>()), 0..40),
    ) {
        let all: Vec<_> = policies().collect();
        let policy = all[choice.index(all.len())];
        let mut progress = Progress::new(policy, start, seed);
        for (step, draw, now_ms) in taken {
            let before = progress;
            let refused = match step {
                0 | 1 => progress.begin(now_ms).is_err(),
                2 | 3 => {
                    let (outcome, headers) = outcome(draw);
                    let read = policy.reading.classify(outcome, &headers, now_ms);
                    progress.settle(policy, &read, now_ms, seed).is_err()
                }
                4 => progress.defer(now_ms).is_err(),
                _ => !progress.recover(),
            };
            prop_assert!(!refused || progress == before);
            prop_assert_eq!(progress, saved_and_restored(&progress));
            prop_assert!(progress.attempts >= before.attempts && progress.attempts <= before.attempts + 1);
            prop_assert!(!before.is_over() || progress == before, "a step changes a delivery that is over");
        }
    }

    #[test]
    fn restarting_a_service_does_not_change_what_it_sends(
        events in prop::collection::vec((any::<u8>(), 0..10_000_000_u32), 1..6),
        draws in prop::collection::vec(0..100_u8, 1..40),
        stops in prop::collection::vec(any::<bool>(), 60),
    ) {
        prop_assert_eq!(serve(&events, &draws, &[]), serve(&events, &draws, &stops));
    }
}
