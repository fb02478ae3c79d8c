//! The places at which the deliveries of a sender contain the type and the id of the event.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use crate::base::json::Members;
use crate::base::problem::Problem;
use crate::base::provenance::Provenance;
use crate::signature::Place;

/// The places of the event type and the event id in deliveries, as a sender file contains them. Only receivers that
/// process events need them; verification does not read them.
///
/// ```
/// use hookwright::catalog::SenderFile;
/// use hookwright::signature::Place;
///
/// let file = SenderFile::parse(r#"{
///     "format": 1,
///     "id": "acme",
///     "name": "Acme",
///     "schemes": [{
///         "id": "acme/v1",
///         "algorithm": "hmac-sha256",
///         "content": "{body}",
///         "signature": { "header": "Acme-Signature" }
///     }],
///     "event": { "type": { "header": "Acme-Event" }, "id": { "member": "/id" } }
/// }"#).unwrap();
/// let event = file.event.unwrap();
/// assert_eq!(event.id, Some(Place::Member { member: "/id".into() }));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EventPlaces {
    /// The place of the event type: a header field or a member of the JSON body.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<Place<String>>,
    /// The place of the id that the sender documents for finding repeated deliveries: it is the same at each attempt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<Place<String>>,
    /// The evidence. Required in the catalog.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance<String>>,
}

impl EventPlaces {
    /// Reads the member `event` of a sender file.
    pub(super) fn read(mut field: Members<'_>, problems: &mut Vec<Problem>) -> Self {
        let earlier = problems.len();
        let found = Self {
            kind: place(&mut field, "type", problems),
            id: place(&mut field, "id", problems),
            provenance: field.object("provenance", problems).map(|evidence| Provenance::read(evidence, problems)),
        };
        let path = field.path.clone();
        field.finish(problems);
        if found.kind.is_none() && found.id.is_none() && problems.len() == earlier {
            let message = "`event` must have at least one of `type` and `id`";
            problems.push(Problem::error(super::sender_codes::MISSING_FIELD, path, message));
        }
        found
    }
}

fn place(event: &mut Members<'_>, name: &'static str, problems: &mut Vec<Problem>) -> Option<Place<String>> {
    event.object(name, problems).and_then(|field| Place::read_value(field, problems))
}

/// The places of the event type and the event id in the deliveries of a sender.
///
/// ```
/// use hookwright::catalog::find_sender;
/// use hookwright::signature::Place;
///
/// // The name of the event is in a header field, which no signature of GitHub covers.
/// let event = find_sender("github").unwrap().event.unwrap();
/// let kind = event.kind.unwrap();
/// assert_eq!(kind.place, Place::header("X-GitHub-Event"));
/// assert_eq!(kind.unsigned, ["github/sha256", "github/sha1"]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SenderEvent {
    /// The event type.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<EventField>,
    /// The id that the sender documents for finding repeated deliveries. It is the same at each attempt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<EventField>,
    /// The evidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provenance: Option<Provenance>,
}

/// The place of a value in a delivery, and whether it is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EventField {
    /// A header field, or a member of the JSON body.
    #[serde(flatten)]
    pub place: Place,
    /// The ids of the sender's schemes whose signature does not cover the value: anyone who has seen a delivery can
    /// change it. Empty if every scheme covers it.
    pub unsigned: &'static [&'static str],
}

#[cfg(test)]
mod tests {
    use crate::signature::{Place, Scheme};

    use crate::catalog::{find_sender, senders};

    #[test]
    fn values_are_marked_as_unsigned_where_no_signature_covers_them() {
        for sender in senders() {
            let Some(event) = sender.event else { continue };
            for field in [event.kind, event.id].into_iter().flatten() {
                let of = sender.schemes.iter().filter(|scheme| !scheme.covers(&field.place));
                assert!(of.map(|scheme| scheme.id).eq(field.unsigned.iter().copied()), "{}", sender.id);
            }
        }
        let unsigned = |id: &str| find_sender(id)?.event?.kind.map(|field| field.unsigned);
        assert_eq!(unsigned("stripe"), Some(&[][..]));
        assert_eq!(unsigned("gitlab"), Some(&["gitlab/token", "gitlab/v1"][..]));
    }

    #[test]
    fn the_ids_of_schemes_are_those_that_senders_document() {
        for sender in senders() {
            let Some(documented) = sender.event.and_then(|event| event.id) else { continue };
            // An id that is a part of the content can be another one.
            let read = sender.schemes.iter().filter(|scheme| !scheme.content.contains("{id}"));
            for scheme in read.filter(|scheme| scheme.message_id.is_some()) {
                assert_eq!(scheme.message_id, Some(documented.place), "{}", scheme.id);
            }
        }
    }

    #[test]
    fn ids_that_change_at_each_attempt_are_not_documented_ids() {
        let id = |sender: &str| find_sender(sender)?.event?.id.map(|field| field.place);
        assert_eq!(id("box"), Some(Place::member("/id")));
        assert_eq!(id("pagerduty"), Some(Place::header("X-Webhook-Id")));
        assert_eq!((id("supabase"), id("klaviyo"), id("woocommerce")), (None, None, None));
        assert_eq!(find_sender("klaviyo").unwrap().schemes[0].message_id, None);
    }

    #[test]
    fn a_summary_that_names_a_header_is_about_every_scheme() {
        for sender in senders() {
            let is_named =
                |scheme: &Scheme| scheme.signature.place.headers().any(|header| sender.summary.contains(header));
            let named = sender.schemes.iter().filter(|scheme| is_named(scheme)).count();
            assert!(named == 0 || named == sender.schemes.len(), "{}", sender.id);
        }
    }
}
