//! How an API writes what it keeps.

use alloc::string::String;

use serde_json::{Map, Value, json};

use super::state::Workspace;
use crate::base::time::{format_rfc3339, format_rfc3339_ms};
use crate::delivery::Delivery;
use crate::subscription::Subscription;
use crate::subscription::{Api, Events, Wrapper};

/// Whether a secret is shown. It is echoed once, when the subscription is made; to retrieve, list, update it or anything else
/// does not show it again.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Secrets {
    Shown,
    Hidden,
}

pub(super) fn subscription(api: &Api, subscription: &Subscription, secrets: Secrets) -> Value {
    let events = match api.events {
        Events::One(_) => json!(subscription.events.first()),
        Events::Many(_) => json!(subscription.events),
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
    attributes.insert("created_at".into(), json!(time(api, subscription.created_at_ms)));
    match (api.wrapper, subscription.updated_at_ms) {
        // The page of the bare shape shows no such member, so that it comes only once there is something to say.
        (Wrapper::None, None) => {}
        (_, updated) => {
            attributes.insert("updated_at".into(), json!(updated.map(|updated| time(api, updated))));
        }
    }
    resource(api.wrapper, &subscription.id, attributes)
}

pub(super) fn delivery(api: &Api, delivery: &Delivery) -> Value {
    let format = if api.milliseconds { format_rfc3339_ms } else { format_rfc3339 };
    let mut attributes = match delivery.entry(format).map(serde_json::to_value) {
        Some(Ok(Value::Object(members))) => members,
        // There is nothing to say of it yet but what it carries.
        _ => Map::from_iter([("event_id".into(), json!(delivery.message.id))]),
    };
    attributes.shift_remove("id");
    let wrapper = match api.wrapper {
        Wrapper::JsonApi(_) => Wrapper::JsonApi("delivery"),
        Wrapper::None => Wrapper::None,
    };
    resource(wrapper, &delivery.id, attributes)
}

pub(super) fn workspace(workspace: &Workspace) -> Value {
    let mut attributes = Map::new();
    attributes.insert("name".into(), json!(workspace.name));
    attributes.insert("external_workspace_id".into(), json!(workspace.external_id));
    attributes.insert("people_id".into(), json!(workspace.people_id));
    attributes.insert("created_at".into(), json!(format_rfc3339_ms(workspace.created_at_ms)));
    resource(Wrapper::JsonApi("workspace"), &workspace.id, attributes)
}

/// An id and attributes, as the family writes them.
fn resource(wrapper: Wrapper, id: &str, attributes: Map<String, Value>) -> Value {
    match wrapper {
        Wrapper::JsonApi(kind) => json!({ "type": kind, "id": id, "attributes": attributes }),
        Wrapper::None => {
            let mut members = Map::new();
            members.insert("id".into(), id.into());
            members.extend(attributes);
            Value::Object(members)
        }
    }
}

/// One resource as the whole answer.
pub(super) fn single(wrapper: Wrapper, resource: Value) -> Value {
    match wrapper {
        Wrapper::JsonApi(_) => json!({ "data": resource }),
        Wrapper::None => resource,
    }
}

fn time(api: &Api, epoch_ms: i64) -> String {
    if api.milliseconds { format_rfc3339_ms(epoch_ms) } else { format_rfc3339(epoch_ms) }
}
