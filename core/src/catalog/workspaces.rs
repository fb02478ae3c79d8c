//! The shape of a provider's workspaces and connectors, as data.

use crate::base::provenance::Provenance;
use crate::subscription::{BodyWrapper, IdStyle};

/// The workspaces of a provider: parts that a customer divides its data into. Subscriptions can be restricted to one, and
/// events say which one they come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Workspaces {
    /// What the provider calls one of them.
    pub noun: Noun,
    /// The path at which they are listed and made: `/v1/workspaces`.
    pub path: &'static str,
    /// What the attributes are wrapped in. Those of connectors are wrapped in the same way.
    pub wrapper: BodyWrapper,
    /// What their ids look like, and those of persons.
    pub ids: IdStyle,
    /// Whether timestamps always have milliseconds.
    pub milliseconds: bool,
    /// The attribute that holds the name.
    pub name: &'static str,
    /// What the provider's id of a workspace is called in paths and in the data of events.
    pub id: &'static str,
    /// What the customer's own id of a workspace is called, as an attribute and in the data of events.
    pub external_id: &'static str,
    /// What the id of the person who installed a connector last is called, as an attribute and in the data of events.
    pub person_id: &'static str,
    /// What can be installed in a workspace.
    pub connectors: &'static [Connector],
    /// Where all this comes from.
    pub provenance: Provenance,
}

/// What something is called in messages and descriptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Noun {
    /// `workspace`.
    pub one: &'static str,
    /// `a workspace`.
    pub a: &'static str,
    /// `workspaces`.
    pub many: &'static str,
}

/// Something that a person installs in a workspace by a link, so that the provider reads from another service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Connector {
    /// `gmail`.
    pub id: &'static str,
    /// The name of the other service: `Gmail`.
    pub name: &'static str,
    /// The first part of the names of its operations, which is unique within the provider: `connectors`.
    pub group: &'static str,
    /// The type of the resource, which is unique within the provider: `connector`.
    pub kind: &'static str,
    /// Its path below that of a workspace: `/connectors/gmail`.
    pub path: &'static str,
    /// The attribute that holds the status.
    pub status: &'static str,
    /// The statuses that it has.
    pub statuses: Statuses,
    /// How long an installation lasts, in milliseconds.
    pub lasts_ms: u64,
    /// How to ask for the link that installs it.
    pub access: Access,
    /// The path of that link, without the code at its end: `/connect/gmail`.
    pub install_path: &'static str,
}

/// The statuses of a connector.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Statuses {
    /// Once it is installed.
    pub active: &'static str,
    /// Before it is installed.
    pub inactive: &'static str,
    /// Once [`Connector::lasts_ms`] have passed since it was installed.
    pub expired: &'static str,
}

/// How to ask for the link that installs a connector. The link works once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Access {
    /// The path below that of the connector: `/access`.
    pub path: &'static str,
    /// The type of the resource: `connector_access`.
    pub kind: &'static str,
    /// The attribute that holds the link.
    pub url: &'static str,
    /// The query parameter with the address to which the link leads in the end.
    pub redirect_url: &'static str,
    /// How long that address may be, in characters.
    pub max_redirect_length: usize,
    /// The query parameter that is returned with the redirect.
    pub state: &'static str,
}
