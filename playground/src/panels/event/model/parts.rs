//! The form of an event: the parts that follow from the schema of the event type and from what is in the body.

use hookwright::catalog::Provider;
use hookwright::event::{EventType, PayloadField, PayloadObject, ValueKind};
use hookwright::problem::pointer;

use super::document::{Content, Document, Node};
use super::shuffle;
use crate::model::json::Value;

/// A part of the form.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Part {
    /// The JSON Pointer of the value.
    pub(crate) pointer: String,
    pub(crate) label: String,
    pub(crate) about: &'static str,
    /// Whether it can be removed. Members that the schema requires cannot.
    pub(crate) can_remove: bool,
    pub(crate) shape: Shape,
}

/// What a part consists of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shape {
    Input(Input),
    /// `null`, which can be replaced by a value of this kind.
    Null(ValueKind),
    Group(Group),
    /// The items of an array, and the kind of a new one.
    List(Vec<Part>, ValueKind),
}

/// A group of members.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Group {
    pub(crate) parts: Vec<Part>,
    /// The members of the schema that are not in the body.
    pub(crate) missing: Vec<Missing>,
    /// The members of the body that are not in the schema: their pointers and names.
    pub(crate) unknown: Vec<(String, String)>,
}

/// A member that can be added.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Missing {
    /// The pointer of the object.
    pub(crate) object: String,
    pub(crate) name: &'static str,
    pub(crate) about: &'static str,
    pub(crate) kind: ValueKind,
    pub(crate) is_required: bool,
    /// The members that precede it in the schema.
    pub(crate) before: Vec<&'static str>,
}

/// The control for a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Input {
    Text,
    Timestamp,
    Uuid,
    Integer,
    Boolean,
    /// One of these, or another text.
    OneOf(&'static [&'static str]),
    /// The name of the event type.
    EventType,
    /// Any value as JSON.
    Json,
}

/// The length of a body above which there is no form.
const LARGEST: usize = 200_000;

/// Returns the form of a body.
///
/// # Errors
/// The reason why there is no form.
pub(crate) fn form_of(
    document: Option<&Document>,
    provider: &Provider,
    event_type: &EventType,
) -> Result<Group, &'static str> {
    let document =
        document.ok_or("The form is available once the body is valid JSON. The mistake is marked in the text.")?;
    let root = document.root();
    if root.range.end > LARGEST {
        return Err("The form is available for bodies up to 200 kB. Edit the text.");
    }
    if !matches!(root.content, Content::Object(_)) {
        return Err("The form is available once the body is a JSON object.");
    }
    let envelope = provider.envelope;
    let field = |name, about, kind| PayloadField { name, about, kind, required: true };
    let mut fields: Vec<PayloadField> = Vec::new();
    fields.extend(envelope.id.map(|name| field(name, "The id of the event.", ValueKind::String)));
    fields.push(field(envelope.kind, "The event type.", ValueKind::String));
    fields.extend(envelope.time.map(|name| field(name, "When the event happened.", ValueKind::Timestamp)));
    match envelope.data {
        Some(name) => fields.push(field(name, event_type.payload.about, ValueKind::Object(event_type.payload))),
        None => fields.extend(event_type.payload.fields),
    }
    let mut group = group("", root, &fields);
    let kind = pointer("", envelope.kind);
    for part in &mut group.parts {
        if part.pointer == kind && part.shape == Shape::Input(Input::Text) {
            part.shape = Shape::Input(Input::EventType);
        }
    }
    Ok(group)
}

fn group(base: &str, node: &Node, fields: &[PayloadField]) -> Group {
    let Content::Object(members) = &node.content else { return Group::default() };
    let mut found = Group::default();
    let mut before: Vec<&'static str> = Vec::new();
    for &PayloadField { name, about, kind, required } in fields {
        let member = members.iter().rfind(|member| member.name == name);
        match member {
            Some(member) => found.parts.push(Part {
                pointer: pointer(base, name),
                label: name.into(),
                about,
                can_remove: !required,
                shape: shape(&pointer(base, name), &member.value, kind, required),
            }),
            None => found.missing.push(Missing {
                object: base.into(),
                name,
                about,
                kind,
                is_required: required,
                before: before.clone(),
            }),
        }
        before.push(name);
    }
    let unknown = members.iter().filter(|member| fields.iter().all(|field| field.name != member.name));
    found.unknown = unknown.map(|member| (pointer(base, &member.name), member.name.clone())).collect();
    found
}

fn shape(pointer_of: &str, node: &Node, kind: ValueKind, is_required: bool) -> Shape {
    match (kind, &node.content) {
        (ValueKind::Any, _) => Shape::Input(Input::Json),
        (_, Content::Null) if !is_required => Shape::Null(kind),
        (ValueKind::Object(PayloadObject { fields, .. }), Content::Object(_)) => {
            Shape::Group(group(pointer_of, node, fields))
        }
        (ValueKind::Array(kind), Content::Array(items)) => {
            let item = |(index, item): (usize, &Node)| {
                let index = index.to_string();
                let pointer = pointer(pointer_of, &index);
                let shape = shape(&pointer, item, *kind, true);
                Part { pointer, label: index, about: "", can_remove: true, shape }
            };
            Shape::List(items.iter().enumerate().map(item).collect(), *kind)
        }
        (ValueKind::String, Content::Text(Some(text))) if shuffle::is_uuid(text) => Shape::Input(Input::Uuid),
        (ValueKind::String, Content::Text(Some(_))) => Shape::Input(Input::Text),
        (ValueKind::Timestamp, Content::Text(Some(_))) => Shape::Input(Input::Timestamp),
        (ValueKind::OneOf(known), Content::Text(Some(_))) => Shape::Input(Input::OneOf(known)),
        (ValueKind::Integer, Content::Number) => Shape::Input(Input::Integer),
        (ValueKind::Boolean, Content::Bool) => Shape::Input(Input::Boolean),
        // A value of another kind than the schema has.
        _ => Shape::Input(Input::Json),
    }
}

/// Returns the text of a control for the value at a pointer: texts without quotation marks, other values as JSON.
pub(crate) fn shown(document: Option<&Document>, pointer: &str, input: Input) -> String {
    let Some((document, node)) = document.and_then(|document| Some((document, document.find(pointer)?))) else {
        return String::new();
    };
    match (&node.content, input) {
        (Content::Text(Some(text)), input) if input != Input::Json => text.clone(),
        _ => document.literal(node).into(),
    }
}

/// Writes the text of a control to the body, and returns the new body. Everything else stays as it is written.
///
/// # Errors
/// What to enter instead. The body is not changed.
pub(crate) fn edited(document: &Document, pointer: &str, input: Input, text: &str) -> Result<String, &'static str> {
    let literal = match input {
        Input::Integer => {
            let digits = text.trim();
            let is_integer =
                digits.parse::<i64>().is_ok() && !digits.starts_with('+') && Document::parse(digits).is_ok();
            is_integer.then(|| digits.to_owned()).ok_or("Enter an integer, such as 42. The body keeps the last one.")?
        }
        Input::Boolean | Input::Json => {
            let value = text.trim();
            let is_json = Document::parse(value).is_ok();
            is_json
                .then(|| value.to_owned())
                .ok_or("Enter a JSON value, such as \"text\" or 42. The body keeps the last one.")?
        }
        _ => Value::from(text).to_string(),
    };
    document.set(pointer, &literal).ok_or("This member is not in the body any more.")
}

/// Returns a value of a kind as JSON, for a new member or item: its minimal object has all required members.
pub(crate) fn new_value(kind: ValueKind, name: &str, seed: &str, now: &str) -> String {
    match kind {
        ValueKind::Any => "null".into(),
        ValueKind::String => Value::from(shuffle::text_for(name, seed).as_str()).to_string(),
        ValueKind::OneOf(known) => Value::from(known.first().copied().unwrap_or_default()).to_string(),
        ValueKind::Timestamp => Value::from(now).to_string(),
        ValueKind::Integer => "42".into(),
        ValueKind::Boolean => "true".into(),
        ValueKind::Array(_) => "[]".into(),
        ValueKind::Object(object) => {
            let members = object.fields.iter().filter(|field| field.required);
            let member = |field: &PayloadField| {
                format!("{}: {}", Value::from(field.name), new_value(field.kind, field.name, seed, now))
            };
            let members: Vec<String> = members.map(member).collect();
            if members.is_empty() { "{}".into() } else { format!("{{ {} }}", members.join(", ")) }
        }
        // Kinds that are added later.
        _ => "null".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::reading::ParsedEvent;
    use hookwright::catalog::{self, PROVIDERS};
    use hookwright::event;

    const NOW: &str = "2026-01-15T12:00:00Z";

    fn form(provider: &str, kind: &str, body: &str) -> Result<Group, &'static str> {
        let provider = catalog::find(provider).unwrap();
        form_of(Document::parse(body).ok().as_ref(), provider, provider.event_type(kind).unwrap())
    }

    fn labels(group: &Group) -> Vec<String> {
        let mut found = Vec::new();
        for part in &group.parts {
            found.push(part.pointer.clone());
            match &part.shape {
                Shape::Group(group) => found.extend(labels(group)),
                Shape::List(items, _) => found.extend(items.iter().map(|item| item.pointer.clone())),
                _ => {}
            }
        }
        found
    }

    #[test]
    fn the_form_follows_the_schema_and_the_body() {
        let body = "{\"id\":\"1\",\"type\":\"user.created\",\"data\":{\"name\":null,\"id\":7,\"color\":1},\"x\":0}";
        let form = form("generic", "user.created", body).unwrap();
        assert_eq!(labels(&form), ["/id", "/type", "/data", "/data/id", "/data/name"]);
        assert_eq!(form.parts[1].shape, Shape::Input(Input::EventType));
        let missing: Vec<_> = form.missing.iter().map(|missing| (missing.name, missing.is_required)).collect();
        assert_eq!(missing, [("created_at", true)]);
        assert_eq!(form.unknown, [("/x".into(), "x".into())]);
        let Shape::Group(data) = &form.parts[2].shape else { panic!("an object") };
        assert_eq!(data.parts[0].shape, Shape::Input(Input::Json), "a number instead of a text");
        assert_eq!(data.parts[1].shape, Shape::Null(ValueKind::String));
        assert_eq!(data.missing.iter().map(|missing| missing.name).collect::<Vec<_>>(), ["email", "status"]);
        assert_eq!(data.unknown[0].0, "/data/color");
    }

    #[test]
    fn a_body_that_is_not_an_object_has_a_reason() {
        for (body, word) in [("{", "valid JSON"), ("[]", "JSON object"), ("", "valid JSON")] {
            assert!(form("generic", "user.created", body).unwrap_err().contains(word), "{body}");
        }
        let long = format!("{{\"a\":\"{}\"}}", "x".repeat(LARGEST));
        assert!(form("generic", "user.created", &long).unwrap_err().contains("200 kB"));
    }

    #[test]
    fn an_edit_keeps_everything_else_as_it_is_written() {
        let body =
            "{ \"z\": 1.50, \"id\":\"\\u0041\",\n\"type\": \"user.created\",\"data\": {\"id\": \"u\"}, \"big\":1e400 }";
        let document = Document::parse(body).unwrap();
        let changed = edited(&document, "/data/id", Input::Text, "a \"b\"\n").unwrap();
        assert_eq!(changed, body.replace("\"u\"", "\"a \\\"b\\\"\\n\""));
        assert_eq!(shown(Some(&document), "/id", Input::Text), "A");
        assert_eq!(shown(Some(&document), "/z", Input::Json), "1.50");
        assert!(edited(&document, "/z", Input::Integer, "1.5").is_err());
        assert!(edited(&document, "/z", Input::Json, "{").is_err());
        assert!(edited(&document, "/none", Input::Text, "").is_err());
        for wrong in ["", "+1", "01", "1e3", "abc", "99999999999999999999"] {
            assert!(edited(&document, "/z", Input::Integer, wrong).is_err(), "{wrong}");
        }
        assert_eq!(edited(&document, "/z", Input::Integer, " -7 ").unwrap(), body.replace("1.50", "-7"));
    }

    #[test]
    fn every_value_of_every_sample_has_a_control_and_can_be_written_again() {
        for provider in PROVIDERS.iter().filter(|provider| !provider.events.is_empty()) {
            for event_type in provider.events {
                let body = event::sample(provider.envelope, event_type, "evt_1", 1_768_478_400_000);
                let document = Document::parse(&body).unwrap();
                let form = form_of(Some(&document), provider, event_type).unwrap();
                assert_eq!(form.unknown, [], "{}", event_type.name);
                check(&form, &document, &body);
            }
        }
    }

    /// Asserts that each control writes what it shows.
    fn check(group: &Group, document: &Document, body: &str) {
        fn part(part: &Part, document: &Document, body: &str) {
            match &part.shape {
                Shape::Input(input) => {
                    let text = shown(Some(document), &part.pointer, *input);
                    assert_eq!(edited(document, &part.pointer, *input, &text).unwrap(), body, "{}", part.pointer);
                }
                Shape::Null(_) => {}
                Shape::Group(group) => check(group, document, body),
                Shape::List(items, _) => items.iter().for_each(|item| part_of(item, document, body)),
            }
        }
        fn part_of(item: &Part, document: &Document, body: &str) {
            part(item, document, body);
        }
        group.parts.iter().for_each(|it| part(it, document, body));
    }

    #[test]
    fn every_member_can_be_added_and_removed_and_the_event_stays_valid() {
        for provider in PROVIDERS.iter().copied().filter(|provider| !provider.events.is_empty()) {
            for event_type in provider.events {
                let mut body = event::sample(provider.envelope, event_type, "evt_1", 1_768_478_400_000);
                // Members of added objects can be added, too.
                for _ in 0..200 {
                    let document = Document::parse(&body).unwrap();
                    let form = form_of(Some(&document), provider, event_type).unwrap();
                    let Some(missing) = first_missing(&form) else { break };
                    let value = new_value(missing.kind, missing.name, "1", NOW);
                    body = document.insert(&missing.object, missing.name, &value, &missing.before).unwrap();
                }
                let problems = ParsedEvent::of(body.as_bytes(), provider).problems;
                assert_eq!(problems, [], "{}: {body}", event_type.name);
                let document = Document::parse(&body).unwrap();
                let form = form_of(Some(&document), provider, event_type).unwrap();
                assert_eq!(first_missing(&form), None);
                for pointer in removable(&form) {
                    let removed = document.remove(&pointer).unwrap();
                    assert_eq!(ParsedEvent::of(removed.as_bytes(), provider).problems, [], "{pointer}: {removed}");
                }
            }
        }
    }

    fn first_missing(group: &Group) -> Option<Missing> {
        group.missing.first().cloned().or_else(|| {
            group.parts.iter().find_map(|part| match &part.shape {
                Shape::Group(group) => first_missing(group),
                _ => None,
            })
        })
    }

    fn removable(group: &Group) -> Vec<String> {
        let mut found = Vec::new();
        for part in &group.parts {
            if part.can_remove {
                found.push(part.pointer.clone());
            }
            if let Shape::Group(group) = &part.shape {
                found.extend(removable(group));
            }
        }
        found
    }
}
