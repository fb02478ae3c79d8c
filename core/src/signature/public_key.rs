//! Public-key algorithms.

use alloc::vec::Vec;

use ed25519_dalek::hazmat::{ExpandedSecretKey, raw_sign_byupdate};
use ed25519_dalek::{Digest as _, Sha512, SigningKey, StreamVerifier, VerifyingKey};
use p256::ecdsa::signature::hazmat::{PrehashSigner as _, PrehashVerifier as _};
use rsa::pkcs1::{DecodeRsaPrivateKey as _, DecodeRsaPublicKey as _};
use rsa::pkcs8::spki::SubjectPublicKeyInfoRef;
use rsa::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _, EncodePublicKey as _, PrivateKeyInfo};
use rsa::traits::PublicKeyParts as _;
use rsa::{Pkcs1v15Sign, RsaPrivateKey, RsaPublicKey, pkcs1};

use super::method::KeyForm;
use super::parts::Parts;
use super::secret::SecretError;
use super::signatures::Signatures;

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

/// The maximum number of Ed25519 signatures that are checked over content with more than [`LONG_CONTENT`] bytes. The
/// hash depends on the signature, so each signature requires a pass over the content. Senders send two signatures while
/// they rotate a key.
const MAX_SIGNATURES_OVER_LONG: usize = 4;

/// The length in bytes above which hashing the content is more expensive than checking a signature.
const LONG_CONTENT: usize = 64 << 10;

/// The maximum number of RSA or ECDSA signatures that are checked. They share one hash, but each requires a key
/// operation.
pub(super) const MAX_SIGNATURES: usize = 8;

/// The minimum and the maximum size of an RSA modulus, in bits. Smaller ones can be factored, and larger ones are too
/// slow.
const RSA_MIN_BITS: usize = 1024;
const RSA_MAX_BITS: usize = 4096;

/// The recommended minimum size of RSA keys in bits (NIST SP 800-131A).
const RSA_RECOMMENDED_BITS: usize = 2048;

/// An Ed25519 key.
#[derive(Clone)]
pub(super) struct Ed25519Key {
    public: VerifyingKey,
    private: Option<SigningKey>,
}

impl Ed25519Key {
    /// Reads 32 bytes as a public key, 64 bytes as a seed and a public key, and PEM as the type of key in its DER.
    pub(super) fn new(form: KeyForm, key: &[u8]) -> Result<Self, SecretError> {
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

    pub(super) fn from_seed(seed: &[u8; 32]) -> Self {
        let private = SigningKey::from_bytes(seed);
        Self { public: private.verifying_key(), private: Some(private) }
    }

    pub(super) fn public_bytes(&self) -> &[u8; 32] {
        self.public.as_bytes()
    }

    pub(super) const fn is_private(&self) -> bool {
        self.private.is_some()
    }

    /// Reads a public key. Keys of small order are rejected, because with them a signature is valid for many messages.
    fn from_public(public: &[u8]) -> Result<Self, SecretError> {
        let wrong = SecretError::WrongLength { found: public.len(), expected: 32 };
        let public = VerifyingKey::from_bytes(public.try_into().map_err(|_| wrong)?);
        let public = public.ok().filter(|public| !public.is_weak()).ok_or(SecretError::NotAKey)?;
        Ok(Self { public, private: None })
    }

    pub(super) fn sign(&self, parts: &dyn Parts) -> Result<Vec<u8>, SecretError> {
        let private = self.private.as_ref().ok_or(SecretError::Public)?;
        let expanded = ExpandedSecretKey::from(private.as_bytes());
        let hash_content = |hash: &mut Sha512| {
            parts.each(&mut |part| hash.update(part));
            Ok(())
        };
        let signature = raw_sign_byupdate(&expanded, hash_content, &self.public);
        signature.map(|signature| signature.to_bytes().to_vec()).map_err(|_| SecretError::NotAKey)
    }

    /// Whether one of the signatures is that of the content. Equivalent to [`VerifyingKey::verify_strict`], but without
    /// concatenating the parts.
    pub(super) fn verifies_any(&self, parts: &dyn Parts, signatures: &Signatures) -> bool {
        let most = Self::most_signatures(parts.length());
        signatures.iter().filter_map(|signature| self.candidate(signature)).take(most).any(|mut candidate| {
            parts.each(&mut |part| candidate.update(part));
            candidate.finalize_and_verify().is_ok()
        })
    }

    /// The maximum number of signatures that are checked over a content of this length.
    pub(super) const fn most_signatures(content_len: usize) -> usize {
        if content_len > LONG_CONTENT { MAX_SIGNATURES_OVER_LONG } else { usize::MAX }
    }

    /// Whether a signature can be valid for some content.
    pub(super) fn is_candidate(&self, signature: &[u8]) -> bool {
        self.candidate(signature).is_some()
    }

    /// The public key as SubjectPublicKeyInfo.
    pub(super) fn public_der(&self) -> Vec<u8> {
        [ED25519_PUBLIC, self.public_bytes()].concat()
    }

    /// Parses a signature, and checks that its point does not have small order and that its scalar is reduced. This
    /// does not require a pass over the content.
    fn candidate(&self, signature: &[u8]) -> Option<StreamVerifier> {
        let signature = ed25519_dalek::Signature::from_slice(signature).ok()?;
        VerifyingKey::from_bytes(signature.r_bytes()).ok().filter(|point| !point.is_weak())?;
        self.public.verify_stream(&signature).ok()
    }
}

/// An RSA key.
#[derive(Clone)]
pub(super) struct RsaKey {
    public: RsaPublicKey,
    private: Option<RsaPrivateKey>,
}

impl RsaKey {
    /// Reads DER: SubjectPublicKeyInfo or PKCS #1 for a public key, PKCS #8 or PKCS #1 for a private key.
    pub(super) fn new(der: &[u8]) -> Result<Self, SecretError> {
        match modulus_bits(der).ok_or(SecretError::NotPem)? {
            found if found < RSA_MIN_BITS => return Err(SecretError::TooFewBits { found, least: RSA_MIN_BITS }),
            found if found > RSA_MAX_BITS => return Err(SecretError::TooManyBits { found, most: RSA_MAX_BITS }),
            _ => {}
        }
        let public = RsaPublicKey::from_public_key_der(der).or_else(|_| RsaPublicKey::from_pkcs1_der(der));
        if let Ok(public) = public {
            return Ok(Self { public, private: None });
        }
        let private = RsaPrivateKey::from_pkcs8_der(der).or_else(|_| RsaPrivateKey::from_pkcs1_der(der));
        let private = private.map_err(|_| SecretError::NotAKey)?;
        Ok(Self { public: private.to_public_key(), private: Some(private) })
    }

    pub(super) const fn is_private(&self) -> bool {
        self.private.is_some()
    }

    /// The size of the modulus, if it is smaller than recommended, and the recommended minimum, in bits.
    pub(super) fn short_bits(&self) -> Option<(usize, usize)> {
        let found = self.public.n().bits();
        (found < RSA_RECOMMENDED_BITS).then_some((found, RSA_RECOMMENDED_BITS))
    }

    /// Whether a signature has the length of the modulus.
    pub(super) fn is_candidate(&self, signature: &[u8]) -> bool {
        signature.len() == self.public.size()
    }

    /// The public key as SubjectPublicKeyInfo.
    pub(super) fn public_der(&self) -> Vec<u8> {
        self.public.to_public_key_der().map(|der| der.as_bytes().to_vec()).unwrap_or_default()
    }

    /// Signs without blinding, because the crate has no source of randomness. The duration depends on the key
    /// (RUSTSEC-2023-0071), and a caller that measures it can learn about the key. Use it with test keys only.
    pub(super) fn sign(&self, digest: &[u8; 32]) -> Result<Vec<u8>, SecretError> {
        let private = self.private.as_ref().ok_or(SecretError::Public)?;
        private.sign(padding(), digest).map_err(|_| SecretError::NotPem)
    }

    /// Whether one of the signatures is that of the digest. Signatures of another length are skipped without a key
    /// operation.
    pub(super) fn verifies_any(&self, digest: &[u8; 32], signatures: &Signatures) -> bool {
        let candidates = signatures.iter().filter(|signature| self.is_candidate(signature));
        candidates.take(MAX_SIGNATURES).any(|signature| self.public.verify(padding(), digest, signature).is_ok())
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
pub(super) struct P256Key {
    public: p256::ecdsa::VerifyingKey,
    private: Option<p256::ecdsa::SigningKey>,
}

impl P256Key {
    /// Reads DER: SubjectPublicKeyInfo or PKCS #8.
    pub(super) fn new(der: &[u8]) -> Result<Self, SecretError> {
        if let Ok(public) = p256::ecdsa::VerifyingKey::from_public_key_der(der) {
            return Ok(Self { public, private: None });
        }
        let private = p256::ecdsa::SigningKey::from_pkcs8_der(der).map_err(|_| SecretError::NotPem)?;
        Ok(Self { public: *private.verifying_key(), private: Some(private) })
    }

    pub(super) const fn is_private(&self) -> bool {
        self.private.is_some()
    }

    pub(super) fn sign(&self, digest: &[u8; 32]) -> Result<Vec<u8>, SecretError> {
        let private = self.private.as_ref().ok_or(SecretError::Public)?;
        let signature: p256::ecdsa::Signature = private.sign_prehash(digest).map_err(|_| SecretError::NotPem)?;
        Ok(signature.to_der().as_bytes().to_vec())
    }

    /// Whether a signature is DER.
    pub(super) fn is_candidate(signature: &[u8]) -> bool {
        p256::ecdsa::Signature::from_der(signature).is_ok()
    }

    /// The public key as SubjectPublicKeyInfo.
    pub(super) fn public_der(&self) -> Vec<u8> {
        [P256_PUBLIC, self.public.to_encoded_point(false).as_bytes()].concat()
    }

    /// Whether one of the signatures is that of the digest. Signatures that are not DER are skipped without a key
    /// operation.
    pub(super) fn verifies_any(&self, digest: &[u8; 32], signatures: &Signatures) -> bool {
        let candidates = signatures.iter().filter_map(|signature| p256::ecdsa::Signature::from_der(signature).ok());
        candidates.take(MAX_SIGNATURES).any(|signature| self.public.verify_prehash(digest, &signature).is_ok())
    }
}
