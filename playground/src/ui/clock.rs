//! The control for the reference time of checking or signing.

use leptos::prelude::*;

use super::bind::TextBinding;
use super::controls::{Reading, Segmented, TextField};
use crate::browser;
use crate::model::choice::options;
use crate::model::instant::{Clock, When};
use crate::reactive::{Field, State as _, dynamic, memo};

/// A choice of a clock, with a field for another time.
#[component]
pub(crate) fn ClockField(
    /// The name of the radio buttons.
    name: &'static str,
    /// The id of the field for another time.
    id: &'static str,
    legend: &'static str,
    /// The available clocks.
    clocks: &'static [Clock],
    /// The reference time.
    value: Field<When>,
) -> impl IntoView {
    let clock = memo(move || value.with(|when| when.clock));
    let chosen = TextBinding::choice(
        move || clock.get(),
        move |clock| value.update(|when| when.choose(clock, browser::now_ms())),
    );
    let instant = TextBinding::new(
        move || value.with(|when| when.instant.clone()),
        move |text| value.update(|when| when.instant = text),
    );
    let reading = Reading::new(move || value.with(|when| when.reading(browser::now_ms())));
    view! {
        <div class="clock">
            <Segmented name=name legend=legend options=options(clocks) value=chosen/>
            {dynamic(move || match clock.get() {
                Clock::Now => ().into_any(),
                Clock::At => view! {
                    <TextField
                        id=id
                        label="Instant"
                        hint="A time such as 03:00 or 2026-11-30 03:00, in UTC unless it has an offset, or seconds since 1970."
                        value=instant
                        reading=reading
                    />
                }
                .into_any(),
                Clock::Any => view! {
                    <p class="hint">"The age is ignored. Do not check arriving deliveries like this: anyone who has one could send it again."</p>
                }
                .into_any(),
            })}
        </div>
    }
}
