//! The models of the event panel.

pub(crate) mod delivery;
pub(crate) mod form;
