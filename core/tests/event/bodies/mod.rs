//! Bodies of every event type, generated from the catalog as trees, so that a test knows the path of each value.

pub(crate) mod generate;
pub(crate) mod mutate;

use hookwright::catalog::{PROVIDERS, Provider};
use hookwright::event::{PayloadField, PayloadObject, ValueKind};
use hookwright::{event::EventType, problem::pointer};
use proptest::test_runner::{Config, TestRunner};

/// A JSON value with its notation.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Tree {
    /// A string, with either all or none of its characters escaped.
    Text { value: String, escaped: bool },
    /// Another scalar, or a value that is not inspected, as JSON text.
    Literal(String),
    /// An array.
    Array(Vec<Tree>),
    /// An object, with its members in order and duplicates included.
    Object(Vec<(Name, Tree)>),
}

/// The name of a member, with either all or none of its characters escaped.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Name {
    pub(crate) value: String,
    pub(crate) escaped: bool,
}

/// Every event type of every provider.
pub(crate) fn event_types() -> impl Iterator<Item = (&'static Provider, &'static EventType)> {
    PROVIDERS.iter().flat_map(|provider| provider.events.iter().map(|event_type| (*provider, event_type)))
}

/// A runner for a property of one event type, with 32 cases or as many as `PROPTEST_CASES` says.
pub(crate) fn runner() -> TestRunner {
    let cases = std::env::var("PROPTEST_CASES").ok().map_or(32, |cases| cases.parse().unwrap());
    TestRunner::new(Config { cases, failure_persistence: None, ..Config::default() })
}

/// The whole body of an event type as one object: the members of the envelope and those of the payload.
pub(crate) fn whole_body(provider: &Provider, event_type: &'static EventType) -> &'static PayloadObject {
    let envelope = provider.envelope;
    let member = |name, kind| PayloadField { name, about: "", kind, required: true };
    let mut fields: Vec<PayloadField> = envelope.id.map(|name| member(name, ValueKind::String)).into_iter().collect();
    fields.push(member(envelope.kind, ValueKind::String));
    fields.extend(envelope.time.map(|name| member(name, ValueKind::Timestamp)));
    match envelope.data {
        Some(name) => fields.push(member(name, ValueKind::Object(event_type.payload))),
        None => fields.extend_from_slice(event_type.payload.fields),
    }
    // Tables are static elsewhere. A test may leak a few.
    Box::leak(Box::new(PayloadObject { name: "Body", about: "", fields: fields.leak() }))
}

impl Tree {
    /// The JSON text, with this whitespace between all tokens.
    pub(crate) fn render(&self, space: &str) -> String {
        let mut text = String::new();
        self.write(space, &mut text);
        text
    }

    fn write(&self, space: &str, text: &mut String) {
        let list = |text: &mut String, brackets: [char; 2], count: usize, item: &mut dyn FnMut(&mut String, usize)| {
            text.push(brackets[0]);
            for index in 0..count {
                text.push_str(if index == 0 { "" } else { "," });
                text.push_str(space);
                item(text, index);
                text.push_str(space);
            }
            text.push(brackets[1]);
        };
        match self {
            Self::Text { value, escaped } => text.push_str(&quote(value, *escaped)),
            Self::Literal(literal) => text.push_str(literal),
            Self::Array(items) => {
                list(text, ['[', ']'], items.len(), &mut |text, index| items[index].write(space, text))
            }
            Self::Object(members) => list(text, ['{', '}'], members.len(), &mut |text, index| {
                let (name, value) = &members[index];
                text.push_str(&quote(&name.value, name.escaped));
                text.push_str(space);
                text.push(':');
                text.push_str(space);
                value.write(space, text);
            }),
        }
    }

    /// The members of an object. Other values have none.
    pub(crate) fn members(&self) -> &[(Name, Tree)] {
        if let Self::Object(members) = self { members } else { &[] }
    }

    /// The value at this path of indexes.
    pub(crate) fn at(&mut self, steps: &[usize]) -> &mut Tree {
        steps.iter().fold(self, |tree, step| match tree {
            Self::Array(items) => &mut items[*step],
            Self::Object(members) => &mut members[*step].1,
            Self::Text { .. } | Self::Literal(_) => panic!("a scalar has no members"),
        })
    }
}

impl From<&serde_json::Value> for Tree {
    fn from(value: &serde_json::Value) -> Self {
        let name = |name: &String| Name { value: name.clone(), escaped: false };
        match value {
            serde_json::Value::String(text) => Self::Text { value: text.clone(), escaped: false },
            serde_json::Value::Array(items) => Self::Array(items.iter().map(Self::from).collect()),
            serde_json::Value::Object(members) => {
                Self::Object(members.iter().map(|(key, value)| (name(key), Self::from(value))).collect())
            }
            literal => Self::Literal(literal.to_string()),
        }
    }
}

/// A value in a tree, and its definition in the catalog.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// The index of the member or item, at each level.
    pub(crate) steps: Vec<usize>,
    /// The JSON Pointer.
    pub(crate) path: String,
    /// The type of the value; `Any` for unknown members.
    pub(crate) kind: ValueKind,
    /// Whether it is required.
    pub(crate) required: bool,
    /// Whether it is an item of an array, which has no name and is never optional.
    pub(crate) is_item: bool,
}

/// Every place that is checked, at any depth, except the body itself.
pub(crate) fn places(tree: &Tree, kind: ValueKind) -> Vec<Place> {
    let mut found = Vec::new();
    let root = Place { steps: Vec::new(), path: String::new(), kind, required: true, is_item: false };
    collect(tree, &root, &mut found);
    found
}

fn collect(tree: &Tree, place: &Place, found: &mut Vec<Place>) {
    let mut add = |index: usize, token: &str, kind: ValueKind, required: bool, is_item: bool, value: &Tree| {
        let steps = place.steps.iter().copied().chain([index]).collect();
        let inner = Place { steps, path: pointer(&place.path, token), kind, required, is_item };
        found.push(inner.clone());
        collect(value, &inner, found);
    };
    match (tree, place.kind) {
        (Tree::Array(items), ValueKind::Array(kind)) => {
            for (index, item) in items.iter().enumerate() {
                add(index, &index.to_string(), *kind, true, true, item);
            }
        }
        (_, ValueKind::Object(object)) => {
            for (index, (name, value)) in tree.members().iter().enumerate() {
                let field = object.fields.iter().find(|field| field.name == name.value);
                let (kind, required) = field.map_or((ValueKind::Any, false), |field| (field.kind, field.required));
                add(index, &name.value, kind, required, false, value);
            }
        }
        _ => {}
    }
}

/// A JSON string.
pub(crate) fn quote(value: &str, escaped: bool) -> String {
    if escaped {
        let units: String = value.encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
        format!("\"{units}\"")
    } else {
        serde_json::to_string(value).unwrap()
    }
}
