//! A buffer for the variants of a body.

use alloc::vec::Vec;

use super::work::{Cut, MAX_VARIANT};

/// A buffer whose size is set before it is written to. It is reused for each variant, and never grows while a variant
/// is written.
#[derive(Default)]
pub(super) struct Scratch {
    bytes: Vec<u8>,
    /// The maximum length of the current variant.
    limit: usize,
    is_over: bool,
}

impl Scratch {
    pub(super) const fn new() -> Self {
        Self { bytes: Vec::new(), limit: 0, is_over: false }
    }

    /// Reserves memory for a variant of at most this many bytes.
    pub(super) fn start(&mut self, limit: usize) -> Result<(), Cut> {
        self.bytes.clear();
        self.is_over = false;
        self.limit = limit;
        if limit > MAX_VARIANT {
            return Err(Cut);
        }
        self.bytes.try_reserve_exact(limit).map_err(|_| Cut)
    }

    pub(super) fn push(&mut self, byte: u8) {
        if self.bytes.len() < self.limit {
            self.bytes.push(byte);
        } else {
            self.is_over = true;
        }
    }

    pub(super) fn extend(&mut self, bytes: &[u8]) {
        if bytes.len() <= self.limit - self.bytes.len() {
            self.bytes.extend_from_slice(bytes);
        } else {
            self.is_over = true;
        }
    }

    pub(super) fn push_char(&mut self, character: char) {
        match u8::try_from(character) {
            Ok(byte) if byte.is_ascii() => self.push(byte),
            _ => self.extend(character.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }

    /// Extends the variant by bytes that the caller writes.
    pub(super) fn zeros(&mut self, length: usize) -> &mut [u8] {
        let start = self.bytes.len();
        let length = length.min(self.limit - start);
        self.bytes.resize(start + length, 0);
        self.bytes.get_mut(start..).unwrap_or_default()
    }

    pub(super) fn truncate(&mut self, length: usize) {
        self.bytes.truncate(length);
    }

    pub(super) fn written(&mut self) -> &mut [u8] {
        &mut self.bytes
    }

    /// The variant. `None` if it is incomplete, because it is longer than the reserved memory.
    pub(super) fn variant(&self) -> Option<&[u8]> {
        (!self.is_over).then_some(&self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn does_not_grow_or_return_incomplete_variants() {
        let mut scratch = Scratch::new();
        scratch.start(4).unwrap();
        scratch.push_char('é');
        scratch.extend(b"ab");
        assert_eq!(scratch.variant(), Some("éab".as_bytes()));
        scratch.push(b'c');
        assert_eq!(scratch.variant(), None);
        scratch.start(4).unwrap();
        scratch.extend(b"abcde");
        assert_eq!(scratch.variant(), None);
        assert_eq!(scratch.start(MAX_VARIANT + 1), Err(Cut));
        scratch.start(3).unwrap();
        assert_eq!(scratch.zeros(5).len(), 3);
        assert_eq!(scratch.variant(), Some([0; 3].as_slice()));
    }
}
