//! Secrets that were damaged, decoded too often, or are another credential.

use super::*;

const WHSEC: &str = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

/// The causes of a delivery that was signed with one secret and is verified with another one.
fn of_secret(id: &str, sent: &Secret, given: &Secret) -> Diagnosis {
    let headers = signed(id, sent, b"{\"a\":1}", "");
    explained(id, given, &Request::new(&headers, b"{\"a\":1}"))
}

#[test]
fn damaged_secrets_are_repaired() {
    let secret_text = "aB3+/d5$x9Kq_2Lm7Pz";
    for (given, code) in [
        ("HOOK_SECRET=aB3+/d5$x9Kq_2Lm7Pz", "secret_wrapped"),
        ("export HOOK_SECRET='aB3+/d5$x9Kq_2Lm7Pz'", "secret_wrapped"),
        ("{\"secret\":\"aB3+\\/d5$x9Kq_2Lm7Pz\",\"id\":\"1\"}", "secret_wrapped"),
        ("aB3+/d5$x9Kq_2Lm7PzaB3+/d5$x9Kq_2Lm7Pz", "secret_wrapped"),
        ("another_secret_1,aB3+/d5$x9Kq_2Lm7Pz", "secret_wrapped"),
        ("aB3+/d5$x9Kq_2Lm7Pz # live", "secret_wrapped"),
        ("aB3%2B%2Fd5%24x9Kq_2Lm7Pz", "secret_escaped"),
        ("aB3&#43;/d5&#x24;x9Kq_2Lm7Pz", "secret_escaped"),
        ("aB3+/d5\\$x9Kq_2Lm7Pz", "secret_escaped"),
        ("aB3+/d5$$x9Kq_2Lm7Pz", "secret_escaped"),
        ("Bearer aB3+/d5$x9Kq_2Lm7Pz", "secret_prefix"),
        ("base64:aB3+/d5$x9Kq_2Lm7Pz", "secret_prefix"),
        ("Ab3+/D5$X9kQ_2lM7pZ", "secret_case"),
        ("\"aB3+/d5$x9Kq_2Lm7Pz\"", "secret_quoted"),
    ] {
        let diagnosis = of_secret("generic/signature", &secret(secret_text), &secret(given));
        assert_eq!(codes(&diagnosis), [code], "{given}: {:?}", diagnosis.causes);
    }
}

#[test]
fn a_secret_that_lost_a_character_is_completed() {
    for (whole, cut) in [
        ("0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcde"),
        ("0123456789abcdef0123456789abcdef", "123456789abcdef0123456789abcdef"),
        ("aB3d5x9Kq2Lm7Pz=", "aB3d5x9Kq2Lm7Pz"),
        ("aB3d5x9Kq2Lm7P==", "aB3d5x9Kq2Lm7P"),
    ] {
        let diagnosis = of_secret("generic/signature", &secret(whole), &secret(cut));
        assert_eq!(codes(&diagnosis), ["secret_truncated"], "{cut}");
    }
}

#[test]
fn bytes_that_were_decoded_are_encoded_again() {
    let key: Vec<u8> = (100..132).collect();
    let given = Secret::from_key(key.clone()).unwrap();
    use base64ct::{Base64, Encoding as _};
    for text in [Base64::encode_string(&key), hex::encode(&key), format!("whsec_{}", Base64::encode_string(&key))] {
        let diagnosis = of_secret("generic/signature", &secret(&text), &given);
        assert_eq!(codes(&diagnosis), ["secret_decoding"], "{text}");
    }
    let letters: String = key.iter().map(|byte| char::from(byte + 60)).collect();
    let bytes: Vec<u8> = key.iter().map(|byte| byte + 60).collect();
    let diagnosis = of_secret("generic/signature", &secret(&Base64::encode_string(&bytes)), &secret(&letters));
    assert_eq!(codes(&diagnosis), ["secret_decoding"]);
    let diagnosis = of_secret("standard/v1", &secret(WHSEC), &Secret::from_key(WHSEC).unwrap());
    assert_eq!(codes(&diagnosis), ["secret_decoding"]);
}

#[test]
fn other_credentials_and_references_are_recognized() {
    for (id, given, code) in [
        ("stripe/v1", "sk_live_51Habcdefghijklmnop", "secret_other_credential"),
        ("stripe/v1", "we_1Habcdefghijklmnop", "secret_other_credential"),
        ("slack/v0", "xoxb-123456789012-abcdefghij", "secret_other_credential"),
        ("paddle/h1", "ntfset_01habcdefghijklmnop", "secret_other_credential"),
        ("stripe/v1", "op://vault/stripe/secret", "secret_placeholder"),
        ("stripe/v1", "arn:aws:secretsmanager:eu-west-1:123456789012:secret:hook-AbCdEf", "secret_placeholder"),
    ] {
        let Some(_) = find_scheme(id) else { continue };
        let diagnosis = of_secret(id, &secret(KEY), &secret(given));
        assert_eq!(diagnosis.causes[0].code(), code, "{given}: {:?}", diagnosis.causes);
    }
}

#[test]
fn a_damaged_secret_and_a_changed_body_are_two_causes() {
    let headers = signed("generic/signature", &secret(KEY), b"{\"a\": 1, \"b\": 2}", "");
    for (given, code) in [
        (format!("{KEY}\n"), "secret_whitespace"),
        (format!("\"{KEY}\""), "secret_quoted"),
        (format!("HOOK_SECRET={KEY}"), "secret_wrapped"),
    ] {
        let request = Request::new(&headers, b"{\"a\":1,\"b\":2}");
        let diagnosis = explained("generic/signature", &secret(&given), &request);
        assert_eq!(codes(&diagnosis), [code, "body_reformatted"]);
    }
}
