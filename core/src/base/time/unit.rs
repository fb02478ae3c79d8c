//! The formats of signature timestamps.

use alloc::string::{String, ToString};

use serde::Serialize;

use super::{DAY_MS, days_from_civil, format_http_date, format_rfc3339, parse_http_date, parse_rfc3339};

/// The format of a timestamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TimeUnit {
    /// Whole seconds since the epoch, in decimal digits.
    Seconds,
    /// Whole milliseconds since the epoch, in decimal digits.
    Milliseconds,
    /// RFC 3339: `2026-01-15T12:30:00Z`.
    Rfc3339,
    /// RFC 3339 in UTC, with or without the offset: `2026-01-15T12:30:00`.
    Rfc3339Utc,
    /// An HTTP date (RFC 9110 §5.6.7): `Thu, 15 Jan 2026 12:30:00 GMT`.
    HttpDate,
    /// Any of the above except `Rfc3339Utc`, for senders that do not document the format. Numbers of up to 11 digits
    /// are seconds, longer ones are milliseconds. Formatted as seconds.
    Any,
}

impl TimeUnit {
    /// Every format, with its name in JSON.
    pub(crate) const ALL: &[(&str, Self)] = &[
        ("seconds", Self::Seconds),
        ("milliseconds", Self::Milliseconds),
        ("rfc3339", Self::Rfc3339),
        ("rfc3339-utc", Self::Rfc3339Utc),
        ("http-date", Self::HttpDate),
        ("any", Self::Any),
    ];
}

impl TimeUnit {
    /// A description that follows "in".
    #[must_use]
    pub const fn describe(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Milliseconds => "milliseconds",
            Self::Rfc3339 => "RFC 3339 format",
            Self::Rfc3339Utc => "RFC 3339 format in UTC",
            Self::HttpDate => "the HTTP date format",
            Self::Any => "seconds, milliseconds, RFC 3339 or the HTTP date format",
        }
    }
}

/// Parses a signature timestamp, in milliseconds since the epoch. Numbers consist of ASCII digits only: a sign,
/// whitespace or other text around them is not accepted.
pub(crate) fn parse_timestamp(unit: TimeUnit, text: &str, now_ms: i64) -> Option<i64> {
    let number = || {
        // Fifteen digits of milliseconds reach beyond the year 30000. Leading zeros are rejected, because they could
        // have been moved there from the signed value before the timestamp.
        let is_plain = text == "0" || !text.starts_with('0');
        let is_number = is_plain && (1..=15).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<i64>().ok().filter(|_| is_number)
    };
    match unit {
        TimeUnit::Seconds => number()?.checked_mul(1000),
        TimeUnit::Milliseconds => number(),
        TimeUnit::Rfc3339 => parse_rfc3339(text),
        // Orb omits the offset and means UTC: its SDKs append the `Z`.
        TimeUnit::Rfc3339Utc => parse_rfc3339(text).or_else(|| parse_rfc3339(&[text, "Z"].concat())),
        TimeUnit::HttpDate => parse_http_date(text, now_ms),
        // Eleven digits of seconds reach the year 5138, and twelve of milliseconds begin in 1973.
        TimeUnit::Any => match number() {
            Some(seconds) if text.len() <= 11 => seconds.checked_mul(1000),
            Some(milliseconds) => Some(milliseconds),
            None => parse_timestamp(TimeUnit::Rfc3339, text, now_ms).or_else(|| parse_http_date(text, now_ms)),
        },
    }
}

/// Formats a signature timestamp. `None` for an instant before 1970, for which timestamps would be negative, or after
/// the year 9999.
pub(crate) fn format_timestamp(unit: TimeUnit, epoch_ms: i64) -> Option<String> {
    let in_range = (0..days_from_civil(10_000, 1, 1) * DAY_MS).contains(&epoch_ms);
    in_range.then(|| match unit {
        TimeUnit::Seconds | TimeUnit::Any => (epoch_ms / 1000).to_string(),
        TimeUnit::Milliseconds => epoch_ms.to_string(),
        TimeUnit::Rfc3339 | TimeUnit::Rfc3339Utc => format_rfc3339(epoch_ms),
        TimeUnit::HttpDate => format_http_date(epoch_ms),
    })
}
