//! Drafts of subscriptions, and the requests that create them.

use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Map, Value};

use super::api::{Api, BodyWrapper, EventsAttribute};
use crate::base::credential::Credential;
use crate::base::http::{Body, HeaderValue, HttpRequest};

/// A subscription as entered by a user. It may be invalid: [`check`](super::check) reports its problems.
///
/// The secret and the values of static headers are [`Credential`]s, which `Debug` redacts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The URL of the receiver.
    pub url: String,
    /// The names of the events to receive.
    pub events: Vec<String>,
    /// The description. Empty to omit it.
    pub description: String,
    /// The secret that signs deliveries. Empty to omit it.
    pub secret: Credential,
    /// The static headers to send with each delivery.
    pub headers: Vec<(String, Credential)>,
    /// The restriction to a workspace, by the provider's id. Empty to omit it.
    pub workspace_id: String,
    /// The restriction to a workspace, by the customer's id. Empty to omit it.
    pub external_workspace_id: String,
    /// Whether the subscription is active. `None` omits the attribute; the default of providers is active.
    pub active: Option<bool>,
}

/// The requests that create the subscription: one request, or one for each event if the API accepts only one event
/// each.
///
/// The list is empty if the provider has no API. Attributes that the API does not have are omitted. The bearer token is
/// a reference to an environment variable, so that the requests can be shared.
///
/// ```
/// use hookwright::{catalog, subscription::{requests, Draft}};
///
/// let api = &catalog::find("generic").unwrap().apis[0];
/// let draft = Draft {
///     url: "https://yourapp.example/webhook".into(),
///     events: vec!["user.created".into()],
///     active: Some(true),
///     ..Draft::default()
/// };
/// let made = requests(api, &draft);
/// assert_eq!(made[0].url, "https://api.example.com/v1/webhooks");
/// ```
#[must_use]
pub fn requests(api: &Api, draft: &Draft) -> Vec<HttpRequest> {
    let Some(endpoint) = api.endpoint else { return Vec::new() };
    let request = |body| HttpRequest {
        method: "POST",
        url: endpoint.into(),
        headers: [
            ("Authorization".into(), HeaderValue::BearerFrom(api.token_variable)),
            ("Content-Type".into(), HeaderValue::Text("application/json".into())),
        ]
        .into(),
        body: Body::Json(body),
    };
    documents(api, draft).into_iter().map(request).collect()
}

/// The bodies of the requests that create the subscription: one, or one for each event if the API accepts only one
/// event each.
#[must_use]
pub fn documents(api: &Api, draft: &Draft) -> Vec<Value> {
    let document = |events| wrap(api.wrapper, attributes(api, draft, events));
    match api.events {
        EventsAttribute::Many(_) => [document(draft.events.iter().cloned().collect())].into(),
        EventsAttribute::One(_) if draft.events.is_empty() => [document("".into())].into(),
        EventsAttribute::One(_) => draft.events.iter().map(|event| document(event.as_str().into())).collect(),
    }
}

fn attributes(api: &Api, draft: &Draft, events: Value) -> Map<String, Value> {
    let mut attributes: Map<String, Value> =
        api.address_and_events(draft.url.as_str().into(), events).into_iter().collect();
    if let Some(member) = api.description.filter(|_| !draft.description.is_empty()) {
        attributes.insert(member.into(), draft.description.as_str().into());
    }
    if let Some(member) = api.secret.filter(|_| !draft.secret.is_empty()) {
        attributes.insert(member.into(), (&*draft.secret).into());
    }
    if let Some(member) = api.headers.filter(|_| !draft.headers.is_empty()) {
        let headers = draft.headers.iter().map(|(name, value)| (name.clone(), (&**value).into()));
        attributes.insert(member.into(), Value::Object(headers.collect()));
    }
    if let (Some(member), Some(active)) = (api.active, draft.active) {
        attributes.insert(member.into(), active.into());
    }
    for (member, id) in
        [(api.workspace_id, &draft.workspace_id), (api.external_workspace_id, &draft.external_workspace_id)]
    {
        if let Some(member) = member.filter(|_| !id.is_empty()) {
            attributes.insert(member.into(), id.as_str().into());
        }
    }
    attributes
}

pub(super) fn wrap(wrapper: BodyWrapper, attributes: Map<String, Value>) -> Value {
    match wrapper {
        BodyWrapper::None => Value::Object(attributes),
        BodyWrapper::JsonApi(kind) => {
            let resource = [("type".into(), kind.into()), ("attributes".into(), Value::Object(attributes))];
            Value::Object([("data".into(), Value::Object(resource.into_iter().collect()))].into_iter().collect())
        }
    }
}
