//! The models of the check panel.

pub(crate) mod body;
pub(crate) mod detect;
pub(crate) mod diagnosis;
pub(crate) mod diff;
pub(crate) mod dump;
pub(crate) mod evidence;
pub(crate) mod examples;
pub(crate) mod file;
pub(crate) mod first;
pub(crate) mod fixes;
pub(crate) mod form;
pub(crate) mod headlines;
pub(crate) mod import;
pub(crate) mod received;
pub(crate) mod remote;
pub(crate) mod report;
pub(crate) mod rewrites;
pub(crate) mod session;
pub(crate) mod share;
pub(crate) mod shown;
pub(crate) mod verdict;
