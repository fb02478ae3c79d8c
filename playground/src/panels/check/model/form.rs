//! The form of the check panel, and the outcome that follows from it.

use hookwright::credential::Credential;
use hookwright::problem::Problem;
use hookwright::signature::{Request, Scheme};
use serde::{Deserialize, Serialize};

use super::body::{BodyFormat, BodyInput};
use super::verdict::{CheckContext, Elsewhere, HandshakeResponse, OtherKey, Verdict, undecided};
use crate::model::choice::Named as _;
use crate::model::credentials::REMOVED;
use crate::model::fields;
use crate::model::instant::{Clock, When};
use crate::model::reading::ParsedEvent;
use crate::model::scheme::{CustomScheme, Method, SchemeChoice, UNUSABLE};

/// The code of a delivery of which a link does not contain everything.
pub(crate) const REMOVED_PART: &str = "removed_part";

/// The length of a body in bytes above which a check takes long enough to delay the page.
const LARGE_BODY: usize = 200_000;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct CheckForm {
    /// The scheme with which the delivery is checked.
    pub(crate) scheme: SchemeChoice,
    /// Whether the scheme follows from the headers.
    pub(crate) detects: bool,
    /// The method, if the scheme requires it.
    pub(crate) method: Method,
    /// The URL that the sender called, if the scheme requires it. It may contain credentials.
    #[serde(skip)]
    pub(crate) url: Credential,
    /// The reference time.
    pub(crate) when: When,
    /// The body as received.
    pub(crate) body: BodyInput,
    /// The headers as received, one per line. They may contain credentials.
    #[serde(skip)]
    pub(crate) headers: Credential,
    /// The secrets to try, one per line.
    #[serde(skip)]
    pub(crate) secrets: Credential,
    /// Previous secrets, one per line. They are used only for the diagnosis.
    #[serde(skip)]
    pub(crate) old: Credential,
    /// Secrets of other endpoints or environments, one per line. They are used only for the diagnosis.
    #[serde(skip)]
    pub(crate) others: Credential,
    /// The id of the receiver's framework, or an empty text if it is not specified.
    pub(crate) framework: String,
}

/// The outcome of a check.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Outcome {
    pub(crate) verdict: Verdict,
    /// The response, if the request is a handshake.
    pub(crate) response: Option<HandshakeResponse>,
    /// The problems of the fields, and the warnings about the secrets.
    pub(crate) problems: Vec<Problem>,
}

impl Default for CheckForm {
    fn default() -> Self {
        Self {
            // By its id, because a reference to the provider would include its events.
            scheme: SchemeChoice::from_id("generic/signature").unwrap_or(SchemeChoice::Custom),
            detects: true,
            method: Method::default(),
            url: Credential::default(),
            when: When::default(),
            body: BodyInput::default(),
            headers: Credential::default(),
            secrets: Credential::default(),
            old: Credential::default(),
            others: Credential::default(),
            framework: String::new(),
        }
    }
}

impl CheckForm {
    /// Replaces the delivery with one of a known scheme, but keeps the framework, because the receiver is the same.
    pub(crate) fn load(&mut self, delivery: Self) {
        *self = Self { framework: std::mem::take(&mut self.framework), detects: false, ..delivery };
    }

    /// Returns the outcome until the worker has checked the delivery.
    pub(crate) const fn checking() -> Outcome {
        Outcome { verdict: Verdict::Checking, response: None, problems: Vec::new() }
    }

    /// Returns whether the form is empty.
    pub(crate) fn is_empty(&self) -> bool {
        self.body.is_empty() && self.headers.trim().is_empty() && self.secrets.is_empty() && self.url.trim().is_empty()
    }

    /// Returns whether the verdict depends on the time.
    pub(crate) fn depends_on_time(&self, custom: &CustomScheme) -> bool {
        self.when.clock == Clock::Now && self.scheme.scheme(custom).is_ok_and(|scheme| scheme.timestamp.is_some())
    }

    /// Returns whether the worker checks the delivery: the body is large, or the handshakes of the scheme are encrypted.
    pub(crate) fn is_for_worker(&self, custom: &CustomScheme) -> bool {
        let is_encrypted =
            |scheme: Scheme<&str>| scheme.handshake.is_some_and(|handshake| handshake.encrypted.is_some());
        self.is_large() || self.scheme.scheme(custom).is_ok_and(is_encrypted)
    }

    fn is_large(&self) -> bool {
        let BodyInput { format, text, hex, base64, file } = &self.body;
        let length = match format {
            BodyFormat::Text => text.len(),
            BodyFormat::Hex => hex.len() / 2,
            BodyFormat::Base64 => base64.len() / 4 * 3,
            BodyFormat::File => file.as_ref().map_or(0, |file| file.bytes.len()),
        };
        length > LARGE_BODY
    }

    /// Checks the delivery here.
    #[cfg(test)]
    pub(crate) fn outcome(&self, custom: &CustomScheme, now_ms: i64) -> Outcome {
        self.outcome_by(custom, now_ms, |scheme| Some(crate::model::sample::other_secret(scheme)), None)
    }

    /// Checks the delivery, with the findings of a check elsewhere.
    pub(crate) fn outcome_by(
        &self,
        custom: &CustomScheme,
        now_ms: i64,
        other_key: OtherKey,
        elsewhere: Option<Elsewhere<'_>>,
    ) -> Outcome {
        let (headers, mut problems) = fields::headers(&self.headers, "");
        let without = |verdict, problems| Outcome { verdict, response: None, problems };
        let bytes = match self.body.bytes() {
            Ok(bytes) => bytes,
            Err(problem) => return without(undecided(problem), problems),
        };
        if self.is_empty() {
            return without(Verdict::Waiting, Vec::new());
        }
        let Ok(scheme) = self.scheme.compiled(custom) else {
            return without(Verdict::Undecided { code: "invalid_scheme", message: UNUSABLE.into() }, problems);
        };
        let now_ms = match self.when.instant(now_ms) {
            Err(problem) if scheme.scheme().timestamp.is_some() => {
                return without(undecided(problem), problems);
            }
            instant => instant.unwrap_or(now_ms),
        };
        let conditions = CheckContext { scheme, clock: self.when.clock, now_ms, other_key };
        let request = Request::new(&headers, &bytes).to(self.method.id(), &self.url);
        let secrets = fields::secrets(&self.secrets);
        let (verdict, response) = conditions.check(&request, &secrets, &mut problems, elsewhere);
        let verdict = match verdict {
            Verdict::Rejected { .. } if self.is_reduced() => {
                let message = "a part of the delivery was removed from the link; replace `‹removed›` with what it was";
                Verdict::Undecided { code: REMOVED_PART, message: message.into() }
            }
            verdict => verdict,
        };
        Outcome { verdict, response, problems }
    }

    /// Returns whether a part of the delivery was removed from the link or the file that it comes from.
    fn is_reduced(&self) -> bool {
        [&*self.headers, &*self.url, &self.body.text].iter().any(|text| text.contains(REMOVED))
    }

    /// Returns the event in the body, whether or not it is genuine. Returns `None` without a body, or if the sender's
    /// events are unknown.
    pub(crate) fn reading(&self) -> Option<ParsedEvent> {
        let provider = self.scheme.provider().filter(|_| !self.body.is_empty())?;
        self.body.bytes().ok().map(|bytes| ParsedEvent::of(&bytes, provider))
    }
}

#[cfg(test)]
mod tests {
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
            CheckForm {
                headers: "X-Gitlab-Token: ‹removed›".into(), secrets: "secret".into(), ..by("gitlab/token")
            };
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
        let Verdict::Rejected { code, is_only_age, .. } = outcome(&form).verdict else { panic!("it is old") };
        assert_eq!((code, is_only_age), ("too_old", true));
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
            [("secret_too_short", "/secrets/0"), ("secret_quoted", "/secrets/0"), ("secret_too_short", "/secrets/1")]
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
        let form =
            CheckForm { method: Method::Get, url: "https://me.example/?challenge=abc".into(), ..by("dropbox/hmac") };
        let asked = outcome(&form);
        assert_eq!(asked.verdict, Verdict::Handshake);
        let response = asked.response.unwrap();
        assert_eq!((response.status, response.body.as_str()), (200, "abc"));
        assert!(response.headers.contains("Content-Type: text/plain"));
    }

    #[test]
    fn a_handshake_can_need_a_secret() {
        let mut form =
            CheckForm { method: Method::Get, url: "https://me.example/?crc_token=abc".into(), ..by("x/hmac") };
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
}
