//! The models of the event panel.

pub(crate) mod delivery;
pub(crate) mod document;
pub(crate) mod form;
mod handover;
pub(crate) mod history;
pub(crate) mod keys;
pub(crate) mod lines;
pub(crate) mod other_events;
pub(crate) mod output;
pub(crate) mod parts;
pub(crate) mod preflight;
pub(crate) mod scheme;
pub(crate) mod send;
pub(crate) mod share;
pub(crate) mod shuffle;
pub(crate) mod signing;
mod vectors;
