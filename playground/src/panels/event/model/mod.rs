//! What the event panel knows, as plain values.

pub(crate) mod delivery;
pub(crate) mod form;
