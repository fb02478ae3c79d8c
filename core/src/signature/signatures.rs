//! The decoded signatures of a request, without an allocation for each.

use alloc::vec::Vec;

use base64ct::{Base64, Base64Url, Base64UrlUnpadded, Encoding as _};

use super::method::{Algorithm, Encoding};

/// The maximum number of signatures that are checked, more than any sender sends. Each can cost a public-key operation
/// or a pass over the body.
const MAX_SIGNATURES: usize = 32;

/// The number of bytes that are stored without an allocation: two signatures of every algorithm with a fixed length.
const INLINE: usize = 128;

/// The first 32 well-formed signatures.
#[derive(Clone)]
pub(crate) struct Signatures {
    inline: [u8; INLINE],
    /// All bytes, if there are more than [`INLINE`]; else empty.
    heap: Vec<u8>,
    /// Where each signature ends.
    ends: [u32; MAX_SIGNATURES],
    count: usize,
}

impl Signatures {
    pub(crate) const fn new() -> Self {
        Self { inline: [0; INLINE], heap: Vec::new(), ends: [0; MAX_SIGNATURES], count: 0 }
    }

    /// Removes all signatures. Allocated memory is kept.
    pub(crate) fn clear(&mut self) {
        self.heap.clear();
        self.count = 0;
    }

    pub(crate) const fn len(&self) -> usize {
        self.count
    }

    pub(crate) const fn is_full(&self) -> bool {
        self.count == MAX_SIGNATURES
    }

    /// Adds a signature, unless its encoding or its length is wrong.
    pub(crate) fn push(&mut self, encoding: Encoding, algorithm: Algorithm, text: &str) {
        let fits = algorithm.output_len().is_none_or(|length| is_length(encoding, length, text));
        if !fits || self.is_full() {
            return;
        }
        let start = self.end();
        let space = match encoding {
            Encoding::Hex => text.len() / 2,
            Encoding::Base64 | Encoding::Base64url => text.len().div_ceil(4) * 3,
            Encoding::Text => text.len(),
        };
        let decoded = decode(encoding, text, self.space(start, space));
        let length = decoded.filter(|length| algorithm.output_len().unwrap_or(*length) == *length).unwrap_or(0);
        let end = start + length;
        if !self.heap.is_empty() {
            self.heap.truncate(end);
        }
        if let (true, Some(slot), Ok(end)) = (length > 0, self.ends.get_mut(self.count), end.try_into()) {
            *slot = end;
            self.count += 1;
        }
    }

    /// The signature with this index.
    pub(crate) fn get(&self, index: usize) -> Option<&[u8]> {
        let end = *self.ends.get(..self.count)?.get(index)?;
        let start = index.checked_sub(1).and_then(|before| self.ends.get(before)).map_or(0, |end| *end);
        let bytes = if self.heap.is_empty() { self.inline.as_slice() } else { self.heap.as_slice() };
        bytes.get(start as usize..end as usize)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &[u8]> {
        (0..self.count).filter_map(|index| self.get(index))
    }

    /// The number of bytes of all signatures.
    fn end(&self) -> usize {
        self.count.checked_sub(1).and_then(|last| self.ends.get(last)).map_or(0, |end| *end as usize)
    }

    /// Memory for the next signature.
    fn space(&mut self, start: usize, length: usize) -> &mut [u8] {
        if self.heap.is_empty() {
            if start.saturating_add(length) <= INLINE {
                return self.inline.get_mut(start..).unwrap_or_default();
            }
            self.heap.extend_from_slice(self.inline.get(..start).unwrap_or_default());
        }
        self.heap.resize(start.saturating_add(length), 0);
        self.heap.get_mut(start..).unwrap_or_default()
    }
}

/// The length of the bytes of a signature. `None` if its encoding is wrong.
fn decode(encoding: Encoding, text: &str, bytes: &mut [u8]) -> Option<usize> {
    match encoding {
        Encoding::Hex => {
            let bytes = bytes.get_mut(..text.len() / 2)?;
            hex::decode_to_slice(text, bytes).ok()?;
            Some(bytes.len())
        }
        Encoding::Base64 => Base64::decode(text, bytes).ok().map(<[u8]>::len),
        Encoding::Base64url if text.ends_with('=') => Base64Url::decode(text, bytes).ok().map(<[u8]>::len),
        Encoding::Base64url => Base64UrlUnpadded::decode(text, bytes).ok().map(<[u8]>::len),
        Encoding::Text => {
            bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
            Some(text.len())
        }
    }
}

/// Whether a text can encode this number of bytes.
fn is_length(encoding: Encoding, bytes: usize, text: &str) -> bool {
    let length = text.len();
    length == encoded_len(encoding, bytes) || encoding == Encoding::Base64url && length == bytes.div_ceil(3) * 4
}

/// The number of characters of an encoded value with this many bytes.
pub(crate) const fn encoded_len(encoding: Encoding, bytes: usize) -> usize {
    match encoding {
        Encoding::Hex => bytes * 2,
        Encoding::Base64 => bytes.div_ceil(3) * 4,
        Encoding::Base64url => (bytes * 4).div_ceil(3),
        Encoding::Text => bytes,
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::String;
    use alloc::vec;

    use proptest::prelude::*;

    use super::*;

    /// The decoding of one signature into a vector of its own, as a reference.
    fn reference(encoding: Encoding, algorithm: Algorithm, text: &str) -> Option<Vec<u8>> {
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

    fn read(encoding: Encoding, algorithm: Algorithm, texts: &[String]) -> Vec<Vec<u8>> {
        let mut signatures = Signatures::new();
        texts.iter().for_each(|text| signatures.push(encoding, algorithm, text));
        assert_eq!(signatures.len(), signatures.iter().count());
        signatures.iter().map(<[u8]>::to_vec).collect()
    }

    #[test]
    fn keeps_at_most_32_signatures() {
        let texts = vec![String::from("ab"); 40];
        assert_eq!(read(Encoding::Hex, Algorithm::Token, &texts), vec![vec![0xab]; 32]);
    }

    proptest! {
        #[test]
        fn keeps_the_well_formed_signatures_in_order(
            lengths in prop::collection::vec((0_usize..200, 0_u8..8), 0..12),
            encoding in prop::sample::select(vec![Encoding::Hex, Encoding::Base64, Encoding::Base64url, Encoding::Text]),
            algorithm in prop::sample::select(vec![Algorithm::HmacSha256, Algorithm::HmacSha1, Algorithm::Token]),
        ) {
            let text = |(length, kind): &(usize, u8)| {
                let fixed = algorithm.output_len().unwrap_or(*length);
                let bytes: Vec<u8> = (0..if *kind < 4 { fixed } else { *length }).map(|at| at as u8 ^ kind).collect();
                let text = match encoding {
                    Encoding::Hex => hex::encode(&bytes),
                    Encoding::Base64 => Base64::encode_string(&bytes),
                    Encoding::Base64url if *kind % 2 == 0 => Base64Url::encode_string(&bytes),
                    Encoding::Base64url => Base64UrlUnpadded::encode_string(&bytes),
                    Encoding::Text => hex::encode(&bytes),
                };
                if *kind == 3 { format!("{text}!") } else { text }
            };
            let texts: Vec<String> = lengths.iter().map(text).collect();
            let expected: Vec<Vec<u8>> = texts.iter().filter_map(|text| reference(encoding, algorithm, text)).collect();
            prop_assert_eq!(read(encoding, algorithm, &texts), expected);
        }
    }
}
