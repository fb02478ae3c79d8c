//! The notice that something on the page is not saved.

use leptos::prelude::*;

use crate::model::form::LARGEST_TEXT;
use crate::reactive::dynamic;
use crate::state::saved::{Extent, SavedForms};

/// A notice if something is not saved. Screen readers announce it.
#[component]
pub(crate) fn UnsavedNotice(
    /// The saved forms.
    forms: SavedForms,
) -> impl IntoView {
    view! {
        <div id="unsaved" role="status">
            {dynamic(move || words(forms.extent()).map(|words| view! { <p>{words}</p> }).into_any())}
        </div>
    }
}

fn words(extent: Extent) -> Option<String> {
    match extent {
        Extent::Whole => None,
        Extent::WithoutLongTexts => Some(format!(
            "A text of more than {} kB is not saved, and a reload discards it. Everything else is saved.",
            LARGEST_TEXT / 1000
        )),
        Extent::Outdated => Some(
            "The latest changes are not saved, because the storage of the browser is full or blocked. \
             A reload discards them."
                .into(),
        ),
    }
}
