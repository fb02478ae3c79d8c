//! Dates and times as other languages write them.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::json_forms::Edit;
use super::json_values::{Group, Value};

/// Dates and times in other notations.
pub(super) fn dates<'d>(values: &[Value<'_>]) -> Option<Group<'d>> {
    let found: Vec<(usize, String)> = values
        .iter()
        .filter(|value| Date::parse(value.text).is_some())
        .map(|value| (value.token, String::from(value.text)))
        .collect();
    if found.is_empty() {
        return None;
    }
    let made = move |index: usize| {
        let write = |text: &str| Date::parse(text).and_then(|date| date.write(index)).filter(|written| written != text);
        let edits: Vec<Edit> = found.iter().filter_map(|(token, text)| Some((*token, Some(write(text)?)))).collect();
        (!edits.is_empty()).then_some(edits)
    };
    let evidence = "with dates in another notation, such as `.000Z` or `+00:00` for `Z`";
    Some(Group { evidence, count: Date::WAYS, edits: Box::new(made) })
}

/// A date and time in ISO 8601, in quotes.
struct Date<'t> {
    day: &'t str,
    separator: char,
    time: &'t str,
    fraction: &'t str,
    zone: &'t str,
}

impl<'t> Date<'t> {
    const FRACTIONS: [Option<usize>; 7] = [None, Some(0), Some(3), Some(6), Some(7), Some(9), Some(1)];
    const ZONES: [Option<&'static str>; 5] = [None, Some("Z"), Some("+00:00"), Some("+0000"), Some("")];
    const WAYS: usize = 7 * 5 * 2;

    fn parse(written: &'t str) -> Option<Self> {
        let text = written.strip_prefix('"')?.strip_suffix('"').filter(|text| text.is_ascii())?;
        let (day, rest) = text.split_at_checked(10)?;
        let is_day = day.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
        let separator = rest.chars().next().filter(|separator| matches!(separator, 'T' | ' '))?;
        let (time, rest) = rest.get(1..)?.split_at_checked(8)?;
        let is_time = time.bytes().enumerate().all(|(at, byte)| match at {
            2 | 5 => byte == b':',
            _ => byte.is_ascii_digit(),
        });
        let length =
            rest.strip_prefix('.').map_or(0, |digits| 1 + digits.bytes().take_while(u8::is_ascii_digit).count());
        let (fraction, zone) = rest.split_at_checked(length)?;
        let is_zone = matches!(zone, "" | "Z") || (zone.starts_with(['+', '-']) && zone.len() < 7);
        (is_day && is_time && is_zone).then_some(Self {
            day,
            separator,
            time,
            fraction: fraction.trim_start_matches('.'),
            zone,
        })
    }

    /// The date in one of the notations, if it is the same instant in it.
    fn write(&self, way: usize) -> Option<String> {
        let places = *Self::FRACTIONS.get(way % 7)?;
        let zone = *Self::ZONES.get(way / 7 % 5)?;
        let other = if self.separator == 'T' { ' ' } else { 'T' };
        let separator = if way < 35 { self.separator } else { other };
        let digits = self.fraction.trim_end_matches('0');
        let fraction = match places {
            None => String::from(self.fraction),
            Some(1) => String::from(digits),
            Some(places) if digits.len() <= places => format!("{digits:0<places$}"),
            Some(_) => return None,
        };
        let is_utc = matches!(self.zone, "" | "Z" | "+00:00" | "+0000");
        let zone = match zone {
            None => self.zone,
            Some(zone) => is_utc.then_some(zone)?,
        };
        let point = if fraction.is_empty() { "" } else { "." };
        Some(format!("\"{}{separator}{}{point}{fraction}{zone}\"", self.day, self.time))
    }
}
