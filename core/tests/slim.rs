//! The crate without features, which supports only compiled HMAC and token schemes.

use hookwright::http::Headers;
use hookwright::signature::{
    Algorithm, Encoding, KeyForm, OwnedScheme, Place, Request, Scheme, Secret, SignatureField, Signer, TimeUnit,
    Unsigned, Verifier,
};

const TIMED: Scheme = Scheme::new(
    "acme/v1",
    Algorithm::HmacSha256,
    KeyForm::Text,
    "{timestamp}.{body}",
    SignatureField::hex("Acme-Signature").prefix("v1=").list(','),
)
.timestamp(Place::item("t="), TimeUnit::Seconds, None);

const TOKEN: Scheme = Scheme::new(
    "acme/token",
    Algorithm::Token,
    KeyForm::Text,
    "",
    SignatureField::new(Place::header("Acme-Token"), Encoding::Text),
);

const NOW_MS: i64 = 1_768_480_200_000;

#[test]
fn verifies_what_it_signs_and_rejects_a_changed_body() {
    let secrets = [Secret::new("whsec_abc123").unwrap()];
    for scheme in [&TIMED, &TOKEN] {
        let compiled = scheme.compile().unwrap();
        let signer = Signer::new(&compiled, &secrets).unwrap();
        let signed = signer.sign(&Unsigned::new(b"hello").at(NOW_MS)).unwrap();
        let verifier = Verifier::new(&compiled, &secrets).unwrap();
        assert!(verifier.verify(&Request::new(&signed.headers, b"hello"), NOW_MS).is_ok(), "{}", scheme.id);
        let changed = verifier.verify(&Request::new(&signed.headers, b"hullo"), NOW_MS);
        assert_eq!(changed.is_ok(), *scheme == TOKEN, "{}", scheme.id);
        let other = Verifier::new(&compiled, &[Secret::new("whsec_other").unwrap()]).unwrap();
        let rejection = other.verify(&Request::new(&signed.headers, b"hello"), NOW_MS).unwrap_err();
        assert_eq!(rejection.code(), "signature_mismatch");
        let rejection = verifier.verify(&Request::new(&Headers::new(), b"hello"), NOW_MS).unwrap_err();
        assert_eq!(rejection.code(), "missing_header");
    }
}

/// A scheme that cannot be verified as with all features does not compile.
#[test]
fn rejects_schemes_that_need_a_missing_feature() {
    let needed = |content, algorithm, key| {
        let scheme = Scheme::new("acme/v1", algorithm, key, content, SignatureField::hex("Acme-Signature"));
        let problems = scheme.compile().err().unwrap_or_default();
        problems.into_iter().find(|problem| problem.code == "missing_feature").map(|problem| problem.message)
    };
    let member = needed("{member:/id}", Algorithm::HmacSha256, KeyForm::Text);
    let movable = needed("{header:Acme-Id}{body}", Algorithm::HmacSha256, KeyForm::Text);
    let public = needed("{body}", Algorithm::Ed25519, KeyForm::Hex);
    assert_eq!(needed("{body}", Algorithm::HmacSha256, KeyForm::Text), None);
    for (found, feature) in [(member, "json"), (movable, "json"), (public, "public-key")] {
        let is_missing = match feature {
            "json" => cfg!(not(feature = "json")),
            _ => cfg!(not(feature = "public-key")),
        };
        let expected = format!("this scheme requires the feature `{feature}` of the crate; enable it");
        assert_eq!(found, is_missing.then_some(expected));
    }
}

#[test]
fn verifies_with_a_scheme_that_arrives_as_bytes() {
    let secrets = [Secret::new("whsec_abc123").unwrap()];
    let signed = Signer::new(&TIMED, &secrets).unwrap().sign(&Unsigned::new(b"hello").at(NOW_MS)).unwrap();
    let read = OwnedScheme::from_bytes(&TIMED.to_bytes()).unwrap().compile().unwrap();
    let verifier = Verifier::new(&read, &secrets).unwrap();
    assert!(verifier.verify(&Request::new(&signed.headers, b"hello"), NOW_MS).is_ok());
    assert!(verifier.verify(&Request::new(&signed.headers, b"hullo"), NOW_MS).is_err());
}
