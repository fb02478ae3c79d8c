//! Workspaces, and the Gmail connector that a customer installs in one.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Map, Value, json};

use super::Service;
use super::error::ApiError;
use super::message::{ApiRequest, ApiResponse, encode};
use super::page::{Listed, list};
use super::resource;
use super::state::{Offer, Person, Workspace};
use super::webhooks::attributes;
use crate::base::problem::{Problem, pointer};
use crate::subscription::MALFORMED_URL;
use crate::subscription::Wrapper;
use crate::subscription::check_url;

/// How long an installation lasts, in milliseconds. Well documents that a connector may be `expired` and not when; seven days
/// are assumed.
const CONNECTED_MS: i64 = 7 * 86_400_000;

/// How long the address may be that a customer goes on to, in characters.
const MAX_REDIRECT_LENGTH: usize = 2048;

const WRAPPER: Wrapper = Wrapper::JsonApi("workspace");

impl Listed for Workspace {
    fn sequence(&self) -> u64 {
        self.sequence
    }
}

impl Service {
    pub(super) fn create_workspace(&mut self, request: &ApiRequest, now_ms: i64) -> Result<ApiResponse, ApiError> {
        let given = attributes(WRAPPER, request.document()?, None)?;
        let name = optional_text(&given, "name")?;
        let external_id = optional_text(&given, "external_workspace_id")?;
        if let Some(unknown) = given.keys().find(|key| !["name", "external_workspace_id"].contains(&key.as_str())) {
            let message = format!("`{unknown}` is not an attribute of a workspace; check its spelling");
            return Err(ApiError::bad("unknown_attribute", &pointer("", unknown), message));
        }
        if external_id.as_ref().is_some_and(String::is_empty) {
            let message = "`external_workspace_id` is empty; leave it out";
            return Err(ApiError::bad("empty_id", "/external_workspace_id", message));
        }
        if external_id.as_deref().is_some_and(|wanted| self.workspace(wanted).is_ok()) {
            let problem = Problem::error(
                "repeated_id",
                "/external_workspace_id",
                "another workspace has this `external_workspace_id`; each takes one of its own",
            );
            return Err(ApiError::Conflict(problem));
        }
        let id = self.state.uuid(&self.seed);
        let workspace = Workspace {
            id,
            sequence: self.state.ids,
            external_id,
            name,
            created_at_ms: now_ms,
            connected_at_ms: None,
            people_id: None,
        };
        let document = resource::single(WRAPPER, resource::workspace(&workspace));
        self.state.workspaces.push(workspace);
        Ok(ApiResponse::document(201, &document, request))
    }

    pub(super) fn list_workspaces(&self, request: &ApiRequest) -> Result<ApiResponse, ApiError> {
        let document = list(self.state.workspaces.iter(), request, WRAPPER, "workspaces", resource::workspace)?;
        Ok(ApiResponse::document(200, &document, request))
    }

    pub(super) fn retrieve_workspace(&self, id: &str, request: &ApiRequest) -> Result<ApiResponse, ApiError> {
        let document = resource::single(WRAPPER, resource::workspace(self.workspace(id)?));
        Ok(ApiResponse::document(200, &document, request))
    }

    /// The link for a customer to follow. It works once.
    pub(super) fn connector_access(&mut self, id: &str, request: &ApiRequest) -> Result<ApiResponse, ApiError> {
        let workspace_id = self.workspace(id)?.id.clone();
        let redirect_url = request.query("redirect_url").filter(|url| !url.is_empty());
        if let Some(url) = &redirect_url {
            let mut problems = Vec::new();
            check_url("", url, MAX_REDIRECT_LENGTH, &mut problems);
            if problems.iter().any(|problem| MALFORMED_URL.contains(&problem.code)) {
                let message = "`redirect_url` is not an absolute http or https address";
                return Err(ApiError::bad("invalid_url", "", message));
            }
        }
        let code = self.state.id(&self.seed, "");
        let link = format!("{}/connect/gmail/{code}", request.origin);
        self.state.offers.push(Offer { code, workspace_id, redirect_url, state: request.query("state") });
        let document = json!({ "data": { "type": "connector_access", "attributes": { "url": link } } });
        Ok(ApiResponse::document(200, &document, request))
    }

    pub(super) fn connector_status(
        &self,
        id: &str,
        request: &ApiRequest,
        now_ms: i64,
    ) -> Result<ApiResponse, ApiError> {
        let workspace = self.workspace(id)?;
        let status = match workspace.connected_at_ms {
            None => "inactive",
            Some(since_ms) if now_ms.saturating_sub(since_ms) < CONNECTED_MS => "active",
            Some(_) => "expired",
        };
        let document = json!({
            "data": { "type": "connector", "id": "gmail", "attributes": { "status": status, "people_id": workspace.people_id } }
        });
        Ok(ApiResponse::document(200, &document, request))
    }

    /// What the link leads to. It makes the customer's `people` object, links it with the workspace, and goes on to where the
    /// link was asked to, or to a landing page.
    pub(super) fn install(&mut self, code: &str, now_ms: i64) -> Result<ApiResponse, ApiError> {
        let key = self.state.offers.key(code).ok_or(ApiError::NotFound)?;
        let offer = self.state.offers.remove(key).ok_or(ApiError::NotFound)?;
        let people_id = self.state.uuid(&self.seed);
        let workspace = self.state.workspaces.get_mut(&offer.workspace_id).ok_or(ApiError::NotFound)?;
        workspace.connected_at_ms = Some(now_ms);
        workspace.people_id = Some(people_id.clone());
        self.state.people.push(Person { id: people_id, workspace_id: offer.workspace_id, created_at_ms: now_ms });
        let Some(mut location) = offer.redirect_url else {
            return Ok(ApiResponse::page("Gmail is connected", "You can close this page."));
        };
        if let Some(state) = offer.state {
            // A fragment comes last in an address.
            let fragment = location.find('#').map(|start| location.split_off(start)).unwrap_or_default();
            let separator = if location.contains('?') { '&' } else { '?' };
            location = format!("{location}{separator}state={}{fragment}", encode(&state));
        }
        Ok(ApiResponse::redirect(location))
    }

    /// The workspace with this id, be it the provider's or the customer's own.
    pub(super) fn workspace(&self, id: &str) -> Result<&Workspace, ApiError> {
        self.state.workspaces.get(id).ok_or(ApiError::NotFound)
    }
}

fn optional_text(attributes: &Map<String, Value>, name: &str) -> Result<Option<String>, ApiError> {
    match attributes.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(ApiError::bad("wrong_type", &pointer("", name), format!("`{name}` must be a string"))),
    }
}
