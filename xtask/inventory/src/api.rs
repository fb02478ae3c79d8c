//! The public API of a crate, one item a line, from rustdoc's JSON.

use std::error::Error;
use std::fmt::Write as _;

/// The items, in the order of their paths. What the compiler derives and implements for every type is left out: it follows
/// from the rest.
pub(crate) fn list(json: &str) -> Result<String, Box<dyn Error>> {
    let api = public_api::Builder::from_rustdoc_json(json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()?;
    let mut text = String::new();
    for item in api.items() {
        writeln!(text, "{item}")?;
    }
    Ok(text)
}
