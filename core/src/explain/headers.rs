//! Hypotheses about renamed header fields.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::budget::Search;
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::quote::quoted;
use super::values::has_signature;
use super::work::{Cut, MAX_FIELD_BYTES};
use crate::base::http::Headers;
use crate::catalog::senders;
use crate::signature::{Algorithm, Scheme};

/// The maximum number of keys that a sender numbers.
const MOST_KEYS: usize = 16;

/// The cost of comparing all spellings of a name, for each field and each byte.
const PER_FIELD: usize = 40;
/// The maximum number of other fields that are read, and the length of their values.
const MOST_FIELDS: usize = 64;
const LONGEST: usize = 8 << 10;

/// The cost of comparing the names of fields with those of all senders, and of decoding a byte of a value.
const SCHEMES: usize = 200;
const PER_VALUE_BYTE: usize = 60;

const PER_BYTE: usize = 12;

/// Header fields to add, because the scheme reads them under another name.
pub(super) struct Moved {
    pub(super) added: Vec<(String, String)>,
    pub(super) finding: Finding,
}

/// Finds the header fields of the scheme under other names, as gateways and frameworks pass them on. The most likely
/// ones are first.
pub(super) fn moved(search: &mut Search<'_>) -> Result<Vec<Moved>, Cut> {
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
    let mut renamed: Vec<(&str, &str, &str)> = Vec::new();
    // Such a field belongs to another scheme of the sender, for which the search for schemes looks.
    let own: Vec<&str> = siblings(&scheme).collect();
    for name in &missing {
        if let Some((other, value)) = closest(given, name, &own)? {
            renamed.push((name, other, value));
        }
    }
    let mut found = Vec::new();
    if let Some((name, other, _)) = renamed.iter().find(|(name, ..)| *name != "content-type").copied() {
        let bytes = renamed.iter().map(|(_, _, value)| value.len()).fold(0, usize::saturating_add);
        if bytes > MAX_FIELD_BYTES {
            return Err(Cut);
        }
        let evidence = format!("the signature matches when the header {} is read as `{name}`", quoted(other));
        let finding = Finding::proven(DiagnosisCode::HeaderRenamed, evidence);
        let added = renamed.iter().map(|(name, _, value)| ((*name).into(), (*value).into())).collect();
        found.push(Moved { added, finding });
    }
    found.extend(numbered(given, &missing));
    if found.is_empty() && scheme.signature.place.headers().any(|name| missing.contains(&name)) {
        found.extend(anywhere(search)?);
    }
    Ok(found)
}

/// Finds the signature in a field whose name ends in another number: senders with several keys number the fields.
fn numbered(given: &Headers, missing: &[&str]) -> Vec<Moved> {
    let bare = |name| str::trim_end_matches(name, |last: char| last.is_ascii_digit());
    let Some(wanted) = missing.iter().find(|name| bare(name).len() < name.len()) else { return Vec::new() };
    let others = given.iter().filter(|(name, _)| bare(name).eq_ignore_ascii_case(bare(wanted)));
    let to_moved = |(name, value): (&str, &str)| {
        let evidence = format!(
            "the signature matches with the header {}, which belongs to another key of the sender",
            quoted(name)
        );
        let added = vec![((*wanted).into(), value.into())];
        Moved { added, finding: Finding::proven(DiagnosisCode::HeaderOther, evidence) }
    };
    others.filter(|(_, value)| value.len() <= LONGEST).take(MOST_KEYS).map(to_moved).collect()
}

/// Finds the signature in any other field, by its form. Fields of other senders are left to the search for schemes.
fn anywhere(search: &mut Search<'_>) -> Result<Vec<Moved>, Cut> {
    let scheme = search.scheme;
    let Some(wanted) = scheme.signature_header() else { return Ok(Vec::new()) };
    let given = search.request.headers;
    search.spend(search.fields.lookup().saturating_mul(SCHEMES))?;
    let mut found = Vec::new();
    let candidates = given.iter().filter(|(name, value)| (8..=LONGEST).contains(&value.len()) && !is_of_sender(name));
    for (name, value) in candidates.take(MOST_FIELDS) {
        search.spend(value.len().saturating_mul(PER_VALUE_BYTE))?;
        let is_token = scheme.algorithm == Algorithm::Token;
        let is_usual =
            ["host", "user-agent", "accept", "content-length", "content-type"].contains(&&*name.to_lowercase());
        let is_fit = !is_usual && (is_token || has_signature(&scheme, value));
        if is_fit && found.len() < MOST_KEYS {
            let evidence = format!("the signature matches when the header {} is read as `{wanted}`", quoted(name));
            let finding = match other_sender(&scheme, name) {
                Some(id) => Finding::proven(DiagnosisCode::SenderOther, format!("{evidence}, which is that of `{id}`")),
                None => Finding::proven(DiagnosisCode::HeaderRenamed, evidence).guess(is_token),
            };
            found.push(Moved { added: vec![(wanted.into(), value.into())], finding });
        }
    }
    Ok(found)
}

/// A scheme of another sender that differs only in the name of the header.
fn other_sender(scheme: &Scheme<&str>, name: &str) -> Option<&'static str> {
    let own = scheme.id.split('/').next().unwrap_or_default();
    let all = senders().filter(|sender| sender.id != own && !["generic", "custom"].contains(&sender.id));
    let is_same = |other: &&&'static Scheme| {
        let other = other.borrow();
        other.algorithm == scheme.algorithm
            && other.content == scheme.content
            && other.signature.encoding == scheme.signature.encoding
            && other.signature.written_prefix() == scheme.signature.written_prefix()
            && other.signature.separator == scheme.signature.separator
            && other.timestamp.is_none()
            && other.signature_header().is_some_and(|header| header.eq_ignore_ascii_case(name))
    };
    all.flat_map(|sender| sender.schemes).collect::<Vec<_>>().iter().find(is_same).map(|other| other.id)
}

/// Whether a sender of the catalog signs in a header with this name.
fn is_of_sender(name: &str) -> bool {
    let is_general = ["authorization", "x-signature", "signature", "x-webhook-signature"];
    let mut signed = senders().flat_map(|sender| sender.schemes).flat_map(|scheme| scheme.signature.place.headers());
    !is_general.iter().any(|known| known.eq_ignore_ascii_case(name))
        && signed.any(|known| known.eq_ignore_ascii_case(name))
}

/// The signature headers of the other schemes of this sender.
fn siblings(scheme: &Scheme<&str>) -> impl Iterator<Item = &'static str> {
    let own = scheme.id.split('/').next().unwrap_or_default();
    let schemes = senders().filter(move |sender| sender.id == own).flat_map(|sender| sender.schemes);
    schemes.filter(move |other| other.id != scheme.id).flat_map(|other| other.signature.place.static_headers())
}

/// The field whose name is a variant of this name, but not one of `others`.
fn closest<'a>(headers: &'a Headers, wanted: &str, others: &[&str]) -> Result<Option<(&'a str, &'a str)>, Cut> {
    let wanted: String = plain(wanted).collect();
    // A proxy renames a field by adding a prefix, or a suffix such as `-original`.
    let within = wanted.trim_start_matches('x');
    let (mut near, mut name_of) = (None, String::new());
    for (name, value) in headers.iter().filter(|(_, value)| !value.trim().is_empty()) {
        if plain(name).eq(wanted.chars()) {
            return Ok(Some((name, value)));
        }
        let is_other = || others.iter().any(|other| other.eq_ignore_ascii_case(name));
        if near.is_none() && name.len() >= within.len() && !is_other() {
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
