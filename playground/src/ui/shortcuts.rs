//! Keyboard shortcuts, and the dialog that lists them.

use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use web_sys::{EventTarget, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::tabs::{Tab, panel_id, tab_id};
use crate::browser;
use crate::model::shortcuts::{Action, Keys, Press};
use crate::reactive::{Field, State as _, flag};
use crate::state::page::PageFields;

/// The key in storage if shortcuts of single keys are off. Programs that turn speech to text press such keys.
const OFF: &str = "hookwright.shortcuts-off";

/// The id of the dialog.
const DIALOG: &str = "shortcuts";

/// Handles keys from now on.
pub(crate) fn install(page: PageFields, panels: Vec<Tab>) {
    let keys = StoredValue::new(Keys::new(&panels));
    let is_off = Field::new(browser::load(OFF).is_some());
    let Some(body) = document().body() else { return };
    mount_to(body, move || view! { <Dialog keys=keys is_off=is_off/> }).forget();
    // The listeners are used as long as the page is open.
    let _ = window_event_listener(ev::keydown, move |event: KeyboardEvent| {
        if event.default_prevented() || event.is_composing() || is_open() {
            return;
        }
        let key = event.key();
        let press = Press {
            key: &key,
            is_control: event.ctrl_key() || event.meta_key(),
            is_alt: event.alt_key(),
            is_typing: is_off.get_untracked() || event.target().is_some_and(is_text_field),
        };
        let Some(action) = keys.try_update_value(|keys| keys.press(press)).flatten() else { return };
        event.prevent_default();
        let panel = page.panel.get_untracked();
        match action {
            Action::Help => open(),
            Action::Input => focus_in(&panel, "input[type=text], textarea, select"),
            Action::Verdict => focus_in(&panel, "[id$=-verdict]"),
            Action::Open(id) => {
                page.panel.set(id.into());
                browser::focus(&tab_id(id));
            }
        }
    });
    let _ = window_event_listener(ev::click, |event| {
        let target = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
        if target.is_some_and(|target| target.id() == "shortcuts-button") {
            open();
        }
    });
    spawn_local(browser::load_styles("shortcuts.css"));
    // `start.js` then repeats what was pressed before.
    browser::set_root_attribute("data-keys", Some(""));
}

/// The dialog. The browser moves the focus into it and back, and closes it with Escape.
#[component]
fn Dialog(keys: StoredValue<Keys>, is_off: Field<bool>) -> impl IntoView {
    let row = |(keys, words): (Vec<String>, String)| {
        let keys = keys.into_iter().map(|key| view! { <kbd>{key}</kbd>" " }).collect_view();
        view! { <dt>{keys}</dt><dd>{words}</dd> }
    };
    let switch = move |on: bool| {
        is_off.set(!on);
        if on {
            browser::remove_stored(OFF);
        } else {
            browser::store(OFF, "off");
        }
    };
    view! {
        <dialog id=DIALOG aria-labelledby="shortcuts-title">
            <h2 id="shortcuts-title">"Keyboard shortcuts"</h2>
            <dl>{keys.with_value(Keys::list).into_iter().map(row).collect_view()}</dl>
            <label class="tick switch">
                <input
                    type="checkbox"
                    prop:checked=flag(move || !is_off.get())
                    on:change:target=move |event| switch(event.target().checked())
                />
                <span>"Use shortcuts without Ctrl"</span>
            </label>
            <button type="button" class="quiet-button" on:click=|_| close()>"Close"</button>
        </dialog>
    }
}

/// Returns whether any dialog is open. Shortcuts would act behind it.
fn is_open() -> bool {
    document().query_selector("dialog[open]").is_ok_and(|dialog| dialog.is_some())
}

fn open() {
    call("showModal");
}

fn close() {
    call("close");
}

/// Calls a function of the dialog.
fn call(name: &str) {
    let Some(dialog) = document().get_element_by_id(DIALOG) else { return };
    let function = js_sys::Reflect::get(&dialog, &name.into());
    if let Some(function) = function.ok().and_then(|function| function.dyn_into::<js_sys::Function>().ok()) {
        let _ = function.call0(&dialog);
    }
}

/// Returns whether an element takes text. Keys that are pressed in it are not shortcuts.
fn is_text_field(target: EventTarget) -> bool {
    let Ok(element) = target.dyn_into::<HtmlElement>() else { return false };
    match element.dyn_ref::<HtmlInputElement>() {
        Some(input) => !matches!(input.type_().as_str(), "checkbox" | "radio" | "button"),
        None => element.is_content_editable() || element.matches("textarea, select").unwrap_or(false),
    }
}

/// Focuses the first element that matches in a panel and is not hidden.
fn focus_in(panel: &str, selector: &str) {
    let selector = format!("#{} :is({selector}):not([hidden] *)", panel_id(panel));
    let found = document().query_selector(&selector).ok().flatten();
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
