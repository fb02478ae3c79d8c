//! The message of a delivery, and the requests that its attempts send.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};

use super::attempt::AttemptRequest;
use super::progress::{Progress, StepError};
use crate::base::http::Headers;
use crate::retry::Policy;
use crate::signature::{SignError, Signed, Signer, Unsigned};

/// The media type of almost all webhooks.
const JSON: &str = "application/json";

/// The content of a delivery, which is the same for every attempt.
///
/// In its serialised form, a UTF-8 body is a string, and any other body is `{"base64": "…"}`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The id of the event. Schemes that sign an id sign this one, so that receivers can recognise repeated deliveries.
    pub id: String,
    /// The media type of the body.
    pub content_type: String,
    /// The body, which is sent unchanged.
    #[serde(with = "super::body")]
    pub body: Vec<u8>,
}

/// The destination of an attempt, and its signer. Look it up before each attempt, because URLs and secrets can change.
#[derive(Clone, Debug)]
pub struct Destination<'a> {
    /// The URL of the receiver.
    pub url: &'a str,
    /// The header fields that the subscription adds. A `Content-Type` replaces that of the message.
    pub headers: Headers,
    /// The signer. Without one, the request is not signed.
    pub signer: Option<&'a Signer>,
}

/// The reason why an attempt cannot begin. The delivery is unchanged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BeginError {
    /// The next attempt is not due, an attempt is in flight, or the delivery has ended.
    #[error(transparent)]
    Step(StepError),
    /// The request cannot be signed. The attempt stays due: defer it with [`Progress::defer`], or end the delivery with
    /// [`Progress::disable`].
    #[error(transparent)]
    Sign(SignError),
}

impl BeginError {
    /// A stable code: that of the wrapped error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Step(error) => error.code(),
            Self::Sign(error) => error.code(),
        }
    }
}

impl Message {
    /// A message with a JSON body.
    ///
    /// ```
    /// use hookwright::delivery::Message;
    ///
    /// assert_eq!(Message::json("evt_1", "{}").content_type, "application/json");
    /// ```
    pub fn json(id: impl Into<String>, body: impl Into<Vec<u8>>) -> Self {
        Self { id: id.into(), content_type: JSON.into(), body: body.into() }
    }

    /// Begins the attempt that is due in `progress`, and returns its request, signed at `now_ms`. Settle the attempt
    /// with [`Progress::settle`].
    ///
    /// [`Delivery::begin`](super::Delivery::begin) calls this method. Call it directly if `progress` is stored
    /// elsewhere, for example in the job of a queue.
    ///
    /// # Errors
    /// The attempt is not due or is already in flight, the delivery has ended, or the request cannot be signed.
    pub fn begin(
        &self,
        progress: &mut Progress,
        to: &Destination<'_>,
        policy: &Policy,
        now_ms: i64,
    ) -> Result<AttemptRequest, BeginError> {
        let due_ms = progress.due_ms().unwrap_or(now_ms);
        let mut begun = *progress;
        let number = begun.begin(now_ms).map_err(BeginError::Step)?;
        let mut given = Headers::new();
        if to.headers.get("content-type").next().is_none() {
            given.push("Content-Type", self.content_type.as_str());
        }
        to.headers.iter().for_each(|(name, value)| given.push(name, value));
        let signed = self.sign(to, &given, now_ms).map_err(BeginError::Sign)?;
        // A field of the signature must appear once, because a receiver could use either of two values.
        let headers = given.replaced_by(&signed.headers);
        *progress = begun;
        let Signed { url, body, .. } = signed;
        Ok(AttemptRequest { number, due_ms, url, headers, body, timeout_ms: policy.timeout_ms })
    }

    fn sign(&self, to: &Destination<'_>, headers: &Headers, now_ms: i64) -> Result<Signed, SignError> {
        let Some(signer) = to.signer else {
            return Ok(Signed { headers: Headers::new(), url: to.url.to_owned(), body: self.body.clone() });
        };
        signer.sign(&Unsigned::new(&self.body).id(&self.id).at(now_ms).to("POST", to.url).with(headers))
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("id", &self.id)
            .field("content_type", &self.content_type)
            .field("body", &self.body.len())
            .finish()
    }
}
