//! The start of a plan, with a date picker.

use leptos::prelude::*;

use super::model::picked;
use crate::browser;
use crate::model::instant::{Clock, When};
use crate::reactive::{Field, State as _, dynamic, memo, text};
use crate::ui::clock::ClockField;

/// The first attempt: now, or a time that is typed or picked.
#[component]
pub(super) fn Start(value: Field<When>) -> impl IntoView {
    let is_set = memo(move || value.with(|when| when.clock == Clock::At));
    let pick = move |event: web_sys::Event| {
        if let Some(instant) = picked::instant(&event_target_value(&event)) {
            value.update(|when| when.instant = instant);
        }
    };
    view! {
        <ClockField
            name="retries-clock"
            id="retries-start"
            legend="First attempt"
            clocks=&[Clock::Now, Clock::At]
            value=value
        />
        {dynamic(move || is_set.get().then(|| view! {
            <div class="field">
                <label for="retries-picked">"Date and time in UTC"</label>
                <input
                    id="retries-picked"
                    type="datetime-local"
                    step="1"
                    prop:value=text(move || value.with(|when| picked::of(when, browser::now_ms())))
                    on:change=pick
                />
            </div>
        }).into_any())}
    }
}
