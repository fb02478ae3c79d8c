//! How a provider signs, as data. Sign and verify read the same row, so they cannot drift apart.

use serde::Serialize;

use crate::provenance::Provenance;

/// One way of signing a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Scheme {
    /// `provider/name`, in kebab-case: `generic/signature`.
    pub id: &'static str,
    /// The header field that carries the signature, as the provider spells it.
    pub header: &'static str,
    /// What is computed.
    pub algorithm: Algorithm,
    /// What it is computed over: these pieces, one after the other.
    pub content: &'static [Piece],
    /// How the result is written in the header.
    pub encoding: Encoding,
    /// How the text of a secret becomes a key.
    pub key: KeyForm,
    /// Where all this comes from.
    pub provenance: Provenance,
}

/// What is computed over the signed content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Algorithm {
    /// HMAC with SHA-256 (RFC 2104, FIPS 180-4): 32 bytes.
    HmacSha256,
}

impl Algorithm {
    /// The length of the result in bytes.
    #[must_use]
    pub const fn output_len(self) -> usize {
        match self {
            Self::HmacSha256 => 32,
        }
    }
}

/// A part of the signed content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Piece {
    /// The body, byte for byte as it was sent.
    Body,
}

/// How bytes are written as text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Encoding {
    /// Two hexadecimal digits a byte: written in lower case, read in either.
    Hex,
}

/// How the text of a secret becomes a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum KeyForm {
    /// The bytes of the text as they are, a prefix such as `whsec_` included.
    Raw,
}
