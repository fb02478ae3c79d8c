//! What a provider's API can be asked, as data: the service answers by it, and its OpenAPI document is written from it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::message::decode;
use crate::catalog::Provider;
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
    pub summary: &'static str,
    /// Whether it takes a bearer token.
    pub needs_token: bool,
    /// What is done.
    pub(crate) action: Action,
}

/// What is done, and through which API.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Action {
    Create(&'static Api),
    List(&'static Api),
    Retrieve(&'static Api),
    Update(&'static Api),
    Delete(&'static Api),
    Test(&'static Api),
    Deliveries(&'static Api),
    CreateWorkspace,
    ListWorkspaces,
    RetrieveWorkspace,
    ConnectorAccess,
    ConnectorStatus,
    Install,
}

impl Operation {
    /// Everything that the provider's API can be asked; nothing, where it has none.
    #[must_use]
    pub fn all(provider: &Provider) -> Vec<Self> {
        let mut operations = Vec::new();
        let apis = provider.apis.iter().filter(|api| api.endpoint.is_some());
        operations.extend(apis.flat_map(webhook_operations));
        if provider.has_workspaces() {
            operations.extend(workspace_operations());
        }
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
    let operation = move |id: &str, method, rest: &str, summary, action| Operation {
        id: format!("{}.{id}", api.name()),
        method,
        path: format!("{path}{rest}"),
        summary,
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

fn workspace_operations() -> impl Iterator<Item = Operation> {
    let operation = |id: &str, method, path: &str, summary, action| Operation {
        id: id.into(),
        method,
        path: path.into(),
        summary,
        needs_token: !matches!(action, Action::Install),
        action,
    };
    let connector = "/v1/workspaces/{workspace_id}/connectors/gmail";
    [
        operation("workspaces.create", "POST", "/v1/workspaces", "Makes a workspace.", Action::CreateWorkspace),
        operation(
            "workspaces.list",
            "GET",
            "/v1/workspaces",
            "Lists the workspaces, newest first.",
            Action::ListWorkspaces,
        ),
        operation(
            "workspaces.retrieve",
            "GET",
            "/v1/workspaces/{workspace_id}",
            "Shows a workspace, by its id or the customer's own.",
            Action::RetrieveWorkspace,
        ),
        operation(
            "connectors.access",
            "GET",
            &format!("{connector}/access"),
            "Gives the link that installs the Gmail connector.",
            Action::ConnectorAccess,
        ),
        operation("connectors.status", "GET", connector, "Says how the Gmail connector is.", Action::ConnectorStatus),
        operation(
            "connectors.install",
            "GET",
            "/connect/gmail/{code}",
            "What the link leads to: installs the connector and goes on to where the link was asked to.",
            Action::Install,
        ),
    ]
    .into_iter()
}
