//! Warnings about schemes that are valid but risky.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::ambiguity::{can_be_extended, movable};
use super::coverage::{field_name, is_id_signed, is_signed, unsigned};
use super::method::Algorithm;
use super::scheme::Scheme;
use super::scheme_codes;
use super::template::Piece;
use super::tolerance::Tolerance;
use crate::base::problem::Problem;

/// The age at which a delivery has probably been replayed rather than delayed.
const DAY_MS: u64 = 86_400_000;

/// Adds the warnings about a scheme with parsed content.
pub(super) fn warn(scheme: &Scheme<&str>, pieces: &[Piece<&str>], found: &mut Vec<Problem>) {
    let mut warn = |code, path: &str, message: String| found.push(Problem::warning(code, path, message));
    if scheme.algorithm == Algorithm::Token {
        return;
    }
    let is_variable = |piece: &Piece<&str>| !matches!(piece, Piece::Literal(_) | Piece::Secret);
    if !pieces.iter().any(is_variable) {
        let message = "the signed content is the same for every delivery, so a signature that was captured once is \
                       valid for all deliveries; add `{body}`";
        warn(scheme_codes::CONSTANT_CONTENT, "/content", message.into());
    } else if pieces.iter().any(Piece::is_params) {
        let message = "the names and values of a form are signed without separators, so that characters can move \
                       between them without changing the signature; sign `{body}` instead";
        warn(scheme_codes::AMBIGUOUS_CONTENT, "/content", message.into());
    } else if !unsigned(scheme, pieces).is_empty() {
        let message = "the signed content does not include `{body}`, so the body can be modified; check the sender's \
                       documentation";
        warn(scheme_codes::BODY_NOT_SIGNED, "/content", message.into());
    }
    let between: Vec<String> =
        movable(scheme, pieces).iter().map(|piece| format!("`{{{}}}`", field_name(piece))).collect();
    if !between.is_empty() && !pieces.iter().any(Piece::is_params) {
        let message = format!(
            "characters can move between {} without changing the signature; put text between them that at most one of \
             them can contain",
            between.join(" and ")
        );
        warn(scheme_codes::AMBIGUOUS_CONTENT, "/content", message);
    }
    if can_be_extended(scheme.algorithm, pieces) {
        let message = "the secret is hashed before other content, so anyone can append content without the secret \
                       (length extension); use an HMAC (bodies that are not UTF-8 are rejected for this reason)";
        warn(scheme_codes::LENGTH_EXTENSION, "/algorithm", message.into());
    }
    if let Some(field) = &scheme.timestamp {
        if !is_signed(pieces, &field.place, &Piece::Timestamp) {
            let message = "the signed content does not include the timestamp, so it can be modified and does not \
                           prevent replay; add `{timestamp}`";
            warn(scheme_codes::TIMESTAMP_NOT_SIGNED, "/timestamp", message.into());
        }
        let tolerance = field.tolerance.unwrap_or(Tolerance::DEFAULT);
        if [tolerance.past_ms, tolerance.future_ms].iter().any(|limit| limit.is_none_or(|limit| limit > DAY_MS)) {
            let message =
                "the tolerance is unlimited or more than a day, so an old delivery can be replayed; use a few minutes";
            warn(scheme_codes::TOLERANCE_TOO_WIDE, "/timestamp/toleranceSeconds", message.into());
        }
    }
    if is_id_signed(scheme, pieces) == Some(false) {
        let message = "the signed content does not include the id, so a delivery can be replayed under another id; add \
                       `{id}`, or recognize duplicates by a value that is signed";
        warn(scheme_codes::ID_NOT_SIGNED, "/messageId", message.into());
    }
}
