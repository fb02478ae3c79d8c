//! The payloads as TypeScript types, for the npm package.

use hookwright::catalog::{PROVIDERS, Provider};
use hookwright::event::{EventType, PayloadObject, ValueKind};

use super::COMMAND;

/// The file `events.ts`.
pub(crate) fn events() -> String {
    let mut text = format!(
        "// Made by `{COMMAND}` from what the core knows. Change the core, not this file.\n\n\
         import type {{ ProviderId }} from './ids.js';\n\n\
         /** Text that is usually one of these. Others are possible: senders add values. */\n\
         export type Usually<Known extends string> = Known | (string & {{}});\n"
    );
    for provider in PROVIDERS {
        let mut objects = Vec::new();
        for event_type in provider.events {
            find(event_type.payload, &mut objects);
        }
        for object in objects {
            text.push_str(&interface(provider, object));
        }
        text.push_str(&map(provider));
    }
    text.push_str(
        "\n/** The payload of each known event, by provider and type. */\nexport interface EventPayloads {\n",
    );
    for provider in PROVIDERS {
        text.push_str(&format!("  readonly {}: {}Events;\n", key(provider.id), prefix(provider)));
    }
    text.push_str(
        "}\n\n/** The names of a provider's events. */\n\
         export type EventTypeName<Id extends ProviderId = ProviderId> = \
         { [P in Id]: keyof EventPayloads[P] & string }[Id];\n",
    );
    text
}

/// The object and everything in it, each once, in order of first mention.
fn find(object: &'static PayloadObject, found: &mut Vec<&'static PayloadObject>) {
    if found.contains(&object) {
        return;
    }
    found.push(object);
    for field in object.fields {
        let mut kind = field.kind;
        while let ValueKind::Array(inner) = kind {
            kind = *inner;
        }
        if let ValueKind::Object(inner) = kind {
            find(inner, found);
        }
    }
}

fn interface(provider: &Provider, object: &PayloadObject) -> String {
    let mut text = format!("\n{}export interface {}{} {{\n", comment("", object.about), prefix(provider), object.name);
    for field in object.fields {
        text.push_str(&comment("  ", field.about));
        let (optional, null) = if field.required { ("", "") } else { ("?", " | null") };
        text.push_str(&format!("  readonly {}{optional}: {}{null};\n", key(field.name), type_of(provider, field.kind)));
    }
    text.push_str("  /** Whatever else the provider sends. */\n  readonly [member: string]: unknown;\n}\n");
    text
}

/// The payload of each of the provider's event types.
fn map(provider: &Provider) -> String {
    let about = comment("", &format!("What {} sends: the payload of each event type.", provider.name));
    let name = format!("{}Events", prefix(provider));
    if provider.events.is_empty() {
        return format!("\n{about}export type {name} = Readonly<Record<never, never>>;\n");
    }
    let mut text = format!("\n{about}export interface {name} {{\n");
    for event_type in provider.events {
        text.push_str(&comment("  ", event_type.description));
        text.push_str(&format!("  readonly {}: {};\n", key(event_type.name), payload(provider, event_type)));
    }
    text.push_str("}\n");
    text
}

/// The type of an event's payload. Where the body itself is the payload, it names its type.
fn payload(provider: &Provider, event_type: &EventType) -> String {
    let name = format!("{}{}", prefix(provider), event_type.payload.name);
    match provider.envelope.data {
        Some(_) => name,
        None => format!("{name} & {{ readonly {}: '{}' }}", key(provider.envelope.kind), event_type.name),
    }
}

fn type_of(provider: &Provider, kind: ValueKind) -> String {
    match kind {
        ValueKind::String | ValueKind::Timestamp => "string".into(),
        ValueKind::OneOf(known) => format!("Usually<'{}'>", known.join("' | '")),
        ValueKind::Integer => "number".into(),
        ValueKind::Boolean => "boolean".into(),
        ValueKind::Array(inner) => match type_of(provider, *inner) {
            list if list.starts_with("readonly ") => format!("readonly ({list})[]"),
            item => format!("readonly {item}[]"),
        },
        ValueKind::Object(object) => format!("{}{}", prefix(provider), object.name),
        // A kind that this does not know yet may be anything, which is never wrong.
        _ => "unknown".into(),
    }
}

/// What a provider's types start with: `Well`.
fn prefix(provider: &Provider) -> String {
    let word =
        |word: &str| word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect::<String>();
    provider.id.split('-').map(word).collect()
}

/// A member's name, in quotes where it needs them.
fn key(name: &str) -> String {
    let is_plain = |character: char| character.is_ascii_alphanumeric() || character == '_';
    let plain = name.chars().all(is_plain) && !name.starts_with(|first: char| first.is_ascii_digit());
    if plain { name.into() } else { format!("'{name}'") }
}

fn comment(indent: &str, about: &str) -> String {
    if about.is_empty() { String::new() } else { format!("{indent}/** {} */\n", about.replace("*/", "*\\/")) }
}
