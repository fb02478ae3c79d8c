//! `explain` recognizes handshakes, pings and tests, and bodies that are not bytes.

use crate::explaining::{Delivery, KEY};
use hookwright::catalog;
use hookwright::explain::{ExplainContext, Framework, GivenBody};
use hookwright::signature::HandshakeTrigger;

#[test]
fn a_request_that_is_not_signed_like_a_delivery_is_a_handshake() {
    let https = "https://hooks.example.com/in";
    for (scheme, method, query, body) in [
        ("meta/sha256", "GET", "?hub.mode=subscribe&hub.challenge=1&hub.verify_token=t", ""),
        ("github/sha256", "POST", "?validationToken=abc", ""),
        ("woocommerce/hmac", "POST", "", "webhook_id=7"),
        ("lark/sha256", "POST", "", "{\"challenge\":\"x\",\"token\":\"t\",\"type\":\"url_verification\"}"),
        ("lark/sha256", "POST", "", "{\"encrypt\":\"abc\"}"),
        ("notion/hmac", "POST", "", "{\"verification_token\":\"secret_abc\"}"),
        ("trello/hmac", "HEAD", "", ""),
    ] {
        let delivery = Delivery::unsigned(scheme, method, &format!("{https}{query}"), body);
        assert_eq!(delivery.causes(), ["handshake_request"], "{scheme} {query} {body}");
    }
    let ordinary = Delivery::unsigned("github/sha256", "POST", https, "{\"action\":\"opened\"}");
    assert_eq!(ordinary.causes(), ["header_missing"]);
}

/// The evidence for a request without a signature, under the scheme of a sender without handshakes.
fn evidence(method: &'static str, query: &str, body: &str, header: Option<(&str, &str)>) -> String {
    let url = format!("https://hooks.example.com/in{query}");
    let mut delivery = Delivery::unsigned("github/sha256", method, &url, body);
    delivery.headers.extend(header.map(|(name, value)| (name.into(), value.into())));
    let diagnosis = delivery.explain_with(&ExplainContext::default());
    diagnosis.causes.first().map(|cause| format!("{}: {}", cause.code(), cause.evidence)).unwrap_or_default()
}

#[test]
fn the_handshakes_of_all_senders_are_recognized_with_their_names() {
    let mut count = 0;
    for sender in catalog::senders() {
        for known in sender.schemes.iter().filter_map(|scheme| scheme.handshake).filter(|known| !known.signed) {
            let found = match known.trigger {
                HandshakeTrigger::Query { query, method } => {
                    let method = method.filter(|method| *method != "*").unwrap_or("GET");
                    evidence(method, &format!("?{query}=abc"), "", None)
                }
                HandshakeTrigger::Header { header, equals, .. } => {
                    evidence("POST", "", "{}", Some((header, equals.unwrap_or("abc"))))
                }
                HandshakeTrigger::Member { member, equals: None } => {
                    evidence("POST", "", &format!("{{\"{}\":\"abc\"}}", member.trim_start_matches('/')), None)
                }
                HandshakeTrigger::Form { form, equals } => {
                    evidence("POST", "", &format!("{form}={}", equals.unwrap_or("7")), None)
                }
                HandshakeTrigger::Member { .. } | HandshakeTrigger::Method { .. } => continue,
            };
            assert!(found.starts_with("handshake_request: the request has no signature, "), "{}: {found}", sender.id);
            assert!(found.contains(sender.name), "{}: {found}", sender.id);
            count += 1;
        }
    }
    assert!(count > 8, "{count}");
    let long = format!("{{\"verification_token\":\"abc\",\"text\":\"{}\"}}", "a".repeat(400));
    assert!(
        evidence("POST", "", &long, None).starts_with("header_missing"),
        "a delivery with a member of the same name"
    );
}

#[test]
fn the_test_of_a_url_by_mandrill_is_signed_with_a_known_key() {
    let test = Delivery::new("mandrill/hmac", "test-webhook", "mandrill_events=%5B%5D");
    let delivery = Delivery { secrets: vec![KEY.into()], ..test };
    assert_eq!(delivery.causes(), ["handshake_request!"]);
}

#[test]
fn an_unread_body_is_missing() {
    let delivery = Delivery { body: vec![], ..Delivery::new("github/sha256", KEY, "{\"a\":1}") };
    let context =
        ExplainContext { framework: Some(Framework::Nest), body: GivenBody::Unread, ..ExplainContext::default() };
    let diagnosis = delivery.explain_with(&context);
    assert_eq!((diagnosis.ok, diagnosis.causes[0].code()), (false, "body_missing"));
    assert!(diagnosis.causes[0].remedy.contains("rawBody: true"), "{}", diagnosis.causes[0].remedy);
}

#[test]
fn a_parsed_body_is_never_accepted() {
    let context = ExplainContext { body: GivenBody::Parsed, ..ExplainContext::default() };
    let first = |delivery: &Delivery| {
        let diagnosis = delivery.explain_with(&context);
        (diagnosis.ok, format!("{} {:?}", diagnosis.causes[0].code(), diagnosis.causes[0].certainty))
    };
    let same = Delivery::new("github/sha256", KEY, "{\"a\":1}");
    assert_eq!(first(&same), (false, "body_reformatted Proven".into()));
    let other = Delivery { secrets: vec!["a secret that did not sign it".into()], ..same };
    assert_eq!(first(&other), (false, "body_reformatted Likely".into()));
}
