//! What a scheme is: every line of it comes out of its row.

use leptos::prelude::*;

use crate::findings::set;
use crate::model::describe::{Fact, facts};
use crate::model::signing::Signing;
use crate::own::OwnScheme;
use crate::provenance::{Sources, evidence};
use crate::reactive::{dynamic, flag, memo, text};

/// The scheme's row in words, with the evidence for it.
#[component]
pub(crate) fn SchemeFacts(
    /// The id of the list.
    id: &'static str,
    /// The scheme.
    #[prop(into)]
    signing: Signal<Signing>,
) -> impl IntoView {
    let OwnScheme { read, .. } = expect_context();
    let told =
        memo(move || read.with(|own| signing.get().scheme(own).map(|scheme| facts(&scheme)).unwrap_or_default()));
    let provenance = memo(move || match signing.get() {
        Signing::Known(scheme) => scheme.provenance.as_ref().map(evidence),
        Signing::Own => None,
    });
    let line = |fact: Fact| {
        view! {
            <dt>{fact.term}</dt>
            <dd>{fact.code.map(|code| view! { <code class="template">{code}</code> })} {set(&fact.words)}</dd>
        }
    };
    view! {
        {dynamic(move || told.with(Vec::is_empty).then(|| view! { <p>"It is told here as soon as it can be used."</p> }).into_any())}
        <dl class="facts" id=id hidden=flag(move || told.with(Vec::is_empty))>{dynamic(move || told.get().into_iter().map(line).collect_view().into_any())}</dl>
        {dynamic(move || match provenance.get() {
            Some(provenance) => view! { <Sources what="Evidence" provenance=Signal::stored(provenance)/> }.into_any(),
            None => view! { <p class="hint">"Your own description; nobody has checked it against a sender."</p> }.into_any(),
        })}
    }
}

/// Whose scheme it is, as a heading.
pub(crate) fn heading(signing: Signal<Signing>) -> Signal<String> {
    text(move || {
        signing
            .get()
            .sender()
            .map_or_else(|| "How your scheme signs".into(), |sender| format!("How {} signs", sender.name))
    })
}
