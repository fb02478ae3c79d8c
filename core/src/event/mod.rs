//! Events: what happened, and the envelope that each provider wraps it in.

mod catalogue;
mod object;
mod parse;
mod write;

pub use catalogue::{Envelope, EventType, Field, Kind};
pub use parse::{Event, parse};
pub use write::sample;
