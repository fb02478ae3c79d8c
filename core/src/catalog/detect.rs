//! Detection of a delivery's provider from its headers and its body, with the evidence.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::{PROVIDERS, Provider};
use crate::base::http::Headers;
use crate::base::json::RawObject;
use crate::event::{read_document, read_text};

/// The providers that a delivery may come from, as [`detect`] finds them.
#[derive(Clone, Debug, Default)]
pub struct Detection {
    /// Every provider for which there is evidence, those with the most evidence first.
    pub candidates: Vec<Candidate>,
}

/// A provider that a delivery may come from, and the evidence for it.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The provider.
    pub provider: &'static Provider,
    /// The evidence. Never empty.
    pub evidence: Vec<Evidence>,
}

/// A sign that a delivery comes from a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
#[non_exhaustive]
pub enum Evidence {
    /// The request has a header that the provider uses for signatures.
    Header {
        /// The name of the header.
        name: &'static str,
    },
    /// The body has all members of the provider's envelope.
    Envelope {
        /// The names of the members.
        members: Vec<&'static str>,
    },
    /// The event type is one of the provider's.
    EventType {
        /// The name of the event type.
        name: &'static str,
    },
}

impl Evidence {
    /// The evidence as a sentence.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Header { name } => format!("the request has the header `{name}`"),
            Self::Envelope { members } => {
                let plural = if members.len() == 1 { "" } else { "s" };
                format!("the body has the member{plural} `{}`", members.join("`, `"))
            }
            Self::EventType { name } => format!("`{name}` is one of the provider's event types"),
        }
    }
}

impl Candidate {
    /// Whether this provider has every kind of evidence that `other` has, and more.
    fn outweighs(&self, other: &Self) -> bool {
        let same_kind = |a: &Evidence, b: &Evidence| core::mem::discriminant(a) == core::mem::discriminant(b);
        let covers = other.evidence.iter().all(|theirs| self.evidence.iter().any(|ours| same_kind(ours, theirs)));
        covers && self.evidence.len() > other.evidence.len()
    }
}

impl Detection {
    /// The provider with more evidence than every other. `None` if nothing was found or if the evidence is
    /// contradictory.
    #[must_use]
    pub fn provider(&self) -> Option<&'static Provider> {
        let (first, rest) = self.candidates.split_first()?;
        rest.iter().all(|other| first.outweighs(other)).then_some(first.provider)
    }
}

/// Detects which provider a delivery comes from. The headers or the body may be empty.
///
/// The result is a guess from data that anyone can forge. Only the signature shows whether the delivery is genuine.
///
/// ```
/// use hookwright::{catalog, http::Headers};
///
/// let body = br#"{ "event": "company.created", "timestamp": "2024-01-15T10:30:00Z", "data": {} }"#;
/// let found = catalog::detect(&Headers::new(), body);
/// assert_eq!(found.provider().unwrap().id, "well");
///
/// // The header and the body point to different providers, so there is no single answer.
/// let headers: Headers = [("X-Webhook-Signature", "…")].into_iter().collect();
/// let found = catalog::detect(&headers, body);
/// assert!(found.provider().is_none());
/// assert_eq!(found.candidates.len(), 2);
/// ```
#[must_use]
pub fn detect(headers: &Headers, body: &[u8]) -> Detection {
    detect_in(headers, read_document(body).ok().map(|(_, object)| object).as_ref())
}

pub(super) fn detect_in(headers: &Headers, object: Option<&RawObject<'_>>) -> Detection {
    let weigh = |provider: &&'static Provider| {
        let evidence = evidence(provider, headers, object);
        (!evidence.is_empty()).then_some(Candidate { provider, evidence })
    };
    let mut candidates: Vec<Candidate> = PROVIDERS.iter().filter_map(weigh).collect();
    candidates.sort_by_key(|candidate| core::cmp::Reverse(candidate.evidence.len()));
    Detection { candidates }
}

fn evidence(provider: &'static Provider, headers: &Headers, object: Option<&RawObject<'_>>) -> Vec<Evidence> {
    let signed = provider.schemes.iter().flat_map(|scheme| scheme.signature.place.static_headers());
    let present = signed.filter(|name| headers.get(name).next().is_some());
    let mut evidence: Vec<Evidence> = present.map(|name| Evidence::Header { name }).take(1).collect();
    let envelope = provider.envelope;
    if let Some(object) = object.filter(|object| envelope.members().all(|name| object.get(name).is_some())) {
        evidence.push(Evidence::Envelope { members: envelope.members().collect() });
        let kind = object.get(envelope.kind).and_then(read_text);
        if let Some(known) = kind.and_then(|kind| provider.event_type(&kind)) {
            evidence.push(Evidence::EventType { name: known.name });
        }
    }
    evidence
}
