//! The error of a delivery that cannot be signed.

use alloc::boxed::Box;
use alloc::string::String;

use super::compile::CompiledScheme;
use super::place::Place;
use super::rejection::{Rejection, RejectionReason};
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
    MissingId = "missing_id" => "the id of the delivery is missing, and this scheme signs it; pass an id",

    /// The id is empty or contains a character that could make the signed content ambiguous: whitespace, `.`, `,`, `;`,
    /// `"`, the scheme's separator, or anything that is not ASCII.
    InvalidId = "invalid_id" =>
        "the id must consist of visible ASCII characters other than `.`, `,`, `;`, `\"` and the scheme's separator, so \
         that its signature cannot be valid for two deliveries",

    /// The scheme signs a timestamp, but the timestamp was not passed or the scheme cannot represent it.
    MissingTimestamp = "missing_timestamp" =>
        "the time of the attempt is missing or out of range, and this scheme signs it; pass an instant from 1970 \
         to 9999",

    /// The scheme signs the URL or puts the signature into it, but the URL was not passed.
    MissingUrl = "missing_url" =>
        "the URL is missing, and this scheme signs it or puts the signature into it; pass the URL that the request \
         goes to",

    /// The scheme signs the method, but the method was not passed.
    MissingMethod = "missing_method" =>
        "the method is missing, and this scheme signs it; pass the method of the request",

    /// The scheme signs a header that was not passed.
    MissingHeader {
        /// The name of the header.
        header: String = "X-Request-Id".into(),
    } = "missing_header" =>
        "the `{header}` header is missing, and this scheme signs it; pass it in the headers of the delivery",

    /// The scheme reads a member of the body that is missing, or is neither a string nor a number.
    MissingMember {
        /// The JSON Pointer of the member.
        pointer: String = "/id".into(),
    } = "missing_member" =>
        "the body has no string or number at `{pointer}`, and this scheme reads it; add it to the body",

    /// The scheme reads or writes members of the body, and the body is not a JSON object.
    NotJson = "malformed_body" =>
        "the body is not a JSON object, and this scheme reads or writes its members; pass a JSON object",

    /// The scheme writes fields of a form, and the body is not a form.
    NotAForm = "not_a_form" =>
        "the body is not a form, and this scheme writes form fields; pass the body of a form, and a `Content-Type` of \
         `application/x-www-form-urlencoded`",

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
            // A wildcard, because wrapping keeps the code and the message of every reason, also of new ones.
            _ => Self::Refused(Box::new(rejection)),
        }
    }

    /// The error for signed content that cannot be read, at a place if it is known.
    pub(super) fn unreadable(scheme: &CompiledScheme, reason: RejectionReason, place: Option<Place<&str>>) -> Self {
        match (reason, place) {
            (RejectionReason::MissingHeader, Some(Place::Header { header, .. })) => {
                Self::MissingHeader { header: header.into() }
            }
            (RejectionReason::MissingMember, Some(Place::Member { member })) => {
                Self::MissingMember { pointer: member.into() }
            }
            (reason, Some(place)) => Self::refused(Rejection::at(scheme, &place, reason)),
            (reason, None) => Self::refused(Rejection::of(scheme, reason)),
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
    use crate::signature::{Algorithm, KeyForm, Scheme, SignatureField};

    #[test]
    fn every_reason_keeps_its_code() {
        let field = SignatureField::hex("X-Acme");
        let scheme = Scheme::new("acme/v1", Algorithm::HmacSha256, KeyForm::Text, "{body}", field);
        let scheme = scheme.compile().unwrap();
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
