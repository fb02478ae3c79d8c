//! Algorithms, encodings and key forms.

use serde::Serialize;

/// The algorithm of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Algorithm {
    /// HMAC with SHA-1 (RFC 2104, FIPS 180-4): 20 bytes. Still secure as a MAC; some older senders use it.
    HmacSha1,
    /// HMAC with SHA-256: 32 bytes.
    HmacSha256,
    /// HMAC with SHA-384: 48 bytes.
    HmacSha384,
    /// HMAC with SHA-512: 64 bytes.
    HmacSha512,
    /// SHA-256 over content that contains the secret: 32 bytes. Not a MAC construction, but some senders use it.
    Sha256,
    /// Ed25519 (RFC 8032): 64 bytes.
    Ed25519,
    /// RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017 §8.2): the length of the modulus. Keys must have 1024 to 4096 bits and
    /// should have at least 2048. Signing is not blinded, so its duration depends on the private key: sign with test
    /// keys only.
    #[serde(rename = "rsa-pkcs1-sha256")]
    RsaPkcs1Sha256,
    /// ECDSA over P-256 with SHA-256 (FIPS 186-5), in ASN.1 DER: up to 72 bytes.
    #[serde(rename = "ecdsa-p256-sha256")]
    EcdsaP256Sha256,
    /// The secret itself, sent in the request. It does not cover the body.
    Token,
    /// SHA-1 over content that contains the secret: 20 bytes. Collisions of SHA-1 can be found, so a caller who chooses
    /// the content can obtain one signature for two contents. Use it only with senders that offer nothing else.
    Sha1,
    /// HMAC with MD5 (RFC 2104, RFC 1321): 16 bytes. No attack on it is practical, but only a few older senders use it.
    /// It requires the feature `md5`.
    HmacMd5,
}

impl Algorithm {
    /// Every algorithm, with its name in JSON.
    pub(crate) const ALL: &[(&str, Self)] = &[
        ("hmac-sha1", Self::HmacSha1),
        ("hmac-sha256", Self::HmacSha256),
        ("hmac-sha384", Self::HmacSha384),
        ("hmac-sha512", Self::HmacSha512),
        ("sha256", Self::Sha256),
        ("ed25519", Self::Ed25519),
        ("rsa-pkcs1-sha256", Self::RsaPkcs1Sha256),
        ("ecdsa-p256-sha256", Self::EcdsaP256Sha256),
        ("token", Self::Token),
        ("sha1", Self::Sha1),
        ("hmac-md5", Self::HmacMd5),
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
            Self::HmacMd5 => Some(16),
            Self::HmacSha1 | Self::Sha1 => Some(20),
            Self::HmacSha256 | Self::Sha256 => Some(32),
            Self::HmacSha384 => Some(48),
            Self::HmacSha512 | Self::Ed25519 => Some(64),
            Self::RsaPkcs1Sha256 | Self::EcdsaP256Sha256 | Self::Token => None,
        }
    }

    /// Whether signing and verification use different keys.
    ///
    /// ```
    /// use hookwright::signature::Algorithm;
    /// assert!(Algorithm::Ed25519.is_asymmetric() && !Algorithm::HmacSha1.is_asymmetric());
    /// ```
    #[must_use]
    pub const fn is_asymmetric(self) -> bool {
        matches!(self, Self::Ed25519 | Self::RsaPkcs1Sha256 | Self::EcdsaP256Sha256)
    }

    /// Whether it is an HMAC.
    ///
    /// ```
    /// use hookwright::signature::Algorithm;
    /// assert!(Algorithm::HmacSha1.is_hmac() && !Algorithm::Token.is_hmac());
    /// ```
    #[must_use]
    pub const fn is_hmac(self) -> bool {
        matches!(self, Self::HmacSha1 | Self::HmacSha256 | Self::HmacSha384 | Self::HmacSha512 | Self::HmacMd5)
    }

    /// Whether the algorithm hashes the secret with the content, without a MAC construction.
    pub(crate) const fn is_plain_hash(self) -> bool {
        matches!(self, Self::Sha1 | Self::Sha256)
    }

    /// The display name.
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
            Self::Sha1 => "SHA-1",
            Self::HmacMd5 => "HMAC-MD5",
        }
    }
}

/// The text encoding of a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Encoding {
    /// Hexadecimal: written in lower case, read in either case.
    Hex,
    /// Base64 (RFC 4648 §4), padded, without line breaks.
    Base64,
    /// Base64url (RFC 4648 §5), with `-` and `_`: written without padding, read with or without it.
    Base64url,
    /// Plain text, for tokens.
    Text,
}

impl Encoding {
    /// Every encoding, with its name in JSON.
    pub(crate) const ALL: &[(&str, Self)] =
        &[("hex", Self::Hex), ("base64", Self::Base64), ("base64url", Self::Base64url), ("text", Self::Text)];

    /// A description of its characters, for messages.
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

/// The form in which a secret contains its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum KeyForm {
    /// The bytes of the text, including a prefix such as `whsec_`.
    Text,
    /// Base64 of the key, in either alphabet, with or without padding.
    Base64,
    /// Hexadecimal digits of the key.
    Hex,
    /// The Standard Webhooks form: base64 after `whsec_`. The prefix is optional, and so is `v1,` before it.
    Whsec,
    /// The Standard Webhooks form for Ed25519: base64 after `whpk_` (public) or `whsk_` (private).
    Whpk,
    /// PEM (RFC 7468), or the base64 of the DER in it: a key, or a certificate with the public key (X.509). Nothing else in
    /// a certificate is checked, neither its issuer nor its dates.
    Pem,
    /// The SHA-1 of the text, including a prefix.
    Sha1,
}

impl KeyForm {
    /// Every form, with its name in JSON.
    pub(crate) const ALL: &[(&str, Self)] = &[
        ("text", Self::Text),
        ("base64", Self::Base64),
        ("hex", Self::Hex),
        ("whsec", Self::Whsec),
        ("whpk", Self::Whpk),
        ("pem", Self::Pem),
        ("sha1", Self::Sha1),
    ];

    /// The minimum length of a key in bytes, if a specification sets one.
    ///
    /// ```
    /// use hookwright::signature::KeyForm;
    /// assert_eq!(KeyForm::Whsec.least_bytes(), Some(24));
    /// ```
    #[must_use]
    pub const fn least_bytes(self) -> Option<usize> {
        match self {
            Self::Whsec => Some(24),
            Self::Text | Self::Base64 | Self::Hex | Self::Whpk | Self::Pem | Self::Sha1 => None,
        }
    }
}

/// The JSON name of a choice.
pub(super) fn name_of<T: Copy + PartialEq>(all: &[(&'static str, T)], wanted: T) -> &'static str {
    all.iter().find(|(_, value)| *value == wanted).map_or("", |(name, _)| name)
}
