//! A description of a provider's workspaces and connectors, as data.

use crate::base::provenance::Provenance;
use crate::subscription::{BodyWrapper, IdStyle};

/// The workspaces of a provider, which separate the data of a customer. A subscription can be restricted to one
/// workspace, and an event names the workspace that it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Workspaces {
    /// The provider's term for a workspace.
    pub noun: Noun,
    /// The path for listing and creating workspaces: `/v1/workspaces`.
    pub path: &'static str,
    /// The wrapper of the attributes, also of those of connectors.
    pub wrapper: BodyWrapper,
    /// The style of the ids of workspaces and people.
    pub ids: IdStyle,
    /// Whether timestamps always have milliseconds.
    pub milliseconds: bool,
    /// The attribute that contains the name.
    pub name: &'static str,
    /// The name of the provider's id of a workspace, in paths and in the data of events.
    pub id: &'static str,
    /// The name of the customer's id of a workspace, as an attribute and in the data of events.
    pub external_id: &'static str,
    /// The name of the id of the person who last installed a connector, as an attribute and in the data of events.
    pub person_id: &'static str,
    /// The connectors that can be installed in a workspace.
    pub connectors: &'static [Connector],
    /// The source of this description.
    pub provenance: Provenance,
}

/// The forms of a noun in messages and descriptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noun {
    /// The singular: `workspace`.
    pub singular: &'static str,
    /// The singular with an article: `a workspace`.
    pub with_article: &'static str,
    /// The plural: `workspaces`.
    pub plural: &'static str,
}

/// A connector, with which the provider reads data from another service. A person installs it in a workspace by opening
/// a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connector {
    /// The id: `gmail`.
    pub id: &'static str,
    /// The name of the other service: `Gmail`.
    pub name: &'static str,
    /// The first part of the names of its API operations, unique within the provider: `connectors`.
    pub group: &'static str,
    /// The type of the resource, unique within the provider: `connector`.
    pub kind: &'static str,
    /// The path below that of a workspace: `/connectors/gmail`.
    pub path: &'static str,
    /// The attribute that contains the status.
    pub status: &'static str,
    /// The values of the status.
    pub statuses: Statuses,
    /// How long an installation lasts, in milliseconds.
    pub lasts_ms: u64,
    /// The request for an installation link.
    pub install_link: InstallLinkRequest,
    /// The path of the installation link, without the code at its end: `/connect/gmail`.
    pub install_path: &'static str,
}

/// The values of a connector's status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statuses {
    /// The connector is installed.
    pub active: &'static str,
    /// The connector has not been installed.
    pub inactive: &'static str,
    /// The installation is older than [`Connector::lasts_ms`].
    pub expired: &'static str,
}

/// The request for a link that installs a connector. The link works once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InstallLinkRequest {
    /// The path below that of the connector: `/access`.
    pub path: &'static str,
    /// The type of the resource: `connector_access`.
    pub kind: &'static str,
    /// The attribute that contains the link.
    pub url: &'static str,
    /// The query parameter with the URL that the user is redirected to after the installation.
    pub redirect_url: &'static str,
    /// The maximum length of that URL, in characters.
    pub max_redirect_length: usize,
    /// The query parameter that is returned with the redirect.
    pub state: &'static str,
}
