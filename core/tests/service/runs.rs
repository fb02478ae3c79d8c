//! Runs of a service end, even if receivers cause further deliveries.

use hookwright::catalog;
use hookwright::http::Headers;
use hookwright::retry::Outcome;
use hookwright::service::{ApiRequest, Config, DueAttempt, Emission, Service};

fn ask(service: &mut Service, method: &str, target: &str, body: &str, now_ms: i64) -> serde_json::Value {
    let headers: Headers = [("Content-Type", "application/json")].into_iter().collect();
    let (method, target) = (method.into(), target.into());
    let request = ApiRequest { method, target, headers, body: body.into(), ..ApiRequest::default() };
    let response = service.handle(&request, now_ms);
    assert!(response.status < 300, "{}", response.body);
    serde_json::from_str(&response.body).unwrap_or_default()
}

fn subscribe(service: &mut Service, now_ms: i64) -> String {
    let body = r#"{"url":"https://a.example/","events":["user.created"]}"#;
    ask(service, "POST", "/v1/webhooks", body, now_ms)["id"].as_str().unwrap().into()
}

fn service(subscriptions: usize) -> Service {
    let config = Config { token: None, secret: None, seed: [3; 32] };
    let mut service = Service::new(catalog::find("generic").unwrap(), config).unwrap();
    (0..subscriptions).for_each(|_| drop(subscribe(&mut service, 0)));
    service
}

fn emit(service: &mut Service, now_ms: i64) {
    service.emit(&Emission { event_type: "user.created".into(), ..Emission::default() }, now_ms).unwrap();
}

/// Runs all due attempts. `receive` returns the status of the response.
fn run(
    service: &mut Service,
    mut receive: impl FnMut(&mut Service, &DueAttempt, i64) -> u16,
) -> Vec<(i64, String, u32)> {
    let mut made = Vec::new();
    service.open_run();
    while let Some(due_ms) = service.next_due_ms() {
        for attempt in service.take_due(due_ms) {
            let status = receive(service, &attempt, due_ms);
            service.settle(&attempt.delivery_id, Outcome::Answered(status), &Headers::new(), due_ms);
            made.push((due_ms, attempt.delivery_id, attempt.request.number));
            assert!(made.len() < 100_000, "the run does not end");
        }
    }
    service.close_run();
    made
}

#[test]
fn a_run_ends_if_each_delivery_causes_another() {
    for status in [200, 500] {
        let mut service = service(1);
        emit(&mut service, 0);
        let made = run(&mut service, |service, _, now_ms| {
            emit(service, now_ms);
            status
        });
        // The first delivery and those that it causes: five attempts, each of which causes a delivery with five
        // attempts.
        assert_eq!(made.len(), if status == 200 { 2 } else { 30 });
        // Deliveries that those cause are due immediately, and are made by the next run.
        assert!(service.next_due_ms().is_some());
        assert!(!run(&mut service, |_, _, _| 200).is_empty());
        assert_eq!(service.next_due_ms(), None);
    }
}

#[test]
fn a_run_ends_if_each_delivery_causes_several_through_the_api() {
    let mut service = service(3);
    emit(&mut service, 0);
    let made = run(&mut service, |service, attempt, now_ms| {
        ask(service, "POST", &format!("/v1/webhooks/{}/test", attempt.subscription_id), "", now_ms);
        let id = subscribe(service, now_ms);
        ask(service, "POST", &format!("/v1/webhooks/{id}/test"), "", now_ms);
        200
    });
    assert_eq!(made.len(), 3 + 6);
}

#[test]
fn deliveries_held_back_by_a_run_are_saved_and_can_be_deleted() {
    let mut service = service(1);
    emit(&mut service, 0);
    run(&mut service, |service, _, now_ms| {
        emit(service, now_ms);
        200
    });
    let state = serde_json::from_str(&serde_json::to_string(service.state()).unwrap()).unwrap();
    let config = Config { token: None, secret: None, seed: [3; 32] };
    let restored = Service::restore(catalog::find("generic").unwrap(), config, state).unwrap();
    assert_eq!((service.next_due_ms(), restored.next_due_ms()), (Some(0), Some(0)));
    let hooks = ask(&mut service, "GET", "/v1/webhooks", "", 0);
    let id = hooks["webhooks"][0]["id"].as_str().unwrap();
    ask(&mut service, "DELETE", &format!("/v1/webhooks/{id}"), "", 0);
    assert_eq!(service.next_due_ms(), None);
}

#[test]
fn outside_of_a_run_everything_is_due_immediately() {
    let mut service = service(1);
    for _ in 0..5 {
        emit(&mut service, 0);
        let attempts = service.take_due(0);
        assert_eq!(attempts.len(), 1);
    }
}

#[test]
fn a_run_makes_older_deliveries_first() {
    let mut service = service(1);
    emit(&mut service, 0);
    let mut first = None;
    let made = run(&mut service, |service, attempt, now_ms| {
        let first = first.get_or_insert_with(|| attempt.delivery_id.clone());
        if *first == attempt.delivery_id && attempt.request.number == 1 {
            emit(service, now_ms);
        }
        500
    });
    let first = first.unwrap();
    let order: Vec<_> = made.iter().map(|(at_ms, id, number)| (*at_ms, *id == first, *number)).collect();
    assert_eq!(order[..4], [(0, true, 1), (0, false, 1), (30_000, true, 2), (30_000, false, 2)]);
}
