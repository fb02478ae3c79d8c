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

extern crate alloc;
/// Tests that are also compiled outside of the crate call it by its name.
#[cfg(test)]
extern crate self as hookwright;

mod base;
pub mod catalog;
pub mod delivery;
pub mod event;
pub mod explain;
pub mod retry;
pub mod service;
pub mod signature;
pub mod simulation;
pub mod snippet;
pub mod subscription;

pub use base::{code, credential, http, problem, provenance, spelling, time};
