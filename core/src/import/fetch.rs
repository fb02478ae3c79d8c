//! JavaScript calls of `fetch`.

use alloc::borrow::ToOwned;

use serde_json::value::RawValue;

use super::code::{ImportError, Note};
use super::format::Format;
use super::imported::Imported;
use super::literal::convert;
use super::values::{Body, headers, object, text};

const INCOMPLETE: &str = "the call is incomplete or contains an expression; paste the call with literal values";

/// Reads the first call of `fetch`. `None` if the text does not contain one.
pub(super) fn read(code: &str) -> Result<Option<Imported>, ImportError> {
    let Some((before, arguments)) = code.split_once("fetch(") else { return Ok(None) };
    let line = 1 + before.bytes().filter(|byte| *byte == b'\n').count();
    let malformed = || ImportError::Malformed { format: Format::Fetch, line, problem: INCOMPLETE };
    let (url, rest) = convert(arguments).ok_or_else(malformed)?;
    let mut found = Imported::new(Format::Fetch);
    let url_text: Option<alloc::string::String> = serde_json::from_str(&url.json).ok();
    let mut has_unknown = url.has_unknown;
    found.url = url_text;
    found.method = Some("GET".to_owned());
    let mut rest = rest.trim_start();
    if let Some(options) = rest.strip_prefix(',').filter(|options| !options.trim_start().starts_with(')')) {
        let (options, after) = convert(options).ok_or_else(malformed)?;
        rest = after;
        has_unknown |= options.has_unknown;
        let options: &RawValue = serde_json::from_str(&options.json).map_err(|_| malformed())?;
        let options = object(options).ok_or_else(malformed)?;
        if let Some(method) = options.get("method").and_then(text) {
            found.method = Some(method.to_ascii_uppercase());
        }
        found.headers = options.get("headers").and_then(headers).unwrap_or_default();
        if let Some(body) = options.get("body").and_then(Body::of) {
            found.body = Some(body.bytes);
            // Browsers add this to a string; in code that they copy, the headers are complete.
            if body.is_text {
                found.default_header("Content-Type", "text/plain;charset=UTF-8");
            }
        }
    }
    if has_unknown {
        found.note(Note::NotExpanded);
    } else if found.body.is_none() {
        found.body = Some(alloc::vec::Vec::new());
    }
    let more = rest.matches("fetch(").count();
    if more > 0 {
        found.note(Note::SeveralRequests { count: more + 1, taken: 1 });
    }
    Ok(Some(found))
}
