//! Whose delivery it is, from its headers and its shape, with the evidence.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::{PROVIDERS, Provider};
use crate::base::http::Headers;
use crate::base::json::RawObject;
use crate::event::{read_document, read_text};

/// The providers that a delivery may come from.
#[derive(Clone, Debug, Default)]
pub struct Detection {
    /// Everyone for whom anything speaks, those with the most evidence first.
    pub candidates: Vec<Candidate>,
}

/// A provider, and what speaks for it.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Who it may be.
    pub provider: &'static Provider,
    /// What speaks for it, never empty.
    pub evidence: Vec<Evidence>,
}

/// Something that speaks for a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
#[non_exhaustive]
pub enum Evidence {
    /// The request has the header that the provider signs in.
    Header {
        /// The header's name.
        name: &'static str,
    },
    /// The body has every member of the provider's envelope.
    Envelope {
        /// The members' names.
        members: Vec<&'static str>,
    },
    /// The event type is one of the provider's.
    EventType {
        /// Its name.
        name: &'static str,
    },
}

impl Evidence {
    /// A sentence for a person.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Header { name } => format!("the request has the header `{name}`"),
            Self::Envelope { members } => format!("the body has `{}`", members.join("`, `")),
            Self::EventType { name } => format!("`{name}` is one of its event types"),
        }
    }
}

impl Candidate {
    /// Whether everything that speaks for `other` speaks for this one too, and something more does.
    fn outweighs(&self, other: &Self) -> bool {
        let same_sort = |a: &Evidence, b: &Evidence| core::mem::discriminant(a) == core::mem::discriminant(b);
        let covers = other.evidence.iter().all(|theirs| self.evidence.iter().any(|ours| same_sort(ours, theirs)));
        covers && self.evidence.len() > other.evidence.len()
    }
}

impl Detection {
    /// The one provider that outweighs all others. `None` if there is none, or if the evidence points both ways.
    #[must_use]
    pub fn provider(&self) -> Option<&'static Provider> {
        let (first, rest) = self.candidates.split_first()?;
        rest.iter().all(|other| first.outweighs(other)).then_some(first.provider)
    }
}

/// Finds out whose delivery it is. Headers may be empty, and so may the body.
///
/// It is a guess from what anybody can write; whether the delivery is genuine is for the signature to say.
///
/// ```
/// use hookwright::{catalog, http::Headers};
///
/// let body = br#"{ "event": "company.created", "timestamp": "2024-01-15T10:30:00Z", "data": {} }"#;
/// let found = catalog::detect(&Headers::new(), body);
/// assert_eq!(found.provider().unwrap().id, "well");
///
/// // The header says one thing and the body another: that is for a person to sort out.
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
