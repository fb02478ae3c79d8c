//! Deserialises forms from JSON values.
//!
//! This is smaller than `serde_json`'s deserializer, which also reads structs from arrays and has descriptive errors.
//! The forms need neither: without them, the page's module is 23 kB smaller, 6 kB with brotli.

use std::fmt;

use serde::de::value::{MapDeserializer, SeqDeserializer};
use serde::de::{self, Deserializer, IntoDeserializer, Visitor};
use serde::{forward_to_deserialize_any, ser};

use super::json::Value;

/// A JSON value as a deserializer.
#[derive(Clone, Copy)]
pub(crate) struct ValueDeserializer<'de>(pub(crate) &'de Value);

/// The error for a value of another type.
#[derive(Debug)]
pub(crate) struct Mismatch;

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value is of another type")
    }
}

impl std::error::Error for Mismatch {}

impl ser::Error for Mismatch {
    fn custom<T: fmt::Display>(_message: T) -> Self {
        Self
    }
}

impl de::Error for Mismatch {
    fn custom<T: fmt::Display>(_message: T) -> Self {
        Self
    }

    fn invalid_type(_unexpected: de::Unexpected<'_>, _expected: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_value(_unexpected: de::Unexpected<'_>, _expected: &dyn de::Expected) -> Self {
        Self
    }

    fn invalid_length(_length: usize, _expected: &dyn de::Expected) -> Self {
        Self
    }

    fn missing_field(_field: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_field: &'static str) -> Self {
        Self
    }
}

impl<'de> IntoDeserializer<'de, Mismatch> for ValueDeserializer<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for ValueDeserializer<'de> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(flag) => visitor.visit_bool(*flag),
            Value::Number(_) => self.deserialize_u64(visitor),
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Array(_) => self.deserialize_seq(visitor),
            Value::Object(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_bool(self.0.as_bool().ok_or(Mismatch)?)
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_u64(self.0.as_u64().ok_or(Mismatch)?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_borrowed_str(self.0.as_str().ok_or(Mismatch)?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if *self.0 == Value::Null { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let items = self.0.as_array().ok_or(Mismatch)?;
        visitor.visit_seq(SeqDeserializer::new(items.iter().map(Self)))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let Value::Object(members) = self.0 else { return Err(Mismatch) };
        visitor.visit_map(MapDeserializer::new(members.iter().map(|(name, value)| (name.as_str(), Self(value)))))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_map(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 i128 u8 u16 u128 f32 f64 char bytes byte_buf unit unit_struct newtype_struct tuple tuple_struct enum
        identifier
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;
    use serde_json::json;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Order {
        size: u32,
        note: Option<String>,
        tags: Vec<String>,
        is_paid: bool,
    }

    #[test]
    fn a_struct_is_read_from_an_object() {
        let value = json!({ "size": 7, "note": null, "tags": ["a", "b"], "is_paid": true, "unknown": [{}] }).into();
        let order = Order { size: 7, note: None, tags: vec!["a".into(), "b".into()], is_paid: true };
        assert_eq!(Order::deserialize(ValueDeserializer(&value)).unwrap(), order);
    }

    #[test]
    fn other_types_do_not_match() {
        let value = Value::from(json!({ "size": 7, "note": "x", "tags": [], "is_paid": true }));
        assert!(Order::deserialize(ValueDeserializer(&value)).is_ok());
        for (member, wrong) in [
            ("size", json!(-1)),
            ("size", json!(1.5)),
            ("size", json!(4_294_967_296_u64)),
            ("size", json!("7")),
            ("note", json!(7)),
            ("tags", json!({})),
            ("tags", json!([7])),
            ("is_paid", json!("true")),
        ] {
            let mut value = value.clone();
            value.put(member, Some(wrong.into()));
            assert!(Order::deserialize(ValueDeserializer(&value)).is_err(), "{value}");
        }
        for other in [json!([7, "x", [], true]), json!(null), json!({})] {
            assert!(Order::deserialize(ValueDeserializer(&other.clone().into())).is_err(), "{other}");
        }
    }
}
