//! The diagnosis of rejected deliveries.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails if its setup fails")]

mod blind;
mod corpus;
mod explained;
mod explaining;
mod further;
mod handshakes;
#[path = "../hostile/mod.rs"]
mod hostile;
mod pairs;
mod restoring;
mod signatures;
mod symptoms;
mod times;
mod work;
