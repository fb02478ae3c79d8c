//! Bodies of events and requests: parsing, schemas, and what hostile ones do.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails if its setup fails")]

mod bodies;
mod hostile_bodies;
mod hostile_requests;
mod json_schema;
mod nested_names;
mod properties;
mod quoted_names;
