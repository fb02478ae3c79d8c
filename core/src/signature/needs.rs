//! What of a request a scheme reads.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::handshake::Trigger;
use super::scheme::{Place, Scheme};
use super::template::{Piece, pieces};

/// What a scheme needs besides the body: so that who calls can hand over that, keep everything else back, and learn
/// beforehand what is missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Needs {
    /// The header fields that are read, as the scheme spells them. Any of them may be absent from a request.
    pub headers: Vec<String>,
    /// Whether the URL is.
    pub url: bool,
    /// Whether the method is.
    pub method: bool,
    /// Whether a secret is needed.
    pub secret: bool,
}

impl<S: AsRef<str>> Scheme<S> {
    /// What [`Verifier::verify`](super::Verifier::verify) and [`Signer::sign`](super::Signer::sign) read.
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
        let mut needs = Needs { secret: true, ..Needs::default() };
        let scheme = self.borrow();
        for place in scheme.places() {
            needs.read(place);
        }
        needs.read_pieces(scheme.content);
        if scheme.body_digest.is_some() {
            needs.add("Content-Type");
        }
        needs
    }

    /// What [`answer`](super::answer) reads: nothing, where there is no handshake.
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
        let scheme = self.borrow();
        let Some(handshake) = scheme.handshake else { return Needs::default() };
        let mut needs = if handshake.signed { self.needs() } else { Needs::default() };
        match handshake.trigger {
            Trigger::Query { .. } => (needs.url, needs.method) = (true, true),
            Trigger::Header { header, .. } => needs.add(header),
            Trigger::Member { .. } => {}
        }
        needs.read_pieces(handshake.reply.body);
        if let Some(header) = handshake.reply.header {
            needs.add(header);
        }
        needs
    }
}

impl Needs {
    fn add(&mut self, header: &str) {
        if !self.headers.iter().any(|known| known.eq_ignore_ascii_case(header)) {
            self.headers.push(header.into());
        }
    }

    fn read(&mut self, place: &Place<&str>) {
        for header in place.headers() {
            self.add(header);
        }
        self.url |= matches!(place, Place::Query { .. });
    }

    fn read_pieces(&mut self, template: &str) {
        for piece in pieces(template).unwrap_or_default() {
            match piece {
                Piece::Url | Piece::UrlDecoded | Piece::UrlAnyPort | Piece::Path | Piece::Query(_) => self.url = true,
                Piece::MacOfQuery(_) => (self.url, self.secret) = (true, true),
                Piece::MacOfMember(_) => self.secret = true,
                Piece::Method => self.method = true,
                Piece::Params | Piece::RepeatedParams => self.add("Content-Type"),
                Piece::Header(name) => self.add(name),
                Piece::Literal(_)
                | Piece::Body
                | Piece::BodySha256
                | Piece::Timestamp
                | Piece::Id
                | Piece::Secret
                | Piece::Member(..) => {}
            }
        }
    }
}
