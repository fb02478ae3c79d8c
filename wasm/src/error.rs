//! JavaScript errors for misuse. Each has a stable `code`. Messages never quote a secret, a header value or a body.

use hookwright::signature::SecretError;
use hookwright::spelling::hint;
#[cfg(feature = "receive")]
use hookwright::{problem::Problem, signature::SetupError};
use js_sys::{RangeError, Reflect, TypeError};
use wasm_bindgen::JsValue;

/// A `TypeError` for an invalid argument.
pub(crate) fn type_error(code: &str, message: &str) -> JsValue {
    with_code(TypeError::new(message).into(), code)
}

/// A `RangeError` for an argument of the right type that is too large.
pub(crate) fn range_error(code: &str, message: &str) -> JsValue {
    with_code(RangeError::new(message).into(), code)
}

/// The error for a secret that the core refuses.
pub(crate) fn secret_error(error: SecretError) -> JsValue {
    type_error(error.code(), &error.to_string())
}

/// The error for an unusable scheme or secret.
#[cfg(feature = "receive")]
pub(crate) fn setup_error(error: &SetupError) -> JsValue {
    type_error(error.code(), &error.to_string())
}

/// The error for an invalid custom scheme. Its `problems` lists everything that is wrong.
#[cfg(feature = "receive")]
pub(crate) fn scheme_error(problems: &[Problem]) -> JsValue {
    custom_error("invalid_scheme", "scheme", problems)
}

/// The error for an invalid custom policy. Its `problems` lists everything that is wrong.
#[cfg(feature = "receive")]
pub(crate) fn policy_error(problems: &[Problem]) -> JsValue {
    custom_error("invalid_policy", "policy", problems)
}

#[cfg(feature = "receive")]
fn custom_error(code: &str, what: &str, problems: &[Problem]) -> JsValue {
    let first = problems.first().map(ToString::to_string).unwrap_or_default();
    let more = match problems.len() {
        0 | 1 => String::new(),
        count => format!("; and {} more, see `problems` of this error", count - 1),
    };
    let error = type_error(code, &format!("the {what} cannot be used: {first}{more}"));
    with(error, "problems", crate::output::plain(&problems).unwrap_or(JsValue::UNDEFINED))
}

/// The error for an unknown id. The message lists the known ids. It never quotes the given text, which may be a secret
/// passed in the wrong place.
pub(crate) fn unknown<'a>(what: &str, given: &str, known: impl Iterator<Item = &'a str>) -> JsValue {
    let known: Vec<&str> = known.collect();
    let hint = hint(given, known.iter().copied());
    let message = format!("unknown {what}; expected {}{hint}", listed(known.into_iter()));
    type_error(&format!("unknown_{what}"), &message)
}

/// Ids as they appear in a message.
pub(crate) fn listed<'a>(ids: impl Iterator<Item = &'a str>) -> String {
    ids.map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ")
}

fn with_code(error: JsValue, code: &str) -> JsValue {
    with(error, "code", JsValue::from_str(code))
}

fn with(error: JsValue, name: &str, value: JsValue) -> JsValue {
    // Setting a property of a new error object cannot fail. If it did, the error would still be thrown.
    let _ = Reflect::set(&error, &JsValue::from_str(name), &value);
    error
}
