//! The custom scheme, which all panels share. The code that parses and edits it is loaded once it is needed.

use leptos::prelude::*;

use super::saved::SavedForms;
use crate::model::custom::CustomText;
use crate::model::scheme::{CustomScheme, SchemeChoice};
use crate::reactive::{ErasedMemo, Field, State as _, memo};

/// The functions that parse and edit the custom scheme.
pub(crate) struct CustomSchemeTools {
    pub(crate) read: fn(&CustomText<SchemeChoice>) -> CustomScheme,
    /// Returns the scheme as JSON.
    pub(crate) json: fn(&CustomScheme) -> Option<String>,
    /// Starts the text from a built-in scheme.
    pub(crate) start_from: fn(&mut CustomText<SchemeChoice>, SchemeChoice),
    /// Creates the editor, with the ids of its elements.
    pub(crate) editor: fn(EditorIds) -> AnyView,
}

impl PartialEq for CustomSchemeTools {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

/// The ids of the elements of an editor.
#[derive(Clone, Copy)]
pub(crate) struct EditorIds {
    /// The id of the field.
    pub(crate) field: &'static str,
    /// The id of the list of problems.
    pub(crate) problems: &'static str,
    /// The id of the link that downloads the sender file.
    pub(crate) download: &'static str,
}

/// The state of the custom scheme.
#[derive(Clone, Copy)]
pub(crate) struct CustomSchemeState {
    /// The text, which is saved.
    pub(crate) text: Field<CustomText<SchemeChoice>>,
    /// The parsed scheme, or its problems. There is no scheme before the tools are loaded.
    pub(crate) read: ErasedMemo<CustomScheme>,
    /// The tools, once they are loaded.
    pub(crate) tools: Field<Option<&'static CustomSchemeTools>>,
}

impl CustomSchemeState {
    /// Provides the custom scheme to the panels, unless another panel has done so.
    pub(crate) fn provide(forms: SavedForms) -> Self {
        let text = forms.provide::<Field<CustomText<SchemeChoice>>>();
        forms.share(|| {
            let tools = Field::new(None::<&'static CustomSchemeTools>);
            let read = memo(move || match tools.get() {
                Some(tools) => text.with(tools.read),
                None => Err(Vec::new()),
            });
            Self { text, read, tools }
        })
    }

    /// Returns the scheme as JSON, if it can be used.
    pub(crate) fn json(self) -> Option<String> {
        let tools = self.tools.get_untracked()?;
        self.read.with_untracked(tools.json)
    }

    /// Starts the custom scheme from the previous choice, if the new choice is the custom scheme.
    pub(crate) fn start_from(self, before: SchemeChoice, chosen: SchemeChoice) {
        if let (SchemeChoice::Custom, Some(tools)) = (chosen, self.tools.get_untracked()) {
            self.text.update(|text| (tools.start_from)(text, before));
        }
    }
}
