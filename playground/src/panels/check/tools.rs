//! What the first panel does not need at first, in one table, so that it is loaded once.

use leptos::prelude::AnyView;

use super::kept::{keep, restore};
use super::listen::listen;
use super::notice::{apply, clear, notice};
use super::proof::proof;
use super::reader::{detect_sender, detected};
use super::state::CheckState;

/// Functions that are loaded on demand.
pub(crate) struct Tools {
    /// Reads texts that are pasted or dropped from now on.
    pub(super) listen: fn(CheckState),
    /// Detects the sender.
    pub(super) detect: fn(CheckState),
    /// Keeps the delivery.
    pub(super) keep: fn(CheckState),
    /// Fills in the kept delivery.
    pub(super) restore: fn(CheckState),
    /// The line below the box.
    pub(super) notice: fn(CheckState) -> AnyView,
    /// The line below the choice of the sender.
    pub(super) detected: fn(CheckState) -> AnyView,
    /// Removes the example.
    pub(super) clear: fn(CheckState),
    /// Applies the correction of the proven cause.
    pub(super) apply: fn(CheckState),
    /// The evidence.
    pub(super) proof: fn(CheckState) -> AnyView,
}

/// Returns the functions.
pub(super) fn tools() -> &'static Tools {
    &Tools { listen, detect: detect_sender, keep, restore, notice, detected, clear, apply, proof }
}
