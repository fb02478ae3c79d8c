//! The inputs of the simulation: traffic, receiver, sender, and the jitter to compare with.

use leptos::prelude::*;

use super::model::examples::{EXAMPLES, Example};
use super::model::fields::Field;
use super::model::form::{OtherJitter, ScaleForm};
use crate::model::choice::{Choice as _, options};
use crate::panels::retries::fields::RetryFields;
use crate::reactive::{State as _, flag, memo, text};
use crate::ui::bind::TextBinding;
use crate::ui::controls::{Select, TextField};

/// The form in the left column.
#[component]
pub(super) fn ScaleFields(form: RetryFields) -> impl IntoView {
    let scale = form.scale;
    let example = memo(move || scale.with(ScaleForm::example));
    let chip = move |one: &'static Example| {
        view! {
            <button
                type="button"
                class="chip"
                id=format!("scale-example-{}", one.id)
                aria-pressed=text(move || (example.get() == Some(one)).to_string())
                on:click=move |_| scale.update(|scale| scale.start_from(one))
            >
                {one.title}
            </button>
        }
    };
    let field = move |field: Field| {
        let spec = field.spec();
        let value = TextBinding::new(
            move || scale.values.with(|values| values.get(field).into()),
            move |text| scale.values.update(|values| values.set(field, text)),
        );
        view! {
            <TextField
                id=spec.id
                label=spec.label
                placeholder=spec.empty
                value=value
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
    view! {
        <form class="inputs" aria-labelledby="scale-title" on:submit=|event| event.prevent_default()>
            <div class="group">
                <div class="chips" role="group" aria-label="Example scenarios">{EXAMPLES.iter().map(chip).collect_view()}</div>
                <p class="hint" hidden=flag(move || example.get().is_none())>
                    {text(move || example.get().map_or_else(String::new, |one| one.about.into()))}
                </p>
            </div>
            {Field::GROUPS.iter().map(group).collect_view()}
            <Select
                id="scale-against"
                label="Compare its jitter with"
                options=options(OtherJitter::ALL)
                value=scale.against
            />
        </form>
    }
}
