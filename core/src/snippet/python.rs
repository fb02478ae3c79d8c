//! Python: the `requests` library.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::Value;

use super::variables::{Variables, has_no_body};
use crate::base::http::{Body, HeaderValue, HttpRequest};

pub(super) fn requests(requests: &[HttpRequest], variables: Variables<'_>) -> String {
    let calls: Vec<String> = requests.iter().map(|request| call(request, variables)).collect();
    let calls = calls.join("\n\n");
    let imports = if calls.contains("os.environ[") { "import os\n\nimport requests" } else { "import requests" };
    format!("{imports}\n\n{calls}")
}

fn call(request: &HttpRequest, variables: Variables<'_>) -> String {
    let mut call = format!("response = requests.request(\n    {},\n", python_string(request.method));
    call.push_str(&format!("    {},\n    headers={{\n", python_string(&request.url)));
    for (name, value) in &request.headers {
        let value = match value {
            HeaderValue::BearerFrom(variable) => format!("f\"Bearer {{os.environ['{variable}']}}\""),
            HeaderValue::Text(value) => string(value, variables),
        };
        call.push_str(&format!("        {}: {value},\n", python_string(name)));
    }
    call.push_str("    },\n");
    if !has_no_body(request) {
        let body = match &request.body {
            Body::Json(document) => format!("json={}", literal(document, variables, 1)),
            Body::Exact(body) => format!("data={}.encode()", python_string(body)),
        };
        call.push_str(&format!("    {body},\n"));
    }
    format!("{call}    timeout=10,\n)\nprint(response.status_code, response.text)")
}

/// A Python string literal. It is JSON, because all escapes that serde_json writes have the same meaning in Python.
pub(crate) fn python_string(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}

fn string(text: &str, variables: Variables<'_>) -> String {
    variables.of(text).map_or_else(|| python_string(text), |variable| format!("os.environ[\"{variable}\"]"))
}

/// A JSON value as a Python literal, indented by four spaces for each level.
fn literal(value: &Value, variables: Variables<'_>, level: usize) -> String {
    let inner = "    ".repeat(level + 1);
    let outer = "    ".repeat(level);
    match value {
        Value::Null => "None".into(),
        Value::Bool(true) => "True".into(),
        Value::Bool(false) => "False".into(),
        Value::Number(number) => format!("{number}"),
        Value::String(text) => string(text, variables),
        Value::Array(items) if items.is_empty() => "[]".into(),
        Value::Array(items) => {
            let lines: String =
                items.iter().map(|item| format!("{inner}{},\n", literal(item, variables, level + 1))).collect();
            format!("[\n{lines}{outer}]")
        }
        Value::Object(members) if members.is_empty() => "{}".into(),
        Value::Object(members) => {
            let line = |(name, value): (&String, &Value)| {
                format!("{inner}{}: {},\n", python_string(name), literal(value, variables, level + 1))
            };
            let lines: String = members.iter().map(line).collect();
            format!("{{\n{lines}{outer}}}")
        }
    }
}
