//! Bytes in, an event and everything that is wrong with it out.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::value::RawValue;

use super::catalogue::{EventType, Field, Kind};
use super::object::Object;
use crate::problem::{Problem, Severity, pointer};
use crate::provider::{self, Provider};
use crate::time::parse_rfc3339;

/// What a body says, as far as it can be read.
///
/// A part that is absent or unusable is `None`, and `problems` says so. Members that are not known are left alone: what
/// [`Event::data`] holds is the payload's own text.
#[derive(Clone, Debug, Default)]
pub struct Event<'a> {
    /// Whose envelope it is: the provider asked for, or the one whose shape the body has.
    pub provider: Option<&'static Provider>,
    /// The event type, known or not.
    pub kind: Option<String>,
    /// The sender's id of the event, where the envelope has one.
    pub id: Option<String>,
    /// When it happened, in milliseconds since the epoch.
    pub occurred_at_ms: Option<i64>,
    /// The payload, as it is written in the body.
    pub data: Option<&'a RawValue>,
    /// Everything that is wrong or worth knowing, in the order of the document's parts.
    pub problems: Vec<Problem>,
}

impl Event<'_> {
    /// Whether anything is wrong, notes and warnings aside.
    #[must_use]
    pub fn is_valid(&self) -> bool {
        self.problems.iter().all(|problem| problem.severity < Severity::Error)
    }
}

/// Reads a body as an event of `provider`, or of whichever provider's envelope it has.
///
/// It reports all problems, not only the first, and accepts any bytes. Verify the signature first: this reads what
/// anybody may have written.
///
/// ```
/// use hookwright::event;
///
/// let body = br#"{ "event": "company.created", "timestamp": "2024-01-15T10:30:00Z", "data": { "company_id": "comp_1" } }"#;
/// let event = event::parse(body, None);
/// assert_eq!(event.provider.unwrap().id, "well");
/// assert_eq!(event.kind.as_deref(), Some("company.created"));
/// assert!(event.is_valid());
/// ```
#[must_use]
pub fn parse<'a>(body: &'a [u8], provider: Option<&'static Provider>) -> Event<'a> {
    let object = match read_object(body) {
        Ok(object) => object,
        Err(problem) => return Event { provider, problems: [problem].into(), ..Event::default() },
    };
    let mut problems: Vec<Problem> = object.repeated().into_iter().map(|name| duplicate("", name)).collect();
    let provider = match provider.map_or_else(|| detect(&object), Ok) {
        Ok(provider) => provider,
        Err(problem) => {
            problems.push(problem);
            return Event { problems, ..Event::default() };
        }
    };
    let mut event = Event { provider: Some(provider), problems, ..Event::default() };
    event.read(&object, provider);
    event
}

impl<'a> Event<'a> {
    fn read(&mut self, object: &Object<'a>, provider: &'static Provider) {
        let envelope = provider.envelope;
        if let Some(member) = envelope.id {
            self.id = self.member(object, member, Kind::String).and_then(text);
        }
        self.kind = self.member(object, envelope.kind, Kind::String).and_then(text);
        let time = self.member(object, envelope.time, Kind::Timestamp).and_then(text);
        self.occurred_at_ms = time.as_deref().and_then(parse_rfc3339);
        self.data = self.member(object, envelope.data, Kind::Object);
        let unknown = object.iter().map(|(name, _)| name).filter(|name| envelope.members().all(|known| known != *name));
        self.problems.extend(unknown.map(|name| unknown_field("", name)));

        let Some(kind) = self.kind.as_deref() else { return };
        match provider.event_type(kind) {
            Some(event_type) => self.check_data(event_type, envelope.data),
            None => {
                let message = format!(
                    "`{kind}` is not among the event types that are known of {}; it passes through unchanged",
                    provider.name
                );
                self.problems.push(Problem::note("unknown_event_type", pointer("", envelope.kind), message));
            }
        }
    }

    /// The value of a member that must be there and of one kind, or a problem.
    fn member(&mut self, object: &Object<'a>, name: &str, kind: Kind) -> Option<&'a RawValue> {
        let Some(value) = object.get(name) else {
            self.problems.push(missing("", name, kind));
            return None;
        };
        match check_kind("", name, value, kind) {
            Some(problem) => {
                self.problems.push(problem);
                None
            }
            None => Some(value),
        }
    }

    fn check_data(&mut self, event_type: &EventType, member: &str) {
        let Some(data) = self.data else { return };
        let base = pointer("", member);
        let object: Object<'_> = serde_json::from_str(data.get()).unwrap_or_default();
        self.problems.extend(object.repeated().into_iter().map(|name| duplicate(&base, name)));
        for Field { name, kind, required } in event_type.fields {
            match object.get(name) {
                Some(value) => self.problems.extend(check_kind(&base, name, value, *kind)),
                None if *required => self.problems.push(missing(&base, name, *kind)),
                None => {}
            }
        }
        let is_known = |name: &str| event_type.fields.iter().any(|field| field.name == name);
        let unknown = object.iter().map(|(name, _)| name).filter(|name| !is_known(name));
        self.problems.extend(unknown.map(|name| unknown_field(&base, name)));
    }
}

/// Decodes and parses the body's top level.
fn read_object(body: &[u8]) -> Result<Object<'_>, Problem> {
    if body.starts_with(b"\xef\xbb\xbf") {
        return Err(Problem::error(
            "byte_order_mark",
            "",
            "the body starts with a byte order mark, which JSON does not allow; send it without",
        ));
    }
    let text = core::str::from_utf8(body).map_err(|error| {
        let message = format!("the body is not UTF-8: byte {} is wrong; JSON is always UTF-8", error.valid_up_to());
        Problem::error("invalid_utf8", "", message)
    })?;
    if text.trim().is_empty() {
        return Err(Problem::error("empty_body", "", "the body is empty; an event is a JSON object"));
    }
    // Whether it is JSON at all comes first, so that an array is told apart from nonsense.
    let value: &RawValue =
        serde_json::from_str(text).map_err(|error| Problem::error("invalid_json", "", invalid_json(&error)))?;
    if !value.get().starts_with('{') {
        let message = format!("the body is {}; an event is a JSON object", describe(value));
        return Err(Problem::error("wrong_type", "", message));
    }
    serde_json::from_str(value.get()).map_err(|error| Problem::error("invalid_json", "", invalid_json(&error)))
}

fn invalid_json(error: &serde_json::Error) -> String {
    format!("the body is not JSON: {error}")
}

/// The one provider whose envelope the body has.
fn detect(object: &Object<'_>) -> Result<&'static Provider, Problem> {
    let fits = |provider: &&&'static Provider| provider.envelope.members().all(|name| object.get(name).is_some());
    let fitting: Vec<&'static Provider> = provider::PROVIDERS.iter().filter(fits).copied().collect();
    match *fitting.as_slice() {
        [provider] => Ok(provider),
        [] => {
            let message = "the body has no known provider's envelope; say which provider it comes from";
            Err(Problem::error("unknown_provider", "", message))
        }
        _ => {
            let names: Vec<&str> = fitting.iter().map(|provider| provider.id).collect();
            let message = format!("the body could come from {}; say which provider it comes from", names.join(" or "));
            Err(Problem::error("ambiguous_provider", "", message))
        }
    }
}

fn check_kind(base: &str, name: &str, value: &RawValue, kind: Kind) -> Option<Problem> {
    let first = value.get().bytes().next().unwrap_or(b' ');
    let fits = match kind {
        Kind::String | Kind::Timestamp => first == b'"',
        Kind::Object => first == b'{',
        Kind::Integer => (first == b'-' || first.is_ascii_digit()) && !value.get().contains(['.', 'e', 'E']),
    };
    if !fits {
        let message = format!("`{name}` is {}, but must be {}", describe(value), kind.describe());
        return Some(Problem::error("wrong_type", pointer(base, name), message));
    }
    let is_text = matches!(kind, Kind::String | Kind::Timestamp);
    let text = if is_text { text(value) } else { return None };
    match (kind, text) {
        (_, None) => {
            let message = format!("`{name}` holds half of a surrogate pair, which is no character");
            Some(Problem::error("lone_surrogate", pointer(base, name), message))
        }
        (Kind::Timestamp, Some(text)) if parse_rfc3339(&text).is_none() => {
            let message = format!("`{name}` must be {}, such as 2026-01-15T12:30:00Z", kind.describe());
            Some(Problem::error("invalid_timestamp", pointer(base, name), message))
        }
        _ => None,
    }
}

/// The text of a string value; `None` if it is not one, or has half of a surrogate pair in it.
fn text(value: &RawValue) -> Option<String> {
    serde_json::from_str(value.get()).ok()
}

fn describe(value: &RawValue) -> &'static str {
    match value.get().bytes().next() {
        Some(b'"') => "a string",
        Some(b'{') => "an object",
        Some(b'[') => "an array",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => "a number",
    }
}

fn missing(base: &str, name: &str, kind: Kind) -> Problem {
    let message = format!("`{name}` is missing; it must be {}", kind.describe());
    Problem::error("missing_field", pointer(base, name), message)
}

fn unknown_field(base: &str, name: &str) -> Problem {
    let message = format!("`{name}` is not a field that is known here; it passes through unchanged");
    Problem::note("unknown_field", pointer(base, name), message)
}

fn duplicate(base: &str, name: &str) -> Problem {
    let message = format!("`{name}` comes more than once; parsers differ in which one they take, here it is the last");
    Problem::error("duplicate_key", pointer(base, name), message)
}
