//! Webhooks without I/O: payload schemas, signatures, retries and subscriptions.
//!
//! No clock, no randomness, no network: `now`, secrets and bytes come in as arguments, answers go out as values. What a
//! provider does is data ([`catalog::PROVIDERS`]), and the functions read it.
//!
//! | to do this | see |
//! |---|---|
//! | check that a delivery is genuine | [`signature::Verifier`] |
//! | sign a delivery | [`signature::Signer`] |
//! | read what a delivery says, and what is wrong with it | [`event::parse`] |
//! | make a body to send | [`event::sample`] |
//! | see when failed attempts are retried | [`retry::plan`] |
//! | try a policy on many endpoints that fail, without waiting | [`simulation::Simulation`] |
//! | put a subscription together | [`subscription::check`], [`subscription::requests`] |
//! | turn a request into code to paste | [`snippet::render`] |
//!
//! # Features
//!
//! All are on by default. With none, the crate verifies and signs with HMAC and token schemes.
//!
//! | feature | adds |
//! |---|---|
//! | `json` | events, subscriptions, schemes that read members of the body, custom schemes and policies as text |
//! | `catalog` | the known senders and providers |
//! | `public-key` | Ed25519, RSA and ECDSA |
//! | `explain` | why a delivery was rejected |
//! | `simulation` | many deliveries on a virtual clock |
//! | `service` | a provider's own API |
//! | `snippet` | requests as code |
//!
//! # Example
//!
//! One event, from sender to receiver:
//!
//! ```
//! use hookwright::{catalog, event, signature::{Request, Secret, Signer, Unsigned, Verifier}};
//!
//! let generic = catalog::find("generic").expect("it is one of the providers");
//! let scheme = generic.default_scheme().expect("it is known how it signs");
//! let secret = Secret::new("whsec_abc123")?;
//! let now_ms = 1_705_314_600_000;
//!
//! // The sender signs exactly the bytes that it sends.
//! let body = event::sample(generic.envelope, generic.event_type("user.created").unwrap(), "evt_1", now_ms);
//! let signed = Signer::new(scheme, &[secret.clone()])?.sign(&Unsigned::new(body.as_bytes()).at(now_ms))?;
//!
//! // The receiver checks exactly the bytes that arrived, and reads them only then.
//! let verifier = Verifier::new(scheme, &[secret])?;
//! assert!(verifier.verify(&Request::new(&signed.headers, body.as_bytes()), now_ms).is_ok());
//! let event = catalog::parse(body.as_bytes(), Some(generic));
//! assert_eq!(event.kind.as_deref(), Some("user.created"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![no_std]
// The lints look at the crate with all features. With fewer, some of what the features share has no use.
#![cfg_attr(
    not(all(
        feature = "json",
        feature = "catalog",
        feature = "public-key",
        feature = "explain",
        feature = "simulation",
        feature = "service",
        feature = "snippet"
    )),
    allow(dead_code, unused, reason = "what is shared by features has no use without them")
)]

extern crate alloc;
/// Tests that are also compiled outside of the crate call it by its name.
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

pub use base::{code, credential, http, problem, provenance, spelling, time};
