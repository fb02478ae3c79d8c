//! Encoding of schemes in the binary form.

use alloc::vec::Vec;

use super::tags::Tag;
use super::{VERSION, tags};
use crate::signature::{Handshake, HandshakeTrigger, Place, Scheme, SignatureField, TimestampField, Tolerance};

impl<S: AsRef<str>> Scheme<S> {
    /// The scheme in binary form, for programs without a JSON parser. [`OwnedScheme::from_bytes`] decodes it.
    /// Provenance is omitted.
    ///
    /// ```
    /// use hookwright::signature::{Algorithm, KeyForm, OwnedScheme, Scheme, SignatureField};
    ///
    /// let signature = SignatureField::hex("X-Acme");
    /// let scheme = Scheme::new("acme/v1", Algorithm::HmacSha256, KeyForm::Text, "{body}", signature);
    /// let bytes = scheme.to_bytes();
    /// assert_eq!(bytes.len(), 33);
    /// assert_eq!(OwnedScheme::from_bytes(&bytes)?.borrow(), scheme);
    /// # Ok::<(), hookwright::signature::DecodeError>(())
    /// ```
    ///
    /// [`OwnedScheme::from_bytes`]: crate::signature::OwnedScheme::from_bytes
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        // All members are named, so that adding one is a compile error here.
        let Scheme {
            id,
            algorithm,
            key,
            content,
            signature,
            timestamp,
            message_id,
            body_digest,
            handshake,
            provenance: _,
        } = self.borrow();
        let mut writer = Writer(alloc::vec![VERSION]);
        writer.text(id);
        writer.byte(algorithm.tag());
        writer.byte(key.tag());
        writer.text(content);
        writer.signature(&signature);
        writer.optional(timestamp, |writer, field| writer.timestamp(&field));
        writer.optional(message_id, |writer, place| writer.place(&place));
        writer.optional(body_digest, |writer, place| writer.place(&place));
        writer.optional(handshake, |writer, handshake| writer.handshake(&handshake));
        writer.0
    }
}

struct Writer(Vec<u8>);

impl Writer {
    fn byte(&mut self, byte: u8) {
        self.0.push(byte);
    }

    fn number(&mut self, mut number: u64) {
        loop {
            let low = (number & 0x7f) as u8;
            number >>= 7;
            if number == 0 {
                return self.byte(low);
            }
            self.byte(low | 0x80);
        }
    }

    fn text(&mut self, text: &str) {
        self.number(text.len() as u64);
        self.0.extend_from_slice(text.as_bytes());
    }

    fn optional<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.byte(u8::from(value.is_some()));
        if let Some(value) = value {
            write(self, value);
        }
    }

    fn place(&mut self, place: &Place<&str>) {
        let (tag, first, second) = match *place {
            Place::Header { header, or_header: None } => (tags::place::HEADER, header, None),
            Place::Header { header, or_header: second } => (tags::place::EITHER, header, second),
            Place::Item { item } => (tags::place::ITEM, item, None),
            Place::Query { query } => (tags::place::QUERY, query, None),
            Place::Member { member } => (tags::place::MEMBER, member, None),
            Place::Field { field } => (tags::place::FIELD, field, None),
        };
        self.byte(tag);
        self.text(first);
        if let Some(second) = second {
            self.text(second);
        }
    }

    fn signature(&mut self, field: &SignatureField<&str>) {
        self.place(&field.place);
        self.optional(field.separator, |writer, character| writer.number(u32::from(character).into()));
        self.optional(field.prefix, Self::text);
        self.byte(field.encoding.tag());
    }

    fn timestamp(&mut self, field: &TimestampField<&str>) {
        self.place(&field.place);
        self.byte(field.unit.tag());
        self.optional(field.tolerance, |writer, Tolerance { past_ms, future_ms }| {
            writer.optional(past_ms, Self::number);
            writer.optional(future_ms, Self::number);
        });
    }

    fn handshake(&mut self, handshake: &Handshake<&str>) {
        let flags = [
            (handshake.setting_up, tags::more::SETTING_UP),
            (handshake.head, tags::more::HEAD),
            (handshake.test_key.is_some(), tags::more::TEST_KEY),
            (handshake.encrypted.is_some(), tags::more::ENCRYPTED),
            (handshake.reply.as_header.is_some(), tags::more::AS_HEADER),
            (handshake.token.is_some(), tags::more::TOKEN),
            (handshake.secret.is_some(), tags::more::SECRET),
        ];
        let flags = flags.iter().filter(|(is_set, _)| *is_set).fold(0, |flags, (_, bit)| flags | bit);
        // Handshakes without these members have the form of the first version.
        if flags != 0 {
            self.byte(tags::trigger::MORE);
            self.byte(flags);
            for text in [handshake.test_key, handshake.encrypted, handshake.reply.as_header].into_iter().flatten() {
                self.text(text);
            }
            for place in [handshake.token, handshake.secret].iter().flatten() {
                self.place(place);
            }
        }
        self.trigger(&handshake.trigger);
        self.byte(u8::from(handshake.signed));
        self.number(handshake.reply.status.into());
        self.text(handshake.reply.content_type);
        self.text(handshake.reply.body);
        self.optional(handshake.reply.header, Self::text);
    }

    fn trigger(&mut self, trigger: &HandshakeTrigger<&str>) {
        match *trigger {
            HandshakeTrigger::Query { query, method: None } => {
                self.byte(tags::trigger::QUERY);
                self.text(query);
            }
            HandshakeTrigger::Query { query, method: Some(method) } => {
                self.byte(tags::trigger::QUERY_BY_METHOD);
                self.text(query);
                self.text(method);
            }
            HandshakeTrigger::Header { header, equals, method } => {
                self.byte(method.map_or(tags::trigger::HEADER, |_| tags::trigger::HEADER_BY_METHOD));
                self.text(header);
                self.optional(equals, Self::text);
                if let Some(method) = method {
                    self.text(method);
                }
            }
            HandshakeTrigger::Member { member, equals: Some(equals) } => {
                self.byte(tags::trigger::MEMBER);
                self.text(member);
                self.text(equals);
            }
            HandshakeTrigger::Member { member, equals: None } => {
                self.byte(tags::trigger::ANY_MEMBER);
                self.text(member);
            }
            HandshakeTrigger::Form { form, equals } => {
                self.byte(tags::trigger::FORM);
                self.text(form);
                self.optional(equals, Self::text);
            }
            HandshakeTrigger::Method { method } => {
                self.byte(tags::trigger::METHOD);
                self.text(method);
            }
        }
    }
}
