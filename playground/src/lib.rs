//! The Hookwright playground: a page that creates subscriptions, signs events, checks deliveries and plans retries. It
//! sends what the user types only to a receiver on the same machine, on request.
//!
//! | layer | contents |
//! |---|---|
//! | `model`, and `model` in each panel | forms and results as plain values, without signals or views |
//! | `browser`, `reactive` | browser APIs, and type-erased signals |
//! | `state` | state that panels share: saved forms, the custom scheme |
//! | `ui` | controls and other components |
//! | `panels` | a folder for each panel, and the registry |
//! | `app` | the page |
//!
//! A layer imports only from those above it. A panel imports another panel's model where it passes data to it.

#![expect(unreachable_pub, reason = "the component macro makes the generated items as visible as the component")]

mod app;
mod browser;
mod model;
mod panels;
mod reactive;
mod state;
mod ui;

use leptos::prelude::*;

/// Replaces the initial content of `index.html` with the page. In a worker, simulates instead.
pub fn start() {
    if browser::simulator::is_worker() {
        panels::scale::run_as_worker();
        return;
    }
    // The page shows that it has stopped: see `early.js`.
    #[cfg(feature = "panic-messages")]
    console_error_panic_hook::set_once();
    state::remote::register();
    state::public_keys::register();
    state::summaries::summaries();
    if let Some(place) = browser::clear_element("app") {
        mount_to(place, app::App).forget();
    }
}
