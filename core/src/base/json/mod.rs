//! JSON as text: members in their order, values as they were written, and what a pointer points to.

mod exact;
mod members;
mod object;
mod pointer;
mod repeated;

pub(crate) use exact::exact;
pub(crate) use members::Members;
pub(crate) use object::{RawObject, each_item};
pub(crate) use pointer::{all_at, at, insert_at, item_count, scalar, with_text_at};
pub(crate) use repeated::{Repeated, RepeatedName};
