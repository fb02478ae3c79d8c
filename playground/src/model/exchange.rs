//! A request to a service of the in-page account, and its response, as HTTP messages.

use hookwright::http::{HeaderValue, HttpRequest};
use hookwright::service::ApiResponse;
use hookwright::subscription::Api;
use serde_json::Value;

/// What replaces a secret.
const HIDDEN: &str = "••••••••";

/// A request and its response.
#[derive(Clone, PartialEq)]
pub(crate) struct Exchange {
    /// The number of the request since the page was opened.
    pub(crate) number: u64,
    /// The id of the provider.
    pub(crate) provider: &'static str,
    /// When the request was sent.
    pub(crate) at_ms: i64,
    pub(crate) request: SentRequest,
    pub(crate) response: ApiResponse,
}

/// A request as it was sent.
#[derive(Clone, PartialEq)]
pub(crate) struct SentRequest {
    pub(crate) method: &'static str,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl SentRequest {
    /// Converts a request. References to tokens are replaced.
    pub(crate) fn new(request: &HttpRequest, token: &str) -> Self {
        let value = |value: &HeaderValue| match value {
            HeaderValue::Text(text) => text.clone(),
            HeaderValue::BearerFrom(_) => format!("Bearer {token}"),
        };
        Self {
            method: request.method,
            url: request.url.clone(),
            headers: request.headers.iter().map(|(name, given)| (name.clone(), value(given))).collect(),
            body: request.body.to_text(),
        }
    }

    /// Returns the scheme and the host.
    pub(crate) fn origin(&self) -> &str {
        self.url.strip_suffix(self.target()).unwrap_or(&self.url)
    }

    /// Returns the path and the query.
    pub(crate) fn target(&self) -> &str {
        let rest = self.url.split_once("://").map_or(self.url.as_str(), |(_, rest)| rest);
        rest.find('/').and_then(|start| rest.get(start..)).unwrap_or("/")
    }

    fn host(&self) -> &str {
        self.origin().split_once("://").map_or("", |(_, host)| host)
    }
}

impl Exchange {
    /// Returns the request as an HTTP message.
    pub(crate) fn request_text(&self, api: Option<&Api>, shows_secrets: bool) -> String {
        let request = &self.request;
        let host = ("Host", request.host());
        let fields = request.headers.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let start = format!("{} {} HTTP/1.1", request.method, request.target());
        message(&start, [host].into_iter().chain(fields), &readable(&request.body, api, shows_secrets))
    }

    /// Returns the response as an HTTP message.
    pub(crate) fn response_text(&self, api: Option<&Api>, shows_secrets: bool) -> String {
        let response = &self.response;
        let start = format!("HTTP/1.1 {} {}", response.status, reason(response.status));
        let fields = response.headers.iter().map(|(name, value)| (*name, value.as_str()));
        message(start.trim_end(), fields, &readable(&response.body, api, shows_secrets))
    }

    /// Returns whether the service has done what was requested.
    pub(crate) const fn is_success(&self) -> bool {
        matches!(self.response.status, 200..300)
    }

    /// Returns the JSON document of the response.
    pub(crate) fn document(&self) -> Option<Value> {
        serde_json::from_str(&self.response.body).ok()
    }
}

/// Returns the text of an HTTP message.
pub(crate) fn message<'a>(start: &str, fields: impl Iterator<Item = (&'a str, &'a str)>, body: &str) -> String {
    let mut text = String::from(start);
    for (name, value) in fields {
        text.push_str(&format!("\n{name}: {value}"));
    }
    if !body.is_empty() {
        text.push_str(&format!("\n\n{body}"));
    }
    text
}

/// Returns the reason phrase of a status code that services use.
pub(crate) const fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        201 => "Created",
        202 => "Accepted",
        204 => "No Content",
        302 => "Found",
        400 => "Bad Request",
        401 => "Unauthorized",
        404 => "Not Found",
        405 => "Method Not Allowed",
        409 => "Conflict",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        _ => "",
    }
}

/// Indents a JSON body, and hides the secret and the values of headers in it. Other bodies are unchanged.
fn readable(body: &str, api: Option<&Api>, shows_secrets: bool) -> String {
    let Ok(mut document) = serde_json::from_str::<Value>(body) else { return body.into() };
    if let Some(api) = api.filter(|_| !shows_secrets) {
        hide(&mut document, api);
    }
    format!("{document:#}")
}

/// Hides the secrets and the values of headers in a document of an API.
fn hide(value: &mut Value, api: &Api) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                if is_secret(api, name) { hide_texts(value) } else { hide(value, api) }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| hide(item, api)),
        _ => {}
    }
}

/// Returns whether the values of an attribute are hidden unless they are to be shown.
pub(crate) fn is_secret(api: &Api, attribute: &str) -> bool {
    [api.secret, api.headers].contains(&Some(attribute))
}

/// Hides all texts in a value.
pub(crate) fn hide_texts(value: &mut Value) {
    match value {
        Value::String(text) => HIDDEN.clone_into(text),
        Value::Object(members) => members.values_mut().for_each(hide_texts),
        Value::Array(items) => items.iter_mut().for_each(hide_texts),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog::find;
    use hookwright::http::Body;
    use serde_json::json;

    fn exchange(body: Value) -> Exchange {
        let request = HttpRequest {
            method: "POST",
            url: "https://api.example.com/v1/webhooks?limit=1".into(),
            headers: vec![
                ("Authorization".into(), HeaderValue::BearerFrom("API_KEY")),
                ("Content-Type".into(), HeaderValue::Text("application/json".into())),
            ],
            body: Body::Json(body.clone()),
        };
        let response = ApiResponse {
            status: 201,
            headers: vec![("content-type", "application/json".into())],
            body: body.to_string(),
        };
        Exchange { number: 1, provider: "generic", at_ms: 0, request: SentRequest::new(&request, "t0ken"), response }
    }

    #[test]
    fn messages_have_a_start_line_header_fields_and_a_readable_body() {
        let exchange = exchange(json!({ "a": 1 }));
        assert_eq!(
            exchange.request_text(None, false),
            "POST /v1/webhooks?limit=1 HTTP/1.1\nHost: api.example.com\nAuthorization: Bearer t0ken\nContent-Type: \
             application/json\n\n{\n  \"a\": 1\n}"
        );
        assert_eq!(
            exchange.response_text(None, false),
            "HTTP/1.1 201 Created\ncontent-type: application/json\n\n{\n  \"a\": 1\n}"
        );
    }

    #[test]
    fn the_secret_is_hidden_unless_it_is_to_be_shown() {
        let api = Some(&find("generic").unwrap().apis[0]);
        let exchange = exchange(json!({ "webhooks": [{ "secret": "hunter2", "url": "hunter2.example" }] }));
        for (text, shown) in [
            (exchange.request_text(api, false), exchange.request_text(api, true)),
            (exchange.response_text(api, false), exchange.response_text(api, true)),
        ] {
            assert!(!text.contains("\"hunter2\"") && text.contains("hunter2.example"), "{text}");
            assert!(shown.contains("\"hunter2\""));
        }
    }

    #[test]
    fn the_values_of_headers_are_hidden_unless_they_are_to_be_shown() {
        let api = Some(&find("well").unwrap().apis[0]);
        let exchange = exchange(json!({ "data": { "attributes": { "headers": { "X-Token": "fold_1" } } } }));
        let (text, shown) = (exchange.response_text(api, false), exchange.response_text(api, true));
        assert!(text.contains("\"X-Token\"") && !text.contains("fold_1"), "{text}");
        assert!(shown.contains("fold_1"));
    }

    #[test]
    fn a_url_without_a_path_has_the_root_as_target() {
        let request = SentRequest {
            method: "GET",
            url: "https://api.example.com".into(),
            headers: Vec::new(),
            body: String::new(),
        };
        assert_eq!((request.target(), request.origin()), ("/", "https://api.example.com"));
    }
}
