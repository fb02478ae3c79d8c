//! The panel that checks a delivery.

use hookwright::catalog::generic;
use hookwright::credential::Credential;
use hookwright::problem::Problem;
use hookwright::signature::Request;

use super::body::BodyInput;
use super::fields;
use super::instant::{Clock, When};
use super::judge::Judge;
use super::reading::Reading;
use super::signing::{Own, Signing, method};

/// What is filled in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CheckForm {
    /// How it is said to be signed.
    pub(crate) signing: Signing,
    /// The method, where that matters.
    pub(crate) method: &'static str,
    /// The URL that the sender called, where that matters. It may carry credentials.
    pub(crate) url: Credential,
    /// When it is judged.
    pub(crate) when: When,
    /// The body as it arrived.
    pub(crate) body: BodyInput,
    /// The headers as they arrived, as a block of lines. Among them may be credentials.
    pub(crate) headers: Credential,
    /// The secrets to try, one a line.
    pub(crate) secrets: Credential,
    /// Secrets that have been replaced, one a line. They only help to explain.
    pub(crate) old: Credential,
    /// Secrets of other endpoints or environments, one a line. They only help to explain.
    pub(crate) others: Credential,
    /// The id of what the receiver is written with; empty where it is not named.
    pub(crate) framework: &'static str,
}

/// Whether the delivery is what it claims to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing was given yet.
    Waiting,
    /// It is genuine.
    Accepted(Matched),
    /// It tells nothing; it asks, and nobody has signed it.
    Handshake,
    /// It is not genuine, or not of now.
    Refused {
        /// The stable code of the reason.
        code: &'static str,
        /// The reason.
        message: String,
        /// Whether only its age is wrong.
        only_age: bool,
    },
    /// Something that a check needs is missing or cannot be read.
    Undecided {
        /// The stable code of what is missing.
        code: &'static str,
        /// What is missing.
        message: String,
    },
}

/// What is known of a delivery that is genuine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Matched {
    /// Which secret matched, from 1.
    pub(crate) number: usize,
    /// How many were tried.
    pub(crate) of: usize,
    /// The id of the delivery.
    pub(crate) id: Option<String>,
    /// When it was signed, and how long before or after the instant that counts.
    pub(crate) signed: Option<String>,
    /// How much of it the signature covers.
    pub(crate) covers: Covers,
}

/// How much of a body a signature covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Covers {
    /// Every byte of it, or every parameter of a form.
    #[default]
    All,
    /// Some values in it.
    Part,
    /// Nothing of it.
    Nothing,
}

/// What follows from what is filled in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Outcome {
    /// The verdict.
    pub(crate) verdict: Verdict,
    /// What to answer, where the request is a handshake.
    pub(crate) answer: Option<Reply>,
    /// What the delivery says, genuine or not. `None` without a body, or where nothing is known of what its sender says.
    pub(crate) reading: Option<Reading>,
    /// What is wrong with the fields themselves, and what to look at in the secrets.
    pub(crate) problems: Vec<Problem>,
}

/// What to answer to a handshake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reply {
    /// The status.
    pub(crate) status: u16,
    /// The header fields, one a line.
    pub(crate) headers: String,
    /// The body.
    pub(crate) body: String,
    /// Whether the answer carries the secret of all that follows.
    pub(crate) tells_secret: bool,
}

impl Default for CheckForm {
    fn default() -> Self {
        Self {
            signing: Signing::of(&generic::PROVIDER),
            method: method(""),
            url: Credential::default(),
            when: When::default(),
            body: BodyInput::default(),
            headers: Credential::default(),
            secrets: Credential::default(),
            old: Credential::default(),
            others: Credential::default(),
            framework: "",
        }
    }
}

impl CheckForm {
    /// Takes another delivery in. What the receiver is written with stays: it is the same receiver.
    pub(crate) fn take(&mut self, delivery: Self) {
        *self = Self { framework: self.framework, ..delivery };
    }

    /// Whether nothing is filled in.
    pub(crate) fn is_empty(&self) -> bool {
        self.body.is_empty() && self.headers.trim().is_empty() && self.secrets.is_empty() && self.url.trim().is_empty()
    }

    /// Whether the verdict can become another one by waiting.
    pub(crate) fn ages(&self, own: &Own) -> bool {
        self.when.clock == Clock::Now && self.signing.scheme(own).is_ok_and(|scheme| scheme.timestamp.is_some())
    }

    /// The verdict, and everything else that can be said.
    pub(crate) fn outcome(&self, own: &Own, now_ms: i64) -> Outcome {
        let (headers, mut problems) = fields::headers(&self.headers, "");
        let without = |verdict, problems| Outcome { verdict, answer: None, reading: None, problems };
        let bytes = match self.body.bytes() {
            Ok(bytes) => bytes,
            Err(problem) => return without(undecided(problem), problems),
        };
        let provider = self.signing.provider().filter(|_| !self.body.is_empty());
        let reading = provider.map(|provider| Reading::of(&bytes, provider));
        if self.is_empty() {
            return without(Verdict::Waiting, Vec::new());
        }
        let scheme = match self.signing.scheme(own) {
            Ok(scheme) => scheme,
            Err(_) => {
                let message = "the scheme of your own cannot be used yet; what is wrong with it stands below its text";
                return without(Verdict::Undecided { code: "invalid_scheme", message: message.into() }, problems);
            }
        };
        let now_ms = match self.when.instant(now_ms) {
            Err(problem) if scheme.timestamp.is_some() => {
                return Outcome { reading, ..without(undecided(problem), problems) };
            }
            instant => instant.unwrap_or(now_ms),
        };
        let judge = Judge { scheme, when: &self.when, now_ms };
        let request = Request::new(&headers, &bytes).to(self.method, &self.url);
        let secrets = fields::secrets(&self.secrets);
        let (verdict, answer) = judge.verdict(&request, &secrets, &mut problems);
        Outcome { verdict, answer, reading, problems }
    }
}

fn undecided(problem: Problem) -> Verdict {
    Verdict::Undecided { code: problem.code, message: problem.message }
}

/// The stable code of a verdict; what it is, where it has none.
pub(crate) fn code(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Waiting => "waiting",
        Verdict::Accepted(_) => "accepted",
        Verdict::Handshake => "handshake",
        Verdict::Refused { code, .. } | Verdict::Undecided { code, .. } => code,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::body::Form;

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
        super::code(&outcome(form).verdict)
    }

    fn by(id: &str) -> CheckForm {
        CheckForm { signing: Signing::from_id(id).unwrap(), ..CheckForm::default() }
    }

    fn accepted(number: usize, of: usize) -> Verdict {
        Verdict::Accepted(Matched { number, of, ..Matched::default() })
    }

    #[test]
    fn nothing_is_no_verdict() {
        let outcome = outcome(&CheckForm::default());
        assert_eq!(outcome.verdict, Verdict::Waiting);
        assert_eq!(outcome.reading, None);
    }

    #[test]
    fn a_good_delivery_is_accepted_by_the_secret_that_made_it() {
        assert_eq!(outcome(&form("{}", SIGNED, "secret")).verdict, accepted(1, 1));
        assert_eq!(outcome(&form("{}", SIGNED, "old\n\nsecret\n")).verdict, accepted(2, 2));
    }

    #[test]
    fn each_way_to_be_refused_has_its_code() {
        assert_eq!(code(&form("{ }", SIGNED, "secret")), "signature_mismatch");
        assert_eq!(code(&form("{}", SIGNED, "secret ")), "signature_mismatch", "a blank is part of the key");
        assert_eq!(code(&form("{}", "Accept: */*", "secret")), "missing_header");
        assert_eq!(code(&form("{}", "X-Webhook-Signature: abc", "secret")), "malformed_signature");
        assert_eq!(code(&form("{}", &format!("{SIGNED}\n{SIGNED}"), "secret")), "repeated_header");
    }

    #[test]
    fn without_a_secret_it_says_what_it_can() {
        assert_eq!(code(&form("{}", SIGNED, "")), "missing_secret");
        assert_eq!(code(&form("{}", "", "")), "missing_header");
        assert_eq!(code(&form("{}", "X-Webhook-Signature: abc", "\n")), "malformed_signature");
    }

    #[test]
    fn a_refused_delivery_is_still_read() {
        let outcome = outcome(&form(r#"{ "type": "user.created" }"#, "", "secret"));
        assert_eq!(outcome.reading.unwrap().kind.as_deref(), Some("user.created"));
    }

    #[test]
    fn lines_that_are_no_headers_are_named_and_left_out() {
        let outcome = outcome(&form("{}", &format!("nonsense\n{SIGNED}"), "secret"));
        assert_eq!(outcome.verdict, accepted(1, 1));
        assert_eq!(outcome.problems[0].code, "invalid_header_line");
    }

    #[test]
    fn hex_that_is_none_is_undecided() {
        let mut form = form("", SIGNED, "secret");
        form.body.form = Form::Hex;
        form.body.hex = "7b7".into();
        assert_eq!(code(&form), "invalid_hex");
        form.body.hex = "7b 7d".into();
        assert_eq!(code(&form), "accepted");
    }

    /// The example of the Standard Webhooks specification's JavaScript library.
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
    fn what_is_old_is_refused_until_its_age_is_left_aside() {
        let mut form = standard();
        let Verdict::Refused { code, only_age, .. } = outcome(&form).verdict else { panic!("it is old") };
        assert_eq!((code, only_age), ("too_old", true));
        assert!(form.ages(&Err(Vec::new())));
        form.when.clock = Clock::Any;
        let Verdict::Accepted(matched) = outcome(&form).verdict else { panic!("its age does not count") };
        assert_eq!(matched.signed.as_deref(), Some("2021-02-25T15:02:10Z"));
        assert_eq!(matched.id.as_deref(), Some("msg_p5jXN8AQM9LWM0D4loKWxJek"));
        assert!(!form.ages(&Err(Vec::new())));
        form.when = When { clock: Clock::At, text: "1614265333".into() };
        let Verdict::Accepted(matched) = outcome(&form).verdict else { panic!("it is of that time") };
        assert_eq!(matched.signed.as_deref(), Some("2021-02-25T15:02:10Z, 3 s before"));
        form.when.text = "then".into();
        assert_eq!(super::code(&outcome(&form).verdict), "invalid_instant");
    }

    #[test]
    fn an_instant_that_cannot_be_read_matters_only_where_time_does() {
        let mut form = form("{}", SIGNED, "secret");
        form.when = When { clock: Clock::At, text: "then".into() };
        assert_eq!(code(&form), "accepted");
    }

    #[test]
    fn what_is_doubtful_about_a_secret_is_said() {
        let outcome = outcome(&form("{}", SIGNED, "\"secret\"\nsecret"));
        assert_eq!(outcome.verdict, accepted(2, 2));
        let found: Vec<_> = outcome.problems.iter().map(|problem| (problem.code, problem.path.as_str())).collect();
        assert_eq!(
            found,
            [("secret_too_short", "/secrets/0"), ("secret_quoted", "/secrets/0"), ("secret_too_short", "/secrets/1")]
        );
    }

    #[test]
    fn a_scheme_of_ones_own_is_as_good_as_any() {
        let own = hookwright::signature::OwnedScheme::parse(
            r#"{ "id": "own/x", "algorithm": "hmac-sha256", "content": "{body}", "signature": { "header": "X-Mine" } }"#,
        );
        let headers = SIGNED.replace("X-Webhook-Signature", "X-Mine");
        let form = CheckForm { signing: Signing::Own, ..form("{}", &headers, "secret") };
        assert_eq!(super::code(&form.outcome(&own, NOW).verdict), "accepted");
        assert_eq!(super::code(&form.outcome(&Err(Vec::new()), NOW).verdict), "invalid_scheme");
    }

    #[test]
    fn a_handshake_that_nobody_signed_is_answered() {
        let form = CheckForm { method: "GET", url: "https://me.example/?challenge=abc".into(), ..by("dropbox/hmac") };
        let asked = outcome(&form);
        assert_eq!(asked.verdict, Verdict::Handshake);
        let reply = asked.answer.unwrap();
        assert_eq!((reply.status, reply.body.as_str()), (200, "abc"));
        assert!(reply.headers.contains("Content-Type: text/plain"));
    }

    #[test]
    fn a_handshake_that_needs_a_secret_says_so() {
        let mut form = CheckForm { method: "GET", url: "https://me.example/?crc_token=abc".into(), ..by("x/hmac") };
        assert_eq!(code(&form), "missing_secret");
        form.secrets = "a secret that is long enough".into();
        assert!(outcome(&form).answer.unwrap().body.starts_with("{\"response_token\":\"sha256="));
    }

    #[test]
    fn what_a_signature_does_not_cover_is_said() {
        let mut form = by("gitlab/token");
        (form.headers, form.secrets) = ("X-Gitlab-Token: a long enough token".into(), "a long enough token".into());
        let Verdict::Accepted(matched) = outcome(&form).verdict else { panic!("the token is right") };
        assert_eq!(matched.covers, Covers::Nothing);
    }

    #[test]
    fn without_a_url_it_is_asked_for() {
        let mut form = by("square/sha256");
        form.headers = "x-square-hmacsha256-signature: 4KL0SgGA1JXlThMBdWFXQaTBdSNTEsTHSwIVPODoCls=".into();
        form.body = BodyInput::from_text("{\"event_id\":\"1\"}");
        form.secrets = "secret".into();
        assert_eq!(code(&form), "missing_url");
    }
}
