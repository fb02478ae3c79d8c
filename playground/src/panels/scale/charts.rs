//! The charts of the runs next to each other, with a cursor that reads the values of all of them.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use super::model::cursor::{self, moved};
use super::model::view::Run;
use super::runner::Runner;
use crate::model::axis::percent;
use crate::reactive::{ErasedMemo, Field, State as _, flag, memo, text};

/// The most runs: of the policy, and of the policy with another jitter.
const RUNS: usize = 2;

/// The charts and the values at the cursor.
#[component]
pub(super) fn Charts(runner: Runner) -> impl IntoView {
    let view = runner.view;
    let is_empty = memo(move || view.with(|view| view.runs.is_empty()));
    let count = memo(move || view.with(|view| view.readouts.len()));
    // The column that is read, in all charts.
    let cursor = Field::new(None::<usize>);
    let readout = text(move || {
        let column = cursor.get().and_then(|index| view.with(|view| view.readouts.get(index).cloned()));
        column.unwrap_or_else(|| "Point at a chart, or focus it and press the left or right arrow key.".into())
    });
    let chart = move |number: usize| {
        let run = memo(move || view.with(|view| view.runs.get(number).cloned().unwrap_or_default()));
        let is_missing = memo(move || view.with(|view| view.runs.len() <= number));
        view! { <Chart number=number run=run is_missing=is_missing count=count cursor=cursor/> }
    };
    view! {
        <section class="card full" aria-labelledby="scale-charts-title" hidden=flag(move || is_empty.get())>
            <header class="titled">
                <h3 id="scale-charts-title">"Requests per second"</h3>
                <p class="hint" id="scale-bins">{text(move || view.with(|view| view.bins.clone()))}</p>
            </header>
            <div class="multiples">{(0..RUNS).map(chart).collect_view()}</div>
            <p class="readout" id="scale-readout" aria-live="polite">{readout}</p>
        </section>
    }
}

#[component]
fn Chart(
    number: usize,
    run: ErasedMemo<Run>,
    is_missing: ErasedMemo<bool>,
    /// The number of columns.
    count: ErasedMemo<usize>,
    cursor: Field<Option<usize>>,
) -> impl IntoView {
    let id = format!("scale-chart-{number}");
    let about = format!("{id}-about");
    let point = move |event: PointerEvent| {
        let plot = event.current_target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let Some(track) = plot.and_then(|plot| plot.query_selector(".track-area").ok().flatten()) else { return };
        let room = track.get_bounding_client_rect();
        let share = (f64::from(event.client_x()) - room.left()) / room.width().max(1.0);
        cursor.set(cursor::at(share, count.get_untracked()));
    };
    let press = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        if let Some(next) = moved(&event.key(), event.shift_key(), cursor.get_untracked(), count.get_untracked()) {
            event.prevent_default();
            cursor.set(next);
        }
    };
    let place = text(move || percent(cursor.get().map_or(0, |index| cursor::position(index, count.get()))));
    let drawing = text(move || run.with(|run| run.chart.drawing.clone()));
    let name = text(move || run.with(|run| run.name.clone()));
    let label = text(move || format!("{}: requests per second over time", name.get()));
    view! {
        <figure class="multiple" hidden=flag(move || is_missing.get())>
            <figcaption><strong>{name}</strong></figcaption>
            <div
                class="chart"
                id=id
                dir="ltr"
                tabindex="0"
                role="group"
                aria-label=label
                aria-describedby=about.clone()
                on:pointermove=point
                on:pointerdown=point
                on:pointerleave=move |_| cursor.set(None)
                on:blur=move |_| cursor.set(None)
                on:keydown=press
            >
                <div class="chart-drawing" prop:innerHTML=drawing></div>
                <div class="track-area" aria-hidden="true">
                    <span class="cursor" hidden=flag(move || cursor.get().is_none()) style:left=place></span>
                </div>
            </div>
            <p class="hint" id=about>{text(move || run.with(|run| run.chart.sentence.clone()))}</p>
        </figure>
    }
}
