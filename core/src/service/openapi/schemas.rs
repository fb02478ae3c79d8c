//! The schemas of the requests and responses of an API.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Map, Value, json};

use super::workspaces;
use super::wrappers::{id, identified, list, single, wrapped};
use crate::catalog::Provider;
use crate::subscription::RESERVED_HEADERS;
use crate::subscription::{Api, BodyWrapper, EventsAttribute};

/// The names of the schemas of an API. They are unique if a provider has several APIs.
pub(super) struct Names {
    pub(super) create: String,
    pub(super) update: String,
    pub(super) webhook: String,
    pub(super) webhooks: String,
    pub(super) delivery: String,
    pub(super) deliveries: String,
}

impl Names {
    pub(super) fn of(api: &Api) -> Self {
        let named = |what: &str| format!("{}.{what}", api.name());
        Self {
            create: named("Create"),
            update: named("Update"),
            webhook: named("Webhook"),
            webhooks: named("WebhookList"),
            delivery: named("Delivery"),
            deliveries: named("DeliveryList"),
        }
    }
}

/// All schemas of the API of a provider, without those of its events.
pub(super) fn components(provider: &Provider) -> Map<String, Value> {
    let mut components = Map::new();
    components.insert("Error".into(), error());
    for api in provider.apis.iter().filter(|api| api.endpoint.is_some()) {
        let names = Names::of(api);
        let attributes = attributes(provider, api);
        let required = [api.url, api.events.member()];
        components.insert(names.create, request_body(api, &attributes, &required));
        components.insert(names.update, request_body(api, &attributes, &[]));
        let webhook = resource(api, &response_attributes(api, &attributes));
        let delivery = delivery(api);
        components.insert(names.webhooks, list(api.wrapper, "webhooks", &webhook));
        components.insert(names.deliveries, list(api.wrapper, "deliveries", &delivery));
        components.insert(names.webhook, single(api.wrapper, webhook));
        components.insert(names.delivery, single(api.wrapper, delivery));
    }
    components.extend(provider.workspaces.into_iter().flat_map(workspaces::schemas));
    components
}

/// The writable attributes, by name.
fn attributes(provider: &Provider, api: &Api) -> Map<String, Value> {
    let names: Vec<&str> = provider.events.iter().map(|event| event.name).collect();
    let names_as = if api.custom_events { "examples" } else { "enum" };
    let mut event = json!({ "type": "string", names_as: names });
    if let Some(members) = event.as_object_mut().filter(|_| api.custom_events) {
        members.insert("minLength".into(), json!(1));
    }
    let events = match api.events {
        EventsAttribute::One(_) => event,
        EventsAttribute::Many(_) => json!({ "type": "array", "minItems": 1, "items": event }),
    };
    let url = json!({ "type": "string", "format": "uri", "pattern": URL_PATTERN, "maxLength": api.max_url_length });
    let one = provider.workspaces.map_or("workspace", |workspaces| workspaces.noun.singular);
    let filter = json!({ "type": ["string", "null"], "description": format!("Only deliver events of this {one}.") });
    let mut attributes = Map::new();
    attributes.insert(api.url.into(), url);
    attributes.insert(api.events.member().into(), events);
    let mut add = |name: Option<&str>, schema: Value| attributes.extend(name.map(|name| (name.into(), schema)));
    add(api.description, json!({ "type": ["string", "null"] }));
    let secret = "The secret that signs deliveries. It is only returned when the subscription is created.";
    add(api.secret, json!({ "type": "string", "minLength": 1, "description": secret }));
    add(api.headers, headers(provider));
    add(api.active, json!({ "type": "boolean", "default": true }));
    add(api.workspace_id, filter.clone());
    add(api.external_workspace_id, filter);
    attributes
}

/// An absolute HTTP or HTTPS URL with a host name and without credentials. The service also accepts IPv6 addresses,
/// which are too complex for a pattern.
pub(super) const URL_PATTERN: &str = concat!(
    r"^[Hh][Tt][Tt][Pp][Ss]?://",
    // A name whose last label is not a number, or an IPv4 address.
    r"(([A-Za-z0-9_-]+\.)*([A-Za-z_-]|(0[0-9]|[1-9])[0-9]*[A-Za-z_-]|0[A-WYZa-wyz_-]|0[Xx][0-9A-Fa-f]*[G-Zg-z_-])[A-Za-z0-9_-]*",
    r"|((25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])\.){3}(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9]))\.?",
    r"(:(0*([0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?)?",
    r"(/([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?",
    r"(\?([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?",
    r"(#([A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?$",
);

fn headers(provider: &Provider) -> Value {
    let schemes = provider.signature_headers();
    // Regular expressions in JSON Schema have no flag to ignore case.
    let either_case = |name: &str| -> String {
        let letter = |letter: char| match letter {
            '-' => String::from("-"),
            letter => format!("[{}{}]", letter.to_ascii_uppercase(), letter.to_ascii_lowercase()),
        };
        name.chars().map(letter).collect()
    };
    let reserved: Vec<String> = RESERVED_HEADERS.into_iter().chain(schemes).map(either_case).collect();
    json!({
        "type": ["object", "null"],
        "description": "Headers that are sent with each delivery. null removes them.",
        "propertyNames": {
            "pattern": "^[A-Za-z0-9!#$%&'*+.^_`|~-]+$",
            "not": { "pattern": format!("^({}|{}.*)$", reserved.join("|"), either_case("content-")) },
        },
        "additionalProperties": { "type": "string", "pattern": r"^[\t -~]*$" },
    })
}

/// The body of a request.
fn request_body(api: &Api, attributes: &Map<String, Value>, required: &[&str]) -> Value {
    let mut schema = json!({ "type": "object", "properties": attributes, "additionalProperties": false });
    if let (Some(members), false) = (schema.as_object_mut(), required.is_empty()) {
        members.insert("required".into(), json!(required));
    }
    wrapped(api.wrapper, schema)
}

/// The attributes in a response.
fn response_attributes(api: &Api, attributes: &Map<String, Value>) -> Value {
    let time = json!({ "type": "string", "format": "date-time" });
    let mut properties = attributes.clone();
    let is_filter = |name: &str| Some(name) == api.workspace_id || Some(name) == api.external_workspace_id;
    let mut required: Vec<String> = properties.keys().filter(|name| !is_filter(name)).cloned().collect();
    required.retain(|name| Some(name.as_str()) != api.secret);
    required.push("created_at".into());
    properties.insert("created_at".into(), time);
    properties.insert("updated_at".into(), json!({ "type": ["string", "null"], "format": "date-time" }));
    if matches!(api.wrapper, BodyWrapper::JsonApi(_)) {
        required.push("updated_at".into());
    }
    json!({ "type": "object", "properties": properties, "required": required })
}

/// A resource in a response.
fn resource(api: &Api, attributes: &Value) -> Value {
    identified(api.wrapper, id(api.ids), attributes)
}

fn delivery(api: &Api) -> Value {
    let attributes = json!({
        "type": "object",
        "properties": {
            "event_id": { "type": "string" },
            "status": { "enum": ["success", "failed"], "description": "Absent before the first attempt." },
            "status_code": { "type": "integer", "description": "The last status that the receiver responded with." },
            "attempts": { "type": "integer", "minimum": 1 },
            "delivered_at": { "type": "string", "format": "date-time" },
            "error": { "type": "string", "description": "Why the last attempt had no response." },
        },
        "required": ["event_id"],
    });
    identified(api.wrapper.of("delivery"), json!({ "type": "string" }), &attributes)
}

fn error() -> Value {
    let text = json!({ "type": "string" });
    json!({
        "type": "object",
        "properties": {
            "code": text,
            "status": { "type": "integer" },
            "title": text,
            "message": text,
            "meta": {
                "type": "object",
                "properties": { "trace_id": text, "log_id": text },
                "required": ["trace_id", "log_id"],
            },
            "problems": {
                "type": "array",
                "description": "Details for developers. The provider does not send this member.",
                "items": {
                    "type": "object",
                    "properties": { "code": text, "path": text, "message": text },
                    "required": ["code", "path", "message"],
                },
            },
        },
        "required": ["code", "status", "title", "message", "meta"],
    })
}
