//! JSON as text: members in their original order, values as written, and lookup by JSON Pointer.

pub(crate) mod codes;
#[cfg(feature = "json")]
mod documents;
mod exact;
#[cfg(feature = "json")]
mod inexact;
mod kinds;
#[cfg(feature = "json")]
mod members;
#[cfg(feature = "json")]
mod object;
#[cfg(feature = "json")]
mod pieces;
#[cfg(feature = "json")]
mod pointer;
#[cfg(feature = "json")]
mod repeated;
#[cfg(feature = "json")]
mod strings;

#[cfg(feature = "json")]
pub(crate) use documents::documents;
pub(crate) use exact::exact;
#[cfg(feature = "json")]
pub(crate) use inexact::Inexact;
pub(crate) use kinds::kinds;
#[cfg(feature = "json")]
pub(crate) use members::Members;
#[cfg(feature = "json")]
pub(crate) use object::RawObject;
#[cfg(feature = "json")]
pub(crate) use pieces::{Pieces, item_count, items};
#[cfg(feature = "json")]
pub(crate) use pointer::{all_at, at, insert_at, scalar, with_text_at};
#[cfg(feature = "json")]
pub(crate) use repeated::{Repeated, RepeatedName};
#[cfg(feature = "json")]
pub(crate) use strings::text;
