//! Commands for a POSIX shell: cURL and HTTPie.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;

use super::variables::{Variables, has_no_body};
use crate::base::http::{Body, HeaderValue, HttpRequest};

pub(super) fn curl(request: &HttpRequest, variables: Variables<'_>) -> String {
    // cURL would expand them: `[1-9]` is a range, and `{a,b}` a list.
    let option = if request.url.contains(['[', ']', '{', '}']) { "--globoff " } else { "" };
    let mut text = format!("curl {option}-X {} {}", request.method, quoted(&request.url));
    for (name, value) in &request.headers {
        let option = match value {
            HeaderValue::BearerFrom(variable) => format!("\"{name}: Bearer ${variable}\""),
            HeaderValue::Text(value) => match variables.of(value) {
                Some(variable) => format!("{}{}", quoted(&format!("{name}: ")), reference(variable)),
                // `Name:` would remove the field.
                None if value.is_empty() => quoted(&format!("{name};")),
                None => quoted(&format!("{name}: {value}")),
            },
        };
        text.push_str(&format!(" \\\n  -H {option}"));
    }
    if !has_no_body(request) {
        // `--data` would read a file if the body starts with `@`; `--data-raw` does not.
        text.push_str(&format!(" \\\n  --data-raw {}", body(&request.body, variables)));
    }
    text
}

/// `--ignore-stdin` because HTTPie otherwise reads the input of a script, and refuses it together with `--raw`.
pub(super) fn httpie(request: &HttpRequest, variables: Variables<'_>) -> String {
    let mut text = format!("http --ignore-stdin {} {}", request.method, quoted(&request.url));
    for (name, value) in &request.headers {
        let name = escaped_name(name);
        let item = match value {
            HeaderValue::BearerFrom(variable) => format!("\"{name}:Bearer ${variable}\""),
            HeaderValue::Text(value) => match variables.of(value) {
                Some(variable) => format!("{}{}", quoted(&format!("{name}:")), reference(variable)),
                // `Name:` would remove the field.
                None if value.is_empty() => quoted(&format!("{name};")),
                None => quoted(&format!("{name}:{}", escaped_value(value))),
            },
        };
        text.push_str(&format!(" \\\n  {item}"));
    }
    if !has_no_body(request) {
        // With a space, a body that starts with `-` would be an option.
        text.push_str(&format!(" \\\n  --raw={}", body(&request.body, variables)));
    }
    text
}

fn body(body: &Body, variables: Variables<'_>) -> String {
    match body {
        Body::Json(document) => variables.document(document, quoted, |variable| format!("'{}'", reference(variable))),
        Body::Exact(text) => quoted(text),
    }
}

/// Escapes the characters of a name at which HTTPie splits an item.
fn escaped_name(name: &str) -> Cow<'_, str> {
    let is_special = |character| matches!(character, ':' | '=' | '@' | ';');
    if !name.contains(is_special) {
        return name.into();
    }
    let mut escaped = String::new();
    for character in name.chars() {
        if is_special(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped.into()
}

/// Escapes the first character of a value, which would form another separator with the colon before it: `:=` and `:@`.
/// HTTPie removes a backslash before `:`, `=`, `@` and `;`, and has no escape for it: an item cannot contain an odd number
/// of backslashes before one of them.
fn escaped_value(value: &str) -> Cow<'_, str> {
    if value.starts_with(['=', '@']) { format!("\\{value}").into() } else { value.into() }
}

/// A literal in single quotes, in which only the single quote is special. NUL characters are removed, because a command
/// cannot contain them.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\0', "").replace('\'', r"'\''"))
}

/// The value of a variable. The quotes prevent the shell from splitting it.
fn reference(variable: &str) -> String {
    format!("\"${variable}\"")
}
