//! Strategies for valid bodies of an event type.

use std::collections::BTreeSet;

use hookwright::catalog::Provider;
use hookwright::event::{EventType, PayloadObject, ValueKind};
use proptest::prelude::*;

use super::{Name, Tree, whole_body};

/// Valid bodies of an event type. Optional members are present, absent or null, and there can be unknown members, in
/// any order.
pub(crate) fn body(provider: &'static Provider, event_type: &'static EventType) -> BoxedStrategy<Tree> {
    let set_kind = move |mut body: Tree| {
        if let Tree::Object(members) = &mut body {
            let member = members.iter_mut().find(|(name, _)| name.value == provider.envelope.kind).unwrap();
            member.1 = Tree::Text { value: event_type.name.into(), escaped: false };
        }
        body
    };
    object(whole_body(provider, event_type)).prop_map(set_kind).boxed()
}

/// Whitespace between tokens.
pub(crate) fn space() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", " ", "\n\t", "\r\n  "])
}

fn object(object: &'static PayloadObject) -> BoxedStrategy<Tree> {
    let known: Vec<BoxedStrategy<Option<(Name, Tree)>>> = object
        .fields
        .iter()
        .map(|field| {
            let value = if field.required {
                value(field.kind).prop_map(Some).boxed()
            } else {
                let null = Just(Some(Tree::Literal("null".into())));
                prop_oneof![2 => value(field.kind).prop_map(Some), 1 => null, 2 => Just(None)].boxed()
            };
            let name = any_escapes(Just(field.name.to_owned()).boxed());
            (name, value).prop_map(|(name, value)| value.map(|value| (name, value))).boxed()
        })
        .collect();
    // The number makes the names differ from one another, and from every known one.
    let unknown = |number: usize| {
        let name = any_escapes(text().prop_map(move |text| format!("{number} {text}")).boxed());
        prop::option::of((name, unknown_value()))
    };
    (known, unknown(0), unknown(1), unknown(2))
        .prop_map(|(known, a, b, c)| known.into_iter().chain([a, b, c]).flatten().collect::<Vec<_>>())
        .prop_shuffle()
        .prop_map(Tree::Object)
        .boxed()
}

fn any_escapes(names: BoxedStrategy<String>) -> impl Strategy<Value = Name> {
    (names, prop::bool::weighted(0.1)).prop_map(|(value, escaped)| Name { value, escaped })
}

fn value(kind: ValueKind) -> BoxedStrategy<Tree> {
    let literal = |literals: BoxedStrategy<String>| literals.prop_map(Tree::Literal).boxed();
    let string = |texts: BoxedStrategy<String>| {
        (texts, any::<bool>()).prop_map(|(value, escaped)| Tree::Text { value, escaped }).boxed()
    };
    match kind {
        ValueKind::Any => prop_oneof![unknown_value(), string(text())].boxed(),
        ValueKind::String => string(text()),
        ValueKind::OneOf(known) => {
            string(prop_oneof![prop::sample::select(known).prop_map(str::to_owned), text()].boxed())
        }
        ValueKind::Timestamp => string(timestamp()),
        ValueKind::Integer => {
            literal(prop_oneof![any::<i64>().prop_map(|number| number.to_string()), Just("-0".into())].boxed())
        }
        ValueKind::Boolean => literal(any::<bool>().prop_map(|value| value.to_string()).boxed()),
        ValueKind::Array(kind) => prop::collection::vec(value(*kind), 0..3).prop_map(Tree::Array).boxed(),
        ValueKind::Object(inner) => object(inner),
        other => panic!("no strategy for {other:?}"),
    }
}

/// Text with characters that are often mishandled.
fn text() -> BoxedStrategy<String> {
    prop_oneof![
        "[a-z_]{0,8}",
        any::<String>(),
        Just("a/b~c~1".into()),
        Just("\u{0}\u{1f}\u{2028}\u{feff}\u{fffd}\u{10ffff}\"\\".into()),
        Just("👩🏽‍🔬 naïve ﷽".into()),
    ]
    .boxed()
}

/// RFC 3339 timestamps without leap seconds, which implementations parse differently.
fn timestamp() -> BoxedStrategy<String> {
    let fraction = prop_oneof![Just(String::new()), "\\.[0-9]{1,9}"];
    let offset = prop_oneof![Just(String::from("Z")), "[+-](0[0-9]|1[0-3]):[0-5][0-9]"];
    let date = (1970..2100, 1..=12, 1..=28).prop_map(|(year, month, day)| format!("{year}-{month:02}-{day:02}"));
    let time = (0..24, 0..60, 0..60).prop_map(|(hour, minute, second)| format!("{hour:02}:{minute:02}:{second:02}"));
    (date, time, fraction, offset)
        .prop_map(|(date, time, fraction, offset)| format!("{date}T{time}{fraction}{offset}"))
        .boxed()
}

fn without_repeats(mut members: Vec<(Name, Tree)>) -> Tree {
    let mut seen = BTreeSet::new();
    members.retain(|(name, _)| seen.insert(name.value.clone()));
    Tree::Object(members)
}

/// Values of unknown members, including numbers beyond `f64` and unpaired surrogates. No object repeats a name.
fn unknown_value() -> BoxedStrategy<Tree> {
    let leaf = prop::sample::select(vec![
        "null",
        "true",
        "0",
        "-0",
        "1.10",
        "1e5",
        "1E-400",
        "123456789012345678901234567890",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "{\"a\":1,\"b\":2,\"\\udfff\":[]}",
        "[[[[[[[[{}]]]]]]]]",
        "{\"__proto__\":{\"x\":1}}",
    ]);
    let leaf = prop_oneof![
        leaf.prop_map(|literal| Tree::Literal(literal.into())),
        (text(), any::<bool>()).prop_map(|(value, escaped)| Tree::Text { value, escaped }),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let member = (any_escapes(text()), inner.clone());
        prop_oneof![
            prop::collection::vec(inner, 0..3).prop_map(Tree::Array),
            prop::collection::vec(member, 0..3).prop_map(without_repeats),
        ]
    })
    .boxed()
}
