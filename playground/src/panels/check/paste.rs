//! The box into which a whole request is pasted. What reads it is loaded after the panel.

use std::cell::Cell;

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::model::first;
use super::state::{BOX, CheckState};
use super::tools::{self, Tools};
use crate::reactive::{State as _, flag};
use crate::ui::lazy::when_needed;

thread_local! {
    /// Whether the kept delivery was filled in, and the tools listen.
    static STARTED: Cell<bool> = const { Cell::new(false) };
}

/// Calls a function with the tools, which are loaded and started first if necessary. If they do not load, the next call
/// tries again.
pub(super) fn with_tools(run: fn(&Tools, CheckState), state: CheckState) {
    spawn_local(async move {
        if let Ok(tools) = load().await {
            if !STARTED.replace(true) {
                (tools.restore)(state);
                (tools.listen)(state);
            }
            run(tools, state);
        }
    });
}

#[wasm_split(check_more, fallible)]
fn load() -> Result<&'static Tools, SplitLoaderError> {
    Ok(tools::tools())
}

/// The box, and the line below it.
#[component]
pub(crate) fn PasteBox(state: CheckState) -> impl IntoView {
    let is_example = flag(move || state.form.headers.with(|headers| **headers == *first::HEADERS));
    view! {
        <div class="paste">
            <label for=BOX class="visually-hidden">"Paste a request"</label>
            <textarea
                id=BOX
                class="mono"
                rows="1"
                spellcheck="false"
                placeholder="Paste or drop a request: cURL, raw HTTP, HAR, Postman, headers as JSON, a signature"
                aria-describedby="check-notice"
            ></textarea>
            <p class="hint unread">"Not read yet: press Enter."</p>
            <p class="hint" id="check-example" hidden=flag(move || !is_example.get())>
                "Example: a GitHub delivery whose body was parsed and serialized again. "
                <button type="button" class="link" on:click=move |_| with_tools(|tools, state| (tools.clear)(state), state)>"Clear"</button>
            </p>
            <div id="check-notice" role="status">
                {loaded(flag(move || state.notice.get() > 0), state, |tools, state| (tools.notice)(state))}
            </div>
        </div>
    }
}

/// The line below the choice of the sender.
pub(crate) fn detected_line(state: CheckState) -> AnyView {
    loaded(flag(move || state.detected.with(Option::is_some)), state, |tools, state| (tools.detected)(state))
}

/// The lines below the body.
pub(crate) fn body_line(state: CheckState) -> AnyView {
    let is_needed = move || {
        state.form.body.track();
        let body = state.form.body;
        let has_other = [body.hex, body.base64].into_iter().any(|text| text.with_untracked(|text| !text.is_empty()));
        state.unkept.with(Option::is_some)
            || state.form.has_long_body()
            || has_other
            || body.file.with_untracked(Option::is_some)
    };
    loaded(flag(is_needed), state, |tools, state| (tools.below_body)(state))
}

/// Creates a view with the tools, once it is needed.
pub(super) fn loaded(is_needed: Signal<bool>, state: CheckState, create: fn(&Tools, CheckState) -> AnyView) -> AnyView {
    when_needed(is_needed, move || Box::pin(async move { Ok(create(load().await?, state)) }))
}
