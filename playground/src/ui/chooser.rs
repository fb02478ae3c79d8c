//! A combobox for long lists, such as the schemes: a text field with a list of matches, as described in the ARIA
//! Authoring Practices. It works with a keyboard and with touch.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::browser;
use crate::model::search::{Candidate, Search};
use crate::model::words::count;
use crate::reactive::{ErasedMemo, Field, State as _, dynamic, effect, flag, memo, text};
use crate::ui::lazy::Loading;

/// The hint if the items do not load.
const NOT_LOADED: &str = "The list could not be loaded. Check your connection and open it again.";

/// A combobox for a long list.
#[component]
pub(crate) fn Chooser(
    /// The id of the field.
    id: &'static str,
    label: &'static str,
    /// The accessible name of the list.
    list: &'static str,
    /// The noun for an item.
    noun: &'static str,
    /// Loads all items. Called when the list is first opened.
    all: fn() -> Loading<(Vec<Candidate>, Search)>,
    /// The id of the selected item, or an empty text if selections are not kept.
    #[prop(into)]
    chosen: ErasedMemo<&'static str>,
    /// The text of the field while the user is not typing.
    title: Signal<String>,
    /// The hint below the field.
    hint: Signal<String>,
    /// Selects an item.
    #[prop(into)]
    choose: Callback<&'static str>,
    #[prop(optional)] placeholder: &'static str,
) -> impl IntoView {
    let items = Field::new(Vec::<Candidate>::new());
    // Is present once the items are loaded.
    let search = StoredValue::new(None::<Search>);
    let has_failed = Field::new(false);
    let open = Field::new(false);
    // The text typed since the list was opened. Before that, the list shows all items and the field shows the title.
    let typed = Field::new(None::<String>);
    // The title when the field got the focus. If it changed, for example because a sender is detected, the field would lose
    // the selection, and typed text would be appended to the title.
    let kept = Field::new(None::<String>);
    let active = Field::new(0_usize);
    let shown = memo(move || match open.get() {
        true => items.with(|items| {
            let found = |search: Search| typed.with(|typed| search(items, typed.as_deref().unwrap_or("")));
            search.get_value().map_or_else(Vec::new, found)
        }),
        false => Vec::new(),
    });
    // Whether nothing matches what was typed. Enter then selects the custom item only if the user has moved to it.
    let is_unknown = flag(move || shown.with(|shown| shown.iter().any(|one| one.is_last_resort)));
    let has_moved = Field::new(false);
    let is_active = move |index| active.get() == index && (has_moved.get() || !is_unknown.get());
    // Whether the first match is selected as soon as the items are loaded.
    let is_entered = StoredValue::new(false);
    let close = move || {
        open.set(false);
        typed.set(None);
        kept.set(None);
        is_entered.set_value(false);
    };
    let activate_chosen = move || {
        let id = chosen.get_untracked();
        let place = items.with_untracked(|items| items.iter().position(|candidate| candidate.id == id));
        active.set(place.unwrap_or(0));
    };
    let take = move |id: &'static str| {
        close();
        choose.run(id);
    };
    let take_active = move || {
        let index = active.get_untracked();
        let id = shown.with_untracked(|shown| shown.get(index).map(|one| one.id));
        id.filter(|_| untrack(|| is_active(index))).into_iter().for_each(take);
    };
    let load = move || {
        if search.with_value(Option::is_some) {
            return;
        }
        has_failed.set(false);
        spawn_local(async move {
            match all().await {
                Ok((all, found)) => {
                    search.set_value(Some(found));
                    items.set(all);
                    if typed.with_untracked(Option::is_none) {
                        activate_chosen();
                    }
                    if is_entered.get_value() {
                        take_active();
                        close();
                    }
                }
                Err(_) => {
                    has_failed.set(true);
                    close();
                }
            }
        });
    };
    let show = move || {
        load();
        if !open.get_untracked() {
            activate_chosen();
            open.set(true);
        }
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
                is_entered.set_value(search.with_value(Option::is_none));
                take_active();
            }
            "Escape" if is_open => close(),
            _ => return,
        }
        has_moved.set(event.key() != "Enter");
        event.prevent_default();
    };
    effect(move || {
        if open.get() {
            shown.track();
            browser::scroll_into_view(&option_id(active.get()));
        }
    });

    let item = move |(index, candidate): (usize, Candidate)| {
        let Candidate { id, name, about, .. } = candidate;
        let is_chosen = chosen.get_untracked() == id;
        view! {
            <li
                id=option_id(index)
                role="option"
                aria-selected=text(move || is_active(index).to_string())
                class:chosen=is_chosen
                data-id=id
                title=id
                on:click=move |_| take(id)
            >
                <span class="name">{name}</span>
                <span class="about">{about}</span>
            </li>
        }
    };
    let unknown = move || format!("No {noun} matches.");
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
                    prop:value=text(move || typed.get().or_else(|| kept.get()).unwrap_or_else(|| title.get()))
                    on:focus:target=move |event| {
                        kept.set(Some(event.target().value()));
                        event.target().select();
                    }
                    on:click=move |_| show()
                    on:input:target=move |event| {
                        load();
                        typed.set(Some(event.target().value()));
                        active.set(0);
                        has_moved.set(false);
                        open.set(true);
                    }
                    on:keydown=pressed
                    on:blur=move |_| {
                        kept.set(None);
                        if !is_entered.get_value() {
                            close();
                        }
                    }
                />
                // A click in the list does not move the focus.
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
            <p class="hint" id=hint_id>
                {text(move || match (has_failed.get(), is_unknown.get()) {
                    (true, _) => NOT_LOADED.into(),
                    (false, true) => unknown(),
                    (false, false) => hint.get(),
                })}
            </p>
            <span class="visually-hidden" role="status">
                {text(move || match (open.get(), is_unknown.get()) {
                    (true, true) => unknown(),
                    (true, false) => count(shown.with(Vec::len), noun),
                    (false, _) => String::new(),
                })}
            </span>
        </div>
    }
}
