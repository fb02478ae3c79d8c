//! Handshakes as data: the request that a sender makes before the first delivery, and the response that it expects.

use serde::Serialize;

use super::place::Place;

/// The handshake that a sender makes before the first delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", bound = "S: AsRef<str> + Serialize")]
pub struct Handshake<S = &'static str> {
    /// The condition that identifies a handshake request.
    pub trigger: HandshakeTrigger<S>,
    /// Whether the request is signed and must be verified first; `false` if a custom scheme omits it.
    pub signed: bool,
    /// The well-known key with which the sender signs the handshake, because the receiver does not have a secret yet.
    /// Everyone knows it, so the signature does not prove anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test_key: Option<S>,
    /// The place of a token that the receiver has chosen, and that must be equal to the token of the
    /// [`Endpoint`](super::Endpoint). It is compared in constant time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<Place<S>>,
    /// The JSON Pointer of the encrypted body, for requests whose body is encrypted: base64 of an initialization vector
    /// and AES-256-CBC with PKCS #7 padding. The key is the SHA-256 of the secret. The other parts of the handshake
    /// apply to the decrypted body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encrypted: Option<S>,
    /// The place of the secret of all later deliveries, if the sender chooses it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<Place<S>>,
    /// Whether the handshake is answered only while the receiver sets up a webhook; `false` if a custom scheme omits it.
    #[serde(skip_serializing_if = "is_false")]
    pub setting_up: bool,
    /// Whether the sender also makes a `HEAD` request, which is answered with status 200; `false` if a custom scheme
    /// omits it.
    #[serde(skip_serializing_if = "is_false")]
    pub head: bool,
    /// The expected response.
    pub reply: HandshakeReply<S>,
}

/// The condition that identifies a handshake request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum HandshakeTrigger<S = &'static str> {
    /// A request with this parameter in its URL.
    Query {
        /// The name of the parameter.
        query: S,
        /// The method of the request, or `*` for any method; `GET` if `None`.
        #[serde(skip_serializing_if = "Option::is_none")]
        method: Option<S>,
    },
    /// A request with this header field.
    Header {
        /// The name of the field.
        header: S,
        /// The required value; any value if `None`.
        #[serde(skip_serializing_if = "Option::is_none")]
        equals: Option<S>,
        /// The method of the request; any method if `None`.
        #[serde(skip_serializing_if = "Option::is_none")]
        method: Option<S>,
    },
    /// A JSON body with a value, a string or a number, at this pointer.
    Member {
        /// The JSON Pointer (RFC 6901).
        member: S,
        /// The required value; any value if `None`.
        #[serde(skip_serializing_if = "Option::is_none")]
        equals: Option<S>,
    },
    /// A form-encoded body with this parameter.
    Form {
        /// The name of the parameter.
        form: S,
        /// The required value; any value if `None`.
        #[serde(skip_serializing_if = "Option::is_none")]
        equals: Option<S>,
    },
    /// A request with this method, such as `HEAD`.
    Method {
        /// The method.
        method: S,
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
    /// `{mac:member:POINTER}` are the scheme's MAC of such a value, and `{sha256:query:NAME}` is the hexadecimal SHA-256
    /// of the parameter, the token of the [`Endpoint`](super::Endpoint) and its URL.
    pub body: S,
    /// The header field of the request that the response repeats.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<S>,
    /// The name of that field in the response; the same name if `None`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_header: Option<S>,
}

impl Handshake {
    /// A handshake with a response of status 200.
    #[must_use]
    pub const fn new(trigger: HandshakeTrigger, signed: bool, content_type: &'static str, body: &'static str) -> Self {
        Self {
            trigger,
            signed,
            test_key: None,
            token: None,
            encrypted: None,
            secret: None,
            setting_up: false,
            head: false,
            reply: HandshakeReply { status: 200, content_type, body, header: None, as_header: None },
        }
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

impl<S: AsRef<str>> Handshake<S> {
    /// What an attacker can do with the handshake, one sentence for each property that matters.
    ///
    /// ```
    /// use hookwright::catalog::find_scheme;
    ///
    /// let asana = find_scheme("asana/hmac").unwrap().handshake.unwrap();
    /// assert!(asana.risks()[0].contains("replace the secret"));
    /// ```
    #[must_use]
    pub fn risks(&self) -> alloc::vec::Vec<&'static str> {
        let body = self.reply.body.as_ref();
        let has_echo = ["{query:", "{member:", "{header:"].iter().any(|field| body.contains(field));
        let all = [
            (
                self.secret.is_some(),
                "The request contains the secret of later deliveries and is not signed: a stranger who is answered at any \
                 time can replace the secret and then send deliveries. Answer it only while you set up a webhook, and \
                 store the secret only then.",
            ),
            (
                self.token.is_some(),
                "Anyone who knows the token can register the endpoint with another app. The token does not \
                 protect deliveries, which have a signature.",
            ),
            (
                self.test_key.is_some(),
                "Everyone knows the key that signs the request, so anyone can send it. The answer must not have an effect.",
            ),
            (
                self.encrypted.is_some(),
                "The request is encrypted but not signed, so a captured request can be sent again, and its bytes can be \
                 changed. The answer contains nothing but the challenge. In CBC mode, a block decrypts with only the block \
                 before it: an attacker who has captured encrypted deliveries can splice their blocks into a challenge, and \
                 the answer then reveals what they contain. Accept requests over TLS only.",
            ),
            (
                body.contains("{mac:") && !self.signed,
                "Anyone can have a text signed with the secret. Only short random texts are signed, which cannot be \
                 deliveries.",
            ),
            (
                body.contains("{sha256:"),
                "Anyone who sees the answer can test guesses of the token without further requests. Choose a long random \
                 token.",
            ),
            (
                has_echo && !self.signed && self.token.is_none(),
                "Anyone can have a text of their choice sent back. The answer has a content type that browsers do not \
                 interpret as HTML. It also tells the sender that the URL accepts webhooks, so an attacker can \
                 register the URL with another account: only the signatures of deliveries show who sent them.",
            ),
            (
                self.reply.header.is_some() && self.secret.is_none(),
                "Anyone can have the value of a header field sent back. It is checked for characters that are not valid \
                 in a header field.",
            ),
            (
                !has_echo && !self.signed && self.secret.is_none() && self.test_key.is_none() && !body.contains('{'),
                "Anyone can send the request, and it must not have an effect: an attacker learns only that the URL \
                 accepts webhooks.",
            ),
            (
                self.signed && self.test_key.is_none(),
                "The request is signed like a delivery, so only the sender is answered.",
            ),
        ];
        all.into_iter().filter(|(applies, _)| *applies).map(|(_, risk)| risk).collect()
    }
}

impl<S> Handshake<S> {
    /// The same handshake with every text converted.
    pub(super) fn map<'a, T>(&'a self, convert: impl Fn(&'a S) -> T + Copy) -> Handshake<T> {
        let optional = |text: &'a Option<S>| text.as_ref().map(convert);
        Handshake {
            trigger: match &self.trigger {
                HandshakeTrigger::Query { query, method } => {
                    HandshakeTrigger::Query { query: convert(query), method: optional(method) }
                }
                HandshakeTrigger::Header { header, equals, method } => HandshakeTrigger::Header {
                    header: convert(header),
                    equals: optional(equals),
                    method: optional(method),
                },
                HandshakeTrigger::Member { member, equals } => {
                    HandshakeTrigger::Member { member: convert(member), equals: optional(equals) }
                }
                HandshakeTrigger::Form { form, equals } => {
                    HandshakeTrigger::Form { form: convert(form), equals: optional(equals) }
                }
                HandshakeTrigger::Method { method } => HandshakeTrigger::Method { method: convert(method) },
            },
            signed: self.signed,
            test_key: optional(&self.test_key),
            token: self.token.as_ref().map(|place| place.map(convert)),
            encrypted: optional(&self.encrypted),
            secret: self.secret.as_ref().map(|place| place.map(convert)),
            setting_up: self.setting_up,
            head: self.head,
            reply: HandshakeReply {
                status: self.reply.status,
                content_type: convert(&self.reply.content_type),
                body: convert(&self.reply.body),
                header: optional(&self.reply.header),
                as_header: optional(&self.reply.as_header),
            },
        }
    }
}

/// Whether a member that is `false` by default is omitted.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
const fn is_false(flag: &bool) -> bool {
    !*flag
}
