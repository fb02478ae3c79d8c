//! Messages about problems in requests to a provider's API.

use hookwright::catalog;
use hookwright::http::Headers;
use hookwright::service::{ApiRequest, Config, Emission, PROBLEM_CODES, Service};
use serde_json::{Value, json};

use super::{Message, with};

const NOW_MS: i64 = 1_768_480_200_000;

/// The problems of all requests, without those of a subscription's attributes.
pub(super) fn problems() -> Vec<Message> {
    let mut found = well();
    found.extend(generic());
    found
}

fn service(provider: &str) -> Option<Service> {
    Service::new(catalog::find(provider)?, Config { token: None, secret: None, seed: [7; 32] }).ok()
}

/// The problems in the response to a request.
fn ask(service: &mut Service, method: &str, target: &str, body: &str) -> (Value, Vec<Message>) {
    let headers: Headers = [("Content-Type", "application/json")].into_iter().collect();
    let (method, target, body) = (method.into(), target.into(), body.into());
    let request = ApiRequest { method, target, headers, body, ..ApiRequest::default() };
    let answer: Value = serde_json::from_str(&service.handle(&request, NOW_MS).body).unwrap_or_default();
    let text = |problem: &Value, member: &str| problem[member].as_str().unwrap_or_default().to_owned();
    let problems = answer.get("problems").and_then(Value::as_array).into_iter().flatten().filter_map(|problem| {
        let code = PROBLEM_CODES.iter().map(|code| code.as_str()).find(|code| *code == text(problem, "code"))?;
        Some((code, text(problem, "message")))
    });
    let problems = problems.collect();
    (answer, problems)
}

fn well() -> Vec<Message> {
    const HOOKS: &str = "/v1/subscriptions/webhooks";
    const WORKSPACES: &str = "/v1/workspaces";
    let Some(mut service) = service("well") else { return Vec::new() };
    let mut found = Vec::new();
    let hook = |attributes: Value| json!({ "data": { "type": "webhook", "attributes": attributes } }).to_string();
    let workspace =
        |attributes: Value| json!({ "data": { "type": "workspace", "attributes": attributes } }).to_string();
    let good = || json!({ "event": "document.processed", "target_url": "https://yourapp.example/webhook" });
    let requests = [
        ("POST", HOOKS, hook(good())),
        ("POST", WORKSPACES, workspace(json!({ "external_workspace_id": "customer-1" }))),
        ("POST", WORKSPACES, workspace(json!({ "external_workspace_id": "customer-1" }))),
        ("POST", WORKSPACES, workspace(json!({ "external_workspace_id": "" }))),
        ("POST", WORKSPACES, workspace(json!({ "name": 7 }))),
        ("POST", WORKSPACES, workspace(json!({ "color": "red" }))),
        ("POST", HOOKS, "{".into()),
        ("POST", HOOKS, "[]".into()),
        ("POST", HOOKS, "{}".into()),
        ("POST", HOOKS, json!({ "data": { "type": "workspace" } }).to_string()),
        ("POST", HOOKS, json!({ "data": { "type": "webhook" } }).to_string()),
        ("POST", HOOKS, json!({ "data": { "type": "webhook", "id": "7", "attributes": good() } }).to_string()),
        ("POST", HOOKS, hook(json!({}))),
        ("POST", HOOKS, hook(with(good(), json!({ "workspace_id": "nowhere" })))),
        ("POST", HOOKS, hook(with(good(), json!({ "external_workspace_id": "nowhere" })))),
        ("GET", "/v1/subscriptions/webhooks?limit=none", String::new()),
        ("GET", "/v1/subscriptions/webhooks?cursor=none", String::new()),
        ("GET", "/v1/workspaces/customer-1/connectors/gmail/access?redirect_url=nowhere", String::new()),
    ];
    for (method, target, body) in requests {
        found.extend(ask(&mut service, method, target, &body).1);
    }
    let emission = || Emission { event_type: "document.processed".into(), ..Emission::default() };
    let emissions = [
        Emission { data: Some(json!([])), ..emission() },
        Emission { workspace_id: Some("nowhere".into()), ..emission() },
        Emission { subscription_id: Some("none".into()), ..emission() },
    ];
    let problems = emissions.iter().filter_map(|emission| service.emit(emission, NOW_MS).err());
    found.extend(problems.map(|problem| (problem.code, problem.message)));
    found
}

/// A test delivery to a subscription that is not active.
fn generic() -> Vec<Message> {
    let Some(mut service) = service("generic") else { return Vec::new() };
    let hook = json!({ "url": "https://yourapp.example/webhook", "events": ["user.created"], "active": false });
    let (made, _) = ask(&mut service, "POST", "/v1/webhooks", &hook.to_string());
    let id = made.get("id").and_then(Value::as_str).unwrap_or_default();
    ask(&mut service, "POST", &format!("/v1/webhooks/{id}/test"), "").1
}
