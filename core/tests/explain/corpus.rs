//! `explain` names the true causes of broken deliveries.

use std::collections::BTreeMap;

use crate::explained::{check_discretion, diagnose, text};
use hookwright::catalog;
use hookwright::http::Headers;
use hookwright::{
    explain::{
        Certainty, CheckName, DIAGNOSIS_CODES, Diagnosis, ExplainContext, KnownSecrets, MAX_TRIALS, MAX_WORK, explain,
    },
    signature::{OwnedScheme, Request, Secret, Signer, Tolerance, Unsigned},
};
use proptest::prelude::*;
use serde_json::Value;

/// The cases of this corpus were written before `explain` was.
#[test]
fn names_the_true_cause_first_in_the_corpus() {
    let matrix = measure(include_str!("../../../tests/vectors/explain/corpus.json"), 97);
    // The further corpus has cases of later codes.
    let further: Value = serde_json::from_str(include_str!("../../../tests/vectors/explain/further.json")).unwrap();
    let further = |code: &str| further["tests"].as_array().unwrap().iter().filter(|test| test["cause"] == code).count();
    for code in DIAGNOSIS_CODES.iter().map(|code| code.as_str()) {
        assert!(matrix.get(code).copied().unwrap_or(0) + further(code) >= 5, "{code}");
    }
}

/// The cases of this corpus were written without knowledge of `explain`, after reports of real failures, with other
/// senders, bodies and mistakes. Some have a cause that cannot be detected.
#[test]
fn names_the_true_cause_first_in_the_held_out_corpus() {
    measure(include_str!("../../../tests/vectors/explain/held-out.json"), 93);
}

/// Prints the confusion matrix, and returns the number of cases of each cause.
fn measure(corpus: &str, percent: usize) -> BTreeMap<String, usize> {
    let corpus: Value = serde_json::from_str(corpus).unwrap();
    let tests = corpus["tests"].as_array().unwrap();
    assert_eq!(corpus["numberOfTests"], tests.len());
    let mut matrix: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for test in tests {
        let truth = text(&test["cause"]);
        let diagnosis = diagnose(test);
        let named = if diagnosis.ok { "good" } else { diagnosis.causes[0].code() };
        let is_accepted = test["accept"].as_array().into_iter().flatten().any(|code| code == named);
        let named = if is_accepted { truth } else { named };
        assert_eq!(diagnosis.ok, diagnosis.causes.is_empty());
        *matrix.entry(truth).or_default().entry(named).or_default() += 1;
        if named != truth {
            wrong.push(format!("{}: {named} ({})", text(&test["id"]), text(&test["how"])));
        }
        check_discretion(test, &diagnosis);
    }
    println!("{:26} {:>5} {:>5}  named instead", "true cause", "cases", "right");
    for (truth, named) in &matrix {
        let (cases, right) = (named.values().sum::<usize>(), named.get(truth).copied().unwrap_or(0));
        let instead: Vec<String> =
            named.iter().filter(|(code, _)| *code != truth).map(|(code, count)| format!("{code} {count}")).collect();
        println!("{truth:26} {cases:>5} {right:>5}  {}", instead.join(", "));
    }
    println!("{}", wrong.join("\n"));
    let (good, broken): (Vec<&Value>, Vec<&Value>) = tests.iter().partition(|test| test["cause"] == "good");
    let right = broken.len() - wrong.len();
    println!(
        "the true cause of {right} of {} broken deliveries is named; {} deliveries are valid",
        broken.len(),
        good.len()
    );
    assert_eq!(matrix["good"].len(), 1, "a valid delivery has a cause");
    assert_eq!(
        matrix["unknown"].keys().collect::<Vec<_>>(),
        [&"unknown"],
        "a delivery that cannot be explained has a cause"
    );
    assert!(right * 100 >= broken.len() * percent, "{right} of {}", broken.len());
    matrix.into_iter().map(|(truth, named)| (truth.into(), named.values().sum())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn a_rejected_delivery_always_has_a_cause(
        body in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..200),
            "[\\[\\]{}\",:0-9a-z\\\\u=&%+ ]{0,120}".prop_map(String::into_bytes),
        ],
        value in "[ -~é]{0,80}", url in "(https?://)?[a-z:/?#@%&=+.0-9\\[\\]]{0,40}",
        secret in "[ -~é\\n]{1,60}", now_ms: i64,
    ) {
        for id in [
            "generic/signature", "standard/v1", "stripe/v1", "twilio/sha1", "hubspot/v3", "mailgun/body",
            "gitlab/token",
        ] {
            let scheme = catalog::find_scheme(id).unwrap();
            let names = scheme.headers().chain(["X-Forwarded-Host", "Forwarded"]);
            let headers: Headers = names.map(|name| (name, &*value)).collect();
            let secrets = [Secret::new(secret.as_str()).unwrap()];
            let keys = KnownSecrets { secrets: &secrets, old: &secrets, others: &secrets };
            let request = Request::new(&headers, &body).to("POST", &url);
            let diagnosis = explain(scheme, &keys, &request, now_ms, &ExplainContext::default());
            prop_assert!(diagnosis.ok || !diagnosis.causes.is_empty());
        }
    }
}

#[test]
fn work_is_limited_for_every_shape_of_body() {
    let scheme = catalog::find_scheme("generic/signature").unwrap();
    let headers: Headers = [("X-Webhook-Signature", "0123456789abcdef".repeat(4))].into_iter().collect();
    let secrets = [Secret::new("whsec_0123456789abcdef").unwrap()];
    let keys = KnownSecrets { secrets: &secrets, ..KnownSecrets::default() };
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let wide = format!("{{{}\"z\":1}}", (0..20_000).map(|n| format!("\"k{n}\":\"a/é<\",")).collect::<String>());
    let few = format!("{{\"a\":\"{}\",\"b\":1,\"c\":2,\"d\":3,\"e\":4}}", "x/é".repeat(100_000));
    let form = "a=1&".repeat(300_000);
    for body in [deep, wide, few, form, "\u{feff}".repeat(1_000_000)] {
        let request = Request::new(&headers, body.as_bytes());
        let diagnosis = explain(scheme, &keys, &request, 0, &ExplainContext::default());
        let evidence = &diagnosis.causes[0].evidence;
        assert_eq!(diagnosis.causes[0].code(), "unknown", "{evidence}");
        let trials: usize = evidence.split(' ').find_map(|word| word.parse().ok()).unwrap();
        assert!(trials <= MAX_TRIALS && trials * body.len() <= MAX_WORK + body.len(), "{evidence}");
    }
}

#[test]
fn detects_causes_that_cannot_be_proven() {
    let secrets = [Secret::new("a secret for these tests only").unwrap()];
    let keys = KnownSecrets { secrets: &secrets, ..KnownSecrets::default() };
    let digits = "0123456789abcdef".repeat(4);
    let first = |id: &str, url: &str, body: &[u8], fields: &[(&str, &str)]| {
        let scheme = catalog::find_scheme(id).unwrap();
        let signature = (
            scheme.signature_header().unwrap(),
            if id.starts_with("twilio") { "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=" } else { &digits },
        );
        let headers: Headers = fields.iter().copied().chain([signature]).collect();
        let request = Request::new(&headers, body).to("POST", url);
        explain(scheme, &keys, &request, 0, &ExplainContext::default()).causes[0].code()
    };
    let generic = "generic/signature";
    assert_eq!(first(generic, "", b"\x1f\x8b\x08\0\0\0\0\0", &[]), "body_compressed");
    assert_eq!(first(generic, "", b"\x0b\x05\x80{}", &[("content-encoding", "br")]), "body_compressed");
    assert_eq!(first(generic, "", b"{\0\"\0a\0\"\0:\x001\0}\0", &[]), "body_charset");
    assert_eq!(first(generic, "", &[1, 0], &[]), "unknown");
    assert_eq!(first(generic, "", b"{}", &[("content-length", "22")]), "body_missing");
    assert_eq!(first(generic, "", b"{}", &[]), "body_missing");
    assert_eq!(first(generic, "", b"{}", &[("content-length", "2")]), "unknown");
    assert_eq!(first(generic, "", b"{ id: 1 }", &[("content-length", "22")]), "body_stringified");
    assert_eq!(first("twilio/sha1", "", b"a=1", &[]), "url_missing");
    assert_eq!(first("twilio/sha1", "/sms", b"a=1", &[]), "url_missing");
    assert_eq!(first("twilio/sha1", "http://localhost:3000/sms", b"a=1", &[]), "url_host");
}

#[test]
fn recognizes_a_path_in_place_of_a_url_and_seconds_in_place_of_milliseconds() {
    let secret = Secret::new("a secret for these tests only").unwrap();
    let secrets = [secret];
    let keys = KnownSecrets { secrets: &secrets, ..KnownSecrets::default() };
    let square = catalog::find_scheme("square/sha256").unwrap();
    let unsigned = Unsigned::new(b"{}").to("POST", "https://example.com/hooks?a=1");
    let signed = Signer::new(square, &secrets).unwrap().sign(&unsigned).unwrap();
    let headers: Headers = signed.headers.iter().chain([("Host", "example.com")]).collect();
    let request = Request::new(&headers, b"{}").to("POST", "/hooks?a=1");
    let cause = &explain(square, &keys, &request, 0, &ExplainContext::default()).causes[0];
    assert_eq!((cause.code(), cause.certainty), ("url_host", Certainty::Proven));
    assert!(cause.evidence.contains("`https://example.com`"), "{}", cause.evidence);

    let stripe = catalog::find_scheme("stripe/v1").unwrap();
    let now_ms = 1_763_683_200_000;
    let signed = Signer::new(stripe, &secrets).unwrap().sign(&Unsigned::new(b"{}").at(now_ms)).unwrap();
    let request = Request::new(&signed.headers, b"{}");
    let cause = &explain(stripe, &keys, &request, now_ms / 1000, &ExplainContext::default()).causes[0];
    assert_eq!(cause.code(), "clock_skew");
    assert!(cause.evidence.contains("given in seconds"), "{}", cause.evidence);
}

#[test]
fn every_cause_has_evidence_and_a_remedy() {
    let corpus: Value = serde_json::from_str(include_str!("../../../tests/vectors/explain/corpus.json")).unwrap();
    for test in corpus["tests"].as_array().unwrap().iter().step_by(3) {
        let diagnosis = diagnose(test);
        let names: Vec<_> = diagnosis.checks.iter().map(|check| check.name).collect();
        let all = [CheckName::Secrets, CheckName::Signature, CheckName::Body, CheckName::Match, CheckName::Timestamp];
        assert_eq!(names, all);
        for cause in &diagnosis.causes {
            assert!(cause.evidence.len() > 20 && cause.remedy.len() > 40, "{cause:?}");
        }
        let first = diagnosis.causes.first();
        assert!(first.is_none_or(|cause| (cause.certainty == Certainty::Possible) == (cause.code() == "unknown")));
    }
}

const NOW_MS: i64 = 1_780_000_000_000;

fn secret(text: &str) -> Secret {
    Secret::new(text).unwrap()
}

fn signed(id: &str, key: &Secret, body: &[u8], at_ms: i64, url: &str) -> Headers {
    let signer = Signer::with_short_keys(catalog::find_scheme(id).unwrap(), std::slice::from_ref(key)).unwrap();
    signer.sign(&Unsigned::new(body).id("msg_1").at(at_ms).to("POST", url)).unwrap().headers
}

fn explained(id: &str, secrets: &[Secret], request: &Request<'_>, context: &ExplainContext) -> Diagnosis {
    let keys = KnownSecrets { secrets, ..KnownSecrets::default() };
    explain(catalog::find_scheme(id).unwrap(), &keys, request, NOW_MS, context)
}

const WHSEC: &str = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";

#[test]
fn a_custom_tolerance_is_used_for_the_diagnosis() {
    let headers = signed("standard/v1", &secret(WHSEC), b"{}", NOW_MS - 100_000, "");
    let context = ExplainContext { tolerance: Some(Tolerance::seconds(60)), ..ExplainContext::default() };
    let diagnosis = explained("standard/v1", &[secret(WHSEC)], &Request::new(&headers, b"{}"), &context);
    assert_eq!((diagnosis.causes.len(), diagnosis.causes[0].code()), (1, "clock_skew"));
    assert!(diagnosis.causes[0].remedy.contains("replay"));
}

#[test]
fn an_invalid_secret_next_to_a_valid_one_is_the_cause() {
    let headers = signed("standard/v1", &secret(WHSEC), b"{}", NOW_MS, "");
    let secrets = [secret(WHSEC), secret("whsec_!!")];
    let diagnosis = explained("standard/v1", &secrets, &Request::new(&headers, b"{}"), &ExplainContext::default());
    assert_eq!(diagnosis.causes[0].code(), "secret_decoding");
    assert!(diagnosis.causes[0].evidence.contains("secret 2 stops the check"), "{:?}", diagnosis.causes);
}

/// Anyone can compute an HMAC with a public key. If a diagnosis called it proven, following it would accept forgeries.
#[test]
fn an_hmac_with_a_public_key_proves_nothing() {
    let public = secret("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    for id in ["github/sha256", "stripe/v1", "cloudinary/sha256", "hubspot/v1"] {
        let headers = signed(id, &public, b"{\"a\":1}", NOW_MS, "");
        let request = Request::new(&headers, b"{\"a\":1}");
        let diagnosis =
            explained("discord/ed25519", std::slice::from_ref(&public), &request, &ExplainContext::default());
        assert!(diagnosis.causes.iter().all(|cause| cause.certainty < Certainty::Proven), "{:?}", diagnosis.causes);
    }
}

#[test]
fn a_timestamp_in_an_unknown_unit_is_not_a_wrong_signature() {
    let own = r#"{"id":"a/b","algorithm":"hmac-sha256","content":"{id}.{body}",
        "messageId":{"header":"T"},"signature":{"header":"S"}}"#;
    let (own, key) = (OwnedScheme::parse(own).unwrap(), secret("0123456789abcdef0123456789abcdef"));
    let micros = format!("{NOW_MS}000");
    let signer = Signer::new(&own, std::slice::from_ref(&key)).unwrap();
    let made = signer.sign(&Unsigned::new(b"{}").id(&micros)).unwrap();
    let value = format!("t={micros},v1={}", made.headers.get("S").next().unwrap());
    let headers: Headers = [("Stripe-Signature", value)].into_iter().collect();
    let diagnosis = explained("stripe/v1", &[key], &Request::new(&headers, b"{}"), &ExplainContext::default());
    assert_eq!(diagnosis.causes[0].code(), "timestamp_unit");
}

#[test]
fn fields_in_doubled_braces_are_not_signed() {
    let key = secret("0123456789abcdef0123456789abcdef");
    let headers: Headers = [("S", "0123456789abcdef".repeat(4))].into_iter().collect();
    let codes = |content: &str| -> Vec<&str> {
        let scheme = format!(
            r#"{{"id":"a/b","algorithm":"hmac-sha256","content":"{content}",
                "messageId":{{"header":"X-Id"}},"signature":{{"header":"S"}}}}"#
        );
        let (keys, scheme) = (std::slice::from_ref(&key), OwnedScheme::parse(&scheme).unwrap());
        let keys = KnownSecrets { secrets: keys, ..KnownSecrets::default() };
        let request = Request::new(&headers, br#"{"a":1}"#);
        let diagnosis = explain(&scheme, &keys, &request, NOW_MS, &ExplainContext::default());
        diagnosis.causes.iter().map(|cause| cause.code()).collect()
    };
    assert_eq!(codes("{id}.{url}.{body}"), ["header_missing", "url_missing"]);
    assert_eq!(codes("{{id}}.{{url}}.{body}"), ["unknown"]);
}

/// Evidence is written to logs and terminals.
#[test]
fn evidence_escapes_and_shortens_what_it_quotes() {
    let key = secret("0123456789abcdef0123456789abcdef");
    let good = signed("github/sha256", &key, b"{}", NOW_MS, "");
    let value = good.get("X-Hub-Signature-256").next().unwrap();
    let renamed: Headers =
        [(format!("X-Hub-Signature-256\n\u{1b}[31mok{}", "x".repeat(9_000)), value)].into_iter().collect();
    let wrong = signed("github/sha256", &key, b"{\"a\":1}", NOW_MS, "");
    for (headers, body) in [(&renamed, b"{}".as_slice()), (&wrong, b"[object \x1b[2J\nok=true]")] {
        let request = Request::new(headers, body);
        let diagnosis = explained("github/sha256", std::slice::from_ref(&key), &request, &ExplainContext::default());
        let evidence = &diagnosis.causes[0].evidence;
        assert!(!evidence.contains(char::is_control) && evidence.len() < 300, "{evidence:?}");
        assert!(evidence.contains("\\u{1b}"), "{evidence:?}");
    }
}

#[test]
fn compressed_bodies_are_not_reported_as_utf_16() {
    let key = secret("0123456789abcdef0123456789abcdef");
    let mut headers = Headers::new();
    headers.push("X-Hub-Signature-256", format!("sha256={}", "0123456789abcdef".repeat(4)));
    let code = |body: &[u8]| {
        let request = Request::new(&headers, body);
        explained("github/sha256", std::slice::from_ref(&key), &request, &ExplainContext::default()).causes[0].code()
    };
    assert_eq!(code(b"\x1f\x8b\x08\x00\x12\x34\x56\x78\x02\x03abc"), "body_compressed");
    assert_eq!(code(b"{\0\"\0a\0\"\0:\x001\0"), "body_charset");
    assert_eq!(code(b"\0{\0\"\0a\0\"\0:\x001"), "body_charset");
}

#[test]
fn names_every_signed_difference_between_two_urls() {
    let key = secret("0123456789abcdef0123456789abcdef");
    let mut headers = signed("trello/hmac", &key, b"{}", NOW_MS, "https://a.example/hook");
    headers.push("X-Forwarded-Host", "a.example");
    let request = Request::new(&headers, b"{}").to("POST", "http://b.example:8080/hook");
    let cause =
        explained("trello/hmac", std::slice::from_ref(&key), &request, &ExplainContext::default()).causes.remove(0);
    assert_eq!(cause.code(), "url_host");
    for difference in ["the host `a.example`", "the scheme `https`", "without the port `8080`"] {
        assert!(cause.evidence.contains(difference), "{}", cause.evidence);
    }

    let own = r#"{"id":"a/b","algorithm":"hmac-sha256","content":"{path}{body}","signature":{"header":"S"}}"#;
    let own = OwnedScheme::parse(own).unwrap();
    let signer = Signer::new(&own, std::slice::from_ref(&key)).unwrap();
    let made = signer.sign(&Unsigned::new(b"{}").to("POST", "https://a.example/hook")).unwrap();
    let request = Request::new(&made.headers, b"{}").to("POST", "http://a.example/api/hook");
    let keys = KnownSecrets { secrets: std::slice::from_ref(&key), ..KnownSecrets::default() };
    let cause = explain(&own, &keys, &request, NOW_MS, &ExplainContext::default()).causes.remove(0);
    assert_eq!((cause.code(), cause.evidence.contains("https")), ("url_path", false), "{}", cause.evidence);
}

/// A caller can send any number of proxy headers and signatures.
#[test]
fn work_is_limited_for_many_headers_and_signatures() {
    let trials = |diagnosis: &Diagnosis| diagnosis.trials;
    let key = [secret("0123456789abcdef0123456789abcdef")];
    let mut headers: Headers = [("X-Trello-Webhook", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=")].into_iter().collect();
    headers.push("X-Forwarded-Prefix", "/a,".repeat(3000));
    headers.push("X-Original-Uri", "/b,".repeat(3000));
    let url = format!("https://h.example/{}", "p".repeat(100_000));
    let request = Request::new(&headers, b"{}").to("POST", &url);
    let diagnosis = explained("trello/hmac", &key, &request, &ExplainContext::default());
    assert!(trials(&diagnosis) * url.len() <= MAX_WORK + url.len(), "{:?}", diagnosis.causes);

    let signature = format!("v1a,{}==", "A".repeat(86));
    let mut headers: Headers = [("svix-id", "a"), ("svix-timestamp", "1")].into_iter().collect();
    headers.push("svix-signature", vec![signature; 32].join(" "));
    let key = [secret("whpk_11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=")];
    let body = vec![b'x'; 1 << 18];
    let diagnosis = explained("svix/v1a", &key, &Request::new(&headers, &body), &ExplainContext::default());
    assert!(
        trials(&diagnosis) * 32 * body.len() <= MAX_WORK + 32 * (body.len() + (64 << 10)),
        "{:?}",
        diagnosis.causes
    );
}

#[test]
fn a_compiled_scheme_has_the_same_diagnosis() {
    let scheme = catalog::compiled_scheme("github/sha256").unwrap();
    assert_eq!(*scheme.coverage(), scheme.scheme().coverage());
    let secrets = [Secret::new("a secret for these tests only").unwrap()];
    let keys = KnownSecrets { secrets: &secrets, ..KnownSecrets::default() };
    let signed = Signer::new(scheme, &secrets).unwrap().sign(&Unsigned::new(b"{}")).unwrap();
    let request = Request::new(&signed.headers, b"{}\n");
    let context = ExplainContext::default();
    let diagnosis = explain(scheme, &keys, &request, 0, &context);
    assert_eq!(diagnosis.causes[0].code(), "body_newline_added");
    assert_eq!(diagnosis, explain(&scheme.scheme(), &keys, &request, 0, &context));
}
