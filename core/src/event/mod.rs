//! Events: parsing and validation of bodies, and descriptions of envelopes and payloads as data.

mod check;
pub(crate) mod codes;
mod envelope;
mod parse;
pub(crate) mod schema;
mod syntax;
mod write;

pub(crate) use check::read_text;
pub use codes::PROBLEM_CODES;
pub use envelope::{Envelope, EventFormat, EventType};
pub use parse::{Event, parse};
pub(crate) use parse::{parse_as, read_document};
pub use schema::{FieldValue, Payload, PayloadField, PayloadObject, RawJson, Timestamp, UnknownMembers, ValueKind};
pub(crate) use write::compose;
pub use write::sample;
