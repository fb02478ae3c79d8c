//! The description of a scheme.

use leptos::prelude::*;

use super::findings::sentence;
use super::provenance::{Sources, evidence};
use crate::model::describe::{Fact, facts};
use crate::model::scheme::SchemeChoice;
use crate::reactive::{ErasedMemo, dynamic, flag, memo, text};
use crate::state::custom_scheme::CustomSchemeState;

/// The described properties of a scheme, with their provenance.
#[component]
pub(crate) fn SchemeFacts(
    /// The id of the list.
    id: &'static str,
    /// The scheme to describe.
    choice: ErasedMemo<SchemeChoice>,
) -> impl IntoView {
    let CustomSchemeState { read, .. } = expect_context();
    let described =
        memo(move || read.with(|custom| choice.get().scheme(custom).map(|scheme| facts(&scheme)).unwrap_or_default()));
    let provenance = memo(move || match choice.get() {
        SchemeChoice::Known(scheme) => scheme.provenance.as_ref().map(evidence),
        SchemeChoice::Custom => None,
    });
    let fact = |fact: Fact| {
        view! {
            <dt>{fact.term}</dt>
            <dd>{fact.code.map(|code| view! { <code class="template">{code}</code> })} {sentence(&fact.words)}</dd>
        }
    };
    view! {
        {dynamic(move || described.with(Vec::is_empty).then(|| view! { <p>"Details appear once the scheme is valid."</p> }).into_any())}
        <dl class="facts" id=id hidden=flag(move || described.with(Vec::is_empty))>{dynamic(move || described.get().into_iter().map(fact).collect_view().into_any())}</dl>
        {dynamic(move || match provenance.get() {
            Some(provenance) => view! { <Sources what="Evidence" provenance=Signal::stored(provenance)/> }.into_any(),
            None => view! { <p class="hint">"Your description. It has not been checked against a sender."</p> }.into_any(),
        })}
    }
}

/// Returns a heading with the sender of a scheme.
pub(crate) fn heading(choice: ErasedMemo<SchemeChoice>) -> Signal<String> {
    text(move || {
        choice.get().sender().map_or_else(|| "The custom scheme".into(), |sender| format!("How {} signs", sender.name))
    })
}
