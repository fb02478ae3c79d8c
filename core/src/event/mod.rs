//! Events: what happened, and the envelope that each provider wraps it in.

mod check;
mod envelope;
mod parse;
pub(crate) mod schema;
mod write;

pub use check::PROBLEM_CODES;
pub(crate) use check::read_text;
pub use envelope::{Envelope, EventFormat, EventType};
pub use parse::{Event, parse};
pub(crate) use parse::{parse_as, read_document};
pub use schema::{Field, Json, Kind, Members, Object, Payload, Timestamp, Typed};
pub(crate) use write::compose;
pub use write::sample;
