//! Senders: rows, detection, the documents of the seeds, and pasted requests.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails if its setup fails")]

mod detection;
mod import;
mod import_tools;
mod rows;
mod seeds;
