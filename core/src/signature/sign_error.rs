//! Why a delivery cannot be signed.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use super::rejection::{Reason, Rejection};
use super::secret::SecretError;

/// Why a delivery cannot be signed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignError {
    /// The key cannot sign.
    Secret(SecretError),
    /// The scheme signs an id, and none was given.
    MissingId,
    /// The id is empty, or has characters that could make the signed content ambiguous, or that no header field can have:
    /// white space, one of `.`, `,`, `;` and `"`, or anything beyond ASCII.
    InvalidId,
    /// The scheme signs a timestamp, and none was given, or one that it cannot write.
    MissingTimestamp,
    /// The scheme signs the URL or in the URL, and none was given.
    MissingUrl,
    /// The scheme signs the method, and none was given.
    MissingMethod,
    /// The scheme signs a header field that was not given.
    MissingHeader,
    /// The scheme reads this member of the body, and it is not there.
    MissingMember(String),
    /// The scheme reads or writes members of the body, and it is not a JSON object.
    NotJson,
    /// A receiver would refuse the delivery although its signature is right.
    Refused(Box<Rejection>),
    /// There is not enough memory to copy the body.
    BodyTooLarge,
}

impl SignError {
    /// A stable code: `missing_id`, `invalid_id`, `missing_timestamp`, `missing_url`, `missing_method`, `missing_header`,
    /// `missing_member`, `malformed_body`, `body_too_large`, the secret's, or the rejection's.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Secret(error) => error.code(),
            Self::MissingId => "missing_id",
            Self::InvalidId => "invalid_id",
            Self::MissingTimestamp => "missing_timestamp",
            Self::MissingUrl => "missing_url",
            Self::MissingMethod => "missing_method",
            Self::MissingHeader => "missing_header",
            Self::MissingMember(_) => "missing_member",
            Self::NotJson => "malformed_body",
            Self::BodyTooLarge => "body_too_large",
            Self::Refused(rejection) => rejection.code(),
        }
    }

    pub(super) fn refused(rejection: Rejection) -> Self {
        match rejection.reason {
            Reason::InvalidId => Self::InvalidId,
            _ => Self::Refused(Box::new(rejection)),
        }
    }
}

impl fmt::Display for SignError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Secret(error) => return error.fmt(f),
            Self::MissingId => "this scheme signs the id of the delivery; give it one",
            Self::InvalidId => {
                "the id is empty, or has white space, characters beyond ASCII, or one of `.`, `,`, `;` and `\"` in it, \
                 with which a signature could fit two deliveries"
            }
            Self::MissingTimestamp => {
                "this scheme signs when the attempt is made; give it an instant from 1970 to 9999"
            }
            Self::MissingUrl => "this scheme signs the URL; give it the one that the request goes to",
            Self::MissingMethod => "this scheme signs the method; give it the request's",
            Self::MissingHeader => "this scheme signs a header field that the delivery does not have",
            Self::MissingMember(pointer) => {
                return write!(f, "this scheme reads `{pointer}` of the body, and there is no text or number there");
            }
            Self::NotJson => "this scheme reads or writes members of the body, and it is not a JSON object",
            Self::Refused(rejection) => return write!(f, "receivers would refuse the delivery: {rejection}"),
            Self::BodyTooLarge => "the body is too large: not enough memory to copy it",
        })
    }
}

impl core::error::Error for SignError {}

impl From<SecretError> for SignError {
    fn from(error: SecretError) -> Self {
        Self::Secret(error)
    }
}

impl From<Reason> for SignError {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::MissingUrl | Reason::MissingParameter => Self::MissingUrl,
            Reason::MissingMethod => Self::MissingMethod,
            Reason::MissingMember => Self::MissingMember(String::new()),
            Reason::MalformedBody => Self::NotJson,
            _ => Self::MissingHeader,
        }
    }
}
