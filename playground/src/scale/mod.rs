//! What the policy does at scale: a simulation that runs in the page, in slices between which the page can be used.

mod form;
mod results;
mod runner;

use leptos::prelude::*;

use crate::model::retry::RetryForm;
use crate::model::retry::policy::OwnPolicy;
use crate::reactive::{Followed, text};
use form::ScaleFields;
use results::{Charts, Outcome};
use runner::Runner;

/// The lower half of the panel.
#[component]
pub(crate) fn AtScale(
    /// What is filled in.
    form: RwSignal<RetryForm>,
    /// The policy of one's own.
    own: Followed<OwnPolicy>,
) -> impl IntoView {
    let runner = Runner::new(form, own);
    view! {
        <div class="intro wide">
            <h3 id="scale-title">"At scale"</h3>
            <p>
                "Thousands of deliveries by the policy above, "
                <strong>{text(move || form.with(|form| form.chosen.name()))}</strong>
                ", on a clock that is not real. The same seed always gives the same figures."
            </p>
        </div>
        <ScaleFields form=form/>
        <div class="results"><Outcome runner=runner/></div>
        <Charts runner=runner/>
    }
}
