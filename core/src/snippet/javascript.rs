//! JavaScript: `fetch`.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::variables::{Variables, has_no_body};
use crate::base::http::{Body, HeaderValue, HttpRequest};

pub(super) fn fetch(requests: &[HttpRequest], variables: Variables<'_>) -> String {
    match requests {
        [request] => call(request, variables),
        // Each call declares `response`.
        several => several
            .iter()
            .map(|request| format!("{{\n  {}\n}}", call(request, variables).replace('\n', "\n  ")))
            .collect::<Vec<_>>()
            .join("\n"),
    }
}

fn call(request: &HttpRequest, variables: Variables<'_>) -> String {
    let mut text = format!("const response = await fetch({}, {{\n", js_string(&request.url));
    text.push_str(&format!("  method: {},\n  headers: {{\n", js_string(request.method)));
    for (name, value) in &request.headers {
        let value = match value {
            HeaderValue::BearerFrom(variable) => format!("`Bearer ${{process.env.{variable}}}`"),
            HeaderValue::Text(value) => variables.of(value).map_or_else(|| js_string(value), reference),
        };
        text.push_str(&format!("    {}: {value},\n", js_string(name)));
    }
    text.push_str("  },\n");
    if !has_no_body(request) {
        let body = match &request.body {
            Body::Json(document) => {
                // In the text, a placeholder is a string literal. Its quotes are removed with it.
                let marked =
                    variables.document(document, |text| String::from(text), |variable| format!("\0{variable}\0"));
                let body = js_document(&marked);
                body.replace("\"\0", "process.env.").replace("\0\"", "")
            }
            Body::Exact(body) => js_string(body),
        };
        text.push_str(&format!("  body: {body},\n"));
    }
    text.push_str("});\nconsole.log(response.status, await response.text());");
    text
}

fn reference(variable: &str) -> String {
    format!("process.env.{variable}")
}

/// A JavaScript string literal. It is JSON with U+2028 and U+2029 escaped, which are line breaks in older engines.
pub(crate) fn js_string(text: &str) -> String {
    js_safe(&serde_json::to_string(text).unwrap_or_default())
}

pub(crate) fn js_safe(json: &str) -> String {
    json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// A JSON document as the body of a `fetch` call, indented by two spaces. A member `__proto__` is written as a computed
/// name, because in an object literal this name sets the prototype.
fn js_document(json: &str) -> String {
    let literal = js_safe(json).replace('\n', "\n  ").replace("\"__proto__\":", "[\"__proto__\"]:");
    format!("JSON.stringify({literal})")
}
