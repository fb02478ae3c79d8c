//! What goes out: plain objects, with `null` for what is absent.

use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// Turns an answer into a plain object. Integers become numbers; every one that the core gives is exact as such.
pub(crate) fn plain(answer: &impl Serialize) -> Result<JsValue, JsValue> {
    answer.serialize(&Serializer::json_compatible()).map_err(JsValue::from)
}
