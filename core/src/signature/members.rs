//! The members of a JSON body that a scheme names.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use super::member_type::MemberType;
use super::rejection::RejectionReason;
use super::request::Request;

#[cfg(feature = "json")]
use {super::form::is_like_form, super::request::MAX_READ, crate::base::json, serde_json::value::RawValue};

/// The members of a body that the signed content contains.
#[derive(Default)]
pub(crate) struct SignedMembers<'a> {
    /// Their texts, in order.
    pub(crate) texts: Vec<Cow<'a, str>>,
    /// Whether the optional parts are there, in order.
    pub(super) present: Vec<bool>,
}

#[cfg(feature = "json")]
impl<'a> Request<'a> {
    /// The text or number at a pointer in the body.
    pub(crate) fn member(&self, pointer: &str) -> Result<Cow<'a, str>, RejectionReason> {
        member_of(self.body, pointer)
    }

    /// The text of every signed member, in order, and whether the body has a value other than `null` at the pointers of
    /// optional parts. The body is read once for all of them.
    ///
    /// If the type allows it, a missing member and `null` are treated as empty text. This is safe, because the
    /// signature does not match if the sender signed a value. Values that are neither strings nor numbers are rejected,
    /// because the signature would not cover them.
    ///
    /// # Errors
    /// The reason, and the index of the member; 0 if the body cannot be read.
    pub(crate) fn signed_members<S: AsRef<str>>(
        &self,
        members: &[(MemberType, S)],
        optional: &[&str],
    ) -> Result<SignedMembers<'a>, (RejectionReason, usize)> {
        if members.is_empty() && optional.is_empty() {
            return Ok(SignedMembers::default());
        }
        let named = members.iter().map(|(_, pointer)| pointer.as_ref());
        let pointers: Vec<&str> = named.chain(optional.iter().copied()).collect();
        let text = text_of(self.body).map_err(|reason| (reason, 0))?;
        let mut found = json::all_at(text, &pointers).map_err(|_| (malformed(self.body), 0))?;
        let present = found.split_off(members.len().min(found.len()));
        let texts = members.iter().zip(found).enumerate();
        let texts = texts.map(|(at, ((kind, _), value))| member_text(*kind, value).map_err(|reason| (reason, at)));
        Ok(SignedMembers {
            texts: texts.collect::<Result<_, _>>()?,
            present: present.into_iter().map(|value| value.is_some_and(|value| value.get() != "null")).collect(),
        })
    }

    /// Whether an array on the path to a member has items that no pointer names, and which are therefore not signed. A
    /// value that a pointer indexes must be an array, because an object could have members whose names are numbers.
    pub(crate) fn has_unsigned_items<S: AsRef<str>>(&self, pointers: &[S]) -> Result<bool, RejectionReason> {
        let mut seen: Vec<&str> = Vec::new();
        for pointer in pointers.iter().map(AsRef::as_ref) {
            for (at, _) in pointer.match_indices('/') {
                let array = pointer.get(..at).unwrap_or_default();
                // Reading the body is expensive, so each array is read once.
                let Some(named) = pointers.iter().filter_map(|other| index_below(array, other.as_ref())).max() else {
                    continue;
                };
                if seen.contains(&array) {
                    continue;
                }
                seen.push(array);
                let Some(value) = value_of(self.body, array)? else { continue };
                if json::item_count(value).is_none_or(|count| count > named.saturating_add(1)) {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

/// The text or number at a pointer in a body.
#[cfg(feature = "json")]
pub(super) fn member_of<'a>(body: &'a [u8], pointer: &str) -> Result<Cow<'a, str>, RejectionReason> {
    let value = value_of(body, pointer)?.ok_or(RejectionReason::MissingMember)?;
    json::scalar(value).ok_or(RejectionReason::MissingMember)
}

/// The value at a pointer in a body.
#[cfg(feature = "json")]
fn value_of<'a>(body: &'a [u8], pointer: &str) -> Result<Option<&'a RawValue>, RejectionReason> {
    json::at(text_of(body)?, pointer).map_err(|_| malformed(body))
}

/// The reason for rejecting a body that is not JSON.
#[cfg(feature = "json")]
fn malformed(body: &[u8]) -> RejectionReason {
    if is_like_form(body) { RejectionReason::FormBody } else { RejectionReason::MalformedBody }
}

/// The body as text, if it is short enough to be parsed as JSON.
#[cfg(feature = "json")]
fn text_of(body: &[u8]) -> Result<&str, RejectionReason> {
    if body.len() > MAX_READ {
        return Err(RejectionReason::BodyTooLarge);
    }
    core::str::from_utf8(body).map_err(|_| malformed(body))
}

#[cfg(feature = "json")]
fn member_text(kind: MemberType, value: Option<&RawValue>) -> Result<Cow<'_, str>, RejectionReason> {
    match value {
        Some(value) if value.get() != "null" => {
            let text = json::scalar(value).ok_or(RejectionReason::MissingMember)?;
            if kind.accepts(value.get(), &text) {
                Ok(text)
            } else {
                Err(RejectionReason::MalformedMember { kind: kind.name() })
            }
        }
        _ if kind.may_be_absent() => Ok(Cow::Borrowed("")),
        _ => Err(RejectionReason::MissingMember),
    }
}

/// The first token of `pointer` after `array`, if it is an index.
#[cfg(feature = "json")]
fn index_below(array: &str, pointer: &str) -> Option<usize> {
    let below = pointer.strip_prefix(array)?.strip_prefix('/')?;
    below.split('/').next().unwrap_or_default().parse().ok()
}

/// The body with a text added at a pointer. `None` if the body is not JSON, or if the text cannot be added there.
#[cfg(feature = "json")]
pub(super) fn with_member(body: &[u8], pointer: &str, value: &str) -> Option<Vec<u8>> {
    json::with_text_at(core::str::from_utf8(body).ok()?, pointer, value).map(String::into_bytes)
}

#[cfg(not(feature = "json"))]
pub(super) fn with_member(_body: &[u8], _pointer: &str, _value: &str) -> Option<Vec<u8>> {
    None
}

/// Without the feature `json`, schemes that read members cannot be compiled.
#[cfg(not(feature = "json"))]
impl<'a> Request<'a> {
    pub(crate) fn member(&self, pointer: &str) -> Result<Cow<'a, str>, RejectionReason> {
        member_of(self.body, pointer)
    }

    pub(crate) fn signed_members<S: AsRef<str>>(
        &self,
        members: &[(MemberType, S)],
        optional: &[&str],
    ) -> Result<SignedMembers<'a>, (RejectionReason, usize)> {
        let is_empty = members.is_empty() && optional.is_empty();
        if is_empty { Ok(SignedMembers::default()) } else { Err((RejectionReason::MalformedBody, 0)) }
    }

    pub(crate) fn has_unsigned_items<S: AsRef<str>>(&self, pointers: &[S]) -> Result<bool, RejectionReason> {
        if pointers.is_empty() { Ok(false) } else { Err(RejectionReason::MalformedBody) }
    }
}

#[cfg(not(feature = "json"))]
pub(super) fn member_of<'a>(_body: &'a [u8], _pointer: &str) -> Result<Cow<'a, str>, RejectionReason> {
    Err(RejectionReason::MalformedBody)
}
