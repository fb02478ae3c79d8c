//! What is filled in: traffic, receiver and sender, and what to compare with.

use leptos::prelude::*;

use crate::controls::{Choice, TextField};
use crate::model::retry::RetryForm;
use crate::model::scale::AGAINST;
use crate::model::scale::examples::{EXAMPLES, Example};
use crate::model::scale::fields::Field;
use crate::model::scale::{ScaleForm, examples};
use crate::reactive::{flag, memo, text};

/// The form on the left.
#[component]
pub(super) fn ScaleFields(form: RwSignal<RetryForm>) -> impl IntoView {
    let scale = memo(move || form.with(|form| form.scale.clone()));
    let example = memo(move || scale.with(examples::matching));
    let chip = move |one: &'static Example| {
        view! {
            <button
                type="button"
                class="chip"
                id=format!("scale-example-{}", one.id)
                aria-pressed=text(move || (example.get() == Some(one)).to_string())
                on:click=move |_| form.update(|form| form.scale.begin_with(one))
            >
                {one.title}
            </button>
        }
    };
    let field = move |field: Field| {
        let spec = field.spec();
        view! {
            <TextField
                id=spec.id
                label=spec.label
                placeholder=spec.empty
                value=text(move || scale.with(|scale| scale.get(field).to_owned()))
                typed=move |text: String| form.update(|form| form.scale.set(field, text))
            />
        }
    };
    let group = move |(name, fields): &(&'static str, &'static [Field])| {
        view! {
            <fieldset class="group">
                <legend>{*name}</legend>
                <div class="grid">{fields.iter().copied().map(field).collect_view()}</div>
            </fieldset>
        }
    };
    let against: Vec<(&str, &str)> = AGAINST.iter().map(|one| (one.id, one.words)).collect();
    view! {
        <form class="inputs" aria-labelledby="scale-title" on:submit=|event| event.prevent_default()>
            <div class="group">
                <div class="chips" role="group" aria-label="Scenarios to start from">{EXAMPLES.iter().map(chip).collect_view()}</div>
                <p class="hint" hidden=flag(move || example.get().is_none())>
                    {text(move || example.get().map_or_else(String::new, |one| one.about.into()))}
                </p>
            </div>
            {Field::GROUPS.iter().map(group).collect_view()}
            <Choice
                id="scale-against"
                label="Compare its jitter with"
                options=against
                chosen=Signal::derive(move || scale.with(|scale: &ScaleForm| scale.against.id))
                choose=move |id: String| form.update(|form| form.scale.compare_with(&id))
            />
        </form>
    }
}
