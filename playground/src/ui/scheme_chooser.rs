//! The control that selects a scheme.

use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::chooser::Chooser;
use crate::model::choice::Named as _;
use crate::model::scheme::SchemeChoice;
use crate::model::search::{Candidate, Search, found, schemes};
use crate::reactive::{ErasedMemo, State as _, memo, text};
use crate::state::summaries::summaries;

/// The control that selects a scheme.
#[component]
pub(crate) fn SchemeChooser(
    /// The id of the field.
    id: &'static str,
    label: &'static str,
    /// The selected scheme.
    chosen: ErasedMemo<SchemeChoice>,
    /// Whether the scheme is still to be detected.
    #[prop(optional, into)]
    unknown: Signal<bool>,
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
            all=|| Box::pin(load())
            chosen=memo(move || chosen.get().id())
            title=text(move || if unknown.get() { "Detect".into() } else { chosen.get().title() })
            hint=text(move || if unknown.get() { "The sender follows from the headers.".into() } else { summary(chosen.get()) })
            choose=move |id: &'static str| SchemeChoice::from_id(id).into_iter().for_each(|choice| choose.run(choice))
        />
    }
}

#[wasm_split(facts, fallible)]
fn load() -> Result<(Vec<Candidate>, Search), SplitLoaderError> {
    Ok((schemes(), found))
}

fn summary(choice: SchemeChoice) -> String {
    let words = match choice {
        SchemeChoice::Custom => Some("Any scheme that this toolkit can describe, as JSON"),
        SchemeChoice::Known(_) => summaries().get().and_then(|summary| summary(choice.sender_id())),
    };
    // Keeps the place of the line until the summary is loaded.
    words.map_or_else(|| "\u{a0}".into(), |words| format!("{words}."))
}
