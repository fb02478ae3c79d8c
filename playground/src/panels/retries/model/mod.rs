//! The models of the retries panel.

pub(crate) mod answer;
pub(crate) mod assumption;
pub(crate) mod attempts;
pub(crate) mod compare;
pub(crate) mod delays;
pub(crate) mod export;
pub(crate) mod facts;
pub(crate) mod form;
pub(crate) mod handles;
pub(crate) mod picked;
pub(crate) mod plan;
pub(crate) mod policy;
pub(crate) mod share;
pub(crate) mod summary;
pub(crate) mod timeline;
pub(crate) mod words;
