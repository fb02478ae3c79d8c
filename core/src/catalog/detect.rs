//! Detection of a delivery's sender from its headers and its body, with the evidence.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use serde::Serialize;

use super::{Provider, Sender, find, senders};
use crate::base::http::Headers;
use crate::base::json::{RawObject, all_at};
use crate::base::sort;
use crate::event::{read_document, read_text};
use crate::signature::Place;

/// A header field that requests of all kinds have, so that it says nothing about the sender.
const COMMON: &str = "Authorization";

/// The senders that a delivery may come from, as [`detect`] finds them.
#[derive(Clone, Debug, Default)]
pub struct Detection {
    /// Every sender for which there is evidence: those with the most evidence first, and among them first the providers,
    /// then the others in the order of their ids.
    pub candidates: Vec<Candidate>,
}

/// A sender that a delivery may come from, and the evidence for it.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The sender.
    pub sender: &'static Sender,
    /// The evidence. Never empty.
    pub evidence: Vec<Evidence>,
}

/// A sign that a delivery comes from a sender.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
#[non_exhaustive]
pub enum Evidence {
    /// The request has a header that the sender uses for signatures.
    Header {
        /// The name of the header.
        name: &'static str,
    },
    /// The request has a header that the sender uses for the type or the id of an event.
    EventHeader {
        /// The name of the header.
        name: &'static str,
    },
    /// The body has the values that a scheme of the sender reads from bodies, among them the signature.
    Signature {
        /// The place of the signature: a JSON Pointer, or the name of a form field.
        place: &'static str,
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
            Self::EventHeader { name } => format!("the request has the header `{name}`, which describes an event"),
            Self::Signature { place } if place.starts_with('/') => format!("the body has a signature at `{place}`"),
            Self::Signature { place } => format!("the body has a signature in the form field `{place}`"),
            Self::Envelope { members } => {
                let plural = if members.len() == 1 { "" } else { "s" };
                format!("the body has the member{plural} `{}`", members.join("`, `"))
            }
            Self::EventType { name } => format!("`{name}` is one of the provider's event types"),
        }
    }

    /// The name of a header.
    const fn header(&self) -> Option<&'static str> {
        match self {
            Self::Header { name } | Self::EventHeader { name } => Some(name),
            Self::Signature { .. } | Self::Envelope { .. } | Self::EventType { .. } => None,
        }
    }

    /// Whether both are the same header, or evidence of the same kind in the body.
    fn is_like(&self, other: &Self) -> bool {
        match (self.header(), other.header()) {
            (Some(ours), Some(theirs)) => ours.eq_ignore_ascii_case(theirs),
            (None, None) => core::mem::discriminant(self) == core::mem::discriminant(other),
            _ => false,
        }
    }
}

impl Candidate {
    /// Whether there is evidence for this sender of every kind that there is for `other`, and more. A header that only
    /// one sender uses is more evidence than any body.
    fn outweighs(&self, other: &Self) -> bool {
        let has = |theirs: &Evidence| self.evidence.iter().any(|ours| ours.is_like(theirs));
        if other.evidence.iter().any(|theirs| theirs.header().is_some() && !has(theirs)) {
            return false;
        }
        let is_certain = || self.evidence.iter().filter_map(Evidence::header).any(is_of_one_sender);
        let has_more = self.evidence.len() > other.evidence.len() && other.evidence.iter().all(has);
        has_more || is_certain()
    }
}

impl Detection {
    /// The sender that the delivery comes from: there is a header that only this sender uses, or more evidence than for
    /// every other one. `None` if nothing was found, if senders share what was found, or if the evidence is contradictory.
    #[must_use]
    pub fn sender(&self) -> Option<&'static Sender> {
        let outweighs_others = |candidate: &&Candidate| {
            let mut others = self.candidates.iter().filter(|other| other.sender.id != candidate.sender.id);
            others.all(|other| candidate.outweighs(other))
        };
        self.candidates.iter().find(outweighs_others).map(|candidate| candidate.sender)
    }

    /// The [sender](Self::sender), if it is a provider.
    #[must_use]
    pub fn provider(&self) -> Option<&'static Provider> {
        self.sender().and_then(|sender| find(sender.id))
    }
}

/// Detects which sender a delivery comes from, by the headers of all senders, by the signatures that some of them put in
/// the body, and by the envelopes of the providers. The headers or the body may be empty.
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
/// // Only one sender uses this header.
/// let headers: Headers = [("Stripe-Signature", "…")].into_iter().collect();
/// assert_eq!(catalog::detect(&headers, b"").sender().unwrap().id, "stripe");
///
/// // Several senders use this header, so there is no single answer.
/// let headers: Headers = [("X-Webhook-Signature", "…")].into_iter().collect();
/// let found = catalog::detect(&headers, b"");
/// assert!(found.sender().is_none());
/// let ids: Vec<&str> = found.candidates.iter().map(|candidate| candidate.sender.id).collect();
/// assert_eq!(ids, ["generic", "cashfree", "cursor"]);
/// ```
#[must_use]
pub fn detect(headers: &Headers, body: &[u8]) -> Detection {
    let document = read_document(body).ok();
    let read = match &document {
        Some((document, _)) => Body::Json(document.get()),
        None => Body::Form(body),
    };
    weigh_all(headers, document.as_ref().map(|(_, object)| object), &read)
}

/// Like [`detect`], for a body that is JSON, without looking for signatures in it.
pub(super) fn detect_in(headers: &Headers, object: Option<&RawObject<'_>>) -> Detection {
    weigh_all(headers, object, &Body::Form(b""))
}

fn weigh_all(headers: &Headers, object: Option<&RawObject<'_>>, body: &Body<'_>) -> Detection {
    let weigh = |sender: &'static Sender| {
        let mut evidence: Vec<Evidence> = Vec::new();
        for found in headers_of(sender).filter(|found| is_present(headers, found)) {
            if !evidence.iter().any(|known| known.is_like(&found)) {
                evidence.push(found);
            }
        }
        evidence.extend(signature_in(sender, body));
        evidence.extend(
            object.zip(find(sender.id)).map(|(object, provider)| of_body(provider, object)).unwrap_or_default(),
        );
        (!evidence.is_empty()).then_some(Candidate { sender, evidence })
    };
    let mut candidates: Vec<Candidate> = senders().filter_map(weigh).collect();
    sort::by_key(&mut candidates, |candidate| core::cmp::Reverse(candidate.evidence.len()));
    Detection { candidates }
}

/// The names of the header fields that [`detect`] looks for. Some senders share them, so names are repeated.
///
/// ```
/// let mut names = hookwright::catalog::detection_headers();
/// assert!(names.any(|name| name == "X-GitHub-Event"));
/// ```
pub fn detection_headers() -> impl Iterator<Item = &'static str> {
    senders().flat_map(headers_of).filter_map(|evidence| evidence.header())
}

/// The header fields in the deliveries of a sender that are evidence: those of signatures, and those of events.
fn headers_of(sender: &'static Sender) -> impl Iterator<Item = Evidence> {
    let names = |place: Place| place.static_headers().filter(|name| !name.eq_ignore_ascii_case(COMMON));
    let signed = sender.schemes.iter().flat_map(move |scheme| names(scheme.signature.place));
    let event = sender.event.into_iter().flat_map(|event| [event.kind, event.id]).flatten();
    let of_event = event.flat_map(move |field| names(field.place));
    let signed = signed.map(|name| Evidence::Header { name });
    signed.chain(of_event.map(|name| Evidence::EventHeader { name }))
}

fn is_present(headers: &Headers, evidence: &Evidence) -> bool {
    evidence.header().is_some_and(|name| headers.get(name).next().is_some())
}

/// Whether only one sender uses a header.
fn is_of_one_sender(name: &str) -> bool {
    let uses = |sender: &&'static Sender| {
        headers_of(sender).any(|known| known.header().is_some_and(|known| known.eq_ignore_ascii_case(name)))
    };
    senders().filter(uses).take(2).count() == 1
}

/// A body in which signatures are looked for.
enum Body<'a> {
    Json(&'a str),
    Form(&'a [u8]),
}

impl Body<'_> {
    /// Whether the body has a value at each place.
    fn has(&self, places: &[Place]) -> bool {
        match self {
            Self::Json(document) => {
                let pointers: Option<Vec<&str>> = places.iter().map(pointer_of).collect();
                let found = pointers.and_then(|pointers| all_at(document, &pointers).ok());
                found.is_some_and(|found| found.iter().all(Option::is_some))
            }
            Self::Form(text) => places.iter().all(|place| {
                let Place::Field { field } = place else { return false };
                // The names of these fields have no characters that forms escape.
                text.split(|byte| *byte == b'&')
                    .any(|pair| pair.strip_prefix(field.as_bytes()).is_some_and(|rest| rest.first() == Some(&b'=')))
            }),
        }
    }
}

fn pointer_of(place: &Place) -> Option<&'static str> {
    if let Place::Member { member } = *place { Some(member) } else { None }
}

/// The evidence that the body has a signature of the sender, and the other values that the scheme reads with it.
fn signature_in(sender: &'static Sender, body: &Body<'_>) -> Option<Evidence> {
    sender.schemes.iter().find_map(|scheme| {
        let place = match scheme.signature.place {
            Place::Member { member } => member,
            Place::Field { field } => field,
            Place::Header { .. } | Place::Item { .. } | Place::Query { .. } => return None,
        };
        let timestamp = scheme.timestamp.map(|timestamp| timestamp.place);
        let id = scheme.message_id;
        let is_in_body = |place: &Place| matches!(place, Place::Member { .. } | Place::Field { .. });
        let others = [timestamp, id].into_iter().flatten().filter(is_in_body);
        let places: Vec<Place> = core::iter::once(scheme.signature.place).chain(others).collect();
        body.has(&places).then_some(Evidence::Signature { place })
    })
}

fn of_body(provider: &'static Provider, object: &RawObject<'_>) -> Vec<Evidence> {
    let envelope = provider.envelope;
    if !envelope.members().all(|name| object.get(name).is_some()) {
        return Vec::new();
    }
    let mut evidence = vec![Evidence::Envelope { members: envelope.members().collect() }];
    let kind = object.get(envelope.kind).and_then(read_text);
    if let Some(known) = kind.and_then(|kind| provider.event_type(&kind)) {
        evidence.push(Evidence::EventType { name: known.name });
    }
    evidence
}
