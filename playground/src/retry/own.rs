//! The editor of a policy of one's own: its text, what is wrong with it, and what can stand in it.

use leptos::prelude::*;

use crate::controls::TextArea;
use crate::findings::{Problems, set};
use crate::model::retry::RetryForm;
use crate::model::retry::policy::{MEMBERS, OwnPolicy};
use crate::reactive::{Followed, flag, text};

/// The editor.
#[component]
pub(super) fn OwnPolicyEditor(form: RwSignal<RetryForm>, own: Followed<OwnPolicy>) -> impl IntoView {
    let found = Signal::derive(move || own.with(|own| own.as_ref().err().cloned().unwrap_or_default()));
    let start = text(move || {
        form.with(|form| form.own.from.map_or_else(String::new, |from| format!("Start again from {}", from.id())))
    });
    view! {
        <div class="own">
            <TextArea
                id="retries-own"
                label="Custom policy"
                rows=14
                hint=text(move || if found.with(Vec::is_empty) { "JSON. It can be used as it stands.".into() } else { "JSON. It cannot be used yet:".into() })
                value=text(move || form.with(|form| form.own.text.clone()))
                typed=move |text| form.update(|form| form.own.text = text)
            />
            <Problems id="retries-own-problems" problems=found/>
            <button
                type="button"
                class="link"
                hidden=flag(move || !form.with(|form| form.own.could_start_again()))
                on:click=move |_| form.update(|form| form.own.start_again())
            >
                {start}
            </button>
            <details class="sources">
                <summary><span>"What can stand in it"</span></summary>
                <dl class="facts stacked">
                    {MEMBERS.iter().map(|(example, words)| view! { <dt><code>{*example}</code></dt><dd>{set(words)}</dd> }).collect_view()}
                </dl>
            </details>
        </div>
    }
}
