//! Tests of shuffling.

use super::*;
use crate::model::reading::ParsedEvent;
use hookwright::catalog::PROVIDERS;
use hookwright::event;
use std::collections::BTreeSet;

const NOW: i64 = 1_768_478_400_000;

#[test]
fn every_event_of_every_provider_stays_valid_for_200_seeds() {
    for provider in PROVIDERS.iter().copied().filter(|provider| !provider.events.is_empty()) {
        for event_type in provider.events {
            let sample = event::sample(provider.envelope, event_type, "evt_7Q2M4X", NOW);
            let mut seen = BTreeSet::new();
            for seed in 0..200 {
                let body = shuffled(&sample, &seed.to_string());
                let reading = ParsedEvent::of(body.as_bytes(), provider);
                assert_eq!(reading.problems, [], "{} with seed {seed}: {body}", event_type.name);
                assert_eq!(reading.kind.as_deref(), Some(event_type.name));
                assert_ne!(body, sample);
                seen.insert(body);
            }
            assert!(seen.len() > 100, "{}: {} of 200 bodies differ", event_type.name, seen.len());
        }
    }
}

#[test]
fn a_seed_gives_the_same_body() {
    let body = r#"{ "id": "evt_1", "name": "Ada Example", "amount": 4200, "at": "2026-01-15T12:00:00Z" }"#;
    assert_eq!(shuffled(body, "7"), shuffled(body, "7"));
    assert_ne!(shuffled(body, "7"), shuffled(body, "8"));
    assert_eq!(shuffled(body, "any text"), shuffled(body, "any text"));
    assert_eq!(shuffled("not JSON", "7"), "not JSON");
    // Seeds are in links, so the generator must not change.
    assert_eq!(Random::of("").next(), 0xc3817c016ba4ff30);
}

#[test]
fn equal_values_stay_equal_and_times_keep_their_order() {
    let body = r#"{ "a": "pw_Rk2v9QxT", "b": { "c": ["pw_Rk2v9QxT"] }, "n": 4211, "m": 4211,
            "from": "2026-01-15T12:00:00Z", "to": "2026-01-15T12:00:01.500Z", "day": "2026-01-15",
            "seconds": 1768478400, "url": "https://me.example/x_1", "word": "active", "flag": true, "one": 1, "decimal": 1.50 }"#;
    for seed in ["1", "2", "3"] {
        let other: serde_json::Value = serde_json::from_str(&shuffled(body, seed)).unwrap();
        assert_eq!(other["a"], other["b"]["c"][0]);
        assert_eq!(other["n"], other["m"]);
        assert_ne!(other["a"], "pw_Rk2v9QxT");
        let at = |name: &str| parse_rfc3339(other[name].as_str().unwrap()).unwrap();
        assert_eq!(at("to") - at("from"), 1_500);
        assert_eq!(other["seconds"].as_i64().unwrap() * 1_000, at("from"));
        assert!(other["a"].as_str().unwrap().starts_with("pw_"));
        assert_eq!(
            (&other["url"], &other["word"], &other["one"]),
            (&"https://me.example/x_1".into(), &"active".into(), &1.into())
        );
        assert!(shuffled(body, seed).contains("1.50"));
    }
}

#[test]
fn ids_hashes_and_numbers_keep_their_form() {
    let of = |name: &str, text: &str| {
        let body = serde_json::json!({ name: text }).to_string();
        let other: serde_json::Value = serde_json::from_str(&shuffled(&body, "5")).unwrap();
        other[name].as_str().unwrap().to_owned()
    };
    let uuid = of("id", "8c1f0a52-7f4e-4d6b-9a3c-2f10d5b7e901");
    assert!(is_uuid(&uuid) && uuid.chars().nth(14) == Some('4') && uuid.chars().nth(19) == Some('9'), "{uuid}");
    assert_eq!(of("phone", "+15550100").len(), 9);
    assert!(of("phone", "+15550100").starts_with("+155501"));
    assert_eq!(of("price", "199.00").len(), 6);
    assert!(!of("price", "199.00").starts_with('0'));
    assert_eq!(of("version", "2026-01-15"), "2026-01-15");
    assert!(of("email", "ada@example.com").ends_with("@example.com"));
    let other = of("after", "9f2a64a6d4f1b0c8e7a1b2c3d4e5f60718293a4b");
    assert!(other.len() == 40 && other.bytes().all(|byte| byte.is_ascii_hexdigit()));
}

#[test]
fn makes_uuids_and_seeds() {
    assert_eq!(uuid(&[0xff; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    assert!(is_uuid(&uuid(&[])) && !is_uuid("ffffffff-ffff-4fff-bfff-fffffffffffg"));
    assert_eq!((new_seed(&[0, 0, 0, 7]), new_seed(&[])), ("0007".into(), "0000".into()));
    assert_eq!(text_for("workspace_id", "1").split('_').next(), Some("workspace"));
}
