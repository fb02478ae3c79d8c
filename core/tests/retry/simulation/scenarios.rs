//! Validation of scenarios.

use hookwright::catalog::{find_policy, policies};
use hookwright::retry::{Policy, Reading, Schedule};
use hookwright::simulation::{
    Downtime, FailureMode, MAX_DELIVERIES, MAX_HORIZON_MS, MAX_OUTAGES, MAX_RECEIVERS, MAX_SUBSCRIPTIONS, Receiver,
    Scenario, ScenarioErrorKind, Simulation, SlowResponses,
};

#[test]
fn accepts_every_built_in_policy_and_rejects_policies_without_delays() {
    for policy in policies() {
        assert!(Scenario::new(policy.clone()).check().is_ok(), "{}", policy.id);
    }
    let endless = |schedule| Policy::new("mine", schedule, Reading::PLAIN);
    let repeated = |last_ms| Schedule::Table { delays_ms: vec![0, 5, last_ms].into(), repeat_last: true };
    for undelayed in [
        endless(Schedule::Fixed { delay_ms: 0 }),
        endless(Schedule::exponential(1_000, 2)).capped(0),
        endless(Schedule::Exponential { base_ms: 1_000_000, factor_per_mille: 999 }),
        endless(repeated(0)),
        endless(repeated(9)).since_first(),
        endless(Schedule::Fixed { delay_ms: 10 }).since_first().capped(60_000),
    ] {
        let error = Scenario::new(undelayed.clone()).check().unwrap_err();
        assert_eq!((error.field.as_str(), error.kind), ("policy", ScenarioErrorKind::NoDelay), "{undelayed:?}");
        for (attempts, is_valid) in [(9, true), (10_000, true), (u32::MAX - 1, false), (u32::MAX, false)] {
            let check = Scenario::new(undelayed.clone().at_most(attempts)).check();
            assert_eq!(check.is_ok(), is_valid, "{attempts} {undelayed:?}");
        }
    }
    // Delays that shrink but are not zero at the last attempt are accepted.
    let shrinks = endless(Schedule::Exponential { base_ms: 1_000_000_000, factor_per_mille: 999 });
    for (attempts, is_valid) in [(10_001, true), (20_000, false)] {
        assert_eq!(Scenario::new(shrinks.clone().at_most(attempts)).check().is_ok(), is_valid);
    }
    // A delay before the last attempt is not enough after ten thousand attempts without one.
    let mut delays_ms = vec![0; 10_001];
    delays_ms.push(5);
    let zeros = Schedule::Table { delays_ms: delays_ms.into(), repeat_last: false };
    assert!(Scenario::new(endless(zeros)).check().is_err());
    for advancing in [endless(repeated(9)), endless(Schedule::Fixed { delay_ms: 1 }).since_first()] {
        assert_eq!(Scenario { horizon_ms: MAX_HORIZON_MS, ..Scenario::new(advancing) }.check(), Ok(()));
    }
}

#[test]
fn rejects_invalid_scenarios_with_their_field() {
    let scenario = || Scenario::new(find_policy("generic").unwrap().clone());
    let with = |receiver: Receiver| Scenario { receivers: vec![receiver], ..scenario() };
    let at_most = |max: u64| ScenarioErrorKind::TooLarge { max };
    let many = vec![Receiver::default(); MAX_RECEIVERS + 1];
    let down = Downtime { start_ms: 0, duration_ms: 1, failure: FailureMode::Status(204) };
    let outages = vec![Downtime { failure: FailureMode::Status(500), ..down }; MAX_OUTAGES + 1];
    let subscriptions = u32::try_from(MAX_SUBSCRIPTIONS).unwrap();
    let cases = [
        (Scenario { receivers: many, ..scenario() }, "receivers", at_most(1_000)),
        (with(Receiver { subscriptions: subscriptions + 1, ..Receiver::default() }), "receivers", at_most(1_000_000)),
        (Scenario { events: u64::MAX, ..scenario() }, "events", at_most(4_294_967_295)),
        (
            Scenario { events: 1_000_001, ..with(Receiver { subscriptions, ..Receiver::default() }) },
            "events",
            at_most(MAX_DELIVERIES),
        ),
        (Scenario { horizon_ms: u64::MAX, ..scenario() }, "horizonMs", at_most(315_360_000_000)),
        (Scenario { workers: Some(0), ..scenario() }, "workers", ScenarioErrorKind::Zero),
        (
            with(Receiver { errors_per_million: 1_000_001, ..Receiver::default() }),
            "receivers/0/errorsPerMillion",
            at_most(1_000_000),
        ),
        (
            with(Receiver { lost_responses_per_million: u32::MAX, ..Receiver::default() }),
            "receivers/0/lostResponsesPerMillion",
            at_most(1_000_000),
        ),
        (
            with(Receiver { slow: SlowResponses { per_million: u32::MAX, latency_ms: 0 }, ..Receiver::default() }),
            "receivers/0/slow/perMillion",
            at_most(1_000_000),
        ),
        (
            with(Receiver { error_status: 200, ..Receiver::default() }),
            "receivers/0/errorStatus",
            ScenarioErrorKind::NotAFailure,
        ),
        (
            with(Receiver { error_status: 600, ..Receiver::default() }),
            "receivers/0/errorStatus",
            ScenarioErrorKind::NotAFailure,
        ),
        (
            with(Receiver { outages: vec![down], ..Receiver::default() }),
            "receivers/0/outages/0/failure",
            ScenarioErrorKind::NotAFailure,
        ),
        (with(Receiver { outages, ..Receiver::default() }), "receivers/0/outages", at_most(100)),
        (
            with(Receiver { capacity_per_second: Some(0), ..Receiver::default() }),
            "receivers/0/capacityPerSecond",
            ScenarioErrorKind::Zero,
        ),
    ];
    for (scenario, field, kind) in cases {
        let error = Simulation::new(scenario).unwrap_err();
        assert_eq!((error.field.as_str(), error.kind), (field, kind));
        assert!(error.to_string().starts_with(&format!("`{field}` must ")));
    }
}
