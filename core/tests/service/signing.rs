//! The signatures and the secrets of a service: deliveries that cannot be signed are not sent, and `Debug` output
//! contains no secrets.

use hookwright::catalog::{Provider, generic};
use hookwright::http::Headers;
use hookwright::service::{ApiRequest, Config, Emission, Service, ServiceError};
use hookwright::signature::{Algorithm, KeyForm, Place, Scheme, Secret, SignatureField, TimeUnit};

const NOW: i64 = 1_780_842_125_000;

fn config() -> Config {
    Config { token: None, secret: Some(Secret::new("sentinel-shared-secret").unwrap()), seed: [7; 32] }
}

fn subscription() -> ApiRequest {
    ApiRequest {
        method: "POST".into(),
        target: "/v1/webhooks".into(),
        headers: [("Content-Type", "application/json")].into_iter().collect(),
        body: br#"{"url":"https://a.example/","events":["user.created"],"secret":"sentinel-own-secret"}"#.to_vec(),
        ..ApiRequest::default()
    }
}

/// A service with one subscription and one due delivery.
fn emitted(provider: &'static Provider) -> Service {
    let mut service = Service::new(provider, config()).unwrap();
    assert_eq!(service.handle(&subscription(), NOW).status, 201);
    service.emit(&Emission { event_type: "user.created".into(), ..Emission::default() }, NOW).unwrap();
    service
}

/// A provider whose deliveries cannot be signed, because its scheme signs a header that is not sent.
static WITHOUT_HEADER: Provider = Provider {
    schemes: &[Scheme::new(
        "acme/v1",
        Algorithm::HmacSha256,
        KeyForm::Text,
        "{header:X-Absent}\n{body}",
        SignatureField::hex("X-Acme"),
    )],
    ..generic::PROVIDER
};

/// A provider whose secrets must be hexadecimal.
static HEX: Provider = Provider {
    schemes: &[Scheme::new("acme/v1", Algorithm::HmacSha256, KeyForm::Hex, "{body}", SignatureField::hex("X-Acme"))],
    ..generic::PROVIDER
};

/// A provider that signs the time.
static TIMED: Provider = Provider {
    schemes: &[Scheme::new(
        "acme/v1",
        Algorithm::HmacSha256,
        KeyForm::Text,
        "{timestamp}.{body}",
        SignatureField::hex("X-Acme"),
    )
    .timestamp(Place::header("X-Time"), TimeUnit::Seconds, None)],
    ..generic::PROVIDER
};

/// A provider whose scheme is not valid.
static INVALID: Provider = Provider {
    schemes: &[Scheme::new("acme/v1", Algorithm::HmacSha256, KeyForm::Text, "{bdoy}", SignatureField::hex("X-Acme"))],
    ..generic::PROVIDER
};

#[test]
fn deliveries_that_cannot_be_signed_end_without_a_request() {
    for provider in [&WITHOUT_HEADER, &HEX] {
        let mut service = emitted(provider);
        assert!(service.take_due(NOW).is_empty(), "{}", provider.schemes[0].content);
        assert_eq!(service.next_due_ms(), None);
        assert!(service.state().deliveries().all(|delivery| delivery.progress.is_over()));
    }
}

#[test]
fn a_clock_that_cannot_be_signed_sends_a_delivery_without_a_signature() {
    let mut service = Service::new(&TIMED, config()).unwrap();
    let before_1970 = -1000;
    assert_eq!(service.handle(&subscription(), before_1970).status, 201);
    service.emit(&Emission { event_type: "user.created".into(), ..Emission::default() }, before_1970).unwrap();
    let attempts = service.take_due(before_1970);
    assert_eq!(attempts.len(), 1);
    assert_eq!(attempts[0].request.headers.get("X-Acme").next(), None);
}

#[test]
fn a_service_of_a_provider_with_an_invalid_scheme_is_an_error() {
    assert_eq!(Service::new(&INVALID, config()).map(|_| ()), Err(ServiceError::InvalidScheme));
}

#[test]
fn debug_output_of_a_service_contains_neither_seed_nor_bodies() {
    assert!(!format!("{:?}", config()).contains("7, 7"));
    let request = subscription();
    let shown = format!("{request:?}");
    assert!(!shown.contains(&format!("{:?}", request.body)) && !shown.contains("sentinel"), "{shown}");
    let mut service = Service::new(&generic::PROVIDER, config()).unwrap();
    let without_secret = br#"{"url":"https://a.example/","events":["user.created"]}"#.to_vec();
    let response = service.handle(&ApiRequest { body: without_secret, ..request }, NOW);
    assert!(response.body.contains("whsec_"));
    assert!(!format!("{response:?}").contains("whsec_"), "{response:?}");
    let empty = ApiRequest { headers: Headers::new(), ..ApiRequest::default() };
    assert!(format!("{empty:?}").contains("body: 0"));
}
