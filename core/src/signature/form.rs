//! Strict parsing of form-encoded bodies, as bytes.

use alloc::vec::Vec;

use super::rejection::RejectionReason;
use super::request::{MAX_READ, Request};
use crate::base::http::percent;

/// The maximum number of parameters. Each parameter requires an allocation.
const MAX_PAIRS: usize = 10_000;

/// The decoded name and value of a parameter.
type Pair = (Vec<u8>, Vec<u8>);

/// A body for a scheme that signs the parameters of a form.
pub(super) enum Form {
    /// The body is empty.
    Empty,
    /// The body is a form. Parameters are sorted by name and value, without duplicate pairs.
    Pairs(Vec<Pair>),
    /// The body is not a form, so none of it is signed.
    Other,
}

impl Form {
    /// Parses the body of a request.
    ///
    /// The body is split and decoded as bytes: as text, a single byte that is not UTF-8 would make all parameters
    /// unreadable. Ambiguous bodies are rejected, because form parsers interpret them differently, and a receiver could
    /// read values other than those that were signed.
    ///
    /// # Errors
    /// [`RejectionReason::AmbiguousForm`]: there is a parameter without a name, an escape that is not `%` and two
    /// hexadecimal digits, a semicolon, or, unless `repeated`, a repeated name. [`RejectionReason::BodyTooLarge`]: the
    /// body has too many bytes or parameters.
    pub(super) fn read(request: &Request<'_>, repeated: bool) -> Result<Self, RejectionReason> {
        if request.body.is_empty() {
            return Ok(Self::Empty);
        }
        if !has_form_type(request) {
            return Ok(Self::Other);
        }
        let separators = request.body.iter().filter(|byte| **byte == b'&').count();
        if request.body.len() > MAX_READ || separators > MAX_PAIRS {
            return Err(RejectionReason::BodyTooLarge);
        }
        if request.body.contains(&b';') {
            return Err(RejectionReason::AmbiguousForm);
        }
        let parts = request.body.split(|byte| *byte == b'&').filter(|part| !part.is_empty());
        let mut pairs = parts.map(decode_pair).collect::<Result<Vec<Pair>, RejectionReason>>()?;
        pairs.sort_unstable();
        let is_repeated = pairs.array_windows().any(|[(one, _), (other, _)]| one == other);
        if is_repeated && !repeated {
            return Err(RejectionReason::AmbiguousForm);
        }
        pairs.dedup();
        Ok(if pairs.is_empty() { Self::Other } else { Self::Pairs(pairs) })
    }

    /// The signed content: names and values, without separators.
    pub(super) fn content(&self) -> Vec<u8> {
        match self {
            Self::Pairs(pairs) => pairs.iter().flat_map(|(name, value)| [name, value]).flatten().copied().collect(),
            Self::Empty | Self::Other => Vec::new(),
        }
    }

    /// Whether the parameters cover the whole body.
    pub(super) const fn is_whole_body(&self) -> bool {
        matches!(self, Self::Empty | Self::Pairs(_))
    }
}

/// Whether the request has exactly one `Content-Type`, which is that of a form.
fn has_form_type(request: &Request<'_>) -> bool {
    let mut types = request.headers.get("content-type");
    let (Some(only), None) = (types.next(), types.next()) else { return false };
    let essence = only.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded")
}

fn decode_pair(part: &[u8]) -> Result<Pair, RejectionReason> {
    let at = part.iter().position(|byte| *byte == b'=').unwrap_or(part.len());
    let (name, value) = part.split_at(at);
    let name = decode(name)?;
    if name.is_empty() {
        return Err(RejectionReason::AmbiguousForm);
    }
    Ok((name, decode(value.strip_prefix(b"=").unwrap_or(value))?))
}

/// Decodes `+` and `%XX`. Invalid escapes are errors.
fn decode(text: &[u8]) -> Result<Vec<u8>, RejectionReason> {
    percent::has_valid_escapes(text).then(|| percent::form_decode(text)).ok_or(RejectionReason::AmbiguousForm)
}
