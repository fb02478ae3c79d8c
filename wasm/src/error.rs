//! Misuse, as JavaScript errors: each has a stable `code`. Their messages never quote a secret, a header value or a body.

use hookwright::signature::SecretError;
use hookwright::spelling::hint;
#[cfg(feature = "receive")]
use hookwright::{problem::Problem, signature::SetupError};
use js_sys::{RangeError, Reflect, TypeError};
use wasm_bindgen::JsValue;

/// An argument that cannot be what it should be.
pub(crate) fn type_error(code: &str, message: &str) -> JsValue {
    with_code(TypeError::new(message).into(), code)
}

/// An argument of the right type that is too large.
pub(crate) fn range_error(code: &str, message: &str) -> JsValue {
    with_code(RangeError::new(message).into(), code)
}

/// A secret that the core does not take.
pub(crate) fn secret_error(error: SecretError) -> JsValue {
    type_error(error.code(), &error.to_string())
}

/// A scheme or a secret that cannot be used.
#[cfg(feature = "receive")]
pub(crate) fn setup_error(error: &SetupError) -> JsValue {
    type_error(error.code(), &error.to_string())
}

/// A scheme of somebody's own that makes no sense, with everything that is wrong with it as `problems`.
#[cfg(feature = "receive")]
pub(crate) fn scheme_error(problems: &[Problem]) -> JsValue {
    own_error("invalid_scheme", "scheme", problems)
}

/// A policy of somebody's own that makes no sense: all that is wrong with it is in `problems`.
#[cfg(feature = "receive")]
pub(crate) fn policy_error(problems: &[Problem]) -> JsValue {
    own_error("invalid_policy", "policy", problems)
}

#[cfg(feature = "receive")]
fn own_error(code: &str, what: &str, problems: &[Problem]) -> JsValue {
    let first = problems.first().map(ToString::to_string).unwrap_or_default();
    let more = match problems.len() {
        0 | 1 => String::new(),
        count => format!("; and {} more, see `problems` of this error", count - 1),
    };
    let error = type_error(code, &format!("the {what} cannot be used: {first}{more}"));
    with(error, "problems", crate::output::plain(&problems).unwrap_or(JsValue::UNDEFINED))
}

/// An id that names nothing. The message lists what there is, and never quotes what was given: it may be a secret in the
/// wrong place.
pub(crate) fn unknown<'a>(what: &str, given: &str, known: impl Iterator<Item = &'a str>) -> JsValue {
    let known: Vec<&str> = known.collect();
    let hint = hint(given, known.iter().copied());
    let message = format!("unknown {what}; expected {}{hint}", listed(known.into_iter()));
    type_error(&format!("unknown_{what}"), &message)
}

/// Ids as they stand in a message.
pub(crate) fn listed<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    ids.map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}

fn with_code(error: JsValue, code: &str) -> JsValue {
    with(error, "code", JsValue::from_str(code))
}

fn with(error: JsValue, name: &str, value: JsValue) -> JsValue {
    // A fresh error object is extensible, so this cannot fail; if it did, the error would still be thrown.
    let _ = Reflect::set(&error, &JsValue::from_str(name), &value);
    error
}
