//! State that the panels share: saved forms, and the custom scheme.

pub(crate) mod custom_scheme;
pub(crate) mod open;
pub(crate) mod page;
pub(crate) mod saved;
