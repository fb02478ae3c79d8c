//! Policies, plans, and the delivery of one event.

#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails if its setup fails")]

mod delivery;
mod exports;
mod plans;
mod policies;
mod promises;
mod simulation;
