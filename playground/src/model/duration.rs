//! Parses durations that users type.

/// The units and their names. The page displays the first name.
const UNITS: &[(&[&str], u64)] = &[
    (&["ms", "millisecond", "milliseconds"], 1),
    (&["s", "sec", "secs", "second", "seconds"], 1_000),
    (&["min", "m", "mins", "minute", "minutes"], 60_000),
    (&["h", "hr", "hrs", "hour", "hours"], 3_600_000),
    (&["d", "day", "days"], 86_400_000),
    (&["w", "week", "weeks"], 604_800_000),
];

/// Parses a duration in milliseconds: `30 min`, `1h30m`, `2.5 days`. A number without a unit is in seconds.
///
/// Returns `None` if it is malformed or too long.
pub(crate) fn parse(text: &str) -> Option<u64> {
    let mut rest = text.trim();
    let mut total = 0_u64;
    let mut is_first = true;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let (number, after) = split(rest, |letter| letter.is_ascii_digit() || letter == '.' || letter == ',');
        let (word, after) = split(after.trim_start(), char::is_alphabetic);
        let word = word.to_ascii_lowercase();
        let unit = UNITS.iter().find(|(words, _)| words.contains(&word.as_str())).map(|(_, ms)| *ms);
        let unit = match (unit, word.as_str()) {
            (Some(ms), _) => ms,
            // Only for a single number: in `1 h 30` the unit of the 30 is ambiguous.
            (None, "") if is_first && after.trim().is_empty() => 1_000,
            _ => return None,
        };
        total = total.checked_add(scaled(number, unit)?)?;
        rest = after.trim_start();
        is_first = false;
    }
    Some(total)
}

/// Parses an offset in milliseconds: a duration, with a minus sign if it is before the reference time.
pub(crate) fn parse_signed(text: &str) -> Option<i64> {
    let text = text.trim();
    // A hyphen, or U+2212 MINUS SIGN.
    let before = text.strip_prefix(['-', '\u{2212}']);
    let ms = i64::try_from(parse(before.unwrap_or(text))?).ok()?;
    Some(if before.is_some() { -ms } else { ms })
}

/// Converts a decimal number of units to milliseconds, rounded down.
fn scaled(number: &str, unit: u64) -> Option<u64> {
    let (whole, fraction) = number.split_once(['.', ',']).unwrap_or((number, ""));
    // Nine decimal digits are sufficient: they are nanoseconds if the unit is seconds.
    if whole.is_empty() || fraction.len() > 9 || fraction.contains(['.', ',']) {
        return None;
    }
    let digits = u32::try_from(fraction.len()).ok()?;
    let part = if fraction.is_empty() { 0 } else { fraction.parse::<u64>().ok()? };
    let part = u128::from(part) * u128::from(unit) / 10_u128.pow(digits);
    whole.parse::<u64>().ok()?.checked_mul(unit)?.checked_add(u64::try_from(part).ok()?)
}

/// Splits a text after the leading characters of a kind.
fn split(text: &str, is_of_kind: fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|letter| !is_of_kind(letter)).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::time::format_duration;

    #[test]
    fn durations_are_read_in_common_spellings() {
        for (text, ms) in [
            ("0", 0),
            ("90", 90_000),
            ("30 min", 1_800_000),
            ("1h30m", 5_400_000),
            (" 1 H 30 Minutes ", 5_400_000),
            ("2.5 days", 216_000_000),
            ("0,25 s", 250),
            ("250ms", 250),
            ("1 w", 604_800_000),
        ] {
            assert_eq!(parse(text), Some(ms), "{text}");
        }
    }

    #[test]
    fn other_texts_are_not_durations() {
        for text in [
            "",
            "soon",
            "min",
            "1 h 30",
            "1 fortnight",
            "-5 min",
            "1.2.3 s",
            ".5 s",
            "1,5.2 s",
            "99999999999999999999 d",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn durations_that_the_page_writes_are_read() {
        for ms in [0, 1, 999, 60_001, 9_330_000, 99_305_000, 2_592_000_000] {
            assert_eq!(parse(&format_duration(ms)), Some(ms));
        }
    }

    #[test]
    fn an_offset_may_be_negative() {
        assert_eq!((parse_signed("-10 min"), parse_signed("\u{2212}1 s")), (Some(-600_000), Some(-1_000)));
        assert_eq!((parse_signed("5 s"), parse_signed("--5 s"), parse_signed("-")), (Some(5_000), None, None));
    }
}
