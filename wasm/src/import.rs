//! Requests in pasted text.

use hookwright::import;
use js_sys::Uint8Array;
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
#[cfg(feature = "parts")]
use wasm_split_helpers::wasm_split;

use crate::input;
use crate::output::plain;
use crate::parts::part;

/// A request, or the parts of one, that a text contains.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ImportedRequest<'a> {
    ok: bool,
    /// The id of the format.
    format: &'static str,
    /// The name of the format for users.
    format_name: &'static str,
    /// What was read, as a sentence: `Read as cURL: 2 headers, 127 bytes`.
    summary: String,
    /// `None` if the text does not contain the method.
    method: Option<&'a str>,
    /// The URL: absolute, or the path and the query if the host is unknown. `None` if the text does not contain it.
    url: Option<&'a str>,
    /// The header fields, in order.
    headers: Vec<(&'a str, &'a str)>,
    /// The body. `None` if the text does not contain it.
    #[serde(with = "serde_wasm_bindgen::preserve")]
    body: JsValue,
    /// The signature, for a text that consists of one.
    signature: Option<ImportedSignature<'a>>,
    /// What its user should know, in order.
    notes: Vec<ImportNote>,
}

/// The value of a signature header without its name.
#[derive(Serialize)]
struct ImportedSignature<'a> {
    /// The value.
    value: &'a str,
    /// The headers of known senders that have values of this form. Empty if there are too many of them.
    headers: &'a [&'static str],
}

/// A property of an imported request that its user should know.
#[derive(Serialize)]
struct ImportNote {
    code: &'static str,
    message: String,
}

/// The reason why a text cannot be read.
#[derive(Serialize)]
struct ImportFailure {
    ok: bool,
    code: &'static str,
    message: String,
}

/// Reads a request, or a part of one, from a text or a file.
///
/// # Errors
/// A `RangeError` for a text that does not fit into memory. A text that cannot be read is not an error.
#[wasm_bindgen(js_name = importRequest, unchecked_return_type = "import('./generated/import.js').ImportResult")]
pub fn import_request(file: &Uint8Array) -> Result<JsValue, JsValue> {
    part!(import_request_part(file))
}

#[cfg_attr(feature = "parts", wasm_split(imports))]
fn import_request_part(file: &Uint8Array) -> Result<JsValue, JsValue> {
    let found = match import::read_bytes(&input::bytes(file)?) {
        Ok(found) => found,
        Err(error) => return plain(&ImportFailure { ok: false, code: error.code(), message: error.to_string() }),
    };
    let note = |note: &import::Note| ImportNote { code: note.code(), message: note.to_string() };
    let signature = found.signature.as_ref();
    plain(&ImportedRequest {
        ok: true,
        format: found.format.id(),
        format_name: found.format.name(),
        summary: found.summary(),
        method: found.method.as_deref(),
        url: found.url.as_deref(),
        headers: found.headers.iter().collect(),
        body: found.body.as_deref().map_or(JsValue::NULL, |body| Uint8Array::from(body).into()),
        signature: signature.map(|it| ImportedSignature { value: &it.value, headers: &it.headers }),
        notes: found.notes.iter().map(note).collect(),
    })
}
