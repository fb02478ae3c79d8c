//! Decoding of schemes from the binary form.

use alloc::string::String;

use super::error::DecodeError;
use super::tags::Tag;
use super::{MAX_BYTES, VERSION, tags};
use crate::signature::{
    Handshake, HandshakeReply, HandshakeTrigger, OwnedScheme, Place, Scheme, SignatureField, TimestampField, Tolerance,
};

type Decoded<T> = Result<T, DecodeError>;

impl OwnedScheme {
    /// Decodes the binary form that [`Scheme::to_bytes`] writes.
    ///
    /// The bytes can be untrusted, because the scheme is validated when it is [compiled](Scheme::compile).
    ///
    /// ```
    /// use hookwright::signature::{DecodeError, OwnedScheme};
    ///
    /// assert_eq!(OwnedScheme::from_bytes(b"{}"), Err(DecodeError::UnknownVersion { found: b'{' }));
    /// ```
    ///
    /// # Errors
    /// The bytes are not a scheme in binary form, have an unsupported version, or are too long.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, DecodeError> {
        if bytes.len() > MAX_BYTES {
            return Err(DecodeError::TooLarge);
        }
        let mut reader = Reader { bytes, at: 0 };
        match reader.byte()? {
            VERSION => {}
            found => return Err(DecodeError::UnknownVersion { found }),
        }
        let scheme = reader.scheme()?;
        if reader.at == bytes.len() { Ok(scheme) } else { Err(DecodeError::TrailingBytes) }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn byte(&mut self) -> Decoded<u8> {
        let byte = self.bytes.get(self.at).copied().ok_or(DecodeError::Truncated)?;
        self.at += 1;
        Ok(byte)
    }

    /// The error for the last byte that was read.
    const fn unknown_tag(&self) -> DecodeError {
        DecodeError::UnknownTag { offset: self.at - 1 }
    }

    /// Reads a value whose tag is the next byte.
    fn choice<T: Tag>(&mut self) -> Decoded<T> {
        let byte = self.byte()?;
        T::find(byte).ok_or_else(|| self.unknown_tag())
    }

    fn flag(&mut self) -> Decoded<bool> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(self.unknown_tag()),
        }
    }

    fn optional<T>(&mut self, read: impl FnOnce(&mut Self) -> Decoded<T>) -> Decoded<Option<T>> {
        if self.flag()? { read(self).map(Some) } else { Ok(None) }
    }

    fn number(&mut self) -> Decoded<u64> {
        let wrong = DecodeError::WrongNumber { offset: self.at };
        let mut number = 0;
        // Ten bytes contain 70 bits, but only one bit of the tenth byte is used.
        for shift in (0..70).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                return Err(wrong);
            }
            number |= bits << shift;
            if byte & 0x80 == 0 {
                let is_shortest = byte != 0 || shift == 0;
                return if is_shortest { Ok(number) } else { Err(wrong) };
            }
        }
        Err(wrong)
    }

    /// Reads a number that fits into a smaller type.
    fn small<T>(&mut self, convert: impl FnOnce(u64) -> Option<T>) -> Decoded<T> {
        let offset = self.at;
        convert(self.number()?).ok_or(DecodeError::WrongNumber { offset })
    }

    fn text(&mut self) -> Decoded<String> {
        let length = self.number()?;
        let offset = self.at;
        // No text is longer than the address space, so the error does not depend on the platform.
        let length = usize::try_from(length).map_err(|_| DecodeError::Truncated)?;
        let end = offset.checked_add(length).ok_or(DecodeError::Truncated)?;
        let bytes = self.bytes.get(offset..end).ok_or(DecodeError::Truncated)?;
        self.at = end;
        core::str::from_utf8(bytes).map(String::from).map_err(|_| DecodeError::WrongText { offset })
    }

    fn scheme(&mut self) -> Decoded<OwnedScheme> {
        Ok(Scheme {
            id: self.text()?,
            algorithm: self.choice()?,
            key: self.choice()?,
            content: self.text()?,
            signature: SignatureField {
                place: self.place()?,
                separator: self
                    .optional(|reader| reader.small(|number| u32::try_from(number).ok().and_then(char::from_u32)))?,
                prefix: self.optional(Self::text)?,
                encoding: self.choice()?,
            },
            timestamp: self.optional(Self::timestamp)?,
            message_id: self.optional(Self::place)?,
            body_digest: self.optional(Self::place)?,
            handshake: self.optional(Self::handshake)?,
            provenance: None,
        })
    }

    fn place(&mut self) -> Decoded<Place<String>> {
        Ok(match self.byte()? {
            tags::place::HEADER => Place::Header { header: self.text()?, or_header: None },
            tags::place::EITHER => Place::Header { header: self.text()?, or_header: Some(self.text()?) },
            tags::place::ITEM => Place::Item { item: self.text()? },
            tags::place::QUERY => Place::Query { query: self.text()? },
            tags::place::MEMBER => Place::Member { member: self.text()? },
            tags::place::FIELD => Place::Field { field: self.text()? },
            _ => return Err(self.unknown_tag()),
        })
    }

    fn timestamp(&mut self) -> Decoded<TimestampField<String>> {
        Ok(TimestampField {
            place: self.place()?,
            unit: self.choice()?,
            tolerance: self.optional(|reader| {
                let past_ms = reader.optional(Self::number)?;
                Ok(Tolerance { past_ms, future_ms: reader.optional(Self::number)? })
            })?,
        })
    }

    fn handshake(&mut self) -> Decoded<Handshake<String>> {
        let reply = HandshakeReply {
            status: 0,
            content_type: String::new(),
            body: String::new(),
            header: None,
            as_header: None,
        };
        let mut found = Handshake {
            trigger: HandshakeTrigger::Method { method: String::new() },
            signed: false,
            test_key: None,
            token: None,
            encrypted: None,
            secret: None,
            setting_up: false,
            head: false,
            reply,
        };
        let mut tag = self.byte()?;
        if tag == tags::trigger::MORE {
            let flags = self.byte()?;
            // A scheme has exactly one form.
            if flags == 0 || flags > 127 {
                return Err(self.unknown_tag());
            }
            found.setting_up = flags & tags::more::SETTING_UP != 0;
            found.head = flags & tags::more::HEAD != 0;
            let texts = [&mut found.test_key, &mut found.encrypted, &mut found.reply.as_header];
            for (text, bit) in
                texts.into_iter().zip([tags::more::TEST_KEY, tags::more::ENCRYPTED, tags::more::AS_HEADER])
            {
                if flags & bit != 0 {
                    *text = Some(self.text()?);
                }
            }
            for (place, bit) in [(&mut found.token, tags::more::TOKEN), (&mut found.secret, tags::more::SECRET)] {
                if flags & bit != 0 {
                    *place = Some(self.place()?);
                }
            }
            tag = self.byte()?;
        }
        found.trigger = self.trigger(tag)?;
        found.signed = self.flag()?;
        found.reply.status = self.small(|number| u16::try_from(number).ok())?;
        found.reply.content_type = self.text()?;
        found.reply.body = self.text()?;
        found.reply.header = self.optional(Self::text)?;
        Ok(found)
    }

    fn trigger(&mut self, tag: u8) -> Decoded<HandshakeTrigger<String>> {
        Ok(match tag {
            tags::trigger::QUERY => HandshakeTrigger::Query { query: self.text()?, method: None },
            tags::trigger::QUERY_BY_METHOD => {
                HandshakeTrigger::Query { query: self.text()?, method: Some(self.text()?) }
            }
            tags::trigger::HEADER => {
                HandshakeTrigger::Header { header: self.text()?, equals: self.optional(Self::text)?, method: None }
            }
            tags::trigger::HEADER_BY_METHOD => HandshakeTrigger::Header {
                header: self.text()?,
                equals: self.optional(Self::text)?,
                method: Some(self.text()?),
            },
            tags::trigger::MEMBER => HandshakeTrigger::Member { member: self.text()?, equals: Some(self.text()?) },
            tags::trigger::ANY_MEMBER => HandshakeTrigger::Member { member: self.text()?, equals: None },
            tags::trigger::FORM => HandshakeTrigger::Form { form: self.text()?, equals: self.optional(Self::text)? },
            tags::trigger::METHOD => HandshakeTrigger::Method { method: self.text()? },
            _ => return Err(self.unknown_tag()),
        })
    }
}
