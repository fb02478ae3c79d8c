//! JSON objects as written: every member in order, duplicates included, with the text of its value.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// The members of an object, borrowed from the document.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawObject<'a>(Vec<(Name<'a>, &'a RawValue)>);

/// The name of a member.
#[derive(Clone, Debug)]
enum Name<'a> {
    /// A valid name, borrowed if it has no escapes.
    Text(Cow<'a, str>),
    /// A name with unpaired surrogates, each replaced by U+FFFD. It does not equal any name.
    Unpaired(String),
}

impl<'a> RawObject<'a> {
    /// The last member of this name, which is the one that JavaScript and most parsers use.
    pub(crate) fn get(&self, name: &str) -> Option<&'a RawValue> {
        let is_named = |member: &Name<'_>| matches!(member, Name::Text(text) if text == name);
        self.0.iter().rev().find(|(member, _)| is_named(member)).map(|(_, value)| *value)
    }

    /// Every member whose name has no unpaired surrogates, in order.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &'a RawValue)> {
        self.0.iter().filter_map(|(name, value)| match name {
            Name::Text(text) => Some((text.as_ref(), *value)),
            Name::Unpaired(_) => None,
        })
    }

    /// The names of [`members`](Self::members).
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.members().map(|(name, _)| name)
    }

    /// The names that have unpaired surrogates, in order, with each surrogate replaced by U+FFFD.
    pub(crate) fn unpaired_names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|(name, _)| match name {
            Name::Text(_) => None,
            Name::Unpaired(text) => Some(text.as_str()),
        })
    }

    /// The names that appear more than once, each listed once, in alphabetical order.
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
        struct ObjectVisitor;

        impl<'de> Visitor<'de> for ObjectVisitor {
            type Value = RawObject<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    // A hostile body can have more members than fit into memory.
                    members.try_reserve(1).map_err(|_| A::Error::custom("there is not enough memory"))?;
                    members.push(member);
                }
                Ok(RawObject(members))
            }
        }

        deserializer.deserialize_map(ObjectVisitor)
    }
}

/// Calls `see` with the index and the text of each item of an array. Items are not collected, because a hostile array
/// can have more of them than fit into memory.
pub(crate) fn each_item<'a>(array: &'a str, see: impl FnMut(usize, &'a RawValue)) {
    struct ArrayVisitor<F>(F);

    impl<'de, F: FnMut(usize, &'de RawValue)> Visitor<'de> for ArrayVisitor<F> {
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

    // This cannot fail: the caller has parsed the array.
    let _ = serde_json::Deserializer::from_str(array).deserialize_seq(ArrayVisitor(see));
}

impl<'de: 'a, 'a> Deserialize<'de> for Name<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;

        impl<'de> Visitor<'de> for NameVisitor {
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
                    Cow::Owned(text) => Name::Unpaired(text),
                })
            }
        }

        // As a string, a name with an unpaired surrogate would invalidate the whole object, so that nothing else about
        // the object could be reported.
        deserializer.deserialize_bytes(NameVisitor)
    }
}
