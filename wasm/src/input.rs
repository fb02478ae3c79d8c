//! Input: bytes and header fields, copied from JavaScript.

use hookwright::http::Headers;
#[cfg(feature = "receive")]
use hookwright::signature::Request;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;

use crate::error::range_error;

/// Copies bytes. The memory is reserved first, because a failing allocation would abort the whole instance.
pub(crate) fn bytes(given: &Uint8Array) -> Result<Vec<u8>, JsValue> {
    let length = given.length() as usize;
    let mut bytes = Vec::new();
    if bytes.try_reserve_exact(length).is_err() {
        let message = format!("there is no memory for a body of {length} bytes; limit what your server reads");
        return Err(range_error("body_too_large", &message));
    }
    bytes.resize(length, 0);
    given.copy_to(&mut bytes);
    Ok(bytes)
}

/// Header fields from an array of names and values: `[name, value, …]`.
pub(crate) fn headers(given: &Array) -> Headers {
    fields(&mut given.iter().map(text))
}

/// `N` strings, followed by header fields: `[text, …, name, value, …]`.
#[cfg(feature = "receive")]
pub(crate) fn leading<const N: usize>(given: &Array) -> ([String; N], Headers) {
    let mut texts = given.iter().map(text);
    let leading = core::array::from_fn(|_| texts.next().unwrap_or_default());
    (leading, fields(&mut texts))
}

/// A request, copied from JavaScript.
#[cfg(feature = "receive")]
pub(crate) struct Copied {
    method: String,
    url: String,
    headers: Headers,
    body: Vec<u8>,
}

#[cfg(feature = "receive")]
impl Copied {
    /// Copies a request from `[method, url, header name, value, …]` and a body.
    pub(crate) fn read(given: &Array, body: &Uint8Array) -> Result<Self, JsValue> {
        let ([method, url], headers) = leading(given);
        Ok(Self { method, url, headers, body: bytes(body)? })
    }

    /// The request in the form that the core takes.
    pub(crate) fn request(&self) -> Request<'_> {
        Request::new(&self.headers, &self.body).to(&self.method, &self.url)
    }
}

fn fields(texts: &mut impl Iterator<Item = String>) -> Headers {
    let mut headers = Headers::new();
    while let (Some(name), Some(value)) = (texts.next(), texts.next()) {
        headers.push(name, value);
    }
    headers
}

fn text(value: JsValue) -> String {
    value.as_string().unwrap_or_default()
}
