//! Other plausible values for a sample body, from a seed. The same seed gives the same body.
//!
//! Only values change, never names, types or the order of members. Values that occur several times, such as an id that
//! refers to another member, stay equal to each other, and all times move by the same duration.

use hookwright::time::{format_rfc3339, format_rfc3339_ms, parse_rfc3339};

use super::document::{Content, Document, Node};
use crate::model::json::Value;

/// Values that can replace each other. Values that are in none of these lists are chosen by their form, or kept.
const POOLS: &[&[&str]] = &[
    &[
        "Example Works GmbH",
        "Northwind Sample Ltd",
        "Acme Example Inc.",
        "Muster & Söhne KG",
        "Échantillon SARL",
        "例株式会社",
    ],
    &[
        "Maker of sample data",
        "Roaster of coffee",
        "Bicycle repair and rental",
        "Software for bakeries",
        "Café & catering",
    ],
    &["Lighthouse", "Lighthouse II", "Harbor", "Meridian", "Project Å", "Blue Heron"],
    &["Hip replacement", "Knee replacement", "Cardiac rehabilitation", "Prenatal care", "Asthma follow-up"],
    &["Pain diary", "Sleep diary", "Intake questionnaire", "Medication check"],
    &["Rehabilitation", "Preparation", "Follow-up", "Recovery at home"],
    &["The patient has moved", "The patient has withdrawn", "Treated in another clinic"],
    &["On track", "Needs attention", "Waiting for the patient"],
    &["EUR", "USD", "GBP", "CHF", "SEK"],
    &["eur", "usd", "gbp", "chf", "sek"],
    &["Exampleton", "Sampleford", "Testville"],
    &["1 Sample Street", "24 Example Road", "7 Demo Lane", "310 Placeholder Avenue"],
    &["acme-example/till", "acme-example/menu", "acme-example/ledger"],
    &["till", "menu", "ledger"],
    &[
        "Café menu prints twice",
        "Receipt misses the tax",
        "Button is cut off on phones",
        "Time zone of reports is wrong",
    ],
    &["Linen shirt", "Ceramic mug", "Travel notebook", "Wool socks, 2 pairs"],
    &["Hello", "Where is my order?", "Thank you", "Can we move the appointment to 15:30?"],
    &["Print each receipt once", "Add the tax to receipts", "Fix the layout on phones"],
];

/// The people, of whom a body gets one.
const PEOPLE: &[(&str, &str)] = &[
    ("Ada", "Example"),
    ("Grace", "Sample"),
    ("Jürgen", "Muster"),
    ("Zoë", "Demo"),
    ("Ibrahim", "Specimen"),
    ("Mei", "Fixture"),
];

/// Names of files, without their extension.
const FILES: &[&str] = &["résumé", "Quarterly statement", "invoice-0042", "scan 3", "Übersicht", "meeting notes"];

/// The number of milliseconds by which times move at most: about nine months.
const LONGEST_SHIFT_MS: u64 = 280 * 86_400_000;

/// A generator of numbers (SplitMix64).
struct Random(u64);

impl Random {
    fn of(seed: &str) -> Self {
        // FNV-1a, so that any text is a seed.
        let hash = seed
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self(hash)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next().checked_rem(limit).unwrap_or(0)
    }

    fn pick<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        let index = self.below(u64::try_from(items.len()).unwrap_or(0));
        items.get(usize::try_from(index).unwrap_or(0))
    }

    /// Returns a letter or digit of the same kind as this one. Others are kept.
    fn like(&mut self, letter: char) -> char {
        let letters: &[u8] = match letter {
            '0'..='9' => b"0123456789",
            'a'..='z' => b"abcdefghijkmnpqrstuvwxyz",
            'A'..='Z' => b"ABCDEFGHJKLMNPQRSTUVWXYZ",
            _ => return letter,
        };
        self.pick(letters).map_or(letter, |byte| char::from(*byte))
    }

    fn hex(&mut self, letter: char) -> char {
        let digits: &[u8] = if letter.is_ascii_uppercase() { b"0123456789ABCDEF" } else { b"0123456789abcdef" };
        if letter.is_ascii_hexdigit() { self.pick(digits).map_or(letter, |byte| char::from(*byte)) } else { letter }
    }
}

/// Returns a body with other values. A text that is not JSON is returned unchanged.
pub(crate) fn shuffled(body: &str, seed: &str) -> String {
    let Ok(document) = Document::parse(body) else { return body.into() };
    let mut random = Random::of(seed);
    let person = random.pick(PEOPLE).copied().unwrap_or(("Ada", "Example"));
    let shift_ms = i64::try_from(1_000 * (1 + random.below(LONGEST_SHIFT_MS / 1_000))).unwrap_or(0);
    let mut shuffle =
        Shuffle { document: &document, random, person, shift_ms, known: Vec::new(), replaced: Vec::new() };
    shuffle.value("", document.root());
    let mut text = body.to_owned();
    // From the end, so that the places before stay valid.
    for (range, literal) in shuffle.replaced.into_iter().rev() {
        text.replace_range(range, &literal);
    }
    text
}

/// Returns a short seed from random bytes.
pub(crate) fn new_seed(random: &[u8]) -> String {
    let number = random.iter().take(4).fold(0_u32, |number, byte| (number << 8) | u32::from(*byte));
    format!("{:04}", number % 10_000)
}

/// Returns a text for a new member with this name.
pub(crate) fn text_for(name: &str, seed: &str) -> String {
    let mut random = Random::of(&format!("{seed} {name}"));
    let (first, last) = random.pick(PEOPLE).copied().unwrap_or(("Ada", "Example"));
    let name = name.to_ascii_lowercase();
    if name.contains("email") {
        "ada@example.com".into()
    } else if name.contains("url") {
        "https://example.com/".into()
    } else if name == "first_name" {
        first.into()
    } else if name == "last_name" {
        last.into()
    } else if name.ends_with("name") {
        format!("{first} {last}")
    } else if name == "id" || name.ends_with("_id") {
        let stem = name.trim_end_matches("id").trim_end_matches('_');
        let digits: String = "0000".chars().map(|digit| random.like(digit)).collect();
        format!("{}_{digits}", if stem.is_empty() { "id" } else { stem })
    } else if name == "currency" {
        "EUR".into()
    } else {
        "sample".into()
    }
}

/// Returns whether a text has the form of a UUID.
pub(crate) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.chars().enumerate().all(|(index, letter)| match index {
            8 | 13 | 18 | 23 => letter == '-',
            _ => letter.is_ascii_hexdigit(),
        })
}

/// Returns a random UUID (version 4) from 16 random bytes. Missing bytes are zeros.
pub(crate) fn uuid(random: &[u8]) -> String {
    let mut digits = random.iter().chain(std::iter::repeat(&0)).take(16).flat_map(|byte| [byte >> 4, byte & 15]);
    let letter = |template: char| match template {
        'x' => char::from_digit(u32::from(digits.next().unwrap_or(0)), 16).unwrap_or('0'),
        'y' => char::from_digit(8 + u32::from(digits.next().unwrap_or(0) & 3), 16).unwrap_or('8'),
        '4' => {
            digits.next();
            '4'
        }
        other => other,
    };
    "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx".chars().map(letter).collect()
}

struct Shuffle<'a> {
    document: &'a Document,
    random: Random,
    person: (&'static str, &'static str),
    shift_ms: i64,
    /// The replaced texts, so that equal ones stay equal.
    known: Vec<(String, String)>,
    replaced: Vec<(std::ops::Range<usize>, String)>,
}

impl Shuffle<'_> {
    fn value(&mut self, name: &str, node: &Node) {
        match &node.content {
            Content::Object(members) => members.iter().for_each(|member| self.value(&member.name, &member.value)),
            Content::Array(items) => items.iter().for_each(|item| self.value(name, item)),
            Content::Text(Some(text)) => {
                let other = self.text(name, text);
                if other != *text {
                    self.replaced.push((node.range.clone(), Value::from(other.as_str()).to_string()));
                }
            }
            Content::Number => {
                let digits = self.number(name, self.document.literal(node));
                self.replaced.push((node.range.clone(), digits));
            }
            Content::Text(None) | Content::Bool | Content::Null => {}
        }
    }

    fn text(&mut self, name: &str, text: &str) -> String {
        if let Some((_, other)) = self.known.iter().find(|(known, _)| known == text) {
            return other.clone();
        }
        let other = self.other_text(name, text);
        self.known.push((text.into(), other.clone()));
        other
    }

    fn other_text(&mut self, name: &str, text: &str) -> String {
        if name.contains("version") || text.is_empty() {
            return text.into();
        }
        if let Some(at_ms) = parse_rfc3339(text) {
            let at_ms = at_ms.saturating_add(self.shift_ms);
            return if text.contains('.') { format_rfc3339_ms(at_ms) } else { format_rfc3339(at_ms) };
        }
        if let Some(at_ms) = parse_rfc3339(&format!("{text}T00:00:00Z")) {
            return format_rfc3339(at_ms.saturating_add(self.shift_ms)).chars().take(10).collect();
        }
        if is_uuid(text) {
            // The digits of the version and the variant are kept.
            let digits = text.chars().enumerate();
            return digits
                .map(|(at, digit)| if matches!(at, 14 | 19) { digit } else { self.random.hex(digit) })
                .collect();
        }
        if let Some(pool) = POOLS.iter().find(|pool| pool.contains(&text)) {
            return self.random.pick(pool).copied().unwrap_or(text).into();
        }
        if let Some(other) = self.person(text) {
            return other;
        }
        if let Some((file, extension)) = text.rsplit_once('.')
            && FILES.contains(&file)
        {
            return format!("{}.{extension}", self.random.pick(FILES).copied().unwrap_or(file));
        }
        self.of_same_form(text)
    }

    /// Replaces names and addresses of people.
    fn person(&self, text: &str) -> Option<String> {
        let (first, last) = self.person;
        // Addresses and logins are ASCII.
        let plain = |name: &str| name.to_lowercase().replace('ü', "ue").replace('ë', "e");
        let parts: Vec<&str> = text.split(' ').collect();
        let is_first = |name: &str| PEOPLE.iter().any(|(known, _)| *known == name);
        let is_last = |name: &str| PEOPLE.iter().any(|(_, known)| *known == name);
        if let Some((_, domain)) = text.split_once('@')
            && (domain == "example.com" || domain.ends_with(".example.com"))
        {
            return Some(format!("{}@{domain}", plain(first)));
        }
        if text == "ada-example" {
            return Some(format!("{}-{}", plain(first), plain(last)));
        }
        match parts.as_slice() {
            [one] if is_first(one) => Some(first.into()),
            [one] if is_last(one) => Some(last.into()),
            [one, .., other] if is_first(one) && is_last(other) => Some(format!("{first} {last}")),
            _ => None,
        }
    }

    /// Returns a text of the same form, if it is an id, a hash, an amount or a telephone number.
    fn of_same_form(&mut self, text: &str) -> String {
        let is_hash = text.len() >= 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_hash {
            return text.chars().map(|digit| self.random.hex(digit)).collect();
        }
        if text.starts_with('+') && text.len() > 4 {
            let kept = text.len() - 2;
            return text
                .char_indices()
                .map(|(at, digit)| if at < kept { digit } else { self.random.like(digit) })
                .collect();
        }
        let is_amount = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && text.parse::<f64>().is_ok();
        if is_amount {
            return self.digits(text);
        }
        let is_plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        let has_digit = |text: &str| text.bytes().any(|byte| byte.is_ascii_digit());
        // An id with a prefix, such as `evt_7Q2` or `MRN-000042`.
        if let Some((at, _)) = text.rmatch_indices(['_', '-']).next()
            && let Some((prefix, suffix)) = text.split_at_checked(at + 1)
            && is_plain(suffix)
            && has_digit(suffix)
            && !prefix.contains([' ', ':', '/'])
        {
            return prefix
                .chars()
                .chain(suffix.chars().map(|letter| self.random.like(letter)).collect::<Vec<_>>())
                .collect();
        }
        // An id in capitals, such as `U061F7AUR`.
        let is_capital = text.len() >= 8
            && has_digit(text)
            && text.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
        if is_capital {
            let first = text.chars().take(1);
            return first
                .chain(text.chars().skip(1).map(|letter| self.random.like(letter)).collect::<Vec<_>>())
                .collect();
        }
        text.into()
    }

    /// Returns a number with as many digits.
    fn digits(&mut self, number: &str) -> String {
        let mut is_leading = true;
        let digit = |digit: char| {
            let other = match (digit, is_leading) {
                // A leading zero is kept, and no other digit becomes one.
                ('0', true) | ('.', _) => digit,
                (_, true) => {
                    char::from_digit(u32::try_from(1 + self.random.below(9)).unwrap_or(1), 10).unwrap_or(digit)
                }
                _ => self.random.like(digit),
            };
            is_leading = false;
            other
        };
        number.chars().map(digit).collect()
    }

    fn number(&mut self, name: &str, literal: &str) -> String {
        let Ok(number) = literal.parse::<i64>() else { return literal.into() };
        match number {
            // Flags and counters of one, and what is not an amount.
            ..=1 => literal.into(),
            _ if name.contains("version") => literal.into(),
            // Seconds and milliseconds since the epoch.
            1_500_000_000..=2_200_000_000 => number.saturating_add(self.shift_ms / 1_000).to_string(),
            1_500_000_000_000..=2_200_000_000_000 => number.saturating_add(self.shift_ms).to_string(),
            _ => self.text_of_number(literal),
        }
    }

    /// Equal numbers stay equal, like texts.
    fn text_of_number(&mut self, literal: &str) -> String {
        if let Some((_, other)) = self.known.iter().find(|(known, _)| known == literal) {
            return other.clone();
        }
        let other = self.digits(literal);
        self.known.push((literal.into(), other.clone()));
        other
    }
}

#[cfg(test)]
#[path = "shuffle_tests.rs"]
mod tests;
