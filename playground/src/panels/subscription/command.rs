//! What to do: the provider, its API, and the operation.

use leptos::prelude::*;

use super::model::operation::{Chosen, operations};
use super::state::PanelState;
use crate::model::choice::Named;
use crate::model::providers::with_apis;
use crate::reactive::{State as _, dynamic, memo, text};
use crate::ui::bind::TextBinding;
use crate::ui::controls::Select;
use crate::ui::findings::sentence;

#[component]
pub(super) fn Command(state: PanelState) -> impl IntoView {
    let form = state.form;
    let providers = with_apis().map(|provider| (provider.id, provider.name)).collect::<Vec<_>>();
    let chosen_provider = TextBinding::new(
        move || form.provider.get().id.into(),
        move |id| {
            Named::from_id(&id).into_iter().for_each(|provider| form.update(|form| form.choose_provider(provider)))
        },
    );
    view! {
        <div class="command full">
            <Select id="subscription-provider" label="Provider" options=providers value=chosen_provider/>
            <Apis state=state/>
            <Operations state=state/>
        </div>
    }
}

/// The APIs of the provider, with their whole titles.
#[component]
fn Apis(state: PanelState) -> impl IntoView {
    let form = state.form;
    let provider_id = memo(move || form.provider.get().id);
    let buttons = dynamic(move || {
        provider_id.track();
        let apis = form.provider.get_untracked().apis;
        if let [api] = apis {
            return view! { <p class="only" id="subscription-api">{api.title}</p> }.into_any();
        }
        let button = |api: &'static hookwright::subscription::Api| {
            let is_chosen = move || state.api.with(|chosen| chosen.is_some_and(|chosen| chosen.id == api.id));
            view! {
                <button
                    type="button"
                    class="chip"
                    data-api=api.id
                    aria-pressed=text(move || is_chosen().to_string())
                    on:click=move |_| form.update(|form| form.choose_api(api.id))
                >
                    {api.title}
                </button>
            }
        };
        view! { <div class="chips" id="subscription-api">{apis.iter().map(button).collect_view()}</div> }.into_any()
    });
    view! {
        <fieldset class="choice">
            <legend>{text(move || if state.kind.get().is_some() { "API" } else { "Form" }.into())}</legend>
            {buttons}
            {dynamic(move || {
                let note = state.api.with(|api| api.map_or("", |api| api.authentication));
                (!note.is_empty()).then(|| view! { <p class="hint" id="subscription-authentication">{sentence(note)}</p> }).into_any()
            })}
        </fieldset>
    }
}

/// The operations of the API.
#[component]
fn Operations(state: PanelState) -> impl IntoView {
    let form = state.form;
    let button = move |chosen: Chosen| {
        view! {
            <button
                type="button"
                class="chip"
                id=format!("subscription-operation-{}", chosen.id())
                aria-pressed=text(move || (state.kind.get() == Some(chosen.0)).to_string())
                on:click=move |_| form.operation.set(chosen)
            >
                {chosen.title()}
            </button>
        }
    };
    dynamic(move || {
        let all = state.api.with(|api| api.map(|api| operations(form.provider.get_untracked(), api)));
        let all: Vec<Chosen> = all.into_iter().flatten().map(|operation| Chosen(operation.kind())).collect();
        if all.is_empty() {
            return ().into_any();
        }
        view! {
            <fieldset class="choice">
                <legend>"Operation"</legend>
                <div class="chips" id="subscription-operations">{all.into_iter().map(button).collect_view()}</div>
            </fieldset>
        }
        .into_any()
    })
}
