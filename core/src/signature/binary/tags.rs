//! The bytes that encode choices. They are part of the format, and do not depend on the order of the variants.

use crate::base::time::TimeUnit;
use crate::signature::{Algorithm, Encoding, KeyForm};

pub(super) const fn algorithm(algorithm: Algorithm) -> u8 {
    match algorithm {
        Algorithm::HmacSha1 => 0,
        Algorithm::HmacSha256 => 1,
        Algorithm::HmacSha384 => 2,
        Algorithm::HmacSha512 => 3,
        Algorithm::Sha256 => 4,
        Algorithm::Ed25519 => 5,
        Algorithm::RsaPkcs1Sha256 => 6,
        Algorithm::EcdsaP256Sha256 => 7,
        Algorithm::Token => 8,
    }
}

pub(super) const fn key(form: KeyForm) -> u8 {
    match form {
        KeyForm::Text => 0,
        KeyForm::Base64 => 1,
        KeyForm::Hex => 2,
        KeyForm::Whsec => 3,
        KeyForm::Whpk => 4,
        KeyForm::Pem => 5,
    }
}

pub(super) const fn encoding(encoding: Encoding) -> u8 {
    match encoding {
        Encoding::Hex => 0,
        Encoding::Base64 => 1,
        Encoding::Base64url => 2,
        Encoding::Text => 3,
    }
}

pub(super) const fn unit(unit: TimeUnit) -> u8 {
    match unit {
        TimeUnit::Seconds => 0,
        TimeUnit::Milliseconds => 1,
        TimeUnit::Rfc3339 => 2,
        TimeUnit::Rfc3339Utc => 3,
        TimeUnit::HttpDate => 4,
        TimeUnit::Any => 5,
    }
}

/// The tags of places.
pub(super) mod place {
    pub(in super::super) const HEADER: u8 = 0;
    /// One of two header fields.
    pub(in super::super) const EITHER: u8 = 1;
    pub(in super::super) const ITEM: u8 = 2;
    pub(in super::super) const QUERY: u8 = 3;
    pub(in super::super) const MEMBER: u8 = 4;
}

/// The tags of handshake triggers.
pub(super) mod trigger {
    pub(in super::super) const QUERY: u8 = 0;
    pub(in super::super) const HEADER: u8 = 1;
    pub(in super::super) const MEMBER: u8 = 2;
}
