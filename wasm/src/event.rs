//! Parsing of deliveries as events.

use hookwright::catalog;
use hookwright::problem::Problem;
use js_sys::Uint8Array;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
#[cfg(feature = "parts")]
use wasm_split_helpers::wasm_split;

use crate::error::range_error;
use crate::input;
use crate::output::plain;
use crate::parts::part;
use crate::provider::find_provider;

/// An event as the core reads it. The payload is still JSON text, which JavaScript parses.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ReadEvent<'a> {
    provider: Option<&'static str>,
    #[serde(rename = "type")]
    kind: Option<String>,
    id: Option<String>,
    occurred_at_ms: Option<i64>,
    data: Option<&'a str>,
    /// The numbers that JavaScript changes: pairs of a pointer and the text.
    unsafe_numbers: Vec<(String, &'a str)>,
    problems: Vec<Problem>,
}

/// The size limit of a body that is parsed as an event, in bytes. Its payload takes many times as much memory as a
/// JavaScript value, and an engine that runs out of memory ends the process.
const MAX_BODY: u32 = 64 << 20;

/// Parses a body as an event of `provider`, or of the provider whose envelope it matches.
///
/// # Errors
/// A `TypeError` for an unknown provider; a `RangeError` for a body that is longer than [`MAX_BODY`] or does not fit
/// into memory. A body that is not an event is not an error.
#[wasm_bindgen(js_name = parseEvent, unchecked_return_type = "import('./generated/core.js').ReadEvent")]
pub fn parse_event(body: &Uint8Array, provider: Option<String>) -> Result<JsValue, JsValue> {
    part!(parse_event_part(body, provider))
}

#[cfg_attr(feature = "parts", wasm_split(catalog))]
fn parse_event_part(body: &Uint8Array, provider: Option<String>) -> Result<JsValue, JsValue> {
    let provider = provider.as_deref().map(find_provider).transpose()?;
    let length = body.length();
    if length > MAX_BODY {
        let message = format!("an event of {length} bytes is too large; the longest that is read has {MAX_BODY}");
        return Err(range_error("body_too_large", &message));
    }
    let body = input::bytes(body)?;
    let event = catalog::parse(&body, provider);
    if let Some(problem) = event.problems.iter().find(|problem| problem.code == "body_too_large") {
        return Err(range_error(problem.code, &problem.message));
    }
    plain(&ReadEvent {
        provider: event.provider,
        kind: event.kind,
        id: event.id,
        occurred_at_ms: event.occurred_at_ms,
        data: event.data.map(|data| data.get()),
        unsafe_numbers: event.unsafe_numbers,
        problems: event.problems,
    })
}
