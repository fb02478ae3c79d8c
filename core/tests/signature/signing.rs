//! Signing: the header fields that the signer writes, and the bodies that it rejects.

use hookwright::http::Headers;
use hookwright::signature::{OwnedScheme, Request, Secret, SignError, Signed, Signer, Unsigned, Verifier};

const NOW_MS: i64 = 1_768_480_200_000;

/// The scheme with this JSON, and its secret.
fn scheme(json: &str) -> (OwnedScheme, [Secret; 1]) {
    (OwnedScheme::parse(json).unwrap(), [Secret::new("0123456789abcdef0123456789abcdef").unwrap()])
}

fn sign(json: &str, headers: &Headers, body: &[u8]) -> Result<Signed, SignError> {
    let (scheme, secrets) = scheme(json);
    Signer::new(&scheme, &secrets).unwrap().sign(&Unsigned::new(body).id("msg_1").at(NOW_MS).with(headers))
}

/// Replaces the header fields that the signer writes, and verifies the delivery.
fn verifies(json: &str, given: &Headers, signed: &Signed) -> bool {
    let (scheme, secrets) = scheme(json);
    let others = given.iter().filter(|(name, _)| signed.headers.get(name).next().is_none());
    let headers: Headers = others.chain(signed.headers.iter()).collect();
    Verifier::new(&scheme, &secrets).unwrap().verify(&Request::new(&headers, &signed.body), NOW_MS).is_ok()
}

/// Content that names a header field of the timestamp, the id or the digest.
const NAMED: [&str; 3] = [
    r#"{ "id": "acme/v1", "algorithm": "hmac-sha256", "content": "{header:X-T}\n{body:sha256}",
         "signature": { "header": "X-S" }, "timestamp": { "header": "X-T", "unit": "seconds" } }"#,
    r#"{ "id": "acme/v1", "algorithm": "hmac-sha256", "content": "{header:X-Id}\n{body}",
         "signature": { "header": "X-S" }, "messageId": { "header": "X-Id" } }"#,
    r#"{ "id": "acme/v1", "algorithm": "hmac-sha256", "content": "{header:X-Digest}",
         "signature": { "header": "X-S" }, "bodyDigest": { "header": "X-Digest" } }"#,
];

#[test]
fn signs_the_header_fields_that_it_writes() {
    for json in NAMED {
        let signed = sign(json, &Headers::new(), b"{}").unwrap_or_else(|error| panic!("{json}: {error}"));
        assert!(verifies(json, &Headers::new(), &signed), "{json}");
    }
}

#[test]
fn replaces_header_fields_that_the_caller_passes() {
    let stale = "1768480100";
    let given: Headers = [("x-t", "1768480200"), ("X-ID", "msg_0"), ("X-Digest", stale)].into_iter().collect();
    for json in NAMED {
        let signed = sign(json, &given, b"{}").unwrap_or_else(|error| panic!("{json}: {error}"));
        assert!(verifies(json, &given, &signed), "{json}");
    }
}

#[test]
fn a_signature_in_the_body_is_read_back() {
    let json = r#"{ "id": "acme/v1", "algorithm": "hmac-sha256", "content": "{member:/a}:{member:/items/0/b}",
                    "signature": { "member": "/sign" } }"#;
    let signed = sign(json, &Headers::new(), br#"{"a":"1","items":[{"b":2}]}"#).unwrap();
    assert!(verifies(json, &Headers::new(), &signed));
    let refused = sign(json, &Headers::new(), br#"{"a":"1","items":[{"b":2},{"b":3}]}"#).unwrap_err();
    assert_eq!(refused.code(), "unsigned_items");
}

#[test]
fn the_message_for_a_body_that_is_too_large_names_the_limit() {
    let json = r#"{ "id": "acme/v1", "algorithm": "hmac-sha256", "content": "{id}.{body}",
                    "signature": { "header": "X-S" }, "messageId": { "member": "/id" } }"#;
    let body = format!(r#"{{"id":"1","a":"{}"}}"#, "x".repeat(17 << 20));
    let error = sign(json, &Headers::new(), body.as_bytes()).unwrap_err();
    assert_eq!(error.code(), "body_too_large");
    assert!(error.to_string().contains("16 MiB"), "{error}");
}
