//! The choice among a hundred schemes: a field to type into, with a list of what fits, as the ARIA practices have it
//! (combobox with a listbox). It works with the keyboard alone, and a phone's keyboard filters just as well.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::browser;
use crate::model::search::{Candidate, candidates, found};
use crate::model::signing::Signing;
use crate::model::words::count;
use crate::reactive::{dynamic, flag, memo, text};

/// The field with its list.
#[component]
pub(crate) fn SchemeChooser(
    /// The id of the field.
    id: &'static str,
    /// What to choose.
    label: &'static str,
    /// What is chosen.
    #[prop(into)]
    chosen: Signal<Signing>,
    /// What to do when another one is chosen.
    #[prop(into)]
    choose: Callback<Signing>,
) -> impl IntoView {
    let all = StoredValue::new(candidates());
    let open = RwSignal::new(false);
    // What was typed since the list opened. Until then all of it is shown, and the field says what is chosen.
    let typed = RwSignal::new(None::<String>);
    let active = RwSignal::new(0_usize);
    let shown = memo(move || match open.get() {
        true => all.with_value(|all| typed.with(|typed| found(all, typed.as_deref().unwrap_or("")))),
        false => Vec::new(),
    });
    let close = move || {
        open.set(false);
        typed.set(None);
    };
    let show = move || {
        if !open.get_untracked() {
            let signing = chosen.get_untracked();
            let place = all.with_value(|all| all.iter().position(|candidate| candidate.signing == signing));
            active.set(place.unwrap_or(0));
            open.set(true);
        }
    };
    let take = move |signing: Signing| {
        close();
        choose.run(signing);
    };
    let option_id = move |index: usize| format!("{id}-option-{index}");
    let pressed = move |event: KeyboardEvent| {
        let last = shown.with_untracked(Vec::len).saturating_sub(1);
        let is_open = open.get_untracked();
        match event.key().as_str() {
            "ArrowDown" | "ArrowUp" if !is_open => show(),
            "ArrowDown" => active.update(|active| *active = if *active >= last { 0 } else { *active + 1 }),
            "ArrowUp" => active.update(|active| *active = active.checked_sub(1).unwrap_or(last)),
            "PageDown" if is_open => active.update(|active| *active = (*active + 6).min(last)),
            "PageUp" if is_open => active.update(|active| *active = active.saturating_sub(6)),
            "Enter" if is_open => {
                let signing = shown.with_untracked(|shown| shown.get(active.get_untracked()).map(|one| one.signing));
                signing.into_iter().for_each(take);
            }
            "Escape" if is_open => close(),
            _ => return,
        }
        event.prevent_default();
    };
    Effect::new(move |_| {
        if open.get() {
            shown.track();
            browser::scroll_into_view(&option_id(active.get()));
        }
    });

    let item = move |(index, candidate): (usize, Candidate)| {
        let Candidate { signing, name, about, .. } = candidate;
        let is_chosen = chosen.get_untracked() == signing;
        view! {
            <li
                id=option_id(index)
                role="option"
                aria-selected=text(move || (active.get() == index).to_string())
                class:chosen=is_chosen
                data-scheme=signing.id()
                on:click=move |_| take(signing)
            >
                <span class="name">{name}" " {(signing != Signing::Own).then(|| view! { <code>{signing.id()}</code> })}</span>
                <span class="about">{about}</span>
            </li>
        }
    };
    let list_id = format!("{id}-list");
    let hint_id = format!("{id}-hint");
    view! {
        <div class="field chooser">
            <label for=id>{label}</label>
            <div class="combobox">
                <input
                    id=id
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-autocomplete="list"
                    aria-expanded=text(move || open.get().to_string())
                    aria-controls=list_id.clone()
                    aria-activedescendant=move || open.get().then(|| option_id(active.get()))
                    aria-describedby=hint_id.clone()
                    prop:value=text(move || typed.get().unwrap_or_else(|| chosen.get().title()))
                    on:focus:target=|event| event.target().select()
                    on:click=move |_| show()
                    on:input:target=move |event| {
                        typed.set(Some(event.target().value()));
                        active.set(0);
                        open.set(true);
                    }
                    on:keydown=pressed
                    on:blur=move |_| close()
                />
                // The field keeps the keyboard while the list is pressed on.
                <ul
                    id=list_id
                    role="listbox"
                    aria-label="Senders and their schemes"
                    hidden=flag(move || !open.get())
                    on:mousedown=|event| event.prevent_default()
                >
                    {dynamic(move || shown.get().into_iter().enumerate().map(item).collect_view().into_any())}
                </ul>
            </div>
            <p class="hint" id=hint_id>{text(move || summary(chosen.get()))}</p>
            <span class="visually-hidden" role="status">
                {text(move || if open.get() { count(shown.with(Vec::len), "scheme") } else { String::new() })}
            </span>
        </div>
    }
}

fn summary(signing: Signing) -> String {
    let words = signing.sender().map_or("Any scheme that this toolkit can describe, as JSON", |sender| sender.summary);
    format!("{words}.")
}
