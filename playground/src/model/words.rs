//! Formats numbers and messages.

use std::iter;

use hookwright::time::format_duration;

/// Formats a number with a noun, in the plural unless the number is 1.
pub(crate) fn count(number: impl TryInto<u64>, word: &str) -> String {
    count_u64(number.try_into().unwrap_or(u64::MAX), word)
}

/// Formats a number with a noun and the verb that follows: the one for the number 1, or the other one.
pub(crate) fn count_with(number: u64, word: &str, one: &str, several: &str) -> String {
    format!("{} {}", count(number, word), if number == 1 { one } else { several })
}

fn count_u64(number: u64, word: &str) -> String {
    match word.strip_suffix('y') {
        _ if number == 1 => format!("{number} {word}"),
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{} {stem}ies", grouped(number)),
        _ => format!("{} {word}s", grouped(number)),
    }
}

/// Formats a number in groups of three digits with narrow no-break spaces, as SI recommends. Four digits are not
/// grouped.
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

/// Days, hours, minutes, seconds and milliseconds.
const UNITS_MS: [u64; 5] = [86_400_000, 3_600_000, 60_000, 1_000, 1];

/// Formats a duration with its two largest units, rounded to the nearest: `2 d 4 h`, `27 h 35 min`.
pub(crate) fn rounded(ms: u64) -> String {
    with_two_units(ms, |ms, unit| ms.saturating_add(unit / 2))
}

/// Formats a duration with its two largest units, rounded up, for durations that must not be shorter.
pub(crate) fn rounded_up(ms: u64) -> String {
    with_two_units(ms, |ms, unit| ms.saturating_add(unit - 1))
}

/// Formats a duration with its two largest units, rounded down, for promises: durations that must not be longer.
pub(crate) fn rounded_down(ms: u64) -> String {
    with_two_units(ms, |ms, _| ms)
}

/// Below two days, hours and minutes are used: a day and a rounded hour would be too coarse.
fn with_two_units(ms: u64, add: impl Fn(u64, u64) -> u64) -> String {
    const DAY_MS: u64 = 86_400_000;
    const HOUR_MS: u64 = 3_600_000;
    let skipped = usize::from(ms < 2 * DAY_MS);
    let units = UNITS_MS.iter().skip(skipped).skip_while(|unit| ms < **unit);
    let unit = units.copied().nth(1).unwrap_or(1);
    let ms = add(ms, unit) / unit * unit;
    if ms <= DAY_MS || ms >= 2 * DAY_MS {
        return format_duration(ms);
    }
    let minutes = ms % HOUR_MS;
    let minutes = if minutes == 0 { String::new() } else { format!(" {}", format_duration(minutes)) };
    format!("{} h{minutes}", ms / HOUR_MS)
}

/// Returns a text that starts with a capital letter.
pub(crate) fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Converts a kebab-case id to a title.
pub(crate) fn title_of(id: &str) -> String {
    capitalized(&id.replace('-', " "))
}

/// A part of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Words(String),
    /// A name or a value, which messages of the core put in backticks.
    Code(String),
}

impl Piece {
    /// Returns the text.
    pub(crate) fn into_text(self) -> String {
        match self {
            Self::Words(text) | Self::Code(text) => text,
        }
    }
}

/// Splits a message of the core into words and code, as a sentence. Messages of the core start in lower case and have
/// no full stop, because a path can precede them.
pub(crate) fn pieces(message: &str) -> Vec<Piece> {
    let mut letters = message.chars();
    let Some(first) = letters.next() else { return Vec::new() };
    let full_stop = if message.ends_with(['.', '?', '!']) { "" } else { "." };
    let sentence: String = iter::once(first.to_ascii_uppercase()).chain(letters).chain(full_stop.chars()).collect();
    let piece = |(index, text): (usize, &str)| {
        if index % 2 == 0 { Piece::Words(text.into()) } else { Piece::Code(text.into()) }
    };
    // An unpaired backtick is part of a typed value.
    if sentence.matches('`').count() % 2 == 1 {
        return vec![Piece::Words(sentence)];
    }
    sentence.split('`').enumerate().map(piece).filter(|piece| *piece != Piece::Words(String::new())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_become_sentences_with_code_in_them() {
        let words = |text: &str| Piece::Words(text.into());
        assert_eq!(pieces("the URL is missing"), [words("The URL is missing.")]);
        assert_eq!(
            pieces("`x.y` is not an event; did you mean `x.z`?"),
            [
                Piece::Code("x.y".into()),
                words(" is not an event; did you mean "),
                Piece::Code("x.z".into()),
                words("?")
            ]
        );
        assert_eq!(pieces("half ` of it."), [words("Half ` of it.")]);
        // Messages are in English, and converting other letters takes tables of Unicode.
        assert_eq!(pieces("été"), [words("été.")]);
        assert_eq!(pieces(""), []);
    }

    #[test]
    fn durations_have_two_units() {
        for (ms, down, nearest, up) in [
            (0, "0 s", "0 s", "0 s"),
            (1, "1 ms", "1 ms", "1 ms"),
            (5_000, "5 s", "5 s", "5 s"),
            (2_105_000, "35 min 5 s", "35 min 5 s", "35 min 5 s"),
            (99_305_000, "27 h 35 min", "27 h 35 min", "27 h 36 min"),
            (86_400_001, "1 d", "1 d", "24 h 1 min"),
            (129_600_000, "36 h", "36 h", "36 h"),
            (172_799_999, "47 h 59 min", "2 d", "2 d"),
            (185_705_000, "2 d 3 h", "2 d 4 h", "2 d 4 h"),
            (59_999_500, "16 h 39 min", "16 h 40 min", "16 h 40 min"),
            (86_399_999, "23 h 59 min", "1 d", "1 d"),
            (u64::MAX, "more than 1000 years", "more than 1000 years", "more than 1000 years"),
        ] {
            assert_eq!([rounded_down(ms), rounded(ms), rounded_up(ms)], [down, nearest, up], "{ms}");
        }
    }

    #[test]
    fn plurals() {
        assert_eq!(count(1_usize, "byte"), "1 byte");
        assert_eq!(count(0, "byte"), "0 bytes");
        assert_eq!(count_with(1, "delivery", "is", "are"), "1 delivery is");
        assert_eq!(count_with(0, "delivery", "is", "are"), "0 deliveries are");
        assert_eq!(
            (count(1, "policy"), count(2, "policy"), count(2, "day")),
            ("1 policy".into(), "2 policies".into(), "2 days".into())
        );
    }

    #[test]
    fn groups_the_digits_of_long_numbers() {
        for (number, text) in
            [(0, "0"), (9_999, "9999"), (10_000, "10\u{202f}000"), (1_234_567, "1\u{202f}234\u{202f}567")]
        {
            assert_eq!(grouped(number), text);
        }
    }
}
