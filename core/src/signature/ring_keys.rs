//! RSA and ECDSA with `ring`, whose arithmetic is in assembly.
//!
//! Keys and signatures are parsed by `public_key`, so that only the arithmetic differs. `ring` hashes the whole message for
//! each signature and requires it in one piece, and it does not support RSA keys with fewer than 2048 bits.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use ring::signature::{ECDSA_P256_SHA256_FIXED, RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents, UnparsedPublicKey};

use super::public_keys::Message;

/// The length in bytes above which hashing the message is more expensive than checking a signature.
const LONG_MESSAGE: usize = 64 << 10;

/// The maximum length in bytes of a message in parts that is copied. Beyond it, a faster check would save little.
const MAX_COPY: usize = 1 << 20;

/// The minimum size of an RSA modulus in bits.
const RSA_MIN_BITS: usize = 2048;

/// An RSA public key: modulus and exponent.
#[derive(Clone)]
pub(super) struct RingRsaKey(RsaPublicKeyComponents<Vec<u8>>);

impl RingRsaKey {
    /// `None` if `ring` does not support the size.
    pub(super) fn new(bits: usize, modulus: Vec<u8>, exponent: Vec<u8>) -> Option<Self> {
        (bits >= RSA_MIN_BITS).then_some(Self(RsaPublicKeyComponents { n: modulus, e: exponent }))
    }

    /// `None` if the message is not suitable.
    pub(super) fn verify(&self, message: &Message<'_>, signature: &[u8]) -> Option<bool> {
        let whole = whole(message)?;
        Some(self.0.verify(&RSA_PKCS1_2048_8192_SHA256, &whole, signature).is_ok())
    }
}

/// Whether a signature, as two numbers of 32 bytes, is that of a message. The key is an uncompressed point. `None` if the
/// message is not suitable.
pub(super) fn verify_p256(point: &[u8], message: &Message<'_>, signature: &[u8]) -> Option<bool> {
    let whole = whole(message)?;
    Some(UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point).verify(&whole, signature).is_ok())
}

/// The message in one piece. `None` if its content is not known, if it is too large to be copied, or if it is long and was
/// hashed for another signature: the digest, which is computed once, is then less work.
fn whole<'m>(message: &'m Message<'_>) -> Option<Cow<'m, [u8]>> {
    let length = message.length()?;
    if length > LONG_MESSAGE && !message.is_first_use() {
        return None;
    }
    match *message.content()? {
        [] => Some(Cow::Borrowed(&[])),
        [only] => Some(Cow::Borrowed(only)),
        ref parts if length <= MAX_COPY => Some(Cow::Owned(parts.concat())),
        _ => None,
    }
}
