//! The value that contains the signatures: parsing, and the encoding of signatures.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use base64ct::{Base64, Base64Url, Base64UrlUnpadded, Encoding as _};

use super::method::{Algorithm, Encoding};
use super::rejection::RejectionReason;
use super::request::Request;
use super::scheme::{Place, Scheme};

/// The maximum number of signatures that are checked, more than any sender sends. Each can cost a public-key operation
/// or a pass over the body.
const MAX_SIGNATURES: usize = 32;

/// The items of the value that contains the signatures.
pub(crate) struct SignatureValue<'a> {
    items: Vec<Cow<'a, str>>,
}

impl<'a> SignatureValue<'a> {
    /// Parses the value, and splits it if it is a list.
    pub(crate) fn read(scheme: &Scheme<&'a str>, request: &Request<'a>) -> Result<Self, RejectionReason> {
        let field = &scheme.signature;
        let mut texts: Vec<Cow<'a, str>> = Vec::new();
        match field.place {
            Place::Header { header, or_header } => {
                for name in [Some(header), or_header].into_iter().flatten() {
                    let values: Vec<&str> = request.headers.get(name).filter(|value| !value.is_empty()).collect();
                    // RFC 9110 §5.3: only comma-separated lists may be split over several fields.
                    if values.len() > 1 && field.separator != Some(',') {
                        return Err(RejectionReason::RepeatedHeader { count: values.len() });
                    }
                    texts.extend(values.into_iter().map(Cow::Borrowed));
                }
                if texts.is_empty() {
                    return Err(RejectionReason::MissingHeader);
                }
            }
            ref place => texts.push(request.read(place)?),
        }
        let Some(separator) = field.separator else { return Ok(Self { items: texts }) };
        let split = |text: Cow<'a, str>| match text {
            Cow::Borrowed(text) => split(text, separator).map(Cow::Borrowed).collect::<Vec<_>>(),
            Cow::Owned(text) => split(&text, separator).map(|item| Cow::Owned(item.into())).collect(),
        };
        Ok(Self { items: texts.into_iter().flat_map(split).collect() })
    }

    /// The first 32 well-formed signatures, decoded. Items with other prefixes are ignored. Malformed signatures are
    /// ignored if at least one is well-formed.
    pub(crate) fn signatures(&self, scheme: &Scheme<&str>) -> Result<Vec<Vec<u8>>, RejectionReason> {
        let prefix = scheme.signature.prefix.unwrap_or_default();
        let texts: Vec<&str> = self.items.iter().filter_map(|item| item.strip_prefix(prefix)).collect();
        let Some(first) = texts.first() else { return Err(RejectionReason::MissingPrefix) };
        let read = |text: &&str| decode(scheme.signature.encoding, scheme.algorithm, text);
        let signatures: Vec<Vec<u8>> = texts.iter().filter_map(read).take(MAX_SIGNATURES).collect();
        if signatures.is_empty() {
            let expected = scheme.algorithm.output_len().map(|bytes| encoded_len(scheme.signature.encoding, bytes));
            return Err(RejectionReason::MalformedSignature { found: first.chars().count(), expected });
        }
        Ok(signatures)
    }

    /// The only item with a prefix, without the prefix.
    pub(crate) fn item(&self, prefix: &str) -> Result<&str, RejectionReason> {
        let mut found = self.items.iter().filter_map(|item| item.strip_prefix(prefix));
        match (found.next(), found.count()) {
            (None, _) => Err(RejectionReason::MissingItem),
            (Some(item), 0) => Ok(item),
            (Some(_), more) => Err(RejectionReason::RepeatedItem { count: more + 1 }),
        }
    }
}

fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    text.split(separator).map(|item| item.trim_matches([' ', '\t'])).filter(|item| !item.is_empty())
}

/// The bytes of a signature. `None` if its encoding or its length is wrong.
pub(crate) fn decode(encoding: Encoding, algorithm: Algorithm, text: &str) -> Option<Vec<u8>> {
    let bytes = match encoding {
        Encoding::Hex => hex::decode(text).ok()?,
        Encoding::Base64 => Base64::decode_vec(text).ok()?,
        Encoding::Base64url if text.ends_with('=') => Base64Url::decode_vec(text).ok()?,
        Encoding::Base64url => Base64UrlUnpadded::decode_vec(text).ok()?,
        Encoding::Text => text.as_bytes().to_vec(),
    };
    let fits = algorithm.output_len().is_none_or(|length| length == bytes.len());
    (fits && !bytes.is_empty()).then_some(bytes)
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

/// The number of characters of an encoded value with this many bytes.
const fn encoded_len(encoding: Encoding, bytes: usize) -> usize {
    match encoding {
        Encoding::Hex => bytes * 2,
        Encoding::Base64 => bytes.div_ceil(3) * 4,
        Encoding::Base64url => (bytes * 4).div_ceil(3),
        Encoding::Text => bytes,
    }
}
