//! `explain` recognizes timestamps that a relay has written in another notation.

use crate::explaining::{Delivery, KEY, NOW_MS};
use hookwright::signature::{Secret, Signer, Unsigned};

const NAME: &str = "X-Slack-Request-Timestamp";

fn slack() -> Delivery {
    Delivery::new("slack/v0", KEY, "a=1")
}

#[test]
fn a_rewritten_timestamp_is_the_cause() {
    for written in ["1780000000.0", "2026-05-28T20:26:40Z", "2026-05-28T22:26:40+02:00", "\"1780000000\""] {
        let delivery = slack().header(NAME, |_| written.into());
        assert_eq!(delivery.causes(), ["timestamp_rewritten!"], "{written}");
    }
}

/// The header fields of a delivery that was signed at this time.
fn podium(at_ms: i64) -> Vec<(String, String)> {
    let scheme = hookwright::catalog::find_scheme("podium/hmac").unwrap();
    let secrets = [Secret::new(KEY).unwrap()];
    let signed = Signer::new(scheme, &secrets).unwrap().sign(&Unsigned::new(b"{}").at(at_ms)).unwrap();
    signed.headers.iter().map(|(name, value)| (name.into(), value.into())).collect()
}

#[test]
fn a_timestamp_in_another_unit_is_the_cause() {
    let delivery = slack().header(NAME, |_| "1780000000000".into());
    assert_eq!(delivery.causes(), ["timestamp_unit!"]);
    let stripe = Delivery::new("stripe/v1", KEY, "{}");
    let millis = stripe.header("Stripe-Signature", |value| value.replace("t=1780000000", "t=1780000000000"));
    assert_eq!(millis.causes(), ["timestamp_unit!"]);
    let cut = Delivery { headers: podium(1_780_000_000_123), ..Delivery::new("podium/hmac", KEY, "{}") };
    let cut = cut.header("podium-timestamp", |value| value.get(..10).unwrap_or_default().into());
    assert_eq!(cut.causes(), ["timestamp_unit!"]);
}

#[test]
fn a_timestamp_that_was_joined_with_itself_is_repeated() {
    let delivery = slack().header(NAME, |value| format!("{value}, {value}"));
    assert_eq!(delivery.causes(), ["signature_repeated!"]);
}

#[test]
fn a_rewritten_timestamp_can_be_old_as_well() {
    let delivery = slack().header(NAME, |_| "2026-05-28T20:26:40Z".into());
    let late = Delivery { now_ms: NOW_MS + 86_400_000, ..delivery };
    // The arrived notation is not that of the scheme, so `verify` cannot tell the age.
    assert_eq!(late.causes().first().unwrap(), "timestamp_rewritten!");
}

#[test]
fn another_instant_is_not_a_notation() {
    let delivery = slack().header(NAME, |_| "1780000001".into());
    assert_eq!(delivery.causes(), ["unknown"]);
}

/// The check of the time does not depend on the secret.
#[test]
fn the_timestamp_is_checked_although_the_secret_cannot_be_decoded() {
    let delivery = Delivery {
        secrets: vec!["whsec_!!".into()],
        ..Delivery::new("svix/v1", "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3", "{}")
    };
    let diagnosis = delivery.explain();
    let check = diagnosis.checks.iter().find(|check| format!("{:?}", check.name) == "Timestamp").unwrap();
    assert!(check.ok && check.message.contains("2026-05-28T20:26:40Z"), "{}", check.message);
    assert!(diagnosis.causes.iter().any(|cause| cause.code() == "secret_decoding"), "{:?}", diagnosis.causes);
}
