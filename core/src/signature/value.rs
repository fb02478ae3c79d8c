//! The value that contains the signatures: parsing, and the encoding of signatures.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use base64ct::{Base64, Base64UrlUnpadded, Encoding as _};

use super::method::{Algorithm, Encoding};
use super::place::{Place, alternatives};
use super::prefix::without_prefix;
use super::rejection::RejectionReason;
use super::request::Request;
use super::scheme::SignatureField;
use super::signatures::{Signatures, encoded_len};

/// The value that contains the signatures.
pub(crate) struct SignatureValue<'a> {
    /// The text. If the value is in several header fields, that of the first one.
    text: Cow<'a, str>,
    /// The texts of the other fields.
    others: Vec<&'a str>,
    /// The separator, if the value is a list.
    separator: Option<char>,
}

impl<'a> SignatureValue<'a> {
    /// Reads the value.
    pub(crate) fn read(field: &SignatureField<&'a str>, request: &Request<'a>) -> Result<Self, RejectionReason> {
        let separator = field.separator;
        let Place::Header { header, or_header } = field.place else {
            return Ok(Self { text: request.read(&field.place)?, others: Vec::new(), separator });
        };
        let mut first = None;
        let mut others = Vec::new();
        for name in core::iter::once(header).chain(alternatives(or_header)) {
            let mut count = 0;
            for value in request.headers.get(name).filter(|value| !value.is_empty()) {
                count += 1;
                match first {
                    None => first = Some(value),
                    Some(_) => others.push(value),
                }
                // Hosts join fields of the same name. A token can contain a comma.
                if separator.is_none() && field.encoding != Encoding::Text && !has_joint(field.prefix) {
                    count += joints(value).count();
                }
            }
            // A list can be split over several fields, like all lists in HTTP (RFC 9110 §5.3).
            if count > 1 && separator.is_none() {
                return Err(RejectionReason::RepeatedHeader { count });
            }
        }
        let first = first.ok_or(RejectionReason::MissingHeader)?;
        Ok(Self { text: Cow::Borrowed(first), others, separator })
    }

    /// Reads the first 32 well-formed signatures. Items with other prefixes are ignored. Malformed signatures are
    /// ignored if at least one is well-formed.
    pub(crate) fn signatures(
        &self,
        field: &SignatureField<&str>,
        algorithm: Algorithm,
        found: &mut Signatures,
    ) -> Result<(), RejectionReason> {
        // Comparing empty text is slow on some processors.
        let prefix = field.prefix.filter(|prefix| !prefix.is_empty());
        let is_list = self.separator.is_some() && field.encoding != Encoding::Text;
        let mut first = None;
        let mut follows_signature = false;
        for item in self.items() {
            let text = match prefix.map_or(Some(item), |prefix| without_prefix(item, prefix)) {
                Some(text) => text,
                // Some senders write the prefix once, before all signatures.
                None if follows_signature => item,
                None => {
                    follows_signature = false;
                    continue;
                }
            };
            first = first.or(Some(text));
            let earlier = found.len();
            found.push(field.encoding, algorithm, text);
            if found.is_full() {
                break;
            }
            follows_signature = is_list && found.len() > earlier;
        }
        let Some(first) = first else { return Err(RejectionReason::MissingPrefix) };
        if found.len() == 0 {
            let expected = algorithm.output_len().map(|bytes| encoded_len(field.encoding, bytes));
            return Err(RejectionReason::MalformedSignature { found: first.chars().count(), expected });
        }
        Ok(())
    }

    /// The only item with a prefix, without the prefix.
    pub(crate) fn item(&self, prefix: &str) -> Result<&str, RejectionReason> {
        let mut found = self.items().filter_map(|item| item.strip_prefix(prefix));
        match (found.next(), found.count()) {
            (None, _) => Err(RejectionReason::MissingItem),
            (Some(item), 0) => Ok(item),
            (Some(_), more) => Err(RejectionReason::RepeatedItem { count: more + 1 }),
        }
    }

    /// The items of the list, or the whole value if it is not a list.
    fn items(&self) -> impl Iterator<Item = &str> {
        let texts = core::iter::once(&*self.text).chain(self.others.iter().copied());
        texts.flat_map(|text| {
            let whole = self.separator.is_none().then_some(text);
            whole.into_iter().chain(self.separator.into_iter().flat_map(|separator| split(text, separator)))
        })
    }
}

/// The items of a list. A comma before whitespace separates items, too, whatever the separator is: with these characters,
/// hosts and proxies join several fields of the same name.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    let items = core::iter::from_fn(move || {
        let text = rest.take()?;
        let is_joint = |at: usize| matches!(text.as_bytes().get(at..), Some([b',', b' ' | b'\t', ..]));
        let end = text.char_indices().find(|(at, character)| *character == separator || is_joint(*at));
        let Some((at, character)) = end else { return Some(text) };
        rest = text.get(at.saturating_add(character.len_utf8())..);
        text.get(..at)
    });
    items.map(|item| item.trim_matches([' ', '\t'])).filter(|item| !item.is_empty())
}

/// The positions of commas before whitespace.
fn joints(text: &str) -> impl Iterator<Item = usize> {
    let pairs = text.as_bytes().array_windows().enumerate();
    pairs.filter(|(_, pair)| matches!(pair, [b',', b' ' | b'\t'])).map(|(at, _)| at)
}

fn has_joint(prefix: Option<&str>) -> bool {
    prefix.is_some_and(|prefix| joints(prefix).next().is_some())
}

/// A signature in the encoding of the scheme, without its prefix.
pub(crate) fn encode(encoding: Encoding, signature: &[u8]) -> String {
    match encoding {
        Encoding::Hex => hex::encode(signature),
        Encoding::Base64 => Base64::encode_string(signature),
        Encoding::Base64url => Base64UrlUnpadded::encode_string(signature),
        Encoding::Text => String::from_utf8_lossy(signature).into_owned(),
    }
}
