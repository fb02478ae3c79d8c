//! Bodies that were printed, wrapped, encoded or edited.

use super::*;

const JSON: &str = r#"{"id":"evt_1","name":"Zoë","note":"a b","list":[1,{"b":null,"c":true}]}"#;

#[test]
fn printed_bodies_are_restored() {
    let escaped = JSON.replace('"', "\\\"");
    let bytes: Vec<String> = JSON.bytes().map(|byte| byte.to_string()).collect();
    let signed: Vec<String> = JSON.bytes().map(|byte| byte.cast_signed().to_string()).collect();
    for arrived in [
        format!("b'{}'", JSON.replace('ë', "\\xc3\\xab")),
        format!("'{JSON}'"),
        escaped.clone(),
        format!("\"{escaped}\""),
        bytes.join(","),
        format!("[{}]", bytes.join(" ")),
        format!("[{}]", signed.join(", ")),
        hex::encode(JSON),
        format!("\\x{}", hex::encode(JSON)),
        JSON.replace('"', "&quot;"),
        "{\"id\"=>\"evt_1\", \"name\"=>\"Zoë\", \"note\"=>\"a b\", \"list\"=>[1, {\"b\"=>nil, \"c\"=>true}]}".into(),
        "{'id': 'evt_1', 'name': 'Zoë', 'note': 'a b', 'list': [1, {'b': None, 'c': True}]}".into(),
    ] {
        check("body_stringified", JSON, arrived);
    }
}

#[test]
fn base64_is_decoded_twice_and_from_urls() {
    use base64ct::{Base64, Encoding as _};
    let once = Base64::encode_string(JSON.as_bytes());
    check("body_base64", JSON, Base64::encode_string(once.as_bytes()));
    check("body_base64", JSON, format!("data:application/json;base64,{once}"));
    check("body_base64", JSON, format!("\"{once}\""));
}

#[test]
fn wrapped_bodies_are_found() {
    use base64ct::{Base64, Encoding as _};
    let text = serde_json::to_string(JSON).unwrap();
    let base64 = Base64::encode_string(JSON.as_bytes());
    for arrived in [
        format!("{{\"Type\":\"Notification\",\"Message\":{text}}}"),
        format!("{{\"httpMethod\":\"POST\",\"body\":{text},\"isBase64Encoded\":false}}"),
        format!("{{\"httpMethod\":\"POST\",\"body\":\"{base64}\",\"isBase64Encoded\":true}}"),
        format!("{{\"message\":{{\"data\":\"{base64}\",\"messageId\":\"1\"}}}}"),
        format!("{{\"source\":\"relay\",\"detail\":{JSON}}}"),
        format!("[{JSON}]"),
        serde_json::json!({ "Records": [{ "body": format!("{{\"Message\":{text}}}") }] }).to_string(),
    ] {
        check("body_wrapped", JSON, arrived);
    }
    check("body_wrapped", format!("[{JSON}]"), JSON);
}

#[test]
fn a_part_of_a_multipart_body_is_found() {
    let arrived = format!("--x1\r\nContent-Disposition: form-data; name=\"payload\"\r\n\r\n{JSON}\r\n--x1--\r\n");
    let mut headers = signed("generic/signature", &secret(KEY), JSON.as_bytes(), "");
    headers.push("Content-Type", "multipart/form-data; boundary=x1");
    let diagnosis = explained("generic/signature", &secret(KEY), &Request::new(&headers, arrived.as_bytes()));
    assert_eq!(codes(&diagnosis), ["body_multipart"]);
}

#[test]
fn conversions_of_character_sets_are_undone() {
    let sent = r#"{"name":"Zoë 😀"}"#;
    let latin = |text: &str| text.bytes().map(char::from).collect::<String>();
    check("body_charset", sent, latin(&latin(sent)));
    let mut cesu = sent.split('😀').next().unwrap().as_bytes().to_vec();
    cesu.extend(b"\xed\xa0\xbd\xed\xb8\x80\"}");
    check("body_charset", sent, &cesu);
    check("body_charset", &cesu, sent);
}

#[test]
fn characters_that_were_replaced_are_a_likely_cause() {
    let (sent, arrived) = (r#"{"name":"Zoë","id":1}"#, r#"{"name":"Zo?","id":1}"#);
    let mut headers = signed("generic/signature", &secret(KEY), sent.as_bytes(), "");
    headers.push("Content-Length", sent.len().to_string());
    let diagnosis = explained("generic/signature", &secret(KEY), &Request::new(&headers, arrived.as_bytes()));
    assert_eq!(diagnosis.causes[0].code(), "body_charset", "{:?}", diagnosis.causes);
}

#[test]
fn spaces_of_a_decoded_form_are_restored() {
    let sent = r#"{"phone":"+49171","at":"2026-01-01T10:00:00+02:00","text":"one two"}"#;
    check("body_urlencoded", sent, sent.replace('+', " "));
    check("body_urlencoded", "b=1&a=2&c=3", "a=2&b=1&c=3");
}

#[test]
fn one_changed_character_is_found() {
    check("body_changed", r#"{"amount":100,"to":"a"}"#, r#"{"amount":900,"to":"a"}"#);
    check("body_changed", r#"{"amount":100,"to":"a"}"#, r#"{"amount":100,"to":"A"}"#);
    let mut flipped = br#"{"amount":100,"to":"a"}"#.to_vec();
    flipped[3] ^= 0x40;
    check("body_changed", r#"{"amount":100,"to":"a"}"#, flipped);
    let diagnosis = of_body(r#"{"amount":100,"to":"a"}"#, r#"{"amount":977,"to":"a"}"#);
    assert_eq!(diagnosis.causes[0].code(), "unknown", "{:?}", diagnosis.causes);
}

#[test]
fn a_byte_order_mark_and_another_change_are_two_causes() {
    let arrived = format!("\u{feff}{}", JSON.replace(',', ", ").replace(':', ": "));
    assert_eq!(codes(&of_body(JSON, arrived)), ["body_reformatted", "body_bom"]);
    assert_eq!(codes(&of_body("a\nb", "\u{feff}a\r\nb")), ["body_crlf", "body_bom"]);
    assert_eq!(codes(&of_body(JSON, format!("\u{feff}{JSON}"))), ["body_bom"]);
}
