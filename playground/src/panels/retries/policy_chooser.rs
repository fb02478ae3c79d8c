//! The chooser of a retry policy, for the panels that use one.

use std::future::ready;

use leptos::prelude::*;

use super::model::policy::candidates;
use crate::model::search::{Candidate, Search, found};
use crate::reactive::ErasedMemo;
use crate::ui::chooser::Chooser;
use crate::ui::lazy::Loading;

/// The hint for the custom policy.
pub(crate) const CUSTOM_HINT: &str = "The waits before the retries, such as 5s, 5m, 30m, 2h, or any policy as JSON.";

/// Makes a list of policies available to a chooser.
pub(crate) fn listed(policies: Vec<Candidate>) -> Loading<(Vec<Candidate>, Search)> {
    Box::pin(ready(Ok((policies, found as Search))))
}

/// A combobox for a policy.
#[component]
pub(crate) fn PolicyChooser(
    /// The id of the field.
    id: &'static str,
    label: &'static str,
    /// The policies to choose from: all built-in ones and the custom one by default.
    #[prop(default = || listed(candidates()))]
    all: fn() -> Loading<(Vec<Candidate>, Search)>,
    /// The id of the chosen policy.
    chosen: ErasedMemo<&'static str>,
    title: Signal<String>,
    hint: Signal<String>,
    /// Chooses a policy by its id.
    #[prop(into)]
    choose: Callback<&'static str>,
) -> impl IntoView {
    view! {
        <Chooser
            id=id
            label=label
            list="Senders and their policies"
            noun="policy"
            all=all
            chosen=chosen
            title=title
            hint=hint
            choose=choose
        />
    }
}
