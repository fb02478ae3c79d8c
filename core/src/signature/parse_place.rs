//! Places in custom schemes as JSON.

use alloc::string::String;
use alloc::vec::Vec;

use super::scheme::Place;
use super::scheme_codes;
use crate::base::json::Members;
use crate::base::problem::Problem;

pub(super) fn only_place(mut field: Members<'_>, problems: &mut Vec<Problem>) -> Place<String> {
    let found = place(&mut field, problems);
    field.finish(problems);
    found
}

pub(super) fn place(field: &mut Members<'_>, problems: &mut Vec<Problem>) -> Place<String> {
    let header = field.optional_text("header", problems);
    let or_header = field.optional_text("orHeader", problems).map(|names| names.replace(", ", ","));
    let item = field.optional_text("item", problems);
    let query = field.optional_text("query", problems);
    let member = field.optional_text("member", problems);
    let form_field = field.optional_text("field", problems);
    match (header, item, query, member, form_field) {
        (Some(header), None, None, None, None) => Place::Header { header, or_header },
        (None, Some(item), None, None, None) if or_header.is_none() => Place::Item { item },
        (None, None, Some(query), None, None) if or_header.is_none() => Place::Query { query },
        (None, None, None, Some(member), None) if or_header.is_none() => Place::Member { member },
        (None, None, None, None, Some(field)) if or_header.is_none() => Place::Field { field },
        _ => {
            let message = "the place must be exactly one of `header` (with an optional `orHeader`), `item`, `query`, `member` and \
                 `field`";
            problems.push(Problem::error(scheme_codes::WRONG_PLACE, field.path.as_str(), message));
            Place::Header { header: String::new(), or_header: None }
        }
    }
}
