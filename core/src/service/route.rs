//! What a provider's API can be asked, as data: the service answers by it, and its OpenAPI document is written from it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::message::decode;
use crate::catalog::{Connector, Provider, Workspaces};
use crate::subscription::Api;

/// One thing that an API can be asked.
#[derive(Clone, Debug)]
pub struct Operation {
    /// A name for it, unique within the provider: `webhooks.create`.
    pub id: String,
    /// `GET`, `POST` and so on.
    pub method: &'static str,
    /// The path, with its parameters in braces: `/v1/webhooks/{webhook_id}`.
    pub path: String,
    /// What it does, in one line.
    pub summary: String,
    /// Whether it takes a bearer token.
    pub needs_token: bool,
    /// What is done.
    pub(crate) action: Action,
}

/// What is done, and the rows that describe it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Action {
    Create(&'static Api),
    List(&'static Api),
    Retrieve(&'static Api),
    Update(&'static Api),
    Delete(&'static Api),
    Test(&'static Api),
    Deliveries(&'static Api),
    CreateWorkspace(&'static Workspaces),
    ListWorkspaces(&'static Workspaces),
    RetrieveWorkspace(&'static Workspaces),
    ConnectorAccess(&'static Workspaces, &'static Connector),
    ConnectorStatus(&'static Workspaces, &'static Connector),
    Install(&'static Workspaces, &'static Connector),
}

impl Operation {
    /// Everything that the provider's API can be asked; nothing, where it has none.
    #[must_use]
    pub fn all(provider: &Provider) -> Vec<Self> {
        let mut operations = Vec::new();
        let apis = provider.apis.iter().filter(|api| api.endpoint.is_some());
        operations.extend(apis.flat_map(webhook_operations));
        operations.extend(provider.workspaces.into_iter().flat_map(workspace_operations));
        operations
    }

    /// The value of the path's one parameter if it is this path; empty if the path has none.
    pub(super) fn parameter(&self, path: &str) -> Option<String> {
        let mut parameter = String::new();
        let mut given = path.split('/');
        for expected in self.path.split('/') {
            let segment = given.next()?;
            if expected.starts_with('{') {
                parameter = decode(segment, false).into_owned();
            } else if expected != segment {
                return None;
            }
        }
        given.next().is_none().then_some(parameter)
    }
}

fn webhook_operations(api: &'static Api) -> impl Iterator<Item = Operation> {
    let path = api.path();
    let operation = move |id: &str, method, rest: &str, summary: &str, action| Operation {
        id: format!("{}.{id}", api.name()),
        method,
        path: format!("{path}{rest}"),
        summary: summary.into(),
        needs_token: true,
        action,
    };
    let one = "/{webhook_id}";
    [
        operation("create", "POST", "", "Makes a subscription.", Action::Create(api)),
        operation("list", "GET", "", "Lists the subscriptions, newest first.", Action::List(api)),
        operation("retrieve", "GET", one, "Shows a subscription.", Action::Retrieve(api)),
        operation("update", "PATCH", one, "Changes what is given of a subscription.", Action::Update(api)),
        operation("delete", "DELETE", one, "Removes a subscription for good.", Action::Delete(api)),
        operation("test", "POST", "/{webhook_id}/test", "Sends a sample event to it.", Action::Test(api)),
        operation(
            "deliveries",
            "GET",
            "/{webhook_id}/deliveries",
            "Lists what was sent to it, newest first.",
            Action::Deliveries(api),
        ),
    ]
    .into_iter()
}

fn workspace_operations(rows: &'static Workspaces) -> impl Iterator<Item = Operation> {
    let (noun, path) = (rows.noun, rows.path);
    let one = format!("{path}/{{{}}}", rows.id);
    let operation = |id: &str, method, path: &str, summary: String, action| Operation {
        id: format!("{}.{id}", noun.many),
        method,
        path: path.into(),
        summary,
        needs_token: true,
        action,
    };
    let own = [
        operation("create", "POST", path, format!("Makes {}.", noun.a), Action::CreateWorkspace(rows)),
        operation("list", "GET", path, format!("Lists the {}, newest first.", noun.many), Action::ListWorkspaces(rows)),
        operation(
            "retrieve",
            "GET",
            &one,
            format!("Shows {}, by its id or the customer's own.", noun.a),
            Action::RetrieveWorkspace(rows),
        ),
    ];
    let connectors = rows.connectors.iter().flat_map(move |connector| connector_operations(rows, connector, &one));
    own.into_iter().chain(connectors)
}

fn connector_operations(rows: &'static Workspaces, connector: &'static Connector, one: &str) -> [Operation; 3] {
    let name = connector.name;
    let operation = |id: &str, path, summary, action| Operation {
        id: format!("{}.{id}", connector.group),
        method: "GET",
        path,
        summary,
        // The link is for a person, who has no token.
        needs_token: !matches!(action, Action::Install(..)),
        action,
    };
    let path = format!("{one}{}", connector.path);
    [
        operation(
            "access",
            format!("{path}{}", connector.access.path),
            format!("Gives the link that installs the {name} connector."),
            Action::ConnectorAccess(rows, connector),
        ),
        operation(
            "status",
            path,
            format!("Says how the {name} connector is."),
            Action::ConnectorStatus(rows, connector),
        ),
        operation(
            "install",
            format!("{}/{{code}}", connector.install_path),
            "What the link leads to: installs the connector and goes on to where the link was asked to.".into(),
            Action::Install(rows, connector),
        ),
    ]
}
