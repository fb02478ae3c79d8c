//! Strict parsing of form-encoded bodies, as bytes.

use alloc::vec::Vec;
use core::mem::take;

use super::rejection::RejectionReason;
use super::request::{MAX_READ, Request};
use crate::base::http::percent;
use crate::base::sort;

/// The maximum number of parameters. Each parameter requires an allocation.
const MAX_PAIRS: usize = 10_000;

/// The decoded name and value of a field.
type Pair = (Vec<u8>, Vec<u8>);

/// A body for a scheme that signs the parameters of a form.
pub(super) enum Form {
    /// The body is empty.
    Empty,
    /// The body is a form. Parameters are sorted by name and value; equal ones are in the list as often as in the body.
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
        if !matches!(kind_of(request), Some(Kind::UrlEncoded)) {
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
        let pairs = sorted(parts.map(decode_pair).collect::<Result<Vec<Pair>, RejectionReason>>()?);
        let is_repeated = pairs.array_windows().any(|[(one, _), (other, _)]| one == other);
        if is_repeated && !repeated {
            return Err(RejectionReason::AmbiguousForm);
        }
        Ok(if pairs.is_empty() { Self::Other } else { Self::Pairs(pairs) })
    }

    /// The signed content: names and values, without separators. Equal parameters are signed once.
    pub(super) fn content(&self) -> Vec<u8> {
        let pairs = self.pairs();
        let distinct = pairs.chunk_by(|one, other| one == other).filter_map(|equal| equal.first());
        distinct.flat_map(|(name, value)| [name, value]).flatten().copied().collect()
    }

    /// The parameters.
    pub(super) fn pairs(&self) -> &[Pair] {
        match self {
            Self::Pairs(pairs) => pairs,
            Self::Empty | Self::Other => &[],
        }
    }

    /// Whether the parameters cover the whole body.
    pub(super) const fn is_whole_body(&self) -> bool {
        matches!(self, Self::Empty | Self::Pairs(_))
    }
}

/// A type of forms.
pub(super) enum Kind<'a> {
    UrlEncoded,
    /// `multipart/form-data`, with its boundary.
    Multipart(&'a str),
}

fn is_charset(name: &str) -> bool {
    name.trim().eq_ignore_ascii_case("charset")
}

/// The only `Content-Type` of a request.
fn content_type<'a>(request: &Request<'a>) -> Option<&'a str> {
    let mut types = request.headers.get("content-type");
    types.next().filter(|_| types.next().is_none())
}

/// The type of the body without its parameters, if the request has exactly one `Content-Type`.
#[cfg(feature = "explain")]
pub(crate) fn essence<'a>(request: &Request<'a>) -> Option<&'a str> {
    content_type(request)?.split(';').next().map(str::trim)
}

/// The type of the form that is the body, if the request has exactly one `Content-Type`.
pub(super) fn kind_of<'a>(request: &Request<'a>) -> Option<Kind<'a>> {
    let mut parts = content_type(request)?.split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default();
    if essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        // Some parsers decode names and values in the character set of the header.
        let is_utf8 = |value: &str| value.trim_matches('"').eq_ignore_ascii_case("utf-8");
        let charsets = parts.filter_map(|part| part.split_once('=')).filter(|(name, _)| is_charset(name));
        return charsets.map(|(_, value)| value.trim()).all(is_utf8).then_some(Kind::UrlEncoded);
    }
    if !essence.eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    // Other parameters could be read as a second boundary.
    let (name, value) = parts.next()?.split_once('=')?;
    let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
    let is_boundary = !value.is_empty()
        && value.len() <= 70
        && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"'()+_,-./:=?".contains(&byte));
    (name.eq_ignore_ascii_case("boundary") && is_boundary && parts.next().is_none()).then_some(Kind::Multipart(value))
}

/// Whether a body looks like a form, whatever its `Content-Type` is. For messages only.
pub(super) fn is_like_form(body: &[u8]) -> bool {
    let name = body.split(|byte| *byte == b'=').next().unwrap_or_default();
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || b"_-.+%[]*".contains(byte);
    let is_pair = !name.is_empty() && name.len() < body.len() && name.len() <= 100 && name.iter().all(is_name);
    let start = body.get(..200).unwrap_or(body).to_ascii_lowercase();
    let is_part = start.starts_with(b"--") && start.windows(19).any(|part| part == b"content-disposition");
    is_pair || is_part
}

/// Sorts parameters with the sort of the crate, because that of the standard library would be 3 kB more in every package.
fn sorted(mut pairs: Vec<Pair>) -> Vec<Pair> {
    let mut order: Vec<usize> = (0..pairs.len()).collect();
    sort::by_key(&mut order, |at| pairs.get(*at));
    order.into_iter().filter_map(|at| pairs.get_mut(at).map(take)).collect()
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
