//! Tests of the form.

use super::super::verdict::{self, CoveredPart, Match};
use super::*;
use crate::model::form;
use crate::model::scheme::ValidScheme;
use hookwright::signature::OwnedScheme;

/// The HMAC-SHA256 of `{}` with the key `secret`, from `openssl dgst -sha256 -hmac secret`.
const SIGNED: &str = "X-Webhook-Signature: 77325902caca812dc259733aacd046b73817372c777b8d95b402647474516e13";

fn form(body: &str, headers: &str, secrets: &str) -> CheckForm {
    CheckForm {
        body: BodyInput::from_text(body),
        headers: headers.into(),
        secrets: secrets.into(),
        ..CheckForm::default()
    }
}

const NOW: i64 = 1_768_478_400_000;

fn outcome(form: &CheckForm) -> Outcome {
    form.outcome(&Err(Vec::new()), NOW)
}

fn code(form: &CheckForm) -> &'static str {
    verdict::code(&outcome(form).verdict)
}

fn by(id: &str) -> CheckForm {
    CheckForm { scheme: SchemeChoice::from_id(id).unwrap(), ..CheckForm::default() }
}

fn accepted(number: usize, of: usize) -> Verdict {
    Verdict::Accepted(Match { number, of, ..Match::default() })
}

#[test]
fn an_empty_form_has_no_verdict() {
    assert_eq!(outcome(&CheckForm::default()).verdict, Verdict::Waiting);
    assert_eq!(CheckForm::default().reading(), None);
}

#[test]
fn accepts_a_delivery_with_the_secret_that_signed_it() {
    assert_eq!(outcome(&form("{}", SIGNED, "secret")).verdict, accepted(1, 1));
    assert_eq!(outcome(&form("{}", SIGNED, "old\n\nsecret\n")).verdict, accepted(2, 2));
}

#[test]
fn reports_a_code_for_each_kind_of_rejection() {
    assert_eq!(code(&form("{ }", SIGNED, "secret")), "signature_mismatch");
    assert_eq!(code(&form("{}", SIGNED, "secret ")), "signature_mismatch", "a blank is part of the key");
    assert_eq!(code(&form("{}", "Accept: */*", "secret")), "missing_header");
    assert_eq!(code(&form("{}", "X-Webhook-Signature: abc", "secret")), "malformed_signature");
    assert_eq!(code(&form("{}", &format!("{SIGNED}\n{SIGNED}"), "secret")), "repeated_header");
}

#[test]
fn reports_other_reasons_before_a_missing_secret() {
    assert_eq!(code(&form("{}", SIGNED, "")), "missing_secret");
    assert_eq!(code(&form("{}", "", "")), "missing_header");
    assert_eq!(code(&form("{}", "X-Webhook-Signature: abc", "\n")), "malformed_signature");
}

#[test]
fn what_a_link_does_not_contain_is_missing_and_not_wrong() {
    assert_eq!(code(&form("{}", &format!("{SIGNED}\nX-Api-Key: ‹removed›"), "secret")), "accepted");
    assert_eq!(code(&form("{ ‹removed› }", SIGNED, "secret")), "removed_part");
    let token =
        CheckForm { headers: "X-Gitlab-Token: ‹removed›".into(), secrets: "secret".into(), ..by("gitlab/token") };
    assert_eq!(code(&token), "removed_part");
}

#[test]
fn parses_the_event_of_a_rejected_delivery() {
    let form = form(r#"{ "type": "user.created" }"#, "", "secret");
    assert_eq!(code(&form), "missing_header");
    assert_eq!(form.reading().unwrap().kind.as_deref(), Some("user.created"));
}

#[test]
fn lines_that_are_not_headers_are_reported_and_ignored() {
    let outcome = outcome(&form("{}", &format!("nonsense\n{SIGNED}"), "secret"));
    assert_eq!(outcome.verdict, accepted(1, 1));
    assert_eq!(outcome.problems[0].code, "invalid_header_line");
}

#[test]
fn malformed_hex_is_undecided() {
    let mut form = form("", SIGNED, "secret");
    form.body.format = BodyFormat::Hex;
    form.body.hex = "7b7".into();
    assert_eq!(code(&form), "invalid_hex");
    form.body.hex = "7b 7d".into();
    assert_eq!(code(&form), "accepted");
}

/// The example of the Standard Webhooks JavaScript library.
fn standard() -> CheckForm {
    CheckForm {
        body: BodyInput::from_text("{\"test\": 2432232314}"),
        headers: "webhook-id: msg_p5jXN8AQM9LWM0D4loKWxJek\nwebhook-timestamp: 1614265330\n\
                      webhook-signature: v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
            .into(),
        secrets: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw".into(),
        ..by("standard/v1")
    }
}

#[test]
fn an_old_delivery_is_refused_unless_its_age_is_ignored() {
    let mut form = standard();
    let Verdict::Rejected { code, message, is_only_age } = outcome(&form).verdict else { panic!("it is old") };
    assert_eq!((code, is_only_age), ("too_old", true));
    assert!(
        message.starts_with("signed ") && message.contains(" UTC), and the limit is 5 min; pasted from a log?"),
        "{message}"
    );
    assert!(!message.contains(" ms"), "{message}");
    assert!(form.depends_on_time(&Err(Vec::new())));
    form.when.clock = Clock::Any;
    let Verdict::Accepted(matched) = outcome(&form).verdict else { panic!("its age does not count") };
    assert_eq!(matched.signed.as_deref(), Some("2021-02-25T15:02:10Z"));
    assert_eq!(matched.id.as_deref(), Some("msg_p5jXN8AQM9LWM0D4loKWxJek"));
    assert!(!form.depends_on_time(&Err(Vec::new())));
    form.when = When { clock: Clock::At, instant: "1614265333".into() };
    let Verdict::Accepted(matched) = outcome(&form).verdict else { panic!("it is of that time") };
    assert_eq!(matched.signed.as_deref(), Some("2021-02-25T15:02:10Z, 3 s before"));
    form.when.instant = "then".into();
    assert_eq!(verdict::code(&outcome(&form).verdict), "invalid_instant");
}

#[test]
fn an_unreadable_instant_matters_only_to_schemes_with_a_timestamp() {
    let mut form = form("{}", SIGNED, "secret");
    form.when = When { clock: Clock::At, instant: "then".into() };
    assert_eq!(code(&form), "accepted");
}

#[test]
fn warnings_about_secrets_are_reported() {
    let outcome = outcome(&form("{}", SIGNED, "\"secret\"\nsecret"));
    assert_eq!(outcome.verdict, accepted(2, 2));
    let found: Vec<_> = outcome.problems.iter().map(|problem| (problem.code, problem.path.as_str())).collect();
    assert_eq!(
        found,
        [("secret_too_short", "Secret 1"), ("secret_quoted", "Secret 1"), ("secret_too_short", "Secret 2")]
    );
}

#[test]
fn a_custom_scheme_is_used_like_any_other() {
    let custom = OwnedScheme::parse(
        r#"{ "id": "custom/x", "algorithm": "hmac-sha256", "content": "{body}", "signature": { "header": "X-Mine" } }"#,
    )
    .and_then(ValidScheme::new);
    let headers = SIGNED.replace("X-Webhook-Signature", "X-Mine");
    let form = CheckForm { scheme: SchemeChoice::Custom, ..form("{}", &headers, "secret") };
    assert_eq!(verdict::code(&form.outcome(&custom, NOW).verdict), "accepted");
    assert_eq!(verdict::code(&form.outcome(&Err(Vec::new()), NOW).verdict), "invalid_scheme");
}

#[test]
fn an_unsigned_handshake_has_a_response() {
    let form = CheckForm { method: Method::Get, url: "https://me.example/?challenge=abc".into(), ..by("dropbox/hmac") };
    let asked = outcome(&form);
    assert_eq!(asked.verdict, Verdict::Handshake);
    let response = asked.response.unwrap();
    assert_eq!((response.status, response.body.as_str()), (200, "abc"));
    assert!(response.headers.contains("Content-Type: text/plain"));
}

#[test]
fn a_handshake_can_need_a_secret() {
    let mut form = CheckForm { method: Method::Get, url: "https://me.example/?crc_token=abc".into(), ..by("x/hmac") };
    assert_eq!(code(&form), "missing_secret");
    form.secrets = "a secret that is long enough".into();
    assert!(outcome(&form).response.unwrap().body.starts_with("{\"response_token\":\"sha256="));
}

#[test]
fn a_token_does_not_cover_the_body() {
    let mut form = by("gitlab/token");
    (form.headers, form.secrets) = ("X-Gitlab-Token: a long enough token".into(), "a long enough token".into());
    let Verdict::Accepted(matched) = outcome(&form).verdict else { panic!("the token is right") };
    assert_eq!(matched.covers, CoveredPart::Nothing);
}

#[test]
fn a_missing_url_is_reported() {
    let mut form = by("square/sha256");
    form.headers = "x-square-hmacsha256-signature: 4KL0SgGA1JXlThMBdWFXQaTBdSNTEsTHSwIVPODoCls=".into();
    form.body = BodyInput::from_text("{\"event_id\":\"1\"}");
    form.secrets = "secret".into();
    assert_eq!(code(&form), "missing_url");
}

#[test]
fn a_saved_form_is_read_without_the_delivery() {
    let filled = CheckForm {
        method: Method::Get,
        when: When { clock: Clock::Any, instant: String::new() },
        url: "https://me.example/hunter2".into(),
        body: BodyInput {
            format: BodyFormat::Hex,
            hex: "hunter2".into(),
            base64: "hunter2".into(),
            text: "hunter2".into(),
            file: None,
        },
        headers: "X-Well-Signature: hunter2".into(),
        secrets: "hunter2".into(),
        old: "hunter2".into(),
        others: "hunter2".into(),
        framework: "express".into(),
        ..by("stripe/v1")
    };
    let text = form::write(&filled).0;
    assert!(!text.contains("hunter2"), "{text}");
    let expected = CheckForm {
        method: Method::Get,
        when: filled.when,
        body: BodyInput { format: BodyFormat::Hex, ..BodyInput::default() },
        framework: "express".into(),
        ..by("stripe/v1")
    };
    assert_eq!(form::read::<CheckForm>(&text, NOW).0, expected);
}
