//! The choice of the instant at which a delivery is checked or signed.

use leptos::prelude::*;

use super::bind::TextBinding;
use super::controls::{Segmented, TextField};
use crate::browser;
use crate::model::choice::options;
use crate::model::instant::{Clock, When};
use crate::reactive::{Field, State as _, dynamic, memo};

/// The choice of a clock, with a field for another instant.
#[component]
pub(crate) fn ClockField(
    /// The name of the choice.
    name: &'static str,
    /// The id of the field for another instant.
    id: &'static str,
    /// The label.
    legend: &'static str,
    /// The clocks to choose from.
    clocks: &'static [Clock],
    /// The instant.
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
