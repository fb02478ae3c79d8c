//! The texts of the fields.

use std::fmt;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::examples::{Example, HERD};
use super::fields::Field;

/// The text of each field, in order. It is saved under the keys of the fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Values([String; Field::COUNT]);

impl Values {
    /// Returns those of an example.
    pub(crate) fn of(example: &Example) -> Self {
        let mut values = Self(Default::default());
        for field in Field::all() {
            let given = example.values.iter().find(|(named, _)| *named == field);
            values.set(field, given.map_or(field.spec().first, |(_, value)| *value));
        }
        values
    }

    /// Returns the text of a field.
    pub(crate) fn get(&self, field: Field) -> &str {
        self.0.get(field as usize).map_or("", String::as_str)
    }

    /// Sets the text of a field.
    pub(crate) fn set(&mut self, field: Field, text: impl Into<String>) {
        if let Some(value) = self.0.get_mut(field as usize) {
            *value = text.into();
        }
    }
}

impl Serialize for Values {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(Field::all().map(|field| (field.key(), self.get(field))))
    }
}

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ValuesVisitor)
    }
}

struct ValuesVisitor;

impl<'de> Visitor<'de> for ValuesVisitor {
    type Value = Values;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the texts of the fields")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Values, A::Error> {
        let mut values = Values::of(&HERD);
        while let Some((key, text)) = map.next_entry::<String, String>()? {
            if let Some(field) = Field::all().find(|field| field.key() == key) {
                values.set(field, text);
            }
        }
        Ok(values)
    }
}
