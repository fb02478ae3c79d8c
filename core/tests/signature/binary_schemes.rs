//! The binary form of schemes.

use hookwright::catalog::senders;
use hookwright::signature::{
    Algorithm, DecodeError, Encoding, Handshake, HandshakeReply, HandshakeTrigger, KeyForm, OwnedScheme, Place, Scheme,
    SignatureField, TimeUnit, TimestampField, Tolerance,
};
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::{Index, select};

fn rows() -> impl Iterator<Item = &'static Scheme> {
    senders().flat_map(|sender| sender.schemes)
}

/// A scheme with every member, in its binary form.
const WHOLE: &str = "01\
    0761636d652f7631 03 02 127b74696d657374616d707d2e7b626f64797d\
    01 0141 0142 01 3b 01 0376313d 02\
    01 02 02743d 01 01 01e807 01 0a\
    01 03 0169\
    01 04 022f64\
    01 02 052f74797065 0470696e67 01 ca01 0a746578742f706c61696e 04706f6e67 01 0158";

fn whole() -> OwnedScheme {
    let text = String::from;
    Scheme {
        id: text("acme/v1"),
        algorithm: Algorithm::HmacSha512,
        key: KeyForm::Hex,
        content: text("{timestamp}.{body}"),
        signature: SignatureField {
            place: Place::Header { header: text("A"), or_header: Some(text("B")) },
            separator: Some(';'),
            prefix: Some(text("v1=")),
            encoding: Encoding::Base64url,
        },
        timestamp: Some(TimestampField {
            place: Place::Item { item: text("t=") },
            unit: TimeUnit::Milliseconds,
            tolerance: Some(Tolerance { past_ms: Some(1000), future_ms: Some(10) }),
        }),
        message_id: Some(Place::Query { query: text("i") }),
        body_digest: Some(Place::Member { member: text("/d") }),
        handshake: Some(Handshake {
            trigger: HandshakeTrigger::Member { member: text("/type"), equals: Some(text("ping")) },
            signed: true,
            test_key: None,
            token: None,
            encrypted: None,
            secret: None,
            setting_up: false,
            head: false,
            reply: HandshakeReply {
                status: 202,
                content_type: text("text/plain"),
                body: text("pong"),
                header: Some(text("X")),
                as_header: None,
            },
        }),
        provenance: None,
    }
}

fn bytes(text: &str) -> Vec<u8> {
    hex::decode(text.replace(' ', "")).unwrap()
}

#[test]
fn the_form_of_version_1_never_changes() {
    assert_eq!(hex::encode(whole().to_bytes()), WHOLE.replace(' ', ""));
    assert_eq!(OwnedScheme::from_bytes(&bytes(WHOLE)), Ok(whole()));
}

#[test]
fn every_row_of_the_catalog_survives_and_takes_half_of_its_json() {
    let (mut binary, mut json) = (0, 0);
    for row in rows() {
        let written = row.to_bytes();
        let read = OwnedScheme::from_bytes(&written).unwrap_or_else(|error| panic!("{}: {error}", row.id));
        let row = Scheme { provenance: None, ..*row };
        assert_eq!(read.borrow(), row);
        assert!(read.compile().is_ok(), "{}", row.id);
        binary += written.len();
        json += serde_json::to_vec(&row).unwrap().len();
    }
    println!("{binary} bytes, {json} as JSON");
    assert!(binary * 2 < json);
}

#[test]
fn rejects_a_form_that_is_cut_off_or_has_more_bytes() {
    for row in rows() {
        let written = row.to_bytes();
        for end in 0..written.len() {
            assert_eq!(OwnedScheme::from_bytes(&written[..end]), Err(DecodeError::Truncated), "{}, {end}", row.id);
        }
        let longer = [&written[..], &[0]].concat();
        assert_eq!(OwnedScheme::from_bytes(&longer), Err(DecodeError::TrailingBytes), "{}", row.id);
    }
}

#[test]
fn names_the_code_and_the_place_of_each_mistake() {
    let scheme = Scheme::new("acme/v1", Algorithm::Token, KeyForm::Text, "", SignatureField::hex("A"));
    let good = scheme.to_bytes();
    assert_eq!(hex::encode(&good), "010761636d652f7631 0800 00 000141 00 00 00 00 00 00 00".replace(' ', ""));
    let with = |at: usize, byte: u8| {
        let mut bytes = good.clone();
        bytes[at] = byte;
        OwnedScheme::from_bytes(&bytes).unwrap_err()
    };
    assert_eq!(with(0, 0), DecodeError::UnknownVersion { found: 0 });
    assert_eq!(with(0, 2), DecodeError::UnknownVersion { found: 2 });
    assert_eq!(with(9, 99), DecodeError::UnknownTag { offset: 9 }, "the algorithm");
    assert_eq!(with(10, 66), DecodeError::UnknownTag { offset: 10 }, "the key");
    assert_eq!(with(12, 55), DecodeError::UnknownTag { offset: 12 }, "the place");
    assert_eq!(with(15, 2), DecodeError::UnknownTag { offset: 15 }, "whether there is a separator");
    assert_eq!(with(1, 0xff), DecodeError::Truncated, "a length beyond the end");
    assert_eq!(with(4, 0xff), DecodeError::WrongText { offset: 2 });
    let start = |bytes: &[u8]| OwnedScheme::from_bytes(&[&[1], bytes].concat()).unwrap_err();
    assert_eq!(start(&[0x80, 0]), DecodeError::WrongNumber { offset: 1 }, "longer than necessary");
    assert_eq!(start(&[0xff; 10]), DecodeError::WrongNumber { offset: 1 }, "more than 64 bits");
    let all_bits = [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1];
    assert_eq!(start(&all_bits), DecodeError::Truncated, "a length of 64 bits");
    assert_eq!(start(&[0x80, 0x80, 0x80, 0x80, 0x20]), DecodeError::Truncated, "a length of 2^33, on any platform");
    assert_eq!(OwnedScheme::from_bytes(&[]), Err(DecodeError::Truncated));
    assert_eq!(OwnedScheme::from_bytes(&vec![1; 65_537]), Err(DecodeError::TooLarge));
    let surrogate = OwnedScheme::from_bytes(&bytes("010761636d652f7631 0800 00 000141 01 80b003 00 00 00 00 00 00"));
    assert_eq!(surrogate, Err(DecodeError::WrongNumber { offset: 16 }), "a surrogate as a separator");
}

#[test]
fn tolerances_that_json_cannot_express_do_not_compile() {
    let field = SignatureField::hex("A");
    let scheme = Scheme::new("acme/v1", Algorithm::HmacSha256, KeyForm::Text, "{timestamp}.{body}", field);
    let codes = |past_ms, future_ms| {
        let tolerance = Tolerance { past_ms, future_ms };
        let scheme = scheme.timestamp(Place::header("T"), TimeUnit::Seconds, Some(tolerance));
        let read = OwnedScheme::from_bytes(&scheme.to_bytes()).unwrap();
        let problems = read.compile().err().unwrap_or_default();
        problems.into_iter().map(|problem| (problem.code, problem.path)).collect::<Vec<_>>()
    };
    let most = u64::from(u32::MAX) * 1000;
    for ms in [0, 1000, most] {
        assert_eq!(codes(Some(ms), None), [], "{ms}");
    }
    for ms in [1, 500, 1500, most + 1, most + 1000, u64::MAX] {
        let wrong = [("wrong_tolerance", "/timestamp/toleranceSeconds".to_owned())];
        assert_eq!(codes(Some(ms), Some(1000)), wrong, "{ms}");
        assert_eq!(codes(None, Some(ms)), wrong, "{ms}");
    }
}

#[test]
fn a_scheme_that_compiles_has_a_binary_form_that_can_be_decoded() {
    let long = |length| -> &'static str { "x".repeat(length).leak() };
    let field = SignatureField::hex("A").prefix(long(70_000));
    let scheme = Scheme::new("acme/v1", Algorithm::HmacSha256, KeyForm::Text, "{body}", field);
    assert_eq!(OwnedScheme::from_bytes(&scheme.to_bytes()), Err(DecodeError::TooLarge));
    let problems = scheme.compile().unwrap_err();
    assert_eq!((problems[0].code, problems[0].path.as_str()), ("scheme_too_large", ""));
    let fitting = Scheme { signature: SignatureField::hex("A").prefix(long(65_000)), ..scheme };
    assert!(fitting.compile().is_ok() && OwnedScheme::from_bytes(&fitting.to_bytes()).is_ok());
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{0,12}", any::<String>(), "x{127,130}"]
}

fn place() -> impl Strategy<Value = Place<String>> {
    prop_oneof![
        (text(), of(text())).prop_map(|(header, or_header)| Place::Header { header, or_header }),
        text().prop_map(|item| Place::Item { item }),
        text().prop_map(|query| Place::Query { query }),
        text().prop_map(|member| Place::Member { member }),
        text().prop_map(|field| Place::Field { field }),
    ]
}

fn handshake() -> impl Strategy<Value = Handshake<String>> {
    let trigger = prop_oneof![
        (text(), of(text())).prop_map(|(query, method)| HandshakeTrigger::Query { query, method }),
        (text(), of(text()), of(text())).prop_map(|(header, equals, method)| HandshakeTrigger::Header {
            header,
            equals,
            method
        }),
        (text(), of(text())).prop_map(|(member, equals)| HandshakeTrigger::Member { member, equals }),
        (text(), of(text())).prop_map(|(form, equals)| HandshakeTrigger::Form { form, equals }),
        text().prop_map(|method| HandshakeTrigger::Method { method }),
    ];
    let reply = (any::<u16>(), text(), text(), of(text()), of(text())).prop_map(
        |(status, content_type, body, header, as_header)| HandshakeReply {
            status,
            content_type,
            body,
            header,
            as_header,
        },
    );
    let more = (of(text()), of(place()), of(text()), of(place()), any::<bool>(), any::<bool>());
    (trigger, any::<bool>(), more, reply).prop_map(|(trigger, signed, more, reply)| {
        let (test_key, token, encrypted, secret, setting_up, head) = more;
        Handshake { trigger, signed, test_key, token, encrypted, secret, setting_up, head, reply }
    })
}

fn scheme() -> impl Strategy<Value = OwnedScheme> {
    let algorithm = select(rows().map(|row| row.algorithm).collect::<Vec<_>>());
    let key = select(rows().map(|row| row.key).collect::<Vec<_>>());
    let encoding = select([Encoding::Hex, Encoding::Base64, Encoding::Base64url, Encoding::Text].as_slice());
    let signature = (place(), of(any::<char>()), of(text()), encoding)
        .prop_map(|(place, separator, prefix, encoding)| SignatureField { place, separator, prefix, encoding });
    let unit = select([TimeUnit::Seconds, TimeUnit::Rfc3339Utc, TimeUnit::HttpDate, TimeUnit::Any].as_slice());
    let tolerance =
        (of(any::<u64>()), of(any::<u64>())).prop_map(|(past_ms, future_ms)| Tolerance { past_ms, future_ms });
    let timestamp =
        (place(), unit, of(tolerance)).prop_map(|(place, unit, tolerance)| TimestampField { place, unit, tolerance });
    let parts = (text(), algorithm, key, text(), signature);
    (parts, of(timestamp), of(place()), of(place()), of(handshake())).prop_map(
        |((id, algorithm, key, content, signature), timestamp, message_id, body_digest, handshake)| Scheme {
            id,
            algorithm,
            key,
            content,
            signature,
            timestamp,
            message_id,
            body_digest,
            handshake,
            provenance: None,
        },
    )
}

proptest! {
    #[test]
    fn any_scheme_survives(scheme in scheme()) {
        let written = scheme.to_bytes();
        prop_assert_eq!(OwnedScheme::from_bytes(&written), Ok(scheme));
    }

    #[test]
    fn any_bytes_are_rejected_or_the_only_form_of_a_scheme(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let bytes = [&[1], &bytes[..]].concat();
        if let Ok(scheme) = OwnedScheme::from_bytes(&bytes) {
            prop_assert_eq!(scheme.to_bytes(), bytes);
        }
    }

    #[test]
    fn a_changed_byte_is_rejected_or_changes_the_scheme(scheme in scheme(), at: Index, other: u8) {
        let mut changed = scheme.to_bytes();
        let at = at.index(changed.len());
        changed[at] ^= other;
        match OwnedScheme::from_bytes(&changed) {
            Ok(read) => prop_assert_eq!(read.to_bytes(), changed),
            Err(_) => prop_assert_ne!(other, 0),
        }
    }
}
