//! JSON Schemas (draft 2020-12) of events, for other validators and for descriptions of APIs.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Map, Value, json};

use super::provider::Provider;
use crate::event::{Envelope, EventType, PayloadField, PayloadObject, ValueKind, compose};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The timestamp in the examples, 2026-01-15T12:30:00Z. It is fixed so that a schema is always generated identically.
const EXAMPLE_MS: i64 = 1_768_480_200_000;

/// The JSON Schema of an event's whole body: the envelope and its payload.
///
/// It accepts every body in which [`parse`](super::parse) finds no error, including bodies with unknown members and
/// values. It also accepts some bodies that `parse` rejects: a schema cannot detect repeated members, unpaired
/// surrogates, or integers written as `1.0`, and a validator may ignore `format`.
///
/// ```
/// use hookwright::catalog;
///
/// let well = catalog::find("well").unwrap();
/// let schema = catalog::json_schema(well, well.event_type("company.created").unwrap());
/// assert_eq!(schema["$id"], "urn:hookwright:schema:well:company.created");
/// assert_eq!(schema["properties"]["event"]["const"], "company.created");
/// assert_eq!(schema["properties"]["data"]["$ref"], "#/$defs/Company");
/// assert_eq!(schema["$defs"]["Company"]["required"][0], "company_id");
/// ```
#[must_use]
pub fn json_schema(provider: &Provider, event_type: &EventType) -> Value {
    // The tests parse every sample, so this does not fail.
    let payload: Value = serde_json::from_str(event_type.sample).unwrap_or_default();
    let provenance = event_type.provenance;
    let kind = json!({ "const": event_type.name, "description": "The event type." });
    let mut schema = document(provider, event_type.name, event_type.description);
    schema.extend(body(provider.envelope, kind, Some(event_type.payload)));
    schema
        .insert("examples".into(), json!([compose(provider.envelope, event_type.name, "evt_1", EXAMPLE_MS, payload)]));
    schema.insert(
        "x-hookwright".into(),
        json!({
            "confidence": provenance.confidence.as_str(),
            "source": provenance.source,
            "asOf": provenance.as_of,
            "assumed": provenance.assumed,
        }),
    );
    Value::Object(schema)
}

/// The JSON Schema of a provider's envelope with any payload.
///
/// ```
/// use hookwright::catalog;
///
/// let schema = catalog::envelope_schema(catalog::find("standard").unwrap());
/// assert_eq!(schema["$id"], "urn:hookwright:schema:standard:envelope");
/// assert_eq!(schema["required"], serde_json::json!(["type", "timestamp", "data"]));
/// ```
#[must_use]
pub fn envelope_schema(provider: &Provider) -> Value {
    let kind = json!({ "type": "string", "description": "The event type." });
    let mut schema = document(provider, "envelope", provider.summary);
    schema.extend(body(provider.envelope, kind, None));
    let example = compose(provider.envelope, "example.happened", "evt_1", EXAMPLE_MS, json!({}));
    schema.insert("examples".into(), json!([example]));
    Value::Object(schema)
}

/// The JSON Schemas of an object and of all objects inside it, by name. Each `$ref` is `prefix` followed by a name.
///
/// The prefix is `#/$defs/` in a standalone schema and `#/components/schemas/` in an OpenAPI document.
///
/// ```
/// use hookwright::catalog::{awell::TrackChanged, definitions};
/// use hookwright::event::Payload;
///
/// let definitions = definitions(TrackChanged::OBJECT, "#/components/schemas/Awell");
/// let names: Vec<_> = definitions.keys().collect();
/// assert_eq!(names, ["TrackChanged", "Track", "Pathway", "Identifier"]);
/// assert_eq!(definitions["TrackChanged"]["properties"]["track"]["$ref"], "#/components/schemas/AwellTrack");
/// ```
#[must_use]
pub fn definitions(object: &PayloadObject, prefix: &str) -> Map<String, Value> {
    let mut found = Map::new();
    define(object, prefix, &mut found);
    found
}

/// The members that every schema document starts with.
fn document(provider: &Provider, name: &str, description: &str) -> Map<String, Value> {
    let mut schema = Map::new();
    schema.insert("$schema".into(), DIALECT.into());
    schema.insert("$id".into(), format!("urn:hookwright:schema:{}:{name}", provider.id).into());
    schema.insert("title".into(), format!("{}: {name}", provider.name).into());
    schema.insert("description".into(), description.into());
    schema
}

/// The schema of a body: the members of the envelope, and the payload at its place in the envelope.
fn body(envelope: Envelope, kind: Value, payload: Option<&PayloadObject>) -> Map<String, Value> {
    let mut defined = Map::new();
    let mut properties = Map::new();
    let mut required: Vec<Value> = Vec::new();
    let mut add = |name: &str, schema: Value, is_required: bool| {
        properties.insert(name.into(), schema);
        required.extend(is_required.then(|| name.into()));
    };
    if let Some(name) = envelope.id {
        add(name, json!({ "type": "string", "description": "The id of the event." }), true);
    }
    if envelope.data.is_none() {
        for field in payload.map_or(&[][..], |object| object.fields) {
            add(field.name, member(field, DEFINITIONS), field.required);
            define_in(field.kind, DEFINITIONS, &mut defined);
        }
    }
    add(envelope.kind, kind, true);
    if let Some(name) = envelope.time {
        let schema = json!({ "type": "string", "format": "date-time", "description": "The time of the event." });
        add(name, schema, true);
    }
    if let Some(name) = envelope.data {
        let schema = match payload {
            Some(object) => {
                define(object, DEFINITIONS, &mut defined);
                json!({ "$ref": format!("{DEFINITIONS}{}", object.name), "description": "The payload." })
            }
            None => json!({ "type": "object", "description": "The payload." }),
        };
        add(name, schema, true);
    }
    let mut schema = Map::new();
    schema.insert("type".into(), "object".into());
    schema.insert("properties".into(), properties.into());
    schema.insert("required".into(), required.into());
    if !defined.is_empty() {
        schema.insert("$defs".into(), defined.into());
    }
    schema
}

/// The place of the definitions in a standalone schema.
const DEFINITIONS: &str = "#/$defs/";

fn define(object: &PayloadObject, prefix: &str, found: &mut Map<String, Value>) {
    if found.contains_key(object.name) {
        return;
    }
    let properties: Map<String, Value> =
        object.fields.iter().map(|field| (field.name.into(), member(field, prefix))).collect();
    let required: Vec<&str> = object.fields.iter().filter(|field| field.required).map(|field| field.name).collect();
    let mut schema = Map::new();
    schema.insert("type".into(), "object".into());
    schema.insert("description".into(), object.about.into());
    schema.insert("properties".into(), properties.into());
    if !required.is_empty() {
        schema.insert("required".into(), required.into());
    }
    found.insert(object.name.into(), schema.into());
    for field in object.fields {
        define_in(field.kind, prefix, found);
    }
}

/// Adds the definitions of the objects that a value of this kind contains.
fn define_in(kind: ValueKind, prefix: &str, found: &mut Map<String, Value>) {
    match kind {
        ValueKind::Object(object) => define(object, prefix, found),
        ValueKind::Array(kind) => define_in(*kind, prefix, found),
        ValueKind::Any
        | ValueKind::String
        | ValueKind::OneOf(_)
        | ValueKind::Timestamp
        | ValueKind::Integer
        | ValueKind::Boolean => {}
    }
}

/// The schema of a member's value. The value of an optional member can also be `null`.
fn member(field: &PayloadField, prefix: &str) -> Value {
    let mut schema = value(field.kind, prefix);
    if !field.required {
        if let Some(kind) = schema.get_mut("type") {
            *kind = json!([kind.take(), "null"]);
        } else if let Some(reference) = schema.remove("$ref") {
            schema.insert("anyOf".into(), json!([{ "$ref": reference }, { "type": "null" }]));
        }
    }
    schema.insert("description".into(), field.about.into());
    Value::Object(schema)
}

fn value(kind: ValueKind, prefix: &str) -> Map<String, Value> {
    let mut schema = Map::new();
    let name = match kind {
        ValueKind::Any => return schema,
        ValueKind::Object(object) => {
            schema.insert("$ref".into(), format!("{prefix}{}", object.name).into());
            return schema;
        }
        ValueKind::String | ValueKind::OneOf(_) | ValueKind::Timestamp => "string",
        ValueKind::Integer => "integer",
        ValueKind::Boolean => "boolean",
        ValueKind::Array(_) => "array",
    };
    schema.insert("type".into(), name.into());
    match kind {
        ValueKind::Timestamp => drop(schema.insert("format".into(), "date-time".into())),
        ValueKind::Integer => drop(schema.insert("format".into(), "int64".into())),
        // Not `enum`, which would reject values that the sender adds later.
        ValueKind::OneOf(known) => {
            schema.insert("examples".into(), json!(known));
            schema.insert("x-known-values".into(), json!(known));
        }
        ValueKind::Array(kind) => drop(schema.insert("items".into(), value(*kind, prefix).into())),
        ValueKind::Any | ValueKind::String | ValueKind::Boolean | ValueKind::Object(_) => {}
    }
    schema
}
