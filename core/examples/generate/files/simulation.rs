//! Scenarios and the exact reports of their simulations, which show every change of behavior.

#![expect(clippy::expect_used, clippy::indexing_slicing, reason = "an invalid scenario stops the command")]

use hookwright::catalog::find_policy;
use hookwright::retry::Policy;
use hookwright::simulation::{
    Downtime, FailureMode, Latency, RateLimit, Receiver, Report, Scenario, Simulation, SlowResponses,
};
use hookwright::{
    delivery::{Breaker, HealthRule},
    retry::TransportError,
};
use serde_json::{Value, json};

/// The file `simulation.json`.
pub(crate) fn simulation() -> String {
    let tests: Vec<Value> = scenarios()
        .into_iter()
        .map(|(id, scenario)| {
            let mut written = json!(&scenario);
            written["policy"] = json!(scenario.policy.id);
            json!({"id": id, "scenario": written, "report": report(scenario)})
        })
        .collect();
    let file = json!({
        "notes": {
            "purpose": "The exact reports of simulations, which show every change of behavior.",
            "policy": "The id of a built-in policy.",
            "report": "The load over time (`load`) is replaced by its sums."
        },
        "numberOfTests": tests.len(),
        "tests": tests
    });
    format!("{file:#}\n")
}

fn report(scenario: Scenario) -> Value {
    let mut simulation = Simulation::new(scenario).expect("the scenario is valid");
    while simulation.run(10_000) {}
    let report = simulation.report();
    let mut written = json!(&report);
    written["load"] = sums(&report);
    for (written, receiver) in written["receivers"].as_array_mut().into_iter().flatten().zip(&report.receivers) {
        let failed: u64 = receiver.load.iter().map(|bucket| bucket.failed).sum();
        written["load"] = json!({"buckets": receiver.load.len(), "failed": failed});
    }
    written
}

fn sums(report: &Report) -> Value {
    let queue: u64 = report.load.buckets.iter().map(|bucket| bucket.queue).sum();
    json!({"widthMs": report.load.width_ms, "buckets": report.load.buckets.len(), "queue": queue})
}

fn policy(id: &str) -> Policy {
    find_policy(id).expect("the policy exists").clone()
}

fn scenarios() -> [(&'static str, Scenario); 3] {
    let outage = |start_ms, duration_ms, failure| Downtime { start_ms, duration_ms, failure };
    let herd = Scenario {
        receivers: vec![
            Receiver {
                subscriptions: 40,
                latency: Latency { least_ms: 20, most_ms: 300 },
                outages: vec![outage(60_000, 1_800_000, FailureMode::Status(503))],
                ..Receiver::default()
            },
            Receiver { errors_per_million: 150_000, error_status: 502, ..Receiver::default() },
        ],
        events: 120,
        over_ms: 3_600_000,
        seed: 42,
        ..Scenario::new(policy("svix-server"))
    };
    let guarded = Scenario {
        health: HealthRule {
            failures: Some(40),
            failing_for_ms: None,
            breaker: Some(Breaker { failures: 3, open_ms: 45_000 }),
        },
        receivers: vec![Receiver {
            subscriptions: 5,
            slow: SlowResponses { per_million: 100_000, latency_ms: 60_000 },
            lost_responses_per_million: 50_000,
            latency: Latency { least_ms: 100, most_ms: 2_000 },
            outages: vec![
                outage(100_000, 200_000, FailureMode::Error(TransportError::Timeout)),
                outage(900_000, 60_000_000, FailureMode::Error(TransportError::Connection)),
            ],
            ..Receiver::default()
        }],
        events: 200,
        over_ms: 1_200_000,
        workers: Some(4),
        late_ms: 60_000,
        seed: u64::MAX >> 11,
        ..Scenario::new(policy("standard"))
    };
    let limited = Scenario {
        receivers: vec![Receiver {
            subscriptions: 3,
            limit: Some(RateLimit { per_second: 2, burst: 10, retry_after_seconds: Some(20) }),
            capacity_per_second: Some(3),
            gone_from_ms: Some(7_200_000),
            ..Receiver::default()
        }],
        events: 400,
        over_ms: 60_000,
        seed: 7,
        ..Scenario::new(policy("kit"))
    };
    [("herd", herd), ("guarded", guarded), ("limited", limited)]
}
