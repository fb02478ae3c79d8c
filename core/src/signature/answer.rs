//! Answers to handshakes.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::compile::{Compile, CompiledScheme};
use super::decrypt::decrypted;
use super::digest::sha256_hex;
use super::handshake::Handshake;
use super::mac::same_text;
use super::oracle::is_challenge;
use super::place::Place;
use super::rejection::{Rejection, RejectionReason};
use super::request::Request;
use super::secret::Secret;
use super::setup::{SetupError, compiled};
use super::template::{Piece, pieces};
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

/// The receiver of handshakes: what it knows about its endpoint.
///
/// ```
/// use hookwright::{catalog, http::Headers, signature::{Endpoint, Request, Secret}};
///
/// let scheme = catalog::compiled_scheme("meta/sha256").unwrap();
/// let headers = Headers::new();
/// let url = "https://example.com/hook?hub.mode=subscribe&hub.challenge=1158201&hub.verify_token=chosen+by+me";
/// let token = Secret::new("chosen by me")?;
/// let answer = Endpoint::default().token(&token).answer(scheme, &Request::new(&headers, b"").to("GET", url), 0)?;
/// assert_eq!(answer.unwrap().body, "1158201");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct Endpoint<'a> {
    secrets: &'a [Secret],
    token: Option<&'a Secret>,
    url: &'a str,
    is_setting_up: bool,
}

impl<'a> Endpoint<'a> {
    /// An endpoint with these secrets.
    #[must_use]
    pub const fn new(secrets: &'a [Secret]) -> Self {
        Self { secrets, token: None, url: "", is_setting_up: false }
    }

    /// Sets the token that was entered at the sender, for handshakes that contain it.
    #[must_use]
    pub const fn token(mut self, token: &'a Secret) -> Self {
        self.token = Some(token);
        self
    }

    /// Sets the URL that was entered at the sender, for handshakes whose answer depends on it.
    #[must_use]
    pub const fn at(mut self, url: &'a str) -> Self {
        self.url = url;
        self
    }

    /// Declares that a webhook is being set up at this moment. Handshakes that hand over a secret are answered only
    /// then, because anyone can send one.
    #[must_use]
    pub const fn setting_up(mut self, is_setting_up: bool) -> Self {
        self.is_setting_up = is_setting_up;
        self
    }

    /// Answers a handshake, like [`answer`].
    ///
    /// # Errors
    /// The scheme, a secret or the endpoint cannot be used, or the handshake must not be answered: its signature or its
    /// token is not valid, or it hands over a secret while no webhook is being set up.
    pub fn answer(
        &self,
        scheme: &impl Compile,
        request: &Request<'_>,
        now_ms: i64,
    ) -> Result<Option<HandshakeAnswer>, HandshakeError> {
        let borrowed = scheme.borrowed();
        let Some(handshake) = &borrowed.handshake else { return Ok(None) };
        if handshake.head && request.method.eq_ignore_ascii_case("HEAD") {
            return Ok(Some(HandshakeAnswer { status: 200, headers: safe(), body: String::new(), secret: None }));
        }
        let opened: Vec<u8>;
        let mut request = *request;
        if let Some(text) = handshake.encrypted.and_then(|member| request.member(member).ok()) {
            let Some(body) = decrypted(self.secrets, &text).map_err(|_| HandshakeError::CannotDecrypt)? else {
                return Ok(None);
            };
            opened = body;
            request = Request { body: &opened, ..request };
        }
        if !handshake.trigger.matches(&request) {
            return Ok(None);
        }
        let compiled = compiled(scheme)?;
        self.reply(&compiled, handshake, &request, now_ms).map(Some)
    }

    /// The response to a request that is a handshake.
    fn reply(
        &self,
        scheme: &CompiledScheme,
        handshake: &Handshake<&str>,
        request: &Request<'_>,
        now_ms: i64,
    ) -> Result<HandshakeAnswer, HandshakeError> {
        if let Some(place) = &handshake.token {
            let token = self.token.ok_or(HandshakeError::MissingToken)?;
            let given = read(scheme, request, place)?;
            if !core::str::from_utf8(token.bytes()).is_ok_and(|token| same_text(token, &given)) {
                return Err(Rejection::at(scheme, place, RejectionReason::TokenMismatch).into());
            }
        }
        if handshake.setting_up && !self.is_setting_up {
            return Err(match &handshake.secret {
                Some(place) => Rejection::at(scheme, place, RejectionReason::NotSettingUp),
                None => Rejection::of(scheme, RejectionReason::NotSettingUp),
            }
            .into());
        }
        let verifier = scheme.handshake_needs().secret.then(|| Verifier::new(scheme, self.secrets)).transpose()?;
        // The secret that signed the request signs the response. If the request is not signed, it is the first secret.
        let key_index = match (&verifier, handshake.test_key) {
            (_, Some(key)) if handshake.signed => self.verify_test(scheme, key, request, now_ms).map(|()| 0)?,
            (Some(verifier), _) if handshake.signed => verifier.verify(request, now_ms)?.key_index,
            _ => 0,
        };
        let key = verifier.as_ref().and_then(|verifier| verifier.key(key_index));
        let is_json = handshake.reply.content_type == "application/json";
        let mut body = Vec::new();
        for piece in pieces(handshake.reply.body).unwrap_or_default() {
            let Some(place) = place_of(&piece) else {
                if let Piece::Literal(text) = piece {
                    body.extend_from_slice(text.as_bytes());
                }
                continue;
            };
            let value = read(scheme, request, &place)?;
            match piece {
                Piece::MacOfQuery(_) | Piece::MacOfMember(_) => {
                    if !is_challenge(value.as_bytes()) {
                        let reason = RejectionReason::DoubtfulChallenge { is_header: false };
                        return Err(Rejection::of(scheme, reason).into());
                    }
                    let signature = key.map(|key| key.prepared.sign(&[value.as_bytes()])).transpose();
                    let signature = signature.map_err(SetupError::from)?.unwrap_or_default();
                    body.extend_from_slice(encode(scheme.signature().encoding, &signature).as_bytes());
                }
                Piece::Sha256OfQuery(_) => body.extend_from_slice(self.hashed(&value)?.as_bytes()),
                _ => body.extend_from_slice(if is_json { escaped(&value) } else { value.into_owned() }.as_bytes()),
            }
        }
        let mut headers = Headers::new();
        if !handshake.reply.content_type.is_empty() {
            headers.push("Content-Type", handshake.reply.content_type);
        }
        // Text from the request is sent back: no browser may interpret it as anything but text.
        for (name, value) in safe().iter() {
            headers.push(name, value);
        }
        if let Some(header) = handshake.reply.header {
            let place = Place::Header { header, or_header: None };
            let value = read(scheme, request, &place)?;
            // The value is sent back in a header field, so it must be valid there.
            if !value.bytes().all(|byte| byte == b'\t' || (b' '..=b'~').contains(&byte)) {
                return Err(
                    Rejection::at(scheme, &place, RejectionReason::DoubtfulChallenge { is_header: true }).into()
                );
            }
            headers.push(handshake.reply.as_header.unwrap_or(header), &*value);
        }
        let secret = handshake.secret.as_ref().map(|place| read(scheme, request, place)).transpose()?;
        let secret = secret.map(|secret| Credential::from(&*secret));
        let body = String::from_utf8_lossy(&body).into_owned();
        Ok(HandshakeAnswer { status: handshake.reply.status, headers, body, secret })
    }

    /// Verifies a request that was signed with the well-known key, or with a secret if there are any.
    fn verify_test(
        &self,
        scheme: &CompiledScheme,
        key: &str,
        request: &Request<'_>,
        now_ms: i64,
    ) -> Result<(), HandshakeError> {
        let key = Secret::new(key).map_err(SetupError::from)?;
        match Verifier::for_diagnosis(scheme, &[key])?.verify(request, now_ms) {
            Err(_) if !self.secrets.is_empty() => {
                Verifier::new(scheme, self.secrets)?.verify(request, now_ms)?;
            }
            verdict => drop(verdict?),
        }
        Ok(())
    }

    /// The SHA-256 of a challenge, the token and the URL of the endpoint.
    fn hashed(&self, challenge: &str) -> Result<String, HandshakeError> {
        let token = self.token.ok_or(HandshakeError::MissingToken)?;
        if self.url.is_empty() {
            return Err(HandshakeError::MissingEndpoint);
        }
        Ok(sha256_hex(&[challenge.as_bytes(), token.bytes(), self.url.as_bytes()].concat()))
    }
}

/// Answers a handshake. `Ok(None)` means that the request is an ordinary delivery, or that the scheme has no handshake.
/// In this case the scheme is not compiled, and neither its problems nor unusable secrets are reported.
///
/// `now_ms` is in milliseconds since the epoch. No secret is needed if neither the handshake nor its
/// response is signed. An [`Endpoint`] also answers handshakes that need more than secrets.
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
/// Like [`Endpoint::answer`].
pub fn answer(
    scheme: &impl Compile,
    secrets: &[Secret],
    request: &Request<'_>,
    now_ms: i64,
) -> Result<Option<HandshakeAnswer>, HandshakeError> {
    Endpoint::new(secrets).answer(scheme, request, now_ms)
}

/// The header field that every answer has: no browser may interpret text from the request as anything but text.
fn safe() -> Headers {
    [("X-Content-Type-Options", "nosniff")].into_iter().collect()
}

/// The place of the value that a piece of a reply names.
fn place_of<'a>(piece: &Piece<&'a str>) -> Option<Place<&'a str>> {
    match *piece {
        Piece::Query(query) | Piece::MacOfQuery(query) | Piece::Sha256OfQuery(query) => Some(Place::Query { query }),
        Piece::Member(_, member) | Piece::MacOfMember(member) => Some(Place::Member { member }),
        Piece::Header(header) => Some(Place::Header { header, or_header: None }),
        // Text. A scheme with other pieces in its reply is not valid.
        _ => None,
    }
}

/// The value at a place.
fn read<'a>(scheme: &CompiledScheme, request: &Request<'a>, place: &Place<&'a str>) -> Result<Cow<'a, str>, Rejection> {
    request.read(place).map_err(|reason| Rejection::at(scheme, place, reason))
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
    /// The handshake must not be answered, or the request lacks what the response must contain.
    #[error(transparent)]
    Rejected(#[from] Rejection),
    /// The handshake contains a token, and the receiver's token is not given.
    #[error("the token is missing; pass the text that was entered at the sender when the webhook was set up")]
    MissingToken,
    /// The response depends on the URL of the endpoint, which is not given.
    #[error("the URL of the endpoint is missing; pass the URL that was entered at the sender, character for character")]
    MissingEndpoint,
    /// The request is encrypted, and there is no implementation of the encryption.
    #[error("the request is encrypted; decrypting it requires the feature `public-key` of the crate")]
    CannotDecrypt,
}

impl HandshakeError {
    /// A stable code: that of the wrapped error, or one of [`HANDSHAKE_CODES`].
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Setup(error) => error.code(),
            Self::Rejected(rejection) => rejection.code(),
            Self::MissingToken => "missing_token",
            Self::MissingEndpoint => "missing_endpoint",
            Self::CannotDecrypt => "missing_feature",
        }
    }
}

/// The codes of a [`HandshakeError`] that are not those of a wrapped error.
pub const HANDSHAKE_CODES: &[&str] = &["missing_token", "missing_endpoint", "missing_feature"];
