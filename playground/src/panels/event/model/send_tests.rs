//! Tests of sending.

use super::*;
use crate::model::form::Form as _;
use crate::model::scheme::ValidScheme;
use hookwright::http::Body;
use hookwright::signature::OwnedScheme;

fn request(url: &str, method: &'static str, headers: &[(&str, &str)], body: &str) -> HttpRequest {
    let headers = headers.iter().map(|(name, value)| ((*name).into(), HeaderValue::Text((*value).into()))).collect();
    HttpRequest { method, url: url.into(), headers, body: Body::Exact(body.into()) }
}

#[test]
fn a_url_to_this_machine_is_completed() {
    assert_eq!(completed(" localhost:8000/webhook ").as_deref(), Some("http://localhost:8000/webhook"));
    assert_eq!(completed("127.0.0.1").as_deref(), Some("http://127.0.0.1"));
    for other in ["", "shop.example/hook", "http://localhost", "https://localhost", "localhost:port"] {
        assert_eq!(completed(other), None, "{other}");
    }
}

#[test]
fn a_change_of_the_delivery_makes_a_result_outdated() {
    let form = EventForm::first(0);
    let mut other = form.clone();
    other.framework = "go".into();
    let none = Err(Vec::new());
    assert!(form.sends_like(&none, (&other, &none)), "the framework is not sent");
    other.body.push(' ');
    assert!(!form.sends_like(&none, (&other, &none)));
    let mut other = form.clone();
    other.set_secrets("a secret of sixteen characters".into());
    assert!(!form.sends_like(&none, (&other, &none)));
}

#[test]
fn a_change_of_the_custom_scheme_makes_a_result_outdated() {
    let scheme = |content: &str| {
        let json = format!(
            r#"{{"id":"acme/v1","algorithm":"hmac-sha256","content":"{content}","signature":{{"header":"S","encoding":"hex"}}}}"#
        );
        ValidScheme::new(OwnedScheme::parse(&json).unwrap())
    };
    let (before, after) = (scheme("{body}"), scheme("a{body}"));
    let custom = EventForm { scheme: SchemeChoice::Custom, ..EventForm::first(0) };
    assert!(custom.sends_like(&before, (&custom, &before)));
    assert!(!custom.sends_like(&after, (&custom, &before)));
    let other = EventForm::first(0);
    assert!(other.sends_like(&after, (&other, &before)), "another scheme is used");
}

#[test]
fn only_this_machine_is_a_target() {
    for (url, host) in [
        ("http://127.0.0.1:3000/hook?a=1", "127.0.0.1:3000"),
        ("HTTP://LOCALHOST", "LOCALHOST"),
        (" http://127.0.0.1:8000/ ", "127.0.0.1:8000"),
        ("http://localhost#x", "localhost"),
    ] {
        assert_eq!(target(url), Ok(host), "{url}");
    }
    for url in [
        "",
        "127.0.0.1:3000",
        "https://127.0.0.1/",
        "http://example.com/",
        "http://127.0.0.1.example.com/",
        "http://localhost.example.com/",
        "http://127.0.0.1@example.com/",
        "http://example.com\\@127.0.0.1/",
        "http://127.0.0.1:3000@example.com/",
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:80.example.com/",
        "http://[::1]:3000/",
        "http://0.0.0.0/",
        "http://é/",
        "httpé//127.0.0.1",
    ] {
        assert!(target(url).is_err(), "{url}");
    }
}

#[test]
fn what_a_browser_cannot_send_is_named() {
    const URL: &str = "http://127.0.0.1:3000/";
    let found = |request: HttpRequest, signature: &[&str]| obstacle(&request, signature).map(Cow::into_owned);
    assert_eq!(found(request(URL, "POST", &[("X-Signature", "ü")], "{}"), &["X-Signature"]), None);
    assert!(found(request(URL, "GET", &[], "{}"), &[]).unwrap().contains("with GET"));
    assert_eq!(found(request(URL, "GET", &[], ""), &[]), None);
    assert!(found(request(URL, "POST", &[("Date", "x")], ""), &["date"]).unwrap().contains("`Date`"));
    assert_eq!(found(request(URL, "POST", &[("Date", "x")], ""), &[]), None);
    assert!(found(request(URL, "POST", &[("A", "漢")], ""), &[]).unwrap().contains("`A`"));
    let request = request(
        URL,
        "POST",
        &[("Host", "x"), ("Sec-Y", "1"), ("X-A", "1"), ("Content-Type", "text/plain; charset=x")],
        "",
    );
    assert_eq!(left_out(&request), ["Host", "Sec-Y"]);
    assert_eq!(preflight_headers(&request), ["X-A"]);
}

#[test]
fn each_failure_has_its_own_text() {
    let failed = |listens, permission, is_https| Outcome::Failed(Facts { listens, permission, is_https });
    let outcomes = [
        (failed(true, Permission::Open, false), "preflight_refused"),
        (failed(true, Permission::Undecided, true), "preflight_refused"),
        (failed(false, Permission::Open, false), "connection_refused"),
        (failed(false, Permission::Open, true), "refused_or_blocked"),
        (failed(false, Permission::Denied, true), "permission_denied"),
        (failed(false, Permission::Undecided, true), "permission_undecided"),
        (Outcome::TimedOut, "timeout"),
        (Outcome::Redirected, "redirect"),
    ];
    for (outcome, code) in outcomes {
        let report = report(&outcome, "127.0.0.1:3000");
        assert_eq!(report.code, code);
        assert!(!report.detail.is_empty() && !report.advice.is_empty() && report.quality != Quality::Good, "{code}");
        assert_eq!(report.needs_preflight, code == "preflight_refused");
    }
}

#[test]
fn a_page_of_this_machine_needs_no_permission() {
    for (state, host, expected) in [
        (Some("denied"), "127.0.0.1", Permission::Open),
        (Some("denied"), "play.example", Permission::Denied),
        (Some("prompt"), "play.example", Permission::Undecided),
        (Some("granted"), "play.example", Permission::Open),
        (None, "play.example", Permission::Open),
    ] {
        assert_eq!(Permission::of(state, host), expected, "{state:?} {host}");
    }
}

#[test]
fn only_a_success_is_good() {
    let of = |status| {
        let (reason, headers, body) = ("OK".into(), String::new(), String::new());
        report(&Outcome::Answered { status, reason, headers, body, is_cut: false, ms: 12 }, "x")
    };
    assert_eq!((of(204).quality, of(204).title.as_str()), (Quality::Good, "204 OK"));
    assert_eq!(of(200).detail, "The receiver accepted the delivery after 12 ms");
    for status in [101, 300, 400, 401, 404, 500] {
        assert!(of(status).quality != Quality::Good && !of(status).advice.is_empty(), "{status}");
    }
}
