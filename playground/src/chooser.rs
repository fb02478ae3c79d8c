//! The choice among many, such as a hundred schemes: a field to type into, with a list of what fits, as the ARIA practices
//! have it (combobox with a listbox). It works with the keyboard alone, and a phone's keyboard filters just as well.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::browser;
use crate::model::search::{Candidate, found, schemes};
use crate::model::signing::Signing;
use crate::model::words::count;
use crate::reactive::{dynamic, flag, memo, text};

/// The choice of a scheme.
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
    view! {
        <Chooser
            id=id
            label=label
            list="Senders and their schemes"
            noun="scheme"
            all=schemes()
            chosen=Signal::derive(move || chosen.get().id())
            title=text(move || chosen.get().title())
            hint=text(move || summary(chosen.get()))
            choose=move |id| Signing::from_id(id).into_iter().for_each(|signing| choose.run(signing))
        />
    }
}

/// The field with its list.
#[component]
pub(crate) fn Chooser(
    /// The id of the field.
    id: &'static str,
    /// What to choose.
    label: &'static str,
    /// What the list holds.
    list: &'static str,
    /// What one of them is called.
    noun: &'static str,
    /// Everything there is to choose.
    all: Vec<Candidate>,
    /// The id of what is chosen; empty where a choice leaves nothing chosen.
    #[prop(into)]
    chosen: Signal<&'static str>,
    /// What the field says while nobody types.
    title: Signal<String>,
    /// A sentence below the field.
    hint: Signal<String>,
    /// What to do when another one is chosen.
    #[prop(into)]
    choose: Callback<&'static str>,
    /// What stands in the empty field.
    #[prop(optional)]
    placeholder: &'static str,
) -> impl IntoView {
    let all = StoredValue::new(all);
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
            let id = chosen.get_untracked();
            let place = all.with_value(|all| all.iter().position(|candidate| candidate.id == id));
            active.set(place.unwrap_or(0));
            open.set(true);
        }
    };
    let take = move |id: &'static str| {
        close();
        choose.run(id);
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
                let id = shown.with_untracked(|shown| shown.get(active.get_untracked()).map(|one| one.id));
                id.into_iter().for_each(take);
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
        let is_own = candidate.is_own();
        let Candidate { id, name, about, .. } = candidate;
        let is_chosen = chosen.get_untracked() == id;
        view! {
            <li
                id=option_id(index)
                role="option"
                aria-selected=text(move || (active.get() == index).to_string())
                class:chosen=is_chosen
                data-id=id
                on:click=move |_| take(id)
            >
                <span class="name">{name}" " {(!is_own).then(|| view! { <code>{id}</code> })}</span>
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
                    placeholder=placeholder
                    prop:value=text(move || typed.get().unwrap_or_else(|| title.get()))
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
                    aria-label=list
                    hidden=flag(move || !open.get())
                    on:mousedown=|event| event.prevent_default()
                >
                    {dynamic(move || shown.get().into_iter().enumerate().map(item).collect_view().into_any())}
                </ul>
            </div>
            <p class="hint" id=hint_id>{hint}</p>
            <span class="visually-hidden" role="status">
                {text(move || if open.get() { count(shown.with(Vec::len), noun) } else { String::new() })}
            </span>
        </div>
    }
}

fn summary(signing: Signing) -> String {
    let words = signing.sender().map_or("Any scheme that this toolkit can describe, as JSON", |sender| sender.summary);
    format!("{words}.")
}
