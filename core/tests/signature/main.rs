//! Schemes, secrets, handshakes, signing and verifying.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test fails if its setup fails"
)]

mod binary_schemes;
mod custom_schemes;
mod forgeries;
mod handshake_kinds;
mod handshakes;
mod messages;
mod oracle;
mod refused_secrets;
mod robustness;
mod scheme_format;
mod schemes;
mod secrets;
mod signing;
mod twilio;
