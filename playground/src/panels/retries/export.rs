//! The card that exports the policy as JSON or as settings of another system.

use leptos::prelude::*;

use super::fields::RetryFields;
use super::model::export::{ExportFormat, export};
use super::results::RetryResults;
use crate::model::choice::{Choice as _, options};
use crate::reactive::{State as _, dynamic, flag, memo, text};
use crate::ui::code::CopyButton;
use crate::ui::controls::Segmented;
use crate::ui::findings::sentence;

#[component]
pub(super) fn ExportCard(form: RetryFields, results: RetryResults) -> impl IntoView {
    let exported =
        memo(move || results.policy.with(|policy| policy.as_ref().map(|policy| export(policy, form.export.get()))));
    let settings = memo(move || exported.with(|exported| exported.as_ref().and_then(|exported| exported.text.clone())));
    let settings_text = text(move || settings.get().unwrap_or_default());
    let about = dynamic(move || {
        exported.with(|exported| {
            let Some(exported) = exported else {
                return view! { <p class="hint">"The custom policy can be exported once it is valid."</p> }.into_any();
            };
            let difference = |text: &String| view! { <li>{sentence(text)}</li> };
            let (class, words) = exported.badge;
            view! {
                <p class="fidelity"><span class=class>{words}</span></p>
                <ul class="differences">{exported.differences.iter().map(difference).collect_view()}</ul>
                {exported.notes.iter().map(|note| view! { <p class="hint">{sentence(note)}</p> }).collect_view()}
            }
            .into_any()
        })
    });
    view! {
        <section class="code exports" aria-label="Export">
            <header>
                <h3>"Export"</h3>
                <Segmented
                    name="retries-system"
                    legend="Format"
                    options=options(ExportFormat::ALL)
                    value=form.export
                    hide_legend=true
                />
                <CopyButton what="the settings" text=settings_text/>
            </header>
            <div class="about" id="retries-fidelity">{about}</div>
            <pre id="retries-export" tabindex="0" hidden=flag(move || settings.with(Option::is_none))>{settings_text}</pre>
        </section>
    }
}
