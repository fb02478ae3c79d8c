//! Forgeries without the secret: the signature of a genuine delivery is sent with other content.

use base64ct::{Base64, Encoding as _};
use hookwright::catalog::find_scheme;
use hookwright::http::Headers;
use hookwright::signature::{OwnedScheme, Request, Scheme, Secret, Signer, Unsigned, Verifier};

const NOW_MS: i64 = 1_763_683_200_000;
const KEY: &str = "0123456789abcdef0123456789abcdef";
const FORM: &str = "application/x-www-form-urlencoded";

fn code<S: AsRef<str>>(scheme: &Scheme<S>, key: &str, fields: &[(&str, &str)], body: &[u8], url: &str) -> &'static str {
    let headers: Headers = fields.iter().copied().collect();
    let verifier = Verifier::new(scheme, &[Secret::new(key).unwrap()]).unwrap();
    let verdict = verifier.verify(&Request::new(&headers, body).to("POST", url), NOW_MS);
    verdict.map_or_else(|rejection| rejection.code(), |_| "ok")
}

/// A MAC by another implementation.
fn mac(algorithm: ring::hmac::Algorithm, key: &[u8], content: &[u8]) -> Vec<u8> {
    ring::hmac::sign(&ring::hmac::Key::new(algorithm, key), content).as_ref().to_vec()
}

fn custom(members: &str) -> OwnedScheme {
    OwnedScheme::parse(&format!(r#"{{"id":"acme/v1","algorithm":"hmac-sha256",{members}}}"#)).unwrap()
}

fn warnings(members: &str) -> Vec<&'static str> {
    custom(members).check().into_iter().map(|problem| problem.code).collect()
}

#[test]
fn mandrill_parameters_cannot_be_moved_to_the_url() {
    let mandrill = find_scheme("mandrill/hmac").unwrap();
    let content = b"https://example.com/hooks?source=mandrillmandrill_events[]";
    let signature = Base64::encode_string(&mac(ring::hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, KEY.as_bytes(), content));
    let check = |kind: &str, body: &[u8], url: &str| {
        code(mandrill, KEY, &[("X-Mandrill-Signature", &signature), ("Content-Type", kind)], body, url)
    };
    assert_eq!(check(FORM, b"mandrill_events=%5B%5D", "https://example.com/hooks?source=mandrill"), "ok");
    let moved = "https://example.com/hooks?source=mandrillmandrill_events[]";
    for (kind, body, expected) in [
        (FORM, b"mandrill_events=[{}]&x=\xff".as_slice(), "signature_mismatch"),
        (FORM, b"\xff", "signature_mismatch"),
        (FORM, b"&&", "body_not_covered"),
        (FORM, b"mandrill_events=%zz", "ambiguous_form"),
        (FORM, b"=forged", "ambiguous_form"),
        (FORM, b"a=1;b=2", "ambiguous_form"),
        (FORM, b"a=1&a=2", "ambiguous_form"),
        ("application/json", br#"{"forged":true}"#, "body_not_covered"),
        ("text/plain", b"mandrill_events=[{}]", "body_not_covered"),
        ("multipart/form-data; boundary=x", b"--x--", "body_not_covered"),
        ("", b"mandrill_events=[{}]", "body_not_covered"),
    ] {
        assert_eq!(check(kind, body, moved), expected, "{kind}: {body:?}");
    }
    // With two content types, parsers disagree about whether the body is a form.
    let fields =
        [("X-Mandrill-Signature", signature.as_str()), ("Content-Type", FORM), ("content-type", "application/json")];
    let url = "https://example.com/hooks?source=mandrill";
    assert_eq!(code(mandrill, KEY, &fields, b"mandrill_events=%5B%5D", url), "signature_mismatch");
}

#[test]
fn an_empty_form_does_not_sign_other_bodies() {
    let scheme = custom(r#""content":"{params}","signature":{"header":"X-Sig"}"#);
    let signature = hex::encode(mac(ring::hmac::HMAC_SHA256, KEY.as_bytes(), b""));
    for (kind, body, expected) in [
        (FORM, b"".as_slice(), "ok"),
        ("application/json", b"{}", "body_not_covered"),
        (FORM, b"\x80", "signature_mismatch"),
        (FORM, b"&", "body_not_covered"),
    ] {
        let fields = [("X-Sig", signature.as_str()), ("Content-Type", kind)];
        assert_eq!(code(&scheme, KEY, &fields, body, ""), expected, "{kind}: {body:?}");
    }
    assert!(warnings(r#""content":"{params}","signature":{"header":"X-Sig"}"#).contains(&"ambiguous_content"));
}

const ADYEN_KEY: &str = "44782def547aaa06c910c43932b1eb0c71fc68d9d0c057550c48ec2acf6ba056";

fn adyen(item: &str, more: &str) -> String {
    format!(r#"{{"live":"false","notificationItems":[{{"NotificationRequestItem":{{{item}}}}}{more}]}}"#)
}

#[test]
fn rejects_adyen_notifications_with_several_items_or_wrong_types() {
    let scheme = find_scheme("adyen/notification").unwrap();
    let content = b"PSP1::Account:ref:5000000:EUR:AUTHORIZATION:true:1:EUR:AUTHORIZATION:false";
    let signature = Base64::encode_string(&mac(ring::hmac::HMAC_SHA256, &hex::decode(ADYEN_KEY).unwrap(), content));
    let signed =
        |fields: &str| format!(r#""pspReference":"PSP1",{fields},"additionalData":{{"hmacSignature":"{signature}"}}"#);
    let check = |body: &str| code(scheme, ADYEN_KEY, &[], body.as_bytes(), "");
    let genuine = r#""merchantAccountCode":"Account","merchantReference":"ref:5000000:EUR:AUTHORIZATION:true",
        "amount":{"value":1,"currency":"EUR"},"eventCode":"AUTHORIZATION","success":"false""#;
    assert_eq!(check(&adyen(&signed(genuine), "")), "ok");
    let forged =
        r#",{"NotificationRequestItem":{"pspReference":"FORGED","amount":{"value":99999900,"currency":"EUR"}}}"#;
    assert_eq!(check(&adyen(&signed(genuine), forged)), "unsigned_items");
    assert_eq!(check(&adyen(&signed(genuine), ",null")), "unsigned_items");
    for shifted in [
        r#""merchantAccountCode":"Account","merchantReference":"ref","amount":{"value":5000000,"currency":"EUR"},
            "eventCode":"AUTHORIZATION","success":"true:1:EUR:AUTHORIZATION:false""#,
        r#""merchantAccountCode":"Account:ref","merchantReference":"5000000:EUR:AUTHORIZATION:true",
            "amount":{"value":1,"currency":"EUR"},"eventCode":"AUTHORIZATION","success":"false""#,
        r#""merchantAccountCode":"Account","merchantReference":"ref:5000000:EUR",
            "amount":{"value":"AUTHORIZATION:true:1","currency":"EUR"},"eventCode":"AUTHORIZATION","success":"false""#,
        r#""merchantAccountCode":"Account","merchantReference":"ref:5000000:EUR:AUTHORIZATION:true",
            "amount":{"value":"1","currency":"EUR"},"eventCode":"AUTHORIZATION","success":"false""#,
    ] {
        assert_eq!(check(&adyen(&signed(shifted), "")), "malformed_member", "{shifted}");
    }
}

#[test]
fn signing_a_notification_puts_the_signature_into_its_item() {
    let scheme = find_scheme("adyen/notification").unwrap();
    let item =
        r#""pspReference":"PSP1","merchantReference":"a:b","amount":{"value":1,"currency":"EUR"},"success":"true""#;
    let signer = Signer::new(scheme, &[Secret::new(ADYEN_KEY).unwrap()]).unwrap();
    let signed = signer.sign(&Unsigned::new(adyen(item, "").as_bytes())).unwrap();
    assert_eq!(code(scheme, ADYEN_KEY, &[], &signed.body, ""), "ok");
    let two = adyen(item, r#",{"NotificationRequestItem":{}}"#);
    assert_eq!(signer.sign(&Unsigned::new(two.as_bytes())).unwrap_err().code(), "unsigned_items");
}

#[test]
fn reports_signed_values_that_can_contain_the_separator() {
    let place = r#""signature":{"member":"/sig"}"#;
    let content = |content: &str| warnings(&format!(r#""content":"{content}",{place}"#));
    assert!(content("{member:/a}:{member:/b}").contains(&"ambiguous_content"));
    assert!(!content("{member:word:/a}:{member:/b}").contains(&"ambiguous_content"));
    assert!(!content("{member:word:/a}:{member:/b}:{member:integer:/c}").contains(&"ambiguous_content"));
    assert!(content("{member:/a}:{member:word:/b}:{member:/c}").contains(&"ambiguous_content"));
    assert!(content("{member:/a}").contains(&"body_not_signed"));
}

#[test]
fn rejects_a_body_that_could_be_a_challenge() {
    let x = find_scheme("x/hmac").unwrap();
    for (body, expected) in
        [("FOO", "ambiguous_body"), ("YWJj==", "ambiguous_body"), ("{}", "ok"), ("12", "ok"), ("a b", "ok")]
    {
        let made = mac(ring::hmac::HMAC_SHA256, KEY.as_bytes(), body.as_bytes());
        let signature = format!("sha256={}", Base64::encode_string(&made));
        assert_eq!(
            code(x, KEY, &[("x-twitter-webhooks-signature", &signature)], body.as_bytes(), ""),
            expected,
            "{body}"
        );
    }
}

/// SHA-256 can be continued from a digest: a signature is the state after the secret, the body and its padding.
#[test]
fn rejects_bodies_after_a_length_extension() {
    for (scheme, fields, before) in [
        ("hubspot/v1", vec![], String::new()),
        ("hubspot/v2", vec![], "POSThttps://example.com/hook".to_owned()),
        (
            "lark/sha256",
            vec![("X-Lark-Request-Timestamp", "1763683200"), ("X-Lark-Request-Nonce", "nonce")],
            "1763683200nonce".to_owned(),
        ),
    ] {
        let is_lark = scheme.starts_with("lark");
        let of = |body: &[u8]| {
            let parts = if is_lark { [before.as_bytes(), KEY.as_bytes()] } else { [KEY.as_bytes(), before.as_bytes()] };
            hex::encode(ring::digest::digest(&ring::digest::SHA256, &[&parts.concat(), body].concat()))
        };
        let scheme = find_scheme(scheme).unwrap();
        let check = |body: &[u8]| {
            let signature = of(body);
            let mut fields = fields.clone();
            fields.push((scheme.signature_header().unwrap(), &signature));
            code(scheme, KEY, &fields, body, "https://example.com/hook")
        };
        assert_eq!(check(b"[{\"a\":1}]"), "ok", "{}", scheme.id);
        for extended in [b"[]\x80\0\0\0\0\0\0\x01\x98,{}]".as_slice(), b"\x80\0", b"[\"\xe9\"]"] {
            assert_eq!(check(extended), "body_not_utf8", "{}: {extended:?}", scheme.id);
        }
    }
    let extendable = OwnedScheme::parse(
        r#"{"id":"acme/v1","algorithm":"sha256","content":"{secret}{body}","signature":{"header":"X-Sig"}}"#,
    );
    assert!(extendable.unwrap().check().iter().any(|problem| problem.code == "length_extension"));
    let safe = OwnedScheme::parse(
        r#"{"id":"acme/v1","algorithm":"sha256","content":"{body}{secret}","signature":{"header":"X-Sig"}}"#,
    );
    assert!(safe.unwrap().check().is_empty());
}

#[test]
fn rejects_a_header_and_an_alias_that_differ() {
    let svix = find_scheme("svix/v1").unwrap();
    let key = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    let made = mac(ring::hmac::HMAC_SHA256, KEY.as_bytes(), b"msg_1.1763683200.{}");
    let signature = format!("v1,{}", Base64::encode_string(&made));
    let check = |more: &[(&str, &str)]| {
        let mut fields =
            vec![("svix-id", "msg_1"), ("svix-timestamp", "1763683200"), ("svix-signature", signature.as_str())];
        fields.extend(more);
        code(svix, key, &fields, b"{}", "")
    };
    assert_eq!(check(&[]), "ok");
    assert_eq!(check(&[("webhook-id", "msg_1"), ("webhook-timestamp", "1763683200")]), "ok");
    assert_eq!(check(&[("webhook-id", "msg_FRESH")]), "conflicting_headers");
    assert_eq!(check(&[("Webhook-Timestamp", "1763683201")]), "conflicting_headers");
    assert_eq!(check(&[("webhook-id", "msg_1"), ("webhook-id", "msg_2")]), "repeated_header");
    assert_eq!(check(&[("webhook-id", "")]), "ok");
}

#[test]
fn reports_weaknesses_of_custom_schemes() {
    let header = r#""signature":{"header":"X-Sig"}"#;
    let time = r#""timestamp":{"header":"X-Time","unit":"seconds"}"#;
    let endless = r#""timestamp":{"header":"X-Time","unit":"seconds","toleranceSeconds":false}"#;
    let ages = r#""timestamp":{"header":"X-Time","unit":"seconds","toleranceSeconds":4294967295}"#;
    let id = r#""messageId":{"header":"X-Id"}"#;
    for (members, expected) in [
        (format!(r#""content":"{{body}}",{header},{time}"#), "timestamp_not_signed"),
        (format!(r#""content":"{{body}}",{header},{id}"#), "id_not_signed"),
        (format!(r#""content":"{{id}}{{body}}",{header},{id}"#), "ambiguous_content"),
        (r#""content":"{member:/user}{member:/amount}","signature":{"member":"/sig"}"#.into(), "ambiguous_content"),
        (format!(r#""content":"{{header:X-N}}{{body}}",{header}"#), "ambiguous_content"),
        (r#""content":"constant","signature":{"member":"/sig"}"#.into(), "constant_content"),
        (r#""content":"","signature":{"member":"/sig"}"#.into(), "constant_content"),
        (format!(r#""content":"{{timestamp}}.{{body}}",{header},{endless}"#), "tolerance_too_wide"),
        (format!(r#""content":"{{timestamp}}.{{body}}",{header},{ages}"#), "tolerance_too_wide"),
        (format!(r#""content":"{{timestamp}}{{body}}",{header},{endless}"#), "tolerance_too_wide"),
        (format!(r#""content":"{{header:X-N}}\t{{body}}",{header}"#), "ambiguous_content"),
        (format!(r#""content":"{{path}}{{method}}",{header}"#), "ambiguous_content"),
        (
            r#""content":"{id}{member:/amount}","signature":{"member":"/sig"},"messageId":{"header":"X-Id"}"#.into(),
            "id_not_signed",
        ),
        (format!(r#""content":"{{method}}{{path}}",{header},"bodyDigest":{{"header":"X-Digest"}}"#), "body_not_signed"),
    ] {
        assert!(warnings(&members).contains(&expected), "{members}: {:?}", warnings(&members));
    }
    for members in [
        format!(r#""content":"{{timestamp}}.{{body}}",{header},{time}"#),
        format!(r#""content":"{{id}}.{{timestamp}}.{{body}}",{header},{time},{id}"#),
        format!(r#""content":"{{timestamp}}{{body}}",{header},{time}"#),
        format!(r#""content":"{{id}}\n{{header:X-N}}\n{{body:sha256}}",{header},{id}"#),
        format!(r#""content":"{{method}}{{path}}",{header},"bodyDigest":{{"query":"digest"}}"#),
    ] {
        assert_eq!(warnings(&members), [""; 0], "{members}");
    }
}

/// Leading zeros of a number could come from the adjacent part of the signed content.
#[test]
fn characters_cannot_be_moved_to_a_timestamp() {
    for (members, body, moved) in [
        (r#""content":"{body}{timestamp}""#, "amount=500", [("amount=50", "0"), ("amount=5", "00")]),
        (r#""content":"{timestamp}{body}""#, "17 EUR", [("7 EUR", "1763683200"), ("EUR", "1763683200")]),
    ] {
        let time = "1763683200";
        let is_before = members.contains("{timestamp}{");
        let text = format!(
            r#"{members},"signature":{{"header":"X-Sig"}},
                "timestamp":{{"header":"X-Time","unit":"seconds","toleranceSeconds":false}}"#
        );
        let scheme = custom(&text);
        let content = if is_before { format!("{time}{body}") } else { format!("{body}{time}") };
        let signature = hex::encode(mac(ring::hmac::HMAC_SHA256, KEY.as_bytes(), content.as_bytes()));
        let check = |body: &str, time: &str| {
            code(&scheme, KEY, &[("X-Sig", &signature), ("X-Time", time)], body.as_bytes(), "")
        };
        assert_eq!(check(body, time), "ok");
        for (shorter, _) in moved {
            let time = if is_before {
                content.strip_suffix(shorter).unwrap().to_owned()
            } else {
                content.strip_prefix(shorter).unwrap().to_owned()
            };
            assert!(
                ["malformed_timestamp", "ambiguous_content", "signature_mismatch"].contains(&check(shorter, &time)),
                "{shorter} {time}"
            );
        }
    }
}

#[test]
fn an_unsigned_digest_does_not_cover_the_body() {
    let scheme = custom(r#""content":".{params}","signature":{"header":"X-Sig"},"bodyDigest":{"header":"X-Digest"}"#);
    let signature = hex::encode(mac(ring::hmac::HMAC_SHA256, KEY.as_bytes(), b"."));
    let digest = hex::encode(ring::digest::digest(&ring::digest::SHA256, b"{}"));
    let fields = [("X-Sig", signature.as_str()), ("X-Digest", &digest), ("Content-Type", "application/json")];
    assert_eq!(code(&scheme, KEY, &fields, b"{}", ""), "body_not_covered");
}

#[test]
fn rejects_an_object_in_place_of_an_array() {
    let scheme = find_scheme("adyen/notification").unwrap();
    let item = r#""pspReference":"PSP1","amount":{"value":1,"currency":"EUR"},"success":"true""#;
    let signer = Signer::new(scheme, &[Secret::new(ADYEN_KEY).unwrap()]).unwrap();
    let signed = signer.sign(&Unsigned::new(adyen(item, "").as_bytes())).unwrap();
    let body = String::from_utf8(signed.body).unwrap();
    let object = body.replace(":[{", r#":{"0":{"#).replace("}]", r#"},"1":{"NotificationRequestItem":{}}}"#);
    assert_eq!(code(scheme, ADYEN_KEY, &[], object.as_bytes(), ""), "unsigned_items");
}

#[test]
fn rejects_signed_handshakes_that_sign_unsigned_values() {
    let parse = |content: &str, trigger: &str, mac: &str| {
        let text = format!(
            r#"{{"id":"acme/v1","algorithm":"hmac-sha256","content":"{content}","signature":{{"header":"X-Sig"}},
                "handshake":{{"trigger":{trigger},"signed":true,"reply":{{"body":"{{mac:{mac}}}"}}}}}}"#
        );
        OwnedScheme::parse(&text).map(|_| ()).map_err(|problems| problems[0].code)
    };
    let query = r#"{"query":"c"}"#;
    let member = r#"{"member":"/type","equals":"verify"}"#;
    assert_eq!(parse("{body:sha256}", query, "query:c"), Err("signing_oracle"));
    assert_eq!(parse("{member:/token}", member, "member:/challenge"), Err("signing_oracle"));
    assert_eq!(parse("{member:/challenge}", member, "member:/challenge"), Ok(()));
    assert_eq!(parse("{body:sha256}", member, "member:/challenge"), Ok(()));
    assert_eq!(parse(":{body}", query, "query:c"), Ok(()));
}

#[test]
fn rejects_forms_after_a_length_extension() {
    let scheme = OwnedScheme::parse(
        r#"{"id":"acme/v1","algorithm":"sha256","content":"{secret}{params}","signature":{"header":"X-Sig"}}"#,
    )
    .unwrap();
    let check = |body: &str, content: &[u8]| {
        let signature = hex::encode(ring::digest::digest(&ring::digest::SHA256, &[KEY.as_bytes(), content].concat()));
        code(&scheme, KEY, &[("X-Sig", &signature), ("Content-Type", FORM)], body.as_bytes(), "")
    };
    assert_eq!(check("amount=5", b"amount5"), "ok");
    assert_eq!(check("amount=5%80%00&zadmin=true", b"amount5\x80\0zadmintrue"), "body_not_utf8");
}

#[test]
fn rejects_bodies_between_unrestricted_header_values() {
    let scheme = custom(r#""content":"{header:X-A}{body}{header:X-B}","signature":{"header":"X-Sig"}"#);
    let content = r#"bob{"admin":true}x{"a":1}z"#;
    let signature = hex::encode(mac(ring::hmac::HMAC_SHA256, KEY.as_bytes(), content.as_bytes()));
    for (before, body, after) in
        [("bob", r#"{"admin":true}"#, r#"x{"a":1}z"#), (r#"bob{"admin":true}x"#, r#"{"a":1}"#, "z")]
    {
        let fields = [("X-Sig", signature.as_str()), ("X-A", before), ("X-B", after)];
        assert_eq!(code(&scheme, KEY, &fields, body.as_bytes(), ""), "ambiguous_content", "{before}");
    }
}

#[test]
fn rejects_bodies_and_templates_beyond_their_limits() {
    let twilio = find_scheme("twilio/sha1").unwrap();
    let fields = [("X-Twilio-Signature", "AAAAAAAAAAAAAAAAAAAAAAAAAAA="), ("Content-Type", FORM)];
    let url = "https://example.com/";
    assert_eq!(code(twilio, KEY, &fields, "a&".repeat(10_001).as_bytes(), url), "body_too_large");
    assert_eq!(code(twilio, KEY, &fields, &vec![b'a'; (16 << 20) + 1], url), "body_too_large");
    let adyen = find_scheme("adyen/notification").unwrap();
    assert_eq!(code(adyen, ADYEN_KEY, &[], &vec![b' '; (16 << 20) + 1], ""), "body_too_large");
    let long = format!(r#""content":"{}","signature":{{"header":"X-Sig"}}"#, "{header:X-N}.".repeat(65));
    let text = format!(r#"{{"id":"acme/v1","algorithm":"hmac-sha256",{long}}}"#);
    assert_eq!(OwnedScheme::parse(&text).unwrap_err()[0].code, "template_too_long");
}

#[test]
fn the_digest_of_twilio_must_be_the_last_parameter() {
    let twilio = find_scheme("twilio/sha1").unwrap();
    let forged = br#"{"forged":true}"#;
    let digest = hex::encode(ring::digest::digest(&ring::digest::SHA256, forged));
    let check = |url: &str| {
        let made = mac(ring::hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, KEY.as_bytes(), url.as_bytes());
        let signature = Base64::encode_string(&made);
        code(twilio, KEY, &[("X-Twilio-Signature", &signature), ("Content-Type", "application/json")], forged, url)
    };
    let url = "https://example.com/sms?a=1";
    assert_eq!(check(&format!("{url}&bodySHA256={digest}")), "ok");
    for moved in [
        format!("{url}AccountSidAC1Bodyhi&bodySHA256={digest}&x=From+1555"),
        format!("{url}&bodySHA256={digest}#x=From+1555"),
        format!("{url}&bodySHA256={digest}&"),
        format!("{url}&bodySHA256={digest}&bodySHA25=1"),
    ] {
        assert_eq!(check(&moved), "body_not_covered", "{moved}");
    }
}

#[test]
fn rejects_ids_with_separators() {
    let standard = find_scheme("standard/v1").unwrap();
    let made = mac(ring::hmac::HMAC_SHA256, KEY.as_bytes(), br#"order.1700000000.1763683200.{"a":1}"#);
    let signature = format!("v1,{}", Base64::encode_string(&made));
    let key = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
    let check = |id: &str, time: &str, body: &str| {
        let fields = [("webhook-id", id), ("webhook-timestamp", time), ("webhook-signature", signature.as_str())];
        code(standard, key, &fields, body.as_bytes(), "")
    };
    assert_eq!(check("order.1700000000", "1763683200", r#"{"a":1}"#), "invalid_id");
    assert_eq!(check("order", "1700000000", r#"1763683200.{"a":1}"#), "too_old");
    for id in ["a b", "\u{e9}", "a\"b", "a,b", "a;b"] {
        assert_eq!(check(id, "1763683200", "{}"), "invalid_id", "{id}");
    }
}

#[test]
fn klaviyo_timestamps_are_checked_and_separate_from_the_body() {
    let klaviyo = find_scheme("klaviyo/hmac").unwrap();
    let body = r#"{"data":[]}"#;
    let check = |body: &str, time: &str, signed: &str| {
        let signature = hex::encode(mac(ring::hmac::HMAC_SHA256, KEY.as_bytes(), signed.as_bytes()));
        code(klaviyo, KEY, &[("Klaviyo-Signature", &signature), ("Klaviyo-Timestamp", time)], body.as_bytes(), "")
    };
    for time in ["1763683200", "1763683200000", "2025-11-21T00:00:00Z", "Fri, 21 Nov 2025 00:00:00 GMT"] {
        let signed = format!("{body}{time}");
        assert_eq!(check(body, time, &signed), "ok", "{time}");
        assert_eq!(check("", &signed, &signed), "malformed_timestamp", "{time}");
    }
    for old in ["1448064000", "1448064000000", "2015-11-21T00:00:00Z"] {
        assert_eq!(check(body, old, &format!("{body}{old}")), "too_old", "{old}");
    }
}

#[test]
fn bodies_cannot_be_moved_to_adjacent_signed_parts() {
    let square = find_scheme("square/sha256").unwrap();
    let sign = |content: &str| Base64::encode_string(&mac(ring::hmac::HMAC_SHA256, KEY.as_bytes(), content.as_bytes()));
    let check = |content: &str, body: &str, url: &str| {
        code(square, KEY, &[("x-square-hmacsha256-signature", &sign(content))], body.as_bytes(), url)
    };
    let url = "https://example.com/hook";
    let whole = format!(r#"{url}{{"event_id":"1"}}"#);
    assert_eq!(check(&whole, r#"{"event_id":"1"}"#, url), "ok");
    assert_eq!(check(&whole, r#""event_id":"1"}"#, &format!("{url}{{")), "ambiguous_content");
    assert_eq!(check(&whole, "", &whole), "malformed_url");
    assert_eq!(check(&format!("{url}[1]"), "", &format!("{url}[1]")), "ambiguous_content");
    // An id next to a body.
    let scheme = custom(r#""content":"{id}{body}","signature":{"header":"X-Sig"},"messageId":{"header":"X-Id"}"#);
    let signature = hex::encode(mac(ring::hmac::HMAC_SHA256, KEY.as_bytes(), b"bob15"));
    for (id, body) in [("bob1", b"5".as_slice()), ("bob", b"15"), ("bob15", b"")] {
        let expected = if body.is_empty() { "ok" } else { "ambiguous_content" };
        assert_eq!(code(&scheme, KEY, &[("X-Sig", &signature), ("X-Id", id)], body, ""), expected, "{id}");
    }
}
