//! Every code has a message in `tests/vectors/messages.json`, and every message keeps the rules of `docs/STYLE.md` that
//! a program can check. Whether the file is up to date is checked with the other generated files.

use std::collections::BTreeMap;

use hookwright::code::Code;
use hookwright::delivery::STEP_CODES;
use hookwright::explain::DIAGNOSIS_CODES;
use hookwright::import::{IMPORT_CODES, NOTE_CODES};
use hookwright::service::SERVICE_CODES;
use hookwright::signature::{REJECTION_CODES, SECRET_CODES, SECRET_WARNING_CODES, SIGN_CODES};
use hookwright::simulation::SCENARIO_CODES;
use hookwright::{catalog, event, retry, service, signature, subscription};
use serde_json::Value;

/// Codes whose messages cannot be produced here: they require exhausted memory, a missing feature, or a bug in the
/// core.
const UNREACHED: &[(&str, &str)] =
    &[("event", "body_too_large"), ("scheme", "missing_feature"), ("scheme", "malformed_scheme")];

/// Every family of codes, by the pointer to it in the file.
const FAMILIES: &[(&str, &[Code])] = &[
    ("/rejections", REJECTION_CODES),
    ("/secretErrors", SECRET_CODES),
    ("/signErrors", SIGN_CODES),
    ("/steps", STEP_CODES),
    ("/scenarios", SCENARIO_CODES),
    ("/services", SERVICE_CODES),
    ("/diagnoses", DIAGNOSIS_CODES),
    ("/imports", IMPORT_CODES),
    ("/importNotes", NOTE_CODES),
    ("/problems/event", event::PROBLEM_CODES),
    ("/problems/policy", retry::PROBLEM_CODES),
    ("/problems/scheme", signature::PROBLEM_CODES),
    ("/problems/secret", SECRET_WARNING_CODES),
    ("/problems/sender", catalog::PROBLEM_CODES),
    ("/problems/service", service::PROBLEM_CODES),
    ("/problems/subscription", subscription::PROBLEM_CODES),
];

fn file() -> Value {
    serde_json::from_str(include_str!("../../../tests/vectors/messages.json")).unwrap()
}

/// Every text in a value, with the pointer to it.
fn texts(value: &Value, path: &str, found: &mut Vec<(String, String)>) {
    match value {
        Value::String(text) => found.push((path.into(), text.clone())),
        Value::Array(items) => items.iter().for_each(|item| texts(item, path, found)),
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| texts(value, &format!("{path}/{name}"), found));
        }
        _ => {}
    }
}

#[test]
fn every_code_has_a_meaning_and_a_message() {
    let file = file();
    for (path, codes) in FAMILIES {
        let family = file.pointer(path).unwrap().as_object().unwrap();
        for code in *codes {
            let (entry, path) = (&family[code.as_str()], format!("{path}/{code}"));
            let shown = if entry.get("remedy").is_some() { "evidence" } else { "messages" };
            let is_unreached = UNREACHED.iter().any(|(family, code)| path == format!("/problems/{family}/{code}"));
            let has_message = entry[shown].as_array().is_some_and(|messages| !messages.is_empty());
            assert_eq!(has_message, !is_unreached, "{path}");
        }
        let listed: Vec<&str> = codes.iter().map(|code| code.as_str()).collect();
        let unlisted: Vec<_> = family.keys().filter(|code| !listed.contains(&code.as_str())).collect();
        assert_eq!(unlisted, [""; 0], "{path}");
    }
}

#[test]
fn codes_are_snake_case_and_their_meanings_are_sentences() {
    for (path, codes) in FAMILIES {
        let mut meanings = BTreeMap::new();
        for code in *codes {
            let (text, about) = (code.as_str(), code.about());
            let is_snake_case =
                text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
            assert!(is_snake_case, "{text}");
            assert!(about.starts_with(|first: char| first.is_uppercase() || first == '`'), "{path}/{code}: {about}");
            assert!(about.ends_with('.') && !about.contains("  "), "{path}/{code}: {about}");
            assert_eq!(meanings.insert(about, code), None, "{path}/{code}");
        }
    }
}

#[test]
fn messages_start_in_lower_case_and_have_no_final_stop() {
    let mut found = Vec::new();
    texts(&file(), "", &mut found);
    assert!(found.len() > 400);
    for (path, text) in found {
        assert!(!text.contains("  ") && !text.contains('\n') && text == text.trim(), "{path}: {text:?}");
        let is_sentence = ["/remedy", "/meaning"].iter().any(|end| path.ends_with(end))
            || ["/frameworks", "/exports"].iter().any(|start| path.starts_with(start));
        let first = text.chars().next().unwrap();
        if is_sentence {
            assert!((first.is_uppercase() || first == '`') && text.ends_with('.'), "{path}: {text}");
        } else {
            let starts = first.is_lowercase() || first == '`' || first.is_ascii_digit() || first == '/';
            assert!(starts, "{path}: {text}");
            assert!(!text.ends_with('.'), "{path}: {text}");
        }
    }
}

/// `docs/STYLE.md` lists phrases that are replaced: those in quotes in the left column of its table.
#[test]
fn messages_use_the_words_of_the_style_guide() {
    let guide = include_str!("../../../docs/STYLE.md");
    let replaced: Vec<String> = guide
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.split_once(" | "))
        .flat_map(|(left, _)| left.split('"').skip(1).step_by(2).map(str::to_lowercase).collect::<Vec<_>>())
        .filter(|phrase| !phrase.split(' ').any(|word| word == "x"))
        .collect();
    assert!(replaced.len() > 15, "{replaced:?}");
    let mut found = Vec::new();
    texts(&file(), "", &mut found);
    for (path, text) in found {
        let words = text.to_lowercase().replace(['`', ',', ';', ':', '(', ')', '.'], " ");
        let words = format!(" {} ", words.split_whitespace().collect::<Vec<_>>().join(" "));
        let phrase = replaced.iter().find(|phrase| words.contains(&format!(" {phrase} ")));
        assert_eq!(phrase, None, "{path}: {text}");
    }
}
