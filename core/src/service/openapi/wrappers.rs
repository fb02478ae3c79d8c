//! The parts that all schemas have in common: the wrappers of resources and lists, and ids.

use alloc::format;

use serde_json::{Value, json};

use crate::subscription::{BodyWrapper, IdStyle};

/// The location of schemas in an OpenAPI document.
pub(super) const SCHEMAS: &str = "#/components/schemas/";

/// The schema of an id.
pub(super) fn id(ids: IdStyle) -> Value {
    match ids {
        IdStyle::Uuid => json!({ "type": "string", "format": "uuid" }),
        IdStyle::Prefixed => json!({ "type": "string" }),
    }
}

/// Attributes in the wrapper of a request.
pub(super) fn wrapped(wrapper: BodyWrapper, attributes: Value) -> Value {
    match wrapper {
        BodyWrapper::None => attributes,
        BodyWrapper::JsonApi(kind) => {
            let resource = json!({
                "type": "object",
                "properties": { "type": { "const": kind }, "attributes": attributes },
                "required": ["type", "attributes"],
            });
            json!({ "type": "object", "properties": { "data": resource }, "required": ["data"] })
        }
    }
}

/// A resource with an id and attributes, in a response.
pub(super) fn identified(wrapper: BodyWrapper, id: Value, attributes: &Value) -> Value {
    match wrapper {
        BodyWrapper::JsonApi(kind) => json!({
            "type": "object",
            "properties": { "type": { "const": kind }, "id": id, "attributes": attributes },
            "required": ["type", "id", "attributes"],
        }),
        BodyWrapper::None => {
            let mut schema = attributes.clone();
            if let Some(properties) = schema.get_mut("properties").and_then(Value::as_object_mut) {
                properties.shift_insert(0, "id".into(), id);
            }
            if let Some(required) = schema.get_mut("required").and_then(Value::as_array_mut) {
                required.insert(0, "id".into());
            }
            schema
        }
    }
}

pub(super) fn single(wrapper: BodyWrapper, resource: Value) -> Value {
    match wrapper {
        BodyWrapper::JsonApi(_) => {
            json!({ "type": "object", "properties": { "data": resource }, "required": ["data"] })
        }
        BodyWrapper::None => resource,
    }
}

pub(super) fn list(wrapper: BodyWrapper, name: &str, resource: &Value) -> Value {
    let items = json!({ "type": "array", "items": resource });
    match wrapper {
        BodyWrapper::JsonApi(_) => json!({
            "type": "object",
            "properties": {
                "data": items,
                "meta": {
                    "type": "object",
                    "properties": { "total": { "type": "integer" }, "count": { "type": "integer" } },
                    "required": ["total", "count"],
                },
                "links": {
                    "type": "object",
                    "properties": { "next": { "type": ["string", "null"] } },
                    "required": ["next"],
                },
            },
            "required": ["data", "meta", "links"],
        }),
        BodyWrapper::None => json!({
            "type": "object",
            "properties": { name: items, "next_cursor": { "type": "string" } },
            "required": [name],
        }),
    }
}

/// A reference to a schema of the document.
pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("{SCHEMAS}{name}") })
}
