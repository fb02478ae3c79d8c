//! The simulation of a policy at scale. It runs in slices, so that the page remains responsive.

mod form;
pub(crate) mod model;
mod results;
mod runner;

use hookwright::retry::Policy;
use leptos::prelude::*;

use super::fields::RetryFields;
use crate::reactive::{ErasedMemo, State as _, text};
use form::ScaleFields;
use results::{Charts, Outcome};
use runner::Runner;

/// The lower part of the panel.
#[component]
pub(crate) fn Simulation(
    /// The form of the panel.
    form: RetryFields,
    /// The policy, if it is valid.
    policy: ErasedMemo<Option<Policy>>,
) -> impl IntoView {
    let runner = Runner::new(form, policy);
    view! {
        <div class="intro wide">
            <h3 id="scale-title">"At scale"</h3>
            <p>
                "Thousands of deliveries with the policy above, "
                <strong>{text(move || form.plan.policy.get().name())}</strong>
                ", on a simulated clock. The same seed always gives the same figures."
            </p>
        </div>
        <ScaleFields form=form/>
        <div class="results"><Outcome runner=runner/></div>
        <Charts runner=runner/>
    }
}
