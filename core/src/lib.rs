//! A webhook toolkit: signatures, events, retries and subscriptions.
//!
//! The crate does not do I/O, read a clock or generate random numbers: the current time, secrets and bytes are
//! arguments. The behavior of each sender is described by data ([`catalog`]).
//!
//! | task | see |
//! |---|---|
//! | verify that a delivery is genuine | [`signature::Verifier`] |
//! | sign a delivery | [`signature::Signer`] |
//! | parse and validate the body of a delivery | [`event::parse`] |
//! | create a sample body | [`event::sample`] |
//! | list the attempts of a retry policy | [`retry::plan`] |
//! | decide which request may handle an event | [`inbox::Entry::claim`] |
//! | simulate a retry policy with many failing endpoints | [`simulation::Simulation`] |
//! | create a subscription | [`subscription::check`], [`subscription::requests`] |
//! | convert a request to source code | [`snippet::render`] |
//! | read a pasted request, such as a curl command | [`import::read`] |
//! | generate a receiver | [`receiver::Receiver`] |
//!
//! # Features
//!
//! All features except `ring` are enabled by default. Without them, the crate verifies and signs with HMAC and token schemes only.
//!
//! | feature | adds |
//! |---|---|
//! | `json` | events, subscriptions, schemes that read members of the body, custom schemes and policies as JSON |
//! | `catalog` | known senders and providers |
//! | `public-key` | Ed25519, RSA and ECDSA signatures |
//! | `built-in-public-key` | the implementation of these, [`signature::BuiltIn`], for an application that registers it when it needs it |
//! | `foreign-public-key` | the same with an implementation that the application supplies: [`signature::PublicKeys`] |
//! | `ring` | faster RSA and ECDSA for native targets |
//! | `explain` | diagnosis of rejected deliveries |
//! | `simulation` | simulation of many deliveries with a virtual clock |
//! | `service` | the webhook service of a provider: its API and its deliveries |
//! | `snippet` | requests as source code |
//! | `import` | parsers of pasted requests |
//! | `receiver` | receivers as projects for web frameworks and languages |
//!
//! # Example
//!
//! Sign, verify and parse one event:
//!
//! ```
//! use hookwright::{catalog, event, signature::{Request, Secret, Signer, Unsigned, Verifier}};
//!
//! let generic = catalog::find("generic").expect("the catalog has this provider");
//! let scheme = generic.default_scheme().expect("the provider has a scheme");
//! let secret = Secret::new("whsec_abc123")?;
//! let now_ms = 1_705_314_600_000;
//!
//! // The sender signs the exact bytes that it sends.
//! let body = event::sample(generic.envelope, generic.event_type("user.created").unwrap(), "evt_1", now_ms);
//! let signed = Signer::new(scheme, &[secret.clone()])?.sign(&Unsigned::new(body.as_bytes()).at(now_ms))?;
//!
//! // The receiver verifies the exact bytes that it received, and parses them only then.
//! let verifier = Verifier::new(scheme, &[secret])?;
//! assert!(verifier.verify(&Request::new(&signed.headers, body.as_bytes()), now_ms).is_ok());
//! let event = catalog::parse(body.as_bytes(), Some(generic));
//! assert_eq!(event.kind.as_deref(), Some("user.created"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![no_std]
// Lints apply to the crate with all features. With fewer features, some shared code is unused.
#![cfg_attr(
    not(all(
        feature = "json",
        feature = "catalog",
        feature = "public-key",
        feature = "explain",
        feature = "simulation",
        feature = "service",
        feature = "snippet",
        feature = "import",
        feature = "receiver"
    )),
    allow(dead_code, unused, reason = "code that features share is unused without them")
)]

extern crate alloc;
/// Some tests are also compiled outside the crate, where they use its name.
#[cfg(test)]
extern crate self as hookwright;

mod base;
#[cfg(feature = "catalog")]
pub mod catalog;
pub mod delivery;
#[cfg(feature = "json")]
pub mod event;
#[cfg(feature = "explain")]
pub mod explain;
#[cfg(feature = "import")]
pub mod import;
pub mod inbox;
#[cfg(feature = "receiver")]
pub mod receiver;
pub mod retry;
#[cfg(feature = "service")]
pub mod service;
pub mod signature;
#[cfg(feature = "simulation")]
pub mod simulation;
#[cfg(feature = "snippet")]
pub mod snippet;
#[cfg(feature = "json")]
pub mod subscription;

pub use base::{addresses, code, credential, http, problem, provenance, spelling, time};
