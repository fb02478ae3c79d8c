//! URLs and methods that differ from those of the sender.

use super::*;

/// The causes of a delivery to one URL that is verified with another one.
fn of_url(sent: &str, given: &str, fields: &[(&str, &str)]) -> Diagnosis {
    let mut headers = signed("trello/hmac", &secret(KEY), b"{}", sent);
    for (name, value) in fields {
        headers.push(*name, *value);
    }
    explained("trello/hmac", &secret(KEY), &Request::new(&headers, b"{}").to("POST", given))
}

#[test]
fn queries_are_restored() {
    for (sent, given, code) in [
        ("?b=2&a=1", "?a=1&b=2", "url_query_order"),
        ("?f=6&c=3&a=1&e=5&b=2&d=4", "?a=1&b=2&c=3&d=4&e=5&f=6", "url_query_order"),
        ("?a=x%20y", "?a=x+y", "url_query_encoding"),
        ("?a='b'", "?a=%27b%27", "url_query_encoding"),
        ("?a=%2f", "?a=%2F", "url_query_encoding"),
        ("?a=1", "?a=1&utm_source=x", "url_query_missing"),
        ("?a=1&b=2", "?a=1&b=2&c=3", "url_query_missing"),
        ("", "?a=1", "url_query_missing"),
        ("?a=&b=1", "?a&b=1", "url_query_encoding"),
    ] {
        let at = |query: &str| format!("https://a.example/hook{query}");
        let diagnosis = of_url(&at(sent), &at(given), &[]);
        assert_eq!(codes(&diagnosis), [code], "{given}: {:?}", diagnosis.causes);
    }
}

#[test]
fn a_sorted_query_with_other_escapes_has_two_causes() {
    let diagnosis = of_url("https://a.example/?b=x%20y&a=1", "https://a.example/?a=1&b=x+y", &[]);
    assert_eq!(codes(&diagnosis), ["url_query_order", "url_query_encoding"]);
}

#[test]
fn another_host_and_another_query_are_two_causes() {
    let forwarded = [("X-Forwarded-Host", "a.example")];
    let diagnosis = of_url("https://a.example/?b=2&a=1", "https://b.example/?a=1&b=2", &forwarded);
    let mut found = codes(&diagnosis);
    found.sort_unstable();
    assert_eq!(found, ["url_host", "url_query_order"]);
}

#[test]
fn fragments_and_credentials_are_removed_or_added() {
    let diagnosis = of_url("https://a.example/hook", "https://user:pass@a.example/hook", &[]);
    assert_eq!(codes(&diagnosis), ["url_fragment"]);
    let basic = [("Authorization", "Basic dXNlcjpwYXNz")];
    let diagnosis = of_url("https://user:pass@a.example/hook", "https://a.example/hook", &basic);
    assert_eq!(codes(&diagnosis), ["url_fragment"]);
    assert!(!format!("{:?}", diagnosis.causes).contains("pass@"));
}

#[test]
fn paths_are_restored() {
    for (sent, given, code) in [
        ("/hook//a", "/hook/a", "url_path"),
        ("/hook/a", "/hook//a", "url_path"),
        ("/hook%20a", "/hook+a", "url_query_encoding"),
        ("/hook/", "/hook", "url_trailing_slash"),
    ] {
        let at = |path: &str| format!("https://a.example{path}");
        let diagnosis = of_url(&at(sent), &at(given), &[]);
        assert_eq!(codes(&diagnosis), [code], "{given}: {:?}", diagnosis.causes);
    }
}

#[test]
fn another_method_is_found() {
    let headers = signed("hubspot/v3", &secret(KEY), b"{}", "https://a.example/hook");
    let request = Request::new(&headers, b"{}").to("GET", "https://a.example/hook");
    assert_eq!(codes(&explained("hubspot/v3", &secret(KEY), &request)), ["method_other"]);
}
