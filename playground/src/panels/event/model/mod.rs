//! The models of the event panel.

pub(crate) mod delivery;
pub(crate) mod document;
pub(crate) mod form;
pub(crate) mod lines;
pub(crate) mod output;
pub(crate) mod parts;
pub(crate) mod preflight;
pub(crate) mod samples;
pub(crate) mod send;
pub(crate) mod share;
pub(crate) mod shuffle;
