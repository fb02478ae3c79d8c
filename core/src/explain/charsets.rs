//! Hypotheses about the character set of the body.
//!
//! A byte of Latin-1 is a character, so two conversions have the same bytes: text in Latin-1 that became UTF-8, and UTF-8
//! that was read as Latin-1 and became UTF-8 a second time. In the second one, what was signed is UTF-8 as well. Text in
//! Latin-1 is almost never valid UTF-8 by chance.

use super::characters::{self, Units};
use super::codes::DiagnosisCode;
use super::normal_forms;
use super::variants::{Needs, Variant, Write, variant};

const fn charset(evidence: &'static str, growth: usize, write: Write) -> Variant {
    variant(DiagnosisCode::BodyCharset, evidence, growth, write).needs(Needs::NonAscii)
}

const FROM_UTF16: &str = "the signature matches with the body converted from UTF-16 to UTF-8";
const TO_UTF16: &str = "the signature matches with the body converted to UTF-16, as the sender encodes it";

pub(super) const CHARSETS: [Variant; 14] = [
    charset(
        "the signature matches after undoing a double encoding: the sender's UTF-8 was read as Latin-1 and encoded in \
         UTF-8 again, which turns `é` into `Ã©`",
        1,
        |body, out| characters::narrow(body, |_| None, out),
    )
    .of_bytes("the signature matches with the body in Latin-1: the sender signed Latin-1, and it was converted to UTF-8"),
    charset(
        "the signature matches after undoing a double encoding: the sender's UTF-8 was read as Windows-1252 and encoded \
         in UTF-8 again, which turns `é` into `Ã©`",
        1,
        |body, out| characters::narrow(body, characters::windows_1252, out),
    )
    .of_bytes(
        "the signature matches with the body in Windows-1252: the sender signed Windows-1252, and it was converted to \
         UTF-8",
    ),
    charset(
        "the signature matches after undoing two conversions: the sender's UTF-8 was read as Latin-1 and encoded in \
         UTF-8 again, twice",
        1,
        |body, out| characters::narrow_twice(body, |_| None, out),
    )
    .of_bytes(
        "the signature matches after undoing two conversions: the sender signed Latin-1, it was converted to UTF-8, and \
         that was read as Latin-1 and encoded in UTF-8 again",
    ),
    charset(
        "the signature matches after undoing two conversions: the sender's UTF-8 was read as Windows-1252 and encoded \
         in UTF-8 again, twice",
        1,
        |body, out| characters::narrow_twice(body, characters::windows_1252, out),
    )
    .of_bytes(
        "the signature matches after undoing two conversions: the sender signed Windows-1252, it was converted to \
         UTF-8, and that was read as Windows-1252 and encoded in UTF-8 again",
    ),
    charset(
        "the signature matches after converting CESU-8 to UTF-8: each half of a surrogate pair was written on its own",
        1,
        characters::from_cesu,
    ),
    charset(
        "the signature matches with the body in CESU-8, as the sender encodes it",
        2,
        characters::to_cesu,
    ),
    charset(FROM_UTF16, 2, |body, out| characters::from_utf16(body, Units::Little, out)).needs(Needs::Nothing),
    charset(FROM_UTF16, 2, |body, out| characters::from_utf16(body, Units::Big, out)).needs(Needs::Nothing),
    charset(TO_UTF16, 2, |body, out| characters::to_utf16(body, Units::Little, out)).needs(Needs::Nothing),
    charset(TO_UTF16, 2, |body, out| characters::to_utf16(body, Units::Big, out)).needs(Needs::Nothing),
    charset(
        "the signature matches with the body encoded in UTF-8 twice: the sender read its UTF-8 as Latin-1 before it \
         signed it, and a program has undone this",
        2,
        |body, out| characters::widen(body, char::from, out),
    )
    .of_bytes("the signature matches with the body in UTF-8: the sender signed UTF-8, and it was converted to Latin-1"),
    charset(
        "the signature matches with the body encoded in UTF-8 twice: the sender read its UTF-8 as Windows-1252 before \
         it signed it, and a program has undone this",
        3,
        |body, out| characters::widen(body, characters::of_windows_1252, out),
    )
    .of_bytes(
        "the signature matches with the body in UTF-8: the sender signed UTF-8, and it was converted to Windows-1252",
    ),
    charset(
        "the signature matches with letters and their accents as one character (NFC), as in the sender's body: the text \
         was decomposed (NFD), as macOS does with the names of files",
        1,
        normal_forms::compose,
    )
    .needs(Needs::Marks),
    charset(
        "the signature matches with letters and their accents as separate characters (NFD), as in the sender's body: \
         the text was composed (NFC)",
        3,
        normal_forms::decompose,
    )
    .needs(Needs::Letters),
];
