//! Serializes forms to JSON values.
//!
//! Forms consist of structs, maps, lists, texts, integers and flags. Other types cannot be serialized.

use serde::ser::{Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, Serializer};

use super::json::Value;
use super::members::Mismatch;

/// Converts a form to JSON.
///
/// # Errors
/// A type is not supported.
pub(crate) fn to_value<T: Serialize + ?Sized>(form: &T) -> Result<Value, Mismatch> {
    form.serialize(ToValue)
}

struct ToValue;

/// The items of a list.
struct Items(Vec<Value>);

/// The members of an object, and the name of the next one.
struct Members(Vec<(String, Value)>, String);

impl Serializer for ToValue {
    type Ok = Value;
    type Error = Mismatch;
    type SerializeSeq = Items;
    type SerializeTuple = Impossible<Value, Mismatch>;
    type SerializeTupleStruct = Impossible<Value, Mismatch>;
    type SerializeTupleVariant = Impossible<Value, Mismatch>;
    type SerializeMap = Members;
    type SerializeStruct = Members;
    type SerializeStructVariant = Impossible<Value, Mismatch>;

    fn serialize_bool(self, flag: bool) -> Result<Value, Mismatch> {
        Ok(Value::Bool(flag))
    }

    fn serialize_u64(self, number: u64) -> Result<Value, Mismatch> {
        Ok(Value::Number(number.to_string()))
    }

    fn serialize_u32(self, number: u32) -> Result<Value, Mismatch> {
        self.serialize_u64(number.into())
    }

    fn serialize_str(self, text: &str) -> Result<Value, Mismatch> {
        Ok(text.into())
    }

    fn serialize_none(self) -> Result<Value, Mismatch> {
        Ok(Value::Null)
    }

    fn serialize_unit(self) -> Result<Value, Mismatch> {
        Ok(Value::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value, Mismatch> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<Value, Mismatch> {
        value.serialize(self)
    }

    fn serialize_seq(self, _length: Option<usize>) -> Result<Items, Mismatch> {
        Ok(Items(Vec::new()))
    }

    fn serialize_map(self, _length: Option<usize>) -> Result<Members, Mismatch> {
        Ok(Members(Vec::new(), String::new()))
    }

    fn serialize_struct(self, _: &'static str, length: usize) -> Result<Members, Mismatch> {
        self.serialize_map(Some(length))
    }

    fn serialize_i8(self, _: i8) -> Result<Value, Mismatch> {
        Err(Mismatch)
    }

    fn serialize_i16(self, _: i16) -> Result<Value, Mismatch> {
        Err(Mismatch)
    }

    fn serialize_i32(self, _: i32) -> Result<Value, Mismatch> {
        Err(Mismatch)
    }

    fn serialize_i64(self, _: i64) -> Result<Value, Mismatch> {
        Err(Mismatch)
    }

    fn serialize_u8(self, _: u8) -> Result<Value, Mismatch> {
        Err(Mismatch)
    }

    fn serialize_u16(self, _: u16) -> Result<Value, Mismatch> {
        Err(Mismatch)
    }

    fn serialize_f32(self, _: f32) -> Result<Value, Mismatch> {
        Err(Mismatch)
    }

    fn serialize_f64(self, _: f64) -> Result<Value, Mismatch> {
        Err(Mismatch)
    }

    fn serialize_char(self, _: char) -> Result<Value, Mismatch> {
        Err(Mismatch)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<Value, Mismatch> {
        Err(Mismatch)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Value, Mismatch> {
        Err(Mismatch)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result<Value, Mismatch> {
        Err(Mismatch)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<Value, Mismatch> {
        Err(Mismatch)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Mismatch> {
        Err(Mismatch)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Mismatch> {
        Err(Mismatch)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Mismatch> {
        Err(Mismatch)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Mismatch> {
        Err(Mismatch)
    }
}

impl SerializeSeq for Items {
    type Ok = Value;
    type Error = Mismatch;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Mismatch> {
        self.0.push(to_value(item)?);
        Ok(())
    }

    fn end(self) -> Result<Value, Mismatch> {
        Ok(Value::Array(self.0))
    }
}

impl SerializeStruct for Members {
    type Ok = Value;
    type Error = Mismatch;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Mismatch> {
        self.0.push((name.into(), to_value(value)?));
        Ok(())
    }

    fn end(self) -> Result<Value, Mismatch> {
        Ok(Value::Object(self.0))
    }
}

impl SerializeMap for Members {
    type Ok = Value;
    type Error = Mismatch;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), Mismatch> {
        self.1 = to_value(name)?.as_str().ok_or(Mismatch)?.into();
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Mismatch> {
        self.0.push((std::mem::take(&mut self.1), to_value(value)?));
        Ok(())
    }

    fn end(self) -> Result<Value, Mismatch> {
        Ok(Value::Object(self.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use std::collections::BTreeMap;

    #[test]
    fn writes_the_same_as_another_implementation() {
        #[derive(serde::Serialize)]
        struct Order {
            size: u64,
            note: Option<&'static str>,
            tags: Vec<String>,
            by: BTreeMap<String, bool>,
        }
        let by = BTreeMap::from([("a".into(), true)]);
        let order = Order { size: u64::MAX, note: None, tags: vec!["x".into()], by };
        assert_eq!(to_value(&order).unwrap(), Value::from(serde_json::to_value(&order).unwrap()));
        assert_eq!(to_value(&Some("x")).unwrap(), Value::from(json!("x")));
    }

    #[test]
    fn other_types_are_refused() {
        assert!(to_value(&1.5).is_err() && to_value(&(1_u64, 2_u64)).is_err() && to_value(&'x').is_err());
    }
}
