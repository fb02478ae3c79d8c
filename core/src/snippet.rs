//! Code snippets for requests: cURL, fetch and Python.
//!
//! Every value of a request is written as a literal of the language. Quotes, backslashes, line breaks and control
//! characters are escaped, so that a hostile value cannot add code.

use alloc::format;
use alloc::string::String;

use serde_json::Value;

use crate::base::http::{Body, HeaderValue, HttpRequest};

/// A language of snippets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// A cURL command for a POSIX shell.
    Curl,
    /// JavaScript's `fetch`, with Node's `process.env`.
    Fetch,
    /// Python, with the `requests` library.
    Python,
}

impl Language {
    /// Every language, in the order of the playground.
    pub const ALL: [Self; 3] = [Self::Curl, Self::Fetch, Self::Python];

    /// The name for users.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Curl => "cURL",
            Self::Fetch => "fetch",
            Self::Python => "Python",
        }
    }
}

/// A request as a snippet without a line break at the end.
///
/// ```
/// use hookwright::http::{Body, HttpRequest};
/// use hookwright::snippet::{Language, render};
///
/// let request = HttpRequest {
///     method: "POST",
///     url: "https://example.com/".into(),
///     headers: Vec::new(),
///     body: Body::Exact("it's".into()),
/// };
/// assert_eq!(render(&request, Language::Curl), r"curl -X POST 'https://example.com/' \
///   --data-raw 'it'\''s'");
/// ```
#[must_use]
pub fn render(request: &HttpRequest, language: Language) -> String {
    match language {
        Language::Curl => curl(request),
        Language::Fetch => fetch(request),
        Language::Python => python(request),
    }
}

fn curl(request: &HttpRequest) -> String {
    let mut text = format!("curl -X {} {}", request.method, shell_quoted(&request.url));
    for (name, value) in &request.headers {
        let option = match value {
            HeaderValue::Text(value) => shell_quoted(&format!("{name}: {value}")),
            HeaderValue::BearerFrom(variable) => format!("\"{name}: Bearer ${variable}\""),
        };
        text.push_str(&format!(" \\\n  -H {option}"));
    }
    // `--data` would read a file if the body starts with `@`; `--data-raw` does not.
    text.push_str(&format!(" \\\n  --data-raw {}", shell_quoted(&request.body.to_text())));
    text
}

fn fetch(request: &HttpRequest) -> String {
    let mut text = format!("const response = await fetch({}, {{\n", js_string(&request.url));
    text.push_str(&format!("  method: {},\n  headers: {{\n", js_string(request.method)));
    for (name, value) in &request.headers {
        let value = match value {
            HeaderValue::Text(value) => js_string(value),
            HeaderValue::BearerFrom(variable) => format!("`Bearer ${{process.env.{variable}}}`"),
        };
        text.push_str(&format!("    {}: {value},\n", js_string(name)));
    }
    let body = match &request.body {
        Body::Json(_) => js_document(&request.body.to_text()),
        Body::Exact(body) => js_string(body),
    };
    text.push_str(&format!("  }},\n  body: {body},\n}});\nconsole.log(response.status, await response.text());"));
    text
}

fn python(request: &HttpRequest) -> String {
    let needs_environment = request.headers.iter().any(|(_, value)| matches!(value, HeaderValue::BearerFrom(_)));
    let mut text = String::from(if needs_environment { "import os\n\nimport requests\n" } else { "import requests\n" });
    text.push_str(&format!("\nresponse = requests.request(\n    {},\n", python_string(request.method)));
    text.push_str(&format!("    {},\n    headers={{\n", python_string(&request.url)));
    for (name, value) in &request.headers {
        let value = match value {
            HeaderValue::Text(value) => python_string(value),
            HeaderValue::BearerFrom(variable) => format!("f\"Bearer {{os.environ['{variable}']}}\""),
        };
        text.push_str(&format!("        {}: {value},\n", python_string(name)));
    }
    let body = match &request.body {
        Body::Json(value) => format!("json={}", python_value(value, 1)),
        Body::Exact(body) => format!("data={}.encode()", python_string(body)),
    };
    text.push_str(&format!("    }},\n    {body},\n    timeout=10,\n)\nprint(response.status_code, response.text)"));
    text
}

/// A POSIX shell literal in single quotes, in which only the single quote is special. NUL characters are removed,
/// because a command cannot contain them.
fn shell_quoted(text: &str) -> String {
    format!("'{}'", text.replace('\0', "").replace('\'', r"'\''"))
}

/// A JavaScript string literal. It is JSON with U+2028 and U+2029 escaped, which are line breaks in older engines.
pub(crate) fn js_string(text: &str) -> String {
    js_safe(&serde_json::to_string(text).unwrap_or_default())
}

pub(crate) fn js_safe(json: &str) -> String {
    json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// A JSON document as the body of a `fetch` call, indented by two spaces. It is an object literal unless that would
/// have another meaning.
fn js_document(json: &str) -> String {
    // In an object literal this name sets the prototype.
    if json.contains("\"__proto__\"") {
        return js_string(json);
    }
    format!("JSON.stringify({})", js_safe(json).replace('\n', "\n  "))
}

/// A Python string literal. It is JSON, because all escapes that serde_json writes have the same meaning in Python.
pub(crate) fn python_string(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

/// A JSON value as a Python literal, indented by four spaces for each level.
fn python_value(value: &Value, level: usize) -> String {
    let inner = "    ".repeat(level + 1);
    let outer = "    ".repeat(level);
    match value {
        Value::Null => "None".into(),
        Value::Bool(true) => "True".into(),
        Value::Bool(false) => "False".into(),
        Value::Number(number) => format!("{number}"),
        Value::String(text) => python_string(text),
        Value::Array(items) if items.is_empty() => "[]".into(),
        Value::Array(items) => {
            let lines: String =
                items.iter().map(|item| format!("{inner}{},\n", python_value(item, level + 1))).collect();
            format!("[\n{lines}{outer}]")
        }
        Value::Object(members) if members.is_empty() => "{}".into(),
        Value::Object(members) => {
            let line = |(name, value): (&String, &Value)| {
                format!("{inner}{}: {},\n", python_string(name), python_value(value, level + 1))
            };
            let lines: String = members.iter().map(line).collect();
            format!("{{\n{lines}{outer}}}")
        }
    }
}
