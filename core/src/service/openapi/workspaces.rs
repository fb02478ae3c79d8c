//! Workspaces and connectors, as schemas.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Value, json};

use super::shapes::{id, identified, list, single, wrapped};
use crate::catalog::{Access, Connector, Workspaces};
use crate::subscription::BodyWrapper;

/// The names of the schemas.
pub(super) struct WorkspaceNames {
    pub(super) create: String,
    pub(super) workspace: String,
    pub(super) workspaces: String,
}

impl WorkspaceNames {
    pub(super) fn of(rows: &Workspaces) -> Self {
        let workspace = schema_name(rows.noun.one);
        Self { create: format!("{workspace}Create"), workspaces: format!("{workspace}List"), workspace }
    }
}

/// The name of the schema of a resource type: `ConnectorAccess` for `connector_access`.
pub(super) fn schema_name(kind: &str) -> String {
    let mut name = String::with_capacity(kind.len());
    for word in kind.split(['_', '-']) {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

/// The schemas of workspaces and of what is installed in them, by name.
pub(super) fn schemas(rows: &Workspaces) -> Vec<(String, Value)> {
    let names = WorkspaceNames::of(rows);
    let workspace = identified(rows.wrapper, id(rows.ids), &shown(rows));
    let mut schemas = Vec::from([
        (names.create, wrapped(rows.wrapper, taken(rows))),
        (names.workspaces, list(rows.wrapper, rows.noun.many, &workspace)),
        (names.workspace, single(rows.wrapper, workspace)),
    ]);
    for connector in rows.connectors {
        let access = &connector.access;
        schemas.push((schema_name(access.kind), single(rows.wrapper, link(rows, access))));
        schemas.push((schema_name(connector.kind), single(rows.wrapper, installed(rows, connector))));
    }
    schemas
}

fn text() -> Value {
    json!({ "type": ["string", "null"] })
}

fn external_id() -> Value {
    json!({ "type": ["string", "null"], "minLength": 1 })
}

/// What a request carries.
fn taken(rows: &Workspaces) -> Value {
    json!({
        "type": "object",
        "properties": { rows.name: text(), rows.external_id: external_id() },
        "additionalProperties": false,
    })
}

/// The attributes as an answer shows them.
fn shown(rows: &Workspaces) -> Value {
    json!({
        "type": "object",
        "properties": {
            rows.name: text(),
            rows.external_id: external_id(),
            rows.person_id: { "type": ["string", "null"], "description": "Who installed the connector." },
            "created_at": { "type": "string", "format": "date-time" },
        },
        "required": [rows.name, rows.external_id, rows.person_id, "created_at"],
    })
}

fn link(rows: &Workspaces, access: &Access) -> Value {
    let attributes = json!({
        "type": "object",
        "properties": { access.url: { "type": "string", "format": "uri" } },
        "required": [access.url],
    });
    match rows.wrapper.of(access.kind) {
        BodyWrapper::None => attributes,
        BodyWrapper::JsonApi(kind) => json!({
            "type": "object",
            "properties": { "type": { "const": kind }, "attributes": attributes },
            "required": ["type", "attributes"],
        }),
    }
}

fn installed(rows: &Workspaces, connector: &Connector) -> Value {
    let statuses = &connector.statuses;
    let attributes = json!({
        "type": "object",
        "properties": {
            connector.status: { "enum": [statuses.active, statuses.inactive, statuses.expired] },
            rows.person_id: text(),
        },
        "required": [connector.status, rows.person_id],
    });
    identified(rows.wrapper.of(connector.kind), json!({ "const": connector.id }), &attributes)
}
