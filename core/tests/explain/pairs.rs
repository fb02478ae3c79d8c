//! `explain` names both of two mistakes, in the order in which they are corrected.

use crate::explaining::{Delivery, KEY, NOW_MS};
use base64ct::{Base64, Encoding};

const BODY: &str = "{\"action\": \"opened\", \"number\": 1}";

fn github() -> Delivery {
    Delivery::new("github/sha256", KEY, BODY)
}

#[test]
fn a_damaged_secret_is_named_before_the_body() {
    for (secret, code) in [
        (format!("{KEY}\n"), "secret_whitespace!"),
        (format!("\"{KEY}\""), "secret_quoted!"),
        (KEY.to_ascii_uppercase(), "secret_case!"),
    ] {
        let delivery = Delivery { secrets: vec![secret], body: format!("{BODY}\n").into(), ..github() };
        assert_eq!(delivery.causes(), [code, "body_newline_added!"]);
    }
    let written = Delivery { body: BODY.replace(": ", ":").replace(", ", ",").into(), ..github() };
    let rotated = Delivery { secrets: vec!["a new secret, which is right".into()], old: vec![KEY.into()], ..written };
    assert_eq!(rotated.causes(), ["secret_old!", "body_reformatted!"]);
}

/// The scheme ignores the line feed, so nothing proves that it is a mistake.
#[test]
fn an_untidy_secret_is_named_next_to_a_proof() {
    let key = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";
    let delivery = Delivery { body: format!("{BODY}\n").into(), ..Delivery::new("standard/v1", key, BODY) };
    let untidy = Delivery { secrets: vec![format!("{key}\n")], ..delivery };
    assert_eq!(untidy.causes(), ["body_newline_added!", "secret_whitespace"]);
}

#[test]
fn names_what_is_wrong_inside_an_encoded_body() {
    let inner = BODY.replace(": ", ":").replace(", ", ",");
    let text = Delivery { body: format!("{inner:?}").into(), ..github() };
    assert_eq!(text.causes(), ["body_stringified!", "body_reformatted!"]);
    let base64 = Delivery { body: Base64::encode_string(format!("{BODY}\n").as_bytes()).into(), ..github() };
    assert_eq!(base64.causes(), ["body_base64!", "body_newline_added!"]);
}

#[test]
fn an_old_delivery_is_named_after_what_else_is_wrong() {
    let stripe = Delivery::new("stripe/v1", KEY, BODY);
    let late = Delivery { now_ms: NOW_MS + 3_600_000, body: format!("{BODY}\n").into(), ..stripe };
    assert_eq!(late.causes(), ["body_newline_added!", "clock_skew!"]);
}

#[test]
fn a_renamed_header_does_not_end_the_search() {
    let delivery = github();
    let value = delivery.value("X-Hub-Signature-256");
    let renamed = delivery.without("X-Hub-Signature-256").with("HTTP_X_HUB_SIGNATURE_256", &value);
    assert_eq!(renamed.causes(), ["header_renamed!"]);
    let both = Delivery { body: format!("{BODY}\r\n").into(), ..renamed };
    assert_eq!(both.causes(), ["header_renamed!", "body_newline_added!"]);
}

#[test]
fn an_altered_signature_does_not_end_the_search() {
    let quoted = github().header("X-Hub-Signature-256", |value| format!("\"{value}\""));
    let both = Delivery { body: format!("{BODY}\n").into(), ..quoted };
    assert_eq!(both.causes(), ["signature_altered!", "body_newline_added!"]);
    let unprefixed = github().header("X-Hub-Signature-256", |value| value.replace("sha256=", ""));
    let both = Delivery { secrets: vec![format!(" {KEY}")], ..unprefixed };
    assert_eq!(both.causes(), ["signature_prefix!", "secret_whitespace!"]);
}

#[test]
fn a_byte_order_mark_does_not_hide_another_change_of_the_body() {
    let body = ["\u{feff}", &BODY.replace(": ", ":").replace(", ", ",")].concat();
    let delivery = Delivery { body: body.into(), ..github() };
    let causes = delivery.causes();
    assert_eq!(causes.len(), 2, "{causes:?}");
    assert!(causes.contains(&"body_bom!".into()) && causes.contains(&"body_reformatted!".into()), "{causes:?}");
}

#[test]
fn the_url_and_the_body_can_both_be_wrong() {
    let square = Delivery::new("square/sha256", KEY, BODY);
    let behind = Delivery { url: square.url.replace("https", "http"), ..square };
    assert_eq!(behind.causes(), ["url_scheme!"]);
    let both = Delivery { body: format!("{BODY}\n").into(), ..behind };
    assert_eq!(both.causes(), ["body_newline_added!", "url_scheme!"]);
    let sorted =
        Delivery { url: "http://hooks.example.com/in?a=2&b=1".into(), ..Delivery::new("square/sha256", KEY, BODY) };
    let mut causes = sorted.causes();
    causes.sort();
    assert_eq!(causes, ["url_query_order!", "url_scheme!"]);
}
