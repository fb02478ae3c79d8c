//! The control for the reference time of checking or signing.

use leptos::prelude::*;

use super::bind::TextBinding;
use super::controls::{Segmented, TextField};
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
    view! {
        <div class="clock">
            <Segmented name=name legend=legend options=options(clocks) value=chosen/>
            {dynamic(move || match clock.get() {
                Clock::Now => ().into_any(),
                Clock::At => view! {
                    <TextField
                        id=id
                        label="Instant"
                        hint="RFC 3339, or seconds or milliseconds since 1970."
                        value=instant
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
