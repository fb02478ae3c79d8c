//! Quotes from a request, which is untrusted, and lists of names.

use alloc::string::String;
use core::borrow::Borrow;

/// The maximum length of a quote, because the name of a header field can be very long.
const MOST: usize = 80;

/// The text between backticks. Everything except visible ASCII characters and the space is escaped, so that the text
/// can neither start a new line in a log, nor move the cursor of a terminal, nor change the direction of writing.
pub(super) fn quoted(text: &str) -> String {
    let mut shown = String::from("`");
    for character in text.chars().take(MOST) {
        if (character.is_ascii_graphic() && character != '`') || character == ' ' {
            shown.push(character);
        } else {
            shown.extend(character.escape_unicode());
        }
    }
    shown.push_str(if text.chars().nth(MOST).is_some() { "…`" } else { "`" });
    shown
}

/// A list of names for a sentence: `a, b and c`.
pub(super) fn listed<T: Borrow<str>>(names: &[T]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => [&*first.join(", "), " and ", last.borrow()].concat(),
        names => names.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_everything_that_could_end_a_quote() {
        assert_eq!(quoted("a.example:80"), "`a.example:80`");
        assert_eq!(quoted("a`\n\u{1b}[2J\u{202e}é"), "`a\\u{60}\\u{a}\\u{1b}[2J\\u{202e}\\u{e9}`");
        assert_eq!(quoted(&"x".repeat(80)).len(), 82);
        assert_eq!(quoted(&"x".repeat(81)), ["`", &"x".repeat(80), "…`"].concat());
    }
}
