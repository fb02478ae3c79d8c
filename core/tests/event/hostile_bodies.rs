//! Hostile bodies are parsed in bounded time, with a precise problem or none.

use hookwright::catalog::{self, PROVIDERS, awell};
use hookwright::event::{self, Event};
use hookwright::problem::{Problem, Severity};

fn well(data: &str) -> String {
    format!(r#"{{"event":"company.created","timestamp":"2024-01-15T10:30:00Z","data":{data}}}"#)
}

fn generic(data: &str) -> String {
    format!(r#"{{"id":"e","type":"file.uploaded","created_at":"2024-01-15T10:30:00Z","data":{data}}}"#)
}

/// The code and path of each problem except notes.
fn errors(problems: &[Problem]) -> Vec<(&str, &str)> {
    let errors = problems.iter().filter(|problem| problem.severity > Severity::Note);
    errors.map(|problem| (problem.code, problem.path.as_str())).collect()
}

fn check(body: &str) -> Vec<Problem> {
    catalog::parse(body.as_bytes(), None).problems
}

/// Nested arrays or objects.
fn nested(open: &str, close: &str, depth: usize) -> String {
    format!("{}0{}", open.repeat(depth), close.repeat(depth))
}

#[test]
fn parses_ten_megabytes() {
    let long = "é".repeat(5_000_000);
    let body = well(&format!(r#"{{"company_id":"{long}","unknown":"{long}"}}"#));
    let read: Event<'_> = catalog::parse(body.as_bytes(), None);
    assert!(read.is_valid());
    assert_eq!(read.document.unwrap().get(), body);
    let company: catalog::well::Company = read.payload().unwrap();
    assert_eq!(company.company_id, long);

    let escapes = "\\u00e9".repeat(2_000_000);
    assert_eq!(errors(&check(&well(&format!(r#"{{"company_id":"{escapes}"}}"#)))), []);
    let digits = "9".repeat(10_000_000);
    let body = generic(&format!(r#"{{"id":"f","size":{digits},"unknown":{digits}}}"#));
    assert_eq!(errors(&check(&body)), [("out_of_range", "/data/size"), ("unsafe_number", "/data/unknown")]);
    let body = generic(&format!(r#"{{"id":"f","unknown":{digits}}}"#));
    assert_eq!(errors(&check(&body)), [("unsafe_number", "/data/unknown")]);
    // Garbage of the same length is rejected, with any beginning.
    for start in ["", "{\"a\":", "\"", "[", "{", "\u{feff}", " "] {
        assert_eq!(errors(&check(&format!("{start}{}", "\u{7f}".repeat(10_000_000)))).len(), 1);
    }
}

#[test]
fn parses_a_hundred_thousand_levels_at_any_place() {
    const DEPTH: usize = 100_000;
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":[", "]}]")] {
        let deep = nested(open, close, DEPTH);
        let is = |place: &str, body: &str, expected: &[(&str, &str)]| {
            assert_eq!(errors(&check(body)), expected, "{open} in {place}");
        };
        is("an unknown member", &well(&format!(r#"{{"company_id":"c","x":{deep}}}"#)), &[]);
        is("a text", &well(&format!(r#"{{"company_id":{deep}}}"#)), &[("wrong_type", "/data/company_id")]);
        is("an unknown type", &format!(r#"{{"event_type":"x","activity":{deep}}}"#), &[]);
        is(
            "a reminder",
            &format!(r#"{{"event_type":"track.started","track":{{"id":"t"}},"pathway":{{"id":"p","x":{deep}}}}}"#),
            &[],
        );
        let response = format!(
            r#"{{"event_type":"form.submitted","pathway":{{"id":"p"}},"response":[{{"id":"d","value":{deep}}}]}}"#
        );
        let read = catalog::parse(response.as_bytes(), None);
        assert_eq!(read.provider, Some("awell"));
        let type_of_id =
            catalog::parse(format!(r#"{{"event_type":"patient.deleted","patient":{{"id":{deep}}}}}"#).as_bytes(), None)
                .problems;
        assert_eq!(errors(&type_of_id), [("wrong_type", "/patient/id")]);
        // As the payload and as the body.
        let problems = check(&well(&deep));
        assert_eq!(problems[0].path.split('/').nth(1), Some("data"));
        assert!(!errors(&check(&deep)).is_empty());
        // Truncated in the middle.
        let half: String = deep.chars().take(deep.len() / 2).collect();
        assert_eq!(errors(&check(&well(&half))), [("invalid_json", "")]);
    }
    let pathway = nested("{\"pathway\":", "}", DEPTH);
    let read = catalog::parse(format!(r#"{{"event_type":"pathway.started","pathway":{pathway}}}"#).as_bytes(), None)
        .is_valid();
    assert!(!read);
    let body = format!(r#"{{"event_type":"patient.deleted","patient":{{"id":"p","x":{pathway}}}}}"#);
    let typed: awell::PatientChanged = catalog::parse(body.as_bytes(), None).payload().unwrap();
    assert_eq!(typed.patient.id.as_deref(), Some("p"));
}

#[test]
fn reports_text_that_is_not_json() {
    for value in [
        "NaN",
        "Infinity",
        "-Infinity",
        "-",
        "01",
        "1.",
        ".5",
        "+1",
        "0x1",
        "1e",
        "'a'",
        "undefined",
        "\"\t\"",
        "\"\0\"",
        "\"\\x\"",
        "\"\\ud8\"",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "/**/1",
        "\u{feff}1",
        "\0",
    ] {
        // In known, unknown and nested members, the whole document is invalid.
        for data in [format!(r#"{{"company_id":{value}}}"#), format!(r#"{{"x":[{{"y":{value}}}]}}"#), value.into()] {
            assert_eq!(errors(&check(&well(&data))), [("invalid_json", "")], "{value:?}");
        }
    }
    for (body, code) in [
        ("\u{feff}{}", "byte_order_mark"),
        ("{}\0", "invalid_json"),
        ("\0{}", "invalid_json"),
        ("{}\u{feff}", "invalid_json"),
        ("null", "wrong_type"),
        ("NaN", "invalid_json"),
        ("\u{2028}", "empty_body"),
    ] {
        assert_eq!(errors(&check(body)), [(code, "")], "{body:?}");
    }
    assert_eq!(errors(&catalog::parse(b"{\"a\":\"\xed\xa0\x80\"}", None).problems), [("invalid_utf8", "")]);
}

#[test]
fn reports_unpaired_surrogates_in_known_members() {
    let lone = |data: &str| {
        errors(&check(&well(data))).into_iter().map(|(code, path)| format!("{code} {path}")).collect::<Vec<_>>()
    };
    assert_eq!(lone(r#"{"company_id":"\ud800"}"#), ["lone_surrogate /data/company_id"]);
    assert_eq!(lone(r#"{"company_id":"\udc00\ud800"}"#), ["lone_surrogate /data/company_id"]);
    assert_eq!(lone(r#"{"company_id":"\ud83d\ude00"}"#), [""; 0]);
    // They are accepted in unknown members.
    assert_eq!(lone(r#"{"company_id":"c","x":"\ud800","y":{"\udfff":["\ud800"]}}"#), [""; 0]);
}

#[test]
fn an_invalid_name_does_not_hide_other_problems() {
    // The other problems of the object are still reported.
    let found = check(&well(r#"{"\ud800":1,"company_id":2,"name":"a","name":"b"}"#));
    let codes: Vec<&str> = errors(&found).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["lone_surrogate", "duplicate_key", "wrong_type"]);
    assert!(found[0].path.starts_with("/data/\u{fffd}"), "{}", found[0].path);

    let body = r#"{"event":"company.created","\udc00":0,"timestamp":"2024-01-15T10:30:00Z","data":{"company_id":"c"}}"#;
    let read = catalog::parse(body.as_bytes(), None);
    assert_eq!(read.kind.as_deref(), Some("company.created"));
    assert_eq!(read.problems.iter().map(|problem| problem.code).collect::<Vec<_>>(), ["lone_surrogate"]);
    assert!(read.payload::<catalog::well::Company>().is_ok());
}

#[test]
fn reports_repeated_members_at_any_depth() {
    let body = r#"{"event_type":"activity.created","activity":{"id":"a","sub_activities":[{"id":"r"},
        {"id":"s","subject":{"name":"x","name":"y","na\u006de":"z"}}]}}"#;
    assert_eq!(errors(&check(body)), [("duplicate_key", "/activity/sub_activities/1/subject/name")]);
    // The check and the typed payload both use the last one.
    let body = r#"{"event_type":"patient.deleted","patient":{"id":"first"},"patient":{"id":"last"}}"#;
    let read = catalog::parse(body.as_bytes(), None);
    assert_eq!(errors(&read.problems), [("duplicate_key", "/patient")]);
    assert_eq!(read.payload::<awell::PatientChanged>().unwrap().patient.id.as_deref(), Some("last"));
    assert_eq!(errors(&check(&well(r#"{"company_id":"c","x":{"a":1,"a":2}}"#))), [("duplicate_key", "/data/x/a")]);
}

#[test]
fn lists_a_thousand_problems_and_counts_the_rest() {
    let many = |item: &str| vec![item; 1_000_000].join(",");
    for body in [
        format!(r#"{{"event_type":"form.submitted","pathway":{{"id":"p"}},"response":[{}]}}"#, many("0")),
        well(&format!(
            r#"{{"company_id":"c",{}}}"#,
            (0..100_000).map(|n| format!(r#""k{n}":0"#)).collect::<Vec<_>>().join(",")
        )),
        well(&format!(
            r#"{{"company_id":"c",{}}}"#,
            (0..100_000).map(|n| format!(r#""k{n}":0,"k{n}":0"#)).collect::<Vec<_>>().join(",")
        )),
    ] {
        let problems = check(&body);
        assert_eq!(problems.len(), 1001);
        assert_eq!(problems[1000].code, "more_problems");
    }
    // A member that appears a million times is one problem.
    assert_eq!(
        errors(&check(&well(&format!("{{{}}}", many(r#""company_id":"c""#))))),
        [("duplicate_key", "/data/company_id")]
    );
}

#[test]
fn every_prefix_of_every_sample_has_an_error() {
    for provider in PROVIDERS {
        for event_type in provider.events {
            let body = event::sample(provider.envelope, event_type, "evt_1", 0);
            for length in 0..body.len() {
                let problems = catalog::parse(&body.as_bytes()[..length], Some(provider)).problems;
                assert!(!errors(&problems).is_empty(), "{}", event_type.name);
            }
        }
    }
}
