//! Parsing of bodies as events. Every problem is reported.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::value::RawValue;

use super::check::{Problems, describe, missing, out_of_memory, read_text};
use super::codes;
use super::envelope::{EventFormat, EventType};
use super::schema::{PayloadObject, ValueKind};
use super::syntax;
use crate::base::json::{Inexact, RawObject};
use crate::base::problem::{Problem, Severity, pointer};
use crate::base::time::parse_rfc3339;

/// A parsed event.
///
/// For a missing or invalid part, the field has the value `None` and `problems` contains the reason. Unknown members
/// are not changed or removed: [`Event::data`] is the original text of the payload.
#[derive(Clone, Debug, Default)]
pub struct Event<'a> {
    /// The id of the provider: the requested one, or the one whose envelope the body has.
    pub provider: Option<&'static str>,
    /// The name of the event type, which may be unknown.
    pub kind: Option<String>,
    /// The event type in the catalog, if it is known.
    pub event_type: Option<&'static EventType>,
    /// The sender's id of the event, if the envelope has one.
    pub id: Option<String>,
    /// The time of the event, in milliseconds since the epoch.
    pub occurred_at_ms: Option<i64>,
    /// The text of the payload, which is the whole body if the provider has no envelope around it.
    pub data: Option<&'a RawValue>,
    /// The text of the whole document, with the original order, numbers and unknown members. `None` if it is not an
    /// object.
    pub document: Option<&'a RawValue>,
    /// The numbers that JavaScript changes when it parses the document, at most 100, with their pointers: large ids are
    /// often numbers, and two of them can become the same one.
    pub unsafe_numbers: Vec<(String, &'a str)>,
    /// All problems, warnings and notes in the order of the document, at most 1,000. At most 100 repeated names are
    /// listed.
    pub problems: Vec<Problem>,
}

impl<'a> Event<'a> {
    /// Whether there are no problems other than notes and warnings.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.problems.iter().all(|problem| problem.severity < Severity::Error)
    }

    /// The payload as a Rust type: the type in the catalog for this event type, or any type that implements
    /// `Deserialize`.
    ///
    /// # Errors
    /// The payload is missing, or does not match the type.
    ///
    /// ```
    /// use hookwright::catalog::{self, well::Company};
    ///
    /// let body = br#"{ "event": "company.created", "timestamp": "2024-01-15T10:30:00Z", "data": { "company_id": "comp_1" } }"#;
    /// let company: Company = catalog::parse(body, None).payload()?;
    /// assert_eq!(company.company_id, "comp_1");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn payload<T: serde::Deserialize<'a>>(&self) -> serde_json::Result<T> {
        serde_json::from_str(self.data.map_or("", RawValue::get))
    }
}

/// Parses a body as an event in this format. For the known providers, use [`catalog::parse`](crate::catalog::parse).
///
/// It accepts any bytes, and reports all problems rather than only the first. Verify the signature first: until then,
/// anyone could have sent the body.
///
/// ```
/// use hookwright::{catalog, event};
///
/// let well = catalog::find("well").unwrap().event_format();
/// let body = br#"{ "event": "company.created", "timestamp": "2024-01-15T10:30:00Z", "data": { "company_id": "comp_1" } }"#;
/// let event = event::parse(body, well);
/// assert_eq!(event.kind.as_deref(), Some("company.created"));
/// assert!(event.is_valid());
/// ```
#[must_use]
pub fn parse(body: &[u8], format: EventFormat) -> Event<'_> {
    parse_as(body, Some(format.provider), |_| Ok(format))
}

/// Parses a body in the format that `choose` returns. If the body is not a JSON object, `provider` is the event's
/// provider.
pub(crate) fn parse_as<'a>(
    body: &'a [u8],
    provider: Option<&'static str>,
    choose: impl FnOnce(&RawObject<'a>) -> Result<EventFormat, Problem>,
) -> Event<'a> {
    let (document, object) = match read_document(body) {
        Ok(document) => document,
        Err(problem) => return Event { provider, problems: [problem].into(), ..Event::default() },
    };
    let mut event = Event { document: Some(document), ..Event::default() };
    let mut problems = Problems::default();
    problems.find_repeated(document);
    let Inexact { listed, more } = Inexact::find(document.get());
    problems.add_unsafe_numbers(&listed, more);
    event.unsafe_numbers = listed;
    match choose(&object) {
        Ok(format) => {
            event.provider = Some(format.provider);
            event.read(&object, format, &mut problems);
        }
        Err(problem) => {
            problems.check_names("", &object);
            problems.push(|| problem);
        }
    }
    event.problems = problems.into_vec();
    event
}

impl<'a> Event<'a> {
    fn read(&mut self, object: &RawObject<'a>, format: EventFormat, problems: &mut Problems) {
        let envelope = format.envelope;
        let members: Vec<&str> = envelope.members().collect();
        if envelope.data.is_some() {
            problems.check_names("", object);
        }
        let id = envelope.id.and_then(|name| member(object, name, ValueKind::String, problems));
        self.id = id.and_then(read_text);
        self.kind = member(object, envelope.kind, ValueKind::String, problems).and_then(read_text);
        let time = envelope.time.and_then(|name| member(object, name, ValueKind::Timestamp, problems));
        self.occurred_at_ms = time.and_then(read_text).as_deref().and_then(parse_rfc3339);
        self.data = match envelope.data {
            Some(name) => payload_member(object, name, problems),
            None => self.document,
        };
        if envelope.data.is_some() {
            problems.check_unknown("", object, |name| members.contains(&name));
        }
        self.event_type = self.kind.as_deref().and_then(|kind| format.event_type(kind));
        match self.event_type {
            Some(event_type) => self.check_payload(event_type, envelope.data, object, &members, problems),
            // Any event type is valid.
            None if format.types.is_empty() => {}
            None => self.note_unknown_type(object, format, problems),
        }
    }

    fn check_payload(
        &mut self,
        event_type: &EventType,
        data_member: Option<&str>,
        document: &RawObject<'a>,
        members: &[&str],
        problems: &mut Problems,
    ) {
        let Some(data) = self.data else { return };
        let inner: RawObject<'a>;
        let payload = match data_member {
            Some(name) => {
                let Some(read) = RawObject::of(data) else {
                    problems.push(out_of_memory);
                    return;
                };
                inner = read;
                problems.check_object(&pointer("", name), &inner, event_type.payload, &[]);
                &inner
            }
            None => {
                problems.check_object("", document, event_type.payload, members);
                document
            }
        };
        if let Some(path) = event_type.occurred_at {
            self.occurred_at_ms = at(payload, path).and_then(read_text).as_deref().and_then(parse_rfc3339);
        }
    }

    fn note_unknown_type(&self, object: &RawObject<'a>, format: EventFormat, problems: &mut Problems) {
        let envelope = format.envelope;
        if envelope.data.is_none() {
            problems.check_names("", object);
        }
        if self.kind.is_none() {
            return;
        }
        problems.push(|| {
            let message = format!(
                "the event type is not one of the known event types of {}; it passes through unchanged",
                format.provider_name
            );
            Problem::note(codes::UNKNOWN_EVENT_TYPE, pointer("", envelope.kind), message)
        });
    }
}

/// The value of a required member of this kind. Reports a problem if it is missing or of another kind.
fn member<'a>(object: &RawObject<'a>, name: &str, kind: ValueKind, problems: &mut Problems) -> Option<&'a RawValue> {
    let value = object.get(name);
    match value {
        Some(value) => problems.check_value(&pointer("", name), name, value, kind),
        None => problems.push(|| missing("", name, kind)),
    }
    value
}

/// The member that contains the payload, if it is an object. Its content is checked later, because it depends on the
/// event type.
fn payload_member<'a>(object: &RawObject<'a>, name: &str, problems: &mut Problems) -> Option<&'a RawValue> {
    const ANY_OBJECT: ValueKind = ValueKind::Object(&PayloadObject { name: "Payload", about: "", fields: &[] });
    if let Some(value) = object.get(name).filter(|value| value.get().starts_with('{')) {
        return Some(value);
    }
    member(object, name, ANY_OBJECT, problems);
    None
}

/// The value at a JSON Pointer that goes through objects only.
fn at<'a>(object: &RawObject<'a>, path: &str) -> Option<&'a RawValue> {
    let mut names = path.split('/').skip(1);
    let first = object.get(names.next()?)?;
    names.try_fold(first, |value, name| RawObject::of(value)?.get(name))
}

/// Decodes a body and parses its top level.
pub(crate) fn read_document(body: &[u8]) -> Result<(&RawValue, RawObject<'_>), Problem> {
    if body.starts_with(b"\xef\xbb\xbf") {
        return Err(Problem::error(
            codes::BYTE_ORDER_MARK,
            "",
            "the body starts with a byte order mark, which JSON does not allow; send it without one",
        ));
    }
    let text = core::str::from_utf8(body).map_err(|error| {
        let message = format!("the body is not valid UTF-8 at byte {}; JSON must be UTF-8", error.valid_up_to());
        Problem::error(codes::INVALID_UTF8, "", message)
    })?;
    if text.trim().is_empty() {
        return Err(Problem::error(codes::EMPTY_BODY, "", "the body is empty; an event must be a JSON object"));
    }
    let invalid = |error: serde_json::Error| Problem::error(codes::INVALID_JSON, "", syntax::explain(text, &error));
    // The syntax is checked before the type, so that an array is not reported as invalid JSON.
    let document: &RawValue = serde_json::from_str(text).map_err(invalid)?;
    if !document.get().starts_with('{') {
        let message = format!("the body is {}; an event must be a JSON object", describe(document));
        return Err(Problem::error(codes::WRONG_TYPE, "", message));
    }
    let object = RawObject::of(document).ok_or_else(out_of_memory)?;
    Ok((document, object))
}
