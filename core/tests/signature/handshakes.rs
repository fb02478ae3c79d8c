//! The response to every handshake, and the rejection of handshakes with wrong signatures.

use std::collections::BTreeSet;

use hookwright::catalog::{find_scheme, senders};
use hookwright::http::Headers;
use hookwright::signature::{
    Algorithm, Endpoint, Handshake, HandshakeAnswer, HandshakeTrigger, KeyForm, OwnedScheme, Request, Scheme, Secret,
    SignatureField, Signer, Unsigned, Verifier, answer,
};

const NOW_MS: i64 = 1_763_683_200_000;
const KEY: &str = "0123456789abcdef0123456789abcdef";
const URL: &str = "https://example.com/hook";

fn scheme(id: &str) -> &'static Scheme {
    find_scheme(id).unwrap()
}

fn secret(text: &str) -> Secret {
    Secret::new(text).unwrap()
}

/// The private and the public key for schemes with a key pair, the same secret twice for others.
fn keys(scheme: &Scheme, random: u8) -> [Secret; 2] {
    let made = scheme.make_secret(&[random; 32]).unwrap();
    let text = made.secret.to_string();
    [secret(&text), secret(made.public.as_ref().unwrap_or(&text))]
}

/// Scheme, header fields and body of a handshake; status and body of the response.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str, u16, &'a str);

/// Sends a handshake that is signed with one key. The receiver has one or more secrets.
fn ask(
    scheme: &Scheme,
    sender: &Secret,
    given: &[Secret],
    fields: &[(&str, &str)],
    body: &str,
) -> Result<HandshakeAnswer, String> {
    let signer = Signer::new(scheme, std::slice::from_ref(sender)).unwrap();
    let signed = signer.sign(&Unsigned::new(body.as_bytes()).id("msg_1").at(NOW_MS)).unwrap();
    let headers: Headers = fields.iter().copied().chain(signed.headers.iter()).collect();
    let request = Request::new(&headers, body.as_bytes()).to("POST", URL);
    let answer = answer(scheme, given, &request, NOW_MS).map_err(|error| error.code().to_owned())?;
    answer.ok_or_else(|| "an ordinary delivery".to_owned())
}

#[test]
fn answers_signed_handshakes_and_rejects_wrong_signatures() {
    let zoom = r#"{"event":"endpoint.url_validation","payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"}}"#;
    let twitch = [("Twitch-Eventsub-Message-Type", "webhook_callback_verification")];
    let challenge = r#"{"challenge":"3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P","type":"url_verification"}"#;
    let cases: [Case<'_>; 5] = [
        ("slack/v0", &[], challenge, 200, "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P"),
        ("discord/ed25519", &[], r#"{"type":0}"#, 204, ""),
        ("discord/interactions", &[], r#"{"type":1}"#, 200, r#"{"type":1}"#),
        (
            "twitch/hmac",
            &twitch,
            r#"{"challenge":"pogchamp-kappa-360noscope-vohiyo"}"#,
            200,
            "pogchamp-kappa-360noscope-vohiyo",
        ),
        ("zoom/v0", &[], zoom, 200, r#"{"plainToken":"qgg8vlvZRS6UYooatFL8Aw","encryptedToken":"ZOOM"}"#),
    ];
    for (id, fields, body, status, expected) in cases {
        let scheme = scheme(id);
        let ([private, public], [_, other]) = (keys(scheme, 7), keys(scheme, 8));
        let answer = ask(scheme, &private, &[other.clone(), public], fields, body).unwrap();
        let expected = expected.replace("ZOOM", &hmac_hex("07".repeat(32).as_bytes(), b"qgg8vlvZRS6UYooatFL8Aw"));
        assert_eq!((answer.status, answer.body), (status, expected), "{id}");
        assert_eq!(answer.secret, None, "{id}");
        assert_eq!(answer.headers.get("x-content-type-options").next(), Some("nosniff"));
        assert_eq!(ask(scheme, &private, &[other], fields, body), Err("signature_mismatch".into()), "{id}");
        assert_eq!(ask(scheme, &private, &[], fields, body), Err("missing_secret".into()), "{id}");
        let delivery = r#"{"type":"2","event":"meeting.started"}"#;
        assert_eq!(ask(scheme, &private, &keys(scheme, 7), &[], delivery), Err("an ordinary delivery".into()), "{id}");
    }
}

fn hmac_hex(key: &[u8], message: &[u8]) -> String {
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, key);
    hex::encode(ring::hmac::sign(&key, message))
}

#[test]
fn answers_unsigned_handshakes() {
    let none = Headers::new();
    let get = |scheme: &Scheme, secrets: &[Secret], headers: &Headers, query: &str| {
        let url = format!("{URL}{query}");
        answer(scheme, secrets, &Request::new(headers, b"").to("GET", &url), NOW_MS)
    };
    // X's example does not give the secret. The response must be the HMAC of the token.
    let x = get(scheme("x/hmac"), &[secret(KEY)], &none, "?crc_token=Nzk2YjA5_-0&nonce=1").unwrap().unwrap();
    let mac = ring::hmac::sign(&ring::hmac::Key::new(ring::hmac::HMAC_SHA256, KEY.as_bytes()), b"Nzk2YjA5_-0");
    let body: serde_json::Value = serde_json::from_str(&x.body).unwrap();
    let token = body.get("response_token").unwrap().as_str().unwrap();
    use base64ct::{Base64, Encoding as _};
    assert_eq!(token, format!("sha256={}", Base64::encode_string(mac.as_ref())));
    assert_eq!(get(scheme("x/hmac"), &[], &none, "?crc_token=a").unwrap_err().code(), "missing_secret");

    let dropbox = get(scheme("dropbox/hmac"), &[], &none, "?challenge=%3Cscript%3E+1").unwrap().unwrap();
    assert_eq!(dropbox.body, "<script> 1");
    assert_eq!(dropbox.headers.get("content-type").next(), Some("text/plain"));

    let fields: Headers = [("X-Okta-Verification-Challenge", "a\"}\\")].into_iter().collect();
    let okta = get(scheme("okta/token"), &[], &fields, "").unwrap().unwrap();
    assert_eq!(okta.body, r#"{"verification":"a\"}\\"}"#);

    let fields: Headers = [("X-Hook-Secret", "b537207f20cbfa02357cf448134da559")].into_iter().collect();
    let setting_up = Endpoint::default().setting_up(true);
    let asana = setting_up.answer(scheme("asana/hmac"), &Request::new(&fields, b""), NOW_MS).unwrap().unwrap();
    let refused = get(scheme("asana/hmac"), &[], &fields, "").unwrap_err();
    assert_eq!(refused.code(), "not_setting_up");
    assert!(!refused.to_string().contains("b537207f"), "{refused}");
    assert_eq!((asana.status, asana.body.as_str()), (200, ""));
    assert_eq!(asana.headers.get("x-hook-secret").next(), Some("b537207f20cbfa02357cf448134da559"));
    assert_eq!(asana.secret.as_deref(), Some("b537207f20cbfa02357cf448134da559"));
    let twice: Headers = [("X-Hook-Secret", "a"), ("X-Hook-Secret", "b")].into_iter().collect();
    assert_eq!(get(scheme("asana/hmac"), &[], &twice, "").unwrap(), None);
}

#[test]
fn every_scheme_with_a_handshake_has_a_test() {
    let with: BTreeSet<&str> =
        senders().flat_map(|sender| sender.schemes).filter(|row| row.handshake.is_some()).map(|row| row.id).collect();
    let tested = [
        "asana/hmac",
        "discord/ed25519",
        "discord/interactions",
        "dropbox/hmac",
        "lark/sha256",
        "mandrill/hmac",
        "meta/sha1",
        "meta/sha256",
        "microsoft-graph/token",
        "notion/hmac",
        "nylas/hmac",
        "okta/token",
        "salesforce/ens",
        "slack/v0",
        "smartsheet/hmac",
        "trello/hmac",
        "twitch/hmac",
        "woocommerce/hmac",
        "x/hmac",
        "zoom/v0",
    ];
    assert_eq!(with, tested.into_iter().collect());
}

/// If the content of a delivery could be signed as a challenge, a caller could forge that delivery.
#[test]
fn rejects_challenges_that_could_be_deliveries() {
    let x = scheme("x/hmac");
    let none = Headers::new();
    for delivery in [
        "{}",
        "7",
        "true",
        r#"{"a":1}"#,
        "[]",
        "\"a\"",
        "a=1",
        "a=1&b=2",
        "v0:1763683200:{}",
        "1763683200.1",
        "a b",
        "é",
        "",
        "=a=",
    ] {
        let url = format!("{URL}?crc_token={}", delivery.replace('&', "%26").replace(' ', "%20"));
        let refused = answer(x, &[secret(KEY)], &Request::new(&none, b"").to("GET", &url), NOW_MS).unwrap_err();
        assert_eq!(refused.code(), "doubtful_challenge", "{delivery}");
        // The same text is a valid delivery, if it is signed with the secret.
        let signer = Signer::new(x, &[secret(KEY)]).unwrap();
        let signed = signer.sign(&Unsigned::new(delivery.as_bytes())).unwrap();
        let request = Request::new(&signed.headers, delivery.as_bytes());
        assert!(Verifier::new(x, &[secret(KEY)]).unwrap().verify(&request, NOW_MS).is_ok());
    }
    let long = format!("{URL}?crc_token={}", "a".repeat(257));
    let request = Request::new(&none, b"").to("GET", &long);
    assert_eq!(answer(x, &[secret(KEY)], &request, NOW_MS).unwrap_err().code(), "doubtful_challenge");
    for padded in ["YQ==", "YWI="] {
        let url = format!("{URL}?crc_token={padded}");
        assert!(answer(x, &[secret(KEY)], &Request::new(&none, b"").to("GET", &url), NOW_MS).unwrap().is_some());
    }
    // A delivery with the parameter in its URL is not a handshake.
    let url = format!("{URL}?crc_token=a");
    assert_eq!(answer(x, &[secret(KEY)], &Request::new(&none, b"{}").to("POST", &url), NOW_MS), Ok(None));

    let zoom = scheme("zoom/v0");
    let body = r#"{"event":"endpoint.url_validation","payload":{"plainToken":"v0:1763683200:{}"}}"#;
    assert_eq!(ask(zoom, &secret(KEY), &[secret(KEY)], &[], body), Err("doubtful_challenge".into()));
    let without = r#"{"event":"endpoint.url_validation","payload":{}}"#;
    assert_eq!(ask(zoom, &secret(KEY), &[secret(KEY)], &[], without), Err("missing_member".into()));
}

#[test]
fn only_hmac_schemes_can_answer_with_a_signature() {
    let parse = |algorithm: &str, encoding: &str, content: &str| {
        let text = format!(
            r#"{{"id":"acme/v1","algorithm":"{algorithm}","content":"{content}",
                "signature":{{"header":"X-A","encoding":"{encoding}"}},
                "handshake":{{"trigger":{{"query":"q"}},"reply":{{"body":"{{mac:query:q}}"}}}}}}"#
        );
        OwnedScheme::parse(&text).map_err(|problems| problems.into_iter().map(|p| (p.code, p.path)).collect::<Vec<_>>())
    };
    assert!(parse("hmac-sha512", "hex", "{body}").is_ok());
    let refused = vec![("wrong_content", "/handshake/reply/body".to_owned())];
    assert_eq!(parse("token", "text", "").unwrap_err(), refused);
    assert_eq!(parse("sha256", "hex", "{secret}{body}").unwrap_err(), refused);
}

#[test]
fn a_scheme_that_is_not_valid_is_reported_only_if_its_handshake_applies() {
    const TRIGGER: HandshakeTrigger = HandshakeTrigger::Query { query: "challenge", method: None };
    const HANDSHAKE: Handshake = Handshake::new(TRIGGER, false, "text/plain", "{query:challenge}");
    let invalid = Scheme::new("acme/v1", Algorithm::HmacSha256, KeyForm::Text, "{bdoy}", SignatureField::hex("X-Acme"));
    let headers = Headers::new();
    let code = |scheme: &Scheme, url| {
        let answered = answer(scheme, &[], &Request::new(&headers, b"").to("GET", url), NOW_MS);
        answered.map(|answer| answer.is_some()).map_err(|error| error.code())
    };
    assert_eq!(code(&invalid, URL), Ok(false));
    assert_eq!(code(&invalid, "https://example.com/hook?challenge=abc"), Ok(false));
    let invalid = invalid.handshake(HANDSHAKE);
    assert_eq!(code(&invalid, URL), Ok(false));
    assert_eq!(code(&invalid, "https://example.com/hook?challenge=abc"), Err("malformed_template"));
}
