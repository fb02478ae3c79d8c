//! Search for numbers that JavaScript changes when it parses a document.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::strings::unquoted;
use crate::base::problem::pointer;

/// The maximum number of numbers to list.
const MAX_LISTED: usize = 100;

/// The maximum nesting depth of listed numbers. Deeper ones have the pointer of the value at this depth.
const MAX_DEPTH: usize = 1_000;

/// The maximum length in bytes of a listed pointer. Longer ones are cut off at a value that contains the number.
const MAX_LENGTH: usize = 1_024;

/// The numbers of a document that JavaScript changes, with their pointers, and how many more there are.
#[derive(Debug, Default)]
pub(crate) struct Inexact<'a> {
    pub(crate) listed: Vec<(String, &'a str)>,
    pub(crate) more: usize,
}

/// An object or array whose end has not been reached.
enum Open<'a> {
    /// The name of the current member, in quotes.
    Object(&'a str),
    /// The index of the current item.
    Array(usize),
}

impl<'a> Inexact<'a> {
    /// Searches a document, which must be valid JSON: the result for other text is meaningless.
    pub(crate) fn find(document: &'a str) -> Self {
        let mut found = Self::default();
        let mut open: Vec<Open<'a>> = Vec::new();
        let mut deeper = 0_usize;
        let mut at = 0;
        while let Some(byte) = document.as_bytes().get(at) {
            let rest = document.get(at..).unwrap_or_default();
            match byte {
                b'"' => {
                    let text = string(rest);
                    // The text before a colon is a name; that of a value is not used, because the next name replaces it.
                    if let (Some(Open::Object(name)), 0) = (open.last_mut(), deeper) {
                        *name = text;
                    }
                    at += text.len();
                    continue;
                }
                b'-' | b'0'..=b'9' => {
                    let end = rest.bytes().position(|byte| !is_of_number(byte)).unwrap_or(rest.len());
                    let number = rest.get(..end).unwrap_or_default();
                    if is_changed(number) {
                        if found.listed.len() < MAX_LISTED {
                            found.listed.push((path(&open), number));
                        } else {
                            found.more += 1;
                        }
                    }
                    at += end;
                    continue;
                }
                b'{' | b'[' if open.len() == MAX_DEPTH => deeper += 1,
                b'{' => open.push(Open::Object("")),
                b'[' => open.push(Open::Array(0)),
                b'}' | b']' if deeper > 0 => deeper -= 1,
                b'}' | b']' => drop(open.pop()),
                b',' if deeper == 0 => {
                    if let Some(Open::Array(index)) = open.last_mut() {
                        *index += 1;
                    }
                }
                _ => {}
            }
            at += 1;
        }
        found
    }
}

const fn is_of_number(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E')
}

/// The string at the start of a text, with its quotes.
fn string(text: &str) -> &str {
    let mut is_escaped = false;
    let end = text.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    });
    end.and_then(|end| text.get(..end + 2)).unwrap_or(text)
}

fn path(open: &[Open<'_>]) -> String {
    let mut path = String::new();
    for level in open {
        let step: Cow<'_, str> = match level {
            Open::Array(index) => format!("{index}").into(),
            Open::Object(name) => match unquoted(name) {
                Some(name) => name,
                None => return path,
            },
        };
        let longer = pointer(&path, &step);
        if longer.len() > MAX_LENGTH {
            return path;
        }
        path = longer;
    }
    path
}

/// Whether JavaScript changes a number: an integer beyond 2⁵³ − 1 of more than 15 significant digits, another number of
/// more than 17, or one that is close to the limits of a double or beyond them.
///
/// Every double has a decimal form of at most 17 significant digits, and every decimal number of at most 15 is kept.
fn is_changed(number: &str) -> bool {
    let unsigned = number.strip_prefix('-').unwrap_or(number);
    let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [whole, fraction].concat();
    let unpadded = digits.trim_start_matches('0');
    let significant = unpadded.trim_end_matches('0').len();
    if significant == 0 {
        return false;
    }
    // The number is 0.DIGITS × 10^scale.
    let leading = digits.len() - unpadded.len();
    let scale = exponent.parse::<i64>().ok().map(|exponent| exponent + whole.len() as i64 - leading as i64);
    let Some(scale) = scale.filter(|scale| (-300..=308).contains(scale)) else { return true };
    // A number with a point or an exponent was a double of the sender.
    if mantissa.len() < unsigned.len() || mantissa.contains('.') {
        return significant > 17;
    }
    match (significant, scale) {
        (..=15, _) => false,
        (16, 16) => unpadded.get(..16).is_none_or(|digits| digits > "9007199254740991"),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_a_double_keeps_are_not_listed() {
        for kept in [
            "0",
            "-0.0",
            "1",
            "0.1",
            "1.10",
            "9007199254740991",
            "-9007199254740991",
            "123456789012345",
            "1e20",
            "100000000000000000000",
            "0.30000000000000004",
            "1.7976931348623157e300",
            "5e-300",
            "9007199254740.991",
        ] {
            assert!(!is_changed(kept), "{kept}");
        }
        for changed in [
            "9007199254740993",
            "813683310949021977",
            "-813683310949021977",
            "12345678901234567890",
            "1e400",
            "1e-400",
            "0.12345678901234567890",
            "3.14159265358979323846",
            "813683310949021977.0",
            "1e99999999999999999999",
        ] {
            assert!(is_changed(changed), "{changed}");
        }
    }

    #[test]
    fn listed_numbers_have_a_pointer_and_their_text() {
        let document =
            r#"{"a":[1,{"b/\u0063":813683310949021977}],"s":"12345678901234567890\"","d":-9007199254740993}"#;
        let found = Inexact::find(document);
        let expected = [("/a/1/b~1c".to_owned(), "813683310949021977"), ("/d".to_owned(), "-9007199254740993")];
        assert_eq!((found.listed.as_slice(), found.more), (&expected[..], 0));
        let many = format!("[{}1]", "9007199254740993,".repeat(150));
        let found = Inexact::find(&many);
        assert_eq!((found.listed.len(), found.more), (100, 50));
        let deep = [&*"[".repeat(2000), "9007199254740993", &*"]".repeat(2000)].concat();
        assert_eq!(Inexact::find(&deep).listed.len(), 1);
        let long = format!(r#"{{"{}":9007199254740993}}"#, "a".repeat(5000));
        assert_eq!(Inexact::find(&long).listed, [(String::new(), "9007199254740993")]);
    }

    use alloc::borrow::ToOwned as _;
}
