//! Hypotheses about header fields: those that came under another name.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::budget::Search;
use super::causes::Finding;
use super::quote::quoted;
use crate::header::Headers;

/// More keys than any sender numbers. Each costs a copy of the header fields.
const MOST_KEYS: usize = 16;

/// Whether the scheme's header fields are there under other names, as gateways and frameworks hand them on.
pub(super) fn renamed(search: &mut Search<'_>) -> Option<Finding> {
    let given = search.request.headers;
    let scheme = search.scheme;
    let mut wanted: Vec<&str> = scheme.headers().collect();
    wanted.push("content-type");
    let is_missing = |name: &&str| given.get(name).all(str::is_empty);
    let missing: Vec<&str> = wanted.into_iter().filter(is_missing).collect();
    let mut headers = given.clone();
    let mut moved: Vec<(&str, &str)> = Vec::new();
    for name in &missing {
        if let Some((other, value)) = closest(given, name) {
            headers.push(*name, value);
            moved.push((name, other));
        }
    }
    if let Some(finding) = numbered(search, &missing) {
        return Some(finding);
    }
    let (name, other) = moved.iter().find(|(name, _)| *name != "content-type").copied()?;
    if search.headers_verify(&headers) {
        return Some(Finding::proven(
            "header_renamed",
            format!("the signature matches with {} taken for `{name}`", quoted(other)),
        ));
    }
    None
}

/// Whether the signature stands in a field of the same name with another number at its end: senders with several keys
/// number the fields.
fn numbered(search: &mut Search<'_>, missing: &[&str]) -> Option<Finding> {
    let bare = |name: &str| String::from(name.trim_end_matches(|last: char| last.is_ascii_digit()));
    let wanted = *missing.iter().find(|name| bare(name).len() < name.len())?;
    let given = search.request.headers;
    let bare_wanted = bare(wanted);
    let others = given.iter().filter(|(name, _)| bare(name).eq_ignore_ascii_case(&bare_wanted));
    for (name, value) in others.take(MOST_KEYS) {
        let mut headers = given.clone();
        headers.push(wanted, value);
        if search.headers_verify(&headers) {
            let evidence =
                format!("the signature matches with {}, which belongs to another of the sender's keys", quoted(name));
            return Some(Finding::proven("header_other", evidence));
        }
    }
    None
}

/// The field whose name is another way to write the wanted one.
fn closest<'a>(headers: &'a Headers, wanted: &str) -> Option<(&'a str, &'a str)> {
    let plain = plain(wanted);
    let mut named = headers.iter().filter(|(_, value)| !value.trim().is_empty());
    let exact = named.find(|(name, _)| self::plain(name) == plain);
    // What a proxy renames keeps its name at the end, or before a word such as `-original`.
    let within = |(name, _): &(&str, &str)| self::plain(name).contains(plain.trim_start_matches('x'));
    exact.or_else(|| headers.iter().filter(|(_, value)| !value.trim().is_empty()).find(within))
}

/// A name without what differs between ways to write it: case, hyphens, underscores, and the prefix of CGI.
fn plain(name: &str) -> String {
    let letters: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    letters.strip_prefix("http").map(String::from).unwrap_or(letters)
}
