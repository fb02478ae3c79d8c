//! Fields of forms.

use alloc::string::String;
use alloc::vec::Vec;

use super::form::{Form, Kind, is_like_form, kind_of};
use super::form_name::is_same_name;
use super::multipart;
use super::rejection::RejectionReason;
use super::request::{MAX_READ, Request};
use crate::base::http::percent;

impl Request<'_> {
    /// The value of a field of the form that is the body.
    ///
    /// Form parsers read repeated names in different ways, and some change names. A field whose name another one could
    /// have for such a parser is rejected, because a receiver could read the other one.
    ///
    /// # Errors
    /// The body is not a form, or is ambiguous; or the form does not have exactly one such field.
    pub(crate) fn field(&self, name: &str) -> Result<String, RejectionReason> {
        match kind_of(self) {
            Some(Kind::UrlEncoded) => {
                // Equal fields are a list for some parsers.
                let form = Form::read(self, true)?;
                only(form.pairs().iter().map(|(name, value)| (&**name, &**value)), name)
            }
            Some(Kind::Multipart(boundary)) if self.body.len() <= MAX_READ => {
                let fields = multipart::fields(self.body, boundary).ok_or(RejectionReason::AmbiguousForm)?;
                only(fields.iter().map(|(name, value)| (name.as_bytes(), *value)), name)
            }
            Some(Kind::Multipart(_)) => Err(RejectionReason::BodyTooLarge),
            None => Err(RejectionReason::NotAForm),
        }
    }
}

/// The value of the only field with a name.
fn only<'f>(fields: impl Iterator<Item = (&'f [u8], &'f [u8])>, name: &str) -> Result<String, RejectionReason> {
    let mut found = fields.filter(|(given, _)| is_same_name(given, name.as_bytes()));
    match (found.next(), found.next()) {
        (Some((given, value)), None) if given == name.as_bytes() => {
            core::str::from_utf8(value).map(String::from).map_err(|_| RejectionReason::AmbiguousForm)
        }
        (None, _) => Err(RejectionReason::MissingMember),
        _ => Err(RejectionReason::AmbiguousForm),
    }
}

/// A form with a field added. `None` if the body is neither empty nor like a form of the type
/// `application/x-www-form-urlencoded`.
pub(super) fn with_field(body: &[u8], name: &str, value: &str) -> Option<Vec<u8>> {
    let is_form = body.is_empty() || (is_like_form(body) && !body.starts_with(b"--"));
    if !is_form {
        return None;
    }
    let mut form = body.to_vec();
    if !form.is_empty() {
        form.push(b'&');
    }
    form.extend([&*percent::encode(name), "=", &*percent::encode(value)].concat().into_bytes());
    Some(form)
}
