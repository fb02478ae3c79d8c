//! Validation of schemes.

use alloc::format;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::ambiguity::{has_loose_digits, movable};
use super::binary::MAX_BYTES;
use super::check_handshake::check_handshake;
use super::check_places::{can_start_item, check_distinct, check_pieces, check_place};
use super::member_type::MemberType;
use super::method::{Algorithm, Encoding, KeyForm, name_of};
use super::parsed::Parsed;
use super::place::Place;
use super::scheme::{Scheme, TimestampField};
use super::scheme_codes;
use super::template::Piece;
use super::warnings::warn;
use crate::base::problem::{Problem, pointer};
use crate::base::time::TimeUnit;

impl<S: AsRef<str>> Scheme<S> {
    /// All problems of the scheme, warnings included, with JSON Pointers into its JSON form.
    ///
    /// ```
    /// use hookwright::signature::{Algorithm, KeyForm, Scheme, SignatureField};
    ///
    /// let scheme = Scheme::new("acme/v1", Algorithm::HmacSha256, KeyForm::Pem, "{id}.{body}", SignatureField::hex("X-Acme"));
    /// let codes: Vec<_> = scheme.check().into_iter().map(|problem| (problem.code, problem.path)).collect();
    /// assert_eq!(codes, [("wrong_key_form", "/key".into()), ("missing_field", "/messageId".into())]);
    /// ```
    #[must_use]
    pub fn check(&self) -> Vec<Problem> {
        problems_of(self.borrow()).1
    }
}

/// Parses the templates of a scheme and finds its problems, warnings included. Templates that are too long are not
/// parsed; the first value is then `None`.
pub(super) fn problems_of(scheme: Scheme<&str>) -> (Option<Parsed<'_>>, Vec<Problem>) {
    if let Some(problem) = check_size(&scheme) {
        return (None, vec![problem]);
    }
    let parsed = Parsed::of(scheme);
    let mut found = Vec::new();
    check_id(scheme.id, &mut found);
    check_key(&scheme, &mut found);
    check_signature(&scheme, &mut found);
    check_content(&parsed, &mut found);
    let places = [
        ("/timestamp", scheme.timestamp.map(|field| field.place)),
        ("/messageId", scheme.message_id),
        ("/bodyDigest", scheme.body_digest),
    ];
    for (path, place) in places {
        if let Some(place) = place {
            check_place(path, &place, scheme.signature.separator, &mut found);
        }
    }
    check_tolerance(&scheme, &mut found);
    check_distinct(&parsed, &mut found);
    if let Some(handshake) = &scheme.handshake {
        check_handshake(&parsed, handshake, &mut found);
    }
    check_features(&parsed, &mut found);
    (Some(parsed), found)
}

/// Rejects schemes whose binary form cannot be decoded, and templates that are too long, because each of their fields is
/// read from every request.
fn check_size(scheme: &Scheme<&str>) -> Option<Problem> {
    const MAX_TEMPLATE: usize = 4096;
    const MAX_FIELDS: usize = 64;
    let body = scheme.handshake.map_or("", |handshake| handshake.reply.body);
    let templates = [("/content", scheme.content), ("/handshake/reply/body", body)];
    let is_long = |text: &str| text.len() > MAX_TEMPLATE || text.matches('{').count() > MAX_FIELDS;
    let template = templates.into_iter().find(|(_, text)| is_long(text));
    let Some((path, _)) = template else { return check_total(scheme) };
    let message =
        format!("the template is too long; it must have at most {MAX_TEMPLATE} bytes and {MAX_FIELDS} fields");
    Some(Problem::error(scheme_codes::TEMPLATE_TOO_LONG, path, message))
}

fn check_total(scheme: &Scheme<&str>) -> Option<Problem> {
    if scheme.to_bytes().len() <= MAX_BYTES {
        return None;
    }
    let message = format!("the scheme must have at most {MAX_BYTES} bytes in the binary form");
    Some(Problem::error(scheme_codes::SCHEME_TOO_LARGE, "", message))
}

/// Rejects schemes that require a disabled feature of the crate.
fn check_features(parsed: &Parsed<'_>, found: &mut Vec<Problem>) {
    let scheme = &parsed.scheme;
    let is_member = |place: &Place<&str>| matches!(place, Place::Member { .. });
    let reads_json = scheme.places().any(is_member)
        || scheme.handshake.is_some()
        || parsed.content.iter().any(|piece| matches!(piece, Piece::Member(..) | Piece::If(_)))
        || movable(scheme, &parsed.content).contains(&Piece::Body)
        || has_loose_digits(scheme, &parsed.content, false);
    for (feature, is_missing) in [
        ("json", reads_json && cfg!(not(feature = "json"))),
        ("md5", scheme.algorithm == Algorithm::HmacMd5 && cfg!(not(feature = "md5"))),
        ("public-key", scheme.algorithm.is_asymmetric() && !has_public_keys()),
    ] {
        if is_missing {
            let message = format!("this scheme requires the feature `{feature}` of the crate; enable it");
            found.push(Problem::error(scheme_codes::MISSING_FEATURE, "", message));
        }
    }
}

/// Whether there is an implementation of the public-key algorithms.
pub(super) fn has_public_keys() -> bool {
    #[cfg(feature = "foreign-public-key")]
    return super::prepared_public_key::public_keys().is_some();
    #[cfg(not(feature = "foreign-public-key"))]
    false
}

fn check_id(id: &str, found: &mut Vec<Problem>) {
    let is_word = |word: &str| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    if !id.split_once('/').is_some_and(|(sender, name)| is_word(sender) && is_word(name)) {
        let message = "`id` must be the name of the sender, a slash and the name of the scheme, in lower-case \
                       letters, digits and hyphens: `acme/v1`";
        found.push(Problem::error(scheme_codes::MALFORMED_ID, "/id", message));
    }
}

fn check_key(scheme: &Scheme<&str>, found: &mut Vec<Problem>) {
    use KeyForm::{Base64, Hex, Pem, Sha1, Text, Whpk, Whsec};
    let allowed: &[KeyForm] = match scheme.algorithm {
        Algorithm::Ed25519 => &[Hex, Base64, Whpk, Pem],
        Algorithm::RsaPkcs1Sha256 | Algorithm::EcdsaP256Sha256 => &[Pem],
        Algorithm::Sha1 | Algorithm::Sha256 | Algorithm::Token => &[Text],
        _ => &[Text, Base64, Hex, Whsec, Sha1],
    };
    if !allowed.contains(&scheme.key) {
        let names: Vec<String> = allowed.iter().map(|form| format!("`{}`", name_of(KeyForm::ALL, *form))).collect();
        let algorithm = name_of(Algorithm::ALL, scheme.algorithm);
        let one_of = if names.len() == 1 { "" } else { "one of " };
        let message = format!("`key` must be {one_of}{} for the algorithm `{algorithm}`", names.join(", "));
        found.push(Problem::error(scheme_codes::WRONG_KEY_FORM, "/key", message));
    }
}

fn check_signature(scheme: &Scheme<&str>, found: &mut Vec<Problem>) {
    let field = &scheme.signature;
    check_place("/signature", &field.place, None, found);
    if let Some(separator) = field.separator {
        if separator.is_alphanumeric() || matches!(separator, '+' | '/' | '=' | '-' | '_') || separator.is_control() {
            let message =
                "`separator` must not be a character that signatures contain; use a comma, a semicolon or a space";
            found.push(Problem::error(scheme_codes::WRONG_SEPARATOR, "/signature/separator", message));
        }
        let any = String::from(separator);
        let in_dates = match scheme.timestamp {
            // Dates contain a comma and a space, which separate items of any list.
            Some(TimestampField { place: Place::Item { .. }, unit: TimeUnit::HttpDate, .. }) => &*any,
            Some(TimestampField {
                place: Place::Item { .. }, unit: TimeUnit::Rfc3339 | TimeUnit::Rfc3339Utc, ..
            }) => ":.",
            _ => "",
        };
        if in_dates.contains(separator) {
            let message = "timestamps of this unit contain the separator, so they cannot be items of the list; use \
                           another separator";
            found.push(Problem::error(scheme_codes::WRONG_SEPARATOR, "/signature/separator", message));
        }
        if field.prefix.is_some_and(|prefix| prefix.contains(separator)) {
            let message = "`prefix` must not contain the separator, because no item could start with it";
            found.push(Problem::error(scheme_codes::WRONG_PREFIX, "/signature/prefix", message));
        }
    }
    if field.prefix.is_some_and(|prefix| !can_start_item(prefix)) {
        let message = "`prefix` must not start with whitespace or contain control characters";
        found.push(Problem::error(scheme_codes::WRONG_PREFIX, "/signature/prefix", message));
    }
    if (field.encoding == Encoding::Text) != (scheme.algorithm == Algorithm::Token)
        && !(scheme.algorithm == Algorithm::Token && field.encoding == Encoding::Base64)
    {
        let message = "`encoding` must be `text` or `base64` for the algorithm `token`, and `hex`, `base64` or \
                       `base64url` for all others";
        found.push(Problem::error(scheme_codes::WRONG_ENCODING, "/signature/encoding", message));
    }
}

/// Rejects tolerances that the JSON form cannot express, so that all forms of a scheme give the same verdicts.
fn check_tolerance(scheme: &Scheme<&str>, found: &mut Vec<Problem>) {
    let Some(tolerance) = scheme.timestamp.and_then(|field| field.tolerance) else { return };
    let is_wrong = |ms: u64| !ms.is_multiple_of(1000) || ms / 1000 > u32::MAX.into();
    if [tolerance.past_ms, tolerance.future_ms].into_iter().flatten().any(is_wrong) {
        let message = format!("a tolerance must be a whole number of seconds, and at most {}", u32::MAX);
        found.push(Problem::error(scheme_codes::WRONG_TOLERANCE, "/timestamp/toleranceSeconds", message));
    }
}

fn check_content(parsed: &Parsed<'_>, found: &mut Vec<Problem>) {
    let (scheme, pieces) = (&parsed.scheme, &parsed.content);
    if let Some(error) = &parsed.content_error {
        found.push(Problem::error(scheme_codes::MALFORMED_TEMPLATE, "/content", error.in_content()));
        return;
    }
    if scheme.algorithm == Algorithm::Token {
        if !pieces.is_empty() {
            let message = "`content` must be empty for the algorithm `token`, which does not sign content";
            found.push(Problem::error(scheme_codes::WRONG_CONTENT, "/content", message));
        }
        return;
    }
    if pieces.iter().any(Piece::is_reply_only) {
        let message = "`{query:…}` and `{mac:…}` are only for the reply to a handshake; remove them from `content`";
        found.push(Problem::error(scheme_codes::WRONG_CONTENT, "/content", message));
    }
    check_pieces("/content", pieces, found);
    let hashes_secret = pieces.contains(&Piece::Secret);
    if hashes_secret != scheme.algorithm.is_plain_hash() {
        let message = "`content` must contain `{secret}` with the algorithms `sha1` and `sha256`, and must not contain it with others";
        found.push(Problem::error(scheme_codes::WRONG_CONTENT, "/content", message));
    }
    for (piece, name, member, is_present) in [
        (Piece::Timestamp, "{timestamp}", "timestamp", scheme.timestamp.is_some()),
        (Piece::Id, "{id}", "messageId", scheme.message_id.is_some()),
    ] {
        if pieces.contains(&piece) && !is_present {
            let message = format!("`content` contains `{name}`, so `{member}` is required");
            found.push(Problem::error(scheme_codes::MISSING_FIELD, pointer("", member), message));
        }
    }
    let covers_body = pieces.iter().any(Piece::covers_body);
    match scheme.signature.place {
        Place::Member { .. } | Place::Field { .. } if covers_body => {
            let message = "a signature in the body cannot cover the whole body; sign members of it with `{member:…}`, or \
                           fields of a form with `{field:…}`";
            found.push(Problem::error(scheme_codes::WRONG_CONTENT, "/content", message));
        }
        Place::Query { .. } if pieces.iter().any(Piece::needs_url) => {
            let message = "a signature in the URL cannot cover the URL; remove the URL from `content`";
            found.push(Problem::error(scheme_codes::WRONG_CONTENT, "/content", message));
        }
        _ => {}
    }
    if !has_closed_parts(pieces) {
        let message = "each `{if:…}` must be closed by `{end}` before the next one and contain only text and \
                       `{member:line:…}`; after the first one, members must have the type `line`, and each `{end}` must be \
                       followed by text or by another `{if:…}`";
        found.push(Problem::error(scheme_codes::WRONG_CONTENT, "/content", message));
    }
    if pieces.iter().filter(|piece| piece.is_params()).count() > 1 {
        found.push(Problem::error(
            scheme_codes::WRONG_CONTENT,
            "/content",
            "`content` must contain the parameters of a form only once",
        ));
    }
    warn(scheme, pieces, found);
}

/// Whether optional parts are closed, not nested, and separated, so that no other content has the same text.
fn has_closed_parts(pieces: &[Piece<&str>]) -> bool {
    let (mut is_open, mut is_after_part, mut is_after_end) = (false, false, false);
    pieces.iter().all(|piece| {
        // A label separates an optional part from what follows, so that a value cannot look like the part.
        let is_separated = !core::mem::take(&mut is_after_end) || matches!(piece, Piece::If(_) | Piece::Literal(_));
        is_separated
            && match piece {
                Piece::If(_) => {
                    is_after_part = true;
                    !core::mem::replace(&mut is_open, true)
                }
                Piece::End => {
                    is_after_end = true;
                    core::mem::replace(&mut is_open, false)
                }
                Piece::Literal(_) => true,
                Piece::Member(kind, _) => !is_after_part || *kind == MemberType::Line,
                _ => !is_open,
            }
    }) && !is_open
}
