//! Schemas of payloads. A Rust type, a validation table, a JSON Schema and a TypeScript type come from one definition.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{self, Deserialize, DeserializeOwned, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use crate::base::time::parse_rfc3339;

/// An object in a payload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PayloadObject {
    /// The name of the type, without the name of the provider. The definition in a JSON Schema has the same name.
    pub name: &'static str,
    /// A description in one sentence.
    pub about: &'static str,
    /// The known members.
    pub fields: &'static [PayloadField],
}

/// One member of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PayloadField {
    /// The name in JSON.
    pub name: &'static str,
    /// A description in one sentence.
    pub about: &'static str,
    /// The kind of its value. The value of an optional member can also be `null`.
    pub kind: ValueKind,
    /// Whether it is required.
    pub required: bool,
}

/// The kind of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum ValueKind {
    /// Any value.
    Any,
    /// Any string.
    String,
    /// A string that is usually one of these. Other values are valid, because senders add values.
    OneOf(&'static [&'static str]),
    /// An RFC 3339 date and time.
    Timestamp,
    /// An integer that fits into 64 bits.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// An array of values of this kind.
    Array(&'static ValueKind),
    /// An object.
    Object(&'static PayloadObject),
}

impl ValueKind {
    /// A description for messages: `a string`.
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

/// A type of the value of a member.
pub trait FieldValue: DeserializeOwned + Serialize {
    /// The kind of the value.
    const KIND: ValueKind;
    /// Whether a member of this type is required.
    const REQUIRED: bool = true;

    /// The value of a missing member. `None` if the member is required.
    fn absent() -> Option<Self> {
        None
    }

    /// Whether the member is omitted when the object is serialized.
    fn is_absent(&self) -> bool {
        false
    }

    /// Parses the text of a value.
    #[doc(hidden)]
    fn read(text: &str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }
}

/// A type for an object with known members.
pub trait Payload: FieldValue {
    /// The description of the object and its members.
    const OBJECT: &'static PayloadObject;
}

impl FieldValue for String {
    const KIND: ValueKind = ValueKind::String;
}

impl FieldValue for i64 {
    const KIND: ValueKind = ValueKind::Integer;

    fn read(text: &str) -> serde_json::Result<Self> {
        // `-0` is an integer in JSON and to `check`, but serde_json reads it as a float.
        text.parse().or_else(|_| serde_json::from_str(text))
    }
}

impl FieldValue for bool {
    const KIND: ValueKind = ValueKind::Boolean;
}

impl<T: FieldValue> FieldValue for Vec<T> {
    const KIND: ValueKind = ValueKind::Array(&T::KIND);
}

impl<T: FieldValue> FieldValue for Option<T> {
    const KIND: ValueKind = T::KIND;
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

/// An RFC 3339 date and time as text.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub String);

impl Timestamp {
    /// The instant in milliseconds since the epoch. `None` if the text is not RFC 3339.
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

impl FieldValue for Timestamp {
    const KIND: ValueKind = ValueKind::Timestamp;
}

/// Any JSON value as its original text, so that large integers and the order of members are preserved.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct RawJson(Box<RawValue>);

impl RawJson {
    /// The text of the value.
    #[must_use]
    pub fn get(&self) -> &str {
        self.0.get()
    }
}

impl PartialEq for RawJson {
    fn eq(&self, other: &Self) -> bool {
        self.get() == other.get()
    }
}

impl FieldValue for RawJson {
    const KIND: ValueKind = ValueKind::Any;
}

/// The unknown members of an object with their original text, in order, duplicates included.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UnknownMembers(Vec<(String, RawJson)>);

impl UnknownMembers {
    /// The name and value of every member, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &RawJson)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// Removes all members of this name, and returns the value of the last one.
    #[doc(hidden)]
    pub fn take<T: FieldValue, E: de::Error>(&mut self, name: &'static str) -> Result<T, E> {
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

impl<'de> Deserialize<'de> for UnknownMembers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;

        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = UnknownMembers;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<UnknownMembers, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(UnknownMembers(members))
            }
        }

        deserializer.deserialize_map(MembersVisitor)
    }
}

impl Serialize for UnknownMembers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// Defines the objects of payloads. Each definition becomes a struct, its serialization, and a table that describes its
/// members.
///
/// If the name of a member in JSON differs from that of the field, it follows the field's name as a string. `= kind`
/// narrows the kind of the field's type. Every struct keeps unknown members in `other`.
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
            /// The unknown members.
            pub other: $crate::event::UnknownMembers,
        }

        impl $crate::event::Payload for $name {
            const OBJECT: &'static $crate::event::PayloadObject = &$crate::event::PayloadObject {
                name: stringify!($name),
                about: concat!($($about),*).trim_ascii(),
                fields: &[$(
                    $crate::event::PayloadField {
                        name: $crate::event::schema::objects!(@wire $field $($wire)?),
                        about: concat!($($field_about),*).trim_ascii(),
                        kind: $crate::event::schema::objects!(@kind $type $(, $kind)?),
                        required: <$type as $crate::event::FieldValue>::REQUIRED,
                    },
                )*],
            };
        }

        impl $crate::event::FieldValue for $name {
            const KIND: $crate::event::ValueKind =
                $crate::event::ValueKind::Object(<Self as $crate::event::Payload>::OBJECT);
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let mut members = $crate::event::UnknownMembers::deserialize(deserializer)?;
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
                    if !$crate::event::FieldValue::is_absent(&self.$field) {
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
    (@kind $type:ty) => { <$type as $crate::event::FieldValue>::KIND };
    (@kind $type:ty, $kind:expr) => { $kind };
}
pub(crate) use objects;
