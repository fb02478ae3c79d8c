//! What a delivery says.

use hookwright::event;
use hookwright::problem::Problem;
use js_sys::Uint8Array;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::input;
use crate::output::plain;
use crate::provider::find_provider;

/// An event, in the shape that JavaScript gets, but for the payload: that is still text, for `JSON.parse` to read.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Event<'a> {
    provider: Option<&'static str>,
    #[serde(rename = "type")]
    kind: Option<String>,
    id: Option<String>,
    occurred_at_ms: Option<i64>,
    data: Option<&'a str>,
    problems: Vec<Problem>,
}

/// Reads a body as an event of a provider, or of whichever provider's envelope it has.
///
/// # Errors
/// A `TypeError` for an unknown provider, a `RangeError` for a body that memory cannot hold. A body that is no event is no
/// error.
#[wasm_bindgen(js_name = parseEvent)]
pub fn parse_event(body: &Uint8Array, provider: Option<String>) -> Result<JsValue, JsValue> {
    let provider = provider.as_deref().map(find_provider).transpose()?;
    let body = input::bytes(body)?;
    let event = event::parse(&body, provider);
    plain(&Event {
        provider: event.provider.map(|provider| provider.id),
        kind: event.kind,
        id: event.id,
        occurred_at_ms: event.occurred_at_ms,
        data: event.data.map(|data| data.get()),
        problems: event.problems,
    })
}
