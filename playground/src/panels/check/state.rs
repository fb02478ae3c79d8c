//! What the panel knows besides the form: the last import or correction, the detected sender, and the proven cause.

use std::sync::Arc;

use super::fields::CheckFields;
use super::model::detect::Detected;
use super::model::form::{CheckForm, Outcome};
use super::model::fixes::Fix;
use crate::browser;
use crate::reactive::{ErasedMemo, Field, State as _};
use crate::state::custom_scheme::CustomSchemeState;
use crate::state::page::PageFields;

/// The state of the panel.
#[derive(Clone, Copy)]
pub(crate) struct CheckState {
    pub(crate) form: CheckFields,
    pub(crate) page: PageFields,
    pub(crate) custom: CustomSchemeState,
    /// The line below the paste box.
    pub(crate) notice: Field<Option<Notice>>,
    /// The sender that the headers name.
    pub(crate) detected: Field<Option<Detected>>,
    /// The best cause, if it is certain.
    pub(crate) answer: Field<Option<Answer>>,
    /// The outcome of the check.
    pub(crate) outcome: ErasedMemo<Outcome>,
}

/// What was done with a text, or why it could not be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Notice {
    pub(crate) text: String,
    /// The stable code of the problem, if it is one.
    pub(crate) code: Option<String>,
    /// What the user should know.
    pub(crate) warnings: Vec<String>,
    /// The form before, which *Undo* restores.
    pub(crate) before: Option<Box<CheckForm>>,
    /// Another form, which a button with this label fills in.
    pub(crate) offer: Option<(&'static str, Box<CheckForm>)>,
    /// The requests of a file with several ones, and the one that was read.
    pub(crate) entries: Vec<String>,
    pub(crate) entry: usize,
    /// The text, if it has several requests.
    pub(crate) source: Option<Arc<[u8]>>,
}

/// A proven cause.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    pub(crate) headline: &'static str,
    /// What to do.
    pub(crate) remedy: String,
    pub(crate) fix: Option<Fix>,
}

impl CheckState {
    /// Replaces the form, and offers to undo that.
    pub(crate) fn replace(self, form: CheckForm, text: String) {
        let before = Some(Box::new(self.form.get_untracked()));
        self.form.set(form);
        self.notice.set(Some(Notice { text, before, ..Notice::default() }));
    }

    /// Applies the correction of the proven cause.
    pub(crate) fn apply(self) {
        if let Some(Answer { fix: Some(fix), .. }) = self.answer.get_untracked() {
            self.replace(fix.form, fix.done);
            browser::focus("check-verdict");
        }
    }

    /// Returns whether the sender is still unknown.
    pub(crate) fn is_unknown(self) -> bool {
        self.form.detects.get() && self.detected.with(Option::is_none)
    }
}
