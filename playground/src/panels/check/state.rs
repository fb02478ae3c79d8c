//! What the panel knows besides the form: the last import or correction, the detected sender, and the proven cause.

use super::fields::CheckFields;
use super::model::detect::Detected;
use super::model::form::Outcome;
use super::model::shown::Shown;
use crate::reactive::{ErasedMemo, Field, State as _};
use crate::state::custom_scheme::CustomSchemeState;
use crate::state::page::PageFields;
use crate::state::saved::SavedForms;

/// The id of the box into which requests are pasted.
pub(super) const BOX: &str = "check-paste";

/// The state of the panel.
#[derive(Clone, Copy)]
pub(crate) struct CheckState {
    pub(crate) forms: SavedForms,
    pub(crate) form: CheckFields,
    pub(crate) page: PageFields,
    pub(crate) custom: CustomSchemeState,
    /// The number of the line below the paste box, or 0 if there is none. Its content is in the part that shows it.
    pub(crate) notice: Field<u32>,
    /// The sender that the headers name.
    pub(crate) detected: Field<Option<Detected>>,
    /// The best cause, if it is certain or likely.
    pub(crate) answer: Field<Option<Answer>>,
    /// The outcome of the check.
    pub(crate) outcome: ErasedMemo<Outcome>,
    /// The code of the cause that the sender of a link has found, until the delivery changes.
    pub(crate) sent: Field<Option<&'static str>>,
    /// How much of the body its field shows.
    pub(crate) shown: Field<Shown>,
    /// Why the body is not kept over a reload, if it is not.
    pub(crate) unkept: Field<Option<&'static str>>,
}

/// A proven or likely cause. Its correction is in the part that finds it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) headline: String,
    /// What to do.
    pub(crate) remedy: String,
    /// Whether the correction has been applied to the fields.
    pub(crate) is_applied: bool,
    /// The label of the button that corrects it, if that is possible.
    pub(crate) fix: Option<String>,
}

impl CheckState {
    /// Returns whether the sender is still unknown.
    pub(crate) fn is_unknown(self) -> bool {
        self.form.detects.get() && self.detected.with(Option::is_none)
    }
}
