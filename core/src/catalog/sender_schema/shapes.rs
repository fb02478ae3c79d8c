//! Building blocks of the schema.

use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Map, Value, json};

/// A schema to which members can be added.
pub(super) type Schema = Map<String, Value>;

/// An object without unknown members.
pub(super) fn object(description: &str, required: &[&str], properties: Value) -> Schema {
    let mut schema = Map::new();
    schema.insert("type".into(), "object".into());
    schema.insert("description".into(), description.into());
    if !required.is_empty() {
        schema.insert("required".into(), json!(required));
    }
    schema.insert("properties".into(), properties);
    schema.insert("additionalProperties".into(), false.into());
    schema
}

/// An object that is one variant of a union. The member `kind` has the name of the variant.
pub(super) fn variant(name: &str, description: &str, required: &[&str], properties: Value) -> Schema {
    let required: Vec<&str> = ["kind"].into_iter().chain(required.iter().copied()).collect();
    let mut members = Map::new();
    members.insert("kind".into(), json!({ "const": name }));
    if let Value::Object(others) = properties {
        members.extend(others);
    }
    object(description, &required, Value::Object(members))
}

/// One of these names.
pub(super) fn choice<T>(all: &[(&str, T)], description: &str) -> Value {
    let names: Vec<&str> = all.iter().map(|(name, _)| *name).collect();
    json!({ "enum": names, "description": description })
}

pub(super) fn text(description: &str) -> Value {
    json!({ "type": "string", "description": description })
}

pub(super) fn milliseconds(description: &str) -> Value {
    json!({ "$ref": "#/$defs/milliseconds", "description": description })
}

/// An integer between two bounds.
pub(super) fn integer(description: &str, minimum: u64, maximum: Option<u64>) -> Schema {
    let mut schema = Map::new();
    schema.insert("type".into(), "integer".into());
    schema.insert("minimum".into(), minimum.into());
    schema.extend(maximum.map(|maximum| (String::from("maximum"), maximum.into())));
    schema.insert("description".into(), description.into());
    schema
}
