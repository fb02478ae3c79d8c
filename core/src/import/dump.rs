//! Dumps with an offset in each line: `hexdump -C`, `xxd` and `od -tx1`.

use alloc::vec::Vec;

use super::code::ImportError;
use super::limit::MAX_TEXT;

/// One line of a dump.
struct Line<'a> {
    offset: &'a str,
    content: &'a str,
    /// Whether a colon follows the offset, as in `xxd`.
    has_colon: bool,
}

impl<'a> Line<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let end = line.find([' ', '\t', ':']).unwrap_or(line.len());
        let (offset, rest) = line.split_at_checked(end)?;
        let is_offset = (6..=16).contains(&offset.len()) && offset.bytes().all(|byte| byte.is_ascii_hexdigit());
        let content = rest.strip_prefix(':');
        is_offset.then_some(Self { offset, content: content.unwrap_or(rest), has_colon: content.is_some() })
    }

    /// Appends the bytes of the line.
    fn bytes(&self, bytes: &mut Vec<u8>) -> Option<()> {
        let content = self.content.split('|').next()?.trim_start();
        // `xxd` separates its digits from the characters with two spaces.
        let content = if self.has_colon { content.split("  ").next()? } else { content };
        for word in content.split_ascii_whitespace() {
            bytes.extend(hex::decode(word).ok()?);
        }
        Some(())
    }
}

/// Whether each of the first lines of a text begins with an offset.
pub(super) fn is_dump(text: &str) -> bool {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty() && *line != "*").take(4);
    let has_content = lines().any(|line| Line::of(line).is_some_and(|line| !line.content.trim().is_empty()));
    let is_first = |line: &str| Line::of(line).is_some_and(|line| line.offset.bytes().all(|byte| byte == b'0'));
    has_content && lines().next().is_some_and(is_first) && lines().all(|line| Line::of(line).is_some())
}

/// The bytes of a dump. A line with an asterisk repeats the line before it up to the next offset.
pub(super) fn read(text: &str) -> Result<Vec<u8>, ImportError> {
    let mut bytes: Vec<u8> = Vec::new();
    let mut previous = 0..0;
    let mut repeats = false;
    let mut radix = 16;
    for (index, line) in text.lines().enumerate() {
        let invalid = || ImportError::InvalidHex { line: index + 1 };
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if line == "*" {
            repeats = true;
            continue;
        }
        let line = Line::of(line).ok_or_else(invalid)?;
        let offset = |radix| usize::from_str_radix(line.offset, radix).ok();
        // `od` counts in octal.
        if bytes.len() == 16 && offset(16) == Some(0x20) && offset(8) == Some(16) {
            radix = 8;
        }
        let offset = offset(radix).ok_or_else(invalid)?;
        if repeats {
            let unit = bytes.get(previous.clone()).unwrap_or_default().to_vec();
            if unit.is_empty() || offset > MAX_TEXT {
                return Err(invalid());
            }
            while bytes.len() < offset {
                bytes.extend_from_slice(&unit);
            }
            bytes.truncate(offset);
            repeats = false;
        }
        let start = bytes.len();
        line.bytes(&mut bytes).ok_or_else(invalid)?;
        if start < bytes.len() {
            previous = start..bytes.len();
        }
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_dumps_of_tools() {
        let hexdump = "00000000  7b 22 61 22 3a 31 7d 0a                           |{\"a\":1}.|\n00000008\n";
        let xxd = "00000000: 7b22 6122 3a31 7d0a                      {\"a\":1}.\n";
        let od = "0000000 7b 22 61 22 3a 31 7d 0a\n0000010\n";
        for dump in [hexdump, xxd, od] {
            assert!(is_dump(dump), "{dump}");
            assert_eq!(read(dump).unwrap(), b"{\"a\":1}\n", "{dump}");
        }
    }

    #[test]
    fn repeats_lines_and_counts_like_od() {
        let zeros = "00 ".repeat(16);
        let dump = alloc::format!("00000000  {zeros} |................|\n*\n00000030  41 |A|\n00000031\n");
        assert_eq!(read(&dump).unwrap().len(), 49);
        let dump = alloc::format!("0000000 {zeros}\n0000020 {zeros}\n*\n0000100 41\n0000101\n");
        assert_eq!(read(&dump).unwrap().len(), 65);
    }

    #[test]
    fn rejects_damaged_and_endless_dumps() {
        for dump in ["00000000  7b 2", "*\n00000010", "00000000  7b\n*\nffffffff\n", "00000000  7b\nxyz"] {
            assert!(read(dump).is_err(), "{dump}");
        }
        assert!(!is_dump("12345678") && !is_dump("7b22 6122") && !is_dump("1234567 ab"));
    }
}
