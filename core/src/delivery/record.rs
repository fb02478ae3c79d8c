//! The record of a delivery: the data for its next attempt and for logs.

use alloc::string::String;

use serde::{Deserialize, Serialize};

use super::attempt::AttemptRequest;
use super::message::{BeginError, Destination, Message};
use super::progress::{DeliveryState, Progress, StepError};
use crate::base::http::Headers;
use crate::retry::{Classified, NextAction, Outcome, Policy, Reaction, TransportError};

/// The delivery of an event to a subscription.
///
/// ```
/// use hookwright::{catalog, retry::Outcome};
/// use hookwright::delivery::{Delivery, Destination, Message, Progress};
/// use hookwright::http::Headers;
/// use hookwright::signature::{Secret, Signer};
///
/// let standard = catalog::find("standard").unwrap();
/// let signer = Signer::new(standard.default_scheme().unwrap(), &[Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")?])?;
/// let mut delivery = Delivery {
///     id: "del_1".into(),
///     sequence: 1,
///     event_type: "user.created".into(),
///     subscription_id: "hook_1".into(),
///     message: Message::json("msg_1", r#"{"type":"user.created"}"#),
///     progress: Progress::new(standard.policy, 1_768_480_200_000, 1),
///     status_code: None,
///     error: None,
/// };
/// let to = Destination { url: "https://example.com/hook", headers: Headers::new(), signer: Some(&signer) };
/// let request = delivery.begin(&to, standard.policy, 1_768_480_200_000)?;
/// assert_eq!(request.headers.get("webhook-id").next(), Some("msg_1"));
/// delivery.settle(Outcome::Answered(204), &Headers::new(), standard.policy, 1_768_480_200_080)?;
/// assert!(delivery.progress.is_over());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delivery {
    /// The id of the delivery.
    pub id: String,
    /// Its position in the order in which the provider created its resources, for pagination. It is also the seed for
    /// the jitter.
    pub sequence: u64,
    /// The type of the event.
    pub event_type: String,
    /// The id of the subscription.
    pub subscription_id: String,
    /// The content of each attempt.
    pub message: Message,
    /// The state of the delivery.
    pub progress: Progress,
    /// The status code of the last response, which can be the response to an earlier attempt.
    pub status_code: Option<u16>,
    /// The reason that the last attempt did not get a response.
    pub error: Option<TransportError>,
}

/// The result of settling an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The reaction to the outcome, for [`Health::note`](super::Health::note).
    pub reaction: Reaction,
    /// The next action.
    pub action: NextAction,
}

impl Delivery {
    /// Begins the attempt that is due, and returns its request, signed at `now_ms`. Settle the attempt with
    /// [`Delivery::settle`].
    ///
    /// # Errors
    /// The attempt is not due or is already in flight, the delivery has ended, or the request cannot be signed.
    pub fn begin(&mut self, to: &Destination<'_>, policy: &Policy, now_ms: i64) -> Result<AttemptRequest, BeginError> {
        self.message.begin(&mut self.progress, to, policy, now_ms)
    }

    /// Records the outcome of the attempt in flight, which ended at `now_ms`. `headers` are those of the response.
    ///
    /// # Errors
    /// No attempt is in flight.
    pub fn settle(
        &mut self,
        outcome: Outcome,
        headers: &Headers,
        policy: &Policy,
        now_ms: i64,
    ) -> Result<Settled, StepError> {
        let read: Classified = policy.reading.classify(outcome, headers, now_ms);
        let action = self.progress.settle(policy, &read, now_ms, self.sequence)?;
        (self.status_code, self.error) = match outcome {
            Outcome::Answered(status) => (Some(status), None),
            Outcome::Failed(error) => (self.status_code, Some(error)),
        };
        Ok(Settled { reaction: read.reaction, action })
    }

    /// The time at which the receiver accepted it, in milliseconds since the epoch.
    #[must_use]
    pub const fn delivered_at_ms(&self) -> Option<i64> {
        match self.progress.state {
            DeliveryState::Succeeded { at_ms } => Some(at_ms),
            _ => None,
        }
    }
}
