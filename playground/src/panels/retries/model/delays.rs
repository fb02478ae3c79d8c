//! A custom policy as a list: the waits before the retries, and their jitter.
//!
//! `5s, 5m, 30m, 2h, ±20 %`. Commas, semicolons, line breaks and spaces separate the waits.

use std::iter;

use hookwright::problem::Problem;
use hookwright::retry::{Jitter, Policy, Reading, Schedule};
use hookwright::time::format_duration;

use crate::model::choice::{Choice as _, choices};
use crate::model::codes;
use crate::model::duration;
use crate::model::search::Candidate;
use crate::model::words::count;

/// The longest wait, in milliseconds: 365 days.
const LONGEST_MS: u64 = 365 * 86_400_000;

/// The maximum number of waits. With the first attempt, they are as many as a table of delays may have.
const MOST: usize = 999;

/// How to write a list.
const EXAMPLE: &str = "write 5s, 5m, 30m, 2h";

choices! {
    /// The jitter of a list.
    pub(crate) enum ListJitter {
        None: "none", "None";
        Twenty: "twenty", "±20 %";
        Equal: "equal", "Equal";
        Full: "full", "Full";
    }
}

impl ListJitter {
    const fn jitter(self) -> Jitter {
        match self {
            Self::None => Jitter::None,
            Self::Twenty => Jitter::PlusMinus { percent: 20 },
            Self::Equal => Jitter::Equal,
            Self::Full => Jitter::Full,
        }
    }

    /// Returns the item of the list, which [`read_jitter`] reads.
    const fn item(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Twenty => ", ±20 %",
            Self::Equal => ", equal jitter",
            Self::Full => ", full jitter",
        }
    }

    /// Returns the choice for a jitter, if there is one.
    fn of(jitter: Jitter) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.jitter() == jitter)
    }
}

/// The waits before the retries, in milliseconds, and their jitter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Delays {
    waits_ms: Vec<u64>,
    jitter: Jitter,
}

/// Returns whether a text is a list, and not JSON.
pub(crate) fn is_list(text: &str) -> bool {
    !text.trim_start().starts_with(['{', '['])
}

/// A number with its unit, as typed.
struct Part<'a> {
    text: String,
    word: &'a str,
    unit_ms: u64,
    /// Whether it continues the duration before it if its unit is smaller, as in `1h30m` and `1 h 30 min`.
    continues: bool,
}

impl Delays {
    /// Reads a list.
    ///
    /// # Errors
    /// Returns a problem that names the part that cannot be read.
    pub(crate) fn read(text: &str) -> Result<Self, Problem> {
        let mut delays = Self { waits_ms: Vec::new(), jitter: Jitter::None };
        let mut chunks = Vec::new();
        for (words, jitter) in chunks_of(text) {
            delays.jitter = jitter.unwrap_or(delays.jitter);
            if !words.is_empty() {
                chunks.push(words);
            }
        }
        for words in &chunks {
            delays.waits_ms.extend(waits(words, chunks.len() > 1)?);
        }
        match delays.waits_ms.len() {
            0 => Err(problem(format!("there are not any waits; {EXAMPLE}"))),
            1..=MOST => Ok(delays),
            many => Err(problem(format!("the list has {}, but at most {MOST} are possible", count(many, "wait")))),
        }
    }

    /// Returns the policy: the first attempt is made at once.
    pub(crate) fn policy(&self) -> Policy {
        let delays_ms: Vec<u64> = iter::once(0).chain(self.waits_ms.iter().copied()).collect();
        let schedule = Schedule::Table { delays_ms: delays_ms.into(), repeat_last: false };
        Policy::new(Candidate::CUSTOM, schedule, Reading::STANDARD).jitter(self.jitter)
    }

    /// Describes how the list was read.
    pub(crate) fn words(&self) -> String {
        /// More are not checked by reading them.
        const SHOWN: usize = 12;
        let number = count(self.waits_ms.len(), "retry");
        let mut waits: Vec<String> = self.waits_ms.iter().take(SHOWN).map(|ms| format_duration(*ms)).collect();
        if self.waits_ms.len() > SHOWN {
            waits.push("…".into());
        }
        let jitter = match self.jitter {
            Jitter::PlusMinus { percent } => format!("; jitter ±{percent} %"),
            Jitter::Full => "; full jitter".into(),
            Jitter::Equal => "; equal jitter".into(),
            _ => String::new(),
        };
        format!("{number}: {}{jitter}.", waits.join(", "))
    }
}

/// Describes how a list was read. Returns an empty text for JSON.
pub(crate) fn reading(text: &str) -> String {
    match is_list(text).then(|| Delays::read(text)) {
        None => String::new(),
        Some(Ok(delays)) => delays.words(),
        Some(Err(_)) => "The list of waits cannot be used yet:".into(),
    }
}

/// Returns the jitter of a list, if it is valid and one of the choices.
pub(crate) fn jitter_of(text: &str) -> Option<ListJitter> {
    ListJitter::of(Delays::read(text).ok()?.jitter)
}

/// Returns a list with another jitter.
pub(crate) fn with_jitter(text: &str, jitter: ListJitter) -> String {
    let items: Vec<String> =
        chunks_of(text).map(|(words, _)| words.join(" ")).filter(|item| !item.is_empty()).collect();
    items.join(", ") + jitter.item()
}

/// Splits a list at its separators except spaces, and separates the jitter at the end of a part from its words.
fn chunks_of(text: &str) -> impl Iterator<Item = (Vec<&str>, Option<Jitter>)> {
    text.split([',', ';', '\n']).map(|chunk| {
        let mut words: Vec<&str> = chunk.split_whitespace().collect();
        let found = (0..words.len()).find_map(|from| Some((from, read_jitter(words.get(from..)?)?)));
        if let Some((from, _)) = found {
            words.truncate(from);
        }
        (words, found.map(|(_, jitter)| jitter))
    })
}

/// Reads a jitter: `±20 %`, `20%`, `jitter 20 %`, `full jitter`, `no jitter`.
fn read_jitter(words: &[&str]) -> Option<Jitter> {
    // In `5 2 %`, the 5 is not a part of the percentage.
    if let [number, next, ..] = words
        && number.starts_with(|letter: char| letter.is_ascii_digit())
        && *next != "%"
    {
        return None;
    }
    let text = words.concat().to_ascii_lowercase();
    let is_named = text.contains("jitter");
    let kind = text.replace("jitter", "").replace(['=', ':'], "");
    let percent = kind.trim_start_matches(['±', '+', '-', '/', '\u{2212}']);
    match (kind.as_str(), percent.strip_suffix('%')) {
        (_, Some(number)) => {
            let percent = number.parse().ok().filter(|percent| (1..=100).contains(percent))?;
            Some(Jitter::PlusMinus { percent })
        }
        ("full", _) => Some(Jitter::Full),
        ("equal", _) => Some(Jitter::Equal),
        ("none" | "no", _) if is_named => Some(Jitter::None),
        _ => None,
    }
}

/// Reads the durations in a part of a list that has no separators except spaces.
fn waits(words: &[&str], is_separated: bool) -> Result<Vec<u64>, Problem> {
    let mut items: Vec<(String, u64)> = Vec::new();
    for part in parts(words, is_separated)? {
        match items.last_mut() {
            Some((text, unit_ms)) if part.continues && part.unit_ms < *unit_ms => {
                text.push_str(&part.text);
                *unit_ms = part.unit_ms;
            }
            _ if duration::parse(&part.text).is_none() => return Err(unreadable(part.word)),
            _ => items.push((part.text, part.unit_ms)),
        }
    }
    let wait = |(text, _): (String, u64)| match duration::parse(&text) {
        None => Err(unreadable(&text)),
        Some(ms) if ms > LONGEST_MS => {
            Err(problem(format!("a wait is at most {}, but `{text}` is longer", format_duration(LONGEST_MS))))
        }
        Some(ms) => Ok(ms),
    };
    items.into_iter().map(wait).collect()
}

/// Splits words into numbers with their units. A unit may be a separate word.
fn parts<'a>(words: &[&'a str], is_separated: bool) -> Result<Vec<Part<'a>>, Problem> {
    let mut parts = Vec::new();
    let mut number: Option<&str> = None;
    for &word in words {
        let mut rest = word;
        let mut is_glued = false;
        while !rest.is_empty() {
            let (digits, after) = split(rest, |letter| letter.is_ascii_digit() || letter == '.');
            let (unit, after) = split(after, char::is_alphabetic);
            let is_loose = number.is_some();
            let digits = match (number.take(), digits) {
                (Some(before), "") => before,
                (None, digits) if !digits.is_empty() => digits,
                (Some(before), _) => return Err(without_unit(before)),
                (None, _) => return Err(unreadable(word)),
            };
            if unit.is_empty() && after.is_empty() {
                number = Some(digits);
            } else {
                let unit_ms = duration::parse(&format!("1{unit}")).filter(|_| !unit.is_empty());
                let unit_ms = unit_ms.ok_or_else(|| unreadable(word))?;
                let continues = is_glued || is_loose || is_separated;
                parts.push(Part { text: format!("{digits}{unit}"), word, unit_ms, continues });
            }
            (rest, is_glued) = (after, true);
        }
    }
    number.map_or(Ok(parts), |number| Err(without_unit(number)))
}

/// Splits a text after the leading characters of a kind.
fn split(text: &str, is_of_kind: fn(char) -> bool) -> (&str, &str) {
    text.split_at(text.find(|letter| !is_of_kind(letter)).unwrap_or(text.len()))
}

fn unreadable(word: &str) -> Problem {
    problem(format!("`{}` is not a duration; {EXAMPLE}", shown(word)))
}

fn without_unit(number: &str) -> Problem {
    problem(format!("`{}` has no unit; {EXAMPLE}", shown(number)))
}

/// Returns a typed word for a message.
fn shown(word: &str) -> String {
    word.chars().filter(|letter| *letter != '`').take(40).collect()
}

fn problem(message: String) -> Problem {
    Problem::error(codes::INVALID_DURATION, "", message)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> String {
        Delays::read(text).unwrap_or_else(|problem| panic!("{text}: {problem:?}")).words()
    }

    fn message(text: &str) -> String {
        Delays::read(text).unwrap_err().message
    }

    #[test]
    fn spaces_separate_the_waits_and_the_reading_is_described() {
        let expected = "4 retries: 5 s, 5 min, 30 min, 2 h.";
        for same in ["5s, 5m, 30m, 2h", "5s 5m 30m 2h", "5 s 5 min 30 min 2 h", "5s;5m\n30m,2h,", "5s 5m, 30m 2h"] {
            assert_eq!(words(same), expected, "{same}");
        }
        assert_eq!(words("2h 30m 10m"), "3 retries: 2 h, 30 min, 10 min.");
        assert_eq!(words("1 h 30 min"), "1 retry: 1 h 30 min.");
        assert_eq!(words("1h30m 2h"), "2 retries: 1 h 30 min, 2 h.");
        assert_eq!(words("1 min; 1 h 30 min\n2d,"), "3 retries: 1 min, 1 h 30 min, 2 d.");
    }

    #[test]
    fn an_error_names_the_part_of_the_list() {
        for (text, part) in [
            ("5s, abc, 2h", "`abc` is not a duration; write 5s, 5m, 30m, 2h"),
            ("5s abc 2h", "`abc` is not a duration"),
            ("-5s, 5m", "`-5s` is not a duration"),
            ("5,300", "`5` has no unit; write 5s"),
            ("5s 300 2h", "`300` has no unit"),
            ("5s, 5m x3", "`x3` is not a duration"),
            ("5 fortnights", "`fortnights` is not a duration"),
            ("1.2.3s", "`1.2.3s` is not a duration"),
            ("", "there are not any waits; write 5s"),
            (", ;", "there are not any waits"),
            ("9999999d, 5s", "a wait is at most 365 d, but `9999999d` is longer"),
        ] {
            assert!(message(text).starts_with(part), "{text}: {}", message(text));
        }
        assert!(message(&"5s ".repeat(1000)).contains("at most 999"));
        assert!(Delays::read(&"5s ".repeat(999)).is_ok());
    }

    #[test]
    fn jitter_is_a_part_of_the_list() {
        for (text, jitter) in [
            ("5s, 5m, ±20 %", Jitter::PlusMinus { percent: 20 }),
            ("5s 5m ±20%", Jitter::PlusMinus { percent: 20 }),
            ("5s, 5m jitter 10%", Jitter::PlusMinus { percent: 10 }),
            ("5s, 5m, full jitter", Jitter::Full),
            ("5s 5m jitter: equal", Jitter::Equal),
            ("5s, 5m, no jitter", Jitter::None),
        ] {
            let delays = Delays::read(text).unwrap();
            assert_eq!((delays.waits_ms.len(), delays.jitter, delays.policy().jitter), (2, jitter, jitter), "{text}");
        }
        assert_eq!(words("2h 30m, ±20 %"), "2 retries: 2 h, 30 min; jitter ±20 %.");
        assert_eq!(words("5s, 5m, ±20 %"), "2 retries: 5 s, 5 min; jitter ±20 %.");
        assert!(message("5s, ±200 %").contains("is not a duration"));
    }

    #[test]
    fn the_jitter_of_a_list_can_be_replaced() {
        let mut text = "5s 5m".to_owned();
        for (jitter, expected) in [
            (ListJitter::Twenty, "5s 5m, ±20 %"),
            (ListJitter::Full, "5s 5m, full jitter"),
            (ListJitter::Equal, "5s 5m, equal jitter"),
            (ListJitter::None, "5s 5m"),
        ] {
            text = with_jitter(&text, jitter);
            assert_eq!(text, expected);
            assert_eq!(jitter_of(&text), Some(jitter));
        }
        assert_eq!((jitter_of("5s, ±10 %"), jitter_of("abc")), (None, None));
        assert_eq!((reading("{}").as_str(), reading("5s").as_str()), ("", "1 retry: 5 s."));
        assert!(reading("abc").ends_with("cannot be used yet:"));
        assert_eq!(with_jitter("5s, jitter 10%; 2h", ListJitter::Full), "5s, 2h, full jitter");
    }
}
