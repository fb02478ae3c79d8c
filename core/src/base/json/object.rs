//! A JSON object as it was written: every member in its order, duplicates included, each value as its own text.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// The members of an object, borrowed from the document that they stand in.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawObject<'a>(Vec<(Name<'a>, &'a RawValue)>);

/// A member's name, borrowed where it has no escapes.
#[derive(Clone, Debug)]
enum Name<'a> {
    Text(Cow<'a, str>),
    /// A name with half of a surrogate pair in it, as near as text comes to it. It is nobody's name.
    Broken(String),
}

impl<'a> RawObject<'a> {
    /// The last member of this name, which is the one that JavaScript and most parsers take.
    pub(crate) fn get(&self, name: &str) -> Option<&'a RawValue> {
        let is_meant = |member: &Name<'_>| matches!(member, Name::Text(text) if text == name);
        self.0.iter().rev().find(|(member, _)| is_meant(member)).map(|(_, value)| *value)
    }

    /// Every member that has a proper name, in order.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &'a RawValue)> {
        self.0.iter().filter_map(|(name, value)| match name {
            Name::Text(text) => Some((text.as_ref(), *value)),
            Name::Broken(_) => None,
        })
    }

    /// The name of every member, in order; not those that are no text.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.members().map(|(name, _)| name)
    }

    /// The names that have half of a surrogate pair in them, in order, with U+FFFD in place of it.
    pub(crate) fn broken_names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|(name, _)| match name {
            Name::Text(_) => None,
            Name::Broken(text) => Some(text.as_str()),
        })
    }

    /// The names that come more than once, each once, in alphabetical order.
    pub(crate) fn repeated(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.names().collect();
        names.sort_unstable();
        let mut repeated: Vec<&str> = Vec::new();
        let mut previous = None;
        for name in names {
            if previous == Some(name) && repeated.last() != Some(&name) {
                repeated.push(name);
            }
            previous = Some(name);
        }
        repeated
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for RawObject<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;

        impl<'de> Visitor<'de> for Members {
            type Value = RawObject<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    // A body can be made to have members that take more memory than there is.
                    members.try_reserve(1).map_err(|_| A::Error::custom("there is not enough memory"))?;
                    members.push(member);
                }
                Ok(RawObject(members))
            }
        }

        deserializer.deserialize_map(Members)
    }
}

/// Calls `see` with each item of an array, as it is written. The array is not kept: it can be made to take more memory than there
/// is.
pub(crate) fn each_item<'a>(array: &'a str, see: impl FnMut(usize, &'a RawValue)) {
    struct Items<F>(F);

    impl<'de, F: FnMut(usize, &'de RawValue)> Visitor<'de> for Items<F> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an array")
        }

        fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
            let mut index = 0;
            while let Some(item) = items.next_element()? {
                (self.0)(index, item);
                index += 1;
            }
            Ok(())
        }
    }

    // It is an array, as it has been read before.
    let _ = serde_json::Deserializer::from_str(array).deserialize_seq(Items(see));
}

impl<'de: 'a, 'a> Deserialize<'de> for Name<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes;

        impl<'de> Visitor<'de> for Bytes {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a member name")
            }

            fn visit_borrowed_bytes<E: Error>(self, bytes: &'de [u8]) -> Result<Self::Value, E> {
                match core::str::from_utf8(bytes) {
                    Ok(text) => Ok(Name::Text(Cow::Borrowed(text))),
                    Err(_) => self.visit_bytes(bytes),
                }
            }

            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Self::Value, E> {
                Ok(match String::from_utf8_lossy(bytes) {
                    Cow::Borrowed(text) => Name::Text(Cow::Owned(String::from(text))),
                    Cow::Owned(text) => Name::Broken(text),
                })
            }
        }

        // As text, the whole object would be refused for the sake of one escape in one name, and with it whatever else
        // there is to say about the object.
        deserializer.deserialize_bytes(Bytes)
    }
}
