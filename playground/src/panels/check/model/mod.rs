//! The models of the check panel.

pub(crate) mod body;
pub(crate) mod diagnosis;
pub(crate) mod examples;
pub(crate) mod form;
pub(crate) mod remote;
pub(crate) mod verdict;
