//! The panel that checks a delivery.

use hookwright::credential::Credential;
use hookwright::header::Headers;
use hookwright::problem::Problem;
use hookwright::provider::{Provider, generic};
use hookwright::signature::{Scheme, Secret, SecretError, Verifier};

use super::body::BodyInput;
use super::fields;
use super::reading::Reading;
use super::with_schemes;

/// What is filled in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CheckForm {
    /// Who is said to have sent it.
    pub(crate) provider: &'static Provider,
    /// How it is said to be signed.
    pub(crate) scheme: &'static Scheme,
    /// The body as it arrived.
    pub(crate) body: BodyInput,
    /// The headers as they arrived, as a block of lines. Among them may be credentials.
    pub(crate) headers: Credential,
    /// The secrets to try, one a line.
    pub(crate) secrets: Credential,
}

/// Whether the delivery is what it claims to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing was given yet.
    Waiting,
    /// It is genuine.
    Accepted {
        /// Which secret matched, from 1.
        number: usize,
        /// How many were tried.
        of: usize,
    },
    /// It is not.
    Refused {
        /// The stable code of the reason.
        code: &'static str,
        /// The reason.
        message: String,
    },
    /// Something that a check needs is missing or cannot be read.
    Undecided {
        /// The stable code of what is missing.
        code: &'static str,
        /// What is missing.
        message: String,
    },
}

/// What follows from what is filled in.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Outcome {
    /// The verdict.
    pub(crate) verdict: Verdict,
    /// How many bytes the body has, if it can be read at all.
    pub(crate) bytes: Option<usize>,
    /// What the delivery says, genuine or not. `None` without a body.
    pub(crate) reading: Option<Reading>,
    /// What is wrong with the fields themselves.
    pub(crate) problems: Vec<Problem>,
}

impl Default for CheckForm {
    fn default() -> Self {
        Self {
            provider: &generic::PROVIDER,
            scheme: &generic::SCHEME,
            body: BodyInput::default(),
            headers: Credential::default(),
            secrets: Credential::default(),
        }
    }
}

impl CheckForm {
    /// Changes the scheme, and with it the provider.
    pub(crate) fn choose_scheme(&mut self, id: &str) {
        if let Some((provider, scheme)) = with_schemes().find(|(_, scheme)| scheme.id == id) {
            (self.provider, self.scheme) = (provider, scheme);
        }
    }

    /// Whether nothing is filled in.
    pub(crate) fn is_empty(&self) -> bool {
        self.body.is_empty() && self.headers.trim().is_empty() && self.secrets.is_empty()
    }

    /// The verdict, and everything else that can be said.
    pub(crate) fn outcome(&self) -> Outcome {
        let (headers, mut problems) = fields::headers(&self.headers, "");
        let bytes = match self.body.bytes() {
            Ok(bytes) => bytes,
            Err(problem) => {
                let verdict = Verdict::Undecided { code: problem.code, message: problem.message };
                return Outcome { verdict, bytes: None, reading: None, problems };
            }
        };
        let reading = (!self.body.is_empty()).then(|| Reading::of(&bytes, self.provider));
        let verdict = if self.is_empty() { Verdict::Waiting } else { self.verdict(&headers, &bytes) };
        if matches!(verdict, Verdict::Waiting) {
            problems.clear();
        }
        Outcome { verdict, bytes: Some(bytes.len()), reading, problems }
    }

    fn verdict(&self, headers: &Headers, body: &[u8]) -> Verdict {
        let secrets = fields::secrets(&self.secrets);
        match Verifier::new(self.scheme, &secrets) {
            Ok(verifier) => match verifier.verify(headers, body) {
                Ok(verified) => Verdict::Accepted { number: verified.key_index + 1, of: secrets.len() },
                Err(rejection) => Verdict::Refused { code: rejection.code(), message: rejection.to_string() },
            },
            Err(error) => self.refused_whatever_the_secret(headers).unwrap_or_else(|| undecided(error)),
        }
    }

    /// The reason to refuse a delivery that holds for every secret: what can be said before there is one.
    fn refused_whatever_the_secret(&self, headers: &Headers) -> Option<Verdict> {
        let any = Secret::new("any").ok()?;
        let rejection = Verifier::new(self.scheme, &[any]).ok()?.verify(headers, b"").err()?;
        let depends_on_the_secret = rejection.code() == "signature_mismatch";
        (!depends_on_the_secret).then(|| Verdict::Refused { code: rejection.code(), message: rejection.to_string() })
    }
}

fn undecided(error: SecretError) -> Verdict {
    Verdict::Undecided { code: error.code(), message: error.to_string() }
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

    fn code(form: &CheckForm) -> &'static str {
        match form.outcome().verdict {
            Verdict::Waiting => "waiting",
            Verdict::Accepted { .. } => "accepted",
            Verdict::Refused { code, .. } | Verdict::Undecided { code, .. } => code,
        }
    }

    #[test]
    fn nothing_is_no_verdict() {
        let outcome = CheckForm::default().outcome();
        assert_eq!(outcome.verdict, Verdict::Waiting);
        assert_eq!(outcome.reading, None);
    }

    #[test]
    fn a_good_delivery_is_accepted_by_the_secret_that_made_it() {
        assert_eq!(form("{}", SIGNED, "secret").outcome().verdict, Verdict::Accepted { number: 1, of: 1 });
        assert_eq!(form("{}", SIGNED, "old\n\nsecret\n").outcome().verdict, Verdict::Accepted { number: 2, of: 2 });
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
        let outcome = form(r#"{ "type": "user.created" }"#, "", "secret").outcome();
        assert_eq!(outcome.reading.unwrap().kind.as_deref(), Some("user.created"));
        assert_eq!(outcome.bytes, Some(26));
    }

    #[test]
    fn lines_that_are_no_headers_are_named_and_left_out() {
        let outcome = form("{}", &format!("nonsense\n{SIGNED}"), "secret").outcome();
        assert_eq!(outcome.verdict, Verdict::Accepted { number: 1, of: 1 });
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

    #[test]
    fn a_scheme_brings_its_provider() {
        let mut form = CheckForm::default();
        form.choose_scheme("well/signature");
        assert_eq!(form.provider.id, "well");
        form.choose_scheme("nobody/nothing");
        assert_eq!(form.scheme.id, "well/signature");
    }
}
