//! What goes out: plain objects, with `null` for what is absent.

#[cfg(feature = "receive")]
use hookwright::http::Headers;
#[cfg(feature = "receive")]
use js_sys::{Object, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// Turns an answer into a plain object. Integers become numbers; every one that the core gives is exact as such.
pub(crate) fn plain(answer: &impl Serialize) -> Result<JsValue, JsValue> {
    answer.serialize(&Serializer::json_compatible()).map_err(JsValue::from)
}

/// Header fields as a plain object. None of those that the core makes comes twice.
#[cfg(feature = "receive")]
pub(crate) fn object(headers: &Headers) -> Result<JsValue, JsValue> {
    let fields = Object::new();
    for (name, value) in headers.iter() {
        Reflect::set(&fields, &JsValue::from_str(name), &JsValue::from_str(value))?;
    }
    Ok(fields.into())
}
