//! The work of a diagnosis is counted, limited, and the same for the same delivery.

use crate::hostile::Hostile;
use hookwright::catalog::find_scheme;
use hookwright::http::Headers;
use hookwright::{
    explain::{Diagnosis, ExplainContext, KnownSecrets, MAX_TRIALS, MAX_WORK, SEARCH_PARTS, explain},
    signature::{Request, Secret, Signer, Unsigned},
};
use proptest::prelude::*;

const KEY: &str = "0123456789abcdef0123456789abcdef";

fn diagnose(delivery: &Hostile) -> Diagnosis {
    let diagnosis = delivery.prepare().explain(delivery);
    check(&delivery.name, &diagnosis);
    diagnosis
}

fn check(name: &str, diagnosis: &Diagnosis) {
    assert!(diagnosis.work <= MAX_WORK && diagnosis.trials <= MAX_TRIALS, "{name}: {} units", diagnosis.work);
    assert!(diagnosis.skipped.iter().all(|part| SEARCH_PARTS.contains(part)), "{name}: {:?}", diagnosis.skipped);
    assert_eq!(diagnosis.ok, diagnosis.causes.is_empty(), "{name}");
}

/// The headers of a delivery whose signature is of another body.
fn signed(id: &str, body: &[u8]) -> Headers {
    let secrets = [Secret::new(KEY).unwrap()];
    Signer::new(find_scheme(id).unwrap(), &secrets).unwrap().sign(&Unsigned::new(body)).unwrap().headers
}

fn explained(id: &str, headers: &Headers, body: &[u8]) -> Diagnosis {
    let secrets = [Secret::new(KEY).unwrap()];
    let keys = KnownSecrets { secrets: &secrets, ..KnownSecrets::default() };
    let diagnosis =
        explain(find_scheme(id).unwrap(), &keys, &Request::new(headers, body), 0, &ExplainContext::default());
    check(id, &diagnosis);
    diagnosis
}

#[test]
fn work_is_limited_and_deterministic() {
    for delivery in crate::hostile::bodies(30_000).iter().chain(&crate::hostile::requests()) {
        assert_eq!(diagnose(delivery), diagnose(delivery), "{}", delivery.name);
    }
}

#[test]
fn long_bodies_get_a_partial_diagnosis() {
    for delivery in crate::hostile::long() {
        let diagnosis = diagnose(&delivery);
        for part in ["body", "forms"] {
            assert!(diagnosis.skipped.contains(&part), "{}: {:?}", delivery.name, diagnosis.skipped);
        }
        assert_eq!(diagnosis.skipped.contains(&"match"), delivery.body.len() > MAX_WORK, "{}", delivery.name);
        let cause = diagnosis.causes.first().unwrap();
        let is_named = ["too large for the search", "`forms`"].iter().any(|words| cause.evidence.contains(words));
        assert!(cause.code() != "unknown" || is_named, "{}", cause.evidence);
    }
}

#[test]
fn a_valid_delivery_with_a_long_body_is_valid() {
    let body = vec![b'x'; 64_000_000];
    let diagnosis = explained("generic/signature", &signed("generic/signature", &body), &body);
    assert!(diagnosis.ok && diagnosis.skipped.is_empty() && diagnosis.trials == 0);
    assert!(diagnosis.work >= body.len());
}

#[test]
fn symptoms_of_long_bodies_are_detected() {
    let body = vec![b'x'; 20_000_000];
    let mut headers = signed("generic/signature", b"");
    headers.push("Content-Length", "20000001");
    let diagnosis = explained("generic/signature", &headers, &body);
    assert_eq!(diagnosis.causes.first().unwrap().code(), "body_truncated");
    assert!(diagnosis.skipped.contains(&"symptoms"));
}

#[test]
fn small_bodies_are_searched_completely() {
    let body = "{\"type\":\"a\",\"item\":{\"url\":\"https://example.com/a\",\"name\":\"Zoë\"}}";
    let diagnosis = explained("generic/signature", &signed("generic/signature", b"another"), body.as_bytes());
    assert_eq!((diagnosis.causes.first().unwrap().code(), diagnosis.skipped.as_slice()), ("unknown", [].as_slice()));
}

#[test]
fn a_large_document_that_was_serialized_again_is_recognized() {
    let items = "{\"id\": 1, \"name\": \"a\", \"url\": \"https://example.com/a\"}, ".repeat(2_000);
    let sent = format!("{{\"items\": [{items}null], \"type\": \"a\"}}");
    let headers = signed("generic/signature", sent.as_bytes());
    let body = sent.replace(", ", ",").replace(": ", ":");
    assert!(body.len() > 90_000);
    let diagnosis = explained("generic/signature", &headers, body.as_bytes());
    assert_eq!(diagnosis.causes.first().unwrap().code(), "body_reformatted");
}

/// Symptoms are searched last, but they are cheap: an expensive search must not exclude them.
#[test]
fn a_placeholder_is_detected_after_an_incomplete_search() {
    let delivery = Hostile::of_body("a list and members", crate::hostile::list_and_members(10_000));
    let delivery = Hostile { secrets: vec!["${WEBHOOK_SECRET}".into()], ..delivery };
    let diagnosis = diagnose(&delivery);
    assert!(diagnosis.skipped.contains(&"json_forms"), "{:?}", diagnosis.skipped);
    assert_eq!(diagnosis.causes.first().unwrap().code(), "secret_placeholder");
}

#[test]
fn the_work_of_each_part_of_a_request_is_counted() {
    let work = |delivery: &Hostile| diagnose(delivery).work;
    let plain = Hostile::of_body("plain", "{}");
    let with = |change: fn(&mut Hostile)| {
        let mut delivery = plain.clone();
        change(&mut delivery);
        work(&delivery)
    };
    let least = work(&plain);
    assert!(with(|delivery| delivery.body = vec![b'x'; 10_000]) > least + 300_000);
    assert!(with(|delivery| delivery.headers.extend((0..1_000).map(|_| ("a".into(), "b".into())))) > least + 1_000_000);
    assert!(with(|delivery| delivery.headers.push(("a".into(), "b".repeat(10_000)))) > least + 100_000);
    assert!(with(|delivery| delivery.secrets.push("s".repeat(10_000))) > least + 1_000_000);
    assert!(
        with(|delivery| delivery.old =
            ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"].map(|s| s.repeat(10_000)).into())
            > least + 800_000
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn work_is_limited_for_any_delivery(
        id in prop::sample::select(vec![
            "generic/signature", "standard/v1", "stripe/v1", "twilio/sha1", "mandrill/hmac", "hubspot/v3",
            "adyen/notification", "gitlab/token", "discord/ed25519",
        ]),
        unit in prop_oneof!["[\\[\\]{}\",:0-9a-z\\\\u=&%+ ]{1,8}", "(\\[|\\{\"a\":|0,|\"\",|\\\\u00e9|&a=|%41){1,6}"],
        begin in "[\\[{\"]{0,3}", times in 1_usize..8_000,
        name in "[a-zA-Z-]{1,20}", value in "[ -~]{0,40}", fields in 0_usize..600,
        url in "https://[a-z.]{1,9}/[a-z/?&=%+]{0,40}", secret in "[ -~]{1,60}", secrets in 1_usize..20,
    ) {
        let scheme = find_scheme(id).unwrap();
        let mut headers: Headers = scheme.headers().map(|name| (name, value.as_str())).collect();
        (0..fields).for_each(|_| headers.push(name.as_str(), value.as_str()));
        let body = [begin, unit.repeat(times)].concat();
        let secrets = vec![Secret::new(secret).unwrap(); secrets];
        let keys = KnownSecrets { secrets: &secrets, old: &secrets, others: &secrets };
        let request = Request::new(&headers, body.as_bytes()).to("POST", &url);
        let diagnosis = explain(scheme, &keys, &request, 0, &ExplainContext::default());
        check(id, &diagnosis);
    }
}
