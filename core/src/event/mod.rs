//! Events: what happened, and the envelope that each provider wraps it in.

mod catalogue;
mod check;
mod detect;
mod object;
mod parse;
pub(crate) mod schema;
mod write;

pub use catalogue::{Envelope, EventType};
pub use detect::{Candidate, Detection, Evidence, detect};
pub use parse::{Event, check, parse};
pub use schema::{Field, Json, Kind, Members, Object, Payload, Timestamp, Typed};
pub use write::sample;
