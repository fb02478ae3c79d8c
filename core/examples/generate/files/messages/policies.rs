//! Messages about problems in retry policies, and about differences between policies and settings of other systems.

use hookwright::catalog;
use hookwright::problem::Problem;
use hookwright::retry::{Policy, System};
use serde_json::json;

use super::{distinct, schemes, with};

/// The problems of all policies.
pub(super) fn problems() -> Vec<Problem> {
    texts().iter().flat_map(|text| Policy::parse(text).err().unwrap_or_default()).collect()
}

fn texts() -> Vec<String> {
    let policy = || json!({ "id": "mine", "schedule": { "kind": "fixed", "delayMs": 1000 } });
    let members = [
        json!({ "id": 7, "schedule": null, "capMs": -1, "anchor": "later" }),
        json!({ "schedule": { "kind": "table", "delaysMs": [] } }),
        json!({ "schedule": { "kind": "table", "delaysMs": [0, 5], "repeatLast": "yes" } }),
        json!({ "schedule": { "kind": "exponential", "baseMs": 1, "factorPerMille": 5_000_000_000_u64 } }),
        json!({ "anchor": "since-first", "capMs": 5000 }),
        json!({ "jitter": { "kind": "plus-minus", "percent": 200 } }),
        json!({ "stop": { "maxAttempts": 0 }, "tolerance": 1 }),
        json!({ "reading": { "statuses": {} } }),
        json!({ "reading": { "statuses": [{ "from": 500, "to": 400, "means": "retry" }] } }),
        json!({ "reading": { "statuses": [{ "from": 5000, "means": "retry" }] } }),
        json!({ "reading": { "retryAfter": { "kind": "later", "leastMs": 5000, "mostMs": 10 } } }),
        json!({ "provenance": schemes::provenance() }),
    ];
    let mut texts = vec!["{".into(), "[]".into(), r#"{"id":"mine","id":"yours"}"#.into()];
    texts.extend(members.into_iter().map(|members| with(policy(), members).to_string()));
    texts
}

/// The differences that other systems cannot express, for every policy of the catalog and a few others.
pub(super) fn differences() -> Vec<String> {
    let known = catalog::policies().cloned();
    let fixed = json!({ "kind": "fixed", "delayMs": 1500 });
    let exponential = |base_ms: u64| json!({ "kind": "exponential", "baseMs": base_ms });
    let others = [
        json!({ "id": "a", "schedule": fixed, "stop": { "deadlineMs": 5, "maxElapsedMs": 100_000 } }),
        json!({ "id": "b", "schedule": exponential(1000), "jitter": { "kind": "full" } }),
        json!({ "id": "c", "schedule": exponential(1), "capMs": 86_400_000 }),
        json!({ "id": "d", "schedule": { "kind": "table", "delaysMs": [0, 60_000] }, "anchor": "since-first" }),
    ];
    let others = others.iter().filter_map(|policy| Policy::parse(&policy.to_string()).ok());
    let policies: Vec<Policy> = known.chain(others).collect();
    let differences = policies.iter().flat_map(|policy| {
        System::ALL.iter().flat_map(|(_, system)| policy.export(*system).differences).collect::<Vec<_>>()
    });
    distinct(differences)
}
