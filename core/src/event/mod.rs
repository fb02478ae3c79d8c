//! Events: what happened, and the envelope that each provider wraps it in.

mod catalogue;
mod check;
mod detect;
mod json_schema;
mod parse;
pub(crate) mod schema;
mod write;

pub use catalogue::{Envelope, EventType};
pub use check::PROBLEM_CODES;
pub use detect::{Candidate, Detection, Evidence, detect};
pub use json_schema::{definitions, envelope_schema, json_schema};
pub use parse::{Event, check, parse};
pub use schema::{Field, Json, Kind, Members, Object, Payload, Timestamp, Typed};
pub(crate) use write::compose;
pub use write::sample;
