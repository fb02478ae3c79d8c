//! The summaries of senders, which are in a part that is loaded when the browser is idle.

use std::sync::OnceLock;

use crate::reactive::{Field, State as _};

/// Returns the summary of a sender.
type Summaries = fn(&str) -> Option<&'static str>;

static SUMMARIES: OnceLock<Field<Option<Summaries>>> = OnceLock::new();

/// Returns the summaries, once they are loaded. The first call is outside of any owner, so that the field is never disposed.
pub(crate) fn summaries() -> Field<Option<Summaries>> {
    *SUMMARIES.get_or_init(|| Field::new(None))
}
