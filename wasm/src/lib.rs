//! The Hookwright core for JavaScript: what the npm package calls.
//!
//! Each function takes bytes and small strings, asks the core, and returns plain data. Nothing here decides anything about
//! webhooks. The TypeScript in `wasm/ts` has checked the types of all arguments before they come here; what it cannot know
//! (which ids exist, whether a secret is usable, whether memory suffices) ends here in a typed error with a `code`.
//!
//! Arguments are converted inside the functions and never by generated code at the boundary: a conversion that fails
//! there would leak what was converted before it.

mod detect;
mod error;
mod event;
mod input;
mod output;
mod provider;
mod retry;
mod service;
mod sign;
mod verify;

pub use detect::detect_provider;
pub use event::parse_event;
pub use provider::{providers, scheme, signature_headers};
pub use retry::plan_retries;
pub use service::ProviderService;
pub use sign::sign;
pub use verify::verify;
