//! The JSON representation of resources.

use alloc::string::String;

use serde_json::{Map, Value, json};

use super::state::{Installation, Workspace};
use crate::base::time::{format_rfc3339, format_rfc3339_ms};
use crate::catalog::{Connector, InstallLinkRequest, Workspaces};
use crate::delivery::Delivery;
use crate::subscription::Subscription;
use crate::subscription::{Api, BodyWrapper, EventsAttribute};

/// Whether a response contains the secret. Only the response to the creation of a subscription does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Secrets {
    Shown,
    Hidden,
}

pub(super) fn subscription(api: &Api, subscription: &Subscription, secrets: Secrets) -> Value {
    let events = match api.events {
        EventsAttribute::One(_) => json!(subscription.events.first()),
        EventsAttribute::Many(_) => json!(subscription.events),
    };
    let mut attributes: Map<String, Value> =
        api.address_and_events(json!(subscription.url), events).into_iter().collect();
    if let Some(member) = api.description {
        attributes.insert(member.into(), json!(subscription.description));
    }
    if let (Some(member), Secrets::Shown, Some(secret)) = (api.secret, secrets, &subscription.secret) {
        attributes.insert(member.into(), json!(&**secret));
    }
    if let Some(member) = api.headers {
        let headers = subscription.headers.as_ref().map(|headers| {
            let pairs = headers.iter().map(|(name, value)| (name.clone(), json!(&**value)));
            Value::Object(pairs.collect())
        });
        attributes.insert(member.into(), json!(headers));
    }
    if let Some(member) = api.active {
        attributes.insert(member.into(), json!(subscription.active));
    }
    let filter = &subscription.filter;
    for (member, value) in
        [(api.workspace_id, &filter.workspace_id), (api.external_workspace_id, &filter.external_workspace_id)]
    {
        if let (Some(member), Some(value)) = (member, value) {
            attributes.insert(member.into(), json!(value));
        }
    }
    let time = time_format(api.milliseconds);
    attributes.insert("created_at".into(), json!(time(subscription.created_at_ms)));
    match (api.wrapper, subscription.updated_at_ms) {
        // Without JSON:API, the member is left out before the first update, as in the documentation of the provider.
        (BodyWrapper::None, None) => {}
        (_, updated) => {
            attributes.insert("updated_at".into(), json!(updated.map(time)));
        }
    }
    resource(api.wrapper, &subscription.id, attributes)
}

pub(super) fn delivery(api: &Api, delivery: &Delivery) -> Value {
    let format = time_format(api.milliseconds);
    let mut attributes = match delivery.entry(format).map(serde_json::to_value) {
        Some(Ok(Value::Object(members))) => members,
        // Before the first attempt, only the event is known.
        _ => Map::from_iter([("event_id".into(), json!(delivery.message.id))]),
    };
    attributes.shift_remove("id");
    resource(api.wrapper.of("delivery"), &delivery.id, attributes)
}

pub(super) fn workspace(workspaces: &Workspaces, workspace: &Workspace) -> Value {
    let format = time_format(workspaces.milliseconds);
    let attributes = [
        (workspaces.name, json!(workspace.name)),
        (workspaces.external_id, json!(workspace.external_id)),
        (workspaces.person_id, json!(workspace.person_id)),
        ("created_at", json!(format(workspace.created_at_ms))),
    ];
    resource(workspaces.wrapper, &workspace.id, named(attributes))
}

pub(super) fn connector(
    workspaces: &Workspaces,
    connector: &Connector,
    installation: Option<&Installation>,
    now_ms: i64,
) -> Value {
    let statuses = &connector.statuses;
    let status = match installation {
        None => statuses.inactive,
        Some(installation) => {
            let passed_ms = now_ms.saturating_sub(installation.installed_at_ms);
            let is_over = u64::try_from(passed_ms).is_ok_and(|passed_ms| passed_ms >= connector.lasts_ms);
            if is_over { statuses.expired } else { statuses.active }
        }
    };
    let person_id = installation.map(|installation| installation.person_id.as_str());
    let attributes = named([(connector.status, json!(status)), (workspaces.person_id, json!(person_id))]);
    resource(workspaces.wrapper.of(connector.kind), connector.id, attributes)
}

/// A link to install a connector. It is not a stored resource, so it has no id.
pub(super) fn access(workspaces: &Workspaces, access: &InstallLinkRequest, link: &str) -> Value {
    let attributes = named([(access.url, json!(link))]);
    match workspaces.wrapper.of(access.kind) {
        BodyWrapper::JsonApi(kind) => json!({ "type": kind, "attributes": attributes }),
        BodyWrapper::None => Value::Object(attributes),
    }
}

fn named<const N: usize>(attributes: [(&str, Value); N]) -> Map<String, Value> {
    attributes.into_iter().map(|(name, value)| (name.into(), value)).collect()
}

/// A resource with an id and attributes.
fn resource(wrapper: BodyWrapper, id: &str, attributes: Map<String, Value>) -> Value {
    match wrapper {
        BodyWrapper::JsonApi(kind) => json!({ "type": kind, "id": id, "attributes": attributes }),
        BodyWrapper::None => {
            let mut members = Map::new();
            members.insert("id".into(), id.into());
            members.extend(attributes);
            Value::Object(members)
        }
    }
}

/// A response with a single resource.
pub(super) fn single(wrapper: BodyWrapper, resource: Value) -> Value {
    match wrapper {
        BodyWrapper::JsonApi(_) => json!({ "data": resource }),
        BodyWrapper::None => resource,
    }
}

/// The format of timestamps.
fn time_format(milliseconds: bool) -> fn(i64) -> String {
    if milliseconds { format_rfc3339_ms } else { format_rfc3339 }
}
