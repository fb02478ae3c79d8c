//! Handshakes as data: what a sender asks before it sends anything, and what it is answered with.

use serde::Serialize;

/// What a sender asks before it sends anything, as data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Handshake<S = &'static str> {
    /// How such a request is known.
    pub trigger: HandshakeTrigger<S>,
    /// Whether it is signed, and so has to be verified first.
    pub signed: bool,
    /// What it is answered with.
    pub reply: HandshakeReply<S>,
}

/// How a request is known that asks instead of telling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum HandshakeTrigger<S = &'static str> {
    /// A `GET` with this parameter.
    Query {
        /// The name of the parameter.
        query: S,
    },
    /// A request with this header field.
    Header {
        /// The name of the field.
        header: S,
        /// What it is, if not every value will do.
        #[serde(skip_serializing_if = "Option::is_none")]
        equals: Option<S>,
    },
    /// A body with this value, text or a number, at this JSON Pointer.
    Member {
        /// Where it is.
        member: S,
        /// What it is.
        equals: S,
    },
}

/// What answers a handshake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HandshakeReply<S = &'static str> {
    /// The status.
    pub status: u16,
    /// What the body is: `application/json` or `text/plain`. In JSON, what comes out of the request is escaped.
    pub content_type: S,
    /// The body, as a template over `{query:NAME}`, `{member:POINTER}` and `{header:NAME}`; `{mac:query:NAME}` and
    /// `{mac:member:POINTER}` are the scheme's signature of such a value.
    pub body: S,
    /// The header field that is sent back as it came. It carries the secret of all that follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<S>,
}

impl Handshake {
    /// A handshake that is answered with 200.
    #[must_use]
    pub const fn new(trigger: HandshakeTrigger, signed: bool, content_type: &'static str, body: &'static str) -> Self {
        Self { trigger, signed, reply: HandshakeReply { status: 200, content_type, body, header: None } }
    }

    /// With another status.
    #[must_use]
    pub const fn status(mut self, status: u16) -> Self {
        self.reply.status = status;
        self
    }

    /// Sending a header field back.
    #[must_use]
    pub const fn echoing(mut self, header: &'static str) -> Self {
        self.reply.header = Some(header);
        self
    }
}

impl<S> Handshake<S> {
    /// The same handshake with every text converted.
    pub(super) fn map<'a, T>(&'a self, convert: impl Fn(&'a S) -> T + Copy) -> Handshake<T> {
        Handshake {
            trigger: match &self.trigger {
                HandshakeTrigger::Query { query } => HandshakeTrigger::Query { query: convert(query) },
                HandshakeTrigger::Header { header, equals } => {
                    HandshakeTrigger::Header { header: convert(header), equals: equals.as_ref().map(convert) }
                }
                HandshakeTrigger::Member { member, equals } => {
                    HandshakeTrigger::Member { member: convert(member), equals: convert(equals) }
                }
            },
            signed: self.signed,
            reply: HandshakeReply {
                status: self.reply.status,
                content_type: convert(&self.reply.content_type),
                body: convert(&self.reply.body),
                header: self.reply.header.as_ref().map(convert),
            },
        }
    }
}
