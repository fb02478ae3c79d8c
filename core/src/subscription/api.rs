//! The APIs of providers for subscriptions, as data.

use alloc::string::String;

use serde::Serialize;
use serde_json::Value;

use crate::base::http::url::UrlParts;
use crate::base::provenance::Provenance;
use crate::event::EventType;
use crate::signature::Scheme;

/// An API that creates subscriptions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Api {
    /// The id, `provider/name` in kebab case: `well/subscriptions`.
    pub id: &'static str,
    /// The title in the playground.
    pub title: &'static str,
    /// The URL that subscriptions are posted to. `None` if there is no API, only a form on the provider's website.
    pub endpoint: Option<&'static str>,
    /// The environment variable of the bearer token in the provider's examples.
    pub token_variable: &'static str,
    /// The wrapper around the attributes.
    pub wrapper: BodyWrapper,
    /// The format of the ids of its resources.
    pub ids: IdStyle,
    /// Whether its timestamps always have milliseconds.
    pub milliseconds: bool,
    /// The attribute that contains the URL of the receiver.
    pub url: &'static str,
    /// The maximum length of that URL, in characters.
    pub max_url_length: usize,
    /// The attribute that contains the events to receive.
    pub events: EventsAttribute,
    /// Whether subscriptions can be for events that are not in the catalog, because each system of this kind defines its
    /// events.
    pub custom_events: bool,
    /// The attribute that contains a description. `None` if the API does not have this attribute; the same applies to
    /// the attributes below.
    pub description: Option<&'static str>,
    /// The attribute that contains the signing secret.
    pub secret: Option<&'static str>,
    /// The attribute that contains static headers to send with each delivery.
    pub headers: Option<&'static str>,
    /// The attribute that says whether the subscription is active.
    pub active: Option<&'static str>,
    /// The attribute that restricts deliveries to one workspace, by the provider's id of the workspace.
    pub workspace_id: Option<&'static str>,
    /// The attribute that restricts deliveries to one workspace, by the customer's id of the workspace.
    pub external_workspace_id: Option<&'static str>,
    /// The labels of the attributes in a form, if the provider has no API.
    #[serde(skip)]
    pub labels: &'static [(&'static str, &'static str)],
    /// How deliveries are authenticated, if subscriptions have no attribute for a secret: a sentence for users. Empty if there
    /// is nothing to say.
    #[serde(skip)]
    pub authentication: &'static str,
    /// The evidence for this description.
    pub provenance: Provenance,
}

/// The wrapper around the attributes of a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum BodyWrapper {
    /// The attributes are the body.
    None,
    /// `{"data": {"type": …, "attributes": {…}}}` with this type, as in JSON:API.
    JsonApi(&'static str),
}

impl BodyWrapper {
    /// The same wrapper for resources of another type.
    #[must_use]
    pub const fn of(self, kind: &'static str) -> Self {
        match self {
            Self::None => Self::None,
            Self::JsonApi(_) => Self::JsonApi(kind),
        }
    }
}

/// The format of ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum IdStyle {
    /// UUIDs, version 4.
    Uuid,
    /// A prefix for the kind of resource, followed by random characters: `hook_…`, `del_…`, `evt_…`.
    Prefixed,
}

/// The attribute that contains the events to receive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum EventsAttribute {
    /// An attribute that contains a list.
    Many(&'static str),
    /// An attribute that contains one event, so that several events need several subscriptions.
    One(&'static str),
}

impl EventsAttribute {
    /// The name of the attribute.
    #[must_use]
    pub const fn member(self) -> &'static str {
        match self {
            Self::Many(member) | Self::One(member) => member,
        }
    }
}

impl Api {
    /// The two attributes that every subscription has, in the order of the provider's examples: a single event precedes
    /// the URL, and a list of events follows it.
    pub(crate) fn address_and_events(&self, url: Value, events: Value) -> [(String, Value); 2] {
        let url = (self.url.into(), url);
        let events = (self.events.member().into(), events);
        match self.events {
            EventsAttribute::One(_) => [events, url],
            EventsAttribute::Many(_) => [url, events],
        }
    }

    /// The label of an attribute in the form of the provider. It is the name of the attribute if the provider has an API.
    #[must_use]
    pub fn label<'a>(&self, attribute: &'a str) -> &'a str {
        self.labels.iter().find(|(name, _)| *name == attribute).map_or(attribute, |(_, label)| label)
    }

    /// The id without the provider: `webhooks`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.id.split_once('/').map_or(self.id, |(_, name)| name)
    }

    /// The path of the endpoint: `/v1/webhooks`. Empty if there is no endpoint.
    #[must_use]
    pub fn path(&self) -> &'static str {
        self.endpoint.and_then(UrlParts::of).map_or("", |parts| parts.target)
    }
}

/// The rules that a subscription is checked against.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// The API that creates the subscription.
    pub api: &'static Api,
    /// The provider's name, for messages.
    pub provider_name: &'static str,
    /// The event types that can be subscribed to.
    pub events: &'static [EventType],
    /// The scheme that signs deliveries. Its header fields cannot be static headers.
    pub scheme: Option<&'static Scheme>,
}

impl Rules {
    /// Whether there is an event type with this name.
    pub(crate) fn has_event(&self, name: &str) -> bool {
        self.events.iter().any(|known| known.name == name)
    }

    /// The header fields that carry the signature.
    pub(crate) fn signature_headers(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.scheme.into_iter().flat_map(Scheme::headers)
    }
}
