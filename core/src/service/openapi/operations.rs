//! What an API can be asked, as the operations of an OpenAPI document.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Map, Value, json};

use super::super::{Action, Operation};
use super::schemas::{Names, URL_PATTERN};
use super::shapes::reference;
use super::workspaces::{WorkspaceNames, schema_name};
use crate::catalog::Access;
use crate::subscription::BodyWrapper;

/// One operation, without its path and method.
pub(super) fn describe(operation: &Operation) -> Value {
    let parts = Parts::of(operation.action);
    let mut described = json!({ "operationId": operation.id, "summary": operation.summary });
    let mut add = |name: &str, value: Value| {
        if let Some(members) = described.as_object_mut() {
            members.insert(name.into(), value);
        }
    };
    if !operation.needs_token {
        add("security", json!([]));
    }
    let mut parameters: Vec<Value> = path_parameter(&operation.path).into_iter().collect();
    parameters.extend(parts.query);
    if !parameters.is_empty() {
        add("parameters", Value::Array(parameters));
    }
    if let Some(body) = &parts.body {
        let media = json!({ "schema": reference(body) });
        let content = json!({ "application/json": media, "application/vnd.api+json": media });
        add("requestBody", json!({ "required": true, "content": content }));
    }
    let mut responses = Map::new();
    responses.extend(parts.success.into_iter().map(|(status, response)| (status.into(), response)));
    if let (Some(links), Some(made)) = (links(operation), responses.get_mut("201").and_then(Value::as_object_mut)) {
        made.insert("links".into(), links);
    }
    let with_body: &[(&str, &str)] =
        &[("413", "The body is longer than is read."), ("415", "The body is not JSON by its media type.")];
    let refusals = [
        ("400", "What is asked for makes no sense.", parts.body.is_some() || parts.is_picky),
        ("401", "The bearer token is missing or wrong.", operation.needs_token),
        ("404", "There is no such thing.", operation.path.contains('{') || parts.body.is_some()),
        ("409", "It is at odds with what there is.", parts.may_conflict),
    ];
    let refusals = refusals.iter().filter(|(.., applies)| *applies).map(|(status, text, _)| (*status, *text));
    let with_body = with_body.iter().copied().filter(|_| parts.body.is_some());
    for (status, text) in refusals.chain(with_body) {
        responses.insert(status.into(), answer(text, "Error"));
    }
    add("responses", Value::Object(responses));
    described
}

/// What can be done with the thing that an operation makes, by the id that its answer shows.
fn links(operation: &Operation) -> Option<Value> {
    let (made, parameter, id) = match operation.action {
        Action::Create(api) => {
            let made =
                ["retrieve", "update", "test", "deliveries", "delete"].map(|what| format!("{}.{what}", api.name()));
            (made.to_vec(), "webhook_id", id_in(api.wrapper))
        }
        Action::CreateWorkspace(rows) => {
            let mut made = Vec::from([format!("{}.retrieve", rows.noun.many)]);
            for connector in rows.connectors {
                made.extend(["access", "status"].map(|what| format!("{}.{what}", connector.group)));
            }
            (made, rows.id, id_in(rows.wrapper))
        }
        _ => return None,
    };
    let link = |target: String| {
        let value = json!({ "operationId": target, "parameters": { parameter: format!("$response.body#{id}") } });
        (target, value)
    };
    Some(Value::Object(made.into_iter().map(link).collect()))
}

/// Where an answer holds the id of the resource that it shows, as a JSON Pointer.
const fn id_in(wrapper: BodyWrapper) -> &'static str {
    match wrapper {
        BodyWrapper::None => "/id",
        BodyWrapper::JsonApi(_) => "/data/id",
    }
}

/// What sets an operation apart.
#[derive(Default)]
struct Parts {
    query: Vec<Value>,
    body: Option<String>,
    success: Vec<(&'static str, Value)>,
    /// Whether it may be refused with 400 although it has no body.
    is_picky: bool,
    may_conflict: bool,
}

impl Parts {
    fn of(action: Action) -> Self {
        match action {
            Action::Create(api) => {
                let names = Names::of(api);
                Self {
                    body: Some(names.create),
                    success: [("201", answer("It is made.", &names.webhook))].into(),
                    may_conflict: true,
                    ..Self::default()
                }
            }
            Action::List(api) => Self::list(&Names::of(api).webhooks),
            Action::Retrieve(api) => Self::shows("200", "Here it is.", &Names::of(api).webhook),
            Action::Update(api) => {
                let names = Names::of(api);
                Self {
                    body: Some(names.update),
                    success: [("200", answer("It is changed.", &names.webhook))].into(),
                    may_conflict: true,
                    ..Self::default()
                }
            }
            Action::Delete(_) => {
                Self { success: [("204", json!({ "description": "It is gone." }))].into(), ..Self::default() }
            }
            Action::Test(api) => Self {
                may_conflict: true,
                ..Self::shows("202", "A sample event is on its way.", &Names::of(api).delivery)
            },
            Action::Deliveries(api) => Self::list(&Names::of(api).deliveries),
            Action::CreateWorkspace(rows) => {
                let names = WorkspaceNames::of(rows);
                Self {
                    body: Some(names.create),
                    may_conflict: true,
                    ..Self::shows("201", "It is made.", &names.workspace)
                }
            }
            Action::ListWorkspaces(rows) => Self::list(&WorkspaceNames::of(rows).workspaces),
            Action::RetrieveWorkspace(rows) => Self::shows("200", "Here it is.", &WorkspaceNames::of(rows).workspace),
            Action::ConnectorAccess(_, connector) => Self::access(&connector.access),
            Action::ConnectorStatus(_, connector) => {
                Self::shows("200", "How the connector is.", &schema_name(connector.kind))
            }
            Action::Install(..) => Self {
                success: [
                    (
                        "200",
                        json!({ "description": "A landing page.", "content": { "text/html": { "schema": { "type": "string" } } } }),
                    ),
                    (
                        "302",
                        json!({
                            "description": "On to where the link was asked to.",
                            "headers": { "Location": { "schema": { "type": "string" } } },
                        }),
                    ),
                ]
                .into(),
                ..Self::default()
            },
        }
    }

    fn access(access: &Access) -> Self {
        let url = json!({
            "type": "string",
            "maxLength": access.max_redirect_length,
            "anyOf": [{ "const": "" }, { "pattern": URL_PATTERN }],
        });
        let text = "Where the customer goes at the end; a landing page, if left out or empty.";
        Self {
            query: [
                query(access.redirect_url, text, &url),
                query(access.state, "Given back with the redirect.", &json!({ "type": "string" })),
            ]
            .into(),
            is_picky: true,
            ..Self::shows("200", "The link for the customer.", &schema_name(access.kind))
        }
    }

    fn shows(status: &'static str, text: &str, schema: &str) -> Self {
        Self { success: [(status, answer(text, schema))].into(), ..Self::default() }
    }

    fn list(schema: &str) -> Self {
        Self {
            query: [
                query(
                    "limit",
                    "How many at most.",
                    &json!({ "type": "integer", "minimum": 1, "maximum": 100, "default": 25 }),
                ),
                query(
                    "cursor",
                    "Where the page before ended.",
                    &json!({ "type": "string", "pattern": "^[0-9a-f]{16}$" }),
                ),
            ]
            .into(),
            is_picky: true,
            ..Self::shows("200", "The list, newest first.", schema)
        }
    }
}

fn answer(text: &str, schema: &str) -> Value {
    let media = json!({ "schema": reference(schema) });
    json!({
        "description": text,
        "content": { "application/json": media, "application/vnd.api+json": media },
    })
}

fn query(name: &str, text: &str, schema: &Value) -> Value {
    json!({ "name": name, "in": "query", "required": false, "description": text, "schema": schema })
}

/// The one parameter that a path has, if it has one.
fn path_parameter(path: &str) -> Option<Value> {
    let (_, rest) = path.split_once('{')?;
    let (name, _) = rest.split_once('}')?;
    Some(json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string", "minLength": 1 } }))
}
