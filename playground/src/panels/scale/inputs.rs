//! The command: the policy, the traffic, the receiver, and the jitter to compare with.

use leptos::prelude::*;

use super::fields::ScaleFields;
use super::model::examples::{EXAMPLES, Example};
use super::model::fields::Field;
use super::model::form::ScaleForm;
use super::model::jitter::OtherJitter;
use super::runner::Runner;
use crate::model::choice::{Choice as _, Named as _, options};
use crate::panels::retries::custom_policy::{CustomPolicyEditor, PolicyEditorIds};
use crate::panels::retries::model::assumption::assumption;
use crate::panels::retries::model::policy::PolicyChoice;
use crate::panels::retries::policy_chooser::PolicyChooser;
use crate::reactive::{State as _, dynamic, memo, text};
use crate::ui::bind::TextBinding;
use crate::ui::controls::{Reading, Select, TextField};

/// The ids of the editor of the custom policy.
const CUSTOM: PolicyEditorIds = PolicyEditorIds {
    field: "scale-custom",
    problems: "scale-custom-problems",
    download: "scale-custom-download",
    jitter: "scale-custom-jitter",
};

/// The form.
#[component]
pub(super) fn Command(form: ScaleFields, runner: Runner) -> impl IntoView {
    let choice = memo(move || form.policy.get());
    let example = memo(move || form.with(ScaleForm::example));
    let choose = move |chosen| form.update(|form| form.choose(chosen));
    let chip = move |one: &'static Example| {
        view! {
            <button
                type="button"
                class="chip"
                id=format!("scale-example-{}", one.id)
                aria-pressed=text(move || (example.get() == Some(one)).to_string())
                on:click=move |_| form.update(|form| form.start_from(one))
            >
                {one.title}
            </button>
        }
    };
    let field = move |field: Field| {
        let spec = field.spec();
        let value = TextBinding::new(
            move || form.values.with(|values| values.get(field).into()),
            move |text| form.values.update(|values| values.set(field, text)),
        );
        let read = move || form.values.with(|values| spec.read(values.get(field)));
        let reading = Reading::new(move || read().map(|_| String::new()).map_err(|problem| problem.message));
        view! { <TextField id=spec.id label=spec.label placeholder=spec.empty value=value reading=reading/> }
    };
    let group = move |(name, fields): &(&'static str, &'static [Field])| {
        view! {
            <fieldset class="group">
                <legend>{*name}</legend>
                <div class="grid">{fields.iter().copied().map(field).collect_view()}</div>
            </fieldset>
        }
    };
    let assumed = text(move || match choice.get() {
        PolicyChoice::Known(policy) => assumption(policy).map_or_else(String::new, |assumed| {
            format!("{} does not publish its delays; {assumed}.", choice.get().name())
        }),
        PolicyChoice::Custom => String::new(),
    });
    let about = text(move || match example.get() {
        Some(one) => one.about.into(),
        None => form.with(ScaleForm::traffic),
    });
    view! {
        <form class="inputs full command" on:submit=|event| event.prevent_default()>
            <div class="line">
                <PolicyChooser
                    id="scale-policy"
                    label="Policy"
                    chosen=memo(move || choice.get().id())
                    title=text(move || choice.get().name())
                    hint=assumed
                    choose=move |id: &'static str| PolicyChoice::from_id(id).into_iter().for_each(choose)
                />
                {Field::COMMAND.iter().copied().map(field).collect_view()}
                <Select
                    id="scale-against"
                    label="Compare with"
                    options=options(OtherJitter::ALL)
                    value=form.against
                />
            </div>
            {dynamic(move || (choice.get() == PolicyChoice::Custom).then(|| view! {
                <CustomPolicyEditor ids=CUSTOM custom=form.custom read=runner.custom/>
            }).into_any())}
            <div class="group">
                <div class="chips" role="group" aria-label="Example scenarios">{EXAMPLES.iter().map(chip).collect_view()}</div>
                <p class="hint" id="scale-about">{about}</p>
            </div>
            <details class="foldable">
                <summary><span>"More settings"</span></summary>
                <div class="more-settings">{Field::MORE.iter().map(group).collect_view()}</div>
            </details>
        </form>
    }
}
