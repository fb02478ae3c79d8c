//! Writing and parsing a valid scheme preserves it, and a delivery that is signed with it verifies.

#![no_main]

use hookwright::http::Headers;
use hookwright::problem::Severity;
use hookwright::signature::{Algorithm, OwnedScheme, Request, Secret, Signer, Tolerance, Unsigned, Verifier, answer};
use libfuzzer_sys::fuzz_target;

const NOW_MS: i64 = 1_763_683_200_000;
const URL: &str = "https://example.com/hooks";
const JSON: &str = r#"{"id":"evt_1","type":"a.b","timestamp":"1763683200","t":1763683200000,"data":{"n":1}}"#;
const P256: &str = include_str!("../../core/tests/keys/p256.pem");

fuzz_target!(|text: &str| {
    let scheme = match OwnedScheme::parse(text) {
        Ok(scheme) => scheme,
        Err(problems) => {
            assert!(!problems.is_empty());
            assert!(problems.iter().all(|problem| problem.severity == Severity::Error && !problem.code.is_empty()));
            return;
        }
    };
    let printed = serde_json::to_string(&scheme).expect("a scheme can be written");
    assert_eq!(OwnedScheme::parse(&printed).as_ref(), Ok(&scheme), "{printed}");
    assert!(scheme.check().iter().all(|problem| problem.severity < Severity::Error));

    let (secret, public) = match scheme.algorithm {
        Algorithm::EcdsaP256Sha256 => (P256.to_owned(), P256.to_owned()),
        _ => match scheme.make_secret(&[7; 32]) {
            Ok(made) => {
                let secret = made.secret.to_string();
                (secret.clone(), made.public.unwrap_or(secret))
            }
            Err(_) => return,
        },
    };
    let [secret, public] = [secret, public].map(|text| Secret::new(text).expect("a generated secret is valid"));
    let verifier = Verifier::new(&scheme, &[public]).expect("a parsed scheme can verify");
    let signer = Signer::new(&scheme, std::slice::from_ref(&secret)).expect("a parsed scheme can sign");
    let form = ("application/x-www-form-urlencoded", "b=2&a=1&a=0&c");
    for (kind, body) in [("application/json", JSON), form] {
        let headers: Headers = [("Content-Type", kind)].into_iter().collect();
        if scheme.headers().any(|name| name.eq_ignore_ascii_case("content-type")) {
            return;
        }
        let unsigned = Unsigned::new(body.as_bytes()).id("msg_1").at(NOW_MS).to("POST", URL).with(&headers);
        let Ok(signed) = signer.sign(&unsigned) else { continue };
        let received: Headers = headers.iter().chain(signed.headers.iter()).collect();
        let request = Request::new(&received, &signed.body).to("POST", &signed.url);
        let verdict = verifier.clone().tolerance(Tolerance::OFF).verify(&request, NOW_MS);
        // A timestamp that the body already contains may be malformed, and without a tolerance it may have any length.
        let is_excused = verdict
            .as_ref()
            .is_err_and(|rejection| matches!(rejection.code(), "malformed_timestamp" | "ambiguous_content"));
        assert!(verdict.is_ok() || is_excused, "{printed}: {verdict:?}");
        let _ = answer(&scheme, std::slice::from_ref(&secret), &request, NOW_MS);
    }
});
