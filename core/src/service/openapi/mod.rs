//! The OpenAPI 3.1 document of the API and the events of a provider, from the same definitions as the service.

mod operations;
mod schemas;
mod workspaces;
mod wrappers;

use alloc::format;
use alloc::string::String;

use serde_json::{Map, Value, json};

use self::wrappers::SCHEMAS;
use super::Operation;
use crate::catalog::Provider;
use crate::catalog::json_schema;

/// The OpenAPI 3.1 document of a provider: its API in `paths`, its events in `webhooks`, and all schemas in
/// `components`. `None` if the provider has no API.
///
/// ```
/// use hookwright::{catalog, service::openapi};
///
/// let document = openapi(catalog::find("generic").unwrap()).unwrap();
/// assert_eq!(document["openapi"], "3.1.0");
/// assert!(document["paths"]["/v1/webhooks"]["post"].is_object());
/// assert!(document["webhooks"]["user.created"].is_object());
/// assert!(openapi(catalog::find("standard").unwrap()).is_none());
/// ```
#[must_use]
pub fn openapi(provider: &'static Provider) -> Option<Value> {
    let server = provider.apis.iter().find_map(|api| api.endpoint?.strip_suffix(api.path()))?;
    let mut components = schemas::components(provider);
    let webhooks = webhooks(provider, &mut components);
    let mut paths: Map<String, Value> = Map::new();
    for operation in Operation::all(provider) {
        let path = paths.entry(operation.path.as_str()).or_insert_with(|| json!({}));
        if let Some(methods) = path.as_object_mut() {
            methods.insert(operation.method.to_ascii_lowercase(), operations::describe(&operation));
        }
    }
    Some(json!({
        "openapi": "3.1.0",
        "info": {
            "title": format!("{} webhooks", provider.name),
            "version": env!("CARGO_PKG_VERSION"),
            "summary": provider.summary,
            "description": "The API as this project implements it. Behavior that the provider does not document is \
                            assumed.",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": server }],
        "security": [{ "bearer": [] }],
        "paths": paths,
        "webhooks": webhooks,
        "components": {
            "securitySchemes": { "bearer": { "type": "http", "scheme": "bearer" } },
            "schemas": components,
        },
    }))
}

/// The webhooks of the provider, one for each event type. Their schemas are added to `components`.
fn webhooks(provider: &Provider, components: &mut Map<String, Value>) -> Map<String, Value> {
    let mut webhooks = Map::new();
    for event_type in provider.events {
        let mut schema = json_schema(provider, event_type);
        let Some(members) = schema.as_object_mut() else { continue };
        members.remove("$schema");
        members.remove("$id");
        let definitions = members.remove("$defs");
        rewrite_references(&mut schema);
        for (name, mut definition) in definitions.and_then(|found| found.as_object().cloned()).into_iter().flatten() {
            rewrite_references(&mut definition);
            components.insert(name, definition);
        }
        let name = format!("event.{}", event_type.name);
        let reference = json!({ "$ref": format!("{SCHEMAS}{name}") });
        components.insert(name, schema);
        webhooks.insert(event_type.name.into(), webhook(provider, event_type.name, event_type.description, &reference));
    }
    webhooks
}

fn webhook(provider: &Provider, name: &str, description: &str, schema: &Value) -> Value {
    let scheme = provider.default_scheme().map_or("", |scheme| scheme.id);
    let header = |name: &str| {
        json!({
            "name": name,
            "in": "header",
            "required": true,
            "description": format!("The signature (scheme `{scheme}`)."),
            "schema": { "type": "string" },
        })
    };
    let parameters: Value = provider.signature_headers().map(header).collect();
    json!({
        "post": {
            "operationId": format!("on.{name}"),
            "summary": description,
            "security": [],
            "parameters": parameters,
            "requestBody": { "required": true, "content": { "application/json": { "schema": schema } } },
            "responses": {
                "200": { "description": "The event is accepted." },
                "default": { "description": "The delivery is retried, up to the maximum number of attempts." },
            },
        }
    })
}

/// Rewrites references to definitions of a schema as references to schemas of the document.
fn rewrite_references(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, value) in members.iter_mut() {
                match value {
                    Value::String(target) if name == "$ref" => *target = target.replace("#/$defs/", SCHEMAS),
                    other => rewrite_references(other),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(rewrite_references),
        _ => {}
    }
}
