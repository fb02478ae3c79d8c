//! Results that the worker computes for others.
//!
//! A computation asks for them as if they were there. If one is missing, the worker is asked, and the computation runs
//! again once it has answered, because it has read [`ANSWERS`]. Its result until then is not valid; [`unless_missing`]
//! replaces it.

use std::cell::Cell;
use std::sync::OnceLock;

use crate::reactive::{Field, State as _};

/// The number of answers of the worker, and of repetitions after a failure.
static ANSWERS: OnceLock<Field<u32>> = OnceLock::new();

/// Whether the worker could not answer the last question.
static IS_BROKEN: OnceLock<Field<bool>> = OnceLock::new();

thread_local! {
    /// Whether the computation in progress has asked for a result that is missing.
    static IS_MISSED: Cell<bool> = const { Cell::new(false) };
}

/// Creates the signals. Call it outside of any owner, so that they are never disposed.
pub(crate) fn register() {
    answers();
    is_broken();
}

fn answers() -> Field<u32> {
    *ANSWERS.get_or_init(|| Field::new(0))
}

fn is_broken() -> Field<bool> {
    *IS_BROKEN.get_or_init(|| Field::new(false))
}

/// Records that the computation in progress has asked for a result that is missing. It runs again with the next answer.
pub(crate) fn miss() {
    IS_MISSED.set(true);
    answers().track();
}

/// Computes a value that may depend on results of the worker. Returns `None` if one is missing; a reactive computation
/// then runs again.
pub(crate) fn unless_missing<T>(compute: impl FnOnce() -> T) -> Option<T> {
    IS_MISSED.set(false);
    let value = compute();
    (!IS_MISSED.get()).then_some(value)
}

/// Records the result of a question, and repeats the computations that have asked for one.
pub(crate) fn answered(is_success: bool) {
    is_broken().set(!is_success);
    if is_success {
        answers().update(|answers| *answers = answers.wrapping_add(1));
    }
}

/// Returns whether the worker could not answer the last question, and tracks it.
pub(crate) fn has_failed() -> bool {
    is_broken().get()
}

/// Asks again after a failure.
pub(crate) fn retry() {
    answered(true);
}
