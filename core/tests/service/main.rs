//! The API of a provider, subscriptions, and the code that calls it.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails if its setup fails")]

mod api;
mod custom_provider;
mod order;
mod patch_laws;
mod runs;
mod signing;
mod snippet;
mod subscription;
