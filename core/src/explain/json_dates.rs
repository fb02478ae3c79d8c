//! Dates and times as other languages write them.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::json_forms::Edit;
use super::json_groups::{Group, Value};
use crate::base::time::{format_rfc3339, parse_rfc3339};

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
    const NOTATIONS: usize = 7 * 5 * 2;
    /// The time zones by half hours, from -12:00 to +14:00, with and without a fraction and a colon.
    const OFFSETS: usize = 53;
    const WAYS: usize = Self::NOTATIONS + Self::OFFSETS * 4;

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
        if let Some(way) = way.checked_sub(Self::NOTATIONS) {
            return self.elsewhere(way);
        }
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

    /// A date in UTC as it is written in another time zone.
    fn elsewhere(&self, way: usize) -> Option<String> {
        let (variant, zone) = (way / Self::OFFSETS, i64::try_from(way % Self::OFFSETS).ok()? - 24);
        let digits = self.fraction.trim_end_matches('0');
        if zone == 0 || !matches!(self.zone, "Z" | "+00:00" | "+0000") || (variant < 2 && !digits.is_empty()) {
            return None;
        }
        let point = if variant < 2 { String::new() } else { format!(".{}", self.fraction) };
        if variant > 1 && self.fraction.is_empty() {
            return None;
        }
        let at_ms = parse_rfc3339(&format!("{}T{}Z", self.day, self.time))?;
        let local = format_rfc3339(at_ms.checked_add(zone * 30 * 60_000)?);
        let colon = if variant % 2 == 0 { ":" } else { "" };
        let (sign, minutes) = (if zone < 0 { '-' } else { '+' }, zone.unsigned_abs() * 30);
        let local = local.get(..19)?;
        Some(format!("\"{local}{point}{sign}{:02}{colon}{:02}\"", minutes / 60, minutes % 60))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_dates_in_other_notations() {
        let date = Date::parse("\"2026-08-25T23:30:00.000Z\"").unwrap();
        let all: alloc::vec::Vec<String> = (0..Date::WAYS).filter_map(|way| date.write(way)).collect();
        for wanted in [
            "2026-08-25T23:30:00Z",
            "2026-08-25T23:30:00.000000+00:00",
            "2026-08-26T01:30:00+02:00",
            "2026-08-25T18:30:00.000-0500",
            "2026-08-25 23:30:00",
        ] {
            assert!(all.iter().any(|text| text.trim_matches('"') == wanted), "{wanted}");
        }
        assert!(Date::parse("\"2026-08-25\"").is_none() && Date::parse("\"2026-08-25T23:30:xxZ\"").is_none());
        let precise = Date::parse("\"2026-08-25T23:30:00.123456Z\"").unwrap();
        assert!(precise.write(2 + 7).is_none());
    }
}
