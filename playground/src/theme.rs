//! Light, dark, or as the system has it. `early.js` sets the same attribute before the first paint.

use leptos::prelude::*;

use crate::browser;
use crate::controls::Segmented;

const KEY: &str = "hookwright.theme";
const CHOICES: [(&str, &str); 3] = [("system", "Auto"), ("light", "Light"), ("dark", "Dark")];

/// The choice between the themes.
#[component]
pub(crate) fn ThemeChoice() -> impl IntoView {
    let kept = browser::load(KEY).unwrap_or_default();
    let known = CHOICES.iter().map(|(id, _)| *id).find(|id| *id == kept);
    let theme = RwSignal::new(known.unwrap_or("system"));
    let choose = move |id: &'static str| {
        theme.set(id);
        if id == "system" {
            browser::set_root_attribute("data-theme", None);
            browser::forget(KEY);
        } else {
            browser::set_root_attribute("data-theme", Some(id));
            browser::store(KEY, id);
        }
    };
    view! { <Segmented name="theme" legend="Theme" options=CHOICES.to_vec() chosen=theme choose=choose hide_legend=true/> }
}
