//! Detection of optional members in documents that users write. The optional members are not declared again: each
//! member is removed from a document that the core accepts, and the member is optional if the core still accepts the
//! document.

use std::collections::BTreeMap;

use hookwright::catalog;
use hookwright::retry::Policy;
use hookwright::signature::OwnedScheme;
use serde_json::Value as Json;

use super::Types;
use super::shape::{Content, Field, Kind, Shape, Tag, Value};

/// Schemes with members that no scheme of the catalog has.
const SCHEMES: &[&str] = &[
    r#"{ "id": "a/v1", "algorithm": "hmac-sha256", "key": "text", "content": "{timestamp}.{body}",
         "signature": { "query": "signature", "encoding": "hex" },
         "timestamp": { "query": "t", "unit": "seconds", "toleranceSeconds": { "past": 60, "future": false } } }"#,
    r#"{ "id": "a/v1", "algorithm": "hmac-sha256", "key": "text", "content": "{body}",
         "signature": { "header": "A", "encoding": "hex" },
         "handshake": { "trigger": { "header": "B", "equals": "c" }, "signed": false,
                        "reply": { "status": 200, "contentType": "text/plain", "body": "{query:d}", "header": "E" } } }"#,
    r#"{ "id": "a/v1", "algorithm": "hmac-sha256", "key": "text", "content": "{body}",
         "signature": { "header": "A", "encoding": "hex" },
         "handshake": { "trigger": { "header": "B", "equals": "c", "method": "OPTIONS" }, "signed": true,
                        "testKey": "f", "token": { "query": "g" }, "encrypted": "/h", "settingUp": true, "head": true,
                        "reply": { "body": "", "header": "B", "asHeader": "C" } } }"#,
    r#"{ "id": "a/v1", "algorithm": "hmac-sha256", "key": "text", "content": "{body}",
         "signature": { "header": "A", "encoding": "hex" },
         "handshake": { "trigger": { "form": "b", "equals": "c" }, "signed": false, "secret": { "query": "s" },
                        "reply": { "body": "" } } }"#,
    r#"{ "id": "a/v1", "algorithm": "hmac-sha256", "key": "text", "content": "{body}",
         "signature": { "header": "A", "encoding": "hex" },
         "handshake": { "trigger": { "query": "b", "method": "POST" }, "signed": false,
                        "reply": { "body": "{sha256:query:b}" } } }"#,
];

/// Policies with members that no policy of the catalog has.
const POLICIES: &[&str] = &[
    r#"{ "id": "a", "schedule": { "kind": "fixed", "delayMs": 1 }, "jitter": { "kind": "none" } }"#,
    r#"{ "id": "a", "schedule": { "kind": "linear", "baseMs": 1, "stepMs": 1 }, "jitter": { "kind": "equal" } }"#,
    r#"{ "id": "a", "schedule": { "kind": "exponential", "baseMs": 1, "factorPerMille": 2000 },
         "jitter": { "kind": "additive", "percent": 5 } }"#,
    r#"{ "id": "a", "schedule": { "kind": "polynomial", "baseMs": 1, "power": 4 }, "jitter": { "kind": "plus-minus", "percent": 5 } }"#,
    r#"{ "id": "a", "schedule": { "kind": "decorrelated", "baseMs": 1 }, "jitter": { "kind": "full" } }"#,
    r#"{ "id": "a", "schedule": { "kind": "unpublished", "withinMs": 1, "imitatedMs": 1 } }"#,
    r#"{ "id": "a", "schedule": { "kind": "table", "delaysMs": [0, 1], "repeatLast": true }, "anchor": "after-previous", "capMs": 1,
         "stop": { "maxAttempts": 1, "maxElapsedMs": 1, "deadlineMs": 1 }, "timeoutMs": 1, "delays": "assumed",
         "reading": {
             "statuses": [{ "from": 200, "to": 299, "means": "success" }],
             "headers": [{ "name": "A", "value": "b", "means": "stop" }],
             "retryAfter": { "kind": "later", "leastMs": 1, "mostMs": 2 },
             "noAnswer": "retry", "timeout": "retry", "throttledLeastMs": 1 } }"#,
    r#"{ "id": "a", "schedule": { "kind": "fixed", "delayMs": 1 }, "reading": { "retryAfter": { "kind": "ignored" } } }"#,
    r#"{ "id": "a", "schedule": { "kind": "fixed", "delayMs": 1 },
         "reading": { "retryAfter": { "kind": "within-schedule", "times": 2 } } }"#,
];

/// Whether members of parsed types are optional, by the Rust name of the type and the name of the member. In an enum,
/// the name of the variant precedes that of the member.
pub(super) struct Optional(BTreeMap<(String, String), bool>);

impl Optional {
    /// Removes each member of the schemes and policies once.
    pub(super) fn find(types: &Types) -> Result<Self, String> {
        let text = |row: Result<String, serde_json::Error>| row.map_err(|error| error.to_string());
        let mut schemes: Vec<String> = SCHEMES.iter().map(|text| (*text).to_owned()).collect();
        for scheme in catalog::senders().flat_map(|sender| sender.schemes) {
            schemes.push(text(serde_json::to_string(scheme))?);
        }
        let mut policies: Vec<String> = POLICIES.iter().map(|text| (*text).to_owned()).collect();
        for policy in catalog::policies() {
            policies.push(text(serde_json::to_string(policy))?);
        }
        let mut found = Self(BTreeMap::new());
        found.all(types, "Scheme", &schemes, |text| OwnedScheme::parse(text).is_ok())?;
        found.all(types, "Policy", &policies, |text| Policy::parse(text).is_ok())?;
        Ok(found)
    }

    /// Whether a member is optional. `None` for a type that is only serialized.
    pub(super) fn of(&self, rust: &str, member: &str) -> Option<bool> {
        self.0.get(&(rust.to_owned(), member.to_owned())).copied()
    }

    /// Whether values of the type are parsed.
    pub(super) fn has(&self, rust: &str) -> bool {
        self.0.keys().any(|(name, _)| name == rust)
    }

    fn all(
        &mut self,
        types: &Types,
        rust: &str,
        documents: &[String],
        accepts: fn(&str) -> bool,
    ) -> Result<(), String> {
        for text in documents {
            let json: Json = serde_json::from_str(text).map_err(|error| format!("{text}: {error}"))?;
            if !accepts(text) {
                return Err(format!("a {rust} that is not accepted: {text}"));
            }
            let search = Search { types, document: &json, accepts };
            search.shape(self, rust, types.shape(rust)?, "")?;
        }
        Ok(())
    }
}

/// The search through one document.
struct Search<'a> {
    types: &'a Types,
    document: &'a Json,
    accepts: fn(&str) -> bool,
}

impl Search<'_> {
    /// Searches the value at a JSON Pointer, which has this form.
    fn shape(&self, found: &mut Optional, rust: &str, shape: &Shape, at: &str) -> Result<(), String> {
        match &shape.kind {
            Kind::Struct(fields) => self.fields(found, rust, "", fields, at),
            Kind::Enum(tag, variants) => {
                let value = self.document.pointer(at).ok_or_else(|| format!("nothing at {at}"))?;
                let variant = variants.iter().find(|variant| match (tag, &variant.content) {
                    (Tag::Internal(tag), _) => value[tag] == variant.name,
                    (Tag::External, Content::Unit) => *value == variant.name,
                    (Tag::External, _) => value.get(&variant.name).is_some(),
                    (Tag::None, Content::Fields(fields)) => {
                        fields.iter().all(|field| field.skipped || value.get(&field.name).is_some())
                    }
                    (Tag::None, _) => false,
                });
                let variant = variant.ok_or_else(|| format!("no variant of {rust} is {value}"))?;
                match &variant.content {
                    Content::Fields(fields) => self.fields(found, rust, &format!("{}.", variant.name), fields, at),
                    Content::Unit | Content::Value(_) => Ok(()),
                }
            }
        }
    }

    fn fields(&self, found: &mut Optional, rust: &str, prefix: &str, fields: &[Field], at: &str) -> Result<(), String> {
        for field in fields {
            if field.flatten {
                self.value(found, &field.value, at)?;
                continue;
            }
            let pointer = format!("{at}/{}", field.name);
            if self.document.pointer(&pointer).is_none() {
                continue;
            }
            let is_optional = found.0.entry((rust.to_owned(), format!("{prefix}{}", field.name))).or_default();
            *is_optional |= field.skipped || self.accepts_without(at, &field.name);
            self.value(found, &field.value, &pointer)?;
        }
        Ok(())
    }

    fn value(&self, found: &mut Optional, value: &Value, at: &str) -> Result<(), String> {
        match (value, self.document.pointer(at)) {
            (_, None | Some(Json::Null)) => Ok(()),
            (Value::Nullable(inner), _) => self.value(found, inner, at),
            (Value::List(inner), Some(Json::Array(items))) => {
                (0..items.len()).try_for_each(|index| self.value(found, inner, &format!("{at}/{index}")))
            }
            (Value::Named(rust, _), _) if self.types.has(rust) => self.shape(found, rust, self.types.shape(rust)?, at),
            _ => Ok(()),
        }
    }

    /// Whether the document is still accepted without a member of the object at a JSON Pointer.
    fn accepts_without(&self, at: &str, name: &str) -> bool {
        let mut document = self.document.clone();
        if let Some(object) = document.pointer_mut(at).and_then(Json::as_object_mut) {
            object.remove(name);
        }
        (self.accepts)(&document.to_string())
    }
}
