//! MACs and signatures: computation, and comparison in constant time.
//!
//! Public-key algorithms are in `public_keys` and `public_key`.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use hmac::{Hmac, KeyInit, Mac, digest::CtOutput};
#[cfg(feature = "md5")]
use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::digest::digest;
use super::host_key::HostKey;
use super::key::KeyBytes;
use super::method::{Algorithm, KeyForm};
use super::parts::Parts;
use super::secret::SecretError;
use super::signatures::Signatures;
#[cfg(feature = "foreign-public-key")]
use super::{prepared_public_key::PreparedPublicKey, public_keys::Message};

/// A key with a precomputed hash state.
#[derive(Clone)]
pub(super) enum PreparedKey {
    HmacSha1(Hmac<Sha1>),
    HmacSha256(Hmac<Sha256>),
    HmacSha384(Hmac<Sha384>),
    HmacSha512(Hmac<Sha512>),
    #[cfg(feature = "md5")]
    HmacMd5(Hmac<Md5>),
    /// The secret, which is a part of the content.
    Sha1(KeyBytes),
    Sha256(KeyBytes),
    Token {
        token: KeyBytes,
        /// The MAC of the token, which is compared instead of the token, so that the duration does not depend on the
        /// token or its length.
        mac: CtOutput<Hmac<Sha256>>,
    },
    #[cfg(feature = "foreign-public-key")]
    Public(PreparedPublicKey),
}

/// The hash of a content that arrives in chunks.
#[derive(Clone)]
pub(super) enum MacState {
    HmacSha1(Hmac<Sha1>),
    HmacSha256(Hmac<Sha256>),
    HmacSha384(Hmac<Sha384>),
    HmacSha512(Hmac<Sha512>),
    #[cfg(feature = "md5")]
    HmacMd5(Hmac<Md5>),
    /// Nothing is hashed.
    Token,
    /// The digest that RSA and ECDSA sign, or of content that contains the key.
    Digest(Sha256),
}

impl MacState {
    pub(super) fn update(&mut self, bytes: &[u8]) {
        match self {
            Self::HmacSha1(state) => state.update(bytes),
            Self::HmacSha256(state) => state.update(bytes),
            Self::HmacSha384(state) => state.update(bytes),
            Self::HmacSha512(state) => state.update(bytes),
            #[cfg(feature = "md5")]
            Self::HmacMd5(state) => state.update(bytes),
            Self::Token => {}
            Self::Digest(state) => Digest::update(state, bytes),
        }
    }
}

impl PreparedKey {
    pub(super) fn new(algorithm: Algorithm, form: KeyForm, key: &KeyBytes) -> Result<Self, SecretError> {
        Ok(match algorithm {
            Algorithm::HmacSha1 => Self::HmacSha1(hmac(key)),
            Algorithm::HmacSha256 => Self::HmacSha256(hmac(key)),
            Algorithm::HmacSha384 => Self::HmacSha384(hmac(key)),
            Algorithm::HmacSha512 => Self::HmacSha512(hmac(key)),
            #[cfg(feature = "md5")]
            Algorithm::HmacMd5 => Self::HmacMd5(hmac(key)),
            // Without the feature, schemes with this algorithm cannot be compiled.
            #[cfg(not(feature = "md5"))]
            Algorithm::HmacMd5 => return Err(SecretError::NotAKey),
            Algorithm::Sha1 => Self::Sha1(key.clone()),
            Algorithm::Sha256 => Self::Sha256(key.clone()),
            Algorithm::Token => Self::Token { mac: token_mac(key), token: key.clone() },
            Algorithm::Ed25519 | Algorithm::RsaPkcs1Sha256 | Algorithm::EcdsaP256Sha256 => {
                #[cfg(feature = "foreign-public-key")]
                return PreparedPublicKey::new(algorithm, form, key).map(Self::Public);
                // Without the feature, schemes with such an algorithm cannot be compiled.
                #[cfg(not(feature = "foreign-public-key"))]
                return Err(SecretError::NotAKey);
            }
        })
    }

    /// The bytes of the key, for schemes that hash it with the content.
    pub(super) fn hashed_secret(&self) -> &[u8] {
        match self {
            Self::Sha1(secret) | Self::Sha256(secret) => secret,
            _ => &[],
        }
    }

    /// Computes the signature of the content.
    pub(super) fn sign(&self, parts: &dyn Parts) -> Result<Vec<u8>, SecretError> {
        Ok(match self {
            Self::HmacSha1(state) => absorb(state, parts).finalize().into_bytes().to_vec(),
            Self::HmacSha256(state) => absorb(state, parts).finalize().into_bytes().to_vec(),
            Self::HmacSha384(state) => absorb(state, parts).finalize().into_bytes().to_vec(),
            Self::HmacSha512(state) => absorb(state, parts).finalize().into_bytes().to_vec(),
            #[cfg(feature = "md5")]
            Self::HmacMd5(state) => absorb(state, parts).finalize().into_bytes().to_vec(),
            Self::Sha1(_) => hashed(Sha1::new(), parts).to_vec(),
            Self::Sha256(_) => digest(parts).to_vec(),
            Self::Token { token, .. } => token.to_vec(),
            #[cfg(feature = "foreign-public-key")]
            Self::Public(key) => key.key().sign(&Message::of_parts(parts))?,
        })
    }

    /// Whether one of `signatures` is that of the content. The duration does not depend on where a signature differs.
    pub(super) fn matches(&self, parts: &dyn Parts, signatures: &Signatures) -> bool {
        match self {
            Self::HmacSha1(state) => any_equal(state, parts, signatures),
            Self::HmacSha256(state) => any_equal(state, parts, signatures),
            Self::HmacSha384(state) => any_equal(state, parts, signatures),
            Self::HmacSha512(state) => any_equal(state, parts, signatures),
            #[cfg(feature = "md5")]
            Self::HmacMd5(state) => any_equal(state, parts, signatures),
            Self::Sha1(_) => is_any_digest(&hashed(Sha1::new(), parts), signatures),
            Self::Sha256(_) => is_any_digest(&digest(parts), signatures),
            Self::Token { .. } => self.is_token(signatures),
            #[cfg(feature = "foreign-public-key")]
            Self::Public(key) => key.verifies_any(&Message::of_parts(parts), signatures),
        }
    }

    /// Whether it is a token and one of the signatures. The duration does not depend on where they differ.
    pub(super) fn is_token(&self, signatures: &Signatures) -> bool {
        match self {
            Self::Token { mac, .. } => signatures.iter().any(|token| token_mac(token) == *mac),
            _ => false,
        }
    }

    /// Whether a MAC that was computed elsewhere is one of the signatures. The duration does not depend on where they
    /// differ. Only HMACs can be computed elsewhere.
    pub(super) fn is_mac(&self, mac: &[u8], signatures: &Signatures) -> bool {
        match self {
            Self::HmacSha1(_) => is_given::<Hmac<Sha1>>(mac, signatures),
            Self::HmacSha256(_) => is_given::<Hmac<Sha256>>(mac, signatures),
            Self::HmacSha384(_) => is_given::<Hmac<Sha384>>(mac, signatures),
            Self::HmacSha512(_) => is_given::<Hmac<Sha512>>(mac, signatures),
            #[cfg(feature = "md5")]
            Self::HmacMd5(_) => is_given::<Hmac<Md5>>(mac, signatures),
            _ => false,
        }
    }

    /// The state that hashes a content in chunks. `None` if the content cannot be hashed independently of the
    /// signatures, or contains the key.
    pub(super) fn start(&self) -> Option<MacState> {
        Some(match self {
            Self::HmacSha1(state) => MacState::HmacSha1(state.clone()),
            Self::HmacSha256(state) => MacState::HmacSha256(state.clone()),
            Self::HmacSha384(state) => MacState::HmacSha384(state.clone()),
            Self::HmacSha512(state) => MacState::HmacSha512(state.clone()),
            #[cfg(feature = "md5")]
            Self::HmacMd5(state) => MacState::HmacMd5(state.clone()),
            Self::Sha1(_) | Self::Sha256(_) => return None,
            Self::Token { .. } => MacState::Token,
            #[cfg(feature = "foreign-public-key")]
            Self::Public(key) if key.is_prehashed() => MacState::Digest(Sha256::new()),
            #[cfg(feature = "foreign-public-key")]
            Self::Public(_) => return None,
        })
    }

    /// Like [`PreparedKey::start`], also for a content that contains the key and is hashed with SHA-256.
    pub(super) fn begin(&self) -> MacState {
        self.start().unwrap_or_else(|| MacState::Digest(Sha256::new()))
    }

    /// Whether a signature is that of a content that was hashed in chunks. The duration does not depend on where it differs.
    pub(super) fn matches_one(&self, state: MacState, signature: &[u8]) -> bool {
        match state {
            MacState::HmacSha1(state) => is_equal(&state.finalize(), signature),
            MacState::HmacSha256(state) => is_equal(&state.finalize(), signature),
            MacState::HmacSha384(state) => is_equal(&state.finalize(), signature),
            MacState::HmacSha512(state) => is_equal(&state.finalize(), signature),
            #[cfg(feature = "md5")]
            MacState::HmacMd5(state) => is_equal(&state.finalize(), signature),
            MacState::Token => match self {
                Self::Token { mac, .. } => token_mac(signature) == *mac,
                _ => false,
            },
            MacState::Digest(state) => {
                matches!(self, Self::Sha256(_)) && token_mac(&state.finalize()) == token_mac(signature)
            }
        }
    }

    /// Like [`PreparedKey::matches`], for a content that was hashed in chunks.
    pub(super) fn matches_state(&self, state: MacState, signatures: &Signatures) -> bool {
        match state {
            MacState::HmacSha1(state) => is_any(&state.finalize(), signatures),
            MacState::HmacSha256(state) => is_any(&state.finalize(), signatures),
            MacState::HmacSha384(state) => is_any(&state.finalize(), signatures),
            MacState::HmacSha512(state) => is_any(&state.finalize(), signatures),
            #[cfg(feature = "md5")]
            MacState::HmacMd5(state) => is_any(&state.finalize(), signatures),
            MacState::Token => self.is_token(signatures),
            MacState::Digest(state) => match self {
                #[cfg(feature = "foreign-public-key")]
                Self::Public(key) => key.verifies_any(&Message::of_digest(state.finalize().into()), signatures),
                _ => false,
            },
        }
    }

    /// The signatures that a host must check with this public key, with their indexes.
    pub(super) fn candidates<'a>(
        &'a self,
        signatures: &'a Signatures,
        content_len: usize,
    ) -> impl Iterator<Item = (usize, &'a [u8])> {
        let key = match self {
            #[cfg(feature = "foreign-public-key")]
            Self::Public(key) => Some(key),
            _ => None,
        };
        #[cfg(not(feature = "foreign-public-key"))]
        return key.into_iter().flat_map(|(): ()| core::iter::empty());
        #[cfg(feature = "foreign-public-key")]
        key.into_iter().flat_map(move |key| key.candidates(signatures, content_len))
    }

    /// Passes the key to a host.
    pub(super) fn export(&self, index: usize, algorithm: Algorithm, key: &[u8], export: &mut dyn FnMut(HostKey<'_>)) {
        let bytes = match self {
            Self::HmacSha1(_) | Self::HmacSha256(_) | Self::HmacSha384(_) | Self::HmacSha512(_) => key.into(),
            #[cfg(feature = "md5")]
            Self::HmacMd5(_) => key.into(),
            Self::Sha1(_) | Self::Sha256(_) | Self::Token { .. } => Cow::Borrowed(&[][..]),
            #[cfg(feature = "foreign-public-key")]
            Self::Public(key) => key.key().public_der().into(),
        };
        export(HostKey { index, algorithm, bytes: &bytes });
    }

    /// Whether it is a private key although verification requires only a public key.
    pub(super) fn is_private(&self) -> bool {
        match self {
            #[cfg(feature = "foreign-public-key")]
            Self::Public(key) => key.key().is_private(),
            _ => false,
        }
    }

    /// The size of an RSA key that is smaller than recommended, and the recommended minimum, in bits.
    pub(super) fn short_bits(&self) -> Option<(usize, usize)> {
        match self {
            #[cfg(feature = "foreign-public-key")]
            Self::Public(key) => key.short_bits(),
            _ => None,
        }
    }
}

fn hmac<M: KeyInit>(key: &[u8]) -> M {
    #[expect(clippy::expect_used, reason = "HMAC takes a key of any length; its constructor never fails")]
    M::new_from_slice(key).expect("HMAC takes a key of any length")
}

fn token_mac(bytes: &[u8]) -> CtOutput<Hmac<Sha256>> {
    let state: Hmac<Sha256> = hmac(b"a fixed key: what matters is that the outputs have one length");
    absorb(&state, &[bytes]).finalize()
}

/// Hashes the content part by part, without concatenation.
fn absorb<M: Mac + Clone>(state: &M, parts: &dyn Parts) -> M {
    let mut state = state.clone();
    parts.each(&mut |part| state.update(part));
    state
}

/// The digest of a content.
fn hashed<D: Digest>(mut state: D, parts: &dyn Parts) -> hmac::digest::Output<D> {
    parts.each(&mut |part| state.update(part));
    state.finalize()
}

/// Whether one of the signatures is this digest.
fn is_any_digest(digest: &[u8], signatures: &Signatures) -> bool {
    let made = token_mac(digest);
    signatures.iter().any(|signature| token_mac(signature) == made)
}

/// Whether one of the signatures is the MAC of the content.
fn any_equal<M: Mac + Clone>(state: &M, parts: &dyn Parts, signatures: &Signatures) -> bool {
    let mut state = state.clone();
    parts.each(&mut |part| state.update(part));
    is_any(&state.finalize(), signatures)
}

/// Whether a MAC that was computed elsewhere is one of the signatures.
fn is_given<M: Mac>(mac: &[u8], signatures: &Signatures) -> bool {
    <&hmac::digest::Output<M>>::try_from(mac).is_ok_and(|mac| is_any(&CtOutput::<M>::new(mac.clone()), signatures))
}

fn is_any<M: Mac>(made: &CtOutput<M>, signatures: &Signatures) -> bool {
    signatures.iter().any(|signature| is_equal(made, signature))
}

fn is_equal<M: Mac>(made: &CtOutput<M>, signature: &[u8]) -> bool {
    <&hmac::digest::Output<M>>::try_from(signature).is_ok_and(|given| *made == CtOutput::new(given.clone()))
}

/// Compares two texts. The duration does not depend on where they differ.
pub(super) fn same_text(left: &str, right: &str) -> bool {
    token_mac(left.as_bytes()) == token_mac(right.as_bytes())
}

impl fmt::Debug for PreparedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PreparedKey([redacted])")
    }
}
