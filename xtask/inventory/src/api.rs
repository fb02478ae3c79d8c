//! Lists the public API of a crate from rustdoc's JSON, one item per line.

use std::error::Error;
use std::fmt::Write as _;

/// Returns the items, sorted by path. Implementations that the compiler derives or provides for every type are omitted,
/// because they follow from the rest.
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
