//! The operations on subscriptions and their deliveries.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Map, Value, json};

use super::codes;
use super::error::ApiError;
use super::http::{ApiRequest, ApiResponse};
use super::page::{Listed, list, page};
use super::resource::{self, Secrets};
use super::state::Workspace;
use super::{Emission, Service, ServiceState};
use crate::base::problem::{Problem, pointer};
use crate::catalog::Workspaces;
use crate::delivery::Delivery;
use crate::subscription::Patch;
use crate::subscription::{Api, BodyWrapper};
use crate::subscription::{Filter, Subscription};

impl Listed for Subscription {
    fn sequence(&self) -> u64 {
        self.sequence
    }
}

impl Listed for Delivery {
    fn sequence(&self) -> u64 {
        self.sequence
    }
}

impl Service {
    pub(super) fn create(
        &mut self,
        api: &'static Api,
        request: &ApiRequest,
        now_ms: i64,
    ) -> Result<ApiResponse, ApiError> {
        let attributes = attributes(api.wrapper, request.document()?, None)?;
        let patch = Patch::read(&self.provider.rules(api), &attributes).map_err(ApiError::BadRequest)?;
        check_required(api, &patch)?;
        self.require_workspace(api, &patch)?;
        let id = self.state.new_id(&self.seed, api.ids, "hook_");
        let sequence = self.state.ids;
        let mut made = Subscription {
            id,
            sequence,
            api: api.id.into(),
            url: String::new(),
            events: Vec::new(),
            description: None,
            // A secret in the request replaces it.
            secret: api.secret.map(|_| self.state.secret(&self.seed)),
            headers: None,
            active: true,
            filter: Filter::default(),
            created_at_ms: now_ms,
            updated_at_ms: None,
        };
        patch.apply(&mut made, now_ms);
        made.updated_at_ms = None;
        let document = resource::single(api.wrapper, resource::subscription(api, &made, Secrets::Shown));
        self.state.subscriptions.push(made);
        Ok(ApiResponse::document(201, &document, request))
    }

    pub(super) fn list(&self, api: &'static Api, request: &ApiRequest) -> Result<ApiResponse, ApiError> {
        let mine = self.state.subscriptions.iter().filter(|subscription| subscription.api == api.id);
        let write = |subscription: &Subscription| resource::subscription(api, subscription, Secrets::Hidden);
        let document = list(mine, request, api.wrapper, "webhooks", write)?;
        Ok(ApiResponse::document(200, &document, request))
    }

    pub(super) fn retrieve(&self, api: &'static Api, id: &str, request: &ApiRequest) -> Result<ApiResponse, ApiError> {
        let found = self.find(api, id)?;
        let document = resource::single(api.wrapper, resource::subscription(api, found, Secrets::Hidden));
        Ok(ApiResponse::document(200, &document, request))
    }

    pub(super) fn update(
        &mut self,
        api: &'static Api,
        id: &str,
        request: &ApiRequest,
        now_ms: i64,
    ) -> Result<ApiResponse, ApiError> {
        self.find(api, id)?;
        let attributes = attributes(api.wrapper, request.document()?, Some(id))?;
        let patch = Patch::read(&self.provider.rules(api), &attributes).map_err(ApiError::BadRequest)?;
        self.require_workspace(api, &patch)?;
        let found = self.state.subscriptions.get_mut(id).ok_or(ApiError::NotFound)?;
        patch.apply(found, now_ms);
        let document = resource::single(api.wrapper, resource::subscription(api, found, Secrets::Hidden));
        Ok(ApiResponse::document(200, &document, request))
    }

    pub(super) fn delete(&mut self, api: &'static Api, id: &str) -> Result<ApiResponse, ApiError> {
        self.find(api, id)?;
        let ServiceState { subscriptions, deliveries, .. } = &mut self.state;
        if let Some(key) = subscriptions.key(id) {
            subscriptions.remove(key);
        }
        for key in self.index.remove_subscription(id, |key| deliveries.row(key)) {
            deliveries.remove(key);
        }
        Ok(ApiResponse::empty(204))
    }

    pub(super) fn test(
        &mut self,
        api: &'static Api,
        id: &str,
        request: &ApiRequest,
        now_ms: i64,
    ) -> Result<ApiResponse, ApiError> {
        let found = self.find(api, id)?;
        if !found.active {
            let message = "the subscription is not active, so nothing is sent to it; activate it first";
            return Err(ApiError::Conflict(Problem::error(codes::INACTIVE, "", message)));
        }
        let event_type = found.events.first().cloned().unwrap_or_default();
        let emission = Emission {
            // A custom event has no sample.
            data: self.provider.event_type(&event_type).is_none().then(|| json!({})),
            event_type,
            subscription_id: Some(found.id.clone()),
            ..Emission::default()
        };
        let emitted = self.emit(&emission, now_ms).map_err(|problem| ApiError::BadRequest([problem].into()))?;
        let delivery = emitted.delivery_ids.first().and_then(|id| self.state.deliveries.get(id));
        let document = resource::single(api.wrapper, resource::delivery(api, delivery.ok_or(ApiError::NotFound)?));
        Ok(ApiResponse::document(202, &document, request))
    }

    pub(super) fn deliveries(
        &self,
        api: &'static Api,
        id: &str,
        request: &ApiRequest,
    ) -> Result<ApiResponse, ApiError> {
        self.find(api, id)?;
        let before =
            |sequence| self.index.attempted_before(id, sequence).filter_map(|key| self.state.deliveries.row(key));
        let write = |delivery: &Delivery| resource::delivery(api, delivery);
        let document = page(self.index.attempted(id), before, request, api.wrapper, "deliveries", write)?;
        Ok(ApiResponse::document(200, &document, request))
    }

    fn find(&self, api: &Api, id: &str) -> Result<&Subscription, ApiError> {
        self.state.subscriptions.get(id).filter(|subscription| subscription.api == api.id).ok_or(ApiError::NotFound)
    }

    /// If the provider has workspaces, a subscription requires that one exists, and a filter must contain the id of
    /// one.
    fn require_workspace(&self, api: &Api, patch: &Patch) -> Result<(), ApiError> {
        let Some(Workspaces { noun, path, .. }) = self.provider.workspaces else { return Ok(()) };
        let one = noun.singular;
        if self.state.workspaces.is_empty() {
            let message = format!("there is no {one} yet; create one with `POST {path}`");
            return Err(ApiError::Conflict(Problem::error(codes::MISSING_WORKSPACE, "", message)));
        }
        let by_id: fn(&Workspace) -> Option<&str> = |workspace| Some(&workspace.id);
        let by_external_id: fn(&Workspace) -> Option<&str> = |workspace| workspace.external_id.as_deref();
        for (attribute, given, id, which) in [
            (api.workspace_id, &patch.workspace_id, by_id, "this id"),
            (api.external_workspace_id, &patch.external_workspace_id, by_external_id, "this external id"),
        ] {
            let Some(Some(wanted)) = given else { continue };
            if !self.workspace(wanted).is_ok_and(|workspace| id(workspace) == Some(wanted)) {
                let message = format!("no {one} has {which}");
                let path = pointer("", attribute.unwrap_or_default());
                return Err(ApiError::UnknownReference(Problem::error(codes::UNKNOWN_WORKSPACE, path, message)));
            }
        }
        Ok(())
    }
}

/// Checks the required attributes of a new subscription.
fn check_required(api: &Api, patch: &Patch) -> Result<(), ApiError> {
    let mut problems = Vec::new();
    let present = [(api.url, patch.url.is_some()), (api.events.member(), patch.events.is_some())];
    for (name, _) in present.into_iter().filter(|(_, present)| !present) {
        let message = format!("`{name}` is missing; it is required");
        problems.push(Problem::error(codes::MISSING_FIELD, pointer("", name), message));
    }
    if problems.is_empty() { Ok(()) } else { Err(ApiError::BadRequest(problems)) }
}

/// The attributes in a body. The id of a JSON:API resource must be the id in the path. A resource that is not in `data`
/// is accepted as well, because providers have such examples.
pub(super) fn attributes(
    wrapper: BodyWrapper,
    document: Value,
    id: Option<&str>,
) -> Result<Map<String, Value>, ApiError> {
    let object = |value: Value, path: &str| match value {
        Value::Object(members) => Ok(members),
        _ => Err(ApiError::bad_request(codes::WRONG_TYPE, path, "this value must be an object")),
    };
    let mut members = object(document, "")?;
    let BodyWrapper::JsonApi(kind) = wrapper else { return Ok(members) };
    let mut resource = match members.remove("data") {
        Some(data) => object(data, "/data")?,
        None if members.contains_key("attributes") => members,
        None => {
            return Err(ApiError::bad_request(
                codes::MISSING_FIELD,
                "/data",
                "`data` is missing; it must contain the resource",
            ));
        }
    };
    if resource.get("type") != Some(&json!(kind)) {
        return Err(ApiError::bad_request(codes::WRONG_TYPE, "/data/type", format!("`type` must be `{kind}`")));
    }
    if resource.get("id").is_some_and(|given| id.is_none() || given.as_str() != id) {
        // JSON:API requires 409 in this case.
        return Err(ApiError::Conflict(Problem::error(codes::WRONG_ID, "/data/id", "`id` must be the id in the path")));
    }
    match resource.remove("attributes") {
        Some(attributes) => object(attributes, "/data/attributes"),
        None => Err(ApiError::bad_request(
            codes::MISSING_FIELD,
            "/data/attributes",
            "`attributes` is missing; it is required",
        )),
    }
}
