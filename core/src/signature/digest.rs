//! The SHA-256 of contents.

use alloc::string::String;

use sha2::{Digest as _, Sha256};

use super::parts::Parts;

/// The SHA-256 of a content.
pub(super) fn digest(parts: &dyn Parts) -> [u8; 32] {
    let mut state = Sha256::new();
    parts.each(&mut |part| state.update(part));
    state.finalize().into()
}

/// The SHA-256 of some bytes, in hexadecimal digits.
pub(super) fn sha256_hex(bytes: &[u8]) -> String {
    hex::encode(digest(&[bytes]))
}
