//! Signatures that were computed in another way.

use hookwright::signature::OwnedScheme;

use super::*;

/// The causes of a delivery that a sender signed by another scheme with the same headers.
fn of_scheme(asked: &str, algorithm: &str, content: &str, key: &Secret) -> Diagnosis {
    let headers = asked_headers(asked);
    let scheme = format!(
        r#"{{"id":"a/b","algorithm":"{algorithm}","content":"{content}","signature":{{"header":"{}"}}{}}}"#,
        headers.0, headers.1
    );
    let scheme = OwnedScheme::parse(&scheme).unwrap();
    let signer = Signer::with_short_keys(&scheme, std::slice::from_ref(key)).unwrap();
    let made = signer.sign(&Unsigned::new(b"{\"a\":1}").id("msg_1").at(NOW_MS)).unwrap();
    explained(asked, &secret(KEY), &Request::new(&made.headers, b"{\"a\":1}"))
}

fn asked_headers(asked: &str) -> (&'static str, &'static str) {
    match asked {
        "generic/signature" => ("X-Webhook-Signature", ""),
        _ => ("x-signature", r#","timestamp":{"header":"x-timestamp","unit":"milliseconds"}"#),
    }
}

#[test]
fn hashes_are_not_an_hmac() {
    for content in ["{secret}{body}", "{body}{secret}", "{secret}.{body}"] {
        let diagnosis = of_scheme("generic/signature", "sha256", content, &secret(KEY));
        assert_eq!(codes(&diagnosis), ["construction_other"], "{content}");
        assert!(diagnosis.causes[0].evidence.contains("SHA-256"), "{:?}", diagnosis.causes);
    }
}

#[test]
fn exchanged_arguments_and_hashed_bodies_are_found() {
    let body = Secret::from_key(b"{\"a\":1}").unwrap();
    let diagnosis = of_scheme("generic/signature", "hmac-sha256", KEY, &body);
    assert_eq!(codes(&diagnosis), ["construction_other"]);
    let diagnosis = of_scheme("generic/signature", "hmac-sha256", "{body:sha256}", &secret(KEY));
    assert_eq!(codes(&diagnosis), ["construction_other"]);
}

#[test]
fn the_evidence_contains_no_secret() {
    let body = Secret::from_key(b"{\"a\":1}").unwrap();
    let diagnosis = of_scheme("generic/signature", "hmac-sha256", KEY, &body);
    assert!(!format!("{:?}", diagnosis.causes).contains(KEY));
}
