//! The shape of a provider's API for making a subscription, as data.

use alloc::string::String;

use serde::Serialize;
use serde_json::Value;

use crate::base::provenance::Provenance;
use crate::event::EventType;
use crate::signature::Scheme;

/// One way of making a subscription.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Api {
    /// `provider/name`, in kebab-case: `well/subscriptions`.
    pub id: &'static str,
    /// What it is called on the page.
    pub title: &'static str,
    /// Where the request goes, by POST. `None` where there is no API, and a person fills in a form.
    pub endpoint: Option<&'static str>,
    /// The environment variable that the provider's own examples keep the bearer token in.
    pub token_variable: &'static str,
    /// What the attributes are wrapped in.
    pub wrapper: Wrapper,
    /// What the ids of its resources look like.
    pub ids: Ids,
    /// Whether its timestamps always have milliseconds.
    pub milliseconds: bool,
    /// The attribute that holds the receiver's address.
    pub url: &'static str,
    /// How long that address may be, in characters.
    pub max_url_length: usize,
    /// The attribute that says which events are wanted.
    pub events: Events,
    /// The attribute for a description, where there is one.
    pub description: Option<&'static str>,
    /// The attribute for the signing secret, where there is one.
    pub secret: Option<&'static str>,
    /// The attribute for static headers that are sent with each delivery, where there is one.
    pub headers: Option<&'static str>,
    /// The attribute that says whether deliveries are made, where there is one.
    pub active: Option<&'static str>,
    /// The attribute that restricts deliveries to one workspace, by the provider's id of it, where there is one.
    pub workspace_id: Option<&'static str>,
    /// The attribute that restricts deliveries to one workspace, by the customer's own id of it, where there is one.
    pub external_workspace_id: Option<&'static str>,
    /// Where all this comes from.
    pub provenance: Provenance,
}

/// What the attributes of a subscription are wrapped in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Wrapper {
    /// They are the body.
    None,
    /// `{"data": {"type": …, "attributes": {…}}}`, with this type, as JSON:API has it.
    JsonApi(&'static str),
}

impl Wrapper {
    /// The same kind of wrapper for resources of this type.
    #[must_use]
    pub const fn of(self, kind: &'static str) -> Self {
        match self {
            Self::None => Self::None,
            Self::JsonApi(_) => Self::JsonApi(kind),
        }
    }
}

/// What ids look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Ids {
    /// UUIDs of version 4.
    Uuid,
    /// A word for the kind of thing, and something random: `hook_…`, `del_…`, `evt_…`.
    Prefixed,
}

/// How an API says which events are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Events {
    /// An attribute that holds a list.
    Many(&'static str),
    /// An attribute that holds one event, so that several events take several subscriptions.
    One(&'static str),
}

impl Events {
    /// The attribute's name.
    #[must_use]
    pub const fn member(self) -> &'static str {
        match self {
            Self::Many(member) | Self::One(member) => member,
        }
    }
}

impl Api {
    /// The two attributes that every subscription has, in the order of the provider's own examples: the one event comes
    /// before the address, the list of events after it.
    pub(crate) fn address_and_events(&self, url: Value, events: Value) -> [(String, Value); 2] {
        let url = (self.url.into(), url);
        let events = (self.events.member().into(), events);
        match self.events {
            Events::One(_) => [events, url],
            Events::Many(_) => [url, events],
        }
    }

    /// Its id without the provider's: `webhooks`.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.id.split_once('/').map_or(self.id, |(_, name)| name)
    }

    /// The path of the endpoint: `/v1/webhooks`. Empty where there is no API.
    #[must_use]
    pub fn path(&self) -> &'static str {
        let after_scheme = self.endpoint.and_then(|endpoint| endpoint.split_once("://")).map_or("", |(_, rest)| rest);
        after_scheme.find('/').and_then(|start| after_scheme.get(start..)).unwrap_or("")
    }
}

/// What a subscription must comply with.
#[derive(Clone, Copy, Debug)]
pub struct Rules {
    /// The API through which the subscription is made.
    pub api: &'static Api,
    /// The provider's name, for messages.
    pub provider_name: &'static str,
    /// The event types that can be subscribed to.
    pub events: &'static [EventType],
    /// The scheme by which deliveries are signed. Its header fields cannot be static headers.
    pub scheme: Option<&'static Scheme>,
}

impl Rules {
    /// Whether there is an event type of this name.
    pub(crate) fn has_event(&self, name: &str) -> bool {
        self.events.iter().any(|known| known.name == name)
    }

    /// The header fields that carry the signature.
    pub(crate) fn signature_headers(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.scheme.into_iter().flat_map(Scheme::headers)
    }
}
