//! Requests that try to forge a delivery or to slow a receiver down.

use hookwright::catalog::find_scheme;
use hookwright::http::Headers;
use hookwright::signature::{
    Algorithm, Encoding, KeyForm, OwnedScheme, Place, Rejection, Request, Scheme, Secret, SignError, SignatureField,
    Signer, TimeUnit, Unsigned, Verified, Verifier,
};

const NOW_MS: i64 = 1_763_683_200_000;
const KEY: &str = "0123456789abcdef0123456789abcdef";
const URL: &str = "https://example.com/hook";

fn secret() -> [Secret; 1] {
    [Secret::new(KEY).unwrap()]
}

fn verify(scheme: &Scheme, headers: &Headers, body: &str, url: &str) -> Result<Verified, Rejection> {
    let verifier = Verifier::new(scheme, &secret()).unwrap();
    verifier.verify(&Request::new(headers, body.as_bytes()).to("POST", url), NOW_MS)
}

fn code(verdict: Result<Verified, Rejection>) -> &'static str {
    verdict.map_or_else(|rejection| rejection.code(), |_| "ok")
}

#[test]
fn rejects_repeated_items_headers_and_parameters() {
    let scheme = find_scheme("stripe/v1").unwrap();
    let sign = |at_ms| {
        let signed = Signer::new(scheme, &secret()).unwrap().sign(&Unsigned::new(b"{}").at(at_ms)).unwrap();
        signed.headers.get("Stripe-Signature").next().unwrap().to_owned()
    };
    let old = sign(NOW_MS - 86_400_000);
    let now = NOW_MS / 1000;
    let case = |values: &[&str]| {
        let headers: Headers = values.iter().map(|value| ("Stripe-Signature", *value)).collect();
        code(verify(scheme, &headers, "{}", ""))
    };
    assert_eq!(case(&[&old]), "too_old");
    for (values, expected) in [
        (vec![format!("t={now},{old}")], "repeated_item"),
        (vec![format!("{old},t={now}")], "repeated_item"),
        (vec![format!("t={now}"), old.clone()], "repeated_item"),
        (vec![sign(NOW_MS), sign(NOW_MS)], "repeated_item"),
        (vec![old.replace("t=", "t= ")], "signature_mismatch"),
        (vec![sign(NOW_MS).replace(',', " , ")], "ok"),
        (vec![sign(NOW_MS).replace("v1=", "v0=ab,v1=00,v1=")], "ok"),
    ] {
        assert_eq!(case(&values.iter().map(String::as_str).collect::<Vec<_>>()), expected, "{values:?}");
    }

    // A header field that is not a comma-separated list may appear once. Empty ones are ignored.
    let github = find_scheme("github/sha256").unwrap();
    let signed = Signer::new(github, &secret()).unwrap().sign(&Unsigned::new(b"{}")).unwrap();
    let right = signed.headers.get("X-Hub-Signature-256").next().unwrap();
    for (other, expected) in [(right, "repeated_header"), ("sha256=00", "repeated_header"), ("", "ok")] {
        for fields in [[right, other], [other, right]] {
            let headers: Headers = fields.into_iter().map(|value| ("x-hub-signature-256", value)).collect();
            assert_eq!(code(verify(github, &headers, "{}", "")), expected, "{other}");
        }
    }

    // Parameters of the URL.
    let panda = find_scheme("pandadoc/query").unwrap();
    let signed = Signer::new(panda, &secret()).unwrap().sign(&Unsigned::new(b"{}").to("POST", URL)).unwrap();
    assert_eq!(code(verify(panda, &Headers::new(), "{}", &signed.url)), "ok");
    for url in [format!("{}&signature=00", signed.url), signed.url.replace('?', "?signature=00&")] {
        assert_eq!(code(verify(panda, &Headers::new(), "{}", &url)), "repeated_parameter", "{url}");
    }
    assert_eq!(code(verify(panda, &Headers::new(), "{}", &signed.url.replace("?s", "?%73"))), "ok");
}

/// The last member with a name is used, as by `JSON.parse`, so that the receiver reads the value that was verified.
#[test]
fn the_last_of_several_members_with_the_same_name_is_used() {
    let scheme = Scheme::new(
        "acme/member",
        Algorithm::HmacSha256,
        KeyForm::Text,
        "{member:/amount}",
        SignatureField::new(Place::member("/sig"), Encoding::Hex),
    );
    let signed = Signer::new(&scheme, &secret()).unwrap().sign(&Unsigned::new(br#"{"amount":1}"#)).unwrap();
    let body = String::from_utf8(signed.body).unwrap();
    let check = |body: &str| code(verify(&scheme, &Headers::new(), body, ""));
    assert_eq!(check(&body), "ok");
    assert_eq!(check(&body.replace("\"amount\":1", "\"amount\":9,\"amount\":1")), "ok");
    assert_eq!(check(&body.replace("\"amount\":1", "\"amount\":1,\"amount\":9")), "signature_mismatch");
    assert_eq!(check(&body.replace("\"amount\":1", "\"amount\":1,\"\\u0061mount\":9")), "signature_mismatch");
    assert_eq!(check(&body.replace("\"amount\":1", "\"amount\":1,\"amount\\ud800\":9")), "ok");
    assert_eq!(check(&body.replace("\"amount\":1", "\"amount\":\"1\"")), "ok");
    assert_eq!(check(&body.replace("\"amount\":1", "\"amount\":1.0")), "signature_mismatch");
}

/// A missing member is signed as empty text, as Adyen specifies. A value that is not text must not be, or it could be
/// any value.
#[test]
fn rejects_values_that_cannot_be_signed_with_their_place() {
    let scheme = Scheme::new(
        "acme/member",
        Algorithm::HmacSha256,
        KeyForm::Text,
        "{member:/id}:{member:/to}",
        SignatureField::new(Place::member("/sig"), Encoding::Hex),
    );
    let signer = Signer::new(&scheme, &secret()).unwrap();
    let signed = signer.sign(&Unsigned::new(br#"{"id":"a"}"#)).unwrap();
    let body = String::from_utf8(signed.body).unwrap();
    assert_eq!(code(verify(&scheme, &Headers::new(), &body, "")), "ok");
    for (value, expected) in [
        ("null", "ok"),
        ("\"\"", "ok"),
        ("true", "missing_member"),
        ("{\"account\":\"mine\"}", "missing_member"),
        ("[\"mine\"]", "missing_member"),
        ("\"\\ud800\"", "missing_member"),
        ("\"mine\"", "signature_mismatch"),
    ] {
        let with = body.replacen('{', &format!("{{\"to\":{value},"), 1);
        let verdict = verify(&scheme, &Headers::new(), &with, "");
        if let Err(rejection) = &verdict
            && expected == "missing_member"
        {
            assert_eq!(rejection.place, "value at `/to` in the body");
        }
        assert_eq!(code(verdict), expected, "{value}");
    }
    let refused = signer.sign(&Unsigned::new(br#"{"id":"a","to":[]}"#)).unwrap_err();
    assert_eq!(refused, SignError::MissingMember { pointer: "/to".into() });
}

#[test]
fn names_a_missing_header() {
    let scheme = Scheme::new(
        "acme/header",
        Algorithm::HmacSha256,
        KeyForm::Text,
        "{header:X-User}.{body}",
        SignatureField::hex("X-Signature"),
    );
    let headers: Headers = [("X-Signature", "00".repeat(32))].into_iter().collect();
    let rejection = verify(&scheme, &headers, "{}", "").unwrap_err();
    assert_eq!((rejection.code(), rejection.place.as_str()), ("missing_header", "`X-User` header"));
}

/// If the body already has the member, its value is signed.
#[test]
fn signing_uses_the_timestamp_and_id_of_the_body() {
    let field = SignatureField::hex("X-Signature");
    let scheme = Scheme::new("acme/body", Algorithm::HmacSha256, KeyForm::Text, "{timestamp}.{id}.{body}", field)
        .timestamp(Place::member("/at"), TimeUnit::Rfc3339, None)
        .message_id(Place::member("/id"));
    let signer = Signer::new(&scheme, &secret()).unwrap();
    let body = r#"{"at":"2025-11-21T00:00:00.000Z","id":7}"#;
    let signed = signer.sign(&Unsigned::new(body.as_bytes()).at(NOW_MS)).unwrap();
    assert_eq!(signed.body, body.as_bytes());
    let verified = verify(&scheme, &signed.headers, body, "").unwrap();
    assert_eq!((verified.timestamp_ms, verified.id.as_deref()), (Some(NOW_MS), Some("7")));
    let without = signer.sign(&Unsigned::new(br#"{"at":"x"}"#).at(NOW_MS).id("7")).unwrap_err();
    assert_eq!(without, SignError::MissingMember { pointer: "/id".into() });
}

#[test]
fn ids_and_timestamps_in_items_and_parameters_are_preserved() {
    for (id_place, time_place, unit) in [
        (r#"{"item":"i="}"#, r#"{"item":"t="}"#, "milliseconds"),
        (r#"{"query":"the id"}"#, r#"{"query":"a&b"}"#, "http-date"),
    ] {
        let text = format!(
            r#"{{"id":"acme/v1","algorithm":"hmac-sha512","content":"{{id}}{{timestamp}}{{body}}",
                "signature":{{"header":"X-A","separator":";","prefix":"s=","encoding":"base64url"}},
                "timestamp":{{"unit":"{unit}",{},"messageId":{id_place}}}"#,
            time_place.strip_prefix('{').unwrap()
        );
        let scheme = OwnedScheme::parse(&text).unwrap();
        let signer = Signer::new(&scheme, &secret()).unwrap();
        let signed = signer.sign(&Unsigned::new(b"{}").id("a&b=c#%41+").at(NOW_MS).to("POST", URL)).unwrap();
        let request = Request::new(&signed.headers, b"{}").to("POST", &signed.url);
        let verified = Verifier::new(&scheme, &secret()).unwrap().verify(&request, NOW_MS).unwrap();
        assert_eq!((verified.id.as_deref(), verified.timestamp_ms), (Some("a&b=c#%41+"), Some(NOW_MS)));
        assert_eq!(signer.sign(&Unsigned::new(b"").id("a;b").at(NOW_MS).to("", URL)).unwrap_err().code(), "invalid_id");
    }
}

#[test]
fn parses_http_dates_strictly() {
    let scheme = Scheme::new(
        "acme/date",
        Algorithm::HmacSha256,
        KeyForm::Text,
        "{body}{timestamp}",
        SignatureField::hex("X-Signature"),
    )
    .timestamp(Place::header("Date"), TimeUnit::HttpDate, None);
    for (date, expected) in [
        ("Fri, 21 Nov 2025 00:00:00 GMT", "ok"),
        ("Friday, 21-Nov-25 00:00:00 GMT", "ok"),
        ("Fri Nov 21 00:00:00 2025", "ok"),
        ("Fri, 21 Nov 2025 00:05:01 GMT", "too_new"),
        ("Thu, 20 Nov 2025 23:54:59 GMT", "too_old"),
        ("Fri, 21 Nov 2025 00:00:00 +0000", "malformed_timestamp"),
        ("Fri, 21 Nov 2025 00:00 GMT", "malformed_timestamp"),
        ("2025-11-21T00:00:00Z", "malformed_timestamp"),
        ("1763683200", "malformed_timestamp"),
    ] {
        let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, KEY.as_bytes());
        let signature = hex::encode(ring::hmac::sign(&key, format!("{{}}{date}").as_bytes()));
        let headers: Headers = [("X-Signature", signature.as_str()), ("Date", date)].into_iter().collect();
        assert_eq!(code(verify(&scheme, &headers, "{}", "")), expected, "{date}");
    }
}

/// Each of these would take minutes if the time were quadratic in the signatures, header fields or levels of the body.
#[test]
fn verifies_large_requests_in_linear_time() {
    let pair = find_scheme("standard/v1a").unwrap().make_secret(&[7; 32]).unwrap();
    let v1a = find_scheme("standard/v1a").unwrap();
    let verifier = Verifier::new(v1a, &[Secret::new(pair.public.unwrap()).unwrap()]).unwrap();
    let body = vec![b'x'; 1 << 20];
    let signature = format!("v1a,{}= ", "A".repeat(85) + "A=");
    let headers: Headers = [
        ("webhook-id", "msg_1"),
        ("webhook-timestamp", "1763683200"),
        ("webhook-signature", signature.repeat(11_000).trim()),
    ]
    .into_iter()
    .collect();
    assert_eq!(verifier.verify(&Request::new(&headers, &body), NOW_MS).unwrap_err().code(), "signature_mismatch");

    let stripe = find_scheme("stripe/v1").unwrap();
    for value in ["v1=00,".repeat(200_000), ",".repeat(1 << 20), "t=1,".repeat(250_000), "v1=".repeat(1 << 18)] {
        let headers: Headers = [("Stripe-Signature", value)].into_iter().collect();
        assert!(verify(stripe, &headers, "{}", "").is_err());
    }
    let many: Headers = (0..100_000).map(|number| ("Stripe-Signature", format!("v1={number}"))).collect();
    assert!(verify(stripe, &many, "{}", "").is_err());

    let adyen = find_scheme("adyen/notification").unwrap();
    let key = [Secret::new("ab".repeat(32)).unwrap()];
    let verifier = Verifier::new(adyen, &key).unwrap();
    let item = r#"{"NotificationRequestItem":{"amount":{"value":1,"currency":"EUR"},"success":"true",
        "additionalData":{"hmacSignature":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="},"x":"#;
    let deep = format!(r#"{{"notificationItems":[{item}{}{}}}}}]}}"#, "[".repeat(500_000), "]".repeat(500_000));
    let wide = format!(r#"{{"notificationItems":[{item}1}}}}{}]}}"#, ",[]".repeat(300_000));
    for body in [deep, wide] {
        let headers = Headers::new();
        let request = Request::new(&headers, body.as_bytes());
        assert_eq!(verifier.verify(&request, NOW_MS).unwrap_err().code(), "signature_mismatch");
    }

    let twilio = find_scheme("twilio/sha1").unwrap();
    let headers: Headers =
        [("X-Twilio-Signature", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="), ("Content-Type", "application/x-www-form-urlencoded")]
            .into_iter()
            .collect();
    for (body, expected) in [
        ("a=1&".repeat(250_000), "body_too_large"),
        ("a=1&".repeat(9_000), "signature_mismatch"),
        ("%".repeat(1 << 20), "ambiguous_form"),
        ("&".repeat(1 << 20), "body_too_large"),
        ("+".repeat(1 << 20), "signature_mismatch"),
    ] {
        let url = format!("{URL}?{}", "bodySHA25=1&".repeat(50_000));
        assert_eq!(code(verify(twilio, &headers, &body, &url)), expected);
    }
}
