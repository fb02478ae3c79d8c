//! Hypotheses about how the delivery was signed: by another algorithm, in another encoding, by another scheme.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use base64ct::{Base64, Base64Unpadded, Base64UrlUnpadded, Encoding as _};

use super::budget::Search;
use super::causes::Finding;
use crate::header::Headers;
use crate::provider::senders;
use crate::signature::method::{Algorithm, Encoding};
use crate::signature::request::Request;
use crate::signature::scheme::{Place, Scheme};
use crate::signature::value::encode;

/// Whether the signature is the right one in another encoding, without its prefix, or by another algorithm.
pub(super) fn altered(search: &mut Search<'_>) -> Option<Finding> {
    let scheme = search.scheme;
    let secrets = search.keys.secrets;
    if scheme.algorithm == Algorithm::Token {
        return None;
    }
    let algorithms: &[Algorithm] = if scheme.algorithm.is_asymmetric() {
        &[scheme.algorithm]
    } else {
        &[scheme.algorithm, Algorithm::HmacSha256, Algorithm::HmacSha1, Algorithm::HmacSha512, Algorithm::HmacSha384]
    };
    let all = schemes_signatures(search);
    for algorithm in algorithms {
        if scheme.algorithm == Algorithm::Sha256 && *algorithm != scheme.algorithm {
            continue; // its content has the secret in it
        }
        for given in &all {
            let fits = algorithm.output_len().is_none_or(|length| length == given.bytes.len());
            if !fits || (*algorithm == scheme.algorithm && given.is_as_scheme_says) {
                continue;
            }
            let other = Scheme { algorithm: *algorithm, ..scheme };
            let value = encode(scheme.signature.encoding, &given.bytes);
            let Some(headers) = with_signature(&scheme, search.request.headers, &value, &given.item) else { continue };
            let request = Request { headers: &headers, ..search.request };
            if search.verifies_by(&other, secrets, &request) {
                return Some(describe(&scheme, *algorithm, given));
            }
        }
    }
    None
}

fn describe(scheme: &Scheme<&str>, algorithm: Algorithm, given: &Given) -> Finding {
    if algorithm != scheme.algorithm {
        let (found, wanted) = (algorithm.title(), scheme.algorithm.title());
        let evidence = format!("the signature is {found}, and the scheme has {wanted}");
        return Finding::proven("algorithm_other", evidence);
    }
    if given.encoding == scheme.signature.encoding && !given.is_hex_in_base64 {
        let prefix = scheme.signature.prefix.unwrap_or_default();
        let evidence = format!("the signature matches, but does not begin with `{prefix}`, as the scheme's do");
        return Finding::proven("header_other", evidence);
    }
    let found = if given.is_hex_in_base64 { "base64 of hexadecimal digits" } else { given.encoding.characters() };
    let evidence = format!(
        "the signature matches, but is written as {found}; the scheme has {}",
        scheme.signature.encoding.characters()
    );
    Finding::proven("encoding_other", evidence)
}

/// A signature that the request may carry, however it is written.
struct Given {
    bytes: Vec<u8>,
    encoding: Encoding,
    is_hex_in_base64: bool,
    is_as_scheme_says: bool,
    /// The text that it is written in, prefix and all.
    item: String,
}

/// Everything in the signature's header fields that could be bytes.
fn schemes_signatures(search: &Search<'_>) -> Vec<Given> {
    let field = &search.scheme.signature;
    let prefix = field.prefix.unwrap_or_default();
    let mut found = Vec::new();
    let values = field.place.headers().flat_map(|name| search.request.headers.get(name));
    let items = values.flat_map(|value| match field.separator {
        Some(separator) => value.split(separator).map(str::trim).collect::<Vec<_>>(),
        None => vec![value],
    });
    for item in items.take(16) {
        let has_prefix = item.starts_with(prefix);
        let mut texts = vec![item.strip_prefix(prefix).unwrap_or(item)];
        // Another prefix in place of the scheme's.
        texts.extend(item.split_once('=').map(|(_, rest)| rest).filter(|rest| !rest.trim_matches('=').is_empty()));
        texts.extend(item.split_once(',').map(|(_, rest)| rest));
        for text in texts {
            for (encoding, is_hex_in_base64, bytes) in readings(text) {
                let is_as_scheme_says = has_prefix && encoding == field.encoding && !is_hex_in_base64;
                found.push(Given { bytes, encoding, is_hex_in_base64, is_as_scheme_says, item: item.into() });
            }
        }
    }
    found
}

/// The bytes that a text can stand for.
fn readings(text: &str) -> Vec<(Encoding, bool, Vec<u8>)> {
    let text = text.trim().trim_matches('"');
    let bare = text.trim_end_matches('=');
    let mut found = Vec::new();
    found.extend(hex::decode(text).ok().map(|bytes| (Encoding::Hex, false, bytes)));
    let base64 = Base64::decode_vec(text).or_else(|_| Base64Unpadded::decode_vec(bare)).ok();
    let inner = base64.as_ref().and_then(|bytes| hex::decode(bytes).ok());
    found.extend(inner.map(|bytes| (Encoding::Hex, true, bytes)));
    found.extend(base64.map(|bytes| (Encoding::Base64, false, bytes)));
    found.extend(Base64UrlUnpadded::decode_vec(bare).ok().map(|bytes| (Encoding::Base64url, false, bytes)));
    found.retain(|(_, _, bytes)| bytes.len() >= 16);
    found
}

/// The header fields with a signature in place of an item, written as the scheme says.
fn with_signature(scheme: &Scheme<&str>, headers: &Headers, value: &str, item: &str) -> Option<Headers> {
    let Place::Header { header, .. } = scheme.signature.place else { return None };
    let prefix = scheme.signature.prefix.unwrap_or_default();
    let written = [prefix, value].concat();
    let names: Vec<&str> = scheme.signature.place.headers().collect();
    let is_signature = |name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name.trim()));
    let mut made: Headers = headers.iter().filter(|(name, _)| !is_signature(name)).collect();
    let old = names.iter().flat_map(|name| headers.get(name)).find(|value| value.contains(item))?;
    made.push(header, old.replacen(item, &written, 1));
    Some(made)
}

/// Whether another scheme fits: another one of this sender, or another sender's.
pub(super) fn elsewhere(search: &mut Search<'_>) -> Option<Finding> {
    let request = search.request;
    let sender = search.scheme.id.split('/').next().unwrap_or_default();
    let asked = search.scheme;
    let has_signature = |scheme: &&'static Scheme| {
        let named =
            scheme.signature.place.headers().any(|name| request.headers.get(name).any(|value| !value.is_empty()));
        named || matches!(scheme.signature.place, Place::Member { .. } | Place::Query { .. })
    };
    let others =
        || senders().flat_map(|other| other.schemes).filter(|other| other.id != asked.id).filter(has_signature);
    let of_sender = |scheme: &Scheme| scheme.id.split('/').next() == Some(sender);
    // A public key is no secret: anybody can make an HMAC with it, which would prove nothing.
    let public: Vec<bool> =
        search.keys.secrets.iter().map(|secret| asked.algorithm.is_asymmetric() && search.takes(secret)).collect();
    for is_own in [true, false] {
        let mut fitting: Vec<&'static str> = Vec::new();
        for other in others().filter(|other| of_sender(other) == is_own && other.algorithm != Algorithm::Token) {
            for (secret, is_public) in search.keys.secrets.iter().zip(&public) {
                if *is_public && !other.algorithm.is_asymmetric() {
                    continue;
                }
                if search.verifies_by(&other.borrow(), core::slice::from_ref(secret), &request) {
                    fitting.push(other.id);
                }
            }
        }
        if let Some(first) = fitting.first() {
            if is_own {
                let evidence = format!("the signature matches by the sender's scheme `{first}`");
                return Some(Finding::proven("header_other", evidence));
            }
            let all: Vec<String> = fitting.iter().take(5).map(|id| format!("`{id}`")).collect();
            let evidence = format!("the signature matches by the scheme {}: another sender's", all.join(" or "));
            return Some(Finding::proven("sender_other", evidence));
        }
    }
    None
}
