//! The error of a delivery that cannot be signed.

use alloc::boxed::Box;
use alloc::string::String;

use super::rejection::{Rejection, RejectionReason};
use super::scheme::{Place, Scheme};
use super::secret::SecretError;
use crate::base::code::codes;

codes! {
    /// The reason why a delivery cannot be signed.
    #[derive(Clone, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum SignError;

    /// The codes of a [`SignError`], without those of the errors that it wraps.
    pub const SIGN_CODES;

    /// The scheme signs the id of the delivery, but the id was not passed.
    MissingId = "missing_id" => "this scheme signs the id of the delivery; pass an id",

    /// The id is empty or contains a character that could make the signed content ambiguous: whitespace, `.`, `,`, `;`,
    /// `"`, the scheme's separator, or anything that is not ASCII.
    InvalidId = "invalid_id" =>
        "the id must be visible ASCII characters without `.`, `,`, `;`, `\"` and the scheme's separator, because a \
         signature over other ids could be valid for two deliveries",

    /// The scheme signs a timestamp, but the timestamp was not passed or the scheme cannot represent it.
    MissingTimestamp = "missing_timestamp" => "this scheme signs the time of the attempt; pass an instant from 1970 \
                                               to 9999",

    /// The scheme signs the URL or puts the signature into it, but the URL was not passed.
    MissingUrl = "missing_url" =>
        "this scheme signs the URL or puts the signature into it; pass the URL that the request goes to",

    /// The scheme signs the method, but the method was not passed.
    MissingMethod = "missing_method" => "this scheme signs the method; pass the method of the request",

    /// The scheme signs a header that was not passed.
    MissingHeader {
        /// The name of the header.
        header: String = "X-Request-Id".into(),
    } = "missing_header" => "this scheme signs the `{header}` header; pass it in the headers of the delivery",

    /// The scheme reads a member of the body that is missing, or is neither a string nor a number.
    MissingMember {
        /// The JSON Pointer of the member.
        pointer: String = "/id".into(),
    } = "missing_member" => "this scheme reads `{pointer}` in the body, and the body has no string or number there",

    /// The scheme reads or writes members of the body, and the body is not a JSON object.
    NotJson = "malformed_body" =>
        "this scheme reads or writes members of the body, and the body is not a JSON object; pass one",

    /// There is not enough memory to copy the body.
    BodyTooLarge = "body_too_large" => "the body is too large: there is not enough memory to copy it",

    wrapping {
        /// The key cannot sign.
        Secret(SecretError) => "{}",

        /// A receiver would reject the delivery, although its signature is valid.
        Refused(Box<Rejection>) => "receivers would reject this delivery: {}",
    }
}

impl SignError {
    /// The error for a delivery that a receiver would reject. For values that the caller can pass, the message is for a
    /// sender; other rejections are wrapped. The code is always that of the rejection.
    pub(super) fn refused(rejection: Rejection) -> Self {
        match rejection.reason {
            RejectionReason::InvalidId => Self::InvalidId,
            RejectionReason::MissingUrl => Self::MissingUrl,
            RejectionReason::MissingMethod => Self::MissingMethod,
            RejectionReason::MalformedBody => Self::NotJson,
            _ => Self::Refused(Box::new(rejection)),
        }
    }

    /// The error for signed content that cannot be read, at a place if it is known.
    pub(super) fn unreadable(scheme: &Scheme<&str>, reason: RejectionReason, place: Option<Place<&str>>) -> Self {
        match (reason, place) {
            (RejectionReason::MissingHeader, Some(Place::Header { header, .. })) => {
                Self::MissingHeader { header: header.into() }
            }
            (RejectionReason::MissingMember, Some(Place::Member { member })) => {
                Self::MissingMember { pointer: member.into() }
            }
            (reason, place) => {
                Self::refused(Rejection::at(scheme, place.as_ref().unwrap_or(&scheme.signature.place), reason))
            }
        }
    }
}

impl From<SecretError> for SignError {
    fn from(error: SecretError) -> Self {
        Self::Secret(error)
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;

    use super::*;
    use crate::signature::{Algorithm, KeyForm, SignatureField};

    #[test]
    fn every_reason_keeps_its_code() {
        let field = SignatureField::hex("X-Acme");
        let scheme = Scheme::new("acme/v1", Algorithm::HmacSha256, KeyForm::Text, "{body}", field);
        let scheme = scheme.borrow();
        let places = [
            None,
            Some(Place::Header { header: "X-Acme", or_header: None }),
            Some(Place::Member { member: "/id" }),
            Some(Place::Query { query: "sig" }),
        ];
        for reason in RejectionReason::examples() {
            for place in places {
                let error = SignError::unreadable(&scheme, reason, place);
                assert_eq!(error.code(), reason.code(), "{error}");
            }
        }
    }

    #[test]
    fn the_message_of_a_wrapped_error_is_kept() {
        assert_eq!(SignError::from(SecretError::Missing).to_string(), SecretError::Missing.to_string());
    }
}
