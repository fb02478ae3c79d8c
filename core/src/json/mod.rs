//! JSON as text: members in their order, values as they were written, and what a pointer points to.

mod exact;
mod members;
mod object;
mod pointer;

pub(crate) use exact::exact;
pub(crate) use members::Members;
pub(crate) use object::RawObject;
pub(crate) use pointer::{at, item_count, scalar, with_text_at};
