//! What the panels share while the page is open: forms that are saved, and the custom scheme.

pub(crate) mod custom_scheme;
pub(crate) mod page;
pub(crate) mod saved;
