//! Detection of the provider of a delivery, and its evidence.

use std::collections::BTreeSet;

use hookwright::catalog::{self, Detection, Evidence, PROVIDERS, Sender};
use hookwright::event;
use hookwright::http::Headers;
use hookwright::signature::Place;

const WELL: &str = r#"{"event":"company.created","timestamp":"2024-01-15T10:30:00Z","data":{}}"#;

fn detect(headers: &[(&'static str, &str)], body: &str) -> Detection {
    catalog::detect(&headers.iter().copied().collect(), body.as_bytes())
}

/// Every candidate with its evidence as sentences.
fn sentences(found: &Detection) -> Vec<(&'static str, Vec<String>)> {
    let sentences = |evidence: &[Evidence]| evidence.iter().map(Evidence::describe).collect();
    found.candidates.iter().map(|candidate| (candidate.sender.id, sentences(&candidate.evidence))).collect()
}

fn provider(found: &Detection) -> Option<&'static str> {
    found.provider().map(|provider| provider.id)
}

#[test]
fn detects_the_provider_of_every_sample() {
    for provider in PROVIDERS {
        for event_type in provider.events {
            let body = event::sample(provider.envelope, event_type, "evt_1", 0);
            let found = catalog::detect(&Headers::new(), body.as_bytes());
            assert_eq!(found.provider(), Some(*provider), "{}", event_type.name);
            let evidence = &found.candidates[0].evidence;
            let members = provider.envelope.members().collect();
            let expected = [Evidence::Envelope { members }, Evidence::EventType { name: event_type.name }];
            assert_eq!(evidence.as_slice(), expected);
        }
    }
}

#[test]
fn a_signature_header_is_sufficient_evidence() {
    let found = detect(&[("x-well-signature", "0")], "");
    assert_eq!(provider(&found), Some("well"));
    assert_eq!(sentences(&found), [("well", vec!["the request has the header `X-Well-Signature`".to_owned()])]);
}

#[test]
fn lists_header_envelope_and_event_type_as_evidence() {
    let found = detect(&[("X-Well-Signature", "0")], WELL);
    assert_eq!(provider(&found), Some("well"));
    assert_eq!(
        sentences(&found),
        [(
            "well",
            vec![
                "the request has the header `X-Well-Signature`".to_owned(),
                "the body has the members `event`, `timestamp`, `data`".to_owned(),
                "`company.created` is one of the provider's event types".to_owned(),
            ]
        )]
    );
}

#[test]
fn the_headers_of_the_specification_are_of_standard_webhooks_first() {
    let headers: Headers =
        ["webhook-id", "webhook-timestamp", "webhook-signature"].into_iter().map(|name| (name, "v1,00")).collect();
    assert_eq!(catalog::detect(&headers, b"{}").candidates[0].sender.id, "standard");
}

#[test]
fn conflicting_evidence_detects_no_provider() {
    for (headers, body, expected) in [
        // The header and the body point to different senders. More evidence in the body does not outweigh the header.
        (&[("X-Webhook-Signature", "0")][..], WELL, &["well", "generic", "cashfree", "cursor"][..]),
        (&[("X-Webhook-Signature", "0"), ("X-Well-Signature", "0")], "", &["generic", "well", "cashfree", "cursor"]),
        (&[("Stripe-Signature", "0"), ("X-Well-Signature", "0")], "", &["well", "stripe"]),
        (
            &[],
            r#"{"id":"e","type":"x","created_at":"2024-01-15T10:30:00Z","timestamp":"2024-01-15T10:30:00Z","data":{}}"#,
            &["generic", "standard"],
        ),
        (&[], r#"{"event":"x","event_type":"x","timestamp":"2024-01-15T10:30:00Z","data":{}}"#, &["well", "awell"]),
    ] {
        let found = detect(headers, body);
        assert!(found.sender().is_none(), "{body}");
        let candidates: Vec<_> = sentences(&found).into_iter().map(|(id, _)| id).collect();
        assert_eq!(candidates, expected, "{body}");
        if headers.is_empty() {
            let problems = catalog::parse(body.as_bytes(), None).problems;
            assert_eq!(problems.len(), 1);
            assert_eq!(problems[0].code, "ambiguous_provider");
            assert!(problems[0].message.contains(&expected.join(" or ")), "{}", problems[0].message);
        }
    }
}

/// The headers that the rows of a sender name for signatures and events.
fn headers_of(sender: &Sender) -> BTreeSet<&'static str> {
    let signed = sender.schemes.iter().map(|scheme| scheme.signature.place);
    let event = sender.event.into_iter().flat_map(|event| [event.kind, event.id]).flatten().map(|field| field.place);
    let names = signed.chain(event).flat_map(|place| match place {
        Place::Header { header, or_header } => [header, or_header.unwrap_or_default()],
        _ => ["", ""],
    });
    names
        .flat_map(|list| list.split(','))
        .filter(|name| !name.is_empty())
        .filter(|name| *name != "Authorization")
        .collect()
}

#[test]
fn a_header_of_one_sender_is_certain_and_a_shared_one_has_candidates() {
    let senders: Vec<&Sender> = catalog::senders().collect();
    let users = |name: &str| -> Vec<&str> {
        let uses = |sender: &&&Sender| headers_of(sender).iter().any(|known| known.eq_ignore_ascii_case(name));
        senders.iter().filter(uses).map(|sender| sender.id).collect()
    };
    let mut unique = 0;
    for sender in &senders {
        for name in headers_of(sender) {
            let lower = name.to_lowercase();
            let headers: Headers = [(lower.as_str(), "0")].into_iter().collect();
            let found = catalog::detect(&headers, b"");
            let candidates: Vec<&str> = found.candidates.iter().map(|candidate| candidate.sender.id).collect();
            let users = users(name);
            assert_eq!(candidates, users, "{name}");
            let certain = if users.len() == 1 { Some(sender.id) } else { None };
            unique += usize::from(users.len() == 1);
            assert_eq!(found.sender().map(|sender| sender.id), certain, "{name}");
            // The body can look like that of a provider.
            let found = catalog::detect(&headers, br#"{"event_type":"patient.created"}"#);
            let expected = if users.contains(&"awell") { Some("awell") } else { certain };
            assert_eq!(found.sender().map(|sender| sender.id), expected, "{name}");
        }
    }
    assert!(unique > 100, "{unique}");
}

#[test]
fn further_headers_decide_between_senders_that_share_one() {
    for (headers, expected) in [
        (&[("X-Hub-Signature-256", "0"), ("X-GitHub-Event", "push")][..], Some("github")),
        (&[("X-Hub-Signature-256", "0")], None),
        (&[("X-Hub-Signature", "0"), ("X-Hub-Signature-256", "0")], None),
        (&[("X-Hub-Signature", "0"), ("X-Event-Key", "repo:push")], Some("bitbucket")),
        (&[("webhook-id", "1"), ("webhook-timestamp", "1"), ("webhook-signature", "v1,0")], None),
        (&[("Authorization", "Basic 0")], None),
    ] {
        let found = detect(headers, "{}");
        assert_eq!(found.sender().map(|sender| sender.id), expected, "{headers:?}");
    }
    let found = detect(&[("webhook-signature", "v1,0")], "");
    assert_eq!(found.candidates[0].sender.id, "standard", "the providers are first");
}

#[test]
fn a_known_event_type_decides_between_two_envelopes() {
    let body = r#"{"event":"x","event_type":"patient.created","timestamp":"2024-01-15T10:30:00Z","data":{}}"#;
    let found = detect(&[], body);
    assert_eq!(provider(&found), Some("awell"));
    assert_eq!(found.candidates.len(), 2, "the other provider is listed, too");
}

#[test]
fn detects_no_provider_without_evidence() {
    for body in ["", "{}", "[]", "not json", r#"{"event":"company.created"}"#, "\u{feff}{}", r#"["event_type"]"#] {
        let found = detect(&[("Content-Type", "application/json"), ("X-Unrelated", "1")], body);
        assert_eq!(provider(&found), None, "{body}");
        assert!(found.candidates.is_empty(), "{body}");
    }
    assert!(catalog::detect(&Headers::new(), b"{\"event_type\xff\":1,\"event_type\":\"x\"}").candidates.is_empty());
}

#[test]
fn names_and_types_with_unpaired_surrogates_are_not_evidence() {
    let found = detect(&[], r#"{"event_type":"\ud800"}"#);
    assert_eq!(sentences(&found), [("awell", vec!["the body has the member `event_type`".to_owned()])]);
    assert!(detect(&[], r#"{"event_type\ud800":"patient.created"}"#).candidates.is_empty());
    // A name with escapes is the same name.
    assert_eq!(provider(&detect(&[], r#"{"event\u005ftype":"patient.created"}"#)), Some("awell"));
}

#[test]
fn a_signature_in_the_body_is_evidence() {
    for (body, id, place) in [
        (r#"{"Type":"Notification","MessageId":"m","Signature":"c2ln"}"#, "aws-sns", "/Signature"),
        (
            r#"{"signature":{"timestamp":"1","token":"t","signature":"00"},"event-data":{}}"#,
            "mailgun",
            "/signature/signature",
        ),
        (r#"{"event":{"event_time":"1","event_hash":"00"}}"#, "dropbox-sign", "/event/event_hash"),
        (r#"{"value":[{"clientState":"a secret"}]}"#, "microsoft-graph", "/value/0/clientState"),
    ] {
        let found = detect(&[], body);
        assert_eq!(found.sender().map(|sender| sender.id), Some(id), "{body}");
        assert_eq!(sentences(&found), [(id, vec![format!("the body has a signature at `{place}`")])]);
    }
    for (body, id, field) in [
        ("bt_signature=key%7C00&bt_payload=PG5vPg%3D%3D", "braintree", "bt_signature"),
        ("recipient=a%40example.com&timestamp=1&token=t&signature=00", "mailgun", "signature"),
    ] {
        let found = detect(&[], body);
        assert_eq!(found.sender().map(|sender| sender.id), Some(id), "{body}");
        assert_eq!(sentences(&found), [(id, vec![format!("the body has a signature in the form field `{field}`")])]);
    }
}

#[test]
fn a_signature_without_its_other_values_is_not_evidence() {
    for body in [r#"{"Signature":"c2ln"}"#, r#"{"signature":{"signature":"00"}}"#, "signature=00", "xbt_signature=00"] {
        assert!(detect(&[], body).candidates.is_empty(), "{body}");
    }
}

#[test]
fn a_header_of_one_sender_is_more_evidence_than_a_signature_in_the_body() {
    let found = detect(&[("Stripe-Signature", "0")], r#"{"event":{"event_time":"1","event_hash":"00"}}"#);
    assert_eq!(found.sender().map(|sender| sender.id), Some("stripe"));
    assert_eq!(found.candidates.len(), 2);
}
