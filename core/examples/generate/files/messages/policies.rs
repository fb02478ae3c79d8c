//! Messages about problems in retry policies, and about differences between policies and settings of other systems.

use hookwright::catalog;
use hookwright::problem::Problem;
use hookwright::retry::{Policy, Schedule, System};
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

/// What exports to other systems say about differences and in notes, for policies of the catalog and a few others.
pub(super) fn differences() -> Vec<String> {
    // One list of delays is enough: the message about it has its numbers.
    let is_list = |policy: &&Policy| matches!(policy.schedule, Schedule::Table { .. }) && policy.id != "svix";
    let known = catalog::policies().filter(|policy| !is_list(policy)).cloned();
    let fixed = json!({ "kind": "fixed", "delayMs": 1500 });
    let exponential = |base_ms: u64| json!({ "kind": "exponential", "baseMs": base_ms });
    let others = [
        json!({ "id": "a", "schedule": fixed, "stop": { "deadlineMs": 5, "maxElapsedMs": 100_000 } }),
        json!({ "id": "b", "schedule": exponential(1000), "jitter": { "kind": "full" } }),
        json!({ "id": "c", "schedule": exponential(1), "capMs": 86_400_000 }),
        json!({ "id": "d", "schedule": { "kind": "table", "delaysMs": [0, 60_000] }, "anchor": "since-first" }),
        json!({ "id": "e", "schedule": { "kind": "table", "delaysMs": [5000, 5000] }, "jitter": { "kind": "equal" } }),
        json!({ "id": "f", "schedule": { "kind": "linear", "baseMs": 1000, "stepMs": 5000 }, "stop": { "maxAttempts": 4 } }),
        json!({ "id": "g", "schedule": { "kind": "decorrelated", "baseMs": 1000 }, "stop": { "maxAttempts": 4 } }),
        json!({
            "id": "h", "schedule": { "kind": "fixed", "delayMs": 1000 }, "jitter": { "kind": "plus-minus", "percent": 20 },
            "stop": { "maxAttempts": 4 },
        }),
    ];
    let others = others.iter().filter_map(|policy| Policy::parse(&policy.to_string()).ok());
    let policies: Vec<Policy> = known.chain(others).collect();
    let differences = policies.iter().flat_map(|policy| {
        System::ALL
            .iter()
            .map(|(_, system)| policy.export(*system))
            .flat_map(|export| export.differences.into_iter().chain(export.notes))
            .collect::<Vec<_>>()
    });
    distinct(differences)
}
