//! Hypotheses about the scheme.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::budget::Search;
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::cost::{Fields, Profile};
use super::form_type::FormType;
use super::quote::listed;
use super::siblings;
use super::work::Cut;
use crate::base::http::Headers;
use crate::catalog::{compiled_scheme, senders};
use crate::signature::template::{Piece, pieces};
use crate::signature::{Algorithm, Place, Scheme, Secret};

/// The cost of searching a byte of the body for a name.
const PER_SEARCHED_BYTE: usize = 1;

/// The maximum number of secrets that are tried in addition to the given ones.
const MOST_ADDED: usize = 6;

/// Tries other schemes, of this sender and of other senders.
///
/// If the signature of another scheme of the sender matches although the request has the asked one, secret and body are
/// right. Then the findings are what the asked signature covers in addition.
pub(super) fn elsewhere(search: &mut Search<'_>) -> Result<Vec<Finding>, Cut> {
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
    let keys = keys(search)?;
    let fitting = fitting_of(search, &own, &keys, &headers)?;
    if let Some(first) = fitting.first() {
        // In the place of the asked signature, that of the other scheme is not a second one.
        let is_instead =
            !matches!(search.signatures, Ok(Ok(_))) && asked.signature.place == first.borrow().signature.place;
        if search.has_signature && !is_instead && differs_in_place(&asked, first) {
            return Ok(siblings::differences(search, first));
        }
        let finding = match (asked.signature.place, first.signature.place) {
            (Place::Member { .. }, Place::Field { .. }) => of_form(search, first.id),
            _ => {
                let evidence = format!("the signature matches under `{}`, another scheme of this sender", first.id);
                Finding::proven(DiagnosisCode::HeaderOther, evidence)
            }
        };
        return Ok(with_origin(search, finding));
    }
    let fitting = fitting_of(search, &others, &keys, &headers)?;
    if fitting.is_empty() {
        return Ok(Vec::new());
    }
    let all: Vec<String> = fitting.iter().take(5).map(|other| format!("`{}`", other.id)).collect();
    let whose = if all.len() == 1 { "a scheme of another sender" } else { "schemes of other senders" };
    let evidence = format!("the signature matches under {}, {whose}", listed(&all));
    Ok(with_origin(search, Finding::proven(DiagnosisCode::SenderOther, evidence)))
}

/// Replaces the findings about the prefix and the algorithm of a value by one about its scheme, if the sender has a
/// scheme with them.
pub(super) fn of_value(search: &Search<'_>, findings: &mut Vec<Finding>) {
    let is_of_value = |code| matches!(code, DiagnosisCode::SignaturePrefix | DiagnosisCode::AlgorithmOther);
    if findings.iter().filter(|finding| is_of_value(finding.code)).count() != 2 {
        return;
    }
    let own = search.scheme.id.split('/').next().unwrap_or_default();
    let schemes = senders().filter(|sender| sender.id == own).flat_map(|sender| sender.schemes);
    let arrived = super::reasons::value(search.request.headers, &search.scheme);
    let is_other = |scheme: &&'static Scheme| {
        let borrowed = scheme.borrow();
        let prefix = borrowed.signature.written_prefix();
        scheme.algorithm == search.scheme.algorithm
            && scheme.id != search.scheme.id
            && !prefix.is_empty()
            && arrived.trim().starts_with(prefix)
    };
    let Some(other) = schemes.into_iter().find(is_other) else { return };
    findings.retain(|finding| !is_of_value(finding.code));
    let evidence = format!("the signature matches, and is that of `{}`, another scheme of this sender", other.id);
    findings.push(Finding::proven(DiagnosisCode::HeaderOther, evidence));
}

/// The finding if a form arrived where the scheme reads JSON, and another scheme of the sender verifies it.
fn of_form(search: &Search<'_>, id: &str) -> Finding {
    let kind = FormType::of(search).unwrap_or(FormType::UrlEncoded);
    let code = match kind {
        FormType::Multipart => DiagnosisCode::BodyMultipart,
        FormType::UrlEncoded => DiagnosisCode::BodyUrlencoded,
    };
    let evidence = format!(
        "the body is a form of the type `{}`, not JSON: the signature matches under `{id}`, the scheme of this sender \
         for forms",
        kind.name()
    );
    Finding::proven(code, evidence)
}

/// Whether the request can have a signature of both schemes.
fn differs_in_place(asked: &Scheme<&str>, other: &'static Scheme) -> bool {
    let other = other.borrow();
    asked.signature.place != other.signature.place || asked.signature.prefix != other.signature.prefix
}

fn with_origin(search: &Search<'_>, finding: Finding) -> Vec<Finding> {
    [Some(finding), search.origin()].into_iter().flatten().collect()
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

/// A secret to try with other schemes.
struct Key {
    secret: Secret,
    /// Whether it is a public key of the asked scheme. Anyone can compute an HMAC with a public key, so a match would
    /// prove nothing.
    is_public: bool,
    /// Its index in the ring, if it is not one of the given secrets.
    index: Option<usize>,
}

/// The given secrets and those of the ring.
fn keys(search: &mut Search<'_>) -> Result<Vec<Key>, Cut> {
    let is_asymmetric = search.scheme.algorithm.is_asymmetric();
    search.spend_setup()?;
    search.prepare_ring()?;
    let given = search.keys.secrets.iter().map(|secret| Key {
        secret: secret.clone(),
        is_public: is_asymmetric && search.takes(secret),
        index: None,
    });
    let mut keys: Vec<Key> = given.collect();
    let Some(ring) = &search.ring else { return Ok(keys) };
    let added = ring.given.iter().enumerate().filter(|(_, given)| given.is_none());
    let added = added.filter_map(|(index, _)| Some((index, ring.secrets.get(index)?.clone()))).take(MOST_ADDED);
    keys.extend(added.map(|(index, secret)| Key { secret, is_public: is_asymmetric, index: Some(index) }));
    Ok(keys)
}

/// The schemes for which the signature matches.
fn fitting_of(
    search: &mut Search<'_>,
    schemes: &[&'static Scheme],
    keys: &[Key],
    headers: &(Headers, Fields),
) -> Result<Vec<&'static Scheme>, Cut> {
    let mut fitting = Vec::new();
    for other in schemes {
        let profile = Profile::of(&other.borrow());
        let Some(scheme) = compiled_scheme(other.id) else { continue };
        for key in keys {
            if key.is_public && !other.algorithm.is_asymmetric() {
                continue;
            }
            // The results before the limit was reached are kept.
            match search.verifies_by(scheme, &profile, &key.secret, Some(headers)) {
                Ok(true) => {
                    search.matched = key.index;
                    fitting.push(*other);
                    break;
                }
                Ok(false) => {}
                Err(Cut) if fitting.is_empty() => return Err(Cut),
                Err(Cut) => return Ok(fitting),
            }
        }
    }
    Ok(fitting)
}
