//! Handshakes as data: the request that a sender makes before the first delivery, and the response that it expects.

use serde::Serialize;

/// The handshake that a sender makes before the first delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Handshake<S = &'static str> {
    /// The condition that identifies a handshake request.
    pub trigger: HandshakeTrigger<S>,
    /// Whether the request is signed and must be verified first; `false` if a custom scheme omits it.
    pub signed: bool,
    /// The expected response.
    pub reply: HandshakeReply<S>,
}

/// The condition that identifies a handshake request.
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
        /// The required value; any value if `None`.
        #[serde(skip_serializing_if = "Option::is_none")]
        equals: Option<S>,
    },
    /// A JSON body with this value, a string or a number, at this pointer.
    Member {
        /// The JSON Pointer (RFC 6901).
        member: S,
        /// The required value.
        equals: S,
    },
}

/// The response to a handshake, as a template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HandshakeReply<S = &'static str> {
    /// The status; 200 if a custom scheme omits it.
    pub status: u16,
    /// The content type: `text/plain`, which is the default, or `application/json`, in which values from the request are
    /// escaped.
    pub content_type: S,
    /// The body: a template with `{query:NAME}`, `{member:POINTER}` and `{header:NAME}`; `{mac:query:NAME}` and
    /// `{mac:member:POINTER}` are the scheme's MAC of such a value.
    pub body: S,
    /// The header field of the request that the response repeats. Its value is the secret of later deliveries.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<S>,
}

impl Handshake {
    /// A handshake with a response of status 200.
    #[must_use]
    pub const fn new(trigger: HandshakeTrigger, signed: bool, content_type: &'static str, body: &'static str) -> Self {
        Self { trigger, signed, reply: HandshakeReply { status: 200, content_type, body, header: None } }
    }

    /// Sets the status.
    #[must_use]
    pub const fn status(mut self, status: u16) -> Self {
        self.reply.status = status;
        self
    }

    /// Repeats a header field of the request in the response.
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
