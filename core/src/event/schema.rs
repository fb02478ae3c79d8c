//! What a payload looks like: one definition that is a Rust type, a table to check by, a JSON Schema and a TypeScript type.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{self, Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use crate::base::time::parse_rfc3339;

/// An object that payloads are made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Object {
    /// What it is called: the name of its type, without the provider's, and of its definition in a JSON Schema.
    pub name: &'static str,
    /// What it is, in a sentence.
    pub about: &'static str,
    /// The members that are known.
    pub fields: &'static [Field],
}

/// One member of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Field {
    /// The name on the wire.
    pub name: &'static str,
    /// What it is, in a sentence.
    pub about: &'static str,
    /// What its value must be. The value of a member that may be left out may also be `null`.
    pub kind: Kind,
    /// Whether it is always there.
    pub required: bool,
}

/// What a value must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Kind {
    /// Anything at all.
    Any,
    /// Any text.
    String,
    /// Text that is usually one of these. Others are possible: senders add values.
    OneOf(&'static [&'static str]),
    /// An RFC 3339 date and time.
    Timestamp,
    /// A number without a fraction, of at most 64 bits.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// A list of this.
    Array(&'static Kind),
    /// An object.
    Object(&'static Object),
}

impl Kind {
    /// The words for it in a message: `a string`.
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Any => "a value",
            Self::String | Self::OneOf(_) => "a string",
            Self::Timestamp => "an RFC 3339 date and time",
            Self::Integer => "an integer",
            Self::Boolean => "a boolean",
            Self::Array(_) => "an array",
            Self::Object(_) => "an object",
        }
    }
}

/// A type that a member may have.
pub trait Typed: DeserializeOwned + Serialize {
    /// What its value must be.
    const KIND: Kind;
    /// Whether a member of this type is always there.
    const REQUIRED: bool = true;

    /// What an absent member means, where one may be absent.
    fn absent() -> Option<Self> {
        None
    }

    /// Whether the member is left out when it is written.
    fn is_absent(&self) -> bool {
        false
    }

    /// Reads a member's value.
    #[doc(hidden)]
    fn read(text: &str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }
}

/// A type that is an object with named members.
pub trait Payload: Typed {
    /// The table of its members.
    const OBJECT: &'static Object;
}

impl Typed for String {
    const KIND: Kind = Kind::String;
}

impl Typed for i64 {
    const KIND: Kind = Kind::Integer;

    fn read(text: &str) -> serde_json::Result<Self> {
        // `-0` is an integer to JSON, and to `check`, but a float to serde_json.
        text.parse().or_else(|_| serde_json::from_str(text))
    }
}

impl Typed for bool {
    const KIND: Kind = Kind::Boolean;
}

impl<T: Typed> Typed for Vec<T> {
    const KIND: Kind = Kind::Array(&T::KIND);
}

impl<T: Typed> Typed for Option<T> {
    const KIND: Kind = T::KIND;
    const REQUIRED: bool = false;

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn read(text: &str) -> serde_json::Result<Self> {
        if text == "null" { Ok(None) } else { T::read(text).map(Some) }
    }
}

/// An RFC 3339 date and time, kept as it was written.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub String);

impl Timestamp {
    /// Milliseconds since the epoch; `None` if it is not RFC 3339 after all.
    ///
    /// ```
    /// use hookwright::event::Timestamp;
    /// assert_eq!(Timestamp("2024-01-15T10:30:00Z".into()).epoch_ms(), Some(1_705_314_600_000));
    /// ```
    #[must_use]
    pub fn epoch_ms(&self) -> Option<i64> {
        parse_rfc3339(&self.0)
    }
}

impl Typed for Timestamp {
    const KIND: Kind = Kind::Timestamp;
}

/// Any JSON value, kept as the text that it was written as: big integers, the order of members, everything.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Json(Box<RawValue>);

impl Json {
    /// The value's text.
    #[must_use]
    pub fn get(&self) -> &str {
        self.0.get()
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl Typed for Json {
    const KIND: Kind = Kind::Any;
}

/// The members of an object as they were written, in order, duplicates included.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Members(Vec<(String, Json)>);

impl Members {
    /// Every member, in order: its name and its value.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Json)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Takes the member of this name out; the last one, where there are several.
    #[doc(hidden)]
    pub fn take<T: Typed, E: de::Error>(&mut self, name: &'static str) -> Result<T, E> {
        let mut found = None;
        self.0.retain(|(member, value)| {
            if member == name {
                found = Some(value.get().to_owned());
            }
            member != name
        });
        match found {
            Some(text) => T::read(&text).map_err(|error| E::custom(format_args!("`{name}`: {error}"))),
            None => T::absent().ok_or_else(|| E::missing_field(name)),
        }
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;

        impl<'de> Visitor<'de> for Visit {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(Visit)
    }
}

impl Serialize for Members {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// Defines objects: a struct each, with what it needs to be read, written, checked and described.
///
/// A member's name on the wire stands behind the field's where they differ, and `= kind` narrows what its type says. Every
/// struct keeps the members that are not known in `other`.
macro_rules! objects {
    ($(
        $(#[doc = $about:literal])*
        $name:ident {
            $( $(#[doc = $field_about:literal])* $field:ident $($wire:literal)? : $type:ty $(= $kind:expr)?, )*
        }
    )*) => { $(
        $(#[doc = $about])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $( $(#[doc = $field_about])* pub $field: $type, )*
            /// The members that are not known, as they were written.
            pub other: $crate::event::Members,
        }

        impl $crate::event::Payload for $name {
            const OBJECT: &'static $crate::event::Object = &$crate::event::Object {
                name: stringify!($name),
                about: concat!($($about),*).trim_ascii(),
                fields: &[$(
                    $crate::event::Field {
                        name: $crate::event::schema::objects!(@wire $field $($wire)?),
                        about: concat!($($field_about),*).trim_ascii(),
                        kind: $crate::event::schema::objects!(@kind $type $(, $kind)?),
                        required: <$type as $crate::event::Typed>::REQUIRED,
                    },
                )*],
            };
        }

        impl $crate::event::Typed for $name {
            const KIND: $crate::event::Kind =
                $crate::event::Kind::Object(<Self as $crate::event::Payload>::OBJECT);
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let mut members = $crate::event::Members::deserialize(deserializer)?;
                Ok(Self {
                    $( $field: members.take($crate::event::schema::objects!(@wire $field $($wire)?))?, )*
                    other: members,
                })
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap as _;
                let mut map = serializer.serialize_map(None)?;
                $(
                    if !$crate::event::Typed::is_absent(&self.$field) {
                        map.serialize_entry($crate::event::schema::objects!(@wire $field $($wire)?), &self.$field)?;
                    }
                )*
                for (name, value) in self.other.iter() {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    )* };
    (@wire $field:ident) => { stringify!($field) };
    (@wire $field:ident $wire:literal) => { $wire };
    (@kind $type:ty) => { <$type as $crate::event::Typed>::KIND };
    (@kind $type:ty, $kind:expr) => { $kind };
}
pub(crate) use objects;
