//! Values that serializers change: numbers, dates, and empty values.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::budget::Search;
use super::json_forms::Edit;
use super::json_tokens::{Document, Kind};
use super::work::Cut;

/// The number of tokens above which values are not changed, because there are too many ways to do so.
const MOST_TOKENS: usize = 4_000;

/// The cost of examining a token.
const PER_TOKEN: usize = 400;

/// The number of names whose values are changed in every combination.
const MOST_NAMES: usize = 7;

/// The number of combinations of integers that were rounded.
const MOST_ROUNDED: usize = 1_100;

/// Parts of the names of amounts, whose values are probably not integers.
const AMOUNTS: [&str; 20] = [
    "price", "amount", "total", "tax", "rate", "balance", "cost", "value", "discount", "weight", "lat", "lng", "lon",
    "score", "percent", "fee", "sum", "subtotal", "quantity", "size",
];

/// Ways to change the values of a document, which have one cause.
pub(super) struct Group<'d> {
    /// The continuation of "the signature matches".
    pub(super) evidence: &'static str,
    pub(super) count: usize,
    /// The changes of the way with this index. `None` if it changes nothing.
    pub(super) edits: Box<dyn Fn(usize) -> Option<Vec<Edit>> + 'd>,
}

/// A value in a document, with the token of the first name that is equal to its own.
struct Value<'a> {
    token: usize,
    name: usize,
    is_member: bool,
    text: &'a str,
}

/// All groups, the most likely ones first.
pub(super) fn groups<'d>(document: &'d Document<'_>, search: &mut Search<'_>) -> Result<Vec<Group<'d>>, Cut> {
    search.spend(document.tokens().saturating_mul(PER_TOKEN))?;
    if document.tokens() > MOST_TOKENS {
        return Err(Cut);
    }
    let values = values(document);
    let mut found = Vec::new();
    let with_nulls = "without the members that are `null`, which were added";
    let without: [(&'static str, &'static [&'static str]); 4] = [
        (with_nulls, &["null"]),
        ("without the members that are `null` or empty, which were added", &["null", "[]", "{}", "\"\""]),
        ("without the members that are `null` or empty lists, which were added", &["null", "[]"]),
        ("without the members that have default values, which were added", &["null", "[]", "{}", "\"\"", "0", "false"]),
    ];
    for (evidence, texts) in without {
        found.push(all(evidence, &values, move |value| {
            (value.is_member && texts.contains(&value.text)).then_some(None)
        }));
    }
    let replaced: [(&'static str, &'static str, &'static str); 5] = [
        ("with `{}` instead of `[]`: PHP writes empty objects as lists", "[]", "{}"),
        ("with `[]` instead of `{}`: empty lists were written as objects", "{}", "[]"),
        ("with empty text instead of `null`", "null", "\"\""),
        ("with `null` instead of empty text", "\"\"", "null"),
        ("with empty lists instead of `null`", "null", "[]"),
    ];
    for (evidence, from, to) in replaced {
        found.push(subsets(document, evidence, &values, move |value| (value.text == from).then(|| to.into())));
    }
    found.push(all("with numbers without zeros at their ends, such as `1` for `1.0`", &values, |value| {
        let digits = value.text.trim_end_matches('0');
        let is_decimal = is_number(value.text) && value.text.contains('.') && !value.text.contains(['e', 'E']);
        (is_decimal && digits != value.text).then(|| Some(digits.trim_end_matches('.').into()))
    }));
    found.extend(dates(&values));
    found.extend(rounded(&values));
    found.push(subsets(document, "with `.0` after numbers that were written as integers", &values, |value| {
        is_integer(value.text).then(|| format!("{}.0", value.text))
    }));
    found.push(two_decimals(document, &values));
    found.extend(exponents(&values));
    found.push(subsets(document, "with integers as text, which were converted to numbers", &values, |value| {
        is_integer(value.text).then(|| format!("\"{}\"", value.text))
    }));
    found.push(subsets(document, "with numbers that were converted to text", &values, |value| {
        let inside = value.text.strip_prefix('"')?.strip_suffix('"')?;
        is_number(inside).then(|| inside.into())
    }));
    found.push(subsets(document, "with `true` and `false` instead of `1` and `0`", &values, |value| {
        match value.text {
            "1" => Some("true".into()),
            "0" => Some("false".into()),
            _ => None,
        }
    }));
    found.retain(|group| group.count > 0);
    Ok(found)
}

/// Whether all integers above 2^53 are rounded as JavaScript rounds them, and there is at least one.
pub(super) fn has_only_rounded(document: &Document<'_>) -> bool {
    let large = (0..document.tokens()).map(|token| document.written(token)).filter(|text| is_large(text));
    let mut large = large.peekable();
    large.peek().is_some() && large.all(|text| neighbors(text).is_some_and(|all| all.len() > 1))
}

fn values<'a>(document: &Document<'a>) -> Vec<Value<'a>> {
    let mut found = Vec::new();
    let mut names: Vec<usize> = Vec::new();
    // The value, its name, and whether it is the value of a member.
    let mut open = vec![(document.root(), 0, false)];
    while let Some((token, name, is_member)) = open.pop() {
        let text = match document.kind(token) {
            Some(Kind::Object) => {
                for member in document.items(token) {
                    let known =
                        names.iter().find(|known| document.written(**known) == document.written(member)).copied();
                    let name = known.unwrap_or(member);
                    if known.is_none() {
                        names.push(member);
                    }
                    open.push((member + 1, name, true));
                }
                if document.items(token).next().is_none() { "{}" } else { continue }
            }
            Some(Kind::Array) => {
                open.extend(document.items(token).map(|item| (item, name, false)));
                if document.items(token).next().is_none() { "[]" } else { continue }
            }
            _ => document.written(token),
        };
        found.push(Value { token, name, is_member, text });
    }
    found.sort_by_key(|value| value.token);
    found
}

/// One way: all values that `edit` changes.
fn all<'d>(
    evidence: &'static str,
    values: &[Value<'_>],
    edit: impl Fn(&Value<'_>) -> Option<Option<String>>,
) -> Group<'d> {
    let edits: Vec<Edit> = values.iter().filter_map(|value| Some((value.token, edit(value)?))).collect();
    let count = usize::from(!edits.is_empty());
    Group { evidence, count, edits: Box::new(move |_| Some(edits.clone())) }
}

/// The values that `edit` changes, by their names in every combination, all of them first.
fn subsets<'d>(
    document: &Document<'_>,
    evidence: &'static str,
    values: &[Value<'_>],
    edit: impl Fn(&Value<'_>) -> Option<String>,
) -> Group<'d> {
    combined(document, evidence, values, &|_| false, edit)
}

/// The same, where the values that `is_always` selects are changed in every combination.
fn combined<'d>(
    document: &Document<'_>,
    evidence: &'static str,
    values: &[Value<'_>],
    is_always: &dyn Fn(&Value<'_>) -> bool,
    edit: impl Fn(&Value<'_>) -> Option<String>,
) -> Group<'d> {
    let edits: Vec<(usize, usize, String)> =
        values.iter().filter_map(|value| Some((value.token, value.name, edit(value)?))).collect();
    let always: Vec<usize> = values.iter().filter(|value| is_always(value)).map(|value| value.name).collect();
    let mut names: Vec<usize> = edits.iter().map(|(_, name, _)| *name).collect();
    names.sort_unstable();
    names.dedup();
    names.retain(|name| !always.contains(name));
    let is_amount = |name: &usize| {
        let name = document.written(*name).to_ascii_lowercase();
        AMOUNTS.iter().any(|part| name.contains(part))
    };
    names.sort_by_key(|name| !is_amount(name));
    let has_all = names.len() > MOST_NAMES;
    let chosen: Vec<usize> = names.iter().take(MOST_NAMES).copied().collect();
    let masks = 1_usize << chosen.len();
    let empty = usize::from(always.is_empty());
    let count = if edits.is_empty() { 0 } else { masks - empty + usize::from(has_all) };
    let made = move |index: usize| {
        let of = |mask: usize| {
            let is_in = |name: &usize| {
                let at = chosen.iter().position(|known| known == name);
                always.contains(name) || at.is_some_and(|at| mask >> at & 1 == 1)
            };
            let kept = edits.iter().filter(|(_, name, _)| is_in(name));
            kept.map(|(token, _, text)| (*token, Some(text.clone()))).collect()
        };
        match index.checked_sub(usize::from(has_all)) {
            None => Some(edits.iter().map(|(token, _, text)| (*token, Some(text.clone()))).collect()),
            // The largest combination is the first.
            Some(index) => Some(of(masks.checked_sub(index + 1)?)),
        }
    };
    Group { evidence, count, edits: Box::new(made) }
}

fn two_decimals<'d>(document: &Document<'_>, values: &[Value<'_>]) -> Group<'d> {
    let one = |text: &str| {
        is_number(text) && text.split_once('.').is_some_and(|(_, after)| after.len() == 1) && !text.contains(['e', 'E'])
    };
    let evidence = "with two decimal places, such as `19.90` for `19.9`";
    combined(document, evidence, values, &|value| one(value.text), |value| {
        if one(value.text) {
            Some(format!("{}0", value.text))
        } else {
            is_integer(value.text).then(|| format!("{}.00", value.text))
        }
    })
}

fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.len() < 16 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_zeros = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    digits.starts_with(|first: char| first.is_ascii_digit()) && !is_zeros && text.parse::<f64>().is_ok()
}

fn is_large(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    (16..=20).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && digits.parse::<i128>().is_ok_and(|value| value > 1 << 53)
}

/// The integers that JavaScript reads as the same number and writes as this text. `None` if it writes another text.
fn neighbors(text: &str) -> Option<Vec<i128>> {
    let value: i128 = text.parse().ok()?;
    let float = value as f64;
    if format!("{float}") != text {
        return None;
    }
    let exact = float as i128;
    // The distance to the next number; half of it on either side is rounded to this one.
    let distance = f64::from_bits(float.abs().to_bits() + 1) as i128 - exact.abs();
    let half = distance / 2;
    Some((exact - half..=exact + half).filter(|near| *near as f64 == float).collect())
}

/// Integers above 2^53 before they were rounded.
fn rounded<'d>(values: &[Value<'_>]) -> Option<Group<'d>> {
    let inside = |text: &'_ str| String::from(text.trim_matches('"'));
    let mut different: Vec<(String, Vec<i128>)> = Vec::new();
    for value in values.iter().filter(|value| is_large(value.text)) {
        if !different.iter().any(|(text, _)| text == value.text) {
            different.push((value.text.into(), neighbors(value.text)?));
        }
    }
    let count = different.iter().try_fold(1_usize, |count, (_, all)| count.checked_mul(all.len()))?;
    if different.is_empty() || !(2..=MOST_ROUNDED).contains(&count) {
        return None;
    }
    let tokens: Vec<(usize, String)> =
        values.iter().filter(|value| is_large(value.text)).map(|value| (value.token, inside(value.text))).collect();
    let made = move |index: usize| {
        let mut rest = index;
        let chosen: Vec<(&String, i128)> = different
            .iter()
            .filter_map(|(text, all)| {
                let at = rest % all.len();
                rest /= all.len();
                all.get(at).map(|value| (text, *value))
            })
            .collect();
        let number =
            |text: &String| chosen.iter().find(|(known, _)| *known == text).map(|(_, value)| format!("{value}"));
        let edits: Vec<Edit> = tokens.iter().map(|(token, text)| (*token, number(text))).collect();
        edits.iter().all(|(_, text)| text.is_some()).then_some(edits)
    };
    let evidence = "with other digits at the end of integers above 2^53, which JavaScript rounds";
    Some(Group { evidence, count, edits: Box::new(made) })
}

/// The digits of a number without zeros at the ends, and the exponent of the first digit.
fn scientific(text: &str) -> Option<(&str, String, i32)> {
    if !is_number(text) {
        return None;
    }
    let (sign, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = format!("{whole}{fraction}");
    let leading = digits.len() - digits.trim_start_matches('0').len();
    let exponent = exponent.parse::<i32>().ok().filter(|exponent| exponent.abs() < 400)?;
    let first = exponent + whole.len() as i32 - 1 - leading as i32;
    let digits: String = digits.trim_matches('0').into();
    (!digits.is_empty()).then_some((sign, digits, first))
}

/// Numbers with exponents as other languages write them.
fn exponents<'d>(values: &[Value<'_>]) -> Option<Group<'d>> {
    const WAYS: usize = 9;
    let is_written = |text: &str| text.contains(['e', 'E']);
    let found: Vec<(usize, &str, String, i32, bool)> = values
        .iter()
        .filter_map(|value| {
            let (sign, digits, first) = scientific(value.text)?;
            let is_far = first >= 7 || first <= -4;
            (is_written(value.text) || (is_far && value.text.len() > 4))
                .then(|| (value.token, if sign.is_empty() { "" } else { "-" }, digits, first, is_written(value.text)))
        })
        .collect();
    if found.is_empty() {
        return None;
    }
    let made = move |index: usize| {
        let edits: Vec<Edit> = found
            .iter()
            // Large integers are not written with exponents in every language.
            .filter(|(_, _, digits, first, has_exponent)| {
                *has_exponent || *first < 0 || *first > 15 || (index == 6 && digits.len() as i32 <= first + 1)
            })
            .filter_map(|(token, sign, digits, first, _)| {
                let (one, rest) = digits.split_at_checked(1)?;
                let point = if rest.is_empty() { String::from(one) } else { format!("{one}.{rest}") };
                let full = if rest.is_empty() { format!("{one}.0") } else { format!("{one}.{rest}") };
                let text = match index {
                    0 => format!("{point}e{first}"),
                    1 => format!("{point}e{first:+}"),
                    2 => format!("{point}e{}{:02}", if *first < 0 { '-' } else { '+' }, first.abs()),
                    3 => format!("{full}e{first:+}"),
                    4 => format!("{point}E{first}"),
                    5 => format!("{point}E{first:+}"),
                    6 => format!("{full}E{first}"),
                    7 => format!("{full}e{}{:02}", if *first < 0 { '-' } else { '+' }, first.abs()),
                    _ => plain(digits, *first),
                };
                Some((*token, Some(format!("{sign}{text}"))))
            })
            .collect();
        (!edits.is_empty()).then_some(edits)
    };
    let evidence = "with numbers written with another exponent, such as `1e-07` or `1.0E7`";
    Some(Group { evidence, count: WAYS, edits: Box::new(made) })
}

/// A number without an exponent.
fn plain(digits: &str, first: i32) -> String {
    let zeros = |count: i32| "0".repeat(usize::try_from(count).unwrap_or(0).min(400));
    if first < 0 {
        return format!("0.{}{digits}", zeros(-first - 1));
    }
    let whole = first + 1;
    match usize::try_from(whole).ok().and_then(|whole| digits.split_at_checked(whole)) {
        Some((whole, fraction)) if !fraction.is_empty() => format!("{whole}.{fraction}"),
        _ => format!("{digits}{}", zeros(whole - digits.len() as i32)),
    }
}

/// Dates and times in other notations.
fn dates<'d>(values: &[Value<'_>]) -> Option<Group<'d>> {
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
