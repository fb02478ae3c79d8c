//! The schema of a signature scheme, and of what it has in common with a retry policy.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Map, Value, json};

use super::shapes::{Schema, choice, object, text, whole};
use crate::base::provenance::Confidence;
use crate::base::time::TimeUnit;
use crate::signature::{Algorithm, Encoding, FIELDS, KeyForm};

pub(super) fn scheme() -> Schema {
    let fields: Vec<String> = FIELDS.iter().map(|(name, _)| format!("`{{{name}}}`")).collect();
    let content = format!("What is signed: a template with the fields {}.", fields.join(", "));
    let side = json!({ "anyOf": [{ "type": "integer", "minimum": 0, "maximum": u32::MAX }, { "const": false }] });
    let tolerance = json!({
        "description": "The most seconds between the timestamp and the receiver's clock; `false` for any number.",
        "anyOf": [
            side,
            {
                "type": "object",
                "required": ["past", "future"],
                "properties": { "past": side, "future": side },
                "additionalProperties": false,
            },
        ],
    });
    let signature = [
        (
            "separator",
            json!({
                "type": "string",
                "minLength": 1,
                "maxLength": 1,
                "description": "The character between the items, if the value is a list.",
            }),
        ),
        ("prefix", text("The text before the signature.")),
        ("encoding", choice(Encoding::ALL, "How the signature's bytes are written. `hex` by default.")),
    ];
    let timestamp = [("unit", choice(TimeUnit::ALL, "How the timestamp is written.")), ("toleranceSeconds", tolerance)];
    let mut timestamp = place(&["header", "item", "query", "member"], &timestamp);
    timestamp.insert("required".into(), json!(["unit"]));
    object(
        "A signature scheme.",
        &["id", "algorithm", "content", "signature"],
        json!({
            "id": {
                "type": "string",
                "pattern": "^[a-z0-9-]+/[a-z0-9-]+$",
                "description": "The sender's id, a slash, and the scheme's name: `acme/v1`.",
            },
            "algorithm": choice(Algorithm::ALL, "How the signature is computed."),
            "key": choice(KeyForm::ALL, "How the text of a secret becomes a key. `text` by default."),
            "content": text(&content),
            "signature": place(&["header", "query", "member"], &signature),
            "timestamp": timestamp,
            "messageId": { "$ref": "#/$defs/place", "description": "Where the id of the delivery is." },
            "bodyDigest": {
                "$ref": "#/$defs/place",
                "description": "Where the body's SHA-256 is, if the signature covers the URL and not the body.",
            },
            "handshake": { "$ref": "#/$defs/handshake" },
            "provenance": { "$ref": "#/$defs/provenance" },
        }),
    )
}

/// A place: one of these members, next to others.
pub(super) fn place(kinds: &[&str], others: &[(&str, Value)]) -> Schema {
    let mut properties = Map::new();
    for kind in kinds {
        let about = match *kind {
            "header" => "The name of a header field.",
            "item" => "The beginning of an item of the signature's list.",
            "query" => "The name of a parameter of the URL.",
            _ => "A value in the JSON body, as a JSON Pointer.",
        };
        properties.insert((*kind).into(), text(about));
        if *kind == "header" {
            properties.insert("orHeader".into(), text("A second header field that may replace the first."));
        }
    }
    properties.extend(others.iter().map(|(name, schema)| ((*name).into(), schema.clone())));
    let mut schema = object("A part of a request.", &[], Value::Object(properties));
    let one: Vec<Value> = kinds.iter().map(|kind| json!({ "required": [kind] })).collect();
    schema.insert("oneOf".into(), one.into());
    schema.insert("dependentRequired".into(), json!({ "orHeader": ["header"] }));
    schema
}

pub(super) fn handshake() -> Schema {
    let trigger = json!({
        "description": "The requests that are handshakes.",
        "oneOf": [
            object("A `GET` with a parameter.", &["query"], json!({ "query": text("The parameter.") })),
            object("A request with a header field.", &["header"], json!({
                "header": text("The name of the header field."),
                "equals": text("Its value. Any value by default."),
            })),
            object("A body with a value.", &["member", "equals"], json!({
                "member": text("Where the value is, as a JSON Pointer."),
                "equals": text("The value."),
            })),
        ],
    });
    let reply = object(
        "What answers the handshake.",
        &[],
        json!({
            "status": whole("The status. 200 by default.", 200, Some(299)),
            "contentType": text("The content type. `text/plain` by default."),
            "body": text("A template with the fields `{query:NAME}`, `{member:POINTER}`, `{header:NAME}`, \
                          `{mac:query:NAME}` and `{mac:member:POINTER}`."),
            "header": text("The header field that is sent back unchanged."),
        }),
    );
    object(
        "What the sender asks before it sends deliveries.",
        &["trigger", "reply"],
        json!({
            "trigger": trigger,
            "signed": { "type": "boolean", "description": "Whether the handshake is signed." },
            "reply": reply,
        }),
    )
}

pub(super) fn provenance() -> Schema {
    object(
        "The source of the row.",
        &["source", "asOf", "confidence"],
        json!({
            "source": { "$ref": "#/$defs/line", "description": "The document: a URL, if it has one." },
            "asOf": {
                "type": "string",
                "format": "date",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
                "description": "The day on which the source was read.",
            },
            "confidence": choice(Confidence::ALL, "How sure the row is as a whole."),
            "assumed": {
                "type": "array",
                "items": { "$ref": "#/$defs/line", "pattern": "\\S" },
                "description": "The parts of the row that are assumed although the rest is not, in sentences.",
            },
        }),
    )
}
