//! The reasons why a receiver is not generated.

use alloc::vec::Vec;

use crate::base::problem::Problem;

/// The reason why a receiver is not generated.
///
/// ```
/// use hookwright::catalog::find_sender;
/// use hookwright::receiver::{Receiver, Stack, Unavailable};
///
/// let asana = Receiver::of(find_sender("asana").unwrap(), "asana/hmac").unwrap();
/// assert_eq!(asana.project(Stack::Flask), Err(Unavailable::SecretInHandshake));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unavailable {
    /// The scheme has these problems.
    #[error("the scheme is not valid; correct the problems that its check reports")]
    InvalidScheme(Vec<Problem>),
    /// The secret is part of the handshake, or the handshake is answered only while a webhook is set up.
    #[error(
        "the sender passes the secret in the handshake, so the receiver must store it; answer the handshake with \
         `answerHandshake` and keep the secret that it returns"
    )]
    SecretInHandshake,
    /// The handshake is encrypted, and the stack does not use the library.
    #[error("the sender encrypts the handshake; use a stack with the library: Node or Rust")]
    EncryptedHandshake,
    /// The age of timestamps is not limited, and the stack does not use the library. Without a limit, only the library
    /// notices that a timestamp and the value after it were divided at another place.
    #[error(
        "the scheme does not limit the age of timestamps; set `toleranceSeconds`, or use a stack with the library: Node or Rust"
    )]
    UnlimitedAge,
    /// The handshake is a request with an unusual method, or one that cannot be distinguished from a delivery.
    #[error(
        "the handshake does not have the method `GET`, `HEAD` or `POST`, or has an empty value; answer it with \
         `answerHandshake`"
    )]
    HandshakeTrigger,
    /// The response to the handshake contains a hash of the endpoint, or a MAC although everyone can sign the request.
    #[error("the response to the handshake contains a hash; answer the handshake with `answerHandshake`")]
    HandshakeReply,
    /// The scheme reads a form field whose name is a part of another one for some parsers.
    #[error("the name of a form field contains a bracket; verify deliveries with the library")]
    FieldName,
    /// The content names an item of a list other than the first.
    #[error("the signed content names an item of a list other than the first; verify deliveries with the library")]
    ListIndex,
}

impl Unavailable {
    /// A stable code, in `snake_case`.
    ///
    /// ```
    /// assert_eq!(hookwright::receiver::Unavailable::ListIndex.code(), "receiver_list_index");
    /// ```
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::InvalidScheme(_) => "invalid_scheme",
            Self::SecretInHandshake => "receiver_secret_in_handshake",
            Self::EncryptedHandshake => "receiver_encrypted_handshake",
            Self::UnlimitedAge => "receiver_unlimited_age",
            Self::HandshakeTrigger => "receiver_handshake_trigger",
            Self::HandshakeReply => "receiver_handshake_reply",
            Self::FieldName => "receiver_field_name",
            Self::ListIndex => "receiver_list_index",
        }
    }
}
