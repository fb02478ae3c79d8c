//! What a delivery carries, and the request that an attempt makes of it.

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

/// The media type of nearly all webhooks.
const JSON: &str = "application/json";

/// What every attempt of a delivery sends. It does not change between attempts.
///
/// Serialised, a body that is UTF-8 is a string, and any other one is `{"base64": "…"}`.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The event's id. Schemes that sign an id sign this one, so that receivers recognise an event that arrives twice.
    pub id: String,
    /// The media type of the body.
    pub content_type: String,
    /// The body, sent exactly as it is.
    #[serde(with = "super::body")]
    pub body: Vec<u8>,
}

/// Where an attempt goes, and what signs it. Look it up again before each attempt: addresses and secrets change.
#[derive(Clone, Debug)]
pub struct Destination<'a> {
    /// The receiver's address.
    pub url: &'a str,
    /// The header fields that the subscription adds. A `Content-Type` replaces that of the message.
    pub headers: Headers,
    /// The signer. `None` sends the message unsigned.
    pub signer: Option<&'a Signer>,
}

/// Why an attempt cannot begin. Nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BeginError {
    /// The delivery does not have an attempt to begin.
    #[error(transparent)]
    Step(StepError),
    /// The request cannot be signed. The attempt stays due: defer it with [`Progress::defer`], or end the delivery with
    /// [`Progress::disable`].
    #[error(transparent)]
    Sign(SignError),
}

impl BeginError {
    /// A stable code: that of the error inside.
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

    /// Begins the attempt that is due in `progress`, and returns its request, signed at `now_ms`. Settle it with
    /// [`Progress::settle`].
    ///
    /// [`Delivery::begin`](super::Delivery::begin) calls this. Call it directly where `progress` is kept elsewhere, in the
    /// job of a queue for example.
    ///
    /// # Errors
    /// An attempt is not due or is in flight, the delivery is over, or the request cannot be signed.
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
        // A field of the signature appears once: of two values, a receiver could read either.
        let others = given.iter().filter(|(name, _)| signed.headers.get(name).next().is_none());
        let headers = others.chain(signed.headers.iter()).collect();
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
