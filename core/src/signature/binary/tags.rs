//! The bytes that encode choices. They are part of the format, and do not depend on the order of the variants.

use crate::base::time::TimeUnit;
use crate::signature::{Algorithm, Encoding, KeyForm};

/// A choice that is encoded as one byte.
pub(in super::super) trait Tag: Sized {
    fn tag(self) -> u8;

    /// The choice with this tag.
    fn find(tag: u8) -> Option<Self>;
}

/// Both directions from one list. A variant without a tag is a compile error.
macro_rules! tags {
    ($Choice:ident: $($Variant:ident = $tag:literal),+ $(,)?) => {
        impl Tag for $Choice {
            fn tag(self) -> u8 {
                match self {
                    $(Self::$Variant => $tag,)+
                }
            }

            fn find(tag: u8) -> Option<Self> {
                match tag {
                    $($tag => Some(Self::$Variant),)+
                    _ => None,
                }
            }
        }
    };
}

tags! {
    Algorithm:
    HmacSha1 = 0,
    HmacSha256 = 1,
    HmacSha384 = 2,
    HmacSha512 = 3,
    Sha256 = 4,
    Ed25519 = 5,
    RsaPkcs1Sha256 = 6,
    EcdsaP256Sha256 = 7,
    Token = 8,
    Sha1 = 9,
    HmacMd5 = 10,
}

tags! { KeyForm: Text = 0, Base64 = 1, Hex = 2, Whsec = 3, Whpk = 4, Pem = 5, Sha1 = 6 }

tags! { Encoding: Hex = 0, Base64 = 1, Base64url = 2, Text = 3 }

tags! { TimeUnit: Seconds = 0, Milliseconds = 1, Rfc3339 = 2, Rfc3339Utc = 3, HttpDate = 4, Any = 5 }

/// The tags of places.
pub(super) mod place {
    pub(in super::super) const HEADER: u8 = 0;
    /// One of two header fields.
    pub(in super::super) const EITHER: u8 = 1;
    pub(in super::super) const ITEM: u8 = 2;
    pub(in super::super) const QUERY: u8 = 3;
    pub(in super::super) const MEMBER: u8 = 4;
    pub(in super::super) const FIELD: u8 = 5;
}

/// The tags of handshake triggers.
pub(super) mod trigger {
    pub(in super::super) const QUERY: u8 = 0;
    pub(in super::super) const HEADER: u8 = 1;
    pub(in super::super) const MEMBER: u8 = 2;
    /// A parameter of the URL, with a method.
    pub(in super::super) const QUERY_BY_METHOD: u8 = 3;
    /// A header field, with a method.
    pub(in super::super) const HEADER_BY_METHOD: u8 = 4;
    /// A member of the body, with any value.
    pub(in super::super) const ANY_MEMBER: u8 = 5;
    pub(in super::super) const FORM: u8 = 6;
    pub(in super::super) const METHOD: u8 = 7;
    /// The members that only some handshakes have. They precede the trigger.
    pub(in super::super) const MORE: u8 = 8;
}

/// The bits for the members that only some handshakes have, in the order in which they follow: texts, then places.
pub(super) mod more {
    pub(in super::super) const SETTING_UP: u8 = 1;
    pub(in super::super) const HEAD: u8 = 2;
    pub(in super::super) const TEST_KEY: u8 = 4;
    pub(in super::super) const ENCRYPTED: u8 = 8;
    pub(in super::super) const AS_HEADER: u8 = 16;
    pub(in super::super) const TOKEN: u8 = 32;
    pub(in super::super) const SECRET: u8 = 64;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_choices_are_complete() {
        fn is_complete<T: Tag + Copy + PartialEq>(all: &[(&str, T)]) -> bool {
            (0..=u8::MAX).filter_map(T::find).all(|choice| all.iter().any(|(_, named)| *named == choice))
        }
        assert!(is_complete(Algorithm::ALL) && is_complete(KeyForm::ALL));
        assert!(is_complete(Encoding::ALL) && is_complete(TimeUnit::ALL));
    }
}
