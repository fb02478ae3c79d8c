//! Repairs of the value that contains the signature: what relays, logs, frameworks and senders do to it.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use base64ct::{Base64, Base64Unpadded, Base64UrlUnpadded, Encoding as _};

use super::budget::Search;
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::quote::quoted;
use super::undamaged::undamaged;
use crate::base::sort;
use crate::signature::value::encode;
use crate::signature::{Algorithm, Encoding, Place, Scheme};

/// The maximum number of items of a list that are read, of repairs, and of characters of a value.
const MOST_ITEMS: usize = 16;
const MOST_REPAIRS: usize = 24;
const LONGEST: usize = 8 << 10;

/// The maximum length of a prefix.
const LONGEST_PREFIX: usize = 16;

/// A value in the format of the scheme, or of the scheme by another algorithm.
pub(super) struct Repair {
    pub(super) value: String,
    pub(super) algorithm: Algorithm,
    pub(super) findings: Vec<Finding>,
}

/// The algorithms that senders confuse. Their signatures have different lengths.
const ALGORITHMS: [Algorithm; 5] =
    [Algorithm::HmacSha256, Algorithm::HmacSha1, Algorithm::HmacSha512, Algorithm::HmacSha384, Algorithm::HmacMd5];

/// All repairs of the values of the signature's header fields, those with the fewest changes first.
pub(super) fn repairs<T: AsRef<str>>(scheme: &Scheme<&str>, values: &[T]) -> Vec<Repair> {
    let values: Vec<&str> = values.iter().map(AsRef::as_ref).collect();
    let mut found: Vec<Repair> = Vec::new();
    for (text, repeated) in wholes(scheme, &values) {
        if text.len() > LONGEST {
            continue;
        }
        for (text, damage) in undamaged(scheme.signature.encoding, scheme.signature.separator, &text) {
            let findings: Vec<Finding> = repeated.iter().cloned().chain(damage.map(altered)).collect();
            read(scheme, &text, &findings, &mut found);
        }
    }
    sort::by_key(&mut found, |repair| repair.findings.len());
    found.truncate(MOST_REPAIRS);
    found
}

fn altered(damage: impl core::fmt::Display) -> Finding {
    Finding::proven(DiagnosisCode::SignatureAltered, format!("the signature matches when {damage}"))
}

/// The texts that can be the whole value: each of several fields, and the parts of fields that were joined.
fn wholes(scheme: &Scheme<&str>, values: &[&str]) -> Vec<(String, Option<Finding>)> {
    let repeated = |what: &str| {
        Some(Finding::proven(DiagnosisCode::SignatureRepeated, format!("the signature matches with {what}")))
    };
    let separator = scheme.signature.separator;
    let mut found = Vec::new();
    if let [value] = values {
        found.push(((*value).to_string(), None));
    } else {
        let each = "one of the several header fields of the signature, which must occur once";
        found.extend(values.iter().take(4).map(|value| ((*value).to_string(), repeated(each))));
    }
    for value in values {
        let list = value.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        if let Some(list) = list.filter(|list| !list.starts_with(['"', '\''])) {
            let printed = "the value in the brackets: the list of all values of the header was printed";
            found.extend(list.split(", ").take(4).map(|part| (part.to_string(), repeated(printed))));
        }
    }
    let joined = "a part of the header of the signature: several fields were joined";
    match separator {
        // Two fields that were joined with a comma.
        None => {
            for part in values.iter().flat_map(|value| value.split(',')).take(4) {
                if !values.contains(&part) && part.len() >= 16 {
                    found.push((part.trim().to_string(), repeated(joined)));
                }
            }
        }
        Some(separator) if separator != ',' => {
            let both = values.join(&separator.to_string()).replace(", ", &separator.to_string());
            if !values.contains(&both.as_str()) {
                found.push((both, repeated("the fields of the signature separated as the scheme requires")));
            }
        }
        Some(_) => {}
    }
    if let (Some(separator), Some(Place::Item { item })) = (separator, scheme.timestamp.map(|field| field.place)) {
        let once = "the item of the timestamp once: the header contains it several times";
        for value in values {
            for keep in 0..2 {
                let text = without_repeated(value, separator, item, keep);
                if text != *value {
                    found.push((text, repeated(once)));
                }
            }
        }
    }
    found
}

/// The list with only one of the items that start with this text.
fn without_repeated(value: &str, separator: char, item: &str, keep: usize) -> String {
    let is_item = |part: &&str| part.trim().starts_with(item);
    let kept = value.split(separator).filter(is_item).nth(keep);
    let mut is_kept = false;
    let parts = value.split(separator).filter(|part| {
        if !is_item(part) || kept.is_none() {
            return true;
        }
        let is_first = !is_kept && Some(*part) == kept;
        is_kept |= is_first;
        is_first
    });
    parts.collect::<Vec<_>>().join(&separator.to_string())
}

/// Reads a value with its items in any encoding, with or without prefix.
fn read(scheme: &Scheme<&str>, text: &str, findings: &[Finding], found: &mut Vec<Repair>) {
    let field = &scheme.signature;
    let prefix = field.written_prefix();
    let mut add = |value: String, algorithm: Algorithm, findings: Vec<Finding>| {
        let known = found.iter().position(|known| known.value == value && known.algorithm == algorithm);
        let known = known.and_then(|at| found.get_mut(at));
        match known {
            // The fewest changes are the most plausible ones.
            Some(known) if findings.len() < known.findings.len() => known.findings = findings,
            None if !findings.is_empty() => found.push(Repair { value, algorithm, findings }),
            _ => {}
        }
    };
    let items: Vec<&str> = match field.separator {
        Some(separator) => text.split(separator).map(str::trim).filter(|item| !item.is_empty()).collect(),
        None => vec![text],
    };
    let is_fit = |item: &&str| {
        item.strip_prefix(prefix).is_some_and(|value| well_formed(field.encoding, scheme.algorithm, value))
    };
    if items.iter().any(is_fit) {
        add(text.into(), scheme.algorithm, findings.to_vec());
        return;
    }
    let of_timestamp = match scheme.timestamp.map(|field| field.place) {
        Some(Place::Item { item }) => item,
        _ => "\0",
    };
    for item in items.iter().filter(|item| !item.starts_with(of_timestamp)).take(MOST_ITEMS) {
        for (bare, other) in prefixes(prefix, item, of_timestamp != "\0") {
            for (algorithm, encoding, bytes) in readings(scheme, bare) {
                let mut all = findings.to_vec();
                all.extend(other.clone());
                if algorithm != scheme.algorithm {
                    let (found, wanted) = (algorithm.title(), scheme.algorithm.title());
                    let evidence = format!("the signature matches with {found}, and the scheme uses {wanted}");
                    all.push(Finding::proven(DiagnosisCode::AlgorithmOther, evidence));
                }
                let written = encode(field.encoding, &bytes);
                all.extend(encoding_finding(scheme, encoding, bare, &written));
                add(text.replacen(item, &[prefix, &written].concat(), 1), algorithm, all);
            }
        }
    }
}

/// How the bytes of a signature are encoded: in an encoding, or in base64 of hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Written {
    As(Encoding),
    HexInBase64,
    Base64InHex,
    Base64Twice,
}

fn encoding_finding(scheme: &Scheme<&str>, found: Written, bare: &str, written: &str) -> Option<Finding> {
    let wanted = scheme.signature.encoding;
    if found == Written::As(wanted) {
        if bare.eq_ignore_ascii_case(written) {
            return None;
        }
        let what = "the padding of the base64 text is added";
        return Some(altered(if bare.len() < written.len() { what } else { "the spaces around it are removed" }));
    }
    let found = match found {
        Written::As(encoding) => encoding.characters(),
        Written::HexInBase64 => "base64-encoded hexadecimal digits",
        Written::Base64InHex => "hexadecimal digits of base64 text",
        Written::Base64Twice => "base64 of base64 text",
    };
    let evidence =
        format!("the signature matches, but is written in {found}, and the scheme uses {}", wanted.characters());
    Some(Finding::proven(DiagnosisCode::EncodingOther, evidence))
}

/// The text of an item without its prefix, with the finding if the prefix is not that of the scheme.
fn prefixes<'t>(prefix: &str, item: &'t str, is_named: bool) -> Vec<(&'t str, Option<Finding>)> {
    let mut found = Vec::new();
    let mut add = |rest: &'t str, evidence: String| {
        if !rest.trim_matches(['=', ' ']).is_empty() {
            found.push((rest, Some(Finding::proven(DiagnosisCode::SignaturePrefix, evidence))));
        }
    };
    let mut renamed = Vec::new();
    let within = item.strip_prefix(prefix);
    if within.is_none() {
        let is_other_case = item.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
        if is_other_case {
            let rest = item.get(prefix.len()..).unwrap_or_default();
            add(rest, format!("the signature matches, but its prefix is not `{prefix}` in the same letter case"));
        }
        add(item, format!("the signature matches, but does not start with `{prefix}`, as the scheme requires"));
    }
    let rest = within.unwrap_or(item);
    for separator in ['=', ',', ' ', ':'] {
        let Some((start, after)) = rest.split_once(separator) else { continue };
        if start.len() > LONGEST_PREFIX || after.trim_matches('=').is_empty() {
            continue;
        }
        let other = quoted(&format!("{start}{separator}"));
        if is_named && separator == '=' && within.is_none() && item.contains('=') {
            let is_version = |label: &str| {
                let digits = label.strip_prefix('v').unwrap_or_default();
                !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
            };
            let (code, what) = if is_version(start) && is_version(prefix.trim_end_matches('=')) {
                (DiagnosisCode::HeaderOther, "it has the label of another version")
            } else {
                (DiagnosisCode::SignatureMalformed, "it has another name")
            };
            let evidence = format!("the signature matches with the item {other} read as `{prefix}`: {what}");
            renamed.push((after, Some(Finding::proven(code, evidence))));
            continue;
        }
        let evidence = if prefix.is_empty() {
            format!("the signature matches without the prefix {other}, which the scheme does not use")
        } else if within.is_some() {
            format!("the signature matches without the second prefix {other}")
        } else {
            format!("the signature matches, but starts with {other} instead of `{prefix}`")
        };
        add(after, evidence);
    }
    found.extend(renamed);
    // Without a prefix, the text of base64 can end in an equals sign as well.
    found.insert(0, (rest, None));
    if within.is_none() {
        found.remove(0);
    }
    found
}

/// The flaws of a value whose signature does not match after all. A value that is shorter than that of the scheme was
/// cut, unless it says which algorithm it is of.
pub(super) fn open(search: &Search<'_>, findings: Vec<Finding>) -> Vec<Finding> {
    let arrived = search.arrived_algorithm;
    let is_short = findings.iter().any(|finding| finding.code == DiagnosisCode::AlgorithmOther)
        && findings.iter().all(|finding| finding.code != DiagnosisCode::SignaturePrefix)
        && search.scheme.algorithm.output_len() < arrived.output_len();
    if is_short {
        let wanted = arrived.title();
        let evidence =
            format!("the signature is shorter than one by {wanted}, and does not match by another algorithm");
        return vec![Finding::likely(DiagnosisCode::SignatureTruncated, evidence)];
    }
    findings.into_iter().map(Finding::unproven).collect()
}

/// Whether a text is a signature by this algorithm in this encoding.
fn well_formed(encoding: Encoding, algorithm: Algorithm, text: &str) -> bool {
    let bytes = match encoding {
        Encoding::Hex => hex::decode(text).ok(),
        Encoding::Base64 => Base64::decode_vec(text).ok(),
        Encoding::Base64url => Base64UrlUnpadded::decode_vec(text.trim_end_matches('=')).ok(),
        Encoding::Text => return !text.is_empty() && !text.contains(char::is_whitespace),
    };
    bytes.is_some_and(|bytes| algorithm.output_len().map_or(bytes.len() >= 64, |length| length == bytes.len()))
}

/// Whether a value is a signature of the scheme, possibly with another prefix.
pub(super) fn has_signature(scheme: &Scheme<&str>, value: &str) -> bool {
    let is_fit = |text: &str| {
        let prefix = scheme.signature.written_prefix();
        well_formed(scheme.signature.encoding, scheme.algorithm, text.strip_prefix(prefix).unwrap_or(text))
    };
    is_fit(value) || value.split([',', ' ', ';', '=']).any(|part| is_fit(part.trim()))
}

/// The possible decodings of a text, each with the algorithm that has signatures of this length.
fn readings(scheme: &Scheme<&str>, text: &str) -> Vec<(Algorithm, Written, Vec<u8>)> {
    let text = text.trim();
    let wanted = scheme.signature.encoding;
    // The text of a user name and a password, without their encoding.
    let is_bare = scheme.algorithm == Algorithm::Token && Base64::decode_vec(text).is_err();
    if wanted == Encoding::Text || is_bare {
        let bytes = text.as_bytes().to_vec();
        return vec![(scheme.algorithm, Written::As(Encoding::Text), bytes)];
    }
    let bare = text.trim_end_matches('=');
    let mut found: Vec<(Written, Vec<u8>)> = Vec::new();
    let digits = hex::decode(text).ok();
    let inner = digits.as_ref().and_then(|text| Base64::decode_vec(core::str::from_utf8(text).ok()?.trim()).ok());
    found.extend(inner.map(|bytes| (Written::Base64InHex, bytes)));
    found.extend(digits.map(|bytes| (Written::As(Encoding::Hex), bytes)));
    let base64 = Base64::decode_vec(text).or_else(|_| Base64Unpadded::decode_vec(bare)).ok();
    let inner = base64.as_ref().and_then(|bytes| hex::decode(bytes).ok());
    found.extend(inner.map(|bytes| (Written::HexInBase64, bytes)));
    let inner = base64.as_ref().and_then(|text| Base64::decode_vec(core::str::from_utf8(text).ok()?.trim()).ok());
    found.extend(inner.map(|bytes| (Written::Base64Twice, bytes)));
    found.extend(base64.map(|bytes| (Written::As(Encoding::Base64), bytes)));
    let of_url = Base64UrlUnpadded::decode_vec(bare).ok();
    let is_known = |bytes: &Vec<u8>| found.iter().any(|(_, known)| known == bytes);
    let of_url = of_url.filter(|bytes| wanted == Encoding::Base64url || !is_known(bytes));
    found.extend(of_url.map(|bytes| (Written::As(Encoding::Base64url), bytes)));
    let read =
        found.into_iter().filter_map(|(written, bytes)| Some((algorithm_of(scheme, bytes.len())?, written, bytes)));
    let mut read: Vec<_> = read.collect();
    // The algorithm and the encoding of the scheme first.
    sort::by_key(&mut read, |(algorithm, written, _)| {
        (*algorithm != scheme.algorithm, *written != Written::As(wanted))
    });
    read
}

/// The algorithm of the scheme if its signatures have this length, or another one that senders use.
fn algorithm_of(scheme: &Scheme<&str>, length: usize) -> Option<Algorithm> {
    let algorithm = scheme.algorithm;
    if algorithm.output_len().map_or(length >= 64, |wanted| wanted == length) {
        return Some(algorithm);
    }
    // The content of a plain hash contains the secret.
    if algorithm.is_asymmetric() || algorithm.is_plain_hash() || algorithm == Algorithm::Token {
        return None;
    }
    ALGORITHMS.into_iter().find(|other| other.output_len() == Some(length))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::find_scheme;

    /// The codes of the first repair.
    fn codes(id: &str, values: &[&str]) -> Vec<&'static str> {
        let scheme = find_scheme(id).unwrap();
        let repairs = repairs(&scheme.borrow(), values);
        repairs
            .first()
            .map(|repair| repair.findings.iter().map(|finding| finding.code.code()).collect())
            .unwrap_or_default()
    }

    #[test]
    fn names_what_was_done_to_a_value() {
        let hex = "0123456789abcdef".repeat(4);
        let base64 = "3q2+7wAREjM+/0VWZ3iJmqu8zd7v/wARIjNEVWZ3iJk=";
        let good = format!("sha256={hex}");
        assert!(repairs(&find_scheme("github/sha256").unwrap().borrow(), &[&good]).is_empty());
        for (id, value, wanted) in [
            ("github/sha256", format!("\"sha256={hex}\""), "signature_altered"),
            ("github/sha256", format!("[\"sha256={hex}\"]"), "signature_altered"),
            ("github/sha256", format!("b'sha256={hex}'"), "signature_altered"),
            ("github/sha256", format!("sha256%3D{hex}"), "signature_altered"),
            ("github/sha256", format!("sha256= {hex}"), "signature_altered"),
            ("github/sha256", format!("sha256=0x{hex}"), "signature_altered"),
            ("github/sha256", hex.clone(), "signature_prefix"),
            ("github/sha256", format!("SHA256={hex}"), "signature_prefix"),
            ("github/sha256", format!("v0={hex}"), "signature_prefix"),
            ("github/sha256", format!("sha256=sha256={hex}"), "signature_prefix"),
            ("github/sha256", format!("sha256={}", hex.get(..40).unwrap_or_default()), "algorithm_other"),
            ("github/sha256", format!("sha256={base64}"), "encoding_other"),
            ("github/sha256", format!("{good}, {good}"), "signature_repeated"),
            ("generic/signature", good.clone(), "signature_prefix"),
            ("shopify/hmac", base64.replace('+', " "), "signature_altered"),
            ("shopify/hmac", base64.trim_end_matches('=').into(), "signature_altered"),
            ("shopify/hmac", base64.replace('=', "%3D"), "signature_altered"),
            ("shopify/hmac", hex.clone(), "encoding_other"),
            ("stripe/v1", format!("t%3D1780000000%2Cv1%3D{hex}"), "signature_altered"),
            ("stripe/v1", format!("t=1,t=2,v1={hex}"), "signature_repeated"),
        ] {
            assert_eq!(codes(id, &[&value]), [wanted], "{id} {value}");
        }
        assert_eq!(codes("github/sha256", &[&good, &good]), ["signature_repeated"]);
        assert!(codes("github/sha256", &["hmac-signature"]).is_empty());
    }
}
