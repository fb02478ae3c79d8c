//! The Unicode normalization forms NFC and NFD, of the characters that names and texts contain most often.
//!
//! The tables of `core::char` have no decompositions, and a complete implementation would be larger than all hypotheses
//! about bodies. Characters that are not in this table remain as they are.

use super::scratch::Scratch;

/// Characters from a first one: the letters that they consist of, and the marks on them. A space means that the character
/// does not consist of a letter and a mark of [`MARKS`]. From the `UnicodeData.txt` of Unicode 14; the decompositions of
/// older characters never change.
const LETTERS: [(char, &str, &str); 18] = [
    // Latin, with the letters of Vietnamese and of Pinyin.
    (
        '\u{c0}',
        "AAAAAA CEEEEIIII NOOOOO  UUUUY  aaaaaa ceeeeiiii nooooo  uuuuy y",
        "`'^~:o ;`'^:`'^: ~`'^~:  `'^:'  `'^~:o ;`'^:`'^: ~`'^~:  `'^:' :",
    ),
    (
        '\u{100}',
        "AaAaAaCcCcCcCcDd  EeEeEeEeEeGgGgGgGgHh  IiIiIiIiI   JjKk LlLlLl ",
        "--((&&''^^**vvvv  --((**&&vv^^((**;;^^  ~~--((&&*   ^^;; '';;vv ",
    ),
    (
        '\u{140}',
        "   NnNnNn   OoOoOo  RrRrRrSsSsSsSsTtTt  UuUuUuUuUuUuWwYyYZzZzZz",
        "   '';;vv   --((==  '';;vv''^^;;vv;;vv  ~~--((oo==&&^^^^:''**vv",
    ),
    ('\u{1a0}', "Oo             Uu", "++             ++"),
    ('\u{1cd}', "AaIiOoUuÜüÜüÜüÜü", "vvvvvvvv--''vv``"),
    ('\u{218}', "SsTt", ",,,,"),
    ('\u{1ea0}', "AaAaÂâÂâÂâÂâẠạĂăĂăĂăĂăẠạEeEeEeÊêÊêÊêÊêẸẹIiIi", "..??''``??~~^^''``??~~((..??~~''``??~~^^??.."),
    ('\u{1ecc}', "OoOoÔôÔôÔôÔôỌọƠơƠơƠơƠơƠơUuUuƯưƯưƯưƯưƯưYyYyYyYy", "..??''``??~~^^''``??~~....??''``??~~..``..??~~"),
    // Greek and Cyrillic.
    ('\u{386}', "Α ΕΗΙ Ο ΥΩϊ", "' ''' ' '''"),
    ('\u{3aa}', "ΙΥαεηιϋ", "::'''''"),
    ('\u{3ca}', "ιυουω", "::'''"),
    ('\u{400}', "ЕЕ Г   І    КИУ", "`: '   :    '`("),
    ('\u{419}', "И", "("),
    ('\u{439}', "и", "("),
    ('\u{450}', "ее г   і    киу", "`: '   :    '`("),
    // Hiragana.
    ('\u{304c}', "か き く け こ さ し す せ そ た ち  つ て と", "\" \" \" \" \" \" \" \" \" \" \" \"  \" \" \""),
    ('\u{3070}', "はは ひひ ふふ へへ ほほ", "\"0 \"0 \"0 \"0 \"0"),
    ('\u{3094}', "う         ゝ", "\"         \""),
];

/// The marks, as they are written in [`LETTERS`].
const MARKS: [(u8, char); 19] = [
    (b'`', '\u{300}'),
    (b'\'', '\u{301}'),
    (b'^', '\u{302}'),
    (b'~', '\u{303}'),
    (b'-', '\u{304}'),
    (b'(', '\u{306}'),
    (b'*', '\u{307}'),
    (b':', '\u{308}'),
    (b'?', '\u{309}'),
    (b'o', '\u{30a}'),
    (b'=', '\u{30b}'),
    (b'v', '\u{30c}'),
    (b'+', '\u{31b}'),
    (b'.', '\u{323}'),
    (b',', '\u{326}'),
    (b';', '\u{327}'),
    (b'&', '\u{328}'),
    (b'"', '\u{3099}'),
    (b'0', '\u{309a}'),
];

/// The distance from hiragana to katakana.
const KATAKANA: u32 = 0x60;

/// Writes each letter with its marks as one character.
pub(super) fn compose(body: &[u8], out: &mut Scratch) -> Option<()> {
    let mut last = None;
    for character in core::str::from_utf8(body).ok()?.chars() {
        let joined = last.filter(|_| !character.is_ascii()).and_then(|last| joined(last, character));
        if let Some(last) = last.filter(|_| joined.is_none()) {
            out.push_char(last);
        }
        last = joined.or(Some(character));
    }
    last.into_iter().for_each(|last| out.push_char(last));
    Some(())
}

/// Writes each letter and its marks as separate characters.
pub(super) fn decompose(body: &[u8], out: &mut Scratch) -> Option<()> {
    core::str::from_utf8(body).ok()?.chars().for_each(|character| write_parts(character, out));
    Some(())
}

fn write_parts(character: char, out: &mut Scratch) {
    match parts(character) {
        Some((first, last)) => {
            write_parts(first, out);
            out.push_char(last);
        }
        None => out.push_char(character),
    }
}

/// The two parts of a character, of which the first one can have parts itself.
fn parts(character: char) -> Option<(char, char)> {
    match character {
        '\0'..='\u{bf}' => None,
        '\u{ac00}'..='\u{d7a3}' => syllable_parts(u32::from(character) - SYLLABLES),
        '\u{30ac}'..='\u{30fe}' => {
            let (base, mark) = letter_parts(char::from_u32(u32::from(character) - KATAKANA)?)?;
            Some((char::from_u32(u32::from(base) + KATAKANA)?, mark))
        }
        _ => letter_parts(character),
    }
}

fn letter_parts(character: char) -> Option<(char, char)> {
    LETTERS.iter().find_map(|(start, bases, marks)| {
        let at = usize::try_from(u32::from(character).checked_sub(u32::from(*start))?).ok()?;
        let written = marks.as_bytes().get(at)?;
        let (_, mark) = MARKS.iter().find(|(known, _)| known == written)?;
        Some((bases.chars().nth(at)?, *mark))
    })
}

/// The character that consists of these two parts.
fn joined(first: char, last: char) -> Option<char> {
    if let Some(syllable) = syllable(u32::from(first), u32::from(last)) {
        return Some(syllable);
    }
    let (written, _) = MARKS.iter().find(|(_, known)| *known == last)?;
    let distance = if matches!(first, '\u{30a1}'..='\u{30ff}') { KATAKANA } else { 0 };
    let base = char::from_u32(u32::from(first) - distance)?;
    LETTERS.iter().find_map(|(start, bases, marks)| {
        let at = bases.chars().zip(marks.bytes()).position(|pair| pair == (base, *written))?;
        char::from_u32(u32::from(*start) + u32::try_from(at).ok()? + distance)
    })
}

/// The syllables of Hangul are numbered: by the lead, then by the vowel, then by the tail, which can be missing.
const SYLLABLES: u32 = 0xac00;
const LEADS: u32 = 0x1100;
const VOWELS: u32 = 0x1161;
/// The tail with the number 0 does not exist.
const TAILS: u32 = 0x11a7;
const LEAD_COUNT: u32 = 19;
const VOWEL_COUNT: u32 = 21;
const TAIL_COUNT: u32 = 28;

fn syllable_parts(number: u32) -> Option<(char, char)> {
    let (pair, tail) = (number / TAIL_COUNT, number % TAIL_COUNT);
    let (first, last) = match tail {
        0 => (LEADS + pair / VOWEL_COUNT, VOWELS + pair % VOWEL_COUNT),
        _ => (SYLLABLES + number - tail, TAILS + tail),
    };
    char::from_u32(first).zip(char::from_u32(last))
}

fn syllable(first: u32, last: u32) -> Option<char> {
    let (lead, vowel) = (first.wrapping_sub(LEADS), last.wrapping_sub(VOWELS));
    if lead < LEAD_COUNT && vowel < VOWEL_COUNT {
        return char::from_u32(SYLLABLES + (lead * VOWEL_COUNT + vowel) * TAIL_COUNT);
    }
    let (number, tail) = (first.wrapping_sub(SYLLABLES), last.wrapping_sub(TAILS));
    let is_open = number < LEAD_COUNT * VOWEL_COUNT * TAIL_COUNT && number.is_multiple_of(TAIL_COUNT);
    if is_open && tail > 0 && tail < TAIL_COUNT { char::from_u32(first + tail) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::string::String;
    use icu_normalizer::{ComposingNormalizer, DecomposingNormalizer};

    fn made(write: fn(&[u8], &mut Scratch) -> Option<()>, text: &str) -> String {
        let mut out = Scratch::new();
        out.start(100).unwrap();
        write(text.as_bytes(), &mut out).unwrap();
        String::from_utf8(out.variant().unwrap().to_vec()).unwrap()
    }

    #[test]
    fn every_character_is_decomposed_as_unicode_defines() {
        let (nfc, nfd) = (ComposingNormalizer::new_nfc(), DecomposingNormalizer::new_nfd());
        let mut known = 0;
        for character in '\0'..=char::MAX {
            let text = String::from(character);
            let decomposed = made(decompose, &text);
            if decomposed == text {
                continue;
            }
            known += 1;
            assert_eq!(decomposed, nfd.normalize(&text), "{character}");
            assert_eq!(made(compose, &decomposed), nfc.normalize(&text), "{character}");
        }
        // The syllables of Hangul, and the letters of the table.
        assert_eq!(known, 11_172 + 365);
    }

    #[test]
    fn letters_of_common_languages_are_known() {
        let nfd = DecomposingNormalizer::new_nfd();
        for text in [
            "Zoë, Łódź, Škoda, İstanbul, Ārija, Kőszeg, ĢĶĻŅ, Ștefan Țepeș",
            "Nguyễn Thị Ánh, đường phố, Tự Đức, Hà Nội, ở, ữ",
            "Ελλάδα ΰ ΐ Ώ, Йозеф Їжак ёлка Ўзбекистон Ѓорѓи",
            "がぎぐげご ざじずぜぞ だぢづでど ばびぶべぼ ぱぴぷぺぽ ゔ ガギグ ヴ パピプペポ",
            "안녕하세요 값 뷁 lǚ xué nǐ hǎo",
        ] {
            let decomposed = nfd.normalize(text);
            assert_eq!(made_long(decompose, text), decomposed);
            assert_eq!(made_long(compose, &decomposed), text);
        }
    }

    fn made_long(write: fn(&[u8], &mut Scratch) -> Option<()>, text: &str) -> String {
        text.split_inclusive(' ').map(|word| made(write, word)).collect()
    }
}
