//! Messages about problems in schemes, and warnings about secrets.

use hookwright::problem::Problem;
use hookwright::signature::{Algorithm, KeyForm, OwnedScheme, Scheme, Secret, SignatureField, Verifier};
use serde_json::{Value, json};

use super::with;

/// The problems of all schemes: first those of parsing, then those of validation.
pub(super) fn problems() -> Vec<Problem> {
    let mut problems = Vec::new();
    for text in texts() {
        match OwnedScheme::parse(&text) {
            Ok(scheme) => problems.extend(scheme.check()),
            Err(found) => problems.extend(found),
        }
    }
    problems
}

/// A valid scheme with some members replaced.
fn scheme(members: Value) -> String {
    let scheme = json!({
        "id": "acme/v1",
        "algorithm": "hmac-sha256",
        "content": "{timestamp}.{body}",
        "signature": { "header": "Acme-Signature", "separator": ",", "prefix": "v1=" },
        "timestamp": { "item": "t=", "unit": "seconds", "toleranceSeconds": 300 },
    });
    with(scheme, members).to_string()
}

fn texts() -> Vec<String> {
    let mut texts = vec![
        "{".into(),
        "[]".into(),
        r#"{"id":"acme/v1","id":"acme/v1","tolerance":5,"algorithm":"sha-256"}"#.into(),
        " ".repeat(70_000),
    ];
    texts.extend(broken().into_iter().chain(handshakes()).chain(weak()).map(scheme));
    texts
}

fn broken() -> Vec<Value> {
    let header = || json!({ "header": "Acme-Signature" });
    let time = || json!({ "header": "Acme-Time", "unit": "seconds" });
    let at = |place| json!({ "timestamp": with(json!({ "unit": "seconds" }), place) });
    vec![
        json!({ "content": "{body}".repeat(70) }),
        json!({ "id": 7, "content": null, "signature": "Acme-Signature" }),
        json!({ "id": "Acme" }),
        json!({ "key": "pem" }),
        json!({ "algorithm": "sha256", "key": "pem" }),
        json!({ "signature": { "header": "Acme-Signature", "separator": ", " } }),
        json!({ "signature": { "header": "Acme-Signature", "separator": "=", "prefix": "v1=" } }),
        json!({
            "signature": { "header": "Acme-Signature", "separator": ":" },
            "timestamp": { "item": "t_", "unit": "rfc3339" },
        }),
        json!({ "signature": { "header": "Acme-Signature", "prefix": " v1=" }, "timestamp": time() }),
        json!({ "signature": { "header": "Acme-Signature", "encoding": "text" }, "timestamp": time() }),
        json!({ "timestamp": { "item": "t=", "unit": "seconds", "toleranceSeconds": -1 } }),
        at(json!({ "item": "t=", "query": "t" })),
        at(json!({ "item": " t=" })),
        at(json!({ "item": "v" })),
        at(json!({ "query": "" })),
        at(json!({ "header": "Acme Time" })),
        at(json!({ "member": "time" })),
        at(header()),
        json!({ "signature": header() }),
        json!({ "signature": { "item": "v1=" } }),
        json!({ "bodyDigest": { "item": "d=" } }),
        json!({ "bodyDigest": { "member": "/digest" } }),
        json!({ "content": "{body" }),
        json!({ "content": "{payload}" }),
        json!({ "content": "{timestamp}.{query:challenge}" }),
        json!({ "content": "{timestamp}.{secret}.{body}" }),
        json!({ "content": "{timestamp}.{header:Acme-Signature}.{body}" }),
        json!({ "content": "{timestamp}.{params}{params:repeated}" }),
        json!({ "content": "{timestamp}.{id}.{body}" }),
        json!({ "algorithm": "token", "signature": { "header": "Acme-Token", "encoding": "text" }, "timestamp": null }),
        json!({ "content": "{body}", "signature": { "member": "/signature" }, "timestamp": null }),
        json!({ "content": "{url}{body}", "signature": { "query": "signature" }, "timestamp": null }),
        json!({ "provenance": provenance() }),
    ]
}

fn handshakes() -> Vec<Value> {
    let handshake = |reply: Value| json!({ "trigger": { "query": "challenge" }, "reply": reply });
    let text = |body: &str| json!({ "contentType": "text/plain", "body": body });
    let hashed = json!({
        "handshake": handshake(text("{mac:query:challenge}")), "algorithm": "sha256", "content": "{secret}{body}",
    });
    let oracle = json!({
        "handshake": handshake(text("{mac:query:challenge}")), "content": "{timestamp}{member:/id}",
    });
    let mut handshakes: Vec<Value> = [
        json!({ "trigger": { "query": "a", "equals": "b" }, "reply": text("") }),
        json!({ "trigger": { "query": "a", "method": "post" }, "reply": text("") }),
        json!({ "trigger": { "form": "" }, "reply": text("") }),
        json!({ "trigger": { "method": "HEAD" }, "encrypted": "body", "reply": text("") }),
        json!({ "trigger": { "method": "HEAD" }, "signed": true, "secret": { "member": "/a" }, "reply": text("") }),
        json!({ "trigger": { "method": "HEAD" }, "testKey": "", "reply": text("") }),
        json!({ "trigger": { "method": "HEAD" }, "reply": { "asHeader": "A" } }),
        handshake(json!({ "status": "ok" })),
        handshake(json!({ "status": 404 })),
        handshake(json!({ "contentType": "text/html", "body": "{query:challenge}" })),
        handshake(text("{challenge}")),
        handshake(text("{body}")),
    ]
    .map(|handshake| json!({ "handshake": handshake }))
    .into();
    handshakes.extend([hashed, oracle]);
    handshakes
}

/// Schemes that are valid but insecure.
fn weak() -> [Value; 7] {
    [
        json!({ "content": "constant" }),
        json!({ "content": "{timestamp}.{params}" }),
        json!({ "content": "{timestamp}" }),
        json!({ "content": "{timestamp}{member:/id}{body}" }),
        json!({ "content": "{secret}{body}", "algorithm": "sha256" }),
        json!({ "timestamp": { "item": "t=", "unit": "seconds", "toleranceSeconds": false } }),
        json!({ "messageId": { "header": "Acme-Id" } }),
    ]
}

/// Provenance with a problem in every member.
pub(super) fn provenance() -> Value {
    json!({ "source": "line\nbreak", "asOf": "2026-02-30", "confidence": "sure", "assumed": ["", "line\nbreak"] })
}

/// The warnings about usable secrets.
pub(super) fn warnings() -> Vec<Problem> {
    let field = SignatureField::hex("Acme-Signature");
    let text = Scheme::new("acme/v1", Algorithm::HmacSha256, KeyForm::Text, "{body}", field);
    let base64 = Scheme::new("acme/v2", Algorithm::HmacSha256, KeyForm::Base64, "{body}", field);
    let public = Scheme::new("acme/v3", Algorithm::RsaPkcs1Sha256, KeyForm::Pem, "{body}", field);
    let mut warnings = Vec::new();
    for (scheme, secret) in [
        (&text, "hunter2"),
        (&text, " a secret with a space before it"),
        (&base64, " MDEyMzQ1Njc4OWFiY2RlZg== "),
        (&text, "\"a secret that is in quotes\""),
        (&text, include_str!("../../../../tests/keys/p256.pem")),
        (&public, include_str!("../../../../tests/keys/rsa.pem")),
        (&public, include_str!("../../../../tests/keys/rsa-1024.pub.pem")),
    ] {
        let verifier = Secret::new(secret).ok().and_then(|secret| Verifier::new(scheme, &[secret]).ok());
        warnings.extend(verifier.iter().flat_map(Verifier::warnings).cloned());
    }
    warnings
}
