//! The description of a scheme.

use hookwright::catalog::{find_scheme, find_sender};
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::findings::sentence;
use super::lazy::{LazyView, Loading};
use super::provenance::{Sources, evidence};
use crate::browser;
use crate::model::describe::{Fact, facts};
use crate::model::scheme::SchemeChoice;
use crate::reactive::{ErasedMemo, State as _, dynamic, flag, memo, text};
use crate::state::custom_scheme::CustomSchemeState;
use crate::state::summaries::summaries;

/// The described properties of a scheme, with their provenance. They are in a part that is loaded when the browser is
/// idle, because they explain the panel and it works without them.
#[component]
pub(crate) fn SchemeFacts(
    /// The id of the list.
    id: &'static str,
    /// The scheme to describe.
    choice: ErasedMemo<SchemeChoice>,
    /// Whether the scheme is still to be detected.
    #[prop(optional, into)]
    unknown: Signal<bool>,
) -> impl IntoView {
    let facts = LazyView::new(move || Box::pin(load(id, choice, unknown)));
    let load = move || facts.load(|| ());
    browser::when_idle(load);
    facts.show(|| ().into_any(), load)
}

/// Loads the part in advance.
pub(crate) fn prefetch() -> Loading<()> {
    Box::pin(fetch())
}

#[wasm_split(facts, fallible, preload(fetch))]
fn load(
    id: &'static str,
    choice: ErasedMemo<SchemeChoice>,
    unknown: Signal<bool>,
) -> Result<AnyView, SplitLoaderError> {
    summaries().set(Some(|sender| find_sender(sender).map(|sender| sender.summary)));
    let CustomSchemeState { read, .. } = expect_context();
    let described =
        memo(move || read.with(|custom| choice.get().scheme(custom).map(|scheme| facts(&scheme)).unwrap_or_default()));
    let provenance = memo(move || match choice.get() {
        SchemeChoice::Known(scheme) => {
            find_scheme(scheme.id()).and_then(|scheme| scheme.provenance.as_ref().map(evidence))
        }
        SchemeChoice::Custom => None,
    });
    let fact = |fact: Fact| {
        view! {
            <dt>{fact.term}</dt>
            <dd>{fact.code.map(|code| view! { <code class="template">{code}</code> })} {sentence(&fact.words)}</dd>
        }
    };
    let scheme = move || {
        view! {
        {dynamic(move || described.with(Vec::is_empty).then(|| view! { <p>"Details appear once the scheme is valid."</p> }).into_any())}
        <dl class="facts" id=id hidden=flag(move || described.with(Vec::is_empty))>{dynamic(move || described.get().into_iter().map(fact).collect_view().into_any())}</dl>
        {dynamic(move || match provenance.get() {
            Some(provenance) => view! { <Sources what="Evidence" provenance=provenance/> }.into_any(),
            None => view! { <p class="hint">"Your description. It has not been checked against a sender."</p> }.into_any(),
        })}
    }
    .into_any()
    };
    Ok(dynamic(move || if unknown.get() { readable() } else { scheme() }))
}

/// What can be pasted, instead of the description of a scheme.
fn readable() -> AnyView {
    const FORMS: [(&str, &str); 5] = [
        ("Commands", "`curl` for bash or cmd, HTTPie, `fetch`"),
        ("Requests", "raw HTTP, an entry of a HAR file"),
        ("Headers", "lines, or the JSON that `console.log(req.headers)` prints"),
        ("Exports", "Hookdeck, webhook.site, ngrok, Postman"),
        ("Signature", "the value of the header alone"),
    ];
    let form = |(term, words): (&'static str, &str)| view! { <dt>{term}</dt><dd>{sentence(words)}</dd> };
    view! {
        <dl class="facts">{FORMS.into_iter().map(form).collect_view()}</dl>
        <p class="hint">"Paste anywhere on this page, or drop a file on it."</p>
    }
    .into_any()
}

/// Returns a heading with the sender of a scheme.
pub(crate) fn heading(choice: ErasedMemo<SchemeChoice>, unknown: Signal<bool>) -> Signal<String> {
    text(move || match choice.get().sender() {
        _ if unknown.get() => "What you can paste".into(),
        Some(name) => format!("How {name} signs"),
        None => "The custom scheme".into(),
    })
}
