//! The models of the simulation.

pub(crate) mod charts;
pub(crate) mod course;
pub(crate) mod examples;
pub(crate) mod fields;
pub(crate) mod figures;
pub(crate) mod form;
pub(crate) mod simulations;
pub(crate) mod words;
