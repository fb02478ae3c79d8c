//! Properties of every built-in scheme.

use std::collections::BTreeSet;

use hookwright::catalog::{self, senders};
use hookwright::http::Headers;
use hookwright::problem::Severity;
use hookwright::signature::{
    Algorithm, KeyForm, OwnedScheme, Place, Request, Scheme, Secret, SignError, Signed, Signer, Tolerance, Unsigned,
    Verifier,
};
use proptest::prelude::*;

const NOW_MS: i64 = 1_763_683_200_000;
const URL: &str = "https://example.com/hooks?a=1";

/// Keys for tests only.
const RSA: [&str; 2] = [include_str!("../keys/rsa.pem"), include_str!("../keys/rsa.pub.pem")];
const P256: [&str; 2] = [include_str!("../keys/p256.pem"), include_str!("../keys/p256.pub.pem")];

/// Weaknesses of some senders' schemes.
const IS_OF_SENDER: [&str; 4] = ["body_not_signed", "id_not_signed", "ambiguous_content", "length_extension"];

fn all_schemes() -> impl Iterator<Item = &'static Scheme> {
    senders().flat_map(|sender| sender.schemes)
}

/// A key for signing and one for verification.
fn keys(scheme: &Scheme, random: &[u8; 32]) -> [Secret; 2] {
    let pair = match scheme.algorithm {
        Algorithm::RsaPkcs1Sha256 => RSA.map(String::from),
        Algorithm::EcdsaP256Sha256 => P256.map(String::from),
        _ => {
            let made = scheme.make_secret(random).unwrap();
            let secret = made.secret.to_string();
            [secret.clone(), made.public.unwrap_or(secret)]
        }
    };
    pair.map(|text| Secret::new(text).unwrap())
}

/// A body with all members that schemes read.
fn body_for(scheme: &Scheme, text: &str) -> String {
    let mut body = serde_json::json!({ "text": text, "webhookTimestamp": NOW_MS });
    if scheme.id.starts_with("adyen/notification") {
        body["notificationItems"] = serde_json::json!([{ "NotificationRequestItem": {
            "merchantReference": text, "additionalData": {}, "success": "true",
            "amount": { "value": 1, "currency": "EUR" } } }]);
    }
    if is_form(scheme) {
        let escaped: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
        return format!("text={escaped}&payload={escaped}&bt_payload={escaped}");
    }
    body.to_string()
}

/// Whether the scheme signs only bodies that are forms.
fn is_form(scheme: &Scheme) -> bool {
    scheme.content.contains("{params}") || scheme.content.contains("{field:")
}

fn sent_headers(scheme: &Scheme<&str>) -> Headers {
    let is_form = scheme.content.contains("{params}") || scheme.content.contains("{field:");
    let kind = if is_form { "application/x-www-form-urlencoded" } else { "application/json" };
    let fields = [("Content-Type", kind), ("X-Fal-Webhook-User-Id", "user"), ("X-Lark-Request-Nonce", "nonce")];
    fields.into_iter().collect()
}

fn sign(scheme: &Scheme, key: &Secret, body: &str) -> Signed {
    let headers = sent_headers(&scheme.borrow());
    let unsigned = Unsigned::new(body.as_bytes()).id("msg_1").at(NOW_MS).to("POST", URL).with(&headers);
    Signer::new(scheme, std::slice::from_ref(key))
        .unwrap()
        .sign(&unsigned)
        .unwrap_or_else(|e| panic!("{}: {e}", scheme.id))
}

fn received(scheme: &Scheme, signed: &Signed) -> Headers {
    let sent = sent_headers(&scheme.borrow());
    sent.iter().chain(signed.headers.iter()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn verifies_what_it_signs_and_rejects_changes(
        text in ".{0,60}", random: [u8; 32], other: [u8; 32], byte: prop::sample::Index, bit in 0..7_u8,
    ) {
        for scheme in all_schemes() {
            let [private, public] = keys(scheme, &random);
            let signed = sign(scheme, &private, &body_for(scheme, &text));
            let headers = received(scheme, &signed);
            let request = Request::new(&headers, &signed.body).to("POST", &signed.url);
            let verifier = Verifier::new(scheme, &[public]).unwrap();
            let verified = verifier.verify(&request, NOW_MS);
            prop_assert!(verified.is_ok(), "{}: {verified:?}", scheme.id);
            if random != other && scheme.key != KeyForm::Pem {
                let [_, wrong] = keys(scheme, &other);
                let code = Verifier::new(scheme, &[wrong]).unwrap().verify(&request, NOW_MS).unwrap_err().code();
                prop_assert_eq!(code, "signature_mismatch", "{}", scheme.id);
            }
            let covers_body = ["{body", "{params}"].iter().any(|field| scheme.content.contains(field));
            // In a form, another byte may be another notation of the same parameters.
            if covers_body && !is_form(scheme) {
                let mut changed = signed.body.clone();
                let at = byte.index(changed.len());
                changed[at] ^= 1 << bit;
                let changed = Request::new(&headers, &changed).to("POST", &signed.url);
                prop_assert!(verifier.verify(&changed, NOW_MS).is_err(), "{}", scheme.id);
            }
        }
    }

    #[test]
    fn rejects_any_other_header_value(value in ".{0,80}", random: [u8; 32]) {
        for scheme in all_schemes() {
            let [private, public] = keys(scheme, &random);
            let mut headers = sent_headers(&scheme.borrow());
            for name in scheme.headers() {
                headers.push(name, value.as_str());
            }
            let body = body_for(scheme, &value);
            let request = Request::new(&headers, body.as_bytes()).to("POST", &value);
            let rejection = Verifier::new(scheme, &[public]).unwrap().verify(&request, NOW_MS).unwrap_err();
            let secret = format!("{private:?}");
            prop_assert!(secret.contains("redacted") && !rejection.to_string().is_empty());
        }
    }

    #[test]
    fn parsed_schemes_have_a_json_round_trip(
        row: prop::sample::Index, at: prop::sample::Index, removed in 0..4_usize, put in "[\\[\\]{}\",:a-z0-9/]{0,4}",
    ) {
        let rows: Vec<&Scheme> = all_schemes().collect();
        let mut text = serde_json::to_string(row.get(&rows)).unwrap();
        let start = text.floor_char_boundary(at.index(text.len()));
        let end = text.floor_char_boundary((start + removed).min(text.len()));
        text.replace_range(start..end, &put);
        match OwnedScheme::parse(&text) {
            Ok(scheme) => {
                prop_assert!(scheme.check().iter().all(|problem| problem.severity < Severity::Error), "{text}");
                let printed = serde_json::to_string(&scheme.borrow()).unwrap();
                prop_assert_eq!(OwnedScheme::parse(&printed), Ok(scheme));
            }
            Err(problems) => {
                prop_assert!(!problems.is_empty());
                prop_assert!(problems.iter().all(|problem| problem.severity == Severity::Error), "{problems:?}");
            }
        }
    }
}

#[test]
fn every_scheme_is_valid_and_names_its_source() {
    let mut ids = BTreeSet::new();
    for sender in senders() {
        assert!(!sender.schemes.is_empty(), "{}", sender.id);
        for scheme in sender.schemes {
            let problems: Vec<_> =
                scheme.check().into_iter().filter(|problem| !IS_OF_SENDER.contains(&problem.code)).collect();
            assert!(problems.is_empty(), "{}: {problems:?}", scheme.id);
            assert_eq!(scheme.id.split('/').next(), Some(sender.id));
            assert!(ids.insert(scheme.id), "{} is not unique", scheme.id);
            let provenance = scheme.provenance.unwrap();
            assert!(
                ["https://", "npm: "].iter().any(|kind| provenance.source.starts_with(kind)) || sender.id == "generic",
                "{}",
                scheme.id
            );
        }
    }
    println!("{} schemes", ids.len());
}

#[test]
fn every_scheme_has_a_json_round_trip() {
    for scheme in all_schemes() {
        let text = serde_json::to_string(scheme).unwrap();
        let read = OwnedScheme::parse(&text).unwrap_or_else(|problems| panic!("{}: {problems:?}\n{text}", scheme.id));
        assert_eq!(read.borrow(), *scheme);
    }
}

#[test]
fn the_tolerance_limits_timestamps_in_both_directions() {
    for scheme in all_schemes().filter(|scheme| scheme.timestamp.is_some()) {
        let [private, public] = keys(scheme, &[7; 32]);
        let signed = sign(scheme, &private, &body_for(scheme, "x"));
        let headers = received(scheme, &signed);
        let request = Request::new(&headers, &signed.body).to("POST", &signed.url);
        let verifier = Verifier::new(scheme, &[public]).unwrap();
        let code = |verifier: &Verifier, now_ms: i64| verifier.verify(&request, now_ms).map_err(|r| r.code());
        let week_ms = 7 * 86_400_000;
        assert_eq!(code(&verifier, NOW_MS + week_ms), Err("too_old"), "{}", scheme.id);
        assert_eq!(code(&verifier, NOW_MS - week_ms), Err("too_new"), "{}", scheme.id);
        let off = verifier.clone().tolerance(Tolerance::OFF);
        assert_eq!(code(&off, NOW_MS + week_ms).unwrap().timestamp_ms, Some(NOW_MS), "{}", scheme.id);
        let exact = verifier.tolerance(Tolerance { past_ms: Some(1000), future_ms: Some(0) });
        assert!(code(&exact, NOW_MS + 1000).is_ok(), "{}", scheme.id);
        assert_eq!(code(&exact, NOW_MS + 1001), Err("too_old"), "{}", scheme.id);
        assert_eq!(code(&exact, NOW_MS - 1), Err("too_new"), "{}", scheme.id);
    }
}

#[test]
fn signs_with_several_keys_and_reports_the_key_that_matches() {
    let scheme = catalog::find_scheme("standard/v1").unwrap();
    let secret = |byte: u8, name: &str| Secret::from_key(vec![byte; 32]).unwrap().named(name);
    let signer = Signer::new(scheme, &[secret(1, "new"), secret(2, "old")]).unwrap();
    let signed = signer.sign(&Unsigned::new(b"{}").id("msg_1").at(NOW_MS)).unwrap();
    let request = Request::new(&signed.headers, b"{}");
    for (given, index, name) in [(2, 1, "b"), (1, 1, "b")] {
        let verifier = Verifier::new(scheme, &[secret(9, "a"), secret(given, "b"), secret(8, "c")]).unwrap();
        let verified = verifier.verify(&request, NOW_MS).unwrap();
        assert_eq!((verified.key_index, verified.key_name.as_deref()), (index, Some(name)));
    }
    assert_eq!(signed.headers.get("webhook-signature").next().unwrap().split(' ').count(), 2);
    // Box has a header for each of two keys. More keys than a scheme has room for are an error.
    let both = catalog::find_scheme("box/hmac").unwrap();
    let three = [secret(1, "a"), secret(2, "b"), secret(3, "c")];
    assert!(Signer::new(both, &three[..2]).is_ok());
    assert_eq!(Signer::new(both, &three).unwrap_err().code(), "too_many_secrets");
    let one = catalog::find_scheme("github/sha256").unwrap();
    assert_eq!(Signer::new(one, &three[..2]).unwrap_err().code(), "too_many_secrets");
}

#[test]
fn rejects_short_keys_for_signing_and_warns_of_them_for_verification() {
    let scheme = catalog::find_scheme("standard/v1").unwrap();
    let short = [Secret::new("whsec_YWJj").unwrap()];
    assert_eq!(Signer::new(scheme, &short).unwrap_err().code(), "secret_too_short");
    let verifier = Verifier::new(scheme, &short).unwrap();
    assert_eq!(verifier.warnings()[0].code, "secret_too_short");
    assert_eq!(verifier.warnings()[0].path, "/secrets/0");
    assert_eq!(scheme.make_secret(&[7; 23]).unwrap_err().code(), "secret_too_short");
    assert_eq!(scheme.make_secret(&[7; 65]).unwrap_err().code(), "secret_too_long");
    assert!(
        Verifier::new(scheme, &[Secret::new(&*scheme.make_secret(&[7; 24]).unwrap().secret).unwrap()])
            .unwrap()
            .warnings()
            .is_empty()
    );
    let text = catalog::find_scheme("stripe/v1").unwrap();
    let odd = [Secret::new(" 'whsec_0123456789abcdef'").unwrap(), Secret::new("\"0123456789abcdef\"").unwrap()];
    let verifier = Verifier::new(text, &odd).unwrap();
    let found: Vec<_> = verifier.warnings().iter().map(|problem| (problem.code, problem.path.as_str())).collect();
    assert_eq!(found, [("secret_whitespace", "/secrets/0"), ("secret_quoted", "/secrets/1")]);
}

#[test]
fn lists_the_header_fields_that_a_scheme_reads() {
    assert_eq!(Place::either("A", "B").headers().collect::<Vec<_>>(), ["A", "B"]);
    let scheme = catalog::find_scheme("standard/v1").unwrap();
    assert_eq!(scheme.headers().collect::<Vec<_>>(), ["webhook-signature", "webhook-timestamp", "webhook-id"]);
}

/// The delivery in the tests of Orb's libraries. Its timestamp has no offset.
#[test]
fn accepts_orb_timestamps_without_an_offset() {
    let body = concat!(
        r#"{"id": "o4mmewpfNNTnjfZc", "created_at": "2024-03-27T15:42:29+00:00", "type": "resource_event.test", "#,
        r#""properties": {"message": "A test webhook from Orb. Happy testing!"}}"#
    );
    let signature = "v1=9d25de966891ab0bc18754faf8d83d0980b44ae330fcc130b41a6cf3daf1f391";
    let fields = [("X-Orb-Timestamp", "2024-03-27T15:42:29.551"), ("X-Orb-Signature", signature)];
    let headers: Headers = fields.into_iter().collect();
    let secret = Secret::new("c-UGKYdnhHh436B_sMouYAPUvXyWpzOdunZBV5dFSD8").unwrap();
    let verifier = Verifier::new(catalog::find_scheme("orb/v1").unwrap(), &[secret]).unwrap();
    let verified = verifier.verify(&Request::new(&headers, body.as_bytes()), 1_711_554_149_551).unwrap();
    assert_eq!(verified.timestamp_ms, Some(1_711_554_149_551));
}

#[test]
fn checking_an_id_agrees_with_signing_it() {
    let own = OwnedScheme::parse(
        r#"{"id":"acme/v1","algorithm":"hmac-sha512","content":"{id}{body}","messageId":{"item":"i="},
            "signature":{"header":"X-A","separator":"|","prefix":"s=","encoding":"base64url"}}"#,
    )
    .unwrap();
    let own = own.borrow();
    let mut refused = BTreeSet::new();
    // A custom scheme does not live as long as the built-in ones.
    let mut look = |scheme: &Scheme<&str>, secret: Secret, body: &str| {
        let signer = Signer::with_short_keys(scheme, &[secret]).unwrap();
        let headers = sent_headers(scheme);
        for id in ["evt_1", "order.paid.42", "a b", "\u{e9}", "a;b", "a,b", "a\"b", "a\nb", "a|b", ""] {
            let unsigned = Unsigned::new(body.as_bytes()).id(id).at(NOW_MS).to("POST", URL).with(&headers);
            let is_refused = signer.sign(&unsigned) == Err(SignError::InvalidId);
            let checked = scheme.compile().unwrap().check_message_id(id);
            assert_eq!(checked, if is_refused { Err(SignError::InvalidId) } else { Ok(()) }, "{}: {id}", scheme.id);
            if is_refused {
                refused.insert((scheme.id.to_owned(), id));
            }
        }
    };
    for scheme in all_schemes() {
        let [secret, _] = keys(scheme, &[7; 32]);
        look(scheme, secret, &body_for(scheme, "text"));
    }
    look(&own, Secret::new([7; 64]).unwrap(), "{}");
    let is_refused = |scheme: &str, id| refused.contains(&(scheme.to_owned(), id));
    assert!(is_refused("standard/v1", "order.paid.42") && is_refused("standard/v1", ""));
    assert!(is_refused("acme/v1", "a|b") && !is_refused("standard/v1", "a|b"));
    assert!(!is_refused("stripe/v1", "order.paid.42"), "stripe/v1 signs no id");
}
