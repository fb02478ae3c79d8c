//! Deliveries of the in-page account: the form, the simulated receiver, the attempts, the log and the checklist.

pub(crate) mod attempt_text;
pub(crate) mod causes;
pub(crate) mod checklist;
pub(crate) mod detail;
pub(crate) mod facts;
pub(crate) mod form;
mod handover;
pub(crate) mod log;
pub(crate) mod network;
#[cfg(test)]
mod network_tests;
pub(crate) mod outcomes;
pub(crate) mod policy;
pub(crate) mod reachability;
pub(crate) mod receiver;
#[cfg(test)]
mod samples;
