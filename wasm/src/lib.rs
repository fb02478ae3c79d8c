//! The Hookwright core for JavaScript, which the npm package calls.
//!
//! Each function takes bytes and short strings, calls the core, and returns plain data. No decision about webhooks is
//! made here. The TypeScript in `wasm/ts` checks the types of all arguments before it calls these functions. What it
//! cannot know, such as which ids exist, whether a secret is usable or whether there is enough memory, is reported here
//! as a typed error with a `code`.
//!
//! Arguments are converted inside the functions and never by generated code at the boundary, because a failing
//! conversion there leaks the arguments that were converted before it.
//!
//! With the feature `parts`, the linked module must be split into parts, which JavaScript loads when they are used.

#[cfg(feature = "receive")]
mod cache;
#[cfg(feature = "receive")]
mod delivery;
#[cfg(feature = "receive")]
mod detect;
mod error;
#[cfg(feature = "receive")]
mod event;
#[cfg(feature = "explain")]
mod explain;
#[cfg(feature = "receive")]
mod handshake;
#[cfg(feature = "receive")]
mod import;
mod input;
mod output;
#[cfg(feature = "receive")]
mod packed;
mod parts;
#[cfg(feature = "receive")]
mod prepared;
#[cfg(feature = "receive")]
mod progress;
mod provider;
#[cfg(feature = "parts")]
mod public_keys;
#[cfg(feature = "receive")]
mod retry;
#[cfg(feature = "receive")]
mod scheme;
#[cfg(feature = "receive")]
mod secrets;
#[cfg(feature = "service")]
mod service;
#[cfg(feature = "receive")]
mod sign;
mod stack;
#[cfg(feature = "receive")]
mod verify;
mod wipe;

#[cfg(feature = "receive")]
pub use {
    delivery::{begin_attempt, check_message_id, is_reserved_header, settle_attempt, start_delivery},
    detect::{detect_provider, detection_headers},
    event::parse_event,
    handshake::answer_handshake,
    import::import_request,
    packed::{answer_length, answer_timestamp, buffer, rejection_code, rejection_message, release_buffer},
    prepared::{PreparedVerifier, host_keys, update},
    provider::unknown_provider,
    retry::{classify_response, delivery_terms, next_attempt, next_by_schedule, plan_retries},
    scheme::{check_scheme, providers, scheme, senders},
    secrets::{check_text_secrets, generate_secret},
    sign::{PreparedSigner, sign},
    verify::verify,
};

#[cfg(feature = "explain")]
pub use explain::explain;

#[cfg(feature = "service")]
pub use service::ProviderService;
