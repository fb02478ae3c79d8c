//! No response to the handshake of a custom scheme is a valid signature of a delivery.
//!
//! An input has three parts, separated by U+001E: a scheme as JSON, a path, and the body of a delivery.

#![no_main]
#![allow(dead_code, reason = "the search has more functions than this target needs")]

use hookwright::signature::OwnedScheme;
use libfuzzer_sys::fuzz_target;

#[path = "../../core/tests/signature/oracle/search.rs"]
mod search;

fuzz_target!(|text: &str| {
    let mut parts = text.splitn(3, '\u{1e}');
    let mut next = || parts.next().unwrap_or_default();
    let (scheme, path, body) = (next(), next(), next());
    let Ok(scheme) = OwnedScheme::parse(scheme) else { return };
    assert_eq!(search::forgery_with(&scheme, &["{}", body], path), None);
});
