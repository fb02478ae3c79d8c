//! Requests to the API of a provider, and its responses.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde_json::Value;

use super::codes;
use super::error::ApiError;
use crate::base::http::{Headers, percent};

const JSON: &str = "application/json";
const JSON_API: &str = "application/vnd.api+json";

/// A request to the API of a provider. `Debug` prints only the length of the body, which can contain a secret.
#[derive(Clone, Default)]
pub struct ApiRequest {
    /// `GET`, `POST` and so on.
    pub method: String,
    /// The path and the query, as in the request line: `/v1/webhooks?limit=10`.
    pub target: String,
    /// The public origin of the API, for links in responses: `http://127.0.0.1:4010`.
    pub origin: String,
    /// The header fields.
    pub headers: Headers,
    /// The body, unchanged.
    pub body: Vec<u8>,
}

/// A response of an API. `Debug` prints only the length of the body, which can contain a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiResponse {
    /// The status code.
    pub status: u16,
    /// The header fields.
    pub headers: Vec<(&'static str, String)>,
    /// The body. It is empty with status 204.
    pub body: String,
}

impl ApiResponse {
    /// A response with a JSON document, in the requested media type.
    pub(super) fn document(status: u16, document: &Value, request: &ApiRequest) -> Self {
        let wants_json_api = request.headers.get("accept").any(|accept| accept.contains(JSON_API));
        let media_type = if wants_json_api { JSON_API } else { JSON };
        Self {
            status,
            headers: [("content-type", media_type.into())].into(),
            body: serde_json::to_string(document).unwrap_or_default(),
        }
    }

    /// A response without a body.
    pub(super) fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: String::new() }
    }

    /// An HTML page.
    pub(super) fn page(title: &str, text: &str) -> Self {
        let body = format!(
            "<!doctype html><html lang=\"en\"><meta \
             charset=\"utf-8\"><title>{title}</title><h1>{title}</h1><p>{text}</p></html>"
        );
        Self { status: 200, headers: [("content-type", "text/html; charset=utf-8".into())].into(), body }
    }

    /// A redirect.
    pub(super) fn redirect(location: String) -> Self {
        Self { status: 302, headers: [("location", location)].into(), body: String::new() }
    }
}

impl ApiRequest {
    /// The maximum length of a body, in bytes. A server can stop reading a body after one byte more.
    pub const MAX_BODY: usize = 262_144;

    /// The path without the query and without a trailing slash.
    pub(super) fn path(&self) -> &str {
        let path = self.target.split(['?', '#']).next().unwrap_or_default();
        path.strip_suffix('/').unwrap_or(path)
    }

    /// The decoded value of a query parameter. If it is repeated, the first one applies.
    pub(super) fn query(&self, name: &str) -> Option<String> {
        let (_, query) = self.target.split_once('?')?;
        let query = query.split('#').next().unwrap_or_default();
        query.split('&').find_map(|pair| {
            let (given, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(given, true) == name).then(|| decode(value, true))
        })
    }

    /// The JSON document in the body.
    pub(super) fn document(&self) -> Result<Value, ApiError> {
        if self.body.len() > Self::MAX_BODY {
            return Err(ApiError::TooLarge);
        }
        let given = self.headers.get("content-type").next().unwrap_or_default();
        let media_type = given.split(';').next().unwrap_or_default().trim();
        if ![JSON, JSON_API].iter().any(|known| media_type.eq_ignore_ascii_case(known)) {
            return Err(ApiError::UnsupportedMediaType);
        }
        serde_json::from_slice(&self.body).map_err(|error| {
            ApiError::bad_request(codes::INVALID_JSON, "", format!("the body is not valid JSON: {error}"))
        })
    }
}

impl fmt::Debug for ApiRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiRequest")
            .field("method", &self.method)
            .field("target", &self.target)
            .field("origin", &self.origin)
            .field("headers", &self.headers)
            .field("body", &self.body.len())
            .finish()
    }
}

impl fmt::Debug for ApiResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiResponse")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("body", &self.body.len())
            .finish()
    }
}

/// Decodes percent-encoding. Invalid UTF-8 is decoded with replacement characters, and matches nothing.
pub(super) fn decode(text: &str, plus_is_space: bool) -> String {
    let bytes: Vec<u8> = percent::decoded(text.as_bytes(), plus_is_space).collect();
    String::from_utf8_lossy(&bytes).into_owned()
}
