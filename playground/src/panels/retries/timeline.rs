//! The timeline: the attempts on a time axis, and the outage, whose ends can be moved.

use leptos::ev::{KeyboardEvent, PointerEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast as _;

use super::fields::RetryFields;
use super::model::handles::{End, Span};
use super::model::timeline::{axis, draw, legend};
use super::results::RetryResults;
use crate::model::axis::{Axis, WIDTH, percent};
use crate::reactive::{ErasedMemo, Field, State as _, dynamic, flag, memo, text};
use crate::ui::figure::Drawing;

/// The drawing and the handles of the outage.
#[component]
pub(super) fn Timeline(form: RetryFields, results: RetryResults) -> impl IntoView {
    let lanes = results.lanes;
    // The axis keeps its scale while a handle is moved: otherwise the time under the pointer would change.
    let held = Field::new(None::<Axis>);
    let axis = memo(move || held.get().unwrap_or_else(|| lanes.with(|lanes| axis(lanes))));
    let keys = memo(move || lanes.with(|lanes| legend(lanes)));
    let span = memo(move || form.plan.with(Span::of));
    let has_outage = memo(move || span.get().is_some());
    let handles = move || {
        let handle = |end| view! { <Handle end=end form=form span=span axis=axis held=held/> };
        has_outage
            .get()
            .then(|| view! { <Band form=form span=span axis=axis held=held/> {End::BOTH.map(handle).collect_view()} })
            .into_any()
    };
    view! {
        <div class="timeline" dir="ltr">
            <Drawing
                id="retries-timeline"
                markup=text(move || lanes.with(|lanes| axis.with(|axis| draw(lanes, axis))))
                keys=keys
            />
            <div class="handles">{dynamic(handles)}</div>
        </div>
        <p class="hint" hidden=flag(move || !has_outage.get())>
            "Drag the outage or an end of it, or focus an end and press an arrow key; with Shift, it moves in larger steps."
        </p>
    }
}

/// Returns the position of a pointer on the track of an element.
fn position(event: &PointerEvent) -> Option<u32> {
    let room = target(event)?.parent_element()?.get_bounding_client_rect();
    let share = (f64::from(event.client_x()) - room.left()) / room.width().max(1.0);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`as` saturates")]
    let position = (share * f64::from(WIDTH)) as u32;
    Some(position)
}

/// The outage itself, which a pointer moves. With a keyboard, its ends are moved.
#[component]
fn Band(
    form: RetryFields,
    span: ErasedMemo<Option<Span>>,
    axis: ErasedMemo<Axis>,
    held: Field<Option<Axis>>,
) -> impl IntoView {
    // The outage and the position of the pointer when it was pressed.
    let grabbed = StoredValue::new(None::<(Span, u32)>);
    let press = move |event: PointerEvent| {
        let Some((band, grip)) = target(&event).zip(span.get_untracked().zip(position(&event))) else { return };
        if band.set_pointer_capture(event.pointer_id()).is_ok() {
            grabbed.set_value(Some(grip));
            held.set(Some(axis.get_untracked()));
        }
    };
    let follow = move |event: PointerEvent| {
        let Some(((from, grip), (axis, to))) = grabbed.get_value().zip(held.get_untracked().zip(position(&event)))
        else {
            return;
        };
        form.plan.update(|plan| from.shifted(&axis, grip, to).write(plan));
    };
    let release = move |_| {
        grabbed.set_value(None);
        held.set(None);
    };
    let place = move |end| span.with(|span| span.map_or(0, |span| axis.with(|axis| axis.position(span.at(end)))));
    view! {
        <div
            class="band"
            aria-hidden="true"
            style:left=text(move || percent(place(End::Start)))
            style:width=text(move || percent(place(End::Stop).saturating_sub(place(End::Start))))
            on:pointerdown=press
            on:pointermove=follow
            on:lostpointercapture=release
        ></div>
    }
}

/// An end of the outage, as a slider.
#[component]
fn Handle(
    end: End,
    form: RetryFields,
    span: ErasedMemo<Option<Span>>,
    axis: ErasedMemo<Axis>,
    held: Field<Option<Axis>>,
) -> impl IntoView {
    let set = move |change: &dyn Fn(Span) -> Span| {
        if let Some(span) = span.get_untracked() {
            form.plan.update(|plan| change(span).write(plan));
        }
    };
    let press = move |event: PointerEvent| {
        let Some(handle) = target(&event) else { return };
        // The events go to the handle until the pointer is released, wherever it is.
        if handle.set_pointer_capture(event.pointer_id()).is_ok() {
            held.set(Some(axis.get_untracked()));
        }
    };
    let follow = move |event: PointerEvent| {
        let Some((axis, position)) = held.get_untracked().zip(position(&event)) else { return };
        set(&|span| span.moved(end, &axis, position));
    };
    let step = move |event: KeyboardEvent| {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let last_ms = axis.with_untracked(Axis::last_ms);
        let moved = |span: Span| span.pressed(end, &event.key(), event.shift_key(), last_ms);
        if span.get_untracked().and_then(moved).is_some() {
            event.prevent_default();
            set(&|span| moved(span).unwrap_or(span));
        }
    };
    let place = move || span.with(|span| span.map_or(0, |span| axis.with(|axis| axis.position(span.at(end)))));
    let number = move || span.with(|span| span.map_or(0, |span| span.at(end) / 1_000)).to_string();
    view! {
        <button
            type="button"
            class="handle"
            role="slider"
            aria-label=end.label()
            aria-valuemin="0"
            aria-valuemax=text(move || (axis.with(|axis| axis.time(WIDTH)) / 1_000).to_string())
            aria-valuenow=text(number)
            aria-valuetext=text(move || span.with(|span| span.map_or_else(String::new, |span| span.words(end))))
            style:left=text(move || percent(place()))
            on:pointerdown=press
            on:pointermove=follow
            on:lostpointercapture=move |_| held.set(None)
            on:keydown=step
        ></button>
    }
}

/// Returns the element that handles an event.
fn target(event: &PointerEvent) -> Option<web_sys::Element> {
    event.current_target()?.dyn_into().ok()
}
