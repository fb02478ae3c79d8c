//! The control that selects a scheme.

use leptos::prelude::*;

use super::chooser::Chooser;
use crate::model::choice::Named as _;
use crate::model::scheme::SchemeChoice;
use crate::model::search::schemes;
use crate::reactive::{ErasedMemo, memo, text};

/// The control that selects a scheme.
#[component]
pub(crate) fn SchemeChooser(
    /// The id of the field.
    id: &'static str,
    label: &'static str,
    /// The selected scheme.
    chosen: ErasedMemo<SchemeChoice>,
    /// Selects another scheme.
    #[prop(into)]
    choose: Callback<SchemeChoice>,
) -> impl IntoView {
    view! {
        <Chooser
            id=id
            label=label
            list="Senders and their schemes"
            noun="scheme"
            all=schemes
            chosen=memo(move || chosen.get().id())
            title=text(move || chosen.get().title())
            hint=text(move || summary(chosen.get()))
            choose=move |id: &'static str| SchemeChoice::from_id(id).into_iter().for_each(|choice| choose.run(choice))
        />
    }
}

fn summary(choice: SchemeChoice) -> String {
    let words = choice.sender().map_or("Any scheme that this toolkit can describe, as JSON", |sender| sender.summary);
    format!("{words}.")
}
