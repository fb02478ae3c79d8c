//! Numbers as other languages write them, and integers before they were rounded.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::json_forms::Edit;
use super::json_groups::{Group, Value};
use super::json_tokens::Document;

/// The number of combinations of integers that were rounded.
const MOST_ROUNDED: usize = 1_100;

/// Whether all integers above 2^53 are rounded as JavaScript rounds them, and there is at least one.
pub(super) fn has_only_rounded(document: &Document<'_>) -> bool {
    let large = (0..document.tokens()).map(|token| document.written(token)).filter(|text| is_large(text));
    let mut large = large.peekable();
    large.peek().is_some() && large.all(|text| neighbors(text).is_some_and(|all| all.len() > 1))
}

pub(super) fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.len() < 16 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

pub(super) fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_zeros = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    digits.starts_with(|first: char| first.is_ascii_digit()) && !is_zeros && has_form_of_number(digits)
}

/// Whether digits, a fraction and an exponent follow each other. Parsing the number would add a table of 10 kB to the module.
fn has_form_of_number(text: &str) -> bool {
    let after = after_digits(text);
    let after = after.strip_prefix('.').map_or(after, after_digits);
    let exponent = after.strip_prefix(['e', 'E']).map(|exponent| exponent.strip_prefix(['+', '-']).unwrap_or(exponent));
    after.is_empty() || exponent.is_some_and(|exponent| !exponent.is_empty() && after_digits(exponent).is_empty())
}

fn after_digits(text: &str) -> &str {
    text.trim_start_matches(|digit: char| digit.is_ascii_digit())
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
    if written(float)? != text {
        return None;
    }
    let exact = float as i128;
    // The distance to the next number; half of it on either side is rounded to this one.
    let distance = f64::from_bits(float.abs().to_bits() + 1) as i128 - exact.abs();
    let half = distance / 2;
    Some((exact - half..=exact + half).filter(|near| *near as f64 == float).collect())
}

/// The shortest digits that are read as this integer, and zeros, as JavaScript writes numbers below 10^21. The main module
/// already contains the code of `serde_json` that finds them.
fn written(integer: f64) -> Option<String> {
    let text = format!("{}", serde_json::Number::from_f64(integer)?);
    let (digits, exponent) = match text.split_once('e') {
        Some((digits, exponent)) => (digits, Some(exponent.parse::<usize>().ok()?)),
        None => (text.strip_suffix(".0").unwrap_or(&text), None),
    };
    let (sign, digits) = digits.strip_prefix('-').map_or(("", digits), |digits| ("-", digits));
    let digits = digits.replace('.', "");
    let length = exponent.map_or(digits.len(), |exponent| exponent + 1);
    Some(format!("{sign}{digits:0<length$}"))
}

/// Integers above 2^53 before they were rounded.
pub(super) fn rounded<'d>(values: &[Value<'_>]) -> Option<Group<'d>> {
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
pub(super) fn exponents<'d>(values: &[Value<'_>]) -> Option<Group<'d>> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn integers_are_written_as_the_standard_library_writes_them() {
        let mut value = 9_007_199_254_740_993_i128;
        while value < 100_000_000_000_000_000_000 {
            for value in [value, -value, value + 1_000] {
                assert_eq!(written(value as f64), Some(format!("{}", value as f64)));
            }
            value += value / 7 + 3;
        }
    }

    #[test]
    fn numbers_are_recognized_like_those_that_the_standard_library_parses() {
        let pieces = ["", "0", "12", ".", "e", "E", "+", "-", "x"];
        let mut texts: Vec<String> = Vec::from([String::new()]);
        for _ in 0..5 {
            texts = texts.iter().flat_map(|text| pieces.map(|piece| format!("{text}{piece}"))).collect();
        }
        for text in texts.iter().filter(|text| text.starts_with(|first: char| first.is_ascii_digit())) {
            assert_eq!(has_form_of_number(text), text.parse::<f64>().is_ok(), "{text}");
        }
    }
}
