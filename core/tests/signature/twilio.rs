//! Twilio's scheme: URLs with and without a port, parameters of forms, and JSON bodies whose digest is in the URL.

use hookwright::catalog::find_scheme;
use hookwright::http::Headers;
use hookwright::signature::{Request, Secret, Signer, Unsigned, Verifier};

const TOKEN: &str = "12345";
const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
const JSON: (&str, &str) = ("Content-Type", "application/json");

/// The HMAC-SHA1 of a content, by another implementation.
fn signature(content: &str) -> String {
    use base64ct::{Base64, Encoding as _};
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, TOKEN.as_bytes());
    Base64::encode_string(ring::hmac::sign(&key, content.as_bytes()).as_ref())
}

fn check(signature: &str, kind: (&str, &str), body: &[u8], url: &str) -> &'static str {
    let headers: Headers = [("X-Twilio-Signature", signature), kind].into_iter().collect();
    let scheme = find_scheme("twilio/sha1").unwrap();
    let verifier = Verifier::new(scheme, &[Secret::new(TOKEN).unwrap()]).unwrap();
    let verdict = verifier.verify(&Request::new(&headers, body).to("POST", url), 0);
    verdict.map_or_else(|rejection| rejection.code(), |_| "ok")
}

#[test]
fn verifies_the_documented_example() {
    let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
    let body = b"Digits=1234&To=%2B18005551212&From=%2B12349013030&Caller=%2B12349013030&CallSid=CA1234567890ABCDE";
    let right = "0/KCTR6DLpKmkAf8muzZqo1nDgQ=";
    assert_eq!(check(right, FORM, body, url), "ok");
    assert_eq!(check(right, FORM, body, "https://mycompany.com:443/myapp.php?foo=1&bar=2"), "ok");
    assert_eq!(check(right, FORM, body, "http://mycompany.com/myapp.php?foo=1&bar=2"), "signature_mismatch");
    assert_eq!(check(right, FORM, body, "https://mycompany.com/myapp.php?bar=2&foo=1"), "signature_mismatch");
    assert_eq!(check(right, FORM, b"Digits=1234", url), "signature_mismatch");
    assert_eq!(check(right, JSON, body, url), "signature_mismatch");
    assert_eq!(check(right, FORM, body, ""), "missing_url");
}

#[test]
fn sorts_parameters_and_removes_repeated_pairs() {
    let url = "https://example.com/";
    let right = signature("https://example.com/a1a2ab3b");
    for body in ["b=&ab=3&a=2&a=1", "a=1&a=2&ab=3&b", "a=1&a=1&a=2&ab=3&b="] {
        assert_eq!(check(&right, FORM, body.as_bytes(), url), "ok", "{body}");
    }
    assert_eq!(
        check(&signature("https://example.com/aé +b\u{1f600}"), FORM, b"b=%F0%9F%98%80&a=%C3%A9+%2B", url),
        "ok"
    );
    // Values that are not UTF-8 are signed as bytes, escaped or not.
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, TOKEN.as_bytes());
    let bytes = ring::hmac::sign(&key, b"https://example.com/a\xff");
    use base64ct::{Base64, Encoding as _};
    assert_eq!(check(&Base64::encode_string(bytes.as_ref()), FORM, b"a=%FF", url), "ok");
    assert_eq!(check(&Base64::encode_string(bytes.as_ref()), FORM, b"a=\xff", url), "ok");
    assert_eq!(check(&signature("https://example.com/"), FORM, b"a=\xff", url), "signature_mismatch");
}

#[test]
fn accepts_urls_signed_with_and_without_the_port() {
    let signed = signature("https://example.com:443/x?a=b");
    assert_eq!(check(&signed, FORM, b"", "https://example.com/x?a=b"), "ok");
    assert_eq!(check(&signature("http://example.com:80/"), FORM, b"", "http://example.com/"), "ok");
    assert_eq!(check(&signature("https://example.com/"), FORM, b"", "https://example.com:8443/"), "ok");
    assert_eq!(check(&signature("https://u:p@example.com/"), FORM, b"", "https://u:p@example.com:443/"), "ok");
    assert_eq!(check(&signature("https://example.com:8443/"), FORM, b"", "https://example.com/"), "signature_mismatch");
}

#[test]
fn checks_the_digest_of_a_body_that_is_not_a_form() {
    let body = br#"{"a":1}"#;
    let digest = hex::encode(ring::digest::digest(&ring::digest::SHA256, body));
    let url = format!("https://example.com/x?bodySHA256={digest}");
    let right = signature(&url);
    assert_eq!(check(&right, JSON, body, &url), "ok");
    assert_eq!(check(&right, JSON, br#"{"a":2}"#, &url), "body_digest_mismatch");
    // With the content type of a form, another body does not pass, because its parameters are signed.
    assert_eq!(check(&right, FORM, b"a=1", &url), "signature_mismatch");
    assert_eq!(check(&right, FORM, b"", &url), "body_digest_mismatch");
    assert_eq!(check(&right, FORM, b"&", &url), "body_digest_mismatch");
    let upper = url.replace(&digest, &digest.to_uppercase());
    assert_eq!(check(&signature(&upper), JSON, body, &upper), "ok");
    for (without, expected) in [
        ("https://example.com/x".to_owned(), "body_not_covered"),
        ("https://example.com/x?bodySHA256=".to_owned(), "body_digest_mismatch"),
        (format!("{url}&bodySHA256={digest}"), "repeated_parameter"),
        (url.replace("SHA", "sha"), "body_not_covered"),
    ] {
        assert_eq!(check(&signature(&without), JSON, body, &without), expected, "{without}");
    }
    assert_eq!(check(&signature("https://example.com/x"), FORM, b"&=&", "https://example.com/x"), "ambiguous_form");
    assert_eq!(check(&signature("https://example.com/x"), FORM, b"&&", "https://example.com/x"), "body_not_covered");

    // Signing adds the digest to the URL.
    let scheme = find_scheme("twilio/sha1").unwrap();
    let signer = Signer::new(scheme, &[Secret::new(TOKEN).unwrap()]).unwrap();
    let headers: Headers = [JSON].into_iter().collect();
    let signed = signer.sign(&Unsigned::new(body).to("POST", "https://example.com/x").with(&headers)).unwrap();
    assert_eq!(signed.url, url);
    assert_eq!(signed.headers.get("X-Twilio-Signature").next(), Some(right.as_str()));
}
