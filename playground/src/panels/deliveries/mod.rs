//! The panel that delivers events of the in-page account to a simulated receiver, and shows the delivery log.

mod answer;
mod checklist;
mod detail;
mod fields;
mod inputs;
mod log;
mod model;
mod simulation;

use leptos::prelude::*;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::panel::Panel;
use crate::model::form::Form as _;
use crate::panels::check::fields::CheckFields;
use crate::reactive::{State as _, memo};
use crate::state::handover::{Handovers, when_handed_over};
use crate::state::saved::SavedForms;
use crate::ui::taken_over::TakenOver;
use answer::Answer;
use checklist::Checklist;
use detail::DeliveryDetail;
use fields::DeliveriesFields;
use inputs::Inputs;
use log::{ApiLog, DeliveryLog};
use model::detail::Detail;
use model::form::DeliveriesForm;
use simulation::Simulation;

pub(crate) const PANEL: Panel = Panel {
    id: DeliveriesForm::ID,
    title: "Deliveries",
    heading: "Simulate deliveries",
    lead: "Emit events to a simulated receiver, follow the retries on a virtual clock, and find out why webhooks are not received.",
    styles: &["deliveries.css"],
    load: |forms| Box::pin(load(forms)),
    prefetch: || Box::pin(prefetch()),
};

#[wasm_split(deliveries, fallible, preload(prefetch))]
fn load(forms: SavedForms) -> Result<AnyView, SplitLoaderError> {
    // The panel hands deliveries over to the check panel, which may not have been opened yet.
    forms.provide::<CheckFields>();
    let form = forms.provide_with_links::<DeliveriesFields>();
    let simulation = Simulation::new(forms, form);
    let handovers = Handovers::provide(forms);
    Ok(view! { <DeliveriesPanel forms=forms simulation=simulation handovers=handovers/> }.into_any())
}

#[component]
fn DeliveriesPanel(forms: SavedForms, simulation: Simulation, handovers: Handovers) -> impl IntoView {
    let taken = TakenOver::new();
    forms.when_cleared(move || taken.clear());
    let swap = move |form: DeliveriesForm| {
        let now = simulation.form.get_untracked();
        simulation.form.set(form);
        simulation.emitted.set(None);
        simulation.shown.set(String::new());
        now
    };
    when_handed_over(handovers.deliveries, move |handover| {
        let mut form = simulation.form.get_untracked();
        form.take_over(&handover);
        taken.show(format!("The event is now for {}.", handover.from), swap(form));
    });
    let provider = memo(move || simulation.form.provider.get());
    let detail = memo(move || {
        simulation.shown.with(|id| {
            let provider = provider.get();
            simulation.with(|account, network| Detail::of(account.service(provider)?, network, id))
        })
    });
    let part = move |part: fn(&Detail) -> &String| {
        memo(move || detail.with(|detail| detail.as_ref().map(|detail| part(detail).clone()).unwrap_or_default()))
    };
    let (shown, subscription_id) = (part(|detail| &detail.id), part(|detail| &detail.subscription_id));
    view! {
        {taken.line("deliveries-undo", swap)}
        <Inputs simulation=simulation/>
        <Answer simulation=simulation/>
        <DeliveryLog simulation=simulation shown=shown/>
        <div class="results">
            <DeliveryDetail simulation=simulation detail=detail/>
            <ApiLog simulation=simulation provider=provider subscription_id=subscription_id/>
        </div>
        <div class="results"><Checklist simulation=simulation handovers=handovers/></div>
    }
}
