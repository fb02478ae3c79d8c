//! The panel that simulates many deliveries. The simulation runs in a worker.

mod charts;
pub(crate) mod fields;
mod inputs;
pub(crate) mod model;
mod results;
mod runner;
mod serve;

use std::future::Future;
use std::pin::Pin;

use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::panel::Panel;
use crate::browser::simulator;
use crate::model::form::Form as _;
use crate::state::saved::SavedForms;
use charts::Charts;
use fields::ScaleFields;
use inputs::Command;
use model::fields::KEYS;
use model::form::ScaleForm;
use results::{Answer, Details};
use runner::Runner;

pub(crate) const PANEL: Panel = Panel {
    id: ScaleForm::ID,
    title: "Scale",
    heading: "Simulate retries at scale",
    lead: "See how many requests arrive per second when thousands of deliveries are retried after an outage.",
    styles: &["retries.css", "scale.css"],
    load: |forms| Box::pin(load(forms)),
    prefetch: || {
        Box::pin(async {
            prefetch_worker().await?.await;
            Ok(())
        })
    },
};

/// Returns whether the query of a link contains members of this form that no other form has.
pub(super) fn has_members(query: &str) -> bool {
    let mut names = query.split('&').filter_map(|pair| pair.split('=').next());
    names.any(|name| name == "against" || KEYS.contains(&name))
}

/// Runs the module as the worker of the simulation.
pub(crate) fn run_as_worker() {
    wasm_bindgen_futures::spawn_local(async {
        if begin().await.is_err() {
            // The page receives the error.
            wasm_bindgen::throw_str("not loaded");
        }
    });
}

/// Starts to receive messages. The simulation is in the part of the panel: with a part of its own, which shares much with
/// others, the page would be 30 kB larger with brotli.
#[wasm_split(scale, fallible)]
fn begin() -> Result<(), SplitLoaderError> {
    serve::serve();
    Ok(())
}

/// Starts the worker in advance, and waits until it has been loaded.
#[wasm_split(scale, fallible)]
fn prefetch_worker() -> Result<Pin<Box<dyn Future<Output = ()>>>, SplitLoaderError> {
    let _ = simulator::start();
    Ok(Box::pin(simulator::prefetch()))
}

#[wasm_split(scale, fallible)]
fn load(forms: SavedForms) -> Result<AnyView, SplitLoaderError> {
    // If the worker does not start, the panel says so once it is open.
    let _ = simulator::start();
    forms.provide_with_links::<ScaleFields>();
    Ok(view! { <ScalePanel/> }.into_any())
}

#[component]
fn ScalePanel() -> impl IntoView {
    let form: ScaleFields = expect_context();
    let runner = Runner::new(form);
    view! {
        <Command form=form runner=runner/>
        <div class="results full"><Answer runner=runner/></div>
        <Charts runner=runner/>
        <Details runner=runner/>
    }
}
