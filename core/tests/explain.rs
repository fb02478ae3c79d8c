//! The corpus of broken deliveries, whose true causes are known: `explain` has to name them.

#![expect(clippy::unwrap_used, reason = "a test that cannot read its corpus should stop there")]

use std::collections::BTreeMap;

use hookwright::header::Headers;
use hookwright::provider;
use hookwright::signature::{
    Certainty, Circumstances, DIAGNOSIS_CODES, Diagnosis, KeyRing, Request, Secret, Signer, Unsigned, explain,
};
use serde_json::Value;

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn secrets(given: &Value) -> Vec<Secret> {
    let secret = |given: &Value| {
        let secret = Secret::new(text(&given["text"])).unwrap();
        given["name"].as_str().map_or(secret.clone(), |name| secret.named(name))
    };
    given.as_array().into_iter().flatten().map(secret).collect()
}

fn diagnose(test: &Value) -> Diagnosis {
    let scheme = provider::find_scheme(text(&test["scheme"])).unwrap();
    let body = test["body"].as_str().map_or_else(|| hex::decode(text(&test["bodyHex"])).unwrap(), Vec::from);
    let fields = test["headers"].as_array().unwrap().iter().map(|field| (text(&field[0]), text(&field[1])));
    let headers: Headers = fields.collect();
    let request = Request::new(&headers, &body).to(text(&test["method"]), text(&test["url"]));
    let (now, old, others) = (secrets(&test["secrets"]), secrets(&test["oldSecrets"]), secrets(&test["otherSecrets"]));
    let keys = KeyRing { secrets: &now, old: &old, others: &others };
    explain(scheme, &keys, &request, test["nowMs"].as_i64().unwrap(), &Circumstances::default())
}

#[test]
fn it_names_the_true_cause_first() {
    let corpus: Value = serde_json::from_str(include_str!("../../tests/vectors/explain/corpus.json")).unwrap();
    let tests = corpus["tests"].as_array().unwrap();
    assert_eq!(corpus["numberOfTests"], tests.len());
    let mut matrix: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    let mut wrong = Vec::new();
    for test in tests {
        let truth = text(&test["cause"]);
        let diagnosis = diagnose(test);
        let named = if diagnosis.ok { "good" } else { diagnosis.causes[0].code };
        assert_eq!(diagnosis.ok, diagnosis.causes.is_empty());
        *matrix.entry(truth).or_default().entry(named).or_default() += 1;
        if named != truth {
            wrong.push(format!("{}: {named} ({})", text(&test["id"]), text(&test["how"])));
        }
        check_discretion(test, &diagnosis);
    }
    println!("{:26} {:>5} {:>5}  named instead", "true cause", "cases", "right");
    for (truth, named) in &matrix {
        let (cases, right) = (named.values().sum::<usize>(), named.get(truth).copied().unwrap_or(0));
        let instead: Vec<String> =
            named.iter().filter(|(code, _)| *code != truth).map(|(code, count)| format!("{code} {count}")).collect();
        println!("{truth:26} {cases:>5} {right:>5}  {}", instead.join(", "));
    }
    println!("{}", wrong.join("\n"));
    let (good, broken): (Vec<&Value>, Vec<&Value>) = tests.iter().partition(|test| test["cause"] == "good");
    let right = broken.len() - wrong.len();
    println!(
        "{right} of {} broken deliveries are explained by their true cause; {} good ones",
        broken.len(),
        good.len()
    );
    assert_eq!(matrix["good"].len(), 1, "a good delivery is called broken");
    assert_eq!(
        matrix["unknown"].keys().collect::<Vec<_>>(),
        [&"unknown"],
        "something is explained that nothing explains"
    );
    assert!(right * 100 >= broken.len() * 97, "{right} of {}", broken.len());
    for code in DIAGNOSIS_CODES {
        assert!(matrix[code].values().sum::<usize>() >= 5, "{code}");
    }
}

/// No diagnosis holds a secret, or the signature that would have been right.
fn check_discretion(test: &Value, diagnosis: &Diagnosis) {
    let said = serde_json::to_string(diagnosis).unwrap();
    for secret in
        ["secrets", "oldSecrets", "otherSecrets"].iter().flat_map(|ring| test[ring].as_array().into_iter().flatten())
    {
        let secret = text(&secret["text"]).trim();
        let is_common = secret.len() < 16 || !secret.is_ascii();
        assert!(is_common || !said.contains(secret), "{}: {said}", text(&test["id"]));
    }
    let scheme = provider::find_scheme(text(&test["scheme"])).unwrap();
    let Ok(signer) = Signer::with_short_keys(scheme, &secrets(&test["secrets"])) else { return };
    let body = test["body"].as_str().unwrap_or_default();
    let unsigned = Unsigned::new(body.as_bytes()).id("msg_1").at(0).to(text(&test["method"]), text(&test["url"]));
    let Ok(signed) = signer.sign(&unsigned) else { return };
    for (_, value) in signed.headers.iter().filter(|(_, value)| value.len() >= 27) {
        assert!(!said.contains(value), "{}: {said}", text(&test["id"]));
    }
}

#[test]
fn every_cause_comes_with_evidence_and_a_remedy() {
    let corpus: Value = serde_json::from_str(include_str!("../../tests/vectors/explain/corpus.json")).unwrap();
    for test in corpus["tests"].as_array().unwrap().iter().step_by(3) {
        let diagnosis = diagnose(test);
        let names: Vec<_> = diagnosis.checks.iter().map(|check| check.name).collect();
        assert_eq!(names, ["secrets", "signature", "body", "match", "timestamp"]);
        for cause in &diagnosis.causes {
            assert!(cause.evidence.len() > 20 && cause.remedy.len() > 40, "{cause:?}");
            assert_eq!(cause.certainty == Certainty::Possible, cause.code == "unknown");
        }
    }
}
