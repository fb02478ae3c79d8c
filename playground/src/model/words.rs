//! Facts of the core in the words of the page.

use hookwright::catalog::Provider;
use hookwright::retry::{Plan, plan};
use hookwright::time::format_duration;

/// A number and the word for what is counted, in the plural where English has it.
pub(crate) fn count(number: usize, word: &str) -> String {
    match word.strip_suffix('y') {
        _ if number == 1 => format!("{number} {word}"),
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{} {stem}ies", grouped(number)),
        _ => format!("{} {word}s", grouped(number)),
    }
}

/// A number with its thousands set apart by narrow spaces that do not break, as SI has it. Up to four digits stay together.
pub(crate) fn grouped(number: impl TryInto<u64>) -> String {
    let digits = number.try_into().unwrap_or(u64::MAX).to_string();
    if digits.len() <= 4 {
        return digits;
    }
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

/// A part of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Words.
    Words(String),
    /// A name, a value or the like, which stands between backticks in the core's messages.
    Code(String),
}

impl Piece {
    /// The text of it, whichever it is.
    pub(crate) fn into_text(self) -> String {
        match self {
            Self::Words(text) | Self::Code(text) => text,
        }
    }
}

/// A message of the core as a sentence of its own, in pieces. In the core a message begins in lower case and ends without
/// a full stop, because a path may stand before it.
pub(crate) fn pieces(message: &str) -> Vec<Piece> {
    let mut letters = message.chars();
    let Some(first) = letters.next() else { return Vec::new() };
    let full_stop = if message.ends_with(['.', '?', '!']) { "" } else { "." };
    let sentence: String = first.to_uppercase().chain(letters).chain(full_stop.chars()).collect();
    let piece = |(index, text): (usize, &str)| {
        if index % 2 == 0 { Piece::Words(text.into()) } else { Piece::Code(text.into()) }
    };
    // A backtick without a partner is only a backtick: a value that somebody typed may hold one.
    if sentence.matches('`').count() % 2 == 1 {
        return vec![Piece::Words(sentence)];
    }
    sentence.split('`').enumerate().map(piece).filter(|piece| *piece != Piece::Words(String::new())).collect()
}

/// One line of the table of attempts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AttemptLine {
    /// Which attempt it is, from 1.
    pub(crate) number: u32,
    /// How long after the one before.
    pub(crate) wait: String,
    /// How long after the first one.
    pub(crate) elapsed: String,
}

/// A provider's retry plan as the page shows it.
pub(crate) fn retry_plan(provider: &Provider) -> (Plan, Vec<AttemptLine>) {
    let plan = plan(provider.policy, 0);
    let lines = plan.attempts.iter().map(|attempt| AttemptLine {
        number: attempt.number,
        wait: match attempt.delay_ms {
            None => "not published".into(),
            Some(0) => "at once".into(),
            Some(delay_ms) => format_duration(delay_ms),
        },
        elapsed: match (attempt.at_ms, attempt.latest_ms) {
            (Some(at_ms), _) => format_duration(u64::try_from(at_ms).unwrap_or(0)),
            (None, Some(latest_ms)) => {
                format!("within {}", format_duration(u64::try_from(latest_ms).unwrap_or(0)))
            }
            (None, None) => "not published".into(),
        },
    });
    let lines = lines.collect();
    (plan, lines)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog;

    #[test]
    fn attempts_say_how_long_after_the_last_and_after_the_first() {
        let (plan, lines) = retry_plan(catalog::find("generic").unwrap());
        assert_eq!(lines.len(), plan.attempts.len());
        assert_eq!(lines[0].wait, "at once");
        assert_eq!((lines[4].wait.as_str(), lines[4].elapsed.as_str()), ("2 h", "2 h 35 min 30 s"));
        let (_, lines) = retry_plan(catalog::find("awell").unwrap());
        assert_eq!((lines[1].wait.as_str(), lines[1].elapsed.as_str()), ("not published", "within 1 d"));
    }

    #[test]
    fn messages_become_sentences_with_code_in_them() {
        let words = |text: &str| Piece::Words(text.into());
        assert_eq!(pieces("the URL is missing"), [words("The URL is missing.")]);
        assert_eq!(
            pieces("`x.y` is no event; did you mean `x.z`?"),
            [Piece::Code("x.y".into()), words(" is no event; did you mean "), Piece::Code("x.z".into()), words("?")]
        );
        assert_eq!(pieces("half ` of it."), [words("Half ` of it.")]);
        assert_eq!(pieces("été"), [words("Été.")]);
        assert_eq!(pieces(""), []);
    }

    #[test]
    fn plurals() {
        assert_eq!(count(1, "byte"), "1 byte");
        assert_eq!(count(0, "byte"), "0 bytes");
        assert_eq!(
            (count(1, "policy"), count(2, "policy"), count(2, "day")),
            ("1 policy".into(), "2 policies".into(), "2 days".into())
        );
    }

    #[test]
    fn long_numbers_are_set_in_groups() {
        for (number, text) in
            [(0, "0"), (9_999, "9999"), (10_000, "10\u{202f}000"), (1_234_567, "1\u{202f}234\u{202f}567")]
        {
            assert_eq!(grouped(number), text);
        }
    }
}
