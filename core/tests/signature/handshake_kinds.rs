//! The kinds of handshakes: tokens, methods, forms, test keys, encrypted bodies, secrets that are handed over, and hashed
//! answers.

use hookwright::catalog::find_scheme;
use hookwright::http::Headers;
use hookwright::signature::{
    Endpoint, HandshakeAnswer, OwnedScheme, Request, Scheme, Secret, Signer, Unsigned, Verifier,
};

const NOW_MS: i64 = 1_763_683_200_000;
const URL: &str = "https://example.com/hook";

fn scheme(id: &str) -> &'static Scheme {
    find_scheme(id).unwrap()
}

fn secret(text: &str) -> Secret {
    Secret::new(text).unwrap()
}

type Answered = Result<Option<HandshakeAnswer>, &'static str>;

/// Sends a request without header fields.
fn send(scheme: &Scheme<&str>, endpoint: Endpoint<'_>, method: &str, query: &str, body: &str) -> Answered {
    send_with(scheme, endpoint, method, query, body, &[])
}

fn send_with(
    scheme: &Scheme<&str>,
    endpoint: Endpoint<'_>,
    method: &str,
    query: &str,
    body: &str,
    fields: &[(&str, &str)],
) -> Answered {
    let headers: Headers = fields.iter().copied().collect();
    let url = format!("{URL}{query}");
    let request = Request::new(&headers, body.as_bytes()).to(method, &url);
    endpoint.answer(scheme, &request, NOW_MS).map_err(|error| error.code())
}

fn custom(handshake: &str) -> OwnedScheme {
    let text = format!(
        r#"{{"id":"acme/v1","algorithm":"hmac-sha256","content":"{{body}}","signature":{{"header":"X-A"}},
            "handshake":{handshake}}}"#
    );
    OwnedScheme::parse(&text).unwrap()
}

#[test]
fn a_challenge_is_returned_only_with_the_configured_token() {
    let token = secret("chosen by me");
    let endpoint = Endpoint::default().token(&token);
    let ask = |endpoint, query: &str| send(scheme("meta/sha256"), endpoint, "GET", query, "");
    let query = "?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=chosen%20by%20me";
    let answer = ask(endpoint, query).unwrap().unwrap();
    assert_eq!((answer.status, answer.body.as_str(), answer.secret), (200, "1158201444", None));
    for other in ["&hub.verify_token=chosen+by+mE", "&hub.verify_token=", "&hub.verify_token=chosen+by+me+"] {
        let query = format!("?hub.challenge=1158201444{other}");
        assert_eq!(ask(endpoint, &query), Err("token_mismatch"), "{other}");
    }
    assert_eq!(ask(endpoint, "?hub.challenge=1158201444"), Err("missing_parameter"));
    let twice = "?hub.challenge=1&hub.verify_token=chosen+by+me&hub.verify_token=x";
    assert_eq!(ask(endpoint, twice), Err("repeated_parameter"));
    assert_eq!(ask(Endpoint::default(), query), Err("missing_token"));
    assert_eq!(ask(endpoint, "?hub.mode=subscribe"), Ok(None));
}

#[test]
fn a_validation_request_can_have_any_method() {
    for method in ["POST", "GET", "post"] {
        let answer = send(scheme("microsoft-graph/token"), Endpoint::default(), method, "?validationToken=a%3Ab+c", "");
        assert_eq!(answer.unwrap().unwrap().body, "a:b c", "{method}");
    }
    // A delivery can contain several notifications, and a token does not cover any of them.
    let batch = br#"{"value":[{"clientState":"a long client state"},{"clientState":"another"}]}"#;
    let verifier = Verifier::new(scheme("microsoft-graph/token"), &[secret("a long client state")]).unwrap();
    assert_eq!(verifier.verify(&Request::new(&Headers::new(), batch), NOW_MS).unwrap().unsigned, ["body"]);
    let one = custom(r#"{"trigger":{"query":"q","method":"POST"},"reply":{"body":"{query:q}"}}"#);
    assert!(send(&one.borrow(), Endpoint::default(), "GET", "?q=1", "").unwrap().is_none());
    assert!(send(&one.borrow(), Endpoint::default(), "POST", "?q=1", "").unwrap().is_some());
}

#[test]
fn a_header_field_is_returned_under_another_name() {
    let fields = [("Smartsheet-Hook-Challenge", "d78dd1d3")];
    let ask = |fields: &[_]| send_with(scheme("smartsheet/hmac"), Endpoint::default(), "POST", "", "{}", fields);
    let answer = ask(&fields).unwrap().unwrap();
    assert_eq!(answer.body, r#"{"smartsheetHookResponse":"d78dd1d3"}"#);
    assert_eq!(answer.headers.get("smartsheet-hook-response").next(), Some("d78dd1d3"));
    assert_eq!(answer.headers.get("smartsheet-hook-challenge").next(), None);
    assert_eq!(ask(&[("Smartsheet-Hook-Challenge", "a\r\nb")]), Err("doubtful_challenge"));

    // CloudEvents (HTTP 1.1 Web Hooks for Event Delivery, section 4.1) asks with OPTIONS.
    let events = custom(
        r#"{"trigger":{"header":"WebHook-Request-Origin","method":"OPTIONS"},"reply":{
            "header":"WebHook-Request-Origin","asHeader":"WebHook-Allowed-Origin"}}"#,
    );
    let fields = [("WebHook-Request-Origin", "eventgrid.example.net")];
    let ask = |method| send_with(&events.borrow(), Endpoint::default(), method, "", "", &fields).unwrap();
    let answer = ask("OPTIONS").unwrap();
    assert_eq!(answer.headers.get("webhook-allowed-origin").next(), Some("eventgrid.example.net"));
    assert_eq!(ask("POST"), None);
}

#[test]
fn a_secret_is_handed_over_only_while_setting_up() {
    let body = r#"{"verification_token":"secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl"}"#;
    let ask = |is_setting_up| {
        let endpoint = Endpoint::default().setting_up(is_setting_up);
        send(scheme("notion/hmac"), endpoint, "POST", "", body)
    };
    assert_eq!(ask(false), Err("not_setting_up"));
    let answer = ask(true).unwrap().unwrap();
    assert_eq!((answer.status, answer.body.as_str()), (200, ""));
    assert_eq!(answer.secret.as_deref(), Some("secret_tMrlL1qK5vuQAh1b6cZGhFChZTSYJlce98V0pYn7yBl"));
    assert_eq!(send(scheme("notion/hmac"), Endpoint::default(), "POST", "", r#"{"id":"1"}"#), Ok(None));
}

#[test]
fn unsigned_pings_and_head_requests_are_answered_without_effect() {
    let empty = |answer: Answered| {
        let answer = answer.unwrap().unwrap();
        (answer.status, answer.body, answer.secret, answer.headers.get("content-type").next().is_some())
    };
    let ping = send(scheme("woocommerce/hmac"), Endpoint::default(), "POST", "", "webhook_id=12");
    assert_eq!(empty(ping), (200, String::new(), None, false));
    for delivery in [r#"{"webhook_id":12}"#, "webhook_id=1&webhook_id=2", "webhook=1", ""] {
        assert_eq!(send(scheme("woocommerce/hmac"), Endpoint::default(), "POST", "", delivery), Ok(None), "{delivery}");
    }
    let set_up = r#"{"callbackId":"b1","verificationKey":"c2"}"#;
    assert_eq!(empty(send(scheme("salesforce/ens"), Endpoint::default(), "POST", "", set_up)).0, 200);
    for id in ["trello/hmac", "mandrill/hmac"] {
        assert_eq!(empty(send(scheme(id), Endpoint::default(), "HEAD", "", "")).0, 200, "{id}");
    }
    assert_eq!(send(scheme("trello/hmac"), Endpoint::default(), "POST", "", "{}"), Ok(None));
    assert_eq!(send(scheme("dropbox/hmac"), Endpoint::default(), "HEAD", "", ""), Ok(None));
}

#[test]
fn a_request_with_the_well_known_key_is_answered_before_there_is_a_secret() {
    let body = "mandrill_events=%5B%5D";
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let mandrill = scheme("mandrill/hmac");
    let headers: Headers = [form].into_iter().collect();
    let ask = |key: &str, endpoint| {
        let unsigned = Unsigned::new(body.as_bytes()).to("POST", URL).with(&headers);
        let signed = Signer::new(mandrill, &[secret(key)]).unwrap().sign(&unsigned).unwrap();
        let fields: Vec<(&str, &str)> = headers.iter().chain(signed.headers.iter()).collect();
        send_with(mandrill, endpoint, "POST", "", body, &fields)
    };
    // HMAC-SHA1 of the URL, `mandrill_events` and `[]` with `test-webhook`, by OpenSSL.
    let fields = [form, ("X-Mandrill-Signature", "q1iFfhUSFU7Unr1lnKqKA1TGkbM=")];
    assert_eq!(send_with(mandrill, Endpoint::default(), "POST", "", body, &fields).unwrap().unwrap().status, 200);
    let own = [secret("a key that Mandrill has made")];
    let (none, some) = (Endpoint::default(), Endpoint::new(&own));
    assert_eq!(ask("test-webhook", none).unwrap().unwrap().status, 200);
    assert_eq!(ask("test-webhook", some).unwrap().unwrap().status, 200);
    assert_eq!(ask("a key that Mandrill has made", some).unwrap().unwrap().status, 200);
    assert_eq!(ask("the key of a stranger", none), Err("signature_mismatch"));
    assert_eq!(ask("the key of a stranger", some), Err("signature_mismatch"));
}

/// The body `{"challenge":"ajls384kdjx98XX","token":"xxxxxx","type":"url_verification"}`, encrypted by OpenSSL with the key
/// SHA-256("kudryavka") and the initialization vector 000102…0f.
const ENCRYPTED: &str = "AAECAwQFBgcICQoLDA0ODygxCRD00ikE2ev/uv2HP2cPQwyluYwOGj0jaTC8TJINQ4QaZKL2Bc8iIcohiCmQChbYbO26ThZ5C+52IeqBNw0BAwbuigD3t23590yi20lT";

#[test]
fn a_plain_or_encrypted_challenge_is_answered() {
    let lark = scheme("lark/sha256");
    let plain = r#"{"challenge":"ajls384kdjx98XX","token":"xxxxxx","type":"url_verification"}"#;
    let answer = send(lark, Endpoint::default(), "POST", "", plain).unwrap().unwrap();
    assert_eq!(answer.body, r#"{"challenge":"ajls384kdjx98XX"}"#);

    let encrypted = format!(r#"{{"encrypt":"{ENCRYPTED}"}}"#);
    let (key, other) = (secret("kudryavka"), secret("another key"));
    for secrets in [&[key.clone()][..], &[other.clone(), key.clone()]] {
        let answer = send(lark, Endpoint::new(secrets), "POST", "", &encrypted).unwrap().unwrap();
        assert_eq!(answer.body, r#"{"challenge":"ajls384kdjx98XX"}"#);
    }
    // Whatever is wrong, the result is the same, so that no caller learns whether the padding is right.
    let altered = encrypted.replacen(ENCRYPTED.get(20..22).unwrap(), "AA", 1);
    for (body, secrets) in [
        (encrypted.as_str(), &[other][..]),
        (&encrypted, &[]),
        (&altered, core::slice::from_ref(&key)),
        (r#"{"encrypt":"AAEC"}"#, core::slice::from_ref(&key)),
        (r#"{"encrypt":"%"}"#, core::slice::from_ref(&key)),
        (r#"{"encrypt":""}"#, core::slice::from_ref(&key)),
    ] {
        assert_eq!(send(lark, Endpoint::new(secrets), "POST", "", body), Ok(None), "{body}");
    }
}

#[test]
fn a_challenge_is_answered_with_its_hash() {
    let ebay = custom(
        r#"{"trigger":{"query":"challenge_code"},"reply":{"contentType":"application/json",
            "body":"{{\"challengeResponse\":\"{sha256:query:challenge_code}\"}}"}}"#,
    );
    let token = secret("71745723-d031-455c-bfa5-f90d11b4f20a");
    let ask =
        |endpoint| send(&ebay.borrow(), endpoint, "GET", "?challenge_code=a8628072-3d33-45ee-9004-bee86830a22d", "");
    // `printf %s CODE TOKEN URL | sha256sum`.
    let expected = r#"{"challengeResponse":"298528995330e912a5a3e2925ca1a20401fdebfc67bbb6828b3e1ef65e840474"}"#;
    assert_eq!(ask(Endpoint::default().token(&token).at(URL)).unwrap().unwrap().body, expected);
    assert_eq!(ask(Endpoint::default().token(&token)), Err("missing_endpoint"));
    assert_eq!(ask(Endpoint::default().at(URL)), Err("missing_token"));
}

#[test]
fn every_handshake_names_its_risks() {
    let schemes = hookwright::catalog::senders().flat_map(|sender| sender.schemes);
    for scheme in schemes {
        let Some(handshake) = scheme.handshake else { continue };
        let risks = handshake.risks();
        assert!(!risks.is_empty(), "{}", scheme.id);
        assert_eq!(risks.iter().any(|risk| risk.contains("replace the secret")), handshake.secret.is_some());
    }
}

#[test]
fn a_handshake_that_contradicts_itself_is_not_valid() {
    let problems = |handshake: &str| {
        let text = format!(
            r#"{{"id":"acme/v1","algorithm":"hmac-sha256","content":"{{body}}","signature":{{"header":"X-A"}},
                "handshake":{handshake}}}"#
        );
        let problems = OwnedScheme::parse(&text).unwrap_err();
        problems.into_iter().map(|problem| (problem.code, problem.path)).collect::<Vec<_>>()
    };
    for (handshake, code, path) in [
        (r#"{"trigger":{},"reply":{}}"#, "wrong_place", "/handshake/trigger"),
        (r#"{"trigger":{"query":"a","equals":"b"},"reply":{}}"#, "wrong_place", "/handshake/trigger"),
        (r#"{"trigger":{"query":"a","form":"b"},"reply":{}}"#, "wrong_place", "/handshake/trigger"),
        (r#"{"trigger":{"query":"a","method":"post"},"reply":{}}"#, "wrong_place", "/handshake/trigger/method"),
        (r#"{"trigger":{"method":"*"},"reply":{}}"#, "wrong_place", "/handshake/trigger/method"),
        (r#"{"trigger":{"form":""},"reply":{}}"#, "wrong_place", "/handshake/trigger/form"),
        (
            r#"{"trigger":{"member":"/a"},"signed":true,"secret":{"member":"/a"},"reply":{}}"#,
            "wrong_place",
            "/handshake/secret",
        ),
        (r#"{"trigger":{"form":"a"},"testKey":"k","reply":{}}"#, "wrong_place", "/handshake/testKey"),
        (r#"{"trigger":{"form":"a"},"encrypted":"a","reply":{}}"#, "malformed_pointer", "/handshake/encrypted"),
        (r#"{"trigger":{"form":"a"},"token":{"item":"t="},"reply":{}}"#, "wrong_place", "/handshake/token/item"),
        (r#"{"trigger":{"form":"a"},"reply":{"asHeader":"X-B"}}"#, "missing_field", "/handshake/reply/header"),
        (r#"{"trigger":{"form":"a"},"head":1,"reply":{}}"#, "wrong_type", "/handshake/head"),
    ] {
        assert_eq!(problems(handshake), [(code, path.to_owned())], "{handshake}");
    }
}

/// Everyone knows a test key, so anyone can have a challenge signed with the secret. Such a text must not be a delivery.
#[test]
fn a_text_that_a_handshake_signs_is_not_a_delivery_although_a_test_key_signs_the_handshake() {
    let scheme = |handshake: &str| {
        let json = format!(
            r#"{{"id":"a/b","algorithm":"hmac-sha256","content":"{{body}}","signature":{{"header":"S"}}{handshake}}}"#
        );
        OwnedScheme::parse(&json).unwrap()
    };
    let signing = r#","handshake":{"trigger":{"member":"/challenge"},"signed":true,"testKey":"test-webhook",
        "reply":{"body":"{mac:member:/challenge}"}}"#;
    let secrets = [Secret::new("a secret that is long enough").unwrap()];
    let signer = Signer::new(&scheme(""), &secrets).unwrap();
    let signed = signer.sign(&Unsigned::new(b"forgedBodyABC")).unwrap();
    let request = Request::new(&signed.headers, b"forgedBodyABC");
    assert!(Verifier::new(&scheme(""), &secrets).unwrap().verify(&request, 0).is_ok());
    assert!(Verifier::new(&scheme(signing), &secrets).unwrap().verify(&request, 0).is_err());
}
