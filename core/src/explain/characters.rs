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

/// Converts text to bytes, one byte per character, twice.
pub(super) fn narrow_twice(body: &[u8], special: fn(char) -> Option<u8>, out: &mut Scratch) -> Option<()> {
    let once = |character: char| special(character).or_else(|| u8::try_from(u32::from(character)).ok());
    let mut bytes = core::str::from_utf8(body).ok()?.chars().map(once);
    let mut buffer = [0; 4];
    while let Some(first) = bytes.next() {
        let first = first?;
        let length = match first {
            0..=0x7f => 1,
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => return None,
        };
        let character = buffer.get_mut(..length)?;
        for (at, byte) in character.iter_mut().enumerate() {
            *byte = if at == 0 { first } else { bytes.next()?? };
        }
        out.push(once(core::str::from_utf8(character).ok()?.chars().next()?)?);
    }
    Some(())
}

/// Converts CESU-8, in which each half of a surrogate pair has three bytes, to UTF-8.
pub(super) fn from_cesu(body: &[u8], out: &mut Scratch) -> Option<()> {
    let mut rest = body;
    let mut is_changed = false;
    while let Some((first, after)) = rest.split_first() {
        let unit = |bytes: &[u8]| match bytes {
            [0xed, second, third, ..] => Some(0xd000 | u32::from(second & 0x3f) << 6 | u32::from(third & 0x3f)),
            _ => None,
        };
        let high = unit(rest).filter(|unit| (0xd800..=0xdbff).contains(unit));
        let low = rest.get(3..).and_then(unit).filter(|unit| (0xdc00..=0xdfff).contains(unit));
        rest = match (high, low) {
            (Some(high), Some(low)) => {
                is_changed = true;
                out.push_char(char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))?);
                rest.get(6..)?
            }
            _ => {
                out.push(*first);
                after
            }
        };
    }
    is_changed.then_some(())
}

/// Converts UTF-8 to CESU-8.
pub(super) fn to_cesu(body: &[u8], out: &mut Scratch) -> Option<()> {
    for character in core::str::from_utf8(body).ok()?.chars() {
        if character <= '\u{ffff}' {
            out.push_char(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            let [high, low] = unit.to_be_bytes();
            out.extend(&[0xe0 | high >> 4, 0x80 | (high & 0xf) << 2 | low >> 6, 0x80 | (low & 0x3f)]);
        }
    }
    Some(())
}

/// Decodes bytes, one character per byte.
pub(super) fn widen(body: &[u8], decode: fn(u8) -> char, out: &mut Scratch) -> Option<()> {
    body.iter().for_each(|byte| out.push_char(decode(*byte)));
    Some(())
}

/// The characters of the bytes 0x80 to 0x9F in Windows-1252, where it differs from Latin-1.
const FROM_80: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’',
    '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The byte of a character in Windows-1252, where it differs from Latin-1.
pub(super) fn windows_1252(character: char) -> Option<u8> {
    if character.is_ascii() {
        return None;
    }
    let index = FROM_80.iter().position(|known| *known == character)?;
    u8::try_from(index + 0x80).ok()
}

/// The character of a byte in Windows-1252.
pub(super) fn of_windows_1252(byte: u8) -> char {
    let special = byte.checked_sub(0x80).and_then(|index| FROM_80.get(usize::from(index)));
    special.copied().unwrap_or(char::from(byte))
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

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec::Vec;

    fn made(write: impl FnOnce(&mut Scratch) -> Option<()>) -> Option<Vec<u8>> {
        let mut out = Scratch::new();
        out.start(100).ok()?;
        write(&mut out)?;
        out.variant().map(<[u8]>::to_vec)
    }

    #[test]
    fn cesu_8_is_converted_in_both_directions() {
        let (utf8, cesu) = ("a😀é".as_bytes(), b"a\xed\xa0\xbd\xed\xb8\x80\xc3\xa9".as_slice());
        assert_eq!(made(|out| to_cesu(utf8, out)).unwrap(), cesu);
        assert_eq!(made(|out| from_cesu(cesu, out)).unwrap(), utf8);
        assert_eq!(made(|out| from_cesu(utf8, out)), None);
    }

    #[test]
    fn two_wrong_conversions_are_undone() {
        let once = made(|out| widen("é€".as_bytes(), char::from, out)).unwrap();
        let twice = made(|out| widen(&once, char::from, out)).unwrap();
        assert_eq!(made(|out| narrow_twice(&twice, |_| None, out)).unwrap(), "é€".as_bytes());
        assert_eq!(made(|out| narrow_twice("é".as_bytes(), |_| None, out)), None);
    }

    #[test]
    fn every_byte_of_windows_1252_is_a_character() {
        let bytes: Vec<u8> = (0x7f..=0xff).collect();
        let mut out = Scratch::new();
        out.start(400).unwrap();
        widen(&bytes, of_windows_1252, &mut out).unwrap();
        let text = out.variant().unwrap().to_vec();
        assert_eq!(core::str::from_utf8(&text).unwrap().chars().nth(1), Some('€'));
        out.start(400).unwrap();
        narrow(&text, windows_1252, &mut out).unwrap();
        assert_eq!(out.variant().unwrap(), bytes);
    }
}
