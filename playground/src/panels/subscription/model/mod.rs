//! The form of the subscription panel, the requests of its operations, and what is shown of the in-page account.

pub(crate) mod comparison;
pub(crate) mod creation;
pub(crate) mod form;
pub(crate) mod handover;
pub(crate) mod headers;
pub(crate) mod history;
pub(crate) mod input;
pub(crate) mod operation;
pub(crate) mod problem;
pub(crate) mod review;
pub(crate) mod sending;
pub(crate) mod settings;
pub(crate) mod update;
