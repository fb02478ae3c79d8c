//! Drawings: markup from a model, with a legend. The page contains the same information as text.

use leptos::prelude::*;

use crate::model::svg::Key;
use crate::reactive::{dynamic, flag};

/// A drawing with its legend.
#[component]
pub(crate) fn Drawing(
    /// The id of the drawing.
    id: &'static str,
    /// The markup from `model::svg`, which escapes all values.
    markup: Signal<String>,
    #[prop(into)] keys: Signal<Vec<Key>>,
) -> impl IntoView {
    let line = |key: Key| view! { <li><span class="key" prop:innerHTML=key.mark></span>{key.words}</li> };
    view! {
        <div class="drawing" id=id prop:innerHTML=markup></div>
        <ul class="legend" hidden=flag(move || keys.with(Vec::is_empty))>
            {dynamic(move || keys.get().into_iter().map(line).collect_view().into_any())}
        </ul>
    }
}
