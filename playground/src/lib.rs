//! The Hookwright playground: a page that builds subscriptions, crafts and signs events, checks deliveries, and plans
//! retries. Nothing that is typed into it leaves it.
//!
//! `model` holds what the page knows and what follows from it, as plain values; the modules beside it only show them.

#![expect(unreachable_pub, reason = "the component macro repeats the visibility of a component in items of its own")]

mod app;
mod browser;
mod check;
mod chooser;
mod clock;
mod code;
mod controls;
mod event;
mod examples;
mod figure;
mod findings;
mod handshake;
mod model;
mod own;
mod provenance;
mod reactive;
mod retry;
mod scale;
mod scheme_card;
mod subscription;
mod tabs;
mod theme;

use leptos::prelude::*;

/// Puts the page in place of what `index.html` shows until then.
pub fn start() {
    std::panic::set_hook(Box::new(|info| {
        console_error_panic_hook::hook(info);
        browser::show_failure();
    }));
    if let Some(place) = browser::emptied("app") {
        mount_to(place, app::App).forget();
    }
}
