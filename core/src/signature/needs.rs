//! The parts of a request that a scheme reads.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::handshake::HandshakeTrigger;
use super::parsed::Parsed;
use super::place::Place;
use super::scheme::Scheme;
use super::template::Piece;

/// The parts of a request that a scheme reads in addition to the body. A caller can pass only these parts, and can
/// detect missing parts in advance.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Needs {
    /// The names of the header fields, as the scheme spells them. Any of them may be missing from a request.
    pub headers: Vec<String>,
    /// Whether the URL is read.
    pub url: bool,
    /// Whether the method is read.
    pub method: bool,
    /// Whether a secret is required.
    pub secret: bool,
    /// Whether the token of the [`Endpoint`](super::Endpoint) is required.
    pub token: bool,
    /// Whether the URL of the [`Endpoint`](super::Endpoint) is required.
    pub endpoint: bool,
    /// Whether the body can be encrypted. Decrypting it requires the public-key part of the crate.
    pub encrypted: bool,
}

impl<S: AsRef<str>> Scheme<S> {
    /// The parts that [`Verifier::verify`](super::Verifier::verify) and [`Signer::sign`](super::Signer::sign) read.
    ///
    /// ```
    /// use hookwright::catalog::find_scheme;
    ///
    /// let needs = find_scheme("hubspot/v3").unwrap().needs();
    /// assert!(needs.url && needs.method);
    /// assert_eq!(needs.headers, ["X-HubSpot-Signature-v3", "X-HubSpot-Request-Timestamp"]);
    /// assert!(find_scheme("twilio/sha1").unwrap().needs().headers.contains(&"Content-Type".into()));
    /// ```
    #[must_use]
    pub fn needs(&self) -> Needs {
        Needs::of_delivery(&Parsed::of(self.borrow()))
    }

    /// The parts that [`answer`](super::answer) reads. Empty if the scheme has no handshake.
    ///
    /// ```
    /// use hookwright::catalog::find_scheme;
    ///
    /// let needs = find_scheme("dropbox/hmac").unwrap().handshake_needs();
    /// assert!(needs.url && needs.method && !needs.secret);
    /// assert_eq!(find_scheme("asana/hmac").unwrap().handshake_needs().headers, ["X-Hook-Secret"]);
    /// ```
    #[must_use]
    pub fn handshake_needs(&self) -> Needs {
        Needs::of_handshake(&Parsed::of(self.borrow()))
    }
}

impl Needs {
    pub(super) fn of_delivery(parsed: &Parsed<'_>) -> Self {
        let mut needs = Self { secret: true, ..Self::default() };
        for place in parsed.scheme.places() {
            needs.add_place(place);
        }
        needs.add_pieces(&parsed.content);
        if parsed.scheme.body_digest.is_some() {
            needs.add_header("Content-Type");
        }
        needs
    }

    pub(super) fn of_handshake(parsed: &Parsed<'_>) -> Self {
        let Some(handshake) = parsed.scheme.handshake else { return Self::default() };
        let mut needs = if handshake.signed { Self::of_delivery(parsed) } else { Self::default() };
        // The key of a signature that anyone can make is known.
        needs.secret &= handshake.test_key.is_none();
        match handshake.trigger {
            HandshakeTrigger::Query { method, .. } => (needs.url, needs.method) = (true, method != Some("*")),
            HandshakeTrigger::Header { header, method, .. } => {
                needs.add_header(header);
                needs.method |= method.is_some();
            }
            HandshakeTrigger::Method { .. } => needs.method = true,
            HandshakeTrigger::Member { .. } | HandshakeTrigger::Form { .. } => {}
        }
        needs.method |= handshake.head;
        needs.encrypted = handshake.encrypted.is_some();
        needs.token |= handshake.token.is_some();
        for place in handshake.token.iter().chain(&handshake.secret) {
            needs.add_place(place);
        }
        needs.add_pieces(&parsed.reply);
        if let Some(header) = handshake.reply.header {
            needs.add_header(header);
        }
        needs
    }

    fn add_header(&mut self, header: &str) {
        if !self.headers.iter().any(|known| known.eq_ignore_ascii_case(header)) {
            self.headers.push(header.into());
        }
    }

    fn add_place(&mut self, place: &Place<&str>) {
        for header in place.headers() {
            self.add_header(header);
        }
        self.url |= matches!(place, Place::Query { .. });
        if matches!(place, Place::Field { .. }) {
            self.add_header("Content-Type");
        }
    }

    fn add_pieces(&mut self, pieces: &[Piece<&str>]) {
        for piece in pieces {
            match *piece {
                Piece::Url | Piece::UrlDecoded | Piece::UrlAnyPort | Piece::Path | Piece::Query(_) => self.url = true,
                Piece::MacOfQuery(_) => (self.url, self.secret) = (true, true),
                Piece::MacOfMember(_) => self.secret = true,
                Piece::Sha256OfQuery(_) => (self.url, self.token, self.endpoint) = (true, true, true),
                Piece::Method => self.method = true,
                Piece::Params | Piece::RepeatedParams | Piece::Field(_) => self.add_header("Content-Type"),
                Piece::Header(name) => self.add_header(name),
                Piece::Literal(_)
                | Piece::Body
                | Piece::BodySha256
                | Piece::Timestamp
                | Piece::Id
                | Piece::Secret
                | Piece::If(_)
                | Piece::End
                | Piece::Member(..) => {}
            }
        }
    }
}
