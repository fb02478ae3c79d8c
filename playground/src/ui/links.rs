//! Links and files: the buttons that share a panel, the notice about what was opened, and files that are dropped.
//!
//! The code is a part that is loaded when the browser is idle, or at once if the address is a link. It adds its elements
//! to the page itself, so that the main part need not know them.

use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast as _;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use web_sys::{ClipboardEvent, DataTransfer, DragEvent, Element, Event};

use super::findings::sentence;
use super::share::ShareDialog;
use crate::browser;
use crate::browser::script::tidy_bodies;
use crate::reactive::{State as _, dynamic, effect};
use crate::state::link_source::{Find, LinkNotice};
use crate::state::links::Links;
use crate::state::saved::SavedForms;

/// A listener of the window.
type Listener = Box<dyn Fn(Event)>;

/// The id of the text of the notice.
const NOTICE: &str = "link-notice";

/// Is provided once the links work.
#[derive(Clone, Copy)]
struct Started;

/// Starts the links of the page, and opens the one in the address. `find` returns the id of a panel.
#[wasm_split(links, fallible)]
pub(crate) fn start(forms: SavedForms, hash: String, find: Find) -> Result<(), SplitLoaderError> {
    forms.share(|| {
        let links = Links::provide(forms);
        links.find_with(find);
        spawn_local(browser::load_styles("share.css"));
        if let Some(place) = browser::add_element("#main", "afterbegin", "link-notice") {
            mount(place, Box::new(move || view! { <Notice links=links/> }.into_any()));
        }
        let dialog = ShareDialog::new(links);
        if let Some(place) = browser::add_element("#main", "beforeend", "share-place") {
            mount(place, Box::new(move || dialog.view()));
        }
        add_buttons(links, dialog);
        listen(links);
        // A link may have been followed while this part was loaded.
        let hash = if hash.contains('?') { hash } else { browser::hash() };
        spawn_local(links.open_address(hash, false));
        spawn_local(tidy_bodies());
        Started
    });
    Ok(())
}

/// Mounts a view for as long as the page exists.
fn mount(place: web_sys::HtmlElement, view: Box<dyn FnOnce() -> AnyView>) {
    mount_to(place, view).forget();
}

/// Adds a button to each panel that can be shared.
fn add_buttons(links: Links, dialog: ShareDialog) {
    let added = StoredValue::new(Vec::new());
    effect(move || {
        for id in links.shareable.get() {
            if added.with_value(|added: &Vec<&str>| added.contains(&id)) {
                continue;
            }
            added.update_value(|added| added.push(id));
            if let Some(place) = browser::add_element(&format!("#panel-{id} > .intro"), "afterend", "share-corner") {
                let button = move || {
                    view! {
                        <button type="button" class="quiet-button" id=format!("share-{id}") on:click=move |_| dialog.open(id)>
                            "Share"
                        </button>
                    }
                    .into_any()
                };
                mount(place, Box::new(button));
            }
        }
    });
}

/// What was opened, or why not.
#[component]
fn Notice(links: Links) -> impl IntoView {
    let content = move |LinkNotice { text, code, restore, .. }: LinkNotice| {
        let restore = restore.map(|id| {
            let restore = move |_| {
                links.restore(id);
                browser::focus("main");
            };
            view! { <button type="button" class="link" id="link-restore" on:click=restore>"Restore my own"</button> }
        });
        let dismiss = move |_| {
            links.notice.set(None);
            browser::focus("main");
        };
        view! {
            <p class:problem=code.is_some() data-code=code>
                <span>{sentence(&text)}</span>
                {restore}
                <button type="button" class="link" id="link-dismiss" on:click=dismiss>"Dismiss"</button>
            </p>
        }
        .into_any()
    };
    view! { <div id=NOTICE role="status">{dynamic(move || links.shown_notice().map(content).into_any())}</div> }
}

/// Listens to links in the address, and to files and texts that are pasted and dropped on panels that do not read them.
fn listen(links: Links) {
    // The address of the last link that was followed in the page itself.
    let own = StoredValue::new(None::<String>);
    let clicked = move |event: Event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let link = target.and_then(|target| target.closest("a[href^='#']").ok().flatten());
        own.set_value(link.and_then(|link| link.get_attribute("href")));
    };
    let hash_changed = move |_: Event| {
        if !browser::is_opened() {
            let hash = browser::hash();
            let is_own = own.try_update_value(Option::take).flatten().is_some_and(|own| own == hash);
            spawn_local(links.open_address(hash, is_own));
        }
    };
    let over = move |event: Event| {
        if !links.is_read_by_panel() && data_of(&event).is_some_and(|data| has_file(&data)) {
            event.prevent_default();
        }
    };
    let dropped = move |event: Event| {
        let (Some(data), false, false) = (data_of(&event), event.default_prevented(), links.is_read_by_panel()) else {
            return;
        };
        if let Some(file) = data.files().and_then(|files| files.item(0)) {
            // The browser would leave the page.
            event.prevent_default();
            links.open_file(file);
        } else if !is_field(&event)
            && let Ok(text) = data.get_data("text/plain")
            && links.open_text(&text)
        {
            event.prevent_default();
        }
    };
    let pasted = move |event: Event| {
        let data = event.dyn_ref::<ClipboardEvent>().and_then(ClipboardEvent::clipboard_data);
        let text = data.and_then(|data| data.get_data("text/plain").ok());
        let is_free = !event.default_prevented() && !links.is_read_by_panel() && !is_field(&event);
        if is_free && text.is_some_and(|text| links.open_text(&text)) {
            event.prevent_default();
        }
    };
    let listeners: [(&'static str, Listener); 5] = [
        ("click", Box::new(clicked)),
        ("hashchange", Box::new(hash_changed)),
        ("dragover", Box::new(over)),
        ("drop", Box::new(dropped)),
        ("paste", Box::new(pasted)),
    ];
    for (name, listener) in listeners {
        window_event_listener_untyped(name, listener);
    }
}

fn data_of(event: &Event) -> Option<DataTransfer> {
    event.dyn_ref::<DragEvent>().and_then(DragEvent::data_transfer)
}

/// Returns whether a file is dragged. Its name is known only when it is dropped.
fn has_file(data: &DataTransfer) -> bool {
    data.types().includes(&"Files".into(), 0)
}

fn is_field(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}
