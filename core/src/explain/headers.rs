//! Hypotheses about renamed header fields.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::budget::{Change, Search};
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::quote::quoted;
use super::work::{Cut, MAX_FIELD_BYTES};
use crate::base::http::Headers;

/// The maximum number of keys that a sender numbers.
const MOST_KEYS: usize = 16;

/// The cost of comparing all spellings of a name, for each field and each byte.
const PER_FIELD: usize = 40;
const PER_BYTE: usize = 12;

/// Finds the header fields of the scheme under other names, as gateways and frameworks pass them on.
pub(super) fn renamed(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    let given = search.request.headers;
    let scheme = search.scheme;
    let mut wanted: Vec<&str> = scheme.headers().collect();
    wanted.push("content-type");
    search.spend(search.fields.lookup().saturating_mul(wanted.len()))?;
    let is_missing = |name: &&str| given.get(name).all(str::is_empty);
    let missing: Vec<&str> = wanted.into_iter().filter(is_missing).collect();
    let fields = search.fields;
    let once = fields.count.saturating_mul(PER_FIELD).saturating_add(fields.bytes.saturating_mul(PER_BYTE));
    search.spend(once.saturating_mul(missing.len().saturating_add(1)))?;
    let mut moved: Vec<(&str, &str, &str)> = Vec::new();
    for name in &missing {
        if let Some((other, value)) = closest(given, name)? {
            moved.push((name, other, value));
        }
    }
    if let Some(finding) = numbered(search, &missing)? {
        return Ok(Some(finding));
    }
    let Some((name, other, _)) = moved.iter().find(|(name, ..)| *name != "content-type").copied() else {
        return Ok(None);
    };
    let added: Vec<(&str, &str)> = moved.iter().map(|(name, _, value)| (*name, *value)).collect();
    let is_proven = verifies_with(search, &added)?;
    Ok(is_proven.then(|| {
        let evidence = format!("the signature matches when the header {} is read as `{name}`", quoted(other));
        Finding::proven(DiagnosisCode::HeaderRenamed, evidence)
    }))
}

/// Whether the request verifies with additional header fields.
fn verifies_with(search: &mut Search<'_>, added: &[(&str, &str)]) -> Result<bool, Cut> {
    let bytes = added.iter().map(|(_, value)| value.len()).fold(0, usize::saturating_add);
    if bytes > MAX_FIELD_BYTES {
        return Err(Cut);
    }
    let fields = search.slim_fields()?;
    search.spend(fields.lookup().saturating_add(bytes))?;
    let mut headers: Headers = search.slim()?.clone();
    for (name, value) in added {
        headers.push(*name, *value);
    }
    search.verifies(&Change { headers: Some(&headers), ..Change::default() })
}

/// Finds the signature in a field whose name ends in another number: senders with several keys number the fields.
fn numbered(search: &mut Search<'_>, missing: &[&str]) -> Result<Option<Finding>, Cut> {
    let bare = |name| str::trim_end_matches(name, |last: char| last.is_ascii_digit());
    let Some(wanted) = missing.iter().find(|name| bare(name).len() < name.len()) else { return Ok(None) };
    let given = search.request.headers;
    let others = given.iter().filter(|(name, _)| bare(name).eq_ignore_ascii_case(bare(wanted)));
    for (name, value) in others.take(MOST_KEYS) {
        if verifies_with(search, &[(wanted, value)])? {
            let evidence = format!(
                "the signature matches with the header {}, which belongs to another key of the sender",
                quoted(name)
            );
            return Ok(Some(Finding::proven(DiagnosisCode::HeaderOther, evidence)));
        }
    }
    Ok(None)
}

/// The field whose name is a variant of this name.
fn closest<'a>(headers: &'a Headers, wanted: &str) -> Result<Option<(&'a str, &'a str)>, Cut> {
    let wanted: String = plain(wanted).collect();
    // A proxy renames a field by adding a prefix, or a suffix such as `-original`.
    let within = wanted.trim_start_matches('x');
    let (mut near, mut name_of) = (None, String::new());
    for (name, value) in headers.iter().filter(|(_, value)| !value.trim().is_empty()) {
        if plain(name).eq(wanted.chars()) {
            return Ok(Some((name, value)));
        }
        if near.is_none() && name.len() >= within.len() {
            name_of.clear();
            name_of.try_reserve(name.len()).map_err(|_| Cut)?;
            name_of.extend(plain(name));
            near = name_of.contains(within).then_some((name, value));
        }
    }
    Ok(near)
}

/// A name without the differences between spellings: case, hyphens, underscores, and the prefix of CGI.
fn plain(name: &str) -> impl Iterator<Item = char> {
    let letters = || name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase());
    let skipped = if letters().take(4).eq("http".chars()) { 4 } else { 0 };
    letters().skip(skipped)
}
