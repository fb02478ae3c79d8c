//! `explain` names visible symptoms of deliveries whose signature cannot match, and repairs what can be repaired.

use crate::explaining::{Delivery, KEY};

const BODY: &str = "{\"name\":\"ünï\",\"weight\":1.250}";

fn github() -> Delivery {
    Delivery::new("github/sha256", KEY, BODY)
}

fn arrived(body: &[u8]) -> Delivery {
    Delivery { body: body.into(), ..github() }
}

#[test]
fn repairs_bodies_that_were_read_in_another_way() {
    let mark = ["\u{ef}\u{bb}\u{bf}", BODY].concat();
    assert_eq!(arrived(mark.as_bytes()).causes(), ["body_bom!"]);
    let buffer = [BODY.as_bytes(), &[0; 4]].concat();
    assert_eq!(arrived(&buffer).causes(), ["body_newline_added!"]);
    let shorter = BODY.replace("1.250", "1.25");
    assert_eq!(arrived(shorter.as_bytes()).causes(), ["body_values_lost!"]);
    let lines = "{\n  \"a\": 1,\n  \"b\": 2\n}";
    let joined = Delivery { body: lines.replace('\n', "").into(), ..Delivery::new("github/sha256", KEY, lines) };
    assert_eq!(joined.causes(), ["body_reformatted!"]);
    let sent = Delivery { body: format!("{BODY}\n").into(), ..github() };
    let length = sent.body.len().to_string();
    assert_eq!(sent.with("Content-Length", &length).causes(), ["body_signed_otherwise!"]);
}

#[test]
fn names_what_bodies_look_like() {
    for (body, code) in [
        (b"{\"name\":\"\xcd\xf5\"}".as_slice(), "body_charset"),
        (b"x\x9c\x6d\x90\xc1\x4e\xc3\x30\x0c\x86", "body_compressed"),
        (b"{data={type=event, id=1}}", "body_stringified"),
        (b"\"{\\\"other\\\":1}\"", "body_stringified"),
        (b"{\"name\":\"Concei??o\"}", "body_charset"),
        (b"undefined", "body_missing"),
    ] {
        assert_eq!(arrived(body).causes()[0], code, "{}", String::from_utf8_lossy(body));
    }
    let text = arrived("{\"name\":\"o\u{308}\"}".as_bytes());
    assert_eq!(text.with("Content-Length", "13").causes()[0], "body_charset");
    let url = arrived(b"{\"url\":\"https://example.com/a?page\"}");
    assert_eq!(url.causes(), ["unknown"]);
}

#[test]
fn names_secrets_that_were_encoded_or_cut() {
    let key = "wbhsec_d1b30846-5355-4051-816a-29d2920b73e2";
    let delivery = Delivery::new("persona/v1", key, BODY);
    let secret = |text: &str| Delivery { secrets: vec![text.into()], ..delivery.clone() };
    assert_eq!(secret("wbhsec_d1b30846-5355-4051-816a").causes(), ["secret_truncated"]);
    let encoded = key.bytes().map(|byte| format!("{byte:02x}")).collect::<String>();
    assert_eq!(secret(&encoded).causes(), ["secret_decoding!"]);
    let linear = Delivery::new("linear/hmac", "lin_wh_hRamXOWRdeO8q10kOTfU", "{\"webhookTimestamp\":1780000000000}");
    let bare = Delivery { secrets: vec!["hRamXOWRdeO8q10kOTfU".into()], ..linear };
    assert_eq!(bare.causes(), ["secret_prefix!"]);
}
