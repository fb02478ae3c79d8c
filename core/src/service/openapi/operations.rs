//! The operations of an OpenAPI document.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Map, Value, json};

use super::super::{Action, Operation};
use super::schemas::{Names, URL_PATTERN};
use super::workspaces::{WorkspaceNames, schema_name};
use super::wrappers::reference;
use crate::catalog::InstallLinkRequest;
use crate::subscription::BodyWrapper;

/// An operation, without its path and method.
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
    if let (Some(links), Some(created)) = (links(operation), responses.get_mut("201").and_then(Value::as_object_mut)) {
        created.insert("links".into(), links);
    }
    let with_body: &[(&str, &str)] = &[("413", "The body is too long."), ("415", "The media type is not JSON.")];
    let errors = [
        ("400", "The request is invalid.", parts.body.is_some() || parts.validates_query),
        ("401", "The bearer token is missing or wrong.", operation.needs_token),
        ("404", "The resource does not exist.", operation.path.contains('{') || parts.body.is_some()),
        ("409", "The request conflicts with the current state.", parts.may_conflict),
    ];
    let errors = errors.iter().filter(|(.., applies)| *applies).map(|(status, text, _)| (*status, *text));
    let with_body = with_body.iter().copied().filter(|_| parts.body.is_some());
    for (status, text) in errors.chain(with_body) {
        responses.insert(status.into(), response(text, "Error"));
    }
    add("responses", Value::Object(responses));
    described
}

/// The links from a created resource to the operations on it, by the id in the response.
fn links(operation: &Operation) -> Option<Value> {
    let (operations, parameter, id) = match operation.action {
        Action::Create(api) => {
            let operations =
                ["retrieve", "update", "test", "deliveries", "delete"].map(|what| format!("{}.{what}", api.name()));
            (operations.to_vec(), "webhook_id", id_in(api.wrapper))
        }
        Action::CreateWorkspace(workspaces) => {
            let mut operations = Vec::from([format!("{}.retrieve", workspaces.noun.plural)]);
            for connector in workspaces.connectors {
                operations.extend(["access", "status"].map(|what| format!("{}.{what}", connector.group)));
            }
            (operations, workspaces.id, id_in(workspaces.wrapper))
        }
        _ => return None,
    };
    let link = |target: String| {
        let value = json!({ "operationId": target, "parameters": { parameter: format!("$response.body#{id}") } });
        (target, value)
    };
    Some(Value::Object(operations.into_iter().map(link).collect()))
}

/// The JSON Pointer to the id of the resource in a response.
const fn id_in(wrapper: BodyWrapper) -> &'static str {
    match wrapper {
        BodyWrapper::None => "/id",
        BodyWrapper::JsonApi(_) => "/data/id",
    }
}

/// The parts of an operation that depend on its action.
#[derive(Default)]
struct Parts {
    query: Vec<Value>,
    body: Option<String>,
    success: Vec<(&'static str, Value)>,
    /// Whether the response can be 400 because of the query.
    validates_query: bool,
    may_conflict: bool,
}

impl Parts {
    fn of(action: Action) -> Self {
        match action {
            Action::Create(api) => {
                let names = Names::of(api);
                Self {
                    body: Some(names.create),
                    success: [("201", response("The created subscription.", &names.webhook))].into(),
                    may_conflict: true,
                    ..Self::default()
                }
            }
            Action::List(api) => Self::list(&Names::of(api).webhooks),
            Action::Retrieve(api) => Self::resource("200", "The resource.", &Names::of(api).webhook),
            Action::Update(api) => {
                let names = Names::of(api);
                Self {
                    body: Some(names.update),
                    success: [("200", response("The updated subscription.", &names.webhook))].into(),
                    may_conflict: true,
                    ..Self::default()
                }
            }
            Action::Delete(_) => {
                let deleted = json!({ "description": "The subscription is deleted." });
                Self { success: [("204", deleted)].into(), ..Self::default() }
            }
            Action::Test(api) => Self {
                may_conflict: true,
                ..Self::resource("202", "The delivery of the sample event.", &Names::of(api).delivery)
            },
            Action::Deliveries(api) => Self::list(&Names::of(api).deliveries),
            Action::CreateWorkspace(workspaces) => {
                let names = WorkspaceNames::of(workspaces);
                Self {
                    body: Some(names.create),
                    may_conflict: true,
                    ..Self::resource("201", "The created resource.", &names.workspace)
                }
            }
            Action::ListWorkspaces(workspaces) => Self::list(&WorkspaceNames::of(workspaces).workspaces),
            Action::RetrieveWorkspace(workspaces) => {
                Self::resource("200", "The resource.", &WorkspaceNames::of(workspaces).workspace)
            }
            Action::ConnectorAccess(_, connector) => Self::access(&connector.install_link),
            Action::ConnectorStatus(_, connector) => {
                Self::resource("200", "The status of the connector.", &schema_name(connector.kind))
            }
            Action::Install(..) => Self {
                success: [
                    (
                        "200",
                        json!({
                            "description": "A confirmation page.",
                            "content": { "text/html": { "schema": { "type": "string" } } },
                        }),
                    ),
                    (
                        "302",
                        json!({
                            "description": "A redirect to the URL that was given for the link.",
                            "headers": { "Location": { "schema": { "type": "string" } } },
                        }),
                    ),
                ]
                .into(),
                ..Self::default()
            },
        }
    }

    fn access(access: &InstallLinkRequest) -> Self {
        let url = json!({
            "type": "string",
            "maxLength": access.max_redirect_length,
            "anyOf": [{ "const": "" }, { "pattern": URL_PATTERN }],
        });
        let text = "The URL that the customer is redirected to after the installation. Without it, a confirmation page \
                    is shown.";
        Self {
            query: [
                query(access.redirect_url, text, &url),
                query(
                    access.state,
                    "A value that is added to the query of the redirect.",
                    &json!({ "type": "string" }),
                ),
            ]
            .into(),
            validates_query: true,
            ..Self::resource("200", "The link to install the connector.", &schema_name(access.kind))
        }
    }

    fn resource(status: &'static str, text: &str, schema: &str) -> Self {
        Self { success: [(status, response(text, schema))].into(), ..Self::default() }
    }

    fn list(schema: &str) -> Self {
        Self {
            query: [
                query(
                    "limit",
                    "The maximum number of items.",
                    &json!({ "type": "integer", "minimum": 1, "maximum": 100, "default": 25 }),
                ),
                query(
                    "cursor",
                    "The cursor from the previous page.",
                    &json!({ "type": "string", "pattern": "^[0-9a-f]{16}$" }),
                ),
            ]
            .into(),
            validates_query: true,
            ..Self::resource("200", "The list, newest first.", schema)
        }
    }
}

fn response(text: &str, schema: &str) -> Value {
    let media = json!({ "schema": reference(schema) });
    json!({
        "description": text,
        "content": { "application/json": media, "application/vnd.api+json": media },
    })
}

fn query(name: &str, text: &str, schema: &Value) -> Value {
    json!({ "name": name, "in": "query", "required": false, "description": text, "schema": schema })
}

/// The parameter of a path, if it has one.
fn path_parameter(path: &str) -> Option<Value> {
    let (_, rest) = path.split_once('{')?;
    let (name, _) = rest.split_once('}')?;
    Some(json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string", "minLength": 1 } }))
}
