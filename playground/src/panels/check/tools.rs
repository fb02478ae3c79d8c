//! What the first panel does not need at first, in one table, so that it is loaded once.

use leptos::prelude::AnyView;

use super::actions::actions;
use super::kept::{keep_soon, restore};
use super::listen::listen;
use super::notice::{clear, notice};
use super::proof::proof;
use super::reader::{detect_sender, detected, end_time};
use super::sent::sent;
use super::shown::below_body;
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
    /// The lines below the body.
    pub(super) below_body: fn(CheckState) -> AnyView,
    /// Removes the example.
    pub(super) clear: fn(CheckState),
    /// The buttons next to the verdict.
    pub(super) actions: fn(CheckState) -> AnyView,
    /// What the sender of a link has found.
    pub(super) sent: fn(CheckState) -> AnyView,
    /// The evidence.
    pub(super) proof: fn(CheckState) -> AnyView,
}

/// Returns the functions.
pub(super) fn tools() -> &'static Tools {
    &Tools {
        listen,
        detect: detect_sender,
        keep: follow,
        restore,
        notice,
        detected,
        below_body,
        clear,
        actions,
        sent,
        proof,
    }
}

/// Follows a change of the delivery: the time of an earlier one ends, and the delivery is kept.
fn follow(state: CheckState) {
    end_time(state);
    keep_soon(state);
}
