//! State that the panels share: saved forms, the in-page account, the custom scheme, and results of the worker.

pub(crate) mod account;
mod aside;
pub(crate) mod custom_scheme;
pub(crate) mod handover;
pub(crate) mod link_source;
pub(crate) mod linked_forms;
pub(crate) mod links;
pub(crate) mod open;
pub(crate) mod page;
pub(crate) mod public_keys;
pub(crate) mod remote;
pub(crate) mod saved;
pub(crate) mod summaries;
pub(crate) mod worker_keys;
