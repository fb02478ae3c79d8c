//! The scheme of one's own: its text, what is wrong with it, and what can stand in it.

use hookwright::signature::FIELDS;
use leptos::prelude::*;

use crate::controls::TextArea;
use crate::findings::Problems;
use crate::model::own::OwnForm;
use crate::model::signing::{Own, Signing};
use crate::reactive::{Followed, flag, memo, text};

/// The scheme of one's own, which the whole page shares.
#[derive(Clone, Copy)]
pub(crate) struct OwnScheme {
    /// What is typed.
    pub(crate) form: RwSignal<OwnForm<Signing>>,
    /// What it says.
    pub(crate) read: Followed<Own>,
}

impl OwnScheme {
    /// Keeps what is typed and what it says together.
    pub(crate) fn new(form: OwnForm<Signing>) -> Self {
        let form = RwSignal::new(form);
        Self { form, read: memo(move || form.with(OwnForm::read)) }
    }
}

/// The editor.
#[component]
pub(crate) fn OwnEditor(
    /// The id of the field.
    id: &'static str,
    /// The id of the list of problems.
    problems: &'static str,
) -> impl IntoView {
    let OwnScheme { form, read } = expect_context();
    let found = Signal::derive(move || read.with(|read| read.as_ref().err().cloned().unwrap_or_default()));
    let start = text(move || {
        form.with(|form| form.from.map_or_else(String::new, |from| format!("Start again from {}", from.title())))
    });
    view! {
        <div class="own">
            <TextArea
                id=id
                label="Custom scheme"
                rows=14
                hint=text(move || if found.with(Vec::is_empty) { "JSON. It can be used as it stands.".into() } else { "JSON. It cannot be used yet:".into() })
                value=Signal::derive(move || form.with(|form| form.text.clone()))
                typed=move |text| form.update(|form| form.text = text)
            />
            <Problems id=problems problems=found/>
            <button
                type="button"
                class="link"
                hidden=flag(move || !form.with(OwnForm::could_start_again))
                on:click=move |_| form.update(OwnForm::start_again)
            >
                {start}
            </button>
            <details class="sources">
                <summary><span>"What can stand in its content"</span></summary>
                <dl class="facts">
                    {FIELDS.iter().map(|(field, words)| view! { <dt><code>{format!("{{{field}}}")}</code></dt><dd>{*words}</dd> }).collect_view()}
                </dl>
            </details>
        </div>
    }
}
