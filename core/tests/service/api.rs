//! The provider's API: its errors, and the deliveries that it sends.

use hookwright::catalog;
use hookwright::http::Headers;
use hookwright::retry::{Outcome, TransportError};
use hookwright::service::{ApiRequest, ApiResponse, Config, DueAttempt, Emission, Service, ServiceError, ServiceState};
use hookwright::signature::{Request, Secret, Verifier};
use hookwright::subscription::SkipReason;
use serde_json::{Value, json};

const NOW: i64 = 1_780_842_125_000;
const TOKEN: &str = "sentinel-token-51aa";

fn service(provider: &str, token: Option<&str>) -> Service {
    let config = Config {
        token: token.map(Into::into),
        secret: Some(Secret::new("sentinel-shared-secret").unwrap()),
        seed: [3; 32],
    };
    Service::new(catalog::find(provider).unwrap(), config).unwrap()
}

fn request(method: &str, target: &str, body: &[u8]) -> ApiRequest {
    let mut headers: Headers = [("Authorization", format!("Bearer {TOKEN}"))].into_iter().collect();
    if !body.is_empty() {
        headers.push("Content-Type", "application/json");
    }
    ApiRequest {
        method: method.into(),
        target: target.into(),
        origin: "http://localhost".into(),
        headers,
        body: body.into(),
    }
}

fn ask(service: &mut Service, method: &str, target: &str, body: &Value) -> (u16, Value) {
    let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
    let response = service.handle(&request(method, target, &body), NOW);
    (response.status, serde_json::from_str(&response.body).unwrap_or(Value::Null))
}

/// A Well service with a workspace and a webhook, and the webhook's id.
fn well() -> (Service, String) {
    let mut service = service("well", Some(TOKEN));
    let workspace = json!({ "data": { "type": "workspace", "attributes": { "external_workspace_id": "customer-1" } } });
    assert_eq!(ask(&mut service, "POST", "/v1/workspaces", &workspace).0, 201);
    let id = webhook(
        &mut service,
        json!({ "event": "document.processed", "target_url": "https://foldspace.ai/webhooks/well" }),
    );
    (service, id)
}

fn webhook(service: &mut Service, attributes: Value) -> String {
    let body = json!({ "data": { "type": "webhook", "attributes": attributes } });
    let (status, made) = ask(service, "POST", "/v1/subscriptions/webhooks", &body);
    assert_eq!(status, 201, "{made}");
    made["data"]["id"].as_str().unwrap().to_owned()
}

fn hook(service: &mut Service, body: Value) -> String {
    let (status, made) = ask(service, "POST", "/v1/webhooks", &body);
    assert_eq!(status, 201, "{made}");
    made["id"].as_str().unwrap().to_owned()
}

fn emission(event_type: &str) -> Emission {
    Emission { event_type: event_type.into(), ..Emission::default() }
}

#[track_caller]
fn only(attempts: Vec<DueAttempt>) -> DueAttempt {
    assert_eq!(attempts.len(), 1);
    attempts.into_iter().next().unwrap()
}

#[test]
fn every_error_has_its_status_and_the_documented_envelope() {
    let (mut service, id) = well();
    let path = format!("/v1/subscriptions/webhooks/{id}");
    let base = "/v1/subscriptions/webhooks";
    let with = |mut request: ApiRequest, name: &str, value: &str| {
        request.headers = request.headers.iter().filter(|(given, _)| *given != name).collect();
        request.headers.push(name, value);
        request
    };
    let long = vec![b' '; 262_145];
    let cases = [
        ("unknown route", request("GET", "/v1/nothing", b""), 404, "NOT_FOUND"),
        ("the root", request("GET", "/", b""), 404, "NOT_FOUND"),
        ("unknown id", request("GET", &format!("{base}/c47e2f81-9b3a-4d6e-8f10-2a5b7c9d1e3f"), b""), 404, "NOT_FOUND"),
        ("wrong method", request("PUT", base, b"{}"), 405, "METHOD_NOT_ALLOWED"),
        ("wrong method on one", request("POST", &path, b"{}"), 405, "METHOD_NOT_ALLOWED"),
        ("no token", ApiRequest { headers: Headers::new(), ..request("GET", base, b"") }, 401, "UNAUTHORIZED"),
        ("another token", with(request("GET", base, b""), "Authorization", "Bearer nope"), 401, "UNAUTHORIZED"),
        (
            "another scheme",
            with(request("GET", base, b""), "Authorization", &format!("Basic {TOKEN}")),
            401,
            "UNAUTHORIZED",
        ),
        ("a bare token", with(request("GET", base, b""), "Authorization", TOKEN), 401, "UNAUTHORIZED"),
        (
            "another media type",
            with(request("POST", base, b"{}"), "Content-Type", "text/plain"),
            415,
            "UNSUPPORTED_MEDIA_TYPE",
        ),
        ("too long", request("POST", base, &long), 413, "PAYLOAD_TOO_LARGE"),
        ("no JSON", request("POST", base, b"{\"data\":"), 400, "BAD_REQUEST"),
        ("not UTF-8", request("POST", base, b"{\"a\":\"\xff\"}"), 400, "BAD_REQUEST"),
        ("deep", request("POST", base, "[".repeat(100_000).as_bytes()), 400, "BAD_REQUEST"),
        ("an array", request("POST", base, b"[]"), 400, "BAD_REQUEST"),
        ("no data", request("POST", base, b"{}"), 400, "BAD_REQUEST"),
        ("another type", request("POST", base, br#"{"data":{"type":"hook","attributes":{}}}"#), 400, "BAD_REQUEST"),
        (
            "another id",
            request("PATCH", &path, br#"{"data":{"type":"webhook","id":"x","attributes":{}}}"#),
            409,
            "CONFLICT",
        ),
        ("limit", request("GET", &format!("{base}?limit=0"), b""), 400, "BAD_REQUEST"),
        ("cursor", request("GET", &format!("{base}?cursor=zz"), b""), 400, "BAD_REQUEST"),
        (
            "an invalid redirect",
            request("GET", "/v1/workspaces/customer-1/connectors/gmail/access?redirect_url=javascript:1", b""),
            400,
            "BAD_REQUEST",
        ),
    ];
    for (name, request, status, code) in cases {
        let response = service.handle(&request, NOW);
        assert_eq!(response.status, status, "{name}: {}", response.body);
        let body: Value = serde_json::from_str(&response.body).unwrap();
        assert_eq!((&body["code"], &body["status"]), (&json!(code), &json!(status)), "{name}");
        assert!(body["title"].is_string() && body["message"].is_string(), "{name}");
        assert!(body["meta"]["trace_id"].is_string() && body["meta"]["log_id"].is_string(), "{name}");
        assert_eq!(status == 405, response.headers.iter().any(|(name, _)| *name == "allow"), "{name}");
        assert_eq!(status == 401, response.headers.iter().any(|(name, _)| *name == "www-authenticate"), "{name}");
        assert!(!response.body.contains("sentinel"), "{name}");
    }
}

#[test]
fn reports_all_problems_of_a_draft() {
    let (mut service, _) = well();
    let body = json!({ "data": { "type": "webhook", "attributes": {
        "event": "document.procesed", "target_url": "nowhere", "headers": { "Host": "x", "X-A": 1 }, "activ": true,
        "created_at": "2026-01-01T00:00:00Z"
    } } });
    let (status, answer) = ask(&mut service, "POST", "/v1/subscriptions/webhooks", &body);
    assert_eq!(status, 400);
    let found: Vec<_> = answer["problems"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["code"].as_str().unwrap(), p["path"].as_str().unwrap()))
        .collect();
    assert_eq!(
        found,
        [
            ("unknown_event", "/event"),
            ("invalid_url", "/target_url"),
            ("wrong_type", "/headers/X-A"),
            ("unknown_attribute", "/activ"),
            ("read_only", "/created_at")
        ]
    );
    assert!(answer["problems"][0]["message"].as_str().unwrap().contains("did you mean `document.processed`?"));
}

#[test]
fn accepts_both_media_types_and_responds_with_the_requested_one() {
    let (mut service, _) = well();
    let mut json_api = request("GET", "/v1/subscriptions/webhooks", b"");
    json_api.headers.push("Accept", "application/vnd.api+json");
    let media_type = |response: ApiResponse| response.headers[0].clone();
    assert_eq!(media_type(service.handle(&json_api, NOW)), ("content-type", "application/vnd.api+json".into()));
    let plain = request("GET", "/v1/subscriptions/webhooks", b"");
    assert_eq!(media_type(service.handle(&plain, NOW)), ("content-type", "application/json".into()));
}

#[test]
fn a_webhook_of_well_needs_a_workspace() {
    let mut service = service("well", Some(TOKEN));
    let attributes = json!({ "event": "company.created", "target_url": "https://a.example/" });
    let body = json!({ "data": { "type": "webhook", "attributes": attributes } });
    let (status, answer) = ask(&mut service, "POST", "/v1/subscriptions/webhooks", &body);
    assert_eq!((status, &answer["problems"][0]["code"]), (409, &json!("missing_workspace")));
}

#[test]
fn an_account_starts_with_one_workspace() {
    let mut account = service("well", Some(TOKEN)).with_workspace(NOW);
    let id = account.workspace_id().unwrap().to_owned();
    let shown = ask(&mut account, "GET", "/v1/workspaces", &Value::Null).1;
    assert_eq!((&shown["data"][0]["id"], &shown["meta"]["total"]), (&json!(id), &json!(1)));
    assert_eq!(shown["data"][0]["attributes"]["name"], "Default workspace");
    let target = |filter: Value| {
        let mut attributes = json!({ "event": "company.created", "target_url": "https://a.example/" });
        attributes.as_object_mut().unwrap().extend(filter.as_object().unwrap().clone());
        json!({ "data": { "type": "webhook", "attributes": attributes } })
    };
    for (filter, expected) in [
        (json!({}), 201),
        (json!({ "workspace_id": id }), 201),
        (json!({ "workspace_id": "5e1f6d2a-0000-4000-8000-000000000000" }), 404),
        (json!({ "external_workspace_id": "customer-1" }), 404),
    ] {
        assert_eq!(
            ask(&mut account, "POST", "/v1/subscriptions/webhooks", &target(filter.clone())).0,
            expected,
            "{filter}"
        );
    }
    assert_eq!(account.clone().with_workspace(NOW).state(), account.state(), "it has a workspace already");
    assert_eq!(service("generic", None).with_workspace(NOW).workspace_id(), None);
}

#[test]
fn lists_are_paginated_with_the_newest_first() {
    let mut service = service("generic", None);
    let made: Vec<String> = (0..7)
        .map(|number| {
            hook(&mut service, json!({ "url": format!("https://a.example/{number}"), "events": ["user.created"] }))
        })
        .collect();
    let mut seen = Vec::new();
    let mut target = String::from("/v1/webhooks?limit=3");
    loop {
        let (status, page) = ask(&mut service, "GET", &target, &Value::Null);
        assert_eq!(status, 200);
        seen.extend(page["webhooks"].as_array().unwrap().iter().map(|hook| hook["id"].as_str().unwrap().to_owned()));
        let Some(cursor) = page["next_cursor"].as_str() else { break };
        target = format!("/v1/webhooks?limit=3&cursor={cursor}");
    }
    assert_eq!(seen, made.into_iter().rev().collect::<Vec<_>>());
}

#[test]
fn a_list_of_well_links_to_its_next_page() {
    let (mut service, first) = well();
    let second = webhook(&mut service, json!({ "event": "company.created", "target_url": "https://a.example/" }));
    let (_, page) = ask(&mut service, "GET", "/v1/subscriptions/webhooks?limit=1", &Value::Null);
    assert_eq!((&page["meta"], &page["data"][0]["id"]), (&json!({ "total": 2, "count": 1 }), &json!(second)));
    let next = page["links"]["next"].as_str().unwrap();
    let (_, page) = ask(&mut service, "GET", next, &Value::Null);
    assert_eq!((&page["data"][0]["id"], &page["links"]["next"]), (&json!(first), &Value::Null));
}

#[test]
fn a_patch_applies_to_the_next_attempt() {
    let (mut service, id) = well();
    service.emit(&emission("document.processed"), NOW).unwrap();
    let first = only(service.take_due(NOW));
    assert_eq!((first.request.url.as_str(), first.request.number), ("https://foldspace.ai/webhooks/well", 1));
    assert!(service.take_due(NOW).is_empty(), "an attempt is taken twice");
    service.settle(&first.delivery_id, Outcome::Answered(503), &Headers::new(), NOW);

    let patch = json!({ "data": { "type": "webhook", "attributes": {
        "target_url": "https://foldspace.ai/webhooks/well-v2", "headers": { "X-Foldspace-Token": "fold_rotated_9d2" }
    } } });
    assert_eq!(ask(&mut service, "PATCH", &format!("/v1/subscriptions/webhooks/{id}"), &patch).0, 200);

    let due_ms = service.next_due_ms().unwrap();
    assert!(service.take_due(due_ms - 1).is_empty());
    let second = only(service.take_due(due_ms));
    assert_eq!((second.request.url.as_str(), second.request.number), ("https://foldspace.ai/webhooks/well-v2", 2));
    assert_eq!(second.request.headers.get("x-foldspace-token").next(), Some("fold_rotated_9d2"));
    assert_eq!((first.event_id, first.request.body), (second.event_id, second.request.body));
    assert!(!format!("{second:?} {service:?}", second = second.request.headers).contains("fold_rotated_9d2"));
}

#[test]
fn deliveries_verify_with_the_secret_of_their_subscription() {
    let mut service = service("generic", None);
    hook(&mut service, json!({ "url": "https://a.example/", "events": ["user.created"], "secret": "whsec_own" }));
    service.emit(&emission("user.created"), NOW).unwrap();
    let attempt = only(service.take_due(NOW));
    let scheme = catalog::find("generic").unwrap().default_scheme().unwrap();
    let own = Verifier::new(scheme, &[Secret::new("whsec_own").unwrap()]).unwrap();
    assert!(own.verify(&Request::new(&attempt.request.headers, &attempt.request.body), attempt.request.due_ms).is_ok());

    let (mut service, _) = well();
    service.emit(&emission("document.processed"), NOW).unwrap();
    let attempt = only(service.take_due(NOW));
    let scheme = catalog::find("well").unwrap().default_scheme().unwrap();
    let shared = Verifier::new(scheme, &[Secret::new("sentinel-shared-secret").unwrap()]).unwrap();
    assert!(
        shared.verify(&Request::new(&attempt.request.headers, &attempt.request.body), attempt.request.due_ms).is_ok()
    );
    assert_eq!(attempt.request.timeout_ms, Some(10_000));
}

#[test]
fn a_delivery_fails_after_its_last_attempt() {
    let mut service = service("generic", None);
    let id = hook(&mut service, json!({ "url": "https://a.example/", "events": ["user.created"] }));
    service.emit(&emission("user.created"), NOW).unwrap();
    let mut attempts = Vec::new();
    while let Some(due_ms) = service.next_due_ms() {
        let attempt = only(service.take_due(due_ms));
        attempts.push(due_ms - NOW);
        assert_eq!(attempt.request.due_ms, due_ms);
        service.settle(&attempt.delivery_id, Outcome::Failed(TransportError::Connection), &Headers::new(), due_ms);
    }
    assert_eq!(attempts, [0, 30_000, 330_000, 2_130_000, 9_330_000]);
    let (_, log) = ask(&mut service, "GET", &format!("/v1/webhooks/{id}/deliveries"), &Value::Null);
    let entry = &log["deliveries"][0];
    assert_eq!(
        (&entry["status"], &entry["attempts"], &entry["error"]),
        (&json!("failed"), &json!(5), &json!("Connection failed"))
    );
    assert_eq!(entry.get("status_code"), None, "a status without a response");
}

#[test]
fn emit_reports_skipped_subscriptions_with_reasons() {
    let (mut service, all) = well();
    let (status, made) = ask(
        &mut service,
        "POST",
        "/v1/workspaces",
        &json!({ "data": { "type": "workspace", "attributes": { "external_workspace_id": "customer-2" } } }),
    );
    assert_eq!(status, 201);
    let second = made["data"]["id"].as_str().unwrap();
    let attributes = |extra: Value| {
        let mut attributes = json!({ "event": "document.processed", "target_url": "https://a.example/" });
        attributes.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        attributes
    };
    let other_event = webhook(&mut service, attributes(json!({ "event": "company.created" })));
    let inactive = webhook(&mut service, attributes(json!({ "active": false })));
    let first_only = webhook(&mut service, attributes(json!({ "external_workspace_id": "customer-1" })));
    let second_only = webhook(&mut service, attributes(json!({ "workspace_id": second })));

    let emission = Emission { workspace_id: Some("customer-2".into()), ..emission("document.processed") };
    let emitted = service.emit(&emission, NOW).unwrap();
    assert_eq!(
        emitted.skipped,
        [
            (other_event, SkipReason::OtherEvent),
            (inactive, SkipReason::Inactive),
            (first_only, SkipReason::OtherWorkspace)
        ]
    );
    let attempts = service.take_due(NOW);
    let receivers: Vec<&str> = attempts.iter().map(|attempt| attempt.subscription_id.as_str()).collect();
    assert_eq!(receivers, [all.as_str(), second_only.as_str()]);
    let body: Value = serde_json::from_slice(&attempts[0].request.body).unwrap();
    assert_eq!(body["data"]["workspace_id"], second);
    assert_eq!(body["data"]["external_workspace_id"], "customer-2");
}

#[test]
fn rejects_invalid_emissions() {
    let (mut service, _) = well();
    assert_eq!(service.emit(&emission("document.procesed"), NOW).unwrap_err().code, "unknown_event");
    let nowhere = Emission { workspace_id: Some("nowhere".into()), ..emission("document.processed") };
    assert_eq!(service.emit(&nowhere, NOW).unwrap_err().code, "unknown_workspace");
    let list = Emission { data: Some(json!([])), ..emission("document.processed") };
    assert_eq!(service.emit(&list, NOW).unwrap_err().code, "wrong_type");
    let unknown = Emission { subscription_id: Some("x".into()), ..emission("document.processed") };
    assert_eq!(service.emit(&unknown, NOW).unwrap_err().code, "unknown_subscription");
    assert_eq!(service.next_due_ms(), None);
}

#[test]
fn inactive_and_deleted_subscriptions_receive_nothing() {
    let (mut service, id) = well();
    let path = format!("/v1/subscriptions/webhooks/{id}");
    service.emit(&emission("document.processed"), NOW).unwrap();
    let patch = json!({ "data": { "type": "webhook", "attributes": { "active": false } } });
    assert_eq!(ask(&mut service, "PATCH", &path, &patch).0, 200);
    assert!(service.take_due(NOW).is_empty());
    assert_eq!(service.next_due_ms(), None);
    assert_eq!(ask(&mut service, "POST", &format!("{path}/test"), &Value::Null).0, 409);

    let id = webhook(&mut service, json!({ "event": "company.created", "target_url": "https://a.example/" }));
    service.emit(&emission("company.created"), NOW).unwrap();
    let attempt = only(service.take_due(NOW));
    assert_eq!(ask(&mut service, "DELETE", &format!("/v1/subscriptions/webhooks/{id}"), &Value::Null).0, 204);
    assert!(
        !service.settle(&attempt.delivery_id, Outcome::Answered(200), &Headers::new(), NOW),
        "the delivery of a deleted subscription is still due"
    );
}

#[test]
fn a_restored_service_continues_its_deliveries() {
    let (mut service, _) = well();
    service.emit(&emission("document.processed"), NOW).unwrap();
    let attempt = only(service.take_due(NOW));
    service.settle(&attempt.delivery_id, Outcome::Answered(500), &Headers::new(), NOW);
    let saved = serde_json::to_string(service.state()).unwrap();
    let state: ServiceState = serde_json::from_str(&saved).unwrap();
    assert_eq!(&state, service.state());
    let config = Config {
        token: Some(TOKEN.into()),
        secret: Some(Secret::new("sentinel-shared-secret").unwrap()),
        seed: [3; 32],
    };
    let mut restored = Service::restore(catalog::find("well").unwrap(), config, state).unwrap();
    let due_ms = restored.next_due_ms().unwrap();
    let (ours, theirs) = (only(service.take_due(due_ms)), only(restored.take_due(due_ms)));
    assert_eq!(
        (&ours.request.headers, &ours.request.body, ours.request.number),
        (&theirs.request.headers, &theirs.request.body, theirs.request.number)
    );
    let list = |service: &mut Service| ask(service, "GET", "/v1/subscriptions/webhooks", &Value::Null);
    assert_eq!(list(&mut service), list(&mut restored));
}

#[test]
fn credentials_are_not_in_debug_output_and_lists() {
    let mut service = service("generic", Some(TOKEN));
    hook(
        &mut service,
        json!({ "url": "https://a.example/", "events": ["user.created"], "secret": "sentinel-own-secret" }),
    );
    let (_, list) = ask(&mut service, "GET", "/v1/webhooks", &Value::Null);
    assert!(!list.to_string().contains("sentinel"));
    assert!(!format!("{service:?} {:?}", service.state()).contains("sentinel"));
}

#[test]
fn providers_without_an_api_have_no_service() {
    let config = || Config { token: None, secret: None, seed: [0; 32] };
    for id in ["awell", "standard"] {
        let refused = Service::new(catalog::find(id).unwrap(), config()).map(|_| ());
        assert_eq!(refused, Err(ServiceError::NoApi));
    }
}

#[test]
fn an_install_link_works_once() {
    let (mut service, _) = well();
    let (_, access) = ask(
        &mut service,
        "GET",
        "/v1/workspaces/customer-1/connectors/gmail/access\
         ?redirect_url=https://a.example/done?x=1%23part&state=a%20b%26c",
        &Value::Null,
    );
    let link = access["data"]["attributes"]["url"].as_str().unwrap();
    let target = link.strip_prefix("http://localhost").unwrap();
    let response = service.handle(&ApiRequest { headers: Headers::new(), ..request("GET", target, b"") }, NOW);
    assert_eq!(response.status, 302);
    assert_eq!(response.headers[0].1, "https://a.example/done?x=1&state=a%20b%26c#part");
    assert_eq!(service.handle(&request("GET", target, b""), NOW).status, 404);
}

#[test]
fn ids_wrap_around_after_the_last_one() {
    let state: ServiceState = serde_json::from_value(json!({ "ids": u64::MAX })).unwrap();
    let config = Config { token: None, secret: None, seed: [0; 32] };
    let mut service = Service::restore(catalog::find("generic").unwrap(), config, state).unwrap();
    let id = hook(&mut service, json!({ "url": "https://a.example/", "events": ["user.created"] }));
    assert_eq!(service.handle(&request("GET", &format!("/v1/webhooks/{id}"), b""), NOW).status, 200);
}
