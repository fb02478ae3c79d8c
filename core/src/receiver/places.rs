//! The functions that read places.

use super::template::Context;
use crate::signature::Place;

/// Marks the function that reads a place as used.
pub(super) fn helper(place: &Place<&str>, context: &mut Context) {
    let name = match place {
        Place::Header { or_header: Some(_), .. } => {
            context.flag("uses_either", true);
            "uses_header"
        }
        Place::Header { .. } => "uses_header",
        Place::Item { .. } => "uses_item",
        Place::Query { .. } => "uses_query",
        Place::Member { .. } => "uses_member",
        Place::Field { .. } => "uses_field",
    };
    context.flag(name, true);
}
