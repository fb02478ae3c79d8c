//! Pagination of lists: newest first, with an opaque cursor.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::{Value, json};

use super::codes;
use super::error::ApiError;
use super::http::ApiRequest;
use crate::subscription::BodyWrapper;

const DEFAULT_LIMIT: usize = 25;
const MAX_LIMIT: usize = 100;

/// The names of the query parameters.
pub(super) const PARAMETERS: [&str; 2] = [LIMIT, CURSOR];
const LIMIT: &str = "limit";
const CURSOR: &str = "cursor";

/// An item of a list.
pub(super) trait Listed {
    /// The position in order of creation. Later items have higher numbers.
    fn sequence(&self) -> u64;
}

/// The requested page of `items`, which are in order of creation. See [`page`] for the other arguments.
pub(super) fn list<'a, T: Listed + 'a>(
    items: impl DoubleEndedIterator<Item = &'a T> + Clone,
    request: &ApiRequest,
    wrapper: BodyWrapper,
    name: &str,
    write: impl Fn(&T) -> Value,
) -> Result<Value, ApiError> {
    let total = items.clone().count();
    page(total, |before| items.rev().filter(move |item| item.sequence() < before), request, wrapper, name, write)
}

/// The requested page of a list with `total` items. `before` returns the items with a sequence number below its
/// argument, newest first. `write` writes an item. `name` is the name of the list in responses that are not JSON:API.
pub(super) fn page<'a, T: Listed + 'a, I: Iterator<Item = &'a T>>(
    total: usize,
    before: impl FnOnce(u64) -> I,
    request: &ApiRequest,
    wrapper: BodyWrapper,
    name: &str,
    write: impl Fn(&T) -> Value,
) -> Result<Value, ApiError> {
    let limit = limit(request)?;
    let mut rest = before(cursor(request)?);
    let shown: Vec<&T> = rest.by_ref().take(limit).collect();
    let next = rest.next().and(shown.last()).map(|last| last.sequence());
    let list: Value = shown.iter().map(|item| write(item)).collect();
    Ok(match wrapper {
        BodyWrapper::JsonApi(_) => {
            let link = next.map(|next| format!("{}?cursor={}&limit={limit}", request.path(), encode(next)));
            json!({ "data": list, "meta": { "total": total, "count": shown.len() }, "links": { "next": link } })
        }
        BodyWrapper::None => match next {
            Some(next) => json!({ name: list, "next_cursor": encode(next) }),
            None => json!({ name: list }),
        },
    })
}

fn limit(request: &ApiRequest) -> Result<usize, ApiError> {
    let Some(given) = request.query(LIMIT) else { return Ok(DEFAULT_LIMIT) };
    given.parse().ok().filter(|limit| (1..=MAX_LIMIT).contains(limit)).ok_or_else(|| {
        ApiError::bad_request(codes::INVALID_LIMIT, "", format!("`limit` must be a number from 1 to {MAX_LIMIT}"))
    })
}

/// The sequence number in the cursor. The page contains items before it.
fn cursor(request: &ApiRequest) -> Result<u64, ApiError> {
    let Some(given) = request.query(CURSOR) else { return Ok(u64::MAX) };
    let decoded = hex::decode(&given).ok().and_then(|bytes| <[u8; 8]>::try_from(bytes).ok());
    decoded.map(u64::from_be_bytes).ok_or_else(|| {
        ApiError::bad_request(codes::INVALID_CURSOR, "", "`cursor` is not a cursor of this API; start without one")
    })
}

fn encode(sequence: u64) -> String {
    hex::encode(sequence.to_be_bytes())
}
