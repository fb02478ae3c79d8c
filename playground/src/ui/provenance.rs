//! The confidence and sources of facts about providers.

use std::borrow::Cow;

use hookwright::provenance::{Confidence, Provenance};
use leptos::prelude::*;

use crate::reactive::{ErasedMemo, dynamic, text};

/// The provenance of a scheme, a policy, an event type or an API.
pub(crate) type Evidence = Provenance<Cow<'static, str>>;

/// Converts a static provenance.
pub(crate) fn evidence(row: &Provenance) -> Evidence {
    row.map(|text| Cow::Borrowed(*text))
}

/// A badge that expands to the source and a list of assumptions.
#[component]
pub(crate) fn Sources(
    /// The subject of the provenance: `The scheme`.
    what: &'static str,
    #[prop(into)] provenance: ErasedMemo<Evidence>,
) -> impl IntoView {
    let badge = move || {
        let Provenance { confidence, assumed, .. } = provenance.get();
        match confidence {
            Confidence::Documented if !assumed.is_empty() => ("badge partly", "documented, in part assumed"),
            Confidence::Documented => ("badge documented", "documented"),
            Confidence::Secondary => ("badge secondary", "secondary"),
            Confidence::Assumed => ("badge assumed", "assumed"),
        }
    };
    view! {
        <details class="sources">
            <summary>
                <span>{what}": "</span>
                <span class=text(move || badge().0.into())>{text(move || badge().1.into())}</span>
            </summary>
            <ul>
                {dynamic(move || provenance.get().assumed.iter().map(|text| view! { <li>"Assumed: "{text.to_owned()}</li> }).collect_view().into_any())}
                <li>
                    "Source: " <span class="source">{text(move || provenance.get().source.into())}</span>
                    ", read on " {text(move || provenance.get().as_of.into())} "."
                </li>
            </ul>
        </details>
    }
}
