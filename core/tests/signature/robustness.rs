//! Any input is parsed without panics and hangs, and no secret appears in the output.

use hookwright::catalog::{self, PROVIDERS, Provider};
use hookwright::event;
use hookwright::http::Headers;
use hookwright::http::{Body, HeaderValue, HttpRequest};
use hookwright::problem::Problem;
use hookwright::signature::{Request, Secret, Signer, Unsigned, Verifier};
use hookwright::snippet::{Language, render};
use hookwright::subscription::{Draft, check, requests};
use proptest::prelude::*;

const SENTINEL: &str = "sentinel-3f9c1e";

/// Checks the properties of an event that was parsed from any bytes.
fn check_event(body: &[u8], asked: Option<&'static Provider>) -> Result<(), TestCaseError> {
    let event = catalog::parse(body, asked);
    if let Some(asked) = asked {
        prop_assert_eq!(event.provider, Some(asked.id));
    }
    // The data is a slice of the body, not a serialized copy.
    let within = body.as_ptr_range();
    for part in [event.document, event.data].into_iter().flatten() {
        let part = part.get().as_bytes().as_ptr_range();
        prop_assert!(within.start <= part.start && part.end <= within.end, "{part:?}");
    }
    prop_assert!(event.document.is_some() || !event.is_valid(), "valid, and not an object");
    check_problems(&event.problems)
}

/// Checks that each problem has a code, a message and a JSON Pointer.
fn check_problems(problems: &[Problem]) -> Result<(), TestCaseError> {
    for problem in problems {
        prop_assert!(problem.path.is_empty() || problem.path.starts_with('/'), "{problem:?}");
        prop_assert!(!problem.code.is_empty() && !problem.message.is_empty(), "{problem:?}");
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_bytes_parse_to_slices_of_the_body(body in prop::collection::vec(any::<u8>(), 0..200)) {
        for asked in PROVIDERS.iter().copied().map(Some).chain([None]) {
            check_event(&body, asked)?;
        }
    }

    #[test]
    fn text_like_json_parses_to_slices_of_the_body(body in r#"[\[\]{}",:0-9eE.\\ "datetypeidnull+-]{0,120}"#) {
        check_event(body.as_bytes(), catalog::find("generic"))?;
    }

    #[test]
    fn damaged_samples_parse_to_slices_of_the_body(
        row: prop::sample::Index, at: prop::sample::Index, byte: u8,
    ) {
        let kinds = PROVIDERS.iter().flat_map(|provider| provider.events.iter().map(|kind| (*provider, kind)));
        let rows: Vec<_> = kinds.collect();
        let (provider, kind) = *row.get(&rows);
        let mut body = event::sample(provider.envelope, kind, "evt_1", 1_705_314_600_000).into_bytes();
        let at = at.index(body.len());
        body[at] = byte;
        check_event(&body, Some(provider))?;
        check_event(&body, None)?;
    }

    #[test]
    fn problems_of_any_draft_contain_no_secret(
        url in any::<String>(), event in any::<String>(), name in any::<String>(), value in any::<String>(),
    ) {
        for provider in PROVIDERS {
            for api in provider.apis {
                let value = format!("{SENTINEL}{value}");
                let draft = Draft {
                    url: url.clone(), events: vec![event.clone()], headers: vec![(name.clone(), value.as_str().into())],
                    secret: value.as_str().into(), ..Draft::default()
                };
                let problems = check(&provider.rules(api), &draft);
                check_problems(&problems)?;
                prop_assert!(!format!("{problems:?}").contains(SENTINEL), "{problems:?}");
                for request in requests(api, &draft) {
                    for language in Language::ALL {
                        prop_assert!(!render(&request, language).is_empty());
                    }
                }
            }
        }
    }
}

#[test]
fn parses_deeply_nested_and_wide_bodies() {
    let deep = format!("{}{}", "[".repeat(2_000_000), "]".repeat(2_000_000));
    let body = format!(
        r#"{{"event":"company.created","timestamp":"2024-01-15T10:30:00Z","data":{{"company_id":"c","x":{deep}}}}}"#
    );
    let read = catalog::parse(body.as_bytes(), None);
    assert_eq!(read.kind.as_deref(), Some("company.created"));
    assert!(read.is_valid());

    let members: String = (0..200_000).map(|number| format!(r#""k{number}":0,"#)).collect();
    let body = format!(r#"{{{members}"id":"e","type":"t","created_at":"2024-01-15T10:30:00Z","data":{{}}}}"#);
    let read = catalog::parse(body.as_bytes(), None);
    assert_eq!(read.provider, Some("generic"));
}

#[test]
fn debug_output_contains_no_secret() {
    let secret = Secret::new(SENTINEL).unwrap().named("the name");
    let scheme = catalog::find("well").unwrap().default_scheme().unwrap();
    let verifier = Verifier::new(scheme, std::slice::from_ref(&secret)).unwrap();
    let signer = Signer::new(scheme, std::slice::from_ref(&secret)).unwrap();
    let signed = signer.sign(&Unsigned::new(b"body")).unwrap();
    let rejection = verifier.verify(&Request::new(&signed.headers, b"another body"), 0).unwrap_err();
    let expected = signer.sign(&Unsigned::new(b"another body")).unwrap();
    let expected = expected.headers.get(scheme.signature_header().unwrap()).next().unwrap();
    let draft =
        Draft { secret: SENTINEL.into(), headers: vec![("X-Token".into(), SENTINEL.into())], ..Draft::default() };
    let carried: Headers = [("X-Token", SENTINEL)].into_iter().collect();
    let printed = format!("{secret:?} {verifier:?} {rejection:?} {rejection} {draft:?} {carried:?} {signer:?}");
    assert!(printed.contains("the name"));
    assert!(!printed.contains(SENTINEL), "{printed}");
    assert!(!printed.contains(expected), "{printed}");
}

#[test]
fn rejects_empty_and_missing_secrets() {
    assert_eq!(Secret::new("").unwrap_err().code(), "empty_secret");
    let scheme = catalog::find("generic").unwrap().default_scheme().unwrap();
    assert_eq!(Verifier::new(scheme, &[]).unwrap_err().code(), "missing_secret");
}

#[test]
fn snippets_quote_values_in_every_language() {
    let hostile = "'; rm -rf \\ \" ${HOME} `id` \u{2028} \n{x}";
    let request = HttpRequest {
        method: "POST",
        url: "https://example.com/".into(),
        headers: vec![("X-A".into(), HeaderValue::Text(hostile.into()))],
        body: Body::Exact(hostile.into()),
    };
    let curl = render(&request, Language::Curl);
    assert!(curl.contains(r"--data-raw ''\''; rm -rf"), "{curl}");
    let fetch = render(&request, Language::Fetch);
    assert!(fetch.contains(r#"body: "'; rm -rf \\ \" ${HOME} `id` \u2028 \n{x}""#), "{fetch}");
    let python = render(&request, Language::Python);
    assert!(python.contains(r#"data="'; rm -rf \\ \" ${HOME} `id`"#), "{python}");
    assert!(python.contains(r#"\n{x}".encode()"#), "{python}");
}
