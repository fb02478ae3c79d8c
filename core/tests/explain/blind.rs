//! `explain` names the causes of deliveries that were broken without knowledge of it.
//!
//! With `HOOKWRIGHT_BLIND_ANSWERS` set to a path, the answers are written to that file.

use std::collections::BTreeMap;

use base64ct::{Base64, Encoding};
use hookwright::catalog;
use hookwright::explain::{Certainty, Diagnosis, ExplainContext, Framework, KnownSecrets, explain};
use hookwright::http::Headers;
use hookwright::signature::{Request, Secret};
use serde_json::{Value, json};

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn secrets(given: &Value) -> Vec<Secret> {
    let secret = |given: &Value| match given["base64"].as_str() {
        Some(key) => Secret::from_key(Base64::decode_vec(key).unwrap()).unwrap(),
        None => Secret::new(text(given)).unwrap(),
    };
    given.as_array().unwrap().iter().map(secret).collect()
}

fn diagnose(case: &Value) -> Diagnosis {
    let scheme = catalog::find_scheme(text(&case["scheme"])).unwrap();
    let body = Base64::decode_vec(text(&case["bodyBase64"])).unwrap();
    let fields = case["headers"].as_array().unwrap().iter().map(|field| (text(&field[0]), text(&field[1])));
    let headers: Headers = fields.collect();
    let request = Request::new(&headers, &body).to(text(&case["method"]), text(&case["url"]));
    let (now, old, others) = (secrets(&case["secrets"]), secrets(&case["oldSecrets"]), secrets(&case["otherSecrets"]));
    let keys = KnownSecrets { secrets: &now, old: &old, others: &others };
    let framework = case["framework"].as_str().and_then(Framework::find);
    let context = ExplainContext { framework, ..ExplainContext::default() };
    explain(scheme, &keys, &request, case["nowMs"].as_i64().unwrap(), &context)
}

/// The result of one case.
struct Answer<'a> {
    case: &'a Value,
    kinds: Vec<&'a str>,
    causes: Vec<(&'static str, Certainty)>,
    is_first_right: bool,
    are_all_named: bool,
    is_proven_wrong: bool,
}

impl<'a> Answer<'a> {
    fn of(case: &'a Value, codes: &Value, hides: &Value) -> Self {
        let diagnosis = diagnose(case);
        let kinds: Vec<&str> = case["kinds"].as_array().unwrap().iter().map(text).collect();
        let causes: Vec<_> = diagnosis.causes.iter().map(|cause| (cause.code(), cause.certainty)).collect();
        let names = |kind: &str, code: &str| codes[kind].as_array().unwrap().contains(&code.into());
        let is_intact = kinds == ["intact"];
        let first = causes.first().map(|(code, _)| *code);
        let is_first_right = first.map_or(is_intact, |code| !is_intact && kinds.iter().any(|kind| names(kind, code)));
        let is_hidden = hides.as_array().unwrap().contains(&kinds[0].into());
        let needed = kinds.iter().take(if is_hidden { 1 } else { 2 });
        let are_all_named = diagnosis.ok == is_intact
            && needed.filter(|_| !is_intact).all(|kind| causes.iter().any(|(code, _)| names(kind, code)));
        let mut proven = causes.iter().filter(|(_, certainty)| *certainty == Certainty::Proven);
        let is_proven_wrong = proven.any(|(code, _)| is_intact || !kinds.iter().any(|kind| names(kind, code)));
        Self { case, kinds, causes, is_first_right, are_all_named, is_proven_wrong }
    }

    fn is_unexplainable(&self, codes: &Value) -> bool {
        self.kinds.iter().all(|kind| codes[kind] == json!(["unknown"]))
    }

    fn to_json(&self) -> Value {
        json!({
            "id": self.case["id"],
            "kinds": self.kinds,
            "causes": self.causes.iter().map(|(code, certainty)| format!("{code} {certainty:?}")).collect::<Vec<_>>(),
            "first": self.is_first_right,
            "all": self.are_all_named,
            "provenWrong": self.is_proven_wrong,
        })
    }
}

#[test]
fn names_the_true_causes_of_the_blind_cases() {
    let cases: Value = serde_json::from_str(include_str!("../../../tests/vectors/explain/blind/blind.json")).unwrap();
    let table: Value = serde_json::from_str(include_str!("../../../tests/vectors/explain/blind/codes.json")).unwrap();
    let (codes, hides) = (&table["codes"], &table["hides"]);
    let answers: Vec<Answer<'_>> =
        cases.as_array().unwrap().iter().map(|case| Answer::of(case, codes, hides)).collect();
    if let Ok(path) = std::env::var("HOOKWRIGHT_BLIND_ANSWERS") {
        let written: Vec<Value> = answers.iter().map(Answer::to_json).collect();
        std::fs::write(path, serde_json::to_string_pretty(&written).unwrap() + "\n").unwrap();
    }
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for answer in &answers {
        let group = match answer.kinds.as_slice() {
            ["intact"] => "intact",
            _ if answer.is_unexplainable(codes) => "unexplainable",
            [_] => "one mistake",
            _ => "two mistakes",
        };
        for (group, is_right) in [(group, answer.is_first_right), ("two mistakes, both named", answer.are_all_named)] {
            if group != "two mistakes, both named" || answer.kinds.len() == 2 {
                let count = counts.entry(group).or_default();
                *count = (count.0 + 1, count.1 + usize::from(is_right));
            }
        }
        if !answer.is_first_right || !answer.are_all_named || answer.is_proven_wrong {
            println!("{}: {:?} instead of {:?}", text(&answer.case["id"]), answer.causes, answer.kinds);
        }
    }
    let proven_wrong: Vec<&str> =
        answers.iter().filter(|answer| answer.is_proven_wrong).map(|answer| text(&answer.case["id"])).collect();
    println!("{counts:?}; proven and wrong: {proven_wrong:?}");
    // Joined lines, a JSON array around a signature, and an escaped path have two names.
    assert_eq!(proven_wrong, ["blind-055", "blind-059", "blind-275", "blind-374"]);
    for (group, percent) in [
        ("intact", 100),
        ("unexplainable", 98),
        ("one mistake", 94),
        ("two mistakes", 97),
        ("two mistakes, both named", 85),
    ] {
        let (cases, right) = counts[group];
        assert!(right * 100 >= cases * percent, "{group}: {right} of {cases}");
    }
}
