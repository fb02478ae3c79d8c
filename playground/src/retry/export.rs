//! The card that gives the policy away: as it is, or as settings of another system.

use leptos::prelude::*;

use crate::code::CopyButton;
use crate::controls::Segmented;
use crate::findings::set;
use crate::model::retry::RetryForm;
use crate::model::retry::export::{CHOICES, id, shown, system};
use crate::model::retry::policy::OwnPolicy;
use crate::reactive::{Followed, dynamic, flag, memo, text};

/// The card.
#[component]
pub(super) fn ExportCard(form: RwSignal<RetryForm>, own: Followed<OwnPolicy>) -> impl IntoView {
    let chosen = memo(move || form.with(|form| form.system));
    let shown = memo(move || {
        own.with(|own| form.with(|form| form.chosen.policy(own).ok().map(|policy| shown(policy, form.system))))
    });
    let settings = memo(move || shown.with(|shown| shown.as_ref().and_then(|shown| shown.text.clone())));
    let settings_text = text(move || settings.get().unwrap_or_default());
    let nothing = flag(move || settings.with(Option::is_none));
    let about = dynamic(move || {
        shown.with(|shown| {
            let Some(shown) = shown else {
                return view! { <p class="hint">"There is nothing to take away until your policy is right."</p> }
                    .into_any();
            };
            let difference = |text: &String| view! { <li>{set(text)}</li> };
            let (class, words) = shown.badge;
            view! {
                <p class="fidelity"><span class=class>{words}</span></p>
                <ul class="differences">{shown.differences.iter().map(difference).collect_view()}</ul>
            }
            .into_any()
        })
    });
    view! {
        <section class="code exports" aria-label="Take it away">
            <header>
                <h3>"Take it away"</h3>
                <Segmented
                    name="retries-system"
                    legend="Form"
                    options=CHOICES.to_vec()
                    chosen=Signal::derive(move || id(chosen.get()))
                    choose=move |id: &'static str| form.update(|form| form.system = system(id))
                    hide_legend=true
                />
                <CopyButton what="the settings" text=settings_text/>
            </header>
            <div class="about" id="retries-fidelity">{about}</div>
            <pre id="retries-export" tabindex="0" hidden=nothing>{settings_text}</pre>
        </section>
    }
}
