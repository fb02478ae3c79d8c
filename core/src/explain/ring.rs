//! The secrets that every hypothesis is tried with.

use alloc::vec::Vec;

use super::causes::Finding;
use crate::signature::{Secret, Verifier};

/// The secrets, prepared for verification.
pub(super) struct Ring {
    pub(super) secrets: Vec<Secret>,
    /// The findings about secrets that were not given as the current ones.
    pub(super) origins: Vec<Option<Finding>>,
    /// The index of each secret that was given.
    pub(super) given: Vec<Option<usize>>,
    /// `None` if no secret can be used.
    pub(super) verifier: Option<Verifier>,
    /// Whether all replaced and other secrets are included.
    pub(super) is_whole: bool,
}
