//! Diagnoses of the deliveries in the corpora.

use hookwright::catalog;
use hookwright::http::Headers;
use hookwright::{
    explain::{Diagnosis, ExplainContext, Framework, KnownSecrets, explain},
    signature::{Request, Secret, Signer, Unsigned},
};
use serde_json::Value;

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

fn secrets(given: &Value) -> Vec<Secret> {
    let secret = |given: &Value| {
        let secret = match given["hex"].as_str() {
            Some(digits) => Secret::from_key(hex::decode(digits).unwrap()).unwrap(),
            None if text(&given["text"]).is_empty() => return None,
            None => Secret::new(text(&given["text"])).unwrap(),
        };
        Some(given["name"].as_str().map_or(secret.clone(), |name| secret.named(name)))
    };
    given.as_array().into_iter().flatten().filter_map(secret).collect()
}

pub(crate) fn diagnose(test: &Value) -> Diagnosis {
    let scheme = catalog::find_scheme(text(&test["scheme"])).unwrap();
    let body = test["body"].as_str().map_or_else(|| hex::decode(text(&test["bodyHex"])).unwrap(), Vec::from);
    let fields = test["headers"].as_array().unwrap().iter().map(|field| (text(&field[0]), text(&field[1])));
    let headers: Headers = fields.collect();
    let (method, url) = (test["method"].as_str().unwrap_or_default(), test["url"].as_str().unwrap_or_default());
    let request = Request::new(&headers, &body).to(method, url);
    let (now, old, others) = (secrets(&test["secrets"]), secrets(&test["oldSecrets"]), secrets(&test["otherSecrets"]));
    let keys = KnownSecrets { secrets: &now, old: &old, others: &others };
    let framework = test["framework"].as_str().and_then(Framework::find);
    let context = ExplainContext { framework, ..ExplainContext::default() };
    explain(scheme, &keys, &request, test["nowMs"].as_i64().unwrap(), &context)
}

/// Checks that a diagnosis contains neither a secret nor the expected signature.
pub(crate) fn check_discretion(test: &Value, diagnosis: &Diagnosis) {
    let said = serde_json::to_string(diagnosis).unwrap();
    for secret in
        ["secrets", "oldSecrets", "otherSecrets"].iter().flat_map(|ring| test[ring].as_array().into_iter().flatten())
    {
        let secret = secret["text"].as_str().unwrap_or_default().trim();
        let is_common = secret.len() < 16 || !secret.is_ascii();
        assert!(is_common || !said.contains(secret), "{}: {said}", text(&test["id"]));
    }
    let scheme = catalog::find_scheme(text(&test["scheme"])).unwrap();
    let Ok(signer) = Signer::with_short_keys(scheme, &secrets(&test["secrets"])) else { return };
    let body = test["body"].as_str().unwrap_or_default();
    let unsigned = Unsigned::new(body.as_bytes())
        .id("msg_1")
        .at(0)
        .to(text(&test["method"]), test["url"].as_str().unwrap_or_default());
    let Ok(signed) = signer.sign(&unsigned) else { return };
    for (_, value) in signed.headers.iter().filter(|(_, value)| value.len() >= 27) {
        assert!(!said.contains(value), "{}: {said}", text(&test["id"]));
    }
}
