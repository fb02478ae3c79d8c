//! The theme: light, dark, or the system's. `early.js` sets the same attribute before the first paint.

use leptos::prelude::*;

use super::bind::TextBinding;
use super::controls::Segmented;
use crate::browser;
use crate::model::choice::{Choice as _, Named as _, choices, options};
use crate::reactive::{Field, State as _};

/// The storage key of the theme. `early.js` reads it, so it is not part of a form.
const KEY: &str = "hookwright.theme";

choices! {
    #[derive(Default)]
    pub(crate) enum Theme {
        #[default]
        System: "system", "Auto";
        Light: "light", "Light";
        Dark: "dark", "Dark";
    }
}

/// The control that selects the theme.
#[component]
pub(crate) fn ThemeChoice() -> impl IntoView {
    let saved = browser::load(KEY).and_then(|id| Theme::from_id(&id));
    let theme = Field::new(saved.unwrap_or_default());
    let choose = move |chosen: Theme| {
        theme.set(chosen);
        if chosen == Theme::System {
            browser::set_root_attribute("data-theme", None);
            browser::remove_stored(KEY);
        } else {
            browser::set_root_attribute("data-theme", Some(chosen.id()));
            browser::store(KEY, chosen.id());
        }
    };
    let value = TextBinding::choice(move || theme.get(), choose);
    view! { <Segmented name="theme" legend="Theme" options=options(Theme::ALL) value=value hide_legend=true/> }
}
