//! The Hookwright playground: a page that creates subscriptions, signs events, checks deliveries and plans retries. Nothing
//! that is typed into it leaves it.
//!
//! | layer | contents |
//! |---|---|
//! | `model`, and `model` in each panel | what the page knows, as plain values |
//! | `browser`, `reactive` | the browser's interfaces, and signals with few types |
//! | `state` | what panels share: saved forms, the custom scheme |
//! | `ui` | controls and other parts of views |
//! | `panels` | a folder for each panel, and the registry |
//! | `app` | the page |
//!
//! A layer imports only from those above it. A panel imports the model of another one where it hands something over.

#![expect(unreachable_pub, reason = "the component macro repeats the visibility of a component in items of its own")]

mod app;
mod browser;
mod model;
mod panels;
mod reactive;
mod state;
mod ui;

use leptos::prelude::*;

/// Replaces what `index.html` shows at first by the page.
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        browser::show_failure();
    }));
    if let Some(place) = browser::emptied("app") {
        mount_to(place, app::App).forget();
    }
}
