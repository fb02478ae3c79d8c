//! Answers to handshakes.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::compile::{Compile, CompiledScheme};
use super::handshake::HandshakeTrigger;
use super::oracle::is_challenge;
use super::place::Place;
use super::rejection::{Rejection, RejectionReason};
use super::request::Request;
use super::secret::Secret;
use super::setup::{SetupError, compiled};
use super::template::Piece;
use super::value::encode;
use super::verify::Verifier;
use crate::base::credential::Credential;
use crate::base::http::Headers;

/// The response to one handshake request, which the receiver sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandshakeAnswer {
    /// The status.
    pub status: u16,
    /// The header fields.
    pub headers: Headers,
    /// The body.
    pub body: String,
    /// The secret for all later deliveries, if the request contains it. Store it only if you are setting up a webhook
    /// at that time: the request is not signed, so anyone can send one.
    pub secret: Option<Credential>,
}

/// Answers a handshake. `Ok(None)` means that the request is an ordinary delivery, or that the scheme has no handshake.
/// In this case the scheme is not compiled, and neither its problems nor unusable secrets are reported.
///
/// `now_ms` is in milliseconds since the epoch. No secret is needed if neither the handshake nor its
/// response is signed.
///
/// ```
/// use hookwright::{catalog, http::Headers, signature::{answer, Request}};
///
/// let scheme = catalog::compiled_scheme("dropbox/hmac").unwrap();
/// let headers = Headers::new();
/// let request = Request::new(&headers, b"").to("GET", "https://example.com/hook?challenge=abc");
/// let answer = answer(scheme, &[], &request, 0)?.unwrap();
/// assert_eq!((answer.status, answer.body.as_str()), (200, "abc"));
/// # Ok::<(), hookwright::signature::HandshakeError>(())
/// ```
///
/// # Errors
/// The scheme or a secret cannot be used, or the signature of the request is not valid.
pub fn answer(
    scheme: &impl Compile,
    secrets: &[Secret],
    request: &Request<'_>,
    now_ms: i64,
) -> Result<Option<HandshakeAnswer>, HandshakeError> {
    let Some(handshake) = scheme.borrowed().handshake.filter(|handshake| handshake.trigger.matches(request)) else {
        return Ok(None);
    };
    let compiled = compiled(scheme)?;
    let scheme = compiled.scheme();
    let verifier = compiled.handshake_needs().secret.then(|| Verifier::new(&compiled, secrets)).transpose()?;
    // The secret that signed the request signs the response. If the request is not signed, it is the first secret.
    let key_index = match &verifier {
        Some(verifier) if handshake.signed => verifier.verify(request, now_ms)?.key_index,
        _ => 0,
    };
    let key = verifier.as_ref().and_then(|verifier| verifier.key(key_index));
    let read = |piece| value_of(piece, &compiled, request);
    let is_json = handshake.reply.content_type == "application/json";
    let mut body = Vec::new();
    for piece in compiled.reply() {
        match piece {
            Piece::Literal(text) => body.extend_from_slice(text.as_bytes()),
            Piece::MacOfQuery(_) | Piece::MacOfMember(_) => {
                let value = read(piece)?;
                if !is_challenge(value.as_bytes()) {
                    return Err(Rejection::of(&compiled, RejectionReason::DoubtfulChallenge).into());
                }
                let signature = key.map(|key| key.prepared.sign(&[value.as_bytes()])).transpose();
                let signature = signature.map_err(SetupError::from)?.unwrap_or_default();
                body.extend_from_slice(encode(scheme.signature.encoding, &signature).as_bytes());
            }
            Piece::Query(_) | Piece::Member(..) | Piece::Header(_) => {
                let value = read(piece)?;
                body.extend_from_slice(if is_json { escaped(&value) } else { value.into_owned() }.as_bytes());
            }
            // A scheme with these pieces in its reply is not valid.
            Piece::Body
            | Piece::BodySha256
            | Piece::Timestamp
            | Piece::Id
            | Piece::Url
            | Piece::UrlDecoded
            | Piece::UrlAnyPort
            | Piece::Path
            | Piece::Method
            | Piece::Params
            | Piece::RepeatedParams
            | Piece::Secret
            | Piece::Field(_)
            | Piece::If(_)
            | Piece::End => {}
        }
    }
    let mut headers = Headers::new();
    if !handshake.reply.content_type.is_empty() {
        headers.push("Content-Type", handshake.reply.content_type);
    }
    // Text from the request is sent back: no browser may interpret it as anything but text.
    headers.push("X-Content-Type-Options", "nosniff");
    let mut secret = None;
    if let Some(name) = handshake.reply.header {
        let value = request
            .header(name)
            .map_err(|reason| Rejection::at(&compiled, &Place::Header { header: name, or_header: None }, reason))?;
        // The value is sent back in a header field, so it must be valid there.
        if !value.bytes().all(|byte| byte == b'\t' || (b' '..=b'~').contains(&byte)) {
            return Err(Rejection::of(&compiled, RejectionReason::DoubtfulChallenge).into());
        }
        headers.push(name, value);
        secret = Some(Credential::from(value));
    }
    let body = String::from_utf8_lossy(&body).into_owned();
    Ok(Some(HandshakeAnswer { status: handshake.reply.status, headers, body, secret }))
}

impl HandshakeTrigger<&str> {
    fn matches(&self, request: &Request<'_>) -> bool {
        match *self {
            Self::Query { query } => {
                let is_get = request.method.is_empty() || request.method.eq_ignore_ascii_case("GET");
                is_get && request.query(query).is_ok()
            }
            Self::Header { header, equals } => {
                request.header(header).is_ok_and(|value| equals.is_none_or(|wanted| wanted == value))
            }
            Self::Member { member, equals } => request.member(member).is_ok_and(|value| value == equals),
        }
    }
}

/// The value of a piece that names one.
fn value_of<'a>(
    piece: &'a Piece<Box<str>>,
    scheme: &CompiledScheme,
    request: &Request<'a>,
) -> Result<Cow<'a, str>, Rejection> {
    let place = match piece {
        Piece::Query(query) | Piece::MacOfQuery(query) => Place::Query { query: &**query },
        Piece::Member(_, member) | Piece::MacOfMember(member) => Place::Member { member: &**member },
        Piece::Header(header) => Place::Header { header: &**header, or_header: None },
        Piece::Literal(_)
        | Piece::Body
        | Piece::BodySha256
        | Piece::Timestamp
        | Piece::Id
        | Piece::Url
        | Piece::UrlDecoded
        | Piece::UrlAnyPort
        | Piece::Path
        | Piece::Method
        | Piece::Params
        | Piece::RepeatedParams
        | Piece::Field(_)
        | Piece::If(_)
        | Piece::End
        | Piece::Secret => return Ok(Cow::Borrowed("")),
    };
    request.read(&place).map_err(|reason| Rejection::at(scheme, &place, reason))
}

/// Text escaped for a JSON string, without the quotes.
fn escaped(text: &str) -> String {
    let quoted = serde_json::to_string(text).unwrap_or_default();
    quoted.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or_default().into()
}

/// The reason why a handshake is not answered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HandshakeError {
    /// The scheme or a secret cannot be used.
    #[error(transparent)]
    Setup(#[from] SetupError),
    /// The signature is not valid, or the request lacks what the response must contain.
    #[error(transparent)]
    Rejected(#[from] Rejection),
}

impl HandshakeError {
    /// A stable code: that of the wrapped error.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Setup(error) => error.code(),
            Self::Rejected(rejection) => rejection.code(),
        }
    }
}
