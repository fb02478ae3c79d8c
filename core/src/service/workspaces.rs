//! The operations on workspaces and their connectors.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Map, Value};

use super::Service;
use super::codes;
use super::error::ApiError;
use super::http::{ApiRequest, ApiResponse};
use super::page::{Listed, list};
use super::resource;
use super::state::{Installation, Offer, Workspace};
use super::subscriptions::attributes;
use crate::base::http::percent;
use crate::base::problem::{Problem, pointer};
use crate::catalog::{Connector, Workspaces};
use crate::subscription::check_url;
use crate::subscription::is_malformed_url;

impl Listed for Workspace {
    fn sequence(&self) -> u64 {
        self.sequence
    }
}

impl Service {
    pub(super) fn create_workspace(
        &mut self,
        workspaces: &Workspaces,
        request: &ApiRequest,
        now_ms: i64,
    ) -> Result<ApiResponse, ApiError> {
        let given = attributes(workspaces.wrapper, request.document()?, None)?;
        let name = optional_text(&given, workspaces.name)?;
        let external_id = optional_text(&given, workspaces.external_id)?;
        if let Some(unknown) =
            given.keys().find(|key| ![workspaces.name, workspaces.external_id].contains(&key.as_str()))
        {
            let message =
                format!("`{unknown}` is not an attribute of {}; check its spelling", workspaces.noun.with_article);
            return Err(ApiError::bad_request(codes::UNKNOWN_ATTRIBUTE, &pointer("", unknown), message));
        }
        let external_path = pointer("", workspaces.external_id);
        if external_id.as_ref().is_some_and(String::is_empty) {
            let message = format!("`{}` is empty; remove it, or give it a value", workspaces.external_id);
            return Err(ApiError::bad_request(codes::EMPTY_ID, &external_path, message));
        }
        if external_id.as_deref().is_some_and(|wanted| self.workspace(wanted).is_ok()) {
            let (one, member) = (workspaces.noun.singular, workspaces.external_id);
            let message = format!("another {one} has this `{member}`; use another value");
            return Err(ApiError::Conflict(Problem::error(codes::REPEATED_ID, external_path, message)));
        }
        let id = self.add_workspace(workspaces, name, external_id, now_ms);
        let document = resource::single(workspaces.wrapper, resource::workspace(workspaces, self.workspace(&id)?));
        Ok(ApiResponse::document(201, &document, request))
    }

    /// Adds a workspace and returns its id.
    pub(super) fn add_workspace(
        &mut self,
        workspaces: &Workspaces,
        name: Option<String>,
        external_id: Option<String>,
        now_ms: i64,
    ) -> String {
        let id = self.state.new_id(&self.seed, workspaces.ids, &format!("{}_", workspaces.noun.singular));
        self.state.workspaces.push(Workspace {
            id: id.clone(),
            sequence: self.state.ids,
            external_id,
            name,
            created_at_ms: now_ms,
            person_id: None,
            installations: Vec::new(),
        });
        id
    }

    pub(super) fn list_workspaces(
        &self,
        workspaces: &Workspaces,
        request: &ApiRequest,
    ) -> Result<ApiResponse, ApiError> {
        let write = |workspace: &Workspace| resource::workspace(workspaces, workspace);
        let document = list(self.state.workspaces.iter(), request, workspaces.wrapper, workspaces.noun.plural, write)?;
        Ok(ApiResponse::document(200, &document, request))
    }

    pub(super) fn retrieve_workspace(
        &self,
        workspaces: &Workspaces,
        id: &str,
        request: &ApiRequest,
    ) -> Result<ApiResponse, ApiError> {
        let document = resource::single(workspaces.wrapper, resource::workspace(workspaces, self.workspace(id)?));
        Ok(ApiResponse::document(200, &document, request))
    }

    /// Creates a link to install a connector. It can be used once.
    pub(super) fn connector_access(
        &mut self,
        workspaces: &Workspaces,
        connector: &Connector,
        id: &str,
        request: &ApiRequest,
    ) -> Result<ApiResponse, ApiError> {
        let access = &connector.install_link;
        let workspace_id = self.workspace(id)?.id.clone();
        let redirect_url = request.query(access.redirect_url).filter(|url| !url.is_empty());
        if let Some(url) = &redirect_url {
            let mut problems = Vec::new();
            check_url("", url, access.max_redirect_length, &mut problems);
            if problems.iter().any(is_malformed_url) {
                let message = format!("`{}` must be an absolute `http:` or `https:` URL", access.redirect_url);
                return Err(ApiError::bad_request(codes::INVALID_URL, "", message));
            }
        }
        let code = self.state.id(&self.seed, "");
        let link = format!("{}{}/{code}", request.origin, connector.install_path);
        let state = request.query(access.state);
        self.state.offers.push(Offer { code, workspace_id, connector: connector.id.into(), redirect_url, state });
        let document = resource::single(workspaces.wrapper, resource::access(workspaces, access, &link));
        Ok(ApiResponse::document(200, &document, request))
    }

    pub(super) fn connector_status(
        &self,
        workspaces: &Workspaces,
        connector: &Connector,
        id: &str,
        request: &ApiRequest,
        now_ms: i64,
    ) -> Result<ApiResponse, ApiError> {
        let installation = self.workspace(id)?.installation(connector);
        let document =
            resource::single(workspaces.wrapper, resource::connector(workspaces, connector, installation, now_ms));
        Ok(ApiResponse::document(200, &document, request))
    }

    /// Installs the connector of a link. The person gets an id, which is stored in the workspace. The response
    /// redirects to the URL that was given for the link, or is a page.
    pub(super) fn install(
        &mut self,
        workspaces: &Workspaces,
        connector: &Connector,
        code: &str,
        now_ms: i64,
    ) -> Result<ApiResponse, ApiError> {
        let offers = &mut self.state.offers;
        offers.get(code).filter(|offer| offer.connector == connector.id).ok_or(ApiError::NotFound)?;
        let offer = offers.key(code).and_then(|key| offers.remove(key)).ok_or(ApiError::NotFound)?;
        let person_id = self.state.new_id(&self.seed, workspaces.ids, "person_");
        let workspace = self.state.workspaces.get_mut(&offer.workspace_id).ok_or(ApiError::NotFound)?;
        workspace.person_id = Some(person_id.clone());
        workspace.installations.retain(|known| known.connector != connector.id);
        let installation = Installation { connector: offer.connector, person_id, installed_at_ms: now_ms };
        workspace.installations.push(installation);
        let Some(mut location) = offer.redirect_url else {
            let title = format!("{} is connected", connector.name);
            return Ok(ApiResponse::page(&title, "You can close this page."));
        };
        if let Some(state) = offer.state {
            // The fragment must remain at the end of the URL.
            let fragment = location.find('#').map(|start| location.split_off(start)).unwrap_or_default();
            let separator = if location.contains('?') { '&' } else { '?' };
            location =
                format!("{location}{separator}{}={}{fragment}", connector.install_link.state, percent::encode(&state));
        }
        Ok(ApiResponse::redirect(location))
    }

    /// The workspace with this id or external id.
    pub(super) fn workspace(&self, id: &str) -> Result<&Workspace, ApiError> {
        self.state.workspaces.get(id).ok_or(ApiError::NotFound)
    }
}

impl Workspace {
    fn installation(&self, connector: &Connector) -> Option<&Installation> {
        self.installations.iter().find(|known| known.connector == connector.id)
    }
}

fn optional_text(attributes: &Map<String, Value>, name: &str) -> Result<Option<String>, ApiError> {
    match attributes.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => {
            Err(ApiError::bad_request(codes::WRONG_TYPE, &pointer("", name), format!("`{name}` must be a string")))
        }
    }
}
