//! The models of the scale panel.

pub(crate) mod charts;
pub(crate) mod course;
pub(crate) mod cursor;
pub(crate) mod examples;
pub(crate) mod fields;
pub(crate) mod figures;
pub(crate) mod form;
pub(crate) mod jitter;
pub(crate) mod measures;
pub(crate) mod plot;
pub(crate) mod run;
pub(crate) mod scale;
pub(crate) mod simulations;
pub(crate) mod values;
pub(crate) mod view;
pub(crate) mod words;
