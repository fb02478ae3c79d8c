//! Reversal of character set conversions.

use super::scratch::Scratch;

/// The byte order of UTF-16.
#[derive(Clone, Copy)]
pub(super) enum Units {
    Little,
    Big,
}

impl Units {
    const fn read(self, pair: [u8; 2]) -> u16 {
        match self {
            Self::Little => u16::from_le_bytes(pair),
            Self::Big => u16::from_be_bytes(pair),
        }
    }

    const fn write(self, unit: u16) -> [u8; 2] {
        match self {
            Self::Little => unit.to_le_bytes(),
            Self::Big => unit.to_be_bytes(),
        }
    }
}

pub(super) fn from_utf16(body: &[u8], units: Units, out: &mut Scratch) -> Option<()> {
    let body = body.strip_prefix(b"\xff\xfe").or_else(|| body.strip_prefix(b"\xfe\xff")).unwrap_or(body);
    let (pairs, rest) = body.as_chunks::<2>();
    if !rest.is_empty() || pairs.is_empty() {
        return None;
    }
    for character in char::decode_utf16(pairs.iter().map(|pair| units.read(*pair))) {
        out.push_char(character.ok()?);
    }
    Some(())
}

pub(super) fn to_utf16(body: &[u8], units: Units, out: &mut Scratch) -> Option<()> {
    let text = core::str::from_utf8(body).ok()?;
    text.encode_utf16().for_each(|unit| out.extend(&units.write(unit)));
    Some(())
}

/// Converts text to bytes, one byte per character.
pub(super) fn narrow(body: &[u8], special: fn(char) -> Option<u8>, out: &mut Scratch) -> Option<()> {
    for character in core::str::from_utf8(body).ok()?.chars() {
        out.push(special(character).or_else(|| u8::try_from(u32::from(character)).ok())?);
    }
    Some(())
}

/// Decodes bytes as Latin-1.
pub(super) fn widen(body: &[u8], out: &mut Scratch) -> Option<()> {
    if body.is_ascii() {
        return None;
    }
    body.iter().for_each(|byte| out.push_char(char::from(*byte)));
    Some(())
}

/// The characters of the bytes 0x80 to 0x9F in Windows-1252, where it differs from Latin-1.
pub(super) fn windows_1252(character: char) -> Option<u8> {
    const FROM_80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘',
        '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    if character.is_ascii() {
        return None;
    }
    let index = FROM_80.iter().position(|known| *known == character)?;
    u8::try_from(index + 0x80).ok()
}

/// The numeric JSON escape of a character: `\u00e9`, or two such escapes above U+FFFF.
pub(super) fn write_escape(character: char, is_upper: bool, out: &mut Scratch) {
    for unit in character.encode_utf16(&mut [0; 2]) {
        out.extend(b"\\u");
        for shift in [12, 8, 4, 0] {
            out.push(digit(u32::from(*unit) >> shift & 15, is_upper));
        }
    }
}

/// A hexadecimal digit.
fn digit(half: u32, is_upper: bool) -> u8 {
    let digit = char::from_digit(half, 16).map_or(b'0', |digit| digit as u8);
    if is_upper { digit.to_ascii_uppercase() } else { digit }
}
