//! The form of the receive panel, and the generated project.

pub(crate) mod form;
pub(crate) mod zip;
