//! Output: plain objects, with `null` for missing values.

#[cfg(feature = "receive")]
use hookwright::http::Headers;
#[cfg(feature = "receive")]
use js_sys::{Object, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// Converts a result to a plain object. Integers become numbers; all integers that the core returns are exact as
/// numbers.
pub(crate) fn plain(answer: &impl Serialize) -> Result<JsValue, JsValue> {
    answer.serialize(&Serializer::json_compatible()).map_err(JsValue::from)
}

/// Header fields as a plain object. The core never returns two fields of the same name.
#[cfg(feature = "receive")]
pub(crate) fn object(headers: &Headers) -> Result<JsValue, JsValue> {
    let fields = Object::new();
    for (name, value) in headers.iter() {
        Reflect::set(&fields, &JsValue::from_str(name), &JsValue::from_str(value))?;
    }
    Ok(fields.into())
}
