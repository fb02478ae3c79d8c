//! Public-key algorithms.

use alloc::sync::Arc;
use alloc::vec::Vec;

use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockDecryptMut as _, KeyIvInit as _};
use ed25519_dalek::hazmat::{ExpandedSecretKey, raw_sign_byupdate};
use ed25519_dalek::{Digest as _, Sha512, SigningKey, StreamVerifier, VerifyingKey};
use p256::ecdsa::signature::hazmat::{PrehashSigner as _, PrehashVerifier as _};
use rsa::pkcs1::{DecodeRsaPrivateKey as _, DecodeRsaPublicKey as _};
use rsa::pkcs8::spki::SubjectPublicKeyInfoRef;
use rsa::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _, EncodePublicKey as _, PrivateKeyInfo};
use rsa::traits::PublicKeyParts as _;
use rsa::{Pkcs1v15Sign, RsaPrivateKey, RsaPublicKey, pkcs1};

use super::certificate;
use super::method::{Algorithm, KeyForm};
use super::public_keys::{Message, PublicKey, PublicKeys};
#[cfg(all(feature = "ring", not(target_arch = "wasm32")))]
use super::ring_keys::{RingRsaKey, verify_p256};
use super::secret::SecretError;

/// The DER before the 32 bytes of an Ed25519 key (RFC 8410), in SubjectPublicKeyInfo and in PKCS #8. Parsers such as `spki`
/// do not report the length of a key that is too short or too long.
const ED25519_PUBLIC: &[u8] = &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
const ED25519_PRIVATE: &[u8] =
    &[0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/// The DER before the 65 bytes of an uncompressed point of P-256 in SubjectPublicKeyInfo (RFC 5480).
const P256_PUBLIC: &[u8] = &[
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce,
    0x3d, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00,
];

/// The object identifier of P-256 (RFC 5480) in DER.
const P256_OID: &[u8] = &[0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07];

/// The minimum and the maximum size of an RSA modulus, in bits. Smaller ones can be factored, and larger ones are too
/// slow.
const RSA_MIN_BITS: usize = 1024;
const RSA_MAX_BITS: usize = 4096;

/// The implementation of the crate.
///
/// ```
/// use hookwright::signature::{Algorithm, BuiltIn, KeyForm, Message, PublicKeys as _};
///
/// let seed = [7; 32];
/// let pair = [seed, BuiltIn.ed25519_public(&seed)?].concat();
/// let key = BuiltIn.prepare(Algorithm::Ed25519, KeyForm::Hex, &pair)?;
/// let message = Message::new(vec![b"hello"]);
/// assert_eq!(key.verify(&message, &key.sign(&message)?), Some(true));
/// # Ok::<(), hookwright::signature::SecretError>(())
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct BuiltIn;

impl PublicKeys for BuiltIn {
    fn prepare(&self, algorithm: Algorithm, form: KeyForm, key: &[u8]) -> Result<Arc<dyn PublicKey>, SecretError> {
        let key = if form == KeyForm::Pem { certificate::public_key(key).unwrap_or(key) } else { key };
        Ok(match algorithm {
            Algorithm::Ed25519 => Arc::new(Ed25519Key::new(form, key)?),
            Algorithm::RsaPkcs1Sha256 => Arc::new(RsaKey::new(key)?),
            Algorithm::EcdsaP256Sha256 => Arc::new(P256Key::new(key)?),
            Algorithm::HmacSha1
            | Algorithm::HmacSha256
            | Algorithm::HmacSha384
            | Algorithm::HmacSha512
            | Algorithm::HmacMd5
            | Algorithm::Sha1
            | Algorithm::Sha256
            | Algorithm::Token => return Err(SecretError::NotAKey),
        })
    }

    fn ed25519_public(&self, seed: &[u8; 32]) -> Result<[u8; 32], SecretError> {
        Ok(SigningKey::from_bytes(seed).verifying_key().to_bytes())
    }

    fn decrypt_aes_256_cbc(&self, key: &[u8; 32], bytes: &[u8]) -> Option<Vec<u8>> {
        let (iv, text) = bytes.split_first_chunk::<16>()?;
        cbc::Decryptor::<aes::Aes256>::new(key.into(), iv.into()).decrypt_padded_vec_mut::<Pkcs7>(text).ok()
    }
}

/// An Ed25519 key.
#[derive(Clone)]
struct Ed25519Key {
    public: VerifyingKey,
    private: Option<SigningKey>,
}

impl Ed25519Key {
    /// Reads 32 bytes as a public key, 64 bytes as a seed and a public key, and PEM as the type of key in its DER.
    fn new(form: KeyForm, key: &[u8]) -> Result<Self, SecretError> {
        if form == KeyForm::Pem {
            if let Some(seed) = key.strip_prefix(ED25519_PRIVATE).and_then(|seed| seed.try_into().ok()) {
                return Ok(Self::from_seed(seed));
            }
            let public = key.strip_prefix(ED25519_PUBLIC).ok_or(SecretError::NotPem)?;
            return Self::from_public(public);
        }
        match key.split_at_checked(32) {
            Some((seed, public)) if public.len() == 32 => {
                let made = Self::from_seed(seed.try_into().unwrap_or(&[0; 32]));
                // A signature with halves of two different key pairs would not be valid for any public key.
                if made.public.as_bytes() == public { Ok(made) } else { Err(SecretError::NotAKey) }
            }
            _ => Self::from_public(key),
        }
    }

    fn from_seed(seed: &[u8; 32]) -> Self {
        let private = SigningKey::from_bytes(seed);
        Self { public: private.verifying_key(), private: Some(private) }
    }

    /// Reads a public key. Keys of small order are rejected, because with them a signature is valid for many messages.
    fn from_public(public: &[u8]) -> Result<Self, SecretError> {
        let wrong = SecretError::WrongLength { found: public.len(), expected: 32 };
        let public = VerifyingKey::from_bytes(public.try_into().map_err(|_| wrong)?);
        let public = public.ok().filter(|public| !public.is_weak()).ok_or(SecretError::NotAKey)?;
        Ok(Self { public, private: None })
    }

    /// Parses a signature, and checks that its point does not have small order and that its scalar is reduced. This
    /// does not require a pass over the content.
    fn candidate(&self, signature: &[u8]) -> Option<StreamVerifier> {
        let signature = ed25519_dalek::Signature::from_slice(signature).ok()?;
        VerifyingKey::from_bytes(signature.r_bytes()).ok().filter(|point| !point.is_weak())?;
        self.public.verify_stream(&signature).ok()
    }
}

impl PublicKey for Ed25519Key {
    fn is_private(&self) -> bool {
        self.private.is_some()
    }

    fn rsa_bits(&self) -> Option<usize> {
        None
    }

    fn public_der(&self) -> Vec<u8> {
        [ED25519_PUBLIC, self.public.as_bytes()].concat()
    }

    fn is_candidate(&self, signature: &[u8]) -> bool {
        self.candidate(signature).is_some()
    }

    /// Equivalent to [`VerifyingKey::verify_strict`], but without concatenating the parts.
    fn verify(&self, message: &Message<'_>, signature: &[u8]) -> Option<bool> {
        let mut candidate = self.candidate(signature)?;
        message.content()?.iter().for_each(|part| candidate.update(part));
        Some(candidate.finalize_and_verify().is_ok())
    }

    fn sign(&self, message: &Message<'_>) -> Result<Vec<u8>, SecretError> {
        let private = self.private.as_ref().ok_or(SecretError::Public)?;
        let expanded = ExpandedSecretKey::from(private.as_bytes());
        let hash_content = |hash: &mut Sha512| {
            message.content().unwrap_or_default().iter().for_each(|part| hash.update(part));
            Ok(())
        };
        let signature = raw_sign_byupdate(&expanded, hash_content, &self.public);
        signature.map(|signature| signature.to_bytes().to_vec()).map_err(|_| SecretError::NotAKey)
    }
}

/// An RSA key.
#[derive(Clone)]
struct RsaKey {
    public: RsaPublicKey,
    private: Option<RsaPrivateKey>,
    #[cfg(all(feature = "ring", not(target_arch = "wasm32")))]
    ring: Option<RingRsaKey>,
}

impl RsaKey {
    /// Reads DER: SubjectPublicKeyInfo or PKCS #1 for a public key, PKCS #8 or PKCS #1 for a private key.
    fn new(der: &[u8]) -> Result<Self, SecretError> {
        match modulus_bits(der).ok_or(SecretError::NotPem)? {
            found if found < RSA_MIN_BITS => return Err(SecretError::TooFewBits { found, least: RSA_MIN_BITS }),
            found if found > RSA_MAX_BITS => return Err(SecretError::TooManyBits { found, most: RSA_MAX_BITS }),
            _ => {}
        }
        let public = RsaPublicKey::from_public_key_der(der).or_else(|_| RsaPublicKey::from_pkcs1_der(der));
        if let Ok(public) = public {
            return Ok(Self::with(public, None));
        }
        let private = RsaPrivateKey::from_pkcs8_der(der).or_else(|_| RsaPrivateKey::from_pkcs1_der(der));
        let private = private.map_err(|_| SecretError::NotAKey)?;
        Ok(Self::with(private.to_public_key(), Some(private)))
    }

    fn with(public: RsaPublicKey, private: Option<RsaPrivateKey>) -> Self {
        Self {
            #[cfg(all(feature = "ring", not(target_arch = "wasm32")))]
            ring: RingRsaKey::new(public.n().bits(), public.n().to_bytes_be(), public.e().to_bytes_be()),
            public,
            private,
        }
    }

    #[cfg(all(feature = "ring", not(target_arch = "wasm32")))]
    fn verify_fast(&self, message: &Message<'_>, signature: &[u8]) -> Option<bool> {
        self.ring.as_ref()?.verify(message, signature)
    }

    #[cfg(not(all(feature = "ring", not(target_arch = "wasm32"))))]
    fn verify_fast(&self, _message: &Message<'_>, _signature: &[u8]) -> Option<bool> {
        None
    }
}

impl PublicKey for RsaKey {
    fn is_private(&self) -> bool {
        self.private.is_some()
    }

    fn rsa_bits(&self) -> Option<usize> {
        Some(self.public.n().bits())
    }

    fn public_der(&self) -> Vec<u8> {
        self.public.to_public_key_der().map(|der| der.as_bytes().to_vec()).unwrap_or_default()
    }

    fn is_candidate(&self, signature: &[u8]) -> bool {
        signature.len() == self.public.size()
    }

    fn verify(&self, message: &Message<'_>, signature: &[u8]) -> Option<bool> {
        if !self.is_candidate(signature) {
            return None;
        }
        let verify = || self.public.verify(padding(), message.sha256(), signature).is_ok();
        Some(self.verify_fast(message, signature).unwrap_or_else(verify))
    }

    /// Signs without blinding, because the crate has no source of randomness. The duration depends on the key
    /// (RUSTSEC-2023-0071), and a caller that measures it can learn about the key. Use it with test keys only.
    fn sign(&self, message: &Message<'_>) -> Result<Vec<u8>, SecretError> {
        let private = self.private.as_ref().ok_or(SecretError::Public)?;
        private.sign(padding(), message.sha256()).map_err(|_| SecretError::NotPem)
    }
}

/// The size of the modulus of an RSA key in DER. It is read before the key, because the `rsa` crate does not report
/// which of its bounds a key exceeds.
fn modulus_bits(der: &[u8]) -> Option<usize> {
    let spki = SubjectPublicKeyInfoRef::try_from(der).ok();
    let public = spki.and_then(|spki| spki.subject_public_key.as_bytes()).unwrap_or(der);
    let private = PrivateKeyInfo::try_from(der).map_or(der, |info| info.private_key);
    let modulus = pkcs1::RsaPublicKey::try_from(public)
        .map(|key| key.modulus)
        .or_else(|_| pkcs1::RsaPrivateKey::try_from(private).map(|key| key.modulus))
        .ok()?
        .as_bytes();
    let unused = modulus.first()?.leading_zeros() as usize;
    modulus.len().checked_mul(8)?.checked_sub(unused)
}

/// PKCS #1 v1.5 padding with the DigestInfo of SHA-256 (RFC 8017 §9.2, note 1).
fn padding() -> Pkcs1v15Sign {
    const SHA256: [u8; 19] = [
        0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04,
        0x20,
    ];
    Pkcs1v15Sign { hash_len: Some(32), prefix: SHA256.into() }
}

/// A key on the curve P-256.
#[derive(Clone)]
struct P256Key {
    public: p256::ecdsa::VerifyingKey,
    private: Option<p256::ecdsa::SigningKey>,
}

impl P256Key {
    /// Reads DER: SubjectPublicKeyInfo for a public key, PKCS #8 or SEC 1 for a private key.
    fn new(der: &[u8]) -> Result<Self, SecretError> {
        if let Ok(public) = p256::ecdsa::VerifyingKey::from_public_key_der(der) {
            return Ok(Self { public, private: None });
        }
        // `from_sec1_der` does not check the curve, and the number could be a key of several curves.
        let is_p256 = der.windows(P256_OID.len()).any(|part| part == P256_OID);
        let sec1 = || p256::SecretKey::from_sec1_der(der).ok().filter(|_| is_p256);
        let private = p256::SecretKey::from_pkcs8_der(der).ok().or_else(sec1).ok_or(SecretError::NotPem)?;
        let private = p256::ecdsa::SigningKey::from(private);
        Ok(Self { public: *private.verifying_key(), private: Some(private) })
    }
}

impl P256Key {
    #[cfg(all(feature = "ring", not(target_arch = "wasm32")))]
    fn verify_fast(&self, message: &Message<'_>, signature: &p256::ecdsa::Signature) -> Option<bool> {
        verify_p256(self.public.to_encoded_point(false).as_bytes(), message, &signature.to_bytes())
    }

    #[cfg(not(all(feature = "ring", not(target_arch = "wasm32"))))]
    fn verify_fast(&self, _message: &Message<'_>, _signature: &p256::ecdsa::Signature) -> Option<bool> {
        None
    }
}

impl PublicKey for P256Key {
    fn is_private(&self) -> bool {
        self.private.is_some()
    }

    fn rsa_bits(&self) -> Option<usize> {
        None
    }

    fn public_der(&self) -> Vec<u8> {
        [P256_PUBLIC, self.public.to_encoded_point(false).as_bytes()].concat()
    }

    fn is_candidate(&self, signature: &[u8]) -> bool {
        p256::ecdsa::Signature::from_der(signature).is_ok()
    }

    fn verify(&self, message: &Message<'_>, signature: &[u8]) -> Option<bool> {
        let signature = p256::ecdsa::Signature::from_der(signature).ok()?;
        let verify = || self.public.verify_prehash(message.sha256(), &signature).is_ok();
        Some(self.verify_fast(message, &signature).unwrap_or_else(verify))
    }

    fn sign(&self, message: &Message<'_>) -> Result<Vec<u8>, SecretError> {
        let private = self.private.as_ref().ok_or(SecretError::Public)?;
        let signature: p256::ecdsa::Signature =
            private.sign_prehash(message.sha256()).map_err(|_| SecretError::NotPem)?;
        Ok(signature.to_der().as_bytes().to_vec())
    }
}
