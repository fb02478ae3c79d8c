//! Texts that are given where a name belongs: they may be secrets in the wrong place, so no problem quotes them.

use hookwright::catalog;
use hookwright::retry::Policy;
use hookwright::service::{Config, Emission, Service, ServiceState};
use hookwright::signature::OwnedScheme;
use proptest::prelude::*;
use serde_json::{Value, json};

fn scheme() -> Value {
    json!({
        "id": "acme/v1",
        "algorithm": "hmac-sha256",
        "content": "{timestamp}.{body}",
        "signature": { "header": "Acme-Signature" },
        "timestamp": { "header": "Acme-Timestamp", "unit": "seconds" },
    })
}

fn policy() -> Value {
    json!({ "id": "mine", "schedule": { "kind": "fixed", "delayMs": 1000 } })
}

/// Everything that is said of a document with `value` at a JSON Pointer whose parent exists.
fn said(mut document: Value, parent: &str, name: &str, value: &Value, parse: fn(&str) -> String) -> String {
    if let Some(parent) = document.pointer_mut(parent) {
        parent[name] = value.clone();
    }
    let problems = parse(&document.to_string());
    assert!(problems.starts_with("Some"), "it is refused: {problems}");
    problems
}

fn of_scheme(text: &str) -> String {
    format!("{:?}", OwnedScheme::parse(text).err())
}

fn of_policy(text: &str) -> String {
    format!("{:?}", Policy::parse(text).err())
}

/// Texts of the forms that keys, tokens and identifiers have.
fn secret() -> impl Strategy<Value = String> {
    prop_oneof![
        "whsec_[A-Za-z0-9+/]{16,40}",
        "sk_(live|test)_[A-Za-z0-9]{24}",
        "[0-9a-f]{32,64}",
        "[0-9A-F]{32,64}",
        "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        "[A-Za-z0-9+/]{32,64}={0,2}",
        "[a-z]{3,8}-[a-z]{3,8}-[a-z]{3,8}",
    ]
}

proptest! {
    #[test]
    fn low_quoted_secrets_in_schemes_and_policies_are_not_in_their_problems(secret in secret()) {
        let text = json!(secret);
        let field = json!(format!("{{body}}{{{secret}}}"));
        let one = json!(1);
        for (parent, name, value) in [
            ("", "algorithm", &text),
            ("", "key", &text),
            ("", "content", &field),
            ("", secret.as_str(), &one),
            ("/signature", "encoding", &text),
            ("/signature", secret.as_str(), &one),
            ("/timestamp", "unit", &text),
        ] {
            let problems = said(scheme(), parent, name, value, of_scheme);
            prop_assert!(!problems.contains(&secret), "{problems}");
        }
        for (parent, name, value) in [
            ("", "anchor", &text),
            ("", secret.as_str(), &one),
            ("/schedule", "kind", &text),
            ("/schedule", secret.as_str(), &one),
        ] {
            let problems = said(policy(), parent, name, value, of_policy);
            prop_assert!(!problems.contains(&secret), "{problems}");
        }
    }

    #[test]
    fn low_quoted_secrets_given_to_a_service_are_not_in_its_problems(secret in secret()) {
        let generic = catalog::find("generic").unwrap();
        let config = Config { token: None, secret: None, seed: [7; 32] };
        let mut service = Service::restore(generic, config, ServiceState::default()).unwrap();
        let event_type = String::from("user.created");
        let given = Some(secret.clone());
        for emission in [
            Emission { event_type: secret.clone(), ..Emission::default() },
            Emission { event_type: event_type.clone(), workspace_id: given.clone(), ..Emission::default() },
            Emission { event_type: event_type.clone(), subscription_id: given.clone(), ..Emission::default() },
        ] {
            let problem = format!("{:?}", service.emit(&emission, 0).expect_err("it is refused"));
            prop_assert!(!problem.contains(&secret), "{problem}");
        }
    }
}

#[test]
fn low_quoted_words_are_still_named() {
    let problems = said(scheme(), "", "tolerance", &json!(300), of_scheme);
    assert!(problems.contains("unknown member `tolerance`; expected `id`"), "{problems}");
    let problems = said(scheme(), "", "algorithm", &json!("hmac-sha265"), of_scheme);
    assert!(problems.contains("did you mean `hmac-sha256`?"), "{problems}");
}

#[test]
fn low_quoted_names_that_are_repeated_are_not_in_the_problem() {
    let text = scheme().to_string().replacen('{', r#"{"sk_live_1":1,"sk_live_1":2,"id":"acme/v0","#, 1);
    let problems = of_scheme(&text);
    assert!(!problems.contains("sk_live_1"), "{problems}");
    assert!(problems.contains("the member `id` appears more than once"), "{problems}");
}
