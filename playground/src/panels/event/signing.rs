//! Code that signs as the scheme does, for the program of a sender. Few visitors need it, so it is loaded on demand.

use hookwright::receiver::SigningLanguage;
use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::model::signing::code;
use super::state::CraftState;
use crate::model::choice::Named;
use crate::reactive::{Field, State as _, dynamic, flag, memo, text};
use crate::ui::bind::TextBinding;
use crate::ui::code::{Colored, CopyButton};
use crate::ui::controls::Segmented;
use crate::ui::findings::sentence;
use crate::ui::lazy::when_needed;

/// The place of the code, which is folded at first.
#[component]
pub(super) fn SigningCode(state: CraftState) -> impl IntoView {
    let is_open = Field::new(false);
    view! {
        <details class="foldable" id="event-signing" on:toggle=move |_| is_open.set(true)>
            <summary><span>"Signing code for your sender"</span></summary>
            {when_needed(flag(move || is_open.get()), move || Box::pin(load(state)))}
        </details>
    }
}

#[wasm_split(signing, fallible, preload(prefetch))]
fn load(state: CraftState) -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <Code state=state/> }.into_any())
}

/// Loads the code in advance, for a page without a network.
pub(super) async fn prefetch_code() -> Result<(), SplitLoaderError> {
    prefetch().await
}

#[component]
fn Code(state: CraftState) -> impl IntoView {
    let CraftState { form, custom, .. } = state;
    let language = Field::new(SigningLanguage::Node);
    let written = memo(move || custom.read.with(|custom| code(form.scheme.get(), custom, language.get())));
    let shown = text(move || written.with(|written| written.clone().unwrap_or_default()));
    let reason = memo(move || written.with(|written| written.as_ref().err().cloned()));
    let has_code = flag(move || reason.with(Option::is_none));
    let binding = TextBinding::new(
        move || Named::id(language.get()).into(),
        move |id| <SigningLanguage as Named>::from_id(&id).into_iter().for_each(|chosen| language.set(chosen)),
    );
    let options = SigningLanguage::ALL.map(|language| (language.id(), language.name())).to_vec();
    view! {
        <p class="hint" hidden=flag(move || !has_code.get())>
            "A function without dependencies. It signs at the time of the call, unlike the code of one delivery above."
        </p>
        <section class="code" aria-label="Signing code" hidden=flag(move || !has_code.get())>
            <header>
                <h3>"Signing code"</h3>
                <Segmented name="event-signing-language" legend="Language" options=options value=binding hide_legend=true/>
                <CopyButton what="the signing code" text=shown/>
            </header>
            <Colored id="event-signing-code" text=shown/>
        </section>
        {dynamic(move || reason.get().map(|reason| view! {
            <p class="hint" id="event-signing-reason">"There is no code for this scheme: "{sentence(&reason)}</p>
        }).into_any())}
    }
}
