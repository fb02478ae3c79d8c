//! The custom scheme, which all panels share.

use leptos::prelude::*;

use crate::model::custom::CustomText;
use crate::model::scheme::{CustomScheme, SchemeChoice};
use crate::reactive::{ErasedMemo, Field, State as _, memo};
use crate::state::saved::SavedForms;

/// The custom scheme.
#[derive(Clone, Copy)]
pub(crate) struct CustomSchemeState {
    /// Its text, which is saved.
    pub(crate) text: Field<CustomText<SchemeChoice>>,
    /// What the text says.
    pub(crate) read: ErasedMemo<CustomScheme>,
}

impl CustomSchemeState {
    /// Provides the custom scheme to the panels.
    pub(crate) fn provide(forms: SavedForms) {
        let text = forms.provide::<Field<CustomText<SchemeChoice>>>();
        provide_context(Self { text, read: memo(move || text.with(CustomText::read)) });
    }

    /// Starts the custom scheme from the one that was chosen before, when it is chosen itself.
    pub(crate) fn follow(self, before: SchemeChoice, chosen: SchemeChoice) {
        if chosen == SchemeChoice::Custom {
            self.text.update(|text| text.follow(before));
        }
    }
}
