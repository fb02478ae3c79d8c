//! Groups of changes to the values of a document.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::json_forms::Edit;

/// Ways to change the values of a document, which have one cause.
pub(super) struct Group<'d> {
    /// The continuation of "the signature matches".
    pub(super) evidence: &'static str,
    pub(super) count: usize,
    /// The changes of the way with this index. `None` if it changes nothing.
    pub(super) edits: Box<dyn Fn(usize) -> Option<Vec<Edit>> + 'd>,
}

/// A value in a document, with the token of the first name that is equal to its own.
pub(super) struct Value<'a> {
    pub(super) token: usize,
    pub(super) name: usize,
    pub(super) is_member: bool,
    pub(super) text: &'a str,
}
