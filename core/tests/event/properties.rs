//! Properties of parsing and writing bodies of every event type.

use crate::bodies::generate::{body, space};
use crate::bodies::mutate::Mutation;
use crate::bodies::{Tree, event_types, places, quote, runner, whole_body};
use hookwright::catalog::{self, Provider, awell, generic, well};
use hookwright::event::{self, Payload, PayloadObject, ValueKind};
use hookwright::problem::{Problem, Severity};
use proptest::prelude::*;
use proptest::sample::Index;

/// A typed payload, and its round trip.
struct FieldValue {
    provider: &'static str,
    object: &'static PayloadObject,
    round_trip: fn(&str) -> RoundTrip,
}

/// The result of parsing and writing a payload as its Rust type.
struct RoundTrip {
    written: String,
    /// Whether the written text parses to the same value.
    is_same: bool,
    /// The unknown members, with their text.
    other: Vec<(String, String)>,
}

macro_rules! typed {
    ($($provider:ident: $($payload:ident)*;)*) => { [$($(FieldValue {
        provider: stringify!($provider),
        object: <$provider::$payload as Payload>::OBJECT,
        round_trip: |text| {
            let value: $provider::$payload = serde_json::from_str(text).unwrap();
            let written = serde_json::to_string(&value).unwrap();
            let is_same = serde_json::from_str::<$provider::$payload>(&written).unwrap() == value;
            let other = value.other.iter().map(|(name, value)| (name.into(), value.get().into())).collect();
            RoundTrip { written, is_same, other }
        },
    },)*)*] };
}

const TYPED: &[FieldValue] = &typed! {
    generic: User Project File Payment;
    well: Company Document People Invoice Email Processing Contribution;
    awell: PathwayStarted PathwayStopped PathwayCompleted PathwayDeleted ActivityChanged TrackChanged FormSubmitted
        DataPointCollected ReminderCreated SessionChanged PatientChanged ClinicalNoteCreated;
};

/// The expected text of a typed payload: first the known members in the order of their definition, without those that
/// are `null`, then all others in their order. Unknown values keep their text, with `space` in it.
fn written(tree: &Tree, kind: ValueKind, space: &str) -> String {
    match (kind, tree) {
        (ValueKind::Any, any) => any.render(space),
        (ValueKind::Object(object), Tree::Object(members)) => {
            let absent = |tree: &Tree| *tree == Tree::Literal("null".into());
            let known = object.fields.iter().filter_map(|field| {
                let (_, value) = members.iter().find(|(name, _)| name.value == field.name)?;
                let text = || format!("{}:{}", quote(field.name, false), written(value, field.kind, space));
                (field.required || !absent(value)).then(text)
            });
            let is_known = |name: &str| object.fields.iter().any(|field| field.name == name);
            let other = members.iter().filter(|(name, _)| !is_known(&name.value));
            let other = other.map(|(name, value)| format!("{}:{}", quote(&name.value, false), value.render(space)));
            format!("{{{}}}", known.chain(other).collect::<Vec<_>>().join(","))
        }
        (ValueKind::Array(kind), Tree::Array(items)) => {
            let items: Vec<String> = items.iter().map(|item| written(item, *kind, space)).collect();
            format!("[{}]", items.join(","))
        }
        (ValueKind::Integer, Tree::Literal(literal)) => literal.parse::<i64>().unwrap().to_string(),
        (_, Tree::Text { value, .. }) => quote(value, false),
        (_, other) => other.render(""),
    }
}

fn typed(provider: &Provider, object: &PayloadObject) -> &'static FieldValue {
    let found = TYPED.iter().find(|typed| typed.provider == provider.id && typed.object == object);
    found.unwrap_or_else(|| panic!("no test parses the payload {} of {} as its Rust type", object.name, provider.id))
}

#[test]
fn every_payload_has_a_typed_round_trip() {
    for (provider, event_type) in event_types() {
        typed(provider, event_type.payload);
    }
    let is_used = |row: &FieldValue| {
        event_types().any(|(provider, event_type)| provider.id == row.provider && event_type.payload == row.object)
    };
    assert!(TYPED.iter().all(is_used));
}

#[test]
fn a_valid_body_has_no_errors_and_is_preserved() {
    for (provider, event_type) in event_types() {
        let mut runner = runner();
        let payload = ValueKind::Object(event_type.payload);
        let check = |(tree, space): (Tree, &'static str)| {
            let text = tree.render(space);
            let read = catalog::parse(text.as_bytes(), Some(provider));
            prop_assert!(read.is_valid(), "{:?}", read.problems);
            prop_assert!(
                read.problems
                    .iter()
                    .all(|problem| problem.severity == Severity::Note || problem.code == "unsafe_number")
            );
            prop_assert_eq!(read.kind.as_deref(), Some(event_type.name));
            prop_assert_eq!(read.document.unwrap().get(), &text);
            let data = match provider.envelope.data {
                Some(data) => &tree.members().iter().find(|(name, _)| name.value == data).unwrap().1,
                None => &tree,
            };
            prop_assert_eq!(read.data.unwrap().get(), data.render(space));

            let rewritten = serde_json::to_string(&read.document).unwrap();
            let again = catalog::parse(rewritten.as_bytes(), Some(provider));
            prop_assert_eq!(again.document.unwrap().get(), &text);
            prop_assert_eq!(again.problems, read.problems);

            let typed = (typed(provider, event_type.payload).round_trip)(read.data.unwrap().get());
            prop_assert!(typed.is_same);
            prop_assert_eq!(typed.written, written(data, payload, space));
            let known = |name: &str| event_type.payload.fields.iter().any(|field| field.name == name);
            let other = data.members().iter().filter(|(name, _)| !known(&name.value));
            let other: Vec<_> = other.map(|(name, value)| (name.value.clone(), value.render(space))).collect();
            prop_assert_eq!(typed.other, other);
            Ok(())
        };
        let outcome = runner.run(&(body(provider, event_type), space()), check);
        outcome.unwrap_or_else(|failure| panic!("{} {}: {failure}", provider.id, event_type.name));
    }
}

#[test]
fn only_whitespace_around_a_body_is_dropped() {
    for (provider, event_type) in event_types() {
        let body = event::sample(provider.envelope, event_type, "evt_1", 0);
        let padded = format!("\r\n\t {body} \n");
        let read = catalog::parse(padded.as_bytes(), None);
        assert_eq!(read.problems, []);
        assert_eq!(read.document.unwrap().get(), body);
    }
}

/// Whether a problem is a mistake: bodies may contain numbers that JavaScript changes.
fn is_mistake(problem: &Problem) -> bool {
    problem.severity > Severity::Note && problem.code != "unsafe_number"
}

#[test]
fn one_mistake_is_one_error_at_its_path() {
    for (provider, event_type) in event_types() {
        let mut runner = runner();
        let whole = ValueKind::Object(whole_body(provider, event_type));
        let check = |(mut tree, space, place, mutation): (Tree, &'static str, Index, Index)| {
            let places = places(&tree, whole);
            let place = place.get(&places);
            let mutation = *mutation.get(&Mutation::of(place));
            mutation.apply(&mut tree, place);
            let text = tree.render(space);
            let mut problems = catalog::parse(text.as_bytes(), Some(provider)).problems;
            problems.retain(is_mistake);
            let found: Vec<_> = problems.iter().map(|problem| (problem.code, problem.path.as_str())).collect();
            prop_assert_eq!(found, [(mutation.code(place), place.path.as_str())], "{:?}: {}", mutation, text);
            Ok(())
        };
        let strategy = (body(provider, event_type), space(), any::<Index>(), any::<Index>());
        let outcome = runner.run(&strategy, check);
        outcome.unwrap_or_else(|failure| panic!("{} {}: {failure}", provider.id, event_type.name));
    }
}

#[test]
fn every_mutation_of_every_sample_is_reported() {
    let mut count = 0;
    for (provider, event_type) in event_types() {
        let whole = ValueKind::Object(whole_body(provider, event_type));
        let sample = serde_json::from_str(&event::sample(provider.envelope, event_type, "evt_1", 0)).unwrap();
        let tree = Tree::from(&sample);
        for place in places(&tree, whole) {
            for mutation in Mutation::of(&place) {
                let mut changed = tree.clone();
                mutation.apply(&mut changed, &place);
                let problems = catalog::parse(changed.render(" ").as_bytes(), Some(provider)).problems;
                let errors = problems.iter().filter(|problem| is_mistake(problem));
                let found: Vec<_> = errors.map(|problem| (problem.code, problem.path.as_str())).collect();
                assert_eq!(found, [(mutation.code(&place), place.path.as_str())], "{} {mutation:?}", event_type.name);
                count += 1;
            }
        }
    }
    assert!(count > 3000, "only {count} mutations");
    println!("{count} ways of being wrong");
}
