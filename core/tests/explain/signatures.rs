//! `explain` names what is wrong with the value of a signature, and never advises a secret or a weaker scheme instead.

use crate::explaining::{Delivery, KEY};
use base64ct::{Base64, Encoding};

const GITHUB: &str = "X-Hub-Signature-256";

fn github() -> Delivery {
    Delivery::new("github/sha256", KEY, "{\"action\":\"opened\",\"number\":1}")
}

#[test]
fn proves_that_a_value_was_altered() {
    type Change = fn(&str) -> String;
    let changes: [(Change, &str); 12] = [
        (|value| format!("\"{value}\""), "signature_altered!"),
        (|value| format!("[\"{value}\"]"), "signature_altered!"),
        (|value| format!("b'{value}'"), "signature_altered!"),
        (|value| format!("X-Hub-Signature-256: {value}"), "signature_altered!"),
        (|value| format!("[{value}]"), "signature_repeated!"),
        (|value| value.replace('=', "%3D"), "signature_altered!"),
        (|value| value.replace('=', "= "), "signature_altered!"),
        (|value| value.replace('=', "=0x"), "signature_altered!"),
        (|value| value.replace("sha256=", ""), "signature_prefix!"),
        (|value| value.replace("sha256=", "v1="), "signature_prefix!"),
        (|value| value.replace("sha256=", "SHA256="), "signature_prefix!"),
        (|value| format!("{value}, {value}"), "signature_repeated!"),
    ];
    for (change, code) in changes {
        let delivery = github().header(GITHUB, change);
        assert_eq!(delivery.causes(), [code], "{:?}", delivery.headers);
    }
    let shopify = Delivery::new("shopify/hmac", KEY, "{}");
    let unpadded = shopify.clone().header("X-Shopify-Hmac-Sha256", |value| value.trim_end_matches('=').into());
    assert_eq!(unpadded.causes(), ["signature_altered!"]);
    let twice = |value: &str| Base64::encode_string(value.as_bytes());
    assert_eq!(shopify.header("X-Shopify-Hmac-Sha256", twice).causes(), ["encoding_other!"]);
    let generic = Delivery::new("generic/signature", KEY, "{}");
    assert_eq!(
        generic.header("X-Webhook-Signature", |value| format!("sha256={value}")).causes(),
        ["signature_prefix!"]
    );
}

/// `verify` names the reason, so the causes must not blame the secret.
#[test]
fn names_the_reason_that_verify_gives() {
    type Change = fn(&str) -> String;
    let github_changes: [(Change, &str); 6] = [
        (|value| value.chars().take(40).collect(), "signature_truncated"),
        (|_| "hmac-signature".into(), "signature_placeholder"),
        (|_| "sha256=undefined".into(), "signature_placeholder"),
        (|_| "[REDACTED]".into(), "signature_placeholder"),
        (|_| format!("sha256={}", "0".repeat(64)), "signature_placeholder"),
        (|value| value.chars().take(69).chain("zz".chars()).collect(), "signature_malformed"),
    ];
    for (change, code) in github_changes {
        let delivery = github().header(GITHUB, change);
        assert_eq!(delivery.causes()[0], code, "{:?}", delivery.headers);
    }
    let stripe = Delivery::new("stripe/v1", KEY, r#"{"a":1}"#);
    let without_time = |value: &str| value.split(',').next_back().unwrap().to_owned();
    assert_eq!(stripe.clone().header("Stripe-Signature", without_time).causes(), ["signature_malformed"]);
    let twice = |value: &str| format!("t=1,{value}");
    assert_eq!(stripe.header("Stripe-Signature", twice).causes(), ["signature_repeated!"]);
    let missing = github().without(GITHUB);
    assert_eq!(missing.causes(), ["header_missing"]);
    let none = Delivery { secrets: vec![], ..github() };
    assert_eq!(none.causes()[0], "secret_missing");
}

#[test]
fn never_advises_a_weaker_scheme_while_the_asked_header_is_there() {
    let body = "{\"action\":\"opened\"}";
    let weaker = Delivery::new("github/sha1", KEY, body);
    let (name, value) = weaker.headers.iter().find(|(name, _)| name == "X-Hub-Signature").unwrap();
    let both = Delivery::new("github/sha256", KEY, body).with(name, value);
    let digest = "0123456789abcdef".repeat(4);
    let wrong = both.clone().header(GITHUB, |_| format!("sha256={digest}"));
    assert_eq!(wrong.causes(), ["signature_altered"]);
    assert!(wrong.explain().causes[0].evidence.contains("the secret and the body are right"));
    assert_eq!(both.without(GITHUB).causes(), ["header_other!"]);

    let v3 = Delivery::new("hubspot/v3", KEY, body);
    let v1 = Delivery::new("hubspot/v1", KEY, body);
    let (name, value) = v1.headers.iter().find(|(name, _)| name == "X-HubSpot-Signature").unwrap();
    let elsewhere = Delivery { url: "https://other.example.net/unknown".into(), ..v3.with(name, value) };
    let diagnosis = elsewhere.explain();
    assert!(diagnosis.causes[0].code().starts_with("url_"), "{:?}", diagnosis.causes);
    assert!(diagnosis.causes.iter().all(|cause| cause.code() != "header_other"), "{:?}", diagnosis.causes);
}

#[test]
fn recognizes_the_headers_of_another_sender() {
    let slack = Delivery::new("slack/v0", "another secret of another sender", "a=1");
    let asked = Delivery { scheme: "stripe/v1", secrets: vec![KEY.into()], ..slack };
    assert_eq!(asked.causes()[0], "sender_other");
    let moved = github();
    let value = moved.value(GITHUB);
    assert_eq!(moved.without(GITHUB).with("Authorization", &value).causes(), ["header_renamed!"]);
}

#[test]
fn recognizes_another_scheme_of_the_sender() {
    let weaker = Delivery::new("github/sha1", KEY, "{\"action\":\"opened\"}").value("X-Hub-Signature");
    let delivery = Delivery::new("github/sha256", KEY, "{\"action\":\"opened\"}");
    assert_eq!(delivery.clone().header(GITHUB, |_| weaker.clone()).causes(), ["header_other!"]);
    let stronger = Delivery { scheme: "github/sha1", ..delivery };
    assert_eq!(stronger.causes(), ["header_other!"], "its header is not a renamed one");
    let id = "72d3162e-cc78-11e3-81ab-4c9367dc0958";
    let copied = github().with("X-GitHub-Delivery", id).header(GITHUB, |_| id.into());
    assert_eq!(copied.causes()[0], "header_other");
    let token = Delivery::unsigned("gitlab/v1", "POST", "https://example.com/in", "{}").with("X-Gitlab-Token", KEY);
    assert_eq!(token.causes()[0], "header_other");
    // Half of the digits of SHA-512 have the length of SHA-256.
    let convoy = Delivery::new("convoy/simple-sha512-hex", KEY, "{}");
    let half = |value: &str| value.chars().take(64).collect();
    assert_eq!(convoy.header("X-Convoy-Signature", half).causes()[0], "signature_truncated");
}

#[test]
fn superficial_symptoms_are_not_the_answer() {
    let other = |body: &str| Delivery { secrets: vec!["a secret that did not sign it".into()], ..github() }.body(body);
    let zipped = other("{\"a\":1}").with("Content-Encoding", "gzip");
    assert_eq!(zipped.causes(), ["unknown", "body_compressed"]);
    let form = other("{\"a\":1}").with("Content-Type", "application/x-www-form-urlencoded");
    assert_eq!(form.causes(), ["unknown", "body_urlencoded"]);
    let replaced = other("{\"a\":\"\u{fffd}é\"}").with("Content-Length", "13");
    assert_eq!(replaced.causes(), ["unknown", "body_charset"]);
}

impl Delivery {
    fn body(mut self, body: &str) -> Self {
        self.body = body.into();
        self
    }
}

/// The remedy starts with what the checks found.
#[test]
fn the_remedy_of_unknown_starts_with_the_failed_checks() {
    let other = Delivery { secrets: vec!["a secret that did not sign it".into()], ..github() };
    let remedy = &other.explain().causes[0].remedy;
    assert!(remedy.starts_with("Read the checks"), "{remedy}");
    let late = Delivery { now_ms: 0, ..Delivery::new("stripe/v1", KEY, "{\"a\":1}") };
    let late = Delivery { secrets: vec!["a secret that did not sign it".into()], ..late };
    let diagnosis = late.explain();
    assert_eq!(diagnosis.causes[0].code(), "unknown");
    assert!(diagnosis.causes[0].remedy.starts_with("The checks found: the timestamp is"), "{:?}", diagnosis.causes);
}
