//! Text in the place of a name may be a misplaced secret, so no problem quotes it.

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

/// All problems of a document with `value` at a JSON Pointer whose parent exists.
fn problems_of(mut document: Value, parent: &str, name: &str, value: &Value, parse: fn(&str) -> String) -> String {
    if let Some(parent) = document.pointer_mut(parent) {
        parent[name] = value.clone();
    }
    let problems = parse(&document.to_string());
    assert!(problems.starts_with("Some"), "accepted: {problems}");
    problems
}

fn of_scheme(text: &str) -> String {
    format!("{:?}", OwnedScheme::parse(text).err())
}

fn of_policy(text: &str) -> String {
    format!("{:?}", Policy::parse(text).err())
}

/// Text in the forms of keys, tokens and identifiers.
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
    fn problems_of_schemes_and_policies_do_not_quote_secrets(secret in secret()) {
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
            let problems = problems_of(scheme(), parent, name, value, of_scheme);
            prop_assert!(!problems.contains(&secret), "{problems}");
        }
        for (parent, name, value) in [
            ("", "anchor", &text),
            ("", secret.as_str(), &one),
            ("/schedule", "kind", &text),
            ("/schedule", secret.as_str(), &one),
        ] {
            let problems = problems_of(policy(), parent, name, value, of_policy);
            prop_assert!(!problems.contains(&secret), "{problems}");
        }
    }

    #[test]
    fn problems_of_services_do_not_quote_secrets(secret in secret()) {
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
fn problems_quote_names_that_are_words() {
    let problems = problems_of(scheme(), "", "tolerance", &json!(300), of_scheme);
    assert!(problems.contains("unknown member `tolerance`; expected `id`"), "{problems}");
    let problems = problems_of(scheme(), "", "algorithm", &json!("hmac-sha265"), of_scheme);
    assert!(problems.contains("did you mean `hmac-sha256`?"), "{problems}");
}

#[test]
fn problems_of_repeated_names_do_not_quote_secrets() {
    let text = scheme().to_string().replacen('{', r#"{"sk_live_1":1,"sk_live_1":2,"id":"acme/v0","#, 1);
    let problems = of_scheme(&text);
    assert!(!problems.contains("sk_live_1"), "{problems}");
    assert!(problems.contains("the member `id` appears more than once"), "{problems}");
}
