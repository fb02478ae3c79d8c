//! What is kept of a delivery: enough to make its next attempt, and to list it.

use alloc::borrow::ToOwned;
use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};

use super::attempt::Attempt;
use super::progress::{Progress, State, StepError};
use crate::base::http::Headers;
use crate::retry::{Action, Policy};
use crate::retry::{Outcome, TransportError};
use crate::signature::{SignError, Signer, Unsigned};

/// One event going to one subscription.
///
/// ```
/// use hookwright::{delivery::{Delivery, Destination, Progress}, retry::Outcome};
/// use hookwright::http::Headers;
/// use hookwright::catalog;
/// use hookwright::signature::{Secret, Signer};
///
/// let standard = catalog::find("standard").unwrap();
/// let signer = Signer::new(standard.default_scheme().unwrap(), &[Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")?])?;
/// let mut delivery = Delivery {
///     id: "del_1".into(),
///     sequence: 1,
///     event_id: "msg_1".into(),
///     event_type: "user.created".into(),
///     subscription_id: "hook_1".into(),
///     body: r#"{"type":"user.created"}"#.into(),
///     progress: Progress::new(standard.policy, 1_768_480_200_000, 1),
///     status_code: None,
///     error: None,
/// };
/// let to = Destination { url: "https://example.com/hook", headers: Headers::new(), signer: Some(&signer) };
/// let attempt = delivery.begin(&to, standard.policy, 1_768_480_200_000)?;
/// assert_eq!(attempt.headers.get("webhook-id").next(), Some("msg_1"));
/// delivery.settle(Outcome::Answered(204), &Headers::new(), standard.policy, 1_768_480_200_080)?;
/// assert!(delivery.progress.is_over());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// Its own id.
    pub id: String,
    /// Its place among everything that the provider has made, for listing page by page. Jitter is drawn by it.
    pub sequence: u64,
    /// The event's id, which is signed at every attempt.
    pub event_id: String,
    /// The event's type.
    pub event_type: String,
    /// The subscription's id.
    pub subscription_id: String,
    /// The body, exactly as it is sent at every attempt.
    pub body: String,
    /// Where it stands.
    pub progress: Progress,
    /// The status that a receiver last answered with, at whichever attempt.
    pub status_code: Option<u16>,
    /// Why the last attempt had no answer, if it had none.
    pub error: Option<TransportError>,
}

/// Where an attempt goes, and who signs it: looked up anew for each attempt, because addresses and secrets change.
#[derive(Clone, Debug)]
pub struct Destination<'a> {
    /// Where it goes.
    pub url: &'a str,
    /// The header fields that the subscription asks for. One of its own takes the place of `Content-Type: application/json`.
    pub headers: Headers,
    /// Who signs it, if anybody does.
    pub signer: Option<&'a Signer<'a>>,
}

/// Why an attempt cannot begin. Nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BeginError {
    /// It is not its turn.
    Step(StepError),
    /// It cannot be signed. It stays due: put it off with [`Progress::defer`], or end it with [`Progress::disable`].
    Sign(SignError),
}

impl fmt::Display for BeginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Step(error) => error.fmt(f),
            Self::Sign(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for BeginError {}

impl Delivery {
    /// Begins the attempt that is due: the request to send, signed at `now_ms` with the event's id. It has to be settled.
    ///
    /// # Errors
    /// It is not its turn, or it cannot be signed.
    pub fn begin(&mut self, to: &Destination<'_>, policy: &Policy, now_ms: i64) -> Result<Attempt, BeginError> {
        let due_ms = self.progress.due_ms().unwrap_or(now_ms);
        let mut progress = self.progress;
        let number = progress.begin(now_ms).map_err(BeginError::Step)?;
        let mut headers = Headers::new();
        if to.headers.get("content-type").next().is_none() {
            headers.push("Content-Type", "application/json");
        }
        let (mut url, mut body) = (to.url.to_owned(), self.body.as_bytes().to_owned());
        let mut added = Headers::new();
        if let Some(signer) = to.signer {
            let mut given = headers.clone();
            to.headers.iter().for_each(|(name, value)| given.push(name, value));
            let unsigned = Unsigned::new(&body).id(&self.event_id).at(now_ms).to("POST", to.url).with(&given);
            let signed = signer.sign(&unsigned).map_err(BeginError::Sign)?;
            (url, body, added) = (signed.url, signed.body, signed.headers);
        }
        added.iter().for_each(|(name, value)| headers.push(name, value));
        // The signature's own fields stand once: of two, receivers would read either.
        let others = to.headers.iter().filter(|(name, _)| added.get(name).next().is_none());
        others.for_each(|(name, value)| headers.push(name, value));
        self.progress = progress;
        Ok(Attempt {
            delivery_id: self.id.clone(),
            event_id: self.event_id.clone(),
            subscription_id: self.subscription_id.clone(),
            number,
            due_ms,
            url,
            headers,
            body,
            timeout_ms: policy.timeout_ms,
        })
    }

    /// Takes note of what came of an attempt that ended at `now_ms`, with the header fields of the answer, and says what
    /// follows.
    ///
    /// # Errors
    /// Nobody is at an attempt.
    pub fn settle(
        &mut self,
        outcome: Outcome,
        headers: &Headers,
        policy: &Policy,
        now_ms: i64,
    ) -> Result<Action, StepError> {
        let read = policy.reading.classify(outcome, headers, now_ms);
        let action = self.progress.settle(policy, &read, now_ms, self.sequence)?;
        (self.status_code, self.error) = match outcome {
            Outcome::Answered(status) => (Some(status), None),
            Outcome::Failed(error) => (self.status_code, Some(error)),
        };
        Ok(action)
    }

    /// When a receiver took it, in milliseconds since the epoch.
    #[must_use]
    pub const fn delivered_at_ms(&self) -> Option<i64> {
        match self.progress.state {
            State::Succeeded { at_ms } => Some(at_ms),
            _ => None,
        }
    }
}
