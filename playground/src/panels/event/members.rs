//! The body as a form that follows from the schema of the event type. An edit changes only that member of the text.

use hookwright::event::ValueKind;
use hookwright::problem::Severity;
use hookwright::time::format_rfc3339;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use super::model::parts::{Group, Input, Missing, Part, Shape, edited, new_value, shown};
use super::model::shuffle::uuid;
use super::state::CraftState;
use crate::browser;
use crate::reactive::{Field, State as _, dynamic, flag, memo, text};
use crate::ui::findings::sentence;

/// The form.
#[component]
pub(super) fn Members(state: CraftState) -> impl IntoView {
    let members = state.results.members;
    // The view is built again only if the structure changes, so that a field keeps the focus while its value changes.
    let group = memo(move || members.with(|(group, _)| group.clone()));
    let reason = memo(move || members.with(|(_, reason)| reason.unwrap_or_default()));
    view! {
        <p class="reason" id="event-form-reason" role="status">{text(move || reason.get().into())}</p>
        <fieldset class="members" id="event-form" tabindex="-1" disabled=flag(move || !reason.get().is_empty())>
            <legend class="visually-hidden">"Members of the body"</legend>
            {dynamic(move || group_view(state, &group.get()))}
        </fieldset>
    }
}

/// Returns the id of the control for a pointer.
fn id_of(pointer: &str) -> String {
    let letter = |letter: char| match letter {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => letter.to_string(),
        '/' => "-".into(),
        other => format!("--{:x}", u32::from(other)),
    };
    format!("event-member{}", pointer.chars().map(letter).collect::<String>())
}

/// Writes a change of the structure to the text, and focuses an element once it is there.
fn change(state: CraftState, body: Option<String>, focused: String) {
    if let Some(body) = body {
        state.edit(body);
        spawn_local(async move {
            tick().await;
            browser::focus(&focused);
        });
    }
}

fn group_view(state: CraftState, group: &Group) -> AnyView {
    let parts = group.parts.iter().map(|part| part_view(state, part)).collect_view();
    let missing = (!group.missing.is_empty()).then(|| {
        let chips = group.missing.iter().map(|missing| add_view(state, missing)).collect_view();
        view! { <div class="chips" role="group" aria-label="Members to add">{chips}</div> }
    });
    let unknown = group.unknown.iter().map(|(pointer, name)| unknown_view(state, pointer, name)).collect_view();
    view! { {parts} {missing} {unknown} }.into_any()
}

fn add_view(state: CraftState, missing: &Missing) -> AnyView {
    let Missing { object, name, about, kind, is_required, before } = missing.clone();
    let added = hookwright::problem::pointer(&object, name);
    let id = format!("{}-add", id_of(&added));
    let add = move |_| {
        let value = fresh(state, kind, name);
        let body = state.results.document.with_untracked(|document| {
            document.as_ref().ok().and_then(|document| document.insert(&object, name, &value, &before))
        });
        change(state, body, id_of(&added));
    };
    view! {
        <button type="button" class="chip add" id=id title=about on:click=add>
            <span class="visually-hidden">"Add "</span>{name}{is_required.then_some(" (required)")}
        </button>
    }
    .into_any()
}

/// Returns a value for a new member.
fn fresh(state: CraftState, kind: ValueKind, name: &str) -> String {
    state
        .form
        .seed
        .with_untracked(|seed| new_value(kind, name, seed, &format_rfc3339(browser::now_ms() / 1_000 * 1_000)))
}

fn unknown_view(state: CraftState, pointer: &str, name: &str) -> AnyView {
    view! {
        <p class="unknown">
            <span class="badge doubtful">"Not in the schema"</span> " " <code>{name.to_owned()}</code> " "
            {remove_view(state, pointer, name)}
        </p>
    }
    .into_any()
}

fn remove_view(state: CraftState, pointer: &str, label: &str) -> AnyView {
    let pointer = pointer.to_owned();
    let remove = move |_| {
        let body =
            state.results.document.with_untracked(|document| document.as_ref().ok().and_then(|it| it.remove(&pointer)));
        change(state, body, "event-form".into());
    };
    view! { <button type="button" class="link" aria-label=format!("Remove {label}") on:click=remove>"Remove"</button> }
        .into_any()
}

fn part_view(state: CraftState, part: &Part) -> AnyView {
    let Part { pointer, label, about, can_remove, shape } = part;
    let remove = can_remove.then(|| remove_view(state, pointer, label));
    let id = id_of(pointer);
    match shape {
        Shape::Input(input) => input_view(state, part, *input, remove),
        Shape::Null(kind) => {
            let (kind, set_at, name, focused) = (*kind, pointer.clone(), label.clone(), id.clone());
            let fill = move |_| {
                let value = fresh(state, kind, &name);
                let body = state
                    .results
                    .document
                    .with_untracked(|document| document.as_ref().ok().and_then(|it| it.set(&set_at, &value)));
                change(state, body, focused.clone());
            };
            view! {
                <p class="member null">
                    <code>{label.clone()}</code> " is " <code>"null"</code> " "
                    <button type="button" class="link" aria-label=format!("Set a value for {label}") on:click=fill>"Set a value"</button> " "
                    {remove}
                </p>
            }
            .into_any()
        }
        Shape::Group(group) => view! {
            <fieldset class="nested" id=id tabindex="-1">
                <legend><code>{label.clone()}</code> <span class="quiet">" "{sentence(about)}</span></legend>
                {remove}
                {group_view(state, group)}
            </fieldset>
        }
        .into_any(),
        Shape::List(items, kind) => {
            let (kind, list, name) = (*kind, pointer.clone(), label.clone());
            let add_id = format!("{id}-add");
            let focused = add_id.clone();
            let add = move |_| {
                let value = fresh(state, kind, &name);
                let body = state
                    .results
                    .document
                    .with_untracked(|document| document.as_ref().ok().and_then(|it| it.push(&list, &value)));
                change(state, body, focused.clone());
            };
            let items = items.iter().map(|item| part_view(state, item)).collect_view();
            view! {
                <fieldset class="nested" id=id tabindex="-1">
                    <legend><code>{label.clone()}</code> <span class="quiet">" "{sentence(about)}</span></legend>
                    {remove}
                    {items}
                    <button type="button" class="chip add" id=add_id on:click=add>
                        "Add an item"<span class="visually-hidden">" to "{label.clone()}</span>
                    </button>
                </fieldset>
            }
            .into_any()
        }
    }
}

/// A control with its label and its problem.
fn input_view(state: CraftState, part: &Part, input: Input, remove: Option<AnyView>) -> AnyView {
    let Part { pointer, label, about, .. } = part.clone();
    let id = id_of(&pointer);
    let error_id = format!("{id}-error");
    // Why the typed text is not a value. The body keeps the last one.
    let refused = Field::new("");
    let at = pointer.clone();
    let value = text(move || state.results.last_document.with(|document| shown(document.as_ref(), &at, input)));
    let at = pointer.clone();
    let write = Callback::new(move |text: String| {
        let result = state.results.document.with_untracked(|document| {
            document.as_ref().map_or(Err(""), |document| edited(document, &at, input, &text))
        });
        match result {
            Ok(body) => {
                refused.set("");
                if state.form.body.with_untracked(|before| *before != body) {
                    state.edit(body);
                }
            }
            Err(reason) => refused.set(reason),
        }
    });
    let problem = memo(move || {
        state.results.lines.with(|lines| {
            let of_this =
                lines.iter().find(|line| line.problem.path == pointer && line.problem.severity != Severity::Note);
            of_this.map(|line| line.problem.message.clone()).unwrap_or_default()
        })
    });
    let is_invalid = move || !refused.get().is_empty() || problem.with(|problem| !problem.is_empty());
    let message = dynamic(move || match refused.get() {
        "" => problem.with(|problem| sentence(problem)),
        reason => reason.into_any(),
    });
    let invalid = text(move || is_invalid().to_string());
    let action = match input {
        Input::Timestamp => {
            let now = move |_| write.run(format_rfc3339(browser::now_ms() / 1_000 * 1_000));
            view! { <button type="button" class="link" aria-label=format!("Now, for {label}") on:click=now>"Now"</button> }.into_any()
        }
        Input::Uuid => {
            let renew = move |_| {
                if let Some(random) = browser::random_bytes() {
                    write.run(uuid(&*random));
                }
            };
            view! { <button type="button" class="link" aria-label=format!("Generate a UUID for {label}") on:click=renew>"Generate"</button> }.into_any()
        }
        _ => ().into_any(),
    };
    let known: Option<Vec<&'static str>> = match input {
        Input::OneOf(known) => Some(known.to_vec()),
        Input::EventType => Some(state.form.provider.get_untracked().events.iter().map(|event| event.name).collect()),
        _ => None,
    };
    let control = match (input, known) {
        (_, Some(known)) => {
            let is_known = known.clone();
            let option = move |name: &'static str| {
                view! { <option value=name prop:selected=flag(move || value.with(|value| value == name))>{name}</option> }
            };
            view! {
                <select id=id.clone() aria-invalid=invalid aria-describedby=error_id.clone() on:change:target=move |event| write.run(event.target().value())>
                    {dynamic(move || {
                        let other = value.get();
                        let is_other = !is_known.contains(&other.as_str());
                        is_other.then(|| view! { <option value=other.clone() selected=true>{other.clone()}" (not in the schema)"</option> }).into_any()
                    })}
                    {known.into_iter().map(option).collect_view()}
                </select>
            }
            .into_any()
        }
        (Input::Boolean, _) => view! {
            <input
                id=id.clone()
                type="checkbox"
                prop:checked=flag(move || value.with(|value| value == "true"))
                on:change:target=move |event| write.run(event.target().checked().to_string())
            />
        }
        .into_any(),
        _ => view! {
            <input
                id=id.clone()
                class="mono"
                type="text"
                inputmode=if input == Input::Integer { "numeric" } else { "text" }
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-invalid=invalid
                aria-describedby=error_id.clone()
                prop:value=value
                on:input:target=move |event| write.run(event.target().value())
            />
        }
        .into_any(),
    };
    view! {
        <div class="member" class:boolean=input == Input::Boolean>
            <div class="label-row">
                <label for=id><code>{label}</code> <span class="quiet">" "{sentence(about)}</span></label>
                <span class="actions">{action} {remove}</span>
            </div>
            {control}
            <p class="error" id=error_id>{message}</p>
        </div>
    }
    .into_any()
}
