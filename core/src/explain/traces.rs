//! Traces that serializers leave in a JSON body, when what was signed cannot be restored.

use alloc::string::String;
use alloc::vec::Vec;

use super::budget::Search;
use super::causes::Finding;
use super::codes::DiagnosisCode;
use super::json_tokens::{Document, Kind};
use super::json_values;
use super::work::{Cut, MAX_REWRITTEN};

/// The cost of comparing the names in a byte of the body.
const PER_BYTE: usize = 12;

/// The number of members of an object above which an order is no coincidence.
const FEW: usize = 5;

/// Finds rounded numbers, and members in an order that only a program writes.
pub(super) fn seen(search: &mut Search<'_>) -> Result<Option<Finding>, Cut> {
    if search.request.body.len() > MAX_REWRITTEN {
        return Ok(None);
    }
    let Some(document) = search.document()? else { return Ok(None) };
    search.spend(search.request.body.len().saturating_mul(PER_BYTE))?;
    if json_values::has_only_rounded(&document) {
        let evidence = "all integers above 2^53 in the body are values to which JavaScript and other programs with \
                        64-bit floating-point numbers round";
        return Ok(Some(Finding::likely(DiagnosisCode::BodyValuesLost, evidence)));
    }
    let objects = || (0..document.tokens()).filter(|token| document.kind(*token) == Some(Kind::Object));
    let is_wide = objects().any(|object| document.items(object).take(FEW).count() == FEW);
    if !is_wide {
        return Ok(None);
    }
    let order = if document.is_sorted() {
        "alphabetical order"
    } else if objects().all(|object| is_by_length(&document, object)) {
        "the order of their length, as `jsonb` of PostgreSQL writes them"
    } else {
        return Ok(None);
    };
    let evidence = alloc::format!("the members of all objects in the body are in {order}, which few senders use");
    Ok(Some(Finding::likely(DiagnosisCode::BodyKeyOrder, evidence)))
}

fn is_by_length(document: &Document<'_>, object: usize) -> bool {
    let names: Vec<String> = document.items(object).map(|name| document.characters(name).collect()).collect();
    names.is_sorted_by_key(|name| (name.len(), name.clone()))
}
