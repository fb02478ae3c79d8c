//! Policies as JSON and as settings of other systems, and properties of arbitrary policies.

use hookwright::catalog::{find_policy, policies};
use hookwright::http::Headers;
use hookwright::retry::Outcome;
use hookwright::retry::{
    Anchor, EndedAttempt, Fidelity, Jitter, NextAction, Outage, PlanOptions, Policy, Reaction, Reading, RetryAfter,
    Schedule, StopRules, System, plan_from,
};
use proptest::prelude::*;

fn any_policy() -> impl Strategy<Value = Policy> {
    let schedule = prop_oneof![
        prop::collection::vec(any::<u64>(), 0..8)
            .prop_map(|delays| Schedule::Table { delays_ms: delays.into(), repeat_last: true }),
        any::<u64>().prop_map(|delay_ms| Schedule::Fixed { delay_ms }),
        (any::<u64>(), any::<u64>()).prop_map(|(base_ms, step_ms)| Schedule::Linear { base_ms, step_ms }),
        (any::<u64>(), any::<u32>())
            .prop_map(|(base_ms, factor_per_mille)| Schedule::Exponential { base_ms, factor_per_mille }),
        (any::<u64>(), any::<u32>()).prop_map(|(base_ms, power)| Schedule::Polynomial { base_ms, power }),
        any::<u64>().prop_map(|base_ms| Schedule::Decorrelated { base_ms }),
        (any::<Option<u64>>(), any::<u64>())
            .prop_map(|(within_ms, imitated_ms)| Schedule::Unpublished { within_ms, imitated_ms }),
    ];
    let jitter = prop_oneof![
        Just(Jitter::None),
        Just(Jitter::Full),
        Just(Jitter::Equal),
        any::<u8>().prop_map(|percent| Jitter::PlusMinus { percent }),
        any::<u8>().prop_map(|percent| Jitter::Additive { percent }),
    ];
    let stop = (any::<Option<u32>>(), any::<Option<u64>>(), any::<Option<i64>>());
    (schedule, jitter, any::<bool>(), any::<Option<u64>>(), stop).prop_map(|(schedule, jitter, since, cap_ms, stop)| {
        Policy {
            anchor: if since { Anchor::SinceFirst } else { Anchor::AfterPrevious },
            cap_ms,
            jitter,
            stop: StopRules { max_attempts: stop.0, max_elapsed_ms: stop.1, deadline_ms: stop.2 },
            reading: Reading { retry_after: RetryAfter::WithinSchedule { times: 3 }, ..Reading::STANDARD },
            ..Policy::new("any", schedule, Reading::STANDARD)
        }
    })
}

#[test]
fn every_policy_has_a_json_round_trip() {
    for policy in policies() {
        let text = serde_json::to_string(policy).unwrap();
        let read = Policy::parse(&text).unwrap_or_else(|problems| panic!("{}: {problems:?}", policy.id));
        assert_eq!(read, *policy);
    }
}

#[test]
fn reports_every_mistake_in_a_policy_with_its_path() {
    let wrong = [
        ("{", "malformed_json", ""),
        ("[]", "wrong_type", ""),
        ("{}", "missing_field", "/id"),
        (r#"{"id":"a"}"#, "missing_field", "/schedule"),
        (r#"{"id":"a","schedule":{"kind":"cubic"}}"#, "unknown_choice", "/schedule/kind"),
        (r#"{"id":"a","schedule":{"kind":"table","delaysMs":[]}}"#, "wrong_type", "/schedule/delaysMs"),
        (r#"{"id":"a","schedule":{"kind":"table","delaysMs":[-1]}}"#, "wrong_type", "/schedule/delaysMs"),
        (r#"{"id":"a","schedule":{"kind":"fixed","delayMs":1.5}}"#, "wrong_type", "/schedule/delayMs"),
        (r#"{"id":"a","schedule":{"kind":"fixed","delayMs":1,"cap":2}}"#, "unknown_field", "/schedule/cap"),
        (
            r#"{"id":"a","schedule":{"kind":"fixed","delayMs":1},"jitter":{"kind":"plus-minus","percent":101}}"#,
            "out_of_range",
            "/jitter/percent",
        ),
        (
            r#"{"id":"a","schedule":{"kind":"fixed","delayMs":1},"anchor":"since-first","capMs":5}"#,
            "wrong_anchor",
            "/anchor",
        ),
        (
            r#"{"id":"a","schedule":{"kind":"fixed","delayMs":1},"stop":{"maxAttempts":0}}"#,
            "out_of_range",
            "/stop/maxAttempts",
        ),
        (
            r#"{"id":"a","schedule":{"kind":"fixed","delayMs":1},"reading":{"statuses":[{"from":200}]}}"#,
            "missing_field",
            "/reading/statuses/0/means",
        ),
        (
            r#"{"id":"a","schedule":{"kind":"fixed","delayMs":1},
                "reading":{"statuses":[{"from":500,"to":400,"means":"stop"}]}}"#,
            "out_of_range",
            "/reading/statuses/0/to",
        ),
        (
            r#"{"id":"a","schedule":{"kind":"fixed","delayMs":1},
                "reading":{"statuses":[{"from":65537,"means":"stop"}]}}"#,
            "out_of_range",
            "/reading/statuses/0/from",
        ),
        (
            r#"{"id":"a","schedule":{"kind":"fixed","delayMs":1},
                "reading":{"retryAfter":{"kind":"later","leastMs":5,"mostMs":4}}}"#,
            "out_of_range",
            "/reading/retryAfter/mostMs",
        ),
    ];
    for (text, code, path) in wrong {
        let problems = Policy::parse(text).unwrap_err();
        assert_eq!((problems[0].code, problems[0].path.as_str()), (code, path), "{text}: {problems:?}");
    }
}

#[test]
fn exports_state_their_fidelity() {
    let fidelity = |policy: &Policy, system| policy.export(system).fidelity;
    let doubling = Policy::new("mine", Schedule::exponential(1_000, 2), Reading::STANDARD).at_most(5);
    for (_, system) in System::ALL {
        assert_eq!(fidelity(find_policy("stripe").unwrap(), *system), Fidelity::NotExpressible);
        // The Svix server's jitter cannot be switched off.
        let jitter = if *system == System::Svix { Jitter::PlusMinus { percent: 20 } } else { Jitter::None };
        let doubling = doubling.clone().jitter(jitter);
        assert_eq!(fidelity(&doubling, *system), Fidelity::Exact, "{system:?}: {:?}", doubling.export(*system));
    }
    assert_eq!(
        doubling.export(System::Bullmq).settings.unwrap(),
        serde_json::json!({ "attempts": 5, "backoff": { "type": "exponential", "delay": 1000 } })
    );
    assert_eq!(
        doubling.export(System::Temporal).settings.unwrap(),
        serde_json::json!({ "retry": {
            "initialInterval": "1000ms", "backoffCoefficient": 2, "maximumInterval": "8000ms", "maximumAttempts": 5
        } })
    );
    let svix = find_policy("svix").unwrap();
    assert_eq!(
        svix.export(System::Svix).settings.unwrap(),
        serde_json::json!({ "retry_schedule": [5, 300, 1800, 7200, 18000, 36000, 36000] })
    );
    assert_eq!(fidelity(svix, System::CloudTasks), Fidelity::Approximate);
    assert_eq!(fidelity(svix, System::Temporal), Fidelity::Approximate);
    assert_eq!(fidelity(&doubling.clone().jitter(Jitter::Full), System::Temporal), Fidelity::Approximate);
}

proptest! {
    #[test]
    fn parsed_policies_have_a_json_round_trip(
        row: prop::sample::Index, at: prop::sample::Index, removed in 0..4_usize,
        put in "[\\[\\]{}\",:a-zA-Z0-9.-]{0,4}",
    ) {
        let rows: Vec<&Policy> = policies().collect();
        let mut text = serde_json::to_string(row.get(&rows)).unwrap();
        let start = text.floor_char_boundary(at.index(text.len()));
        let end = text.floor_char_boundary((start + removed).min(text.len()));
        text.replace_range(start..end, &put);
        match Policy::parse(&text) {
            Ok(policy) => prop_assert_eq!(Policy::parse(&serde_json::to_string(&policy).unwrap()), Ok(policy)),
            Err(problems) => {
                prop_assert!(!problems.is_empty());
                let is_pointer = |path: &str| path.is_empty() || path.starts_with('/');
                prop_assert!(problems.iter().all(|problem| is_pointer(&problem.path)), "{problems:?}");
            }
        }
    }

    #[test]
    fn any_policy_can_be_exported(policy in any_policy()) {
        for (_, system) in System::ALL {
            let export = policy.export(*system);
            prop_assert_eq!(export.settings.is_none(), export.fidelity == Fidelity::NotExpressible);
        }
    }

    #[test]
    fn plans_and_actions_are_consistent_for_any_policy(
        policy in any_policy(), start_ms: i64, seed: Option<u64>, attempt_ms: u64, number: u32, outage: u64,
        now_ms: i64, value in "[0-9.]{0,25}",
    ) {
        let plan = plan_from(&policy, &PlanOptions { start_ms, seed, attempt_ms });
        prop_assert!(plan.attempts.windows(2).all(|pair| pair[0].at_ms <= pair[1].at_ms || pair[1].at_ms.is_none()));
        prop_assert!(plan.attempts.iter().all(|a| a.latest_ms.is_none_or(|latest| a.earliest_ms <= latest)));
        if seed.is_some() && attempt_ms == 0 {
            let within = |a: &hookwright::retry::PlannedAttempt| {
                a.at_ms.is_none_or(|at| a.earliest_ms <= at && a.latest_ms.is_none_or(|latest| at <= latest))
            };
            prop_assert!(plan.attempts.iter().all(within), "{plan:?}");
        }
        let loss = plan.outage_cost(Outage { start_ms, duration_ms: outage });
        prop_assert!(!loss.summary.is_empty());
        let headers: Headers = [("Retry-After", value)].into_iter().collect();
        let (number, seed) = (number % 2_000, seed.unwrap_or(0));
        let (wait, drawn) = (policy.delay_range(number), policy.drawn_ms(number, seed));
        prop_assert_eq!(wait.is_some(), drawn.is_some());
        if let (Some(wait), Some(drawn)) = (wait, drawn) {
            prop_assert!((wait.least_ms..=wait.most_ms).contains(&drawn), "{drawn} of {wait:?}");
        }
        let outcome = Outcome::Answered(503);
        let ended = EndedAttempt { number, first_ms: start_ms, now_ms, outcome, headers: &headers };
        let by_schedule = policy.next_by_schedule(number, start_ms, now_ms, seed);
        for action in [policy.next(&ended, seed), by_schedule] {
            if let NextAction::Retry { delay_ms, at_ms, .. } = action {
                prop_assert_eq!(at_ms, now_ms.saturating_add_unsigned(delay_ms));
            }
        }
        if let (NextAction::Retry { delay_ms, .. }, Anchor::AfterPrevious) = (by_schedule, policy.anchor) {
            prop_assert_eq!(Some(delay_ms), policy.drawn_ms(number + 1, seed));
        }
    }

    #[test]
    fn only_2xx_statuses_succeed(status: u16) {
        let headers = Headers::new();
        for policy in policies() {
            let read = policy.reading.classify(Outcome::Answered(status), &headers, 0);
            // Some senders accept only 200.
            let last = policy.reading.statuses.iter().find(|rule| rule.from == 200).map_or(299, |rule| rule.to);
            prop_assert_eq!(read.reaction == Reaction::Success, (200..=last).contains(&status), "{}", policy.id);
        }
    }
}
