//! Values that serializers change: numbers, dates, and empty values.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::budget::Search;
use super::json_dates::dates;
use super::json_forms::Edit;
use super::json_groups::{Group, Value};
use super::json_numbers::{exponents, is_integer, is_number, rounded};
use super::json_tokens::{Document, Kind};
use super::work::Cut;
use crate::base::sort;

/// The number of tokens above which values are not changed, because there are too many ways to do so.
const MOST_TOKENS: usize = 4_000;

/// The number of names whose numbers get zeros in every combination.
const MOST_DECIMALS: usize = 5;

/// The number of names of which each one and each pair is tried.
const MOST_MASKED: usize = 14;

/// The cost of examining a token.
const PER_TOKEN: usize = 400;

/// The number of texts that are tried with whitespace around them.
const MOST_TRIMMED: usize = 40;

/// The number of names whose values are changed in every combination.
const MOST_NAMES: usize = 7;

/// Parts of the names of amounts, whose values are probably not integers.
const AMOUNTS: [&str; 20] = [
    "price", "amount", "total", "tax", "rate", "balance", "cost", "value", "discount", "weight", "lat", "lng", "lon",
    "score", "percent", "fee", "sum", "subtotal", "quantity", "size",
];

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
    found.push(trimmed(&values));
    found.extend(dates(&values));
    found.extend(rounded(&values));
    found.push(decimals(document, &values));
    let longer = "with one more zero at the ends of numbers, such as `1.250` for `1.25`";
    found.push(subsets(document, longer, &values, |value| {
        let is_decimal = is_number(value.text) && value.text.contains('.') && !value.text.contains(['e', 'E']);
        is_decimal.then(|| format!("{}0", value.text))
    }));
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
    sort::by_key(&mut found, |value| value.token);
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

/// Texts with whitespace around them, one at a time.
fn trimmed<'d>(values: &[Value<'_>]) -> Group<'d> {
    const AROUND: [[&str; 2]; 4] = [[" ", " "], ["", " "], [" ", ""], ["", "\\n"]];
    let texts = values.iter().filter(|value| value.text.len() > 2 && value.text.starts_with('"'));
    let texts: Vec<(usize, String)> = texts.take(MOST_TRIMMED).map(|value| (value.token, value.text.into())).collect();
    let count = texts.len() * AROUND.len();
    let made = move |index: usize| {
        let (token, text) = texts.get(index / AROUND.len())?;
        let [before, after] = AROUND.get(index % AROUND.len())?;
        let inside = text.get(1..text.len() - 1)?;
        Some(vec![(*token, Some(format!("\"{before}{inside}{after}\"")))])
    };
    Group { evidence: "with whitespace around a text, which was trimmed", count, edits: Box::new(made) }
}

/// The values that `edit` changes, by their names in every combination, all of them first.
fn subsets<'d>(
    document: &Document<'_>,
    evidence: &'static str,
    values: &[Value<'_>],
    edit: impl Fn(&Value<'_>) -> Option<String>,
) -> Group<'d> {
    let edits: Vec<(usize, usize, String)> =
        values.iter().filter_map(|value| Some((value.token, value.name, edit(value)?))).collect();
    let mut names: Vec<usize> = edits.iter().map(|(_, name, _)| *name).collect();
    sort::by_key(&mut names, |name| *name);
    names.dedup();
    sort::by_key(&mut names, |name| !is_amount(document, *name));
    let masks = masks(names.len().min(MOST_MASKED));
    let count = if edits.is_empty() { 0 } else { masks.len() };
    let made = move |index: usize| {
        let mask = *masks.get(index)?;
        let is_in = |name: &usize| {
            let at = names.iter().position(|known| known == name);
            mask == usize::MAX || at.is_some_and(|at| at < 63 && mask >> at & 1 == 1)
        };
        let kept = edits.iter().filter(|(_, name, _)| is_in(name));
        Some(kept.map(|(token, _, text)| (*token, Some(text.clone()))).collect())
    };
    Group { evidence, count, edits: Box::new(made) }
}

/// The combinations of names that are tried: all of them, every one of a few, and each one and each pair of more.
fn masks(count: usize) -> Vec<usize> {
    let mut found = vec![usize::MAX];
    let few = 1_usize << count.min(MOST_NAMES);
    found.extend((1..few).rev());
    for one in MOST_NAMES..count {
        found.extend((0..=one).map(|other| 1 << one | 1 << other));
    }
    found
}

/// Numbers with zeros at their ends, which were removed: by their names, with one or two decimal places.
fn decimals<'d>(document: &Document<'_>, values: &[Value<'_>]) -> Group<'d> {
    let places = |text: &str| match text.split_once('.') {
        Some((_, fraction)) if is_number(text) && !text.contains(['e', 'E']) => Some(fraction.len()),
        None if is_integer(text) => Some(0),
        _ => None,
    };
    let numbers: Vec<(usize, usize, String, usize)> = values
        .iter()
        .filter_map(|value| Some((value.token, value.name, value.text.into(), places(value.text)?)))
        .filter(|(.., places)| *places < 2)
        .collect();
    let mut names: Vec<usize> = numbers.iter().map(|(_, name, ..)| *name).collect();
    sort::by_key(&mut names, |name| *name);
    names.dedup();
    let is_integer = |name: &usize| numbers.iter().all(|(_, other, _, places)| other != name || *places == 0);
    sort::by_key(&mut names, |name| (is_integer(name), !is_amount(document, *name)));
    names.truncate(MOST_DECIMALS);
    let count = if numbers.is_empty() { 0 } else { 3_usize.pow(u32::try_from(names.len()).unwrap_or_default()) };
    let made = move |index: usize| {
        let mut rest = index;
        let mut wanted: Vec<usize> = Vec::new();
        for _ in &names {
            wanted.push(rest % 3);
            rest /= 3;
        }
        let edits: Vec<Edit> = numbers
            .iter()
            .filter_map(|(token, name, text, places)| {
                let at = names.iter().position(|known| known == name)?;
                let missing = wanted.get(at)?.checked_sub(*places).filter(|missing| *missing > 0)?;
                let point = if *places == 0 { "." } else { "" };
                Some((*token, Some(format!("{text}{point}{}", "0".repeat(missing)))))
            })
            .collect();
        (!edits.is_empty()).then_some(edits)
    };
    let evidence = "with zeros at the ends of numbers, such as `19.90` for `19.9` and `136.0` for `136`";
    Group { evidence, count, edits: Box::new(made) }
}

/// Whether the name of a value is that of an amount.
fn is_amount(document: &Document<'_>, name: usize) -> bool {
    let name = document.written(name).to_ascii_lowercase();
    AMOUNTS.iter().any(|part| name.contains(part))
}
