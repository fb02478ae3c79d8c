//! The JSON Schema of sender files, for completion and validation in editors.

mod policy;
mod scheme;
mod shapes;

use serde_json::{Map, Value, json};

use self::shapes::{Schema, choice, integer, object};
use crate::retry::Reaction;

/// The JSON Schema (draft 2020-12) of the files that [`SenderFile::parse`](super::SenderFile::parse) reads.
///
/// It accepts all valid files. It also accepts some invalid ones, because a schema cannot describe every rule: for
/// example, it accepts templates with unknown fields, and integers written as `1.0`.
///
/// ```
/// let schema = hookwright::catalog::sender_schema();
/// assert_eq!(schema["required"], serde_json::json!(["format", "id", "name"]));
/// ```
#[must_use]
pub fn sender_schema() -> Value {
    let mut schema = Map::new();
    schema.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    schema.insert("$id".into(), "urn:hookwright:schema:sender".into());
    schema.insert("title".into(), "Sender".into());
    schema.extend(file());
    let some = |list: &str| json!({ "required": [list], "properties": { list: { "minItems": 1 } } });
    schema.insert("anyOf".into(), json!([some("schemes"), some("policies")]));
    let definitions = json!({
        "scheme": scheme::scheme(),
        "place": scheme::place(&["header", "item", "query", "member", "field"], &[]),
        "handshake": scheme::handshake(),
        "policy": policy::policy(),
        "reaction": choice(Reaction::ALL, "What the sender does."),
        "provenance": scheme::provenance(),
        "line": { "type": "string", "pattern": "^[^\\u0000-\\u001f\\u007f-\\u009f]*$" },
        "milliseconds": { "type": ["integer", "null"], "minimum": 0 },
    });
    schema.insert("$defs".into(), definitions);
    Value::Object(schema)
}

fn limits() -> Schema {
    let number = |about: &str| integer(about, 1, Some((1 << 53) - 1));
    let mut schema = object(
        "The limits that the sender documents for its deliveries.",
        &[],
        json!({
            "timeoutMs": number("The time within which a receiver must respond, in milliseconds, if no policy states it."),
            "maxBodyBytes": number("The maximum size of a body, in bytes."),
            "resendWithinMs": number("The time within which a user can have an event sent again, in milliseconds."),
            "provenance": { "$ref": "#/$defs/provenance" },
        }),
    );
    let any = ["timeoutMs", "maxBodyBytes", "resendWithinMs"].map(|name| json!({ "required": [name] }));
    schema.insert("anyOf".into(), json!(any));
    schema
}

fn file() -> Schema {
    object(
        "A sender of webhooks: its signature schemes and its retry policies.",
        &["format", "id", "name"],
        json!({
            "$schema": { "type": "string" },
            "format": { "const": 1, "description": "The version of the file format." },
            "id": {
                "type": "string",
                "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$",
                "description": "The id, in lower-case kebab-case. The file name is the id followed by `.json`.",
            },
            "name": { "$ref": "#/$defs/line", "description": "The name of the product or company." },
            "summary": {
                "$ref": "#/$defs/line",
                "description": "A description of what the sender sends, in one line.",
            },
            "schemes": {
                "type": "array",
                "items": { "$ref": "#/$defs/scheme" },
                "description": "The signature schemes, the default one first.",
            },
            "policies": {
                "type": "array",
                "items": { "$ref": "#/$defs/policy" },
                "description": "The retry policies, the default one first.",
            },
            "event": scheme::event(),
            "limits": limits(),
        }),
    )
}
