//! The schemas of workspaces and connectors.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Value, json};

use super::wrappers::{id, identified, list, single, wrapped};
use crate::catalog::{Connector, InstallLinkRequest, Workspaces};
use crate::subscription::BodyWrapper;

/// The names of the schemas.
pub(super) struct WorkspaceNames {
    pub(super) create: String,
    pub(super) workspace: String,
    pub(super) workspaces: String,
}

impl WorkspaceNames {
    pub(super) fn of(workspaces: &Workspaces) -> Self {
        let workspace = schema_name(workspaces.noun.singular);
        Self { create: format!("{workspace}Create"), workspaces: format!("{workspace}List"), workspace }
    }
}

/// The name of the schema of a resource type, such as `ConnectorAccess` for `connector_access`.
pub(super) fn schema_name(kind: &str) -> String {
    let mut name = String::with_capacity(kind.len());
    for word in kind.split(['_', '-']) {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

/// The schemas of workspaces and their connectors, by name.
pub(super) fn schemas(workspaces: &Workspaces) -> Vec<(String, Value)> {
    let names = WorkspaceNames::of(workspaces);
    let workspace = identified(workspaces.wrapper, id(workspaces.ids), &response_attributes(workspaces));
    let mut schemas = Vec::from([
        (names.create, wrapped(workspaces.wrapper, request_body(workspaces))),
        (names.workspaces, list(workspaces.wrapper, workspaces.noun.plural, &workspace)),
        (names.workspace, single(workspaces.wrapper, workspace)),
    ]);
    for connector in workspaces.connectors {
        let access = &connector.install_link;
        schemas.push((schema_name(access.kind), single(workspaces.wrapper, link(workspaces, access))));
        schemas.push((schema_name(connector.kind), single(workspaces.wrapper, installed(workspaces, connector))));
    }
    schemas
}

fn text() -> Value {
    json!({ "type": ["string", "null"] })
}

fn external_id() -> Value {
    json!({ "type": ["string", "null"], "minLength": 1 })
}

/// The body of a request.
fn request_body(workspaces: &Workspaces) -> Value {
    json!({
        "type": "object",
        "properties": { workspaces.name: text(), workspaces.external_id: external_id() },
        "additionalProperties": false,
    })
}

/// The attributes in a response.
fn response_attributes(workspaces: &Workspaces) -> Value {
    json!({
        "type": "object",
        "properties": {
            workspaces.name: text(),
            workspaces.external_id: external_id(),
            workspaces.person_id: {
                "type": ["string", "null"],
                "description": "The person who last installed a connector.",
            },
            "created_at": { "type": "string", "format": "date-time" },
        },
        "required": [workspaces.name, workspaces.external_id, workspaces.person_id, "created_at"],
    })
}

fn link(workspaces: &Workspaces, access: &InstallLinkRequest) -> Value {
    let attributes = json!({
        "type": "object",
        "properties": { access.url: { "type": "string", "format": "uri" } },
        "required": [access.url],
    });
    match workspaces.wrapper.of(access.kind) {
        BodyWrapper::None => attributes,
        BodyWrapper::JsonApi(kind) => json!({
            "type": "object",
            "properties": { "type": { "const": kind }, "attributes": attributes },
            "required": ["type", "attributes"],
        }),
    }
}

fn installed(workspaces: &Workspaces, connector: &Connector) -> Value {
    let statuses = &connector.statuses;
    let attributes = json!({
        "type": "object",
        "properties": {
            connector.status: { "enum": [statuses.active, statuses.inactive, statuses.expired] },
            workspaces.person_id: text(),
        },
        "required": [connector.status, workspaces.person_id],
    });
    identified(workspaces.wrapper.of(connector.kind), json!({ "const": connector.id }), &attributes)
}
