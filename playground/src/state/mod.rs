//! State that the panels share: saved forms, the custom scheme, and the code for public keys.

pub(crate) mod custom_scheme;
pub(crate) mod open;
pub(crate) mod page;
pub(crate) mod public_keys;
pub(crate) mod saved;
