//! Bodies whose characters were converted: the evidence says what the sender signed.

use super::*;

const UTF8: &str = r#"{"name":"Zoë Müller","city":"Łódź"}"#;
const LATIN: &str = r#"{"name":"Zoë Müller","price":100}"#;
const EURO: &str = r#"{"name":"Zoë","price":"100 €"}"#;

/// The bytes of a text in Latin-1, or in Windows-1252 if it has a euro sign.
fn narrow(text: &str) -> Vec<u8> {
    text.chars().map(|character| if character == '€' { 0x80 } else { u8::try_from(character).unwrap() }).collect()
}

/// The text of bytes that are read as Latin-1, or as Windows-1252.
fn read_as(bytes: &[u8], is_windows: bool) -> String {
    let special = |byte| [(0x82, '‚'), (0x80, '€'), (0xac, '¬')].iter().find(|(known, _)| *known == byte);
    bytes
        .iter()
        .map(
            |byte| {
                if is_windows { special(*byte).map_or(char::from(*byte), |(_, read)| *read) } else { (*byte).into() }
            },
        )
        .collect()
}

/// Checks the evidence for a body that arrived in place of the signed one.
fn check_evidence(evidence: &str, sent: impl AsRef<[u8]>, arrived: impl AsRef<[u8]>) {
    let diagnosis = of_body(&sent, &arrived);
    assert_eq!(codes(&diagnosis), ["body_charset"], "{:?}", diagnosis.causes);
    let found = &diagnosis.causes[0].evidence;
    assert!(found.contains(evidence), "{found}, not {evidence}");
}

#[test]
fn latin_1_that_was_converted_to_utf_8_is_not_called_a_double_encoding() {
    check_evidence("the sender signed Latin-1, and it was converted to UTF-8", narrow(LATIN), LATIN);
    check_evidence("the sender signed Windows-1252, and it was converted to UTF-8", narrow(EURO), EURO);
}

#[test]
fn utf_8_that_was_converted_to_latin_1_is_recognized() {
    check_evidence("the sender signed UTF-8, and it was converted to Latin-1", LATIN, narrow(LATIN));
    check_evidence("the sender signed UTF-8, and it was converted to Windows-1252", EURO, narrow(EURO));
}

#[test]
fn a_double_encoding_is_undone() {
    let read = |is_windows| read_as(UTF8.as_bytes(), is_windows);
    check_evidence("the sender's UTF-8 was read as Latin-1 and encoded in UTF-8 again, which", UTF8, read(false));
    let euro = read_as(EURO.as_bytes(), true);
    check_evidence("the sender's UTF-8 was read as Windows-1252 and encoded in UTF-8 again, which", EURO, &euro);
    check_evidence("the sender read its UTF-8 as Latin-1 before it signed it", read(false), UTF8);
    check_evidence("the sender read its UTF-8 as Windows-1252 before it signed it", &euro, EURO);
}

#[test]
fn two_conversions_are_undone() {
    let once = read_as(UTF8.as_bytes(), false);
    let twice = read_as(once.as_bytes(), false);
    check_evidence("the sender's UTF-8 was read as Latin-1 and encoded in UTF-8 again, twice", UTF8, twice);
    let after = read_as(LATIN.as_bytes(), false);
    check_evidence("the sender signed Latin-1, it was converted to UTF-8, and that was read as", narrow(LATIN), after);
}

#[test]
fn normalized_texts_are_restored() {
    for (composed, decomposed) in [
        ("{\"name\":\"Zo\u{eb}\"}", "{\"name\":\"Zoe\u{308}\"}"),
        ("{\"city\":\"\u{1ea4}\"}", "{\"city\":\"A\u{302}\u{301}\"}"),
        ("{\"file\":\"\u{30ac}\u{d55c}\"}", "{\"file\":\"\u{30ab}\u{3099}\u{1112}\u{1161}\u{11ab}\"}"),
    ] {
        check_evidence("as one character (NFC), as in the sender's body", composed, decomposed);
        check_evidence("as separate characters (NFD), as in the sender's body", decomposed, composed);
    }
    // A text that is normalized and has a line feed at its end has two causes.
    let diagnosis = of_body("{\"name\":\"Zo\u{eb}\"}", "{\"name\":\"Zoe\u{308}\"}\n");
    assert_eq!(codes(&diagnosis), ["body_newline_added", "body_charset"]);
}
