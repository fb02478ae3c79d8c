//! The operations of the API of a provider. The service and the OpenAPI document use the same definitions.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::Value;

use super::http::decode;
use super::page::PARAMETERS;
use crate::base::http::{Body, HeaderValue, HttpRequest, percent};
use crate::catalog::{Connector, Provider, Workspaces};
use crate::subscription::Api;

/// An operation of an API.
#[derive(Clone, Debug)]
pub struct Operation {
    /// The id, which is unique within the provider: `webhooks.create`.
    pub id: String,
    /// `GET`, `POST` and so on.
    pub method: &'static str,
    /// The path, with its parameters in braces: `/v1/webhooks/{webhook_id}`.
    pub path: String,
    /// A one-line summary.
    pub summary: String,
    /// Whether it requires a bearer token.
    pub needs_token: bool,
    /// The action.
    pub(crate) action: Action,
}

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum OperationKind {
    /// Creates a subscription.
    Create,
    /// Lists the subscriptions.
    List,
    /// Retrieves a subscription.
    Retrieve,
    /// Updates a subscription.
    Update,
    /// Deletes a subscription.
    Delete,
    /// Sends a sample event to a subscription.
    Test,
    /// Lists the deliveries of a subscription.
    Deliveries,
    /// An operation on workspaces.
    Workspaces,
}

/// The action of an operation, with the part of the catalog that describes it.
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
    /// All operations of the API of a provider. Empty if it has no API.
    #[must_use]
    pub fn all(provider: &Provider) -> Vec<Self> {
        let mut operations = Vec::new();
        let apis = provider.apis.iter().filter(|api| api.endpoint.is_some());
        operations.extend(apis.flat_map(webhook_operations));
        operations.extend(provider.workspaces.into_iter().flat_map(workspace_operations));
        operations
    }

    /// What the operation does.
    #[must_use]
    pub const fn kind(&self) -> OperationKind {
        match self.action {
            Action::Create(_) => OperationKind::Create,
            Action::List(_) => OperationKind::List,
            Action::Retrieve(_) => OperationKind::Retrieve,
            Action::Update(_) => OperationKind::Update,
            Action::Delete(_) => OperationKind::Delete,
            Action::Test(_) => OperationKind::Test,
            Action::Deliveries(_) => OperationKind::Deliveries,
            _ => OperationKind::Workspaces,
        }
    }

    /// The API of the subscriptions that it concerns. `None` for operations on workspaces.
    #[must_use]
    pub const fn api(&self) -> Option<&'static Api> {
        match self.action {
            Action::Create(api)
            | Action::List(api)
            | Action::Retrieve(api)
            | Action::Update(api)
            | Action::Delete(api)
            | Action::Test(api)
            | Action::Deliveries(api) => Some(api),
            _ => None,
        }
    }

    /// Whether its path contains an id.
    #[must_use]
    pub fn needs_id(&self) -> bool {
        self.path.contains('{')
    }

    /// The names of its query parameters.
    #[must_use]
    pub const fn query_parameters(&self) -> &'static [&'static str] {
        match self.action {
            Action::List(_) | Action::Deliveries(_) | Action::ListWorkspaces(_) => &PARAMETERS,
            _ => &[],
        }
    }

    /// The request of an operation on subscriptions. `id` is in the path, if the path contains one; an empty id is
    /// written as the name of the parameter in braces. Query parameters without a value are omitted. The bearer token is a
    /// reference to an environment variable.
    ///
    /// `None` for operations on workspaces.
    ///
    /// ```
    /// use hookwright::{catalog, service::{Operation, OperationKind}};
    ///
    /// let operations = Operation::all(catalog::find("well").unwrap());
    /// let list = operations.iter().find(|operation| operation.kind() == OperationKind::List).unwrap();
    /// let request = list.request("", &[("limit", "10"), ("cursor", "")], None).unwrap();
    /// assert_eq!(request.url, "https://api.wellapp.ai/v1/subscriptions/webhooks?limit=10");
    /// ```
    #[must_use]
    pub fn request(&self, id: &str, query: &[(&str, &str)], document: Option<Value>) -> Option<HttpRequest> {
        let api = self.api()?;
        let endpoint = api.endpoint?;
        let origin = endpoint.strip_suffix(api.path()).unwrap_or(endpoint);
        let mut url = String::from(origin);
        for segment in self.path.split('/').skip(1) {
            url.push('/');
            let is_parameter = segment.starts_with('{') && !id.is_empty();
            url.push_str(&if is_parameter { percent::encode(id) } else { segment.into() });
        }
        let given = query.iter().filter(|(_, value)| !value.is_empty());
        for (index, (name, value)) in given.enumerate() {
            let separator = if index == 0 { '?' } else { '&' };
            url.push_str(&format!("{separator}{name}={}", percent::encode(value)));
        }
        let mut headers = Vec::from([("Authorization".into(), HeaderValue::BearerFrom(api.token_variable))]);
        if document.is_some() {
            headers.push(("Content-Type".into(), HeaderValue::Text("application/json".into())));
        }
        let body = document.map_or_else(|| Body::Exact(String::new()), Body::Json);
        Some(HttpRequest { method: self.method, url, headers, body })
    }

    /// The value of the path parameter if `path` matches. It is empty if the operation has no path parameter.
    pub(super) fn parameter(&self, path: &str) -> Option<String> {
        let mut parameter = String::new();
        let mut given = path.split('/');
        for expected in self.path.split('/') {
            let segment = given.next()?;
            if expected.starts_with('{') {
                parameter = decode(segment, false);
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
        operation("create", "POST", "", "Creates a subscription.", Action::Create(api)),
        operation("list", "GET", "", "Lists the subscriptions, newest first.", Action::List(api)),
        operation("retrieve", "GET", one, "Retrieves a subscription.", Action::Retrieve(api)),
        operation("update", "PATCH", one, "Updates the given attributes of a subscription.", Action::Update(api)),
        operation("delete", "DELETE", one, "Deletes a subscription.", Action::Delete(api)),
        operation("test", "POST", "/{webhook_id}/test", "Sends a sample event to a subscription.", Action::Test(api)),
        operation(
            "deliveries",
            "GET",
            "/{webhook_id}/deliveries",
            "Lists the deliveries of a subscription, newest first.",
            Action::Deliveries(api),
        ),
    ]
    .into_iter()
}

fn workspace_operations(workspaces: &'static Workspaces) -> impl Iterator<Item = Operation> {
    let (noun, path) = (workspaces.noun, workspaces.path);
    let one = format!("{path}/{{{}}}", workspaces.id);
    let operation = |id: &str, method, path: &str, summary: String, action| Operation {
        id: format!("{}.{id}", noun.plural),
        method,
        path: path.into(),
        summary,
        needs_token: true,
        action,
    };
    let own = [
        operation(
            "create",
            "POST",
            path,
            format!("Creates {}.", noun.with_article),
            Action::CreateWorkspace(workspaces),
        ),
        operation(
            "list",
            "GET",
            path,
            format!("Lists the {}, newest first.", noun.plural),
            Action::ListWorkspaces(workspaces),
        ),
        operation(
            "retrieve",
            "GET",
            &one,
            format!("Retrieves {}, by its id or its external id.", noun.with_article),
            Action::RetrieveWorkspace(workspaces),
        ),
    ];
    let connectors =
        workspaces.connectors.iter().flat_map(move |connector| connector_operations(workspaces, connector, &one));
    own.into_iter().chain(connectors)
}

fn connector_operations(workspaces: &'static Workspaces, connector: &'static Connector, one: &str) -> [Operation; 3] {
    let name = connector.name;
    let operation = |id: &str, path, summary, action| Operation {
        id: format!("{}.{id}", connector.group),
        method: "GET",
        path,
        summary,
        // A person opens the link in a browser, without a token.
        needs_token: !matches!(action, Action::Install(..)),
        action,
    };
    let path = format!("{one}{}", connector.path);
    [
        operation(
            "access",
            format!("{path}{}", connector.install_link.path),
            format!("Creates a link to install the {name} connector."),
            Action::ConnectorAccess(workspaces, connector),
        ),
        operation(
            "status",
            path,
            format!("Retrieves the status of the {name} connector."),
            Action::ConnectorStatus(workspaces, connector),
        ),
        operation(
            "install",
            format!("{}/{{code}}", connector.install_path),
            "Installs the connector, and redirects to the URL that was given for the link.".into(),
            Action::Install(workspaces, connector),
        ),
    ]
}
