//! Decryption of encrypted handshakes.

use alloc::vec::Vec;

use base64ct::{Base64, Encoding as _};

use super::digest::digest;
use super::secret::Secret;

/// There is no implementation of the encryption.
pub(super) struct CannotDecrypt;

/// The body that one of the secrets decrypts: base64 of an initialization vector and AES-256-CBC, with the SHA-256 of the
/// secret as the key. `None` if no secret does. The caller treats such a request as an ordinary delivery, which has the
/// same response whatever is wrong with it, so that it is not a padding oracle.
pub(super) fn decrypted(secrets: &[Secret], text: &str) -> Result<Option<Vec<u8>>, CannotDecrypt> {
    let Ok(bytes) = Base64::decode_vec(text) else { return Ok(None) };
    for secret in secrets {
        let key = zeroize::Zeroizing::new(digest(&[secret.bytes()]));
        if let Some(body) = open(&key, &bytes)? {
            return Ok(Some(body));
        }
    }
    Ok(None)
}

#[cfg(feature = "foreign-public-key")]
fn open(key: &[u8; 32], bytes: &[u8]) -> Result<Option<Vec<u8>>, CannotDecrypt> {
    let keys = super::prepared_public_key::public_keys().ok_or(CannotDecrypt)?;
    Ok(keys.decrypt_aes_256_cbc(key, bytes).filter(|body| core::str::from_utf8(body).is_ok()))
}

#[cfg(not(feature = "foreign-public-key"))]
fn open(_key: &[u8; 32], _bytes: &[u8]) -> Result<Option<Vec<u8>>, CannotDecrypt> {
    Err(CannotDecrypt)
}
