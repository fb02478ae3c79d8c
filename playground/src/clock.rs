//! When a delivery is judged or signed.

use leptos::prelude::*;

use crate::controls::{Segmented, TextField};
use crate::model::instant::{Clock, When};
use crate::reactive::{dynamic, memo};

/// The choice of a clock, with a field for another instant.
#[component]
pub(crate) fn ClockField(
    /// The name of the choice.
    name: &'static str,
    /// The id of the field for another instant.
    id: &'static str,
    /// What happens at that instant.
    legend: &'static str,
    /// What can be chosen, with its words on the page.
    clocks: &'static [(Clock, &'static str)],
    /// What is chosen.
    #[prop(into)]
    when: Signal<When>,
    /// What to do when another clock is chosen.
    #[prop(into)]
    choose: Callback<Clock>,
    /// What to do with the instant that is typed.
    #[prop(into)]
    typed: Callback<String>,
) -> impl IntoView {
    let clock = memo(move || when.with(|when| when.clock));
    let options = clocks.iter().map(|(clock, words)| (clock.id(), *words)).collect();
    view! {
        <div class="clock">
            <Segmented
                name=name
                legend=legend
                options=options
                chosen=Signal::derive(move || clock.get().id())
                choose=move |id: &'static str| choose.run(Clock::from_id(id))
            />
            {dynamic(move || match clock.get() {
                Clock::Now => ().into_any(),
                Clock::At => view! {
                    <TextField
                        id=id
                        label="Instant"
                        hint="RFC 3339, or seconds or milliseconds since 1970."
                        value=Signal::derive(move || when.with(|when| when.text.clone()))
                        typed=move |text| typed.run(text)
                    />
                }
                .into_any(),
                Clock::Any => view! {
                    <p class="hint">"However old it is. Do not check deliveries so that arrive: whoever has one could send it again."</p>
                }
                .into_any(),
            })}
        </div>
    }
}
