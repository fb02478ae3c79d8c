//! The schemas of signature schemes, handshakes and provenance.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Map, Value, json};

use super::shapes::{Schema, choice, integer, object, text};
use crate::base::provenance::Confidence;
use crate::base::time::TimeUnit;
use crate::signature::{Algorithm, Encoding, FIELDS, KeyForm};

pub(super) fn scheme() -> Schema {
    let fields: Vec<String> = FIELDS.iter().map(|(name, _)| format!("`{{{name}}}`")).collect();
    let content = format!("The signed content: a template with the fields {}.", fields.join(", "));
    let side = json!({ "anyOf": [{ "type": "integer", "minimum": 0, "maximum": u32::MAX }, { "const": false }] });
    let tolerance = json!({
        "description": "The maximum difference between the timestamp and the receiver's clock, in seconds. \
                        `false` disables the check.",
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
                "description": "The character that separates the items if the value is a list. A comma before whitespace \
                                is a separator of every list.",
            }),
        ),
        (
            "prefix",
            text(
                "The text before the signature. `*` and a character: any text up to this character. With `?` at the end, it is optional.",
            ),
        ),
        ("encoding", choice(Encoding::ALL, "The encoding of the signature. `hex` by default.")),
    ];
    let timestamp =
        [("unit", choice(TimeUnit::ALL, "The unit or format of the timestamp.")), ("toleranceSeconds", tolerance)];
    let mut timestamp = place(&["header", "item", "query", "member", "field"], &timestamp);
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
            "algorithm": choice(Algorithm::ALL, "The signature algorithm."),
            "key": choice(KeyForm::ALL, "How a key is derived from the text of a secret. `text` by default."),
            "content": text(&content),
            "signature": place(&["header", "query", "member", "field"], &signature),
            "timestamp": timestamp,
            "messageId": { "$ref": "#/$defs/place", "description": "The location of the delivery's id." },
            "bodyDigest": {
                "$ref": "#/$defs/place",
                "description": "The location of the body's SHA-256 hash, if the signature covers the URL but \
                                not the body.",
            },
            "handshake": { "$ref": "#/$defs/handshake" },
            "provenance": { "$ref": "#/$defs/provenance" },
        }),
    )
}

/// The schema of a place: exactly one of these members, in addition to others.
pub(super) fn place(kinds: &[&str], others: &[(&str, Value)]) -> Schema {
    let mut properties = Map::new();
    for kind in kinds {
        let about = match *kind {
            "header" => "The name of a header field.",
            "item" => "The prefix of an item in the list that contains the signature.",
            "query" => "The name of a query parameter.",
            "field" => "The name of a field of a form.",
            _ => "A JSON Pointer to a value in the body.",
        };
        properties.insert((*kind).into(), text(about));
        if *kind == "header" {
            properties.insert("orHeader".into(), text("An alternative header field, or several, separated by commas."));
        }
    }
    properties.extend(others.iter().map(|(name, schema)| ((*name).into(), schema.clone())));
    let mut schema = object("A part of a request.", &[], Value::Object(properties));
    let one: Vec<Value> = kinds.iter().map(|kind| json!({ "required": [kind] })).collect();
    schema.insert("oneOf".into(), one.into());
    schema.insert("dependentRequired".into(), json!({ "orHeader": ["header"] }));
    schema
}

/// The schema of the places of the event type and the event id.
pub(super) fn event() -> Schema {
    let described = |about: &str| {
        let mut schema = place(&["header", "member"], &[]);
        schema.insert("description".into(), about.into());
        schema
    };
    let mut schema = object(
        "The places of the event type and the event id in deliveries.",
        &[],
        json!({
            "type": described("The place of the event type."),
            "id": described("The place of the id that is the same at each attempt."),
            "provenance": { "$ref": "#/$defs/provenance" },
        }),
    );
    schema.insert("anyOf".into(), json!([{ "required": ["type"] }, { "required": ["id"] }]));
    schema
}

pub(super) fn handshake() -> Schema {
    let method = |about: &str, pattern: &str| json!({ "type": "string", "pattern": pattern, "description": about });
    let trigger = json!({
        "description": "Identifies handshake requests.",
        "oneOf": [
            object("A request with a query parameter.", &["query"], json!({
                "query": text("The name of the query parameter."),
                "method": method("The method, or `*` for any method. `GET` by default.", "^([A-Z]+|\\*)$"),
            })),
            object("A request with a header field.", &["header"], json!({
                "header": text("The name of the header field."),
                "equals": text("The value. Any value by default."),
                "method": method("The method. Any method by default.", "^[A-Z]+$"),
            })),
            object("A request with a value in its JSON body.", &["member"], json!({
                "member": text("A JSON Pointer to the value."),
                "equals": text("The value. Any value by default."),
            })),
            object("A request with a parameter in its form-encoded body.", &["form"], json!({
                "form": text("The name of the parameter."),
                "equals": text("The value. Any value by default."),
            })),
            object("A request with a method.", &["method"], json!({
                "method": method("The method.", "^[A-Z]+$"),
            })),
        ],
    });
    let reply = object(
        "The response to the handshake.",
        &[],
        json!({
            "status": integer("The status code. 200 by default.", 200, Some(299)),
            "contentType": text("The content type. `text/plain` by default."),
            "body": text("A template with the fields `{query:NAME}`, `{member:POINTER}`, `{header:NAME}`, \
                          `{mac:query:NAME}`, `{mac:member:POINTER}` and `{sha256:query:NAME}`."),
            "header": text("The header field of the request that is returned unchanged."),
            "asHeader": text("The name of that field in the response. The same name by default."),
        }),
    );
    object(
        "A request that the sender sends before its deliveries, to check the receiver.",
        &["trigger", "reply"],
        json!({
            "trigger": trigger,
            "signed": { "type": "boolean", "description": "Whether the handshake is signed." },
            "testKey": text("The well-known key with which the handshake is signed."),
            "token": {
                "$ref": "#/$defs/place",
                "description": "The location of a token that the receiver has chosen.",
            },
            "encrypted": text("A JSON Pointer to the encrypted body."),
            "secret": {
                "$ref": "#/$defs/place",
                "description": "The location of the secret of all later deliveries.",
            },
            "settingUp": {
                "type": "boolean",
                "description": "Whether the handshake is answered only while a webhook is set up.",
            },
            "head": { "type": "boolean", "description": "Whether the sender also makes a `HEAD` request." },
            "reply": reply,
        }),
    )
}

pub(super) fn provenance() -> Schema {
    object(
        "The evidence for this entry.",
        &["source", "asOf", "confidence"],
        json!({
            "source": { "$ref": "#/$defs/line", "description": "The URL or the title of the source." },
            "asOf": {
                "type": "string",
                "format": "date",
                "pattern": "^\\d{4}-\\d{2}-\\d{2}$",
                "description": "The date on which the source was read.",
            },
            "confidence": choice(Confidence::ALL, "The confidence in the entry as a whole."),
            "assumed": {
                "type": "array",
                "items": { "$ref": "#/$defs/line", "pattern": "\\S" },
                "description": "The parts of the entry that are assumed, as sentences.",
            },
        }),
    )
}
