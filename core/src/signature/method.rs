//! What is computed, over which key, and how it is written: the closed choices that a scheme makes.

use serde::Serialize;

/// What is computed over the signed content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Algorithm {
    /// HMAC with SHA-1 (RFC 2104, FIPS 180-4): 20 bytes. Still sound as a MAC, and what older senders use.
    HmacSha1,
    /// HMAC with SHA-256: 32 bytes.
    HmacSha256,
    /// HMAC with SHA-384: 48 bytes.
    HmacSha384,
    /// HMAC with SHA-512: 64 bytes.
    HmacSha512,
    /// SHA-256 over content that has the secret in it: 32 bytes. Not a MAC by its construction; some senders use it.
    Sha256,
    /// Ed25519 (RFC 8032): 64 bytes.
    Ed25519,
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2): as many bytes as the modulus has. Keys have 1024 to 4096 bits, and should
    /// have at least 2048. Signing is not blinded, so the time that it takes depends on the private key: sign with test keys.
    #[serde(rename = "rsa-pkcs1-sha256")]
    RsaPkcs1Sha256,
    /// ECDSA over P-256 with SHA-256 (FIPS 186-5), in ASN.1 DER: up to 72 bytes.
    #[serde(rename = "ecdsa-p256-sha256")]
    EcdsaP256Sha256,
    /// The secret itself, sent along. It proves nothing about the body.
    Token,
}

impl Algorithm {
    /// Every algorithm, with its name in JSON.
    pub(super) const ALL: &[(&str, Self)] = &[
        ("hmac-sha1", Self::HmacSha1),
        ("hmac-sha256", Self::HmacSha256),
        ("hmac-sha384", Self::HmacSha384),
        ("hmac-sha512", Self::HmacSha512),
        ("sha256", Self::Sha256),
        ("ed25519", Self::Ed25519),
        ("rsa-pkcs1-sha256", Self::RsaPkcs1Sha256),
        ("ecdsa-p256-sha256", Self::EcdsaP256Sha256),
        ("token", Self::Token),
    ];

    /// The length of the result in bytes. `None` if it depends on the key or the content.
    ///
    /// ```
    /// use hookwright::signature::Algorithm;
    /// assert_eq!(Algorithm::HmacSha256.output_len(), Some(32));
    /// assert_eq!(Algorithm::RsaPkcs1Sha256.output_len(), None);
    /// ```
    #[must_use]
    pub const fn output_len(self) -> Option<usize> {
        match self {
            Self::HmacSha1 => Some(20),
            Self::HmacSha256 | Self::Sha256 => Some(32),
            Self::HmacSha384 => Some(48),
            Self::HmacSha512 | Self::Ed25519 => Some(64),
            Self::RsaPkcs1Sha256 | Self::EcdsaP256Sha256 | Self::Token => None,
        }
    }

    /// Whether signing takes another key than verifying.
    ///
    /// ```
    /// use hookwright::signature::Algorithm;
    /// assert!(Algorithm::Ed25519.is_asymmetric() && !Algorithm::HmacSha1.is_asymmetric());
    /// ```
    #[must_use]
    pub const fn is_asymmetric(self) -> bool {
        matches!(self, Self::Ed25519 | Self::RsaPkcs1Sha256 | Self::EcdsaP256Sha256)
    }

    /// What people call it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::HmacSha1 => "HMAC-SHA1",
            Self::HmacSha256 => "HMAC-SHA256",
            Self::HmacSha384 => "HMAC-SHA384",
            Self::HmacSha512 => "HMAC-SHA512",
            Self::Sha256 => "SHA-256",
            Self::Ed25519 => "Ed25519",
            Self::RsaPkcs1Sha256 => "RSA PKCS#1 v1.5 with SHA-256",
            Self::EcdsaP256Sha256 => "ECDSA P-256 with SHA-256",
            Self::Token => "a static token",
        }
    }
}

/// How the bytes of a signature are written as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Encoding {
    /// Two hexadecimal digits a byte: written in lower case, read in either.
    Hex,
    /// The base64 of RFC 4648 §4, padded, without line breaks.
    Base64,
    /// The base64 of RFC 4648 §5, with `-` and `_`: written without padding, read with or without.
    Base64url,
    /// As it is: for tokens.
    Text,
}

impl Encoding {
    /// Every encoding, with its name in JSON.
    pub(super) const ALL: &[(&str, Self)] =
        &[("hex", Self::Hex), ("base64", Self::Base64), ("base64url", Self::Base64url), ("text", Self::Text)];

    /// What people call what it is made of.
    #[must_use]
    pub const fn characters(self) -> &'static str {
        match self {
            Self::Hex => "hexadecimal digits",
            Self::Base64 => "base64 characters",
            Self::Base64url => "base64url characters",
            Self::Text => "characters",
        }
    }
}

/// How the text of a secret becomes a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum KeyForm {
    /// The bytes of the text as they are, a prefix such as `whsec_` included.
    Text,
    /// Base64 of the key's bytes, in either alphabet, padded or not.
    Base64,
    /// Hexadecimal digits of the key's bytes.
    Hex,
    /// As Standard Webhooks has it: base64 after `whsec_`, which may be left out, as may a `v1,` before it.
    Whsec,
    /// As Standard Webhooks has it for Ed25519: base64 after `whpk_` (public) or `whsk_` (secret).
    Whpk,
    /// PEM (RFC 7468), or the base64 of the DER that it holds.
    Pem,
}

impl KeyForm {
    /// Every form, with its name in JSON.
    pub(super) const ALL: &[(&str, Self)] = &[
        ("text", Self::Text),
        ("base64", Self::Base64),
        ("hex", Self::Hex),
        ("whsec", Self::Whsec),
        ("whpk", Self::Whpk),
        ("pem", Self::Pem),
    ];

    /// The length in bytes that a key should have at least, where a specification says so.
    ///
    /// ```
    /// use hookwright::signature::KeyForm;
    /// assert_eq!(KeyForm::Whsec.least_bytes(), Some(24));
    /// ```
    #[must_use]
    pub const fn least_bytes(self) -> Option<usize> {
        match self {
            Self::Whsec => Some(24),
            Self::Text | Self::Base64 | Self::Hex | Self::Whpk | Self::Pem => None,
        }
    }
}

/// The name that a choice has in JSON.
pub(super) fn name_of<T: Copy + PartialEq>(all: &[(&'static str, T)], wanted: T) -> &'static str {
    all.iter().find(|(_, value)| *value == wanted).map_or("", |(name, _)| name)
}
