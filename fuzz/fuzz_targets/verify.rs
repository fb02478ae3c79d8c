//! A verdict is deterministic, an accepted delivery is rejected if its body is changed, and a signed delivery verifies.
//!
//! `delivery.rs` describes the input.

#![no_main]

use hookwright::http::Headers;
use hookwright::signature::{
    Algorithm, REJECTION_CODES, Request, Scheme, Secret, Signer, Tolerance, Unsigned, Verifier, answer,
};
use libfuzzer_sys::fuzz_target;

mod delivery;

use delivery::Delivery;

const NOW_MS: i64 = 1_763_683_200_000;

fuzz_target!(|input: &[u8]| {
    let Delivery { scheme, url, fields, secrets, body } = Delivery::of(input);
    let headers = Headers::parse(fields).unwrap_or_default();
    let secrets: Vec<Secret> = secrets.split('\n').take(3).filter_map(|text| Secret::new(text).ok()).collect();
    let request = Request::new(&headers, body).to("POST", url);

    if let Ok(Some(answer)) = answer(scheme, &secrets, &request.to("GET", url), NOW_MS) {
        assert!((200..=299).contains(&answer.status));
        assert!(answer.headers.get("content-type").all(|kind| kind == "text/plain" || kind == "application/json"));
        if answer.headers.get("content-type").any(|kind| kind == "application/json") {
            serde_json::from_str::<serde_json::Value>(&answer.body)
                .expect("a response with a JSON content type is JSON");
        }
    }
    let Ok(verifier) = Verifier::new(scheme, &secrets) else { return };
    let verdict = verifier.verify(&request, NOW_MS);
    assert_eq!(verdict, verifier.verify(&request, NOW_MS));
    match &verdict {
        Err(rejection) => {
            assert!(REJECTION_CODES.iter().any(|code| code.as_str() == rejection.code()));
            assert!(!rejection.to_string().is_empty());
        }
        Ok(verified) => {
            assert!(verified.key_index < secrets.len());
            if scheme.content.contains("{body}") && scheme.timestamp.is_none() {
                let longer = [body, b"x"].concat();
                assert!(verifier.verify(&Request::new(&headers, &longer).to("POST", url), NOW_MS).is_err());
            }
        }
    }

    // Sign with the first secret, and with the header fields that do not belong to the scheme.
    let Ok(signer) = Signer::with_short_keys(scheme, &secrets[..1]) else { return };
    let own: Headers = headers.iter().filter(|(name, _)| !is_of(scheme, name)).collect();
    let unsigned = Unsigned::new(body).id("msg_1").at(NOW_MS).to("POST", url).with(&own);
    let Ok(signed) = signer.sign(&unsigned) else { return };
    let received: Headers = own.iter().chain(signed.headers.iter()).collect();
    let request = Request::new(&received, &signed.body).to("POST", &signed.url);
    let verdict = verifier.tolerance(Tolerance::OFF).verify(&request, NOW_MS);
    // A token can contain characters that a header field cannot carry, and the URL or the body can already contain a
    // parameter or a timestamp.
    let is_excused = scheme.algorithm == Algorithm::Token
        || verdict.as_ref().is_err_and(|r| {
            matches!(r.code(), "repeated_header" | "conflicting_headers" | "malformed_timestamp" | "ambiguous_content")
        });
    assert!(verdict.is_ok() || is_excused, "{}: {verdict:?}", scheme.id);
});

fn is_of(scheme: &Scheme, name: &str) -> bool {
    scheme.headers().any(|known| known.eq_ignore_ascii_case(name.trim()))
}
