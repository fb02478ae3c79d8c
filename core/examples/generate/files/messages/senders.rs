//! Messages about problems in sender files.

use hookwright::catalog::{PROBLEM_CODES, SenderFile};
use hookwright::problem::Problem;
use serde_json::json;

use super::with;

/// The problems of all sender files, without those of their schemes and policies.
pub(super) fn problems() -> Vec<Problem> {
    let mut problems = Vec::new();
    for text in texts() {
        match SenderFile::parse(&text) {
            Ok(file) => problems.extend(file.missing_in_catalog()),
            Err(found) => problems.extend(found),
        }
    }
    problems.retain(|problem| PROBLEM_CODES.iter().any(|code| code.as_str() == problem.code));
    problems
}

fn texts() -> Vec<String> {
    let policy = || json!({ "id": "acme", "schedule": { "kind": "fixed", "delayMs": 1000 } });
    let file = || json!({ "format": 1, "id": "acme", "name": "Acme", "policies": [policy()] });
    let members = [
        json!({}),
        json!({ "policies": [policy(), policy()] }),
        json!({ "format": 2, "id": "Acme", "name": "A\nB", "schemes": {}, "schemas": [] }),
        json!({ "id": "4cme" }),
        json!({ "policies": [] }),
        json!({ "event": {} }),
        json!({ "event": { "type": { "header": "X Event" }, "id": { "member": "id" } } }),
        json!({ "event": { "type": { "query": "type" }, "id": {} } }),
        json!({ "limits": {} }),
        json!({ "limits": { "maxBodyBytes": 0 } }),
    ];
    let mut texts = vec!["{".into(), "[]".into(), r#"{"id":"acme","id":"acme"}"#.into(), " ".repeat(2 << 20)];
    texts.extend(members.into_iter().map(|members| with(file(), members).to_string()));
    texts
}
