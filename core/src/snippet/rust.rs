//! Rust: the `reqwest` crate.

use alloc::format;
use alloc::string::{String, ToString as _};

use serde_json::{Number, Value};

use super::variables::{Variables, has_no_body};
use crate::base::http::{Body, HeaderValue, HttpRequest};

pub(super) fn reqwest(requests: &[HttpRequest], variables: Variables<'_>) -> String {
    let mut text = String::from(
        "// reqwest = { version = \"0.12\", features = [\"blocking\", \"json\"] }, serde_json = \"1\"\n\
         fn main() -> Result<(), Box<dyn std::error::Error>> {\n    \
         let client = reqwest::blocking::Client::new();\n",
    );
    for request in requests {
        text.push_str(&call(request, variables));
    }
    text.push_str("    Ok(())\n}");
    text
}

fn call(request: &HttpRequest, variables: Variables<'_>) -> String {
    let mut text = String::from("    let response = client\n");
    let line = |call: &str| format!("        {call}\n");
    text.push_str(&line(&format!(".request({:?}.parse()?, {:?})", request.method, request.url)));
    for (name, value) in &request.headers {
        let value = match value {
            HeaderValue::BearerFrom(variable) => format!("format!(\"Bearer {{}}\", {})", reference(variable)),
            HeaderValue::Text(value) => string(value, variables),
        };
        text.push_str(&line(&format!(".header({name:?}, {value})")));
    }
    if !has_no_body(request) {
        text.push_str(&line(&match &request.body {
            Body::Json(document) => format!(".json(&serde_json::json!({}))", literal(document, variables, 2)),
            Body::Exact(body) => format!(".body({body:?})"),
        }));
    }
    text.push_str("        .send()?;\n    println!(\"{} {}\", response.status(), response.text()?);\n");
    text
}

fn reference(variable: &str) -> String {
    format!("std::env::var({variable:?})?")
}

/// A string literal. The escapes of `Debug` are those of Rust.
fn string(text: &str, variables: Variables<'_>) -> String {
    variables.of(text).map_or_else(|| format!("{text:?}"), reference)
}

/// A JSON value as an argument of `json!`, indented by four spaces for each level.
fn literal(value: &Value, variables: Variables<'_>, level: usize) -> String {
    let inner = "    ".repeat(level + 1);
    let outer = "    ".repeat(level);
    match value {
        Value::Null | Value::Bool(_) => value.to_string(),
        Value::Number(number) => numeral(number),
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
                format!("{inner}{name:?}: {},\n", literal(value, variables, level + 1))
            };
            let lines: String = members.iter().map(line).collect();
            format!("{{\n{lines}{outer}}}")
        }
    }
}

/// A number. Without a suffix, an integer is an `i32`.
fn numeral(number: &Number) -> String {
    match (number.as_i64(), number.as_u64()) {
        (Some(integer), _) if i32::try_from(integer).is_err() => format!("{integer}_i64"),
        (None, Some(integer)) => format!("{integer}_u64"),
        _ => number.to_string(),
    }
}
