//! Custom schemes: every mistake is reported with a code and a JSON Pointer.

use hookwright::signature::OwnedScheme;
use serde_json::{Value, json};

fn good() -> Value {
    json!({
        "id": "acme/v1",
        "algorithm": "hmac-sha256",
        "key": "text",
        "content": "{timestamp}.{id}.{body}",
        "signature": { "header": "Acme-Signature", "separator": ",", "prefix": "v1=", "encoding": "hex" },
        "timestamp": { "item": "t=", "unit": "seconds", "toleranceSeconds": 300 },
        "messageId": { "header": "Acme-Id" },
        "handshake": {
            "trigger": { "query": "challenge" },
            "signed": false,
            "reply": { "status": 200, "contentType": "text/plain", "body": "{query:challenge}" }
        }
    })
}

/// The good scheme with one value replaced or added, or removed if it is `null`.
fn with(path: &str, value: Value) -> Value {
    let mut scheme = good();
    let (parent, name) = path.rsplit_once('/').unwrap();
    scheme.pointer_mut(parent).unwrap().as_object_mut().unwrap().insert(name.into(), value);
    scheme
}

fn problems(text: &str) -> Vec<(&'static str, String)> {
    match OwnedScheme::parse(text) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.into_iter().map(|problem| (problem.code, problem.path)).collect(),
    }
}

#[test]
fn reports_every_mistake_with_a_code_and_a_path() {
    assert_eq!(problems(&good().to_string()), []);
    let long = "/a".repeat(33);
    // A path and the value that is put there, and the code of the problem, at this path or at the one that follows.
    let table: &[(&str, Value, &str, &str)] = &[
        ("/id", json!(null), "missing_field", ""),
        ("/id", json!(1), "wrong_type", ""),
        ("/id", json!("Acme/v1"), "malformed_id", ""),
        ("/id", json!("acme"), "malformed_id", ""),
        ("/algorithm", json!(null), "missing_field", ""),
        ("/algorithm", json!("hmac-sha-256"), "unknown_choice", ""),
        ("/algorithm", json!(["hmac-sha256"]), "wrong_type", ""),
        ("/key", json!("pem"), "wrong_key_form", ""),
        ("/key", json!("utf8"), "unknown_choice", ""),
        ("/content", json!(null), "missing_field", ""),
        ("/content", json!("{timestamp}.{id}.{Body}"), "malformed_template", ""),
        ("/content", json!("{timestamp}.{id}.{body"), "malformed_template", ""),
        ("/content", json!("{secret}{body}"), "wrong_content", ""),
        ("/content", json!("{query:a}{body}"), "wrong_content", ""),
        ("/content", json!("{header:acme-signature}{body}"), "wrong_content", ""),
        ("/content", json!("{header:a b}{body}"), "malformed_header_name", ""),
        ("/content", json!("{member:a}{body}"), "malformed_pointer", ""),
        ("/content", json!(format!("{{member:{long}}}{{body}}")), "malformed_pointer", ""),
        ("/signature", json!(null), "missing_field", ""),
        ("/signature", json!("Acme-Signature"), "wrong_type", ""),
        ("/signature/header", json!(null), "wrong_place", "/signature"),
        ("/signature/header", json!("Acme Signature"), "malformed_header_name", ""),
        ("/signature/header", json!(""), "malformed_header_name", ""),
        ("/signature/orHeader", json!("a:"), "malformed_header_name", ""),
        ("/signature/query", json!("s"), "wrong_place", "/signature"),
        ("/signature/separator", json!(", "), "wrong_separator", ""),
        ("/signature/separator", json!(""), "wrong_separator", ""),
        ("/signature/separator", json!("="), "wrong_separator", ""),
        ("/signature/separator", json!("a"), "wrong_separator", ""),
        ("/signature/prefix", json!("v1,"), "wrong_prefix", ""),
        ("/signature/prefix", json!(" v1="), "wrong_prefix", ""),
        ("/signature/prefix", json!("v1\r\n"), "wrong_prefix", ""),
        ("/signature/encoding", json!("hexadecimal"), "unknown_choice", ""),
        ("/signature/encoding", json!("text"), "wrong_encoding", ""),
        ("/signature/Prefix", json!("v1="), "unknown_field", ""),
        ("/timestamp", json!(null), "missing_field", ""),
        ("/timestamp/item", json!(""), "wrong_place", ""),
        ("/timestamp/item", json!("v1="), "wrong_place", "/timestamp"),
        ("/timestamp/item", json!("t,"), "wrong_place", ""),
        ("/timestamp/item", json!(null), "wrong_place", "/timestamp"),
        ("/timestamp/unit", json!(null), "missing_field", ""),
        ("/timestamp/unit", json!("s"), "unknown_choice", ""),
        ("/timestamp/unit", json!("http-date"), "wrong_separator", "/signature/separator"),
        ("/timestamp/toleranceSeconds", json!(-1), "wrong_tolerance", ""),
        ("/timestamp/toleranceSeconds", json!(1.5), "wrong_tolerance", ""),
        ("/timestamp/toleranceSeconds", json!("300"), "wrong_tolerance", ""),
        ("/timestamp/toleranceSeconds", json!(true), "wrong_tolerance", ""),
        ("/timestamp/toleranceSeconds", json!({ "past": 300 }), "wrong_tolerance", ""),
        (
            "/timestamp/toleranceSeconds",
            json!({ "past": 1, "future": 1, "now": 1 }),
            "unknown_field",
            "/timestamp/toleranceSeconds/now",
        ),
        ("/messageId", json!(null), "missing_field", ""),
        ("/messageId", json!({ "header": "acme-signature" }), "wrong_place", ""),
        ("/messageId", json!({ "item": "t" }), "wrong_place", ""),
        ("/messageId", json!({ "query": "" }), "wrong_place", "/messageId/query"),
        ("/messageId", json!({ "member": "id" }), "malformed_pointer", "/messageId/member"),
        ("/messageId", json!({ "header": "A", "orHeader": "B", "query": "c" }), "wrong_place", ""),
        ("/bodyDigest", json!({ "member": "/digest" }), "wrong_place", "/bodyDigest/member"),
        ("/bodyDigest", json!({ "item": "d=" }), "wrong_place", "/bodyDigest/item"),
        ("/handshake/trigger", json!(null), "missing_field", ""),
        ("/handshake/trigger", json!({ "item": "a" }), "wrong_place", ""),
        ("/handshake/trigger", json!({ "query": "type", "equals": "a" }), "wrong_place", ""),
        (
            "/handshake/trigger",
            json!({ "member": "type", "equals": "x" }),
            "malformed_pointer",
            "/handshake/trigger/member",
        ),
        ("/handshake/signed", json!("yes"), "wrong_type", ""),
        ("/handshake/reply", json!(null), "missing_field", ""),
        ("/handshake/reply/status", json!(302), "wrong_status", ""),
        ("/handshake/reply/status", json!("200"), "wrong_status", ""),
        ("/handshake/reply/contentType", json!("text/html"), "wrong_content_type", ""),
        ("/handshake/reply/contentType", json!("application/json; charset=utf-8"), "wrong_content_type", ""),
        ("/handshake/reply/body", json!("{body}"), "wrong_content", ""),
        ("/handshake/reply/body", json!("{mac:member:a}"), "malformed_pointer", ""),
        ("/handshake/reply/body", json!("{"), "malformed_template", ""),
        ("/handshake/reply/header", json!("a b"), "malformed_header_name", ""),
        ("/handshake/answer", json!({}), "unknown_field", ""),
        ("/tolerance", json!(300), "unknown_field", ""),
    ];
    for (path, value, code, at) in table {
        let at = if at.is_empty() { path } else { at };
        let found = problems(&with(path, value.clone()).to_string());
        assert!(found.contains(&(*code, (*at).to_owned())), "{path} = {value}: {found:?}");
    }
    println!("{} mistakes", table.len());
}

#[test]
fn rejects_text_that_is_not_an_object_and_repeated_members() {
    for text in ["", "{", "nonsense", "{\"id\":}"] {
        assert_eq!(problems(text), [("malformed_json", String::new())], "{text}");
    }
    for text in ["[]", "1", "\"a\"", "null"] {
        assert_eq!(problems(text), [("wrong_type", String::new())], "{text}");
    }
    let twice = good().to_string().replacen('{', r#"{"id":"acme/v0","#, 1);
    assert_eq!(problems(&twice), [("repeated_field", "/id".to_owned())]);
    let deep = format!("{}{}", "[".repeat(30_000), "]".repeat(30_000));
    assert_eq!(problems(&deep), [("wrong_type", String::new())]);
}

#[test]
fn rejects_a_signature_that_covers_itself() {
    for covered in ["/sig/v1", "/sig", "/sig/v1/x"] {
        let scheme = json!({
            "id": "acme/v1", "algorithm": "hmac-sha256", "content": format!("{{member:{covered}}}"),
            "signature": { "member": "/sig/v1" }, "timestamp": { "member": "/sig/at", "unit": "seconds" }
        });
        assert_eq!(problems(&scheme.to_string()), [("wrong_content", "/content".to_owned())], "{covered}");
    }
    let inside = json!({
        "id": "acme/v1", "algorithm": "hmac-sha256", "content": "{timestamp}",
        "signature": { "member": "/sig" }, "timestamp": { "member": "/sig/at", "unit": "seconds" }
    });
    assert_eq!(problems(&inside.to_string()), [("wrong_place", "/timestamp".to_owned())]);
}

#[test]
fn accepts_a_scheme_without_optional_members() {
    let least = r#"{"id":"acme/v1","algorithm":"hmac-sha256","content":"{body}","signature":{"header":"A"}}"#;
    assert_eq!(problems(least), []);
    for tolerance in [json!(0), json!(false), json!({ "past": 1, "future": 2 }), json!(null)] {
        assert_eq!(problems(&with("/timestamp/toleranceSeconds", tolerance).to_string()), []);
    }
}

#[test]
fn validates_provenance_if_there_is_one() {
    let with = |provenance: Value| {
        let mut scheme = good();
        scheme["provenance"] = provenance;
        problems(&scheme.to_string())
    };
    let whole = json!({"source": "https://docs.acme.example", "asOf": "2027-01-15", "confidence": "documented"});
    assert_eq!(with(whole.clone()), []);
    assert_eq!(with(json!(null)), []);
    let mut undated = whole.clone();
    undated["asOf"] = json!("January 2027");
    assert_eq!(with(undated), [("wrong_date", "/provenance/asOf".to_owned())]);
    let mut misspelt = whole;
    misspelt["assume"] = json!([]);
    assert_eq!(with(misspelt), [("unknown_field", "/provenance/assume".to_owned())]);
    let missing =
        [("missing_field", "/provenance/asOf".to_owned()), ("missing_field", "/provenance/confidence".to_owned())];
    assert_eq!(with(json!({"source": "x"})), missing);
}
