//! JSON that was parsed and written again.

use super::*;

const COMPACT: &str = r#"{"id":"evt_1","meta":{},"list":[],"object":{"a":1,"b":[1,2]}}"#;

#[test]
fn empty_objects_and_lists_of_stripe_take_several_lines() {
    let sent = "{\n  \"id\": \"evt_1\",\n  \"meta\": {\n  },\n  \"list\": [\n\n  ],\n  \"object\": {\n    \"a\": 1,\n    \
                \"b\": [\n      1,\n      2\n    ]\n  }\n}";
    check("body_reformatted", sent, COMPACT);
    check("body_reformatted", sent, sent.replace('\n', ""));
    let diagnosis = of_body(sent, sent.replace('\n', ""));
    assert!(diagnosis.causes[0].evidence.contains("line ends"), "{:?}", diagnosis.causes);
}

#[test]
fn serializers_differ_in_the_whitespace_of_lists_and_empty_values() {
    for sent in [
        "{\n  \"id\" : \"evt_1\",\n  \"meta\" : { },\n  \"list\" : [ ],\n  \"object\" : {\n    \"a\" : 1,\n    \
         \"b\" : [ 1, 2 ]\n  }\n}",
        "{ \"id\": \"evt_1\", \"meta\": {}, \"list\": [], \"object\": { \"a\": 1, \"b\": [ 1, 2 ] } }",
        "{\"id\" : \"evt_1\", \"meta\" : {}, \"list\" : [], \"object\" : {\"a\" : 1, \"b\" : [1, 2]}}",
        "{\n   \"id\" : \"evt_1\",\n   \"meta\" : {},\n   \"list\" : [],\n   \"object\" : {\n      \"a\" : 1,\n      \
         \"b\" : [\n         1,\n         2\n      ]\n   }\n}",
        "{\n  \"id\": \"evt_1\", \n  \"meta\": {}, \n  \"list\": [], \n  \"object\": {\n    \"a\": 1, \n    \"b\": [\n      \
         1, \n      2\n    ]\n  }\n}",
    ] {
        check("body_reformatted", sent, COMPACT);
    }
}

#[test]
fn events_of_sendgrid_are_on_separate_lines() {
    let sent = "[{\"event\":\"open\"},\r\n{\"event\":\"click\"}]\r\n";
    check("body_reformatted", sent, r#"[{"event":"open"},{"event":"click"}]"#);
}

#[test]
fn serializers_differ_in_escapes() {
    let plain = r#"{"url":"https://example.com/a?b=1&c=<d>","name":"Zoë"}"#;
    check("body_escaped_slashes", r#"{"url":"https:\/\/example.com\/a?b=1\u0026c=\u003cd\u003e","name":"Zoë"}"#, plain);
    check("body_unicode_escapes", r#"{"url":"https://example.com/a?b=1\u0026c=\u003cd\u003e","name":"Zoë"}"#, plain);
    check("body_unicode_escapes", plain, r#"{"url":"https://example.com/a?b=1\u0026c=\u003cd\u003e","name":"Zoë"}"#);
    check("body_ascii_only", plain, r#"{"url":"https://example.com/a?b=1&c=<d>","name":"Zo\u00eb"}"#);
}

#[test]
fn a_changed_order_is_found_in_any_object() {
    check("body_key_order", r#"{"a":1,"o":{"z":1,"b":2,"c":3}}"#, r#"{"a":1,"o":{"b":2,"c":3,"z":1}}"#);
    check("body_key_order", r#"{"id":1,"bb":2,"a":3}"#, r#"{"a":3,"bb":2,"id":1}"#);
    let many = |first: &str| {
        let rest: String = ('b'..'l').map(|name| format!(",\"{name}\":1")).collect();
        format!("{{{first}{rest}}}")
    };
    let moved = many("\"z\":1").replacen("\"z\":1,", "", 1).replace('}', ",\"z\":1}");
    check("body_key_order", many("\"z\":1"), moved);
}

#[test]
fn changed_values_are_restored() {
    for (sent, arrived) in [
        (r#"{"price":19.90,"count":1}"#, r#"{"price":19.9,"count":1}"#),
        (r#"{"price":136.0,"drift":0.0,"gain":1.50}"#, r#"{"price":136,"drift":0,"gain":1.5}"#),
        (r#"{"price":136,"count":1}"#, r#"{"price":136.0,"count":1.0}"#),
        (r#"{"row":813683310949021977}"#, r#"{"row":813683310949022000}"#),
        (r#"{"n":1e-07}"#, r#"{"n":1e-7}"#),
        (r#"{"n":1.0E10}"#, r#"{"n":10000000000}"#),
        (r#"{"a":1}"#, r#"{"a":1,"b":null}"#),
        (r#"{"a":{},"b":[]}"#, r#"{"a":[],"b":[]}"#),
        (r#"{"a":""}"#, r#"{"a":null}"#),
        (r#"{"a":"2026-08-25T13:30:00Z"}"#, r#"{"a":"2026-08-25T13:30:00.000Z"}"#),
        (r#"{"a":"2026-08-25T15:30:00+02:00"}"#, r#"{"a":"2026-08-25T13:30:00.000Z"}"#),
        (r#"{"a":" text "}"#, r#"{"a":"text"}"#),
        (r#"{"a":"12"}"#, r#"{"a":12}"#),
    ] {
        check("body_values_lost", sent, arrived);
    }
}

#[test]
fn other_bytes_that_were_sent_are_a_mistake_of_the_sender() {
    let (sent, arrived) = (r#"{"a": 1, "b": 2}"#, r#"{"a":1,"b":2}"#);
    let mut headers = signed("generic/signature", &secret(KEY), sent.as_bytes(), "");
    headers.push("Content-Length", arrived.len().to_string());
    let diagnosis = explained("generic/signature", &secret(KEY), &Request::new(&headers, arrived.as_bytes()));
    assert_eq!(codes(&diagnosis), ["body_signed_otherwise"]);
}

#[test]
fn traces_of_lossy_changes_are_likely() {
    for (arrived, code) in [
        (r#"{"id":813683310949022000,"other":813683310949027000,"more":9136833109490270000}"#, "body_values_lost"),
        (r#"{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7}"#, "body_key_order"),
        (r#"{"a":1,"c":2,"e":4,"bb":3,"dd":5,"fff":6}"#, "body_key_order"),
    ] {
        let diagnosis = of_body("another body", arrived);
        assert_eq!(diagnosis.causes[0].code(), code, "{:?}", diagnosis.causes);
        assert!(diagnosis.causes.iter().all(|cause| cause.certainty < Certainty::Proven));
    }
    let diagnosis = of_body("another body", r#"{"b":1,"a":2,"id":12}"#);
    assert_eq!(diagnosis.causes[0].code(), "unknown", "{:?}", diagnosis.causes);
}
