//! Well's workspaces, and the connector that reads a customer's email.

use super::source::{GETTING_STARTED, source};
use crate::base::provenance::Sentences;
use crate::catalog::workspaces::{Connector, InstallLinkRequest, Noun, Statuses, Workspaces};
use crate::subscription::{BodyWrapper, IdStyle};

const DAY_MS: u64 = 86_400_000;

pub(super) static WORKSPACES: Workspaces = Workspaces {
    noun: Noun { singular: "workspace", with_article: "a workspace", plural: "workspaces" },
    path: "/v1/workspaces",
    wrapper: BodyWrapper::JsonApi("workspace"),
    ids: IdStyle::Uuid,
    milliseconds: true,
    name: "name",
    id: "workspace_id",
    external_id: "external_workspace_id",
    person_id: "people_id",
    connectors: &[Connector {
        id: "gmail",
        name: "Gmail",
        group: "connectors",
        kind: "connector",
        path: "/connectors/gmail",
        status: "status",
        statuses: Statuses { active: "active", inactive: "inactive", expired: "expired" },
        lasts_ms: 7 * DAY_MS,
        install_link: InstallLinkRequest {
            path: "/access",
            kind: "connector_access",
            url: "url",
            redirect_url: "redirect_url",
            max_redirect_length: 2048,
            state: "state",
        },
        install_path: "/connect/gmail",
    }],
    provenance: source(
        GETTING_STARTED,
        Sentences::new(
            "The members of responses, except the status of the connector.\n\
             A connector expires seven days after it was installed.\n\
             The format of the installation link; the link works once.\n\
             The maximum length of `redirect_url`.",
        ),
    ),
};
