//! The JSON Schemas agree with the checks, by an independent validator.

use std::collections::BTreeSet;

use crate::bodies::generate::{body, space};
use crate::bodies::mutate::Mutation;
use crate::bodies::{Place, event_types, places, runner, whole_body};
use hookwright::catalog::{self, PROVIDERS, Provider};
use hookwright::event::{self, EventType, ValueKind};
use hookwright::problem::Severity;
use jsonschema::Validator;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

fn validator(schema: &Value) -> Validator {
    jsonschema::draft202012::options().should_validate_formats(true).build(schema).unwrap()
}

fn validator_of(provider: &Provider, event_type: &EventType) -> Validator {
    validator(&catalog::json_schema(provider, event_type))
}

/// Whether a schema can express the mutation. It does not see repeated members or the notation of numbers, and
/// validators do not accept unpaired surrogates.
fn is_seen(mutation: Mutation, place: &Place) -> bool {
    let is_written_otherwise = matches!(mutation, Mutation::Replace("1e5" | "1.0"));
    !is_written_otherwise && matches!(mutation.code(place), "missing_field" | "wrong_type" | "invalid_timestamp")
}

/// Whether a body has no error.
fn is_valid(body: &str, provider: &'static Provider) -> bool {
    catalog::parse(body.as_bytes(), Some(provider)).problems.iter().all(|problem| problem.severity < Severity::Error)
}

#[test]
fn every_schema_is_valid_and_has_a_unique_id() {
    let envelopes = PROVIDERS.iter().map(|provider| catalog::envelope_schema(provider));
    let schemas: Vec<Value> = event_types()
        .map(|(provider, event_type)| catalog::json_schema(provider, event_type))
        .chain(envelopes)
        .collect();
    for schema in &schemas {
        assert!(jsonschema::draft202012::meta::is_valid(schema), "{}", schema["$id"]);
        assert!(schema["title"].is_string() && schema["description"].is_string());
    }
    let names: BTreeSet<&str> = schemas.iter().map(|schema| schema["$id"].as_str().unwrap()).collect();
    assert_eq!(names.len(), schemas.len());
    println!("{} schemas", schemas.len());
}

#[test]
fn every_sample_and_every_example_is_valid() {
    for (provider, event_type) in event_types() {
        let schema = catalog::json_schema(provider, event_type);
        let validator = validator(&schema);
        let sample = event::sample(provider.envelope, event_type, "evt_2", 1_768_480_200_250);
        let sample: Value = serde_json::from_str(&sample).unwrap();
        for body in schema["examples"].as_array().unwrap().iter().chain([&sample]) {
            let errors: Vec<String> = validator.iter_errors(body).map(|error| error.to_string()).collect();
            assert_eq!(errors, [""; 0], "{}", event_type.name);
            assert_eq!(catalog::parse(body.to_string().as_bytes(), None).problems, []);
        }
    }
    for provider in PROVIDERS {
        let schema = catalog::envelope_schema(provider);
        assert!(validator(&schema).is_valid(&schema["examples"][0]), "{}", provider.id);
    }
}

#[test]
fn a_schema_names_its_source() {
    let awell = catalog::find("awell").unwrap();
    let event_type = awell.event_type("pathway.started").unwrap();
    let schema = catalog::json_schema(awell, event_type);
    let said = &schema["x-hookwright"];
    assert_eq!(said["confidence"], "documented");
    assert_eq!(said["source"], event_type.provenance.source);
    assert_eq!(said["asOf"], event_type.provenance.as_of);
    assert_eq!(said["assumed"], json!(event_type.provenance.assumed));
    // The body is the payload: its members are next to the event type.
    assert_eq!(schema["required"], json!(["pathway", "event_type"]));
}

#[test]
fn schemas_and_checks_agree_on_every_event_vector() {
    let file: Value = serde_json::from_str(include_str!("../../../tests/vectors/events.json")).unwrap();
    let mut judged = 0;
    for test in file["tests"].as_array().unwrap() {
        let Some(body) = test["body"].as_str() else { continue };
        let Ok(value) = serde_json::from_str::<Value>(body) else { continue };
        let read = catalog::parse(body.as_bytes(), test["provider"].as_str().and_then(catalog::find));
        let (Some(provider), Some(_)) = (read.provider.and_then(catalog::find), &read.kind) else { continue };
        let schema = match read.event_type {
            Some(event_type) => catalog::json_schema(provider, event_type),
            None => catalog::envelope_schema(provider),
        };
        // Problems that a schema cannot express.
        let unseen = ["duplicate_key", "lone_surrogate", "out_of_range"];
        if read.problems.iter().all(|problem| !unseen.contains(&problem.code)) {
            assert_eq!(validator(&schema).is_valid(&value), read.is_valid(), "{}", test["id"]);
            judged += 1;
        }
    }
    assert!(judged > 15, "only {judged}");
    println!("{judged} vectors");
}

#[test]
fn schemas_and_checks_agree_on_any_body() {
    for (provider, event_type) in event_types() {
        let validator = validator_of(provider, event_type);
        let whole = ValueKind::Object(whole_body(provider, event_type));
        let check =
            |(mut tree, space, place, mutation, wrong): (crate::bodies::Tree, &'static str, Index, Index, bool)| {
                if wrong {
                    let places = places(&tree, whole);
                    let place = place.get(&places);
                    let mutation = *mutation.get(&Mutation::of(place));
                    if !is_seen(mutation, place) {
                        return Ok(());
                    }
                    mutation.apply(&mut tree, place);
                }
                let text = tree.render(space);
                prop_assert_eq!(is_valid(&text, provider), !wrong);
                // The check accepts unpaired surrogates in unknown members. The validator does not accept them as text.
                if let Ok(value) = serde_json::from_str(&text) {
                    prop_assert_eq!(validator.is_valid(&value), !wrong, "{}", text);
                }
                Ok(())
            };
        let strategy = (body(provider, event_type), space(), any::<Index>(), any::<Index>(), any::<bool>());
        let outcome = runner().run(&strategy, check);
        outcome.unwrap_or_else(|failure| panic!("{} {}: {failure}", provider.id, event_type.name));
    }
}

#[test]
fn schemas_accept_repeated_names_and_other_notations_of_numbers() {
    let generic = catalog::find("generic").unwrap();
    let validator = validator_of(generic, generic.event_type("file.uploaded").unwrap());
    for data in [r#"{"id":"a","id":"b"}"#, r#"{"id":"a","size":1.0}"#, r#"{"id":"a","size":9223372036854775808}"#] {
        let body = format!(r#"{{"id":"e","type":"file.uploaded","created_at":"2026-01-15T12:30:00Z","data":{data}}}"#);
        assert!(!is_valid(&body, generic), "{data}");
        assert!(validator.is_valid(&serde_json::from_str(&body).unwrap()), "{data}");
    }
}
