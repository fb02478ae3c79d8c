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
    /// Whether the time came with the delivery, so that it does not apply to another one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) timed: bool,
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
            timed: false,
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
        let timed = delivery.when.clock == Clock::At;
        *self = Self { framework: std::mem::take(&mut self.framework), detects: false, timed, ..delivery };
    }

    /// Returns the outcome until the worker has checked the delivery.
    pub(crate) const fn checking() -> Outcome {
        Outcome { verdict: Verdict::Checking, response: None, problems: Vec::new() }
    }

    /// Returns whether another form differs in nothing but the framework, which only the remedies depend on.
    pub(crate) fn is_same_delivery(&self, other: &Self) -> bool {
        Self { framework: other.framework.clone(), ..self.clone() } == *other
    }

    /// Returns whether another form has the same request. Its secrets, its time and its framework may differ.
    pub(crate) fn is_same_request(&self, other: &Self) -> bool {
        (self.method, &self.url, &self.headers, &self.body) == (other.method, &other.url, &other.headers, &other.body)
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
#[path = "form_tests.rs"]
mod tests;
