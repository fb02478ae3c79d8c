//! The panel that manages subscriptions: requests to the API of a provider, and an account on the page that answers them.

mod account;
mod answer;
mod command;
mod creation;
mod field;
mod fields;
mod model;
mod parameters;
mod request;
mod share;
mod state;
mod update;

use hookwright::service::OperationKind;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::panel::Panel;
use crate::model::form::Form as _;
use crate::reactive::dynamic;
use crate::state::account::AccountState;
use crate::state::handover::Handovers;
use crate::state::saved::SavedForms;
use account::AccountView;
use answer::AnswerBand;
use command::Command;
use creation::Creation;
use fields::SubscriptionFields;
use model::form::SubscriptionForm;
use parameters::Parameters;
use request::{Request, send_or_focus};
use state::PanelState;
use update::Update;

pub(crate) const PANEL: Panel = Panel {
    id: SubscriptionForm::ID,
    title: "Subscribe",
    heading: "Subscribe to events",
    lead: "Create, change and delete subscriptions: try each request on this page, and copy it.",
    styles: &["subscription.css"],
    load: |forms| Box::pin(load(forms)),
    prefetch: || Box::pin(prefetch()),
};

#[wasm_split(subscription, fallible, preload(prefetch))]
fn load(forms: SavedForms) -> Result<AnyView, SplitLoaderError> {
    let form = forms.provide_with_links::<SubscriptionFields>();
    let state = PanelState::new(form, AccountState::provide(forms), Handovers::provide(forms));
    forms.when_cleared(move || state.clear());
    Ok(view! { <SubscriptionPanel state=state/> }.into_any())
}

#[component]
fn SubscriptionPanel(state: PanelState) -> impl IntoView {
    let shortcut = move |event: KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            send_or_focus(state);
        }
    };
    let inputs = dynamic(move || match state.kind.get() {
        None | Some(OperationKind::Create) => view! { <Creation state=state/> }.into_any(),
        Some(OperationKind::Update) => view! { <Parameters state=state/><Update state=state/> }.into_any(),
        Some(_) => view! { <Parameters state=state/> }.into_any(),
    });
    view! {
        <Command state=state/>
        <AnswerBand state=state/>
        <form class="inputs" on:submit=|event| event.prevent_default() on:keydown=shortcut>{inputs}</form>
        <div class="results"><Request state=state/></div>
        <AccountView state=state/>
    }
}
