//! Hypotheses about the algorithm, the encoding and the scheme.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use base64ct::{Base64, Base64Unpadded, Base64UrlUnpadded, Encoding as _};

use super::budget::Search;
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::cost::{Fields, Profile};
use super::work::Cut;
use crate::base::http::Headers;
use crate::catalog::{compiled_scheme, senders};
use crate::signature::template::{Piece, pieces};
use crate::signature::value::encode;
use crate::signature::{Algorithm, Encoding};
use crate::signature::{Place, Scheme};

/// The maximum number of items of the signature's fields that are decoded in every encoding.
const MOST_ITEMS: usize = 16;

/// The cost of decoding a byte of an item in every encoding.
const PER_BYTE: usize = 60;

/// The cost of searching a byte of the body for a name.
const PER_SEARCHED_BYTE: usize = 1;

/// Tries the signature in another encoding, without its prefix, or by another algorithm.
pub(super) fn altered(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    let scheme = search.scheme;
    if scheme.algorithm == Algorithm::Token {
        return Ok(None);
    }
    let algorithms: &[Algorithm] = if scheme.algorithm.is_asymmetric() {
        &[scheme.algorithm]
    } else {
        &[scheme.algorithm, Algorithm::HmacSha256, Algorithm::HmacSha1, Algorithm::HmacSha512, Algorithm::HmacSha384]
    };
    let fields = search.slim_fields()?;
    search.spend(fields.lookup().saturating_mul(2).saturating_add(fields.bytes.saturating_mul(PER_BYTE)))?;
    let all = schemes_signatures(search.slim()?, &scheme);
    for algorithm in algorithms {
        if scheme.algorithm.is_plain_hash() && *algorithm != scheme.algorithm {
            continue; // its content has the secret in it
        }
        for given in &all {
            let fits = algorithm.output_len().is_none_or(|length| length == given.bytes.len());
            if !fits || (*algorithm == scheme.algorithm && given.is_as_scheme_says) {
                continue;
            }
            if verifies(search, *algorithm, given)? {
                return Ok(Some(describe(&scheme, *algorithm, given)));
            }
        }
    }
    Ok(None)
}

/// Tries the signature in the format of the scheme, but by this algorithm, with each secret.
fn verifies(search: &mut Search<'_>, algorithm: Algorithm, given: &Given) -> Result<bool, Cut> {
    let other = Scheme { algorithm, ..search.scheme };
    let fields = search.slim_fields()?;
    search.spend(fields.lookup().saturating_add(fields.bytes).saturating_mul(4))?;
    let value = encode(other.signature.encoding, &given.bytes);
    let Some(headers) = with_signature(&other, search.slim()?, &value, &given.item) else { return Ok(false) };
    let fields = Fields::of(&headers);
    let (headers, profile) = ((headers, fields), Profile::of(&other));
    for secret in search.keys.secrets {
        if search.verifies_by(&other, &profile, secret, Some(&headers))? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn describe(scheme: &Scheme<&str>, algorithm: Algorithm, given: &Given) -> Finding {
    if algorithm != scheme.algorithm {
        let (found, wanted) = (algorithm.title(), scheme.algorithm.title());
        let evidence = format!("the signature matches with {found}, and the scheme uses {wanted}");
        return Finding::proven(DiagnosisCode::AlgorithmOther, evidence);
    }
    if given.encoding == scheme.signature.encoding && !given.is_hex_in_base64 {
        let prefix = scheme.signature.written_prefix();
        let evidence = format!("the signature matches, but does not start with `{prefix}`, as the scheme requires");
        return Finding::proven(DiagnosisCode::HeaderOther, evidence);
    }
    let found = if given.is_hex_in_base64 { "base64-encoded hexadecimal digits" } else { given.encoding.characters() };
    let evidence = format!(
        "the signature matches, but is written in {found}, and the scheme uses {}",
        scheme.signature.encoding.characters()
    );
    Finding::proven(DiagnosisCode::EncodingOther, evidence)
}

/// A possible signature in the request, in any encoding.
struct Given {
    bytes: Vec<u8>,
    encoding: Encoding,
    is_hex_in_base64: bool,
    is_as_scheme_says: bool,
    /// The text of the signature, with its prefix.
    item: String,
}

/// All possible signatures in the header fields of the signature.
fn schemes_signatures(headers: &Headers, scheme: &Scheme<&str>) -> Vec<Given> {
    let field = &scheme.signature;
    let prefix = field.written_prefix();
    let mut found = Vec::new();
    let values = field.place.headers().flat_map(|name| headers.get(name));
    // Without a separator, the value is a single item.
    let items = values.flat_map(|value| value.split(move |character| Some(character) == field.separator));
    let items = items.map(|item| if field.separator.is_some() { item.trim() } else { item });
    for item in items.take(MOST_ITEMS) {
        let has_prefix = item.starts_with(prefix);
        let mut texts = vec![item.strip_prefix(prefix).unwrap_or(item)];
        // The item can have another prefix.
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

/// The possible decodings of a text.
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

/// The header fields with the item replaced by a signature in the format of the scheme.
fn with_signature(scheme: &Scheme<&str>, headers: &Headers, value: &str, item: &str) -> Option<Headers> {
    let Place::Header { header, .. } = scheme.signature.place else { return None };
    let prefix = scheme.signature.written_prefix();
    let written = [prefix, value].concat();
    let names: Vec<&str> = scheme.signature.place.headers().collect();
    let is_signature = |name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name.trim()));
    let mut made: Headers = headers.iter().filter(|(name, _)| !is_signature(name)).collect();
    let old = names.iter().flat_map(|name| headers.get(name)).find(|value| value.contains(item))?;
    made.push(header, old.replacen(item, &written, 1));
    Some(made)
}

/// Tries other schemes, of this sender and of other senders.
pub(super) fn elsewhere(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    let (asked, request) = (search.scheme, search.request);
    let sender = asked.id.split('/').next().unwrap_or_default();
    let all = || senders().flat_map(|other| other.schemes).filter(|other| other.id != asked.id);
    let mut names: Vec<&str> = all().flat_map(read_headers).collect();
    names.sort_unstable();
    names.dedup();
    let headers = search.slim_of(&names)?;
    search.spend(headers.1.lookup().saturating_mul(2 * all().count()))?;
    let members = all().filter(|other| matches!(other.signature.place, Place::Member { .. })).count();
    search.spend(
        (request.body.len() + request.url.len()).saturating_mul(members + 1).saturating_mul(PER_SEARCHED_BYTE),
    )?;
    let text = core::str::from_utf8(request.body).unwrap_or_default();
    let has_signature = |scheme: &&'static Scheme| {
        let named = scheme.signature.place.headers().any(|name| headers.0.get(name).any(|value| !value.is_empty()));
        named
            || match scheme.signature.place {
                // No sender uses names with escapes.
                Place::Member { member } => text.contains(member.rsplit('/').next().unwrap_or_default()),
                Place::Field { field } => text.contains(field),
                Place::Query { query } => request.url.contains(query),
                Place::Header { .. } | Place::Item { .. } => false,
            }
    };
    let fitting: Vec<&'static Scheme> =
        all().filter(|other| other.algorithm != Algorithm::Token).filter(has_signature).collect();
    let of_sender = |scheme: &Scheme| scheme.id.split('/').next() == Some(sender);
    let (own, others): (Vec<_>, Vec<_>) = fitting.into_iter().partition(|other| of_sender(other));
    let public = public_keys(search)?;
    let fitting = fitting_of(search, &own, &public, &headers)?;
    if let Some(first) = fitting.first() {
        let evidence = format!("the signature matches under `{first}`, another scheme of this sender");
        return Ok(Some(Finding::proven(DiagnosisCode::HeaderOther, evidence)));
    }
    let fitting = fitting_of(search, &others, &public, &headers)?;
    if fitting.is_empty() {
        return Ok(None);
    }
    let all: Vec<String> = fitting.iter().take(5).map(|id| format!("`{id}`")).collect();
    let whose = if all.len() == 1 { "a scheme of another sender" } else { "schemes of other senders" };
    let evidence = format!("the signature matches under {}, {whose}", listed(&all));
    Ok(Some(Finding::proven(DiagnosisCode::SenderOther, evidence)))
}

/// A list of names for a sentence.
fn listed(names: &[String]) -> String {
    match names {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        names => names.concat(),
    }
}

/// The header fields that a scheme reads.
fn read_headers(scheme: &'static Scheme) -> impl Iterator<Item = &'static str> {
    let places = [Some(scheme.signature.place), scheme.timestamp.map(|field| field.place), scheme.message_id];
    let named = places.into_iter().chain([scheme.body_digest]).flatten().flat_map(|place| place.static_headers());
    let content = pieces(scheme.content).unwrap_or_default().into_iter().filter_map(|piece| match piece {
        Piece::Header(name) => Some(name),
        _ => None,
    });
    named.chain(content).chain(["Content-Type"])
}

/// Which secrets are public keys of the scheme. Anyone can compute an HMAC with a public key, so a match would prove
/// nothing.
fn public_keys(search: &mut Search<'_>) -> Result<Vec<bool>, Cut> {
    let is_asymmetric = search.scheme.algorithm.is_asymmetric();
    search.spend_setup()?;
    Ok(search.keys.secrets.iter().map(|secret| is_asymmetric && search.takes(secret)).collect())
}

/// The ids of the schemes for which the signature matches.
fn fitting_of(
    search: &mut Search<'_>,
    schemes: &[&'static Scheme],
    public: &[bool],
    headers: &(Headers, Fields),
) -> Result<Vec<&'static str>, Cut> {
    let mut fitting = Vec::new();
    for other in schemes {
        let profile = Profile::of(&other.borrow());
        let Some(scheme) = compiled_scheme(other.id) else { continue };
        for (secret, is_public) in search.keys.secrets.iter().zip(public) {
            if *is_public && !other.algorithm.is_asymmetric() {
                continue;
            }
            // The results before the limit was reached are kept.
            match search.verifies_by(scheme, &profile, secret, Some(headers)) {
                Ok(true) => fitting.push(other.id),
                Ok(false) => {}
                Err(Cut) if fitting.is_empty() => return Err(Cut),
                Err(Cut) => return Ok(fitting),
            }
        }
    }
    Ok(fitting)
}
