//! The Hookwright core for JavaScript: what the npm package calls.
//!
//! Each function takes bytes and small strings, asks the core, and returns plain data. Nothing here decides anything about
//! webhooks. The TypeScript in `wasm/ts` has checked the types of all arguments before they come here; what it cannot know
//! (which ids exist, whether a secret is usable, whether memory suffices) ends here in a typed error with a `code`.
//!
//! Arguments are converted inside the functions and never by generated code at the boundary: a conversion that fails
//! there would leak what was converted before it.
//!
//! Two modules are made of it, by the features `receive` and `service`.

#[cfg(feature = "receive")]
mod delivery;
#[cfg(feature = "receive")]
mod detect;
mod error;
#[cfg(feature = "receive")]
mod event;
#[cfg(feature = "receive")]
mod explain;
#[cfg(feature = "receive")]
mod handshake;
mod input;
mod output;
#[cfg(feature = "receive")]
mod progress;
mod provider;
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
#[cfg(feature = "receive")]
mod verify;
mod wipe;

#[cfg(feature = "receive")]
pub use {
    delivery::{begin_attempt, check_message_id, is_reserved_header, settle_attempt, start_delivery},
    detect::detect_provider,
    event::parse_event,
    explain::explain,
    handshake::answer_handshake,
    retry::{classify_response, delivery_terms, next_attempt, next_by_schedule, plan_retries},
    scheme::{check_scheme, providers, scheme, senders, signature_headers},
    secrets::generate_secret,
    sign::{PreparedSigner, sign},
    verify::{PreparedVerifier, verify},
};

#[cfg(feature = "service")]
pub use service::ProviderService;
