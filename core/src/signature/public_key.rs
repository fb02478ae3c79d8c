//! Keys of which one half signs and the other verifies.

use alloc::vec::Vec;

use ed25519_dalek::{SigningKey, VerifyingKey, ed25519::signature::Signer as _};
use p256::ecdsa::signature::hazmat::{PrehashSigner as _, PrehashVerifier as _};
use rsa::pkcs1::{DecodeRsaPrivateKey as _, DecodeRsaPublicKey as _};
use rsa::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _};
use rsa::traits::PublicKeyParts as _;
use rsa::{Pkcs1v15Sign, RsaPrivateKey, RsaPublicKey};

use super::method::KeyForm;
use super::secret::SecretError;

/// What stands before the 32 bytes of an Ed25519 key in DER (RFC 8410): SubjectPublicKeyInfo, and PKCS #8.
const ED25519_PUBLIC: &[u8] = &[0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];
const ED25519_PRIVATE: &[u8] =
    &[0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20];

/// An Ed25519 key.
#[derive(Clone)]
pub(super) struct Ed25519Key {
    public: VerifyingKey,
    private: Option<SigningKey>,
}

impl Ed25519Key {
    /// Takes 32 bytes as the public key and 64 as seed and public key; in PEM the DER says which it is.
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
                // The halves of a pair that do not belong together sign what nobody verifies.
                let wanted = "an Ed25519 key whose halves belong together";
                if made.public.as_bytes() == public { Ok(made) } else { Err(SecretError::WrongKind { wanted }) }
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

    fn from_public(public: &[u8]) -> Result<Self, SecretError> {
        let wrong = SecretError::WrongLength { found: public.len(), expected: 32 };
        let public = VerifyingKey::from_bytes(public.try_into().map_err(|_| wrong)?);
        Ok(Self { public: public.map_err(|_| SecretError::NotAKey)?, private: None })
    }

    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SecretError> {
        let private = self.private.as_ref().ok_or(SecretError::Public)?;
        Ok(private.sign(message).to_bytes().to_vec())
    }

    /// Strictly: keys and points of small order, with which a signature fits many messages, are refused.
    pub(super) fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        ed25519_dalek::Signature::from_slice(signature)
            .is_ok_and(|signature| self.public.verify_strict(message, &signature).is_ok())
    }
}

/// An RSA key.
#[derive(Clone)]
pub(super) struct RsaKey {
    public: RsaPublicKey,
    private: Option<RsaPrivateKey>,
}

impl RsaKey {
    /// Takes DER: SubjectPublicKeyInfo or PKCS #1 for a public key, PKCS #8 or PKCS #1 for a private one.
    pub(super) fn new(der: &[u8]) -> Result<Self, SecretError> {
        let public = RsaPublicKey::from_public_key_der(der).or_else(|_| RsaPublicKey::from_pkcs1_der(der));
        if let Ok(public) = public {
            return Self { public, private: None }.strong();
        }
        let private = RsaPrivateKey::from_pkcs8_der(der).or_else(|_| RsaPrivateKey::from_pkcs1_der(der));
        let private = private.map_err(|_| SecretError::NotPem)?;
        Self { public: private.to_public_key(), private: Some(private) }.strong()
    }

    /// Shorter ones have been factored, or nearly.
    fn strong(self) -> Result<Self, SecretError> {
        let found = self.public.size();
        if found < 128 { Err(SecretError::TooShort { found, least: 128 }) } else { Ok(self) }
    }

    /// Without blinding, because there is no randomness here: the time that it takes can tell of the key whoever measures
    /// it. It is for test keys.
    pub(super) fn sign(&self, digest: &[u8; 32]) -> Result<Vec<u8>, SecretError> {
        let private = self.private.as_ref().ok_or(SecretError::Public)?;
        private.sign(padding(), digest).map_err(|_| SecretError::NotPem)
    }

    pub(super) fn verifies(&self, digest: &[u8; 32], signature: &[u8]) -> bool {
        self.public.verify(padding(), digest, signature).is_ok()
    }
}

/// PKCS #1 v1.5 with the DigestInfo of SHA-256 (RFC 8017 §9.2, note 1).
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
    /// Takes DER: SubjectPublicKeyInfo or PKCS #8.
    pub(super) fn new(der: &[u8]) -> Result<Self, SecretError> {
        if let Ok(public) = p256::ecdsa::VerifyingKey::from_public_key_der(der) {
            return Ok(Self { public, private: None });
        }
        let private = p256::ecdsa::SigningKey::from_pkcs8_der(der).map_err(|_| SecretError::NotPem)?;
        Ok(Self { public: *private.verifying_key(), private: Some(private) })
    }

    pub(super) fn sign(&self, digest: &[u8; 32]) -> Result<Vec<u8>, SecretError> {
        let private = self.private.as_ref().ok_or(SecretError::Public)?;
        let signature: p256::ecdsa::Signature = private.sign_prehash(digest).map_err(|_| SecretError::NotPem)?;
        Ok(signature.to_der().as_bytes().to_vec())
    }

    pub(super) fn verifies(&self, digest: &[u8; 32], signature: &[u8]) -> bool {
        p256::ecdsa::Signature::from_der(signature)
            .is_ok_and(|signature| self.public.verify_prehash(digest, &signature).is_ok())
    }
}
