//! The order in which a service returns due deliveries, compared with a search of its whole state.

use hookwright::catalog;
use hookwright::delivery::Delivery;
use hookwright::http::Headers;
use hookwright::retry::Outcome;
use hookwright::service::{ApiRequest, Config, DueAttempt, Emission, Service, ServiceState};
use proptest::prelude::*;

fn config() -> Config {
    Config { token: None, secret: None, seed: [3; 32] }
}

fn ask(service: &mut Service, method: &str, target: &str, body: &str, now_ms: i64) -> (u16, serde_json::Value) {
    let headers: Headers = [("Content-Type", "application/json")].into_iter().collect();
    let request = ApiRequest {
        method: method.into(),
        target: target.into(),
        headers,
        body: body.into(),
        ..ApiRequest::default()
    };
    let response = service.handle(&request, now_ms);
    (response.status, serde_json::from_str(&response.body).unwrap_or_default())
}

fn subscribe(service: &mut Service) -> String {
    let (status, made) =
        ask(service, "POST", "/v1/webhooks", r#"{"url":"https://a.example/","events":["user.created"]}"#, 0);
    assert_eq!(status, 201);
    made["id"].as_str().unwrap().into()
}

/// The deliveries of a service, from its saved state.
fn deliveries(service: &Service) -> Vec<Delivery> {
    let saved = serde_json::to_value(service.state()).unwrap();
    serde_json::from_value(saved["deliveries"].clone()).unwrap()
}

/// The ids of due deliveries in order, by a search of all deliveries.
fn due(service: &Service, now_ms: i64) -> Vec<String> {
    let mut due: Vec<(i64, String)> = deliveries(service)
        .into_iter()
        .filter_map(|delivery| Some((delivery.progress.due_ms()?, delivery.id)))
        .filter(|(due_ms, _)| *due_ms <= now_ms)
        .collect();
    due.sort_by_key(|(due_ms, _)| *due_ms);
    due.into_iter().map(|(_, id)| id).collect()
}

#[derive(Clone, Debug)]
enum Step {
    Subscribe,
    Emit,
    Test(usize),
    Switch(usize, bool),
    Delete(usize),
    Wait(i64),
    Take,
    Settle(usize, u16),
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    let status = prop::sample::select(vec![200, 410, 429, 500, 503]);
    prop_oneof![
        1 => Just(Step::Subscribe),
        3 => Just(Step::Emit),
        1 => (0..8_usize).prop_map(Step::Test),
        1 => (0..8_usize, any::<bool>()).prop_map(|(which, active)| Step::Switch(which, active)),
        1 => (0..8_usize).prop_map(Step::Delete),
        3 => prop::sample::select(vec![0, 1, 30_000, 300_000, 10_000_000]).prop_map(Step::Wait),
        3 => Just(Step::Take),
        6 => (0..20_usize, status).prop_map(|(which, status)| Step::Settle(which, status)),
        1 => Just(Step::Restart),
    ]
}

proptest! {
    /// Outside of a run, for any order of operations.
    #[test]
    fn the_index_agrees_with_a_search_of_all_deliveries(steps in prop::collection::vec(step(), 0..80)) {
        let generic = catalog::find("generic").unwrap();
        let mut service = Service::new(generic, config()).unwrap();
        let (mut now_ms, mut hooks, mut open) = (0, Vec::new(), Vec::<DueAttempt>::new());
        for step in steps {
            match step {
                Step::Subscribe => hooks.push(subscribe(&mut service)),
                Step::Emit => {
                    let emission = Emission { event_type: "user.created".into(), ..Emission::default() };
                    service.emit(&emission, now_ms).unwrap();
                }
                Step::Test(which) => if let Some(id) = hooks.get(which) {
                    let (status, made) = ask(&mut service, "POST", &format!("/v1/webhooks/{id}/test"), "", now_ms);
                    prop_assert_eq!(status == 202, made.get("event_id").is_some());
                },
                Step::Switch(which, active) => if let Some(id) = hooks.get(which) {
                    let body = format!(r#"{{"active":{active}}}"#);
                    prop_assert_eq!(ask(&mut service, "PATCH", &format!("/v1/webhooks/{id}"), &body, now_ms).0, 200);
                },
                Step::Delete(which) => if which < hooks.len() {
                    let id = hooks.remove(which);
                    prop_assert_eq!(ask(&mut service, "DELETE", &format!("/v1/webhooks/{id}"), "", now_ms).0, 204);
                    prop_assert!(deliveries(&service).iter().all(|delivery| delivery.subscription_id != id));
                },
                Step::Wait(ms) => now_ms += ms,
                Step::Take => {
                    let expected = due(&service, now_ms);
                    let taken = service.take_due(now_ms);
                    // Deliveries of inactive subscriptions are not sent.
                    let ids: Vec<_> = taken.iter().map(|attempt| attempt.delivery_id.clone()).collect();
                    let sent: Vec<_> = expected.into_iter().filter(|id| ids.contains(id)).collect();
                    prop_assert_eq!(ids, sent);
                    open.extend(taken);
                }
                Step::Settle(which, status) => if which < open.len() {
                    let attempt = open.remove(which);
                    let known = deliveries(&service).iter().any(|delivery| delivery.id == attempt.delivery_id);
                    let outcome = Outcome::Answered(status);
                    let settled = service.settle(&attempt.delivery_id, outcome, &Headers::new(), now_ms);
                    prop_assert_eq!(settled, known);
                },
                Step::Restart => {
                    let saved = serde_json::to_string(service.state()).unwrap();
                    let state: ServiceState = serde_json::from_str(&saved).unwrap();
                    service = Service::restore(generic, config(), state).unwrap();
                    open.clear();
                }
            }
            let all = deliveries(&service);
            let next = all.iter().filter_map(|delivery| delivery.progress.due_ms()).min();
            prop_assert_eq!(service.next_due_ms(), next);
            for id in &hooks {
                let mine = all.iter().filter(|delivery| delivery.subscription_id == *id && delivery.status().is_some());
                let expected: Vec<_> = mine.rev().take(2).map(|delivery| delivery.id.clone()).collect();
                let (_, log) = ask(&mut service, "GET", &format!("/v1/webhooks/{id}/deliveries?limit=2"), "", now_ms);
                let listed = log["deliveries"].as_array().unwrap().iter().map(|entry| entry["id"].as_str().unwrap());
                prop_assert_eq!(listed.collect::<Vec<_>>(), expected);
            }
        }
    }
}
