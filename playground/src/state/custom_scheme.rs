//! The custom scheme, which all panels share.

use crate::model::custom::CustomText;
use crate::model::scheme::{CustomScheme, SchemeChoice};
use crate::reactive::{ErasedMemo, Field, State as _, memo};
use crate::state::saved::SavedForms;

/// The state of the custom scheme.
#[derive(Clone, Copy)]
pub(crate) struct CustomSchemeState {
    /// The text, which is saved.
    pub(crate) text: Field<CustomText<SchemeChoice>>,
    /// The parsed scheme, or its problems.
    pub(crate) read: ErasedMemo<CustomScheme>,
}

impl CustomSchemeState {
    /// Provides the custom scheme to the panels, unless another panel has done so.
    pub(crate) fn provide(forms: SavedForms) {
        let text = forms.provide::<Field<CustomText<SchemeChoice>>>();
        forms.share(|| Self { text, read: memo(move || text.with(CustomText::read)) });
    }

    /// Starts the custom scheme from the previous choice, if the new choice is the custom scheme.
    pub(crate) fn start_from(self, before: SchemeChoice, chosen: SchemeChoice) {
        if chosen == SchemeChoice::Custom {
            self.text.update(|text| text.start_from(before));
        }
    }
}
