//! The shape of a provider's API for making a subscription, as data.

use serde::Serialize;

use crate::provenance::Provenance;

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
    /// The attribute that holds the receiver's address.
    pub url: &'static str,
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

/// How an API says which events are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Events {
    /// An attribute that holds a list.
    Many(&'static str),
    /// An attribute that holds one event, so that several events take several subscriptions.
    One(&'static str),
}
