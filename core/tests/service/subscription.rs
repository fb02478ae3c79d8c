//! Drafts of subscriptions: their problems, and the requests that create them.

use hookwright::catalog::{self, Provider};
use hookwright::problem::Severity;
use hookwright::snippet::{Language, render};
use hookwright::subscription::{Api, Draft, Patch, check, requests};
use serde_json::json;

fn generic() -> &'static Provider {
    catalog::find("generic").unwrap()
}

fn api(id: &str) -> (&'static Provider, &'static Api) {
    let found = |provider: &&'static Provider| {
        let provider: &'static Provider = provider;
        provider.apis.iter().find(|api| api.id == id).map(|api| (provider, api))
    };
    catalog::PROVIDERS.iter().find_map(found).unwrap()
}

fn good() -> Draft {
    Draft {
        url: "https://yourapp.com/webhook".into(),
        events: vec!["user.created".into(), "user.updated".into(), "project.created".into()],
        secret: "whsec_0123456789abcdef0123456789abcdef".into(),
        active: Some(true),
        ..Draft::default()
    }
}

#[track_caller]
fn codes(draft: &Draft) -> Vec<&'static str> {
    check(&generic().rules(&generic().apis[0]), draft).iter().map(|problem| problem.code).collect()
}

#[track_caller]
fn url_codes(url: &str) -> Vec<&'static str> {
    codes(&Draft { url: url.into(), ..good() })
}

#[test]
fn checks_urls() {
    for fine in
        ["https://yourapp.com/webhook", "HTTPS://YourApp.com:8443/a?b=c", "https://8.8.8.8/", "https://[2001:4860::1]/"]
    {
        assert_eq!(url_codes(fine), [""; 0], "{fine}");
    }
    for (url, expected) in [
        ("", "missing_url"),
        ("  ", "missing_url"),
        ("yourapp.com/webhook", "invalid_url"),
        ("/webhook", "invalid_url"),
        ("https://", "invalid_url"),
        ("https:///webhook", "invalid_url"),
        ("https://yourapp..com/", "invalid_url"),
        ("https://yourapp.com*/", "invalid_url"),
        ("https://%61.com/", "invalid_url"),
        ("ftp://yourapp.com/", "invalid_url"),
        ("javascript:alert(1)", "invalid_url"),
        ("https://yourapp.com/a b", "invalid_url"),
        ("https://bücher.example/", "invalid_url"),
        ("https://yourapp.com:99999/", "invalid_url"),
        ("http://yourapp.com/webhook", "insecure_url"),
        ("https://user:pw@yourapp.com/", "credentials_in_url"),
        ("https://yourapp.com/#part", "fragment_in_url"),
        ("http://localhost:3000/webhook", "loopback_url"),
        ("http://127.0.0.1:3000/webhook", "loopback_url"),
        ("http://[::1]:3000/webhook", "loopback_url"),
        ("https://10.1.2.3/", "private_url"),
        ("https://192.168.0.10/", "private_url"),
        ("https://172.16.0.1/", "private_url"),
        ("https://169.254.169.254/latest/meta-data", "private_url"),
        ("https://100.64.0.1/", "private_url"),
        ("https://0.0.0.0/", "private_url"),
        ("https://[fd00::1]/", "private_url"),
        ("https://[fe80::1]/", "private_url"),
        ("https://[::ffff:10.0.0.1]/", "private_url"),
        ("https://192.0.2.1/", "private_url"),
        ("https://[64:ff9b::a00:1]/", "private_url"),
        ("https://2130706433/", "invalid_url"),
        ("https://0x7f.1/", "invalid_url"),
        ("https://127.1/", "invalid_url"),
        ("https://intranet/hook", "private_url"),
        ("https://db.internal/", "private_url"),
    ] {
        assert_eq!(url_codes(url), [expected], "{url}");
    }
}

#[test]
fn a_loopback_url_without_tls_is_only_a_warning() {
    let draft = Draft { url: "http://localhost:3000/webhook".into(), ..good() };
    let problems = check(&generic().rules(&generic().apis[0]), &draft);
    assert!(problems.iter().all(|problem| problem.severity == Severity::Warning));
}

#[test]
fn suggests_similar_event_types() {
    let (well, webhooks) = api("well/webhooks");
    let draft = Draft {
        events: vec!["company.crated".into(), "nonsense".into(), "company.updated".into(), "company.updated".into()],
        ..good()
    };
    let problems = check(&well.rules(webhooks), &draft);
    let found: Vec<_> = problems.iter().map(|problem| (problem.code, problem.path.as_str())).collect();
    assert_eq!(
        found,
        [("unknown_event", "/events/0"), ("unknown_event", "/events/1"), ("repeated_event", "/events/3")]
    );
    assert_eq!(problems[0].message, "unknown event type for Well; did you mean `company.created`?");
    assert_eq!(problems[1].message, "unknown event type for Well");
    assert!(problems.iter().all(|problem| problem.severity == Severity::Warning));
    assert_eq!(codes(&Draft { events: vec![], ..good() }), ["missing_events"]);
}

#[test]
fn custom_events_are_accepted_and_misspelled_ones_are_warned_about() {
    let with = |event: &str| Draft { events: vec![event.into()], ..good() };
    assert_eq!(codes(&with("order.shipped")), [""; 0]);
    assert_eq!(codes(&with("user.craeted")), ["unknown_event"]);
    assert_eq!(codes(&with("")), ["unknown_event"]);
    let rules = generic().rules(&generic().apis[0]);
    for (event, is_accepted) in [("order.shipped", true), ("user.craeted", true), ("", false)] {
        let attributes = json!({ "events": [event] });
        assert_eq!(Patch::read(&rules, attributes.as_object().unwrap()).is_ok(), is_accepted, "{event}");
    }
    let (well, subscriptions) = api("well/subscriptions");
    let attributes = json!({ "event": "company.crated" });
    assert!(Patch::read(&well.rules(subscriptions), attributes.as_object().unwrap()).is_err(), "as documented");
}

#[test]
fn a_patch_writes_what_it_has_read() {
    for (id, attributes) in [
        ("well/subscriptions", json!({ "target_url": "https://a.example/", "headers": { "X-A": "1" } })),
        ("well/subscriptions", json!({ "event": "company.created", "headers": null, "workspace_id": null })),
        ("well/webhooks", json!({ "url": "https://a.example/", "events": ["company.created"], "description": null })),
        ("generic/webhooks", json!({ "secret": "s", "active": false })),
    ] {
        let (provider, api) = api(id);
        let patch = Patch::read(&provider.rules(api), attributes.as_object().unwrap()).unwrap();
        let document = patch.document(api);
        let written = if id.starts_with("well") { &document["data"]["attributes"] } else { &document };
        assert_eq!(written.to_string(), attributes.to_string());
    }
    let absent = Patch { headers: Some(None), ..Patch::default() }.document(&generic().apis[0]);
    assert_eq!(absent, json!({}), "the API does not have this attribute");
}

#[test]
fn a_new_subscription_can_be_restricted_to_a_workspace() {
    let (_, subscriptions) = api("well/subscriptions");
    let draft = Draft { workspace_id: "w".into(), external_workspace_id: "customer-42".into(), ..good() };
    let body: serde_json::Value = serde_json::from_str(&requests(subscriptions, &draft)[0].body.to_text()).unwrap();
    let attributes = &body["data"]["attributes"];
    assert_eq!(
        (&attributes["workspace_id"], &attributes["external_workspace_id"]),
        (&json!("w"), &json!("customer-42"))
    );
}

#[test]
fn what_is_said_about_the_authentication_fits_the_schemes() {
    let mut found = 0;
    for provider in catalog::PROVIDERS {
        for api in provider.apis.iter().filter(|api| !api.authentication.is_empty()) {
            found += 1;
            assert_eq!(api.secret, None, "{}: deliveries are signed with its secret", api.id);
            let header = api.authentication.split('`').nth(1).unwrap();
            let schemes = || provider.schemes.iter();
            assert!(
                schemes().any(|scheme| scheme.signature.place.headers().eq([header])),
                "{}: {header} is not the header of a scheme",
                api.id
            );
        }
    }
    assert_eq!(found, 2);
}

#[test]
fn checks_secrets() {
    assert_eq!(codes(&Draft { secret: "".into(), ..good() }), ["missing_secret"]);
    assert_eq!(codes(&Draft { secret: "whsec_abc123...".into(), ..good() }), ["short_secret"]);
    assert_eq!(codes(&Draft { secret: " 0123456789abcdef0123456789abcdef\n".into(), ..good() }), ["padded_secret"]);
}

#[test]
fn checks_static_headers() {
    let (well, subscriptions) = api("well/subscriptions");
    let codes = |name: &str, value: &str| -> Vec<&str> {
        let draft = Draft {
            url: "https://foldspace.example/".into(),
            events: vec!["document.processed".into()],
            headers: vec![(name.into(), value.into())],
            ..Draft::default()
        };
        check(&well.rules(subscriptions), &draft).iter().map(|problem| problem.code).collect()
    };
    assert_eq!(codes("X-Foldspace-Token", "fold_rotated_9d2"), [""; 0]);
    assert_eq!(codes("X Token", "a"), ["invalid_header_name"]);
    assert_eq!(codes("", "a"), ["invalid_header_name"]);
    assert_eq!(codes("X-Token", "a\r\nX-Evil: 1"), ["invalid_header_value"]);
    assert_eq!(codes("X-Token", ""), ["empty_header"]);
    for name in
        ["Host", "content-type", "Content-Length", "Transfer-Encoding", "Expect", "connection", "x-well-signature"]
    {
        assert_eq!(codes(name, "a"), ["reserved_header"], "{name}");
    }
}

#[test]
fn creates_the_documented_request_of_generic() {
    let draft = Draft { secret: "whsec_abc123...".into(), ..good() };
    let made = requests(&generic().apis[0], &draft);
    assert_eq!(made.len(), 1);
    let body: serde_json::Value = serde_json::from_str(&made[0].body.to_text()).unwrap();
    assert_eq!(
        body,
        json!({
            "url": "https://yourapp.com/webhook",
            "events": ["user.created", "user.updated", "project.created"],
            "secret": "whsec_abc123...",
            "active": true
        })
    );
}

#[test]
fn creates_the_documented_curl_command_of_well() {
    let (_, webhooks) = api("well/webhooks");
    let draft = Draft {
        url: "https://your-app.com/webhook".into(),
        events: vec!["company.created".into(), "document.uploaded".into()],
        description: "Main webhook for production".into(),
        ..Draft::default()
    };
    let made = requests(webhooks, &draft);
    assert_eq!(
        render(&made[0], Language::Curl),
        r#"curl -X POST 'https://api.well.com/v1/webhooks' \
  -H "Authorization: Bearer $API_KEY" \
  -H 'Content-Type: application/json' \
  --data-raw '{
  "data": {
    "type": "webhook",
    "attributes": {
      "url": "https://your-app.com/webhook",
      "events": [
        "company.created",
        "document.uploaded"
      ],
      "description": "Main webhook for production"
    }
  }
}'"#
    );
}

#[test]
fn creates_a_request_per_event_for_apis_with_one_event() {
    let (_, subscriptions) = api("well/subscriptions");
    let draft = Draft {
        url: "https://foldspace.example/".into(),
        events: vec!["document.processed".into(), "company.created".into()],
        headers: vec![("X-Foldspace-Token".into(), "fold_7c1e9a".into())],
        ..Draft::default()
    };
    let made = requests(subscriptions, &draft);
    let bodies: Vec<serde_json::Value> =
        made.iter().map(|request| serde_json::from_str(&request.body.to_text()).unwrap()).collect();
    let expected = |event: &str| {
        json!({ "data": { "type": "webhook", "attributes": {
            "event": event, "target_url": "https://foldspace.example/",
            "headers": { "X-Foldspace-Token": "fold_7c1e9a" }
        } } })
    };
    assert_eq!(bodies, [expected("document.processed"), expected("company.created")]);
}

#[test]
fn renders_idiomatic_python_and_fetch() {
    let made = requests(&generic().apis[0], &Draft { events: vec!["user.created".into()], ..good() });
    assert_eq!(
        render(&made[0], Language::Python),
        r#"import os

import requests

response = requests.request(
    "POST",
    "https://api.example.com/v1/webhooks",
    headers={
        "Authorization": f"Bearer {os.environ['API_KEY']}",
        "Content-Type": "application/json",
    },
    json={
        "url": "https://yourapp.com/webhook",
        "events": [
            "user.created",
        ],
        "secret": "whsec_0123456789abcdef0123456789abcdef",
        "active": True,
    },
    timeout=10,
)
print(response.status_code, response.text)"#
    );
    assert_eq!(
        render(&made[0], Language::Fetch),
        r#"const response = await fetch("https://api.example.com/v1/webhooks", {
  method: "POST",
  headers: {
    "Authorization": `Bearer ${process.env.API_KEY}`,
    "Content-Type": "application/json",
  },
  body: JSON.stringify({
    "url": "https://yourapp.com/webhook",
    "events": [
      "user.created"
    ],
    "secret": "whsec_0123456789abcdef0123456789abcdef",
    "active": true
  }),
});
console.log(response.status, await response.text());"#
    );
}
