//! The editor of the custom scheme, which all panels share. Few visitors need it, so it is loaded on demand.

use hookwright::signature::FIELDS;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::bind::TextBinding;
use super::custom::{CustomEditor, CustomLabels};
use super::lazy::LazyView;
use crate::browser;
use crate::model::custom::CustomText;
use crate::model::scheme::{CustomScheme, SchemeChoice};
use crate::model::scheme_reference::{MEMBERS, PRESETS, Preset, with_example};
use crate::model::sender_file;
use crate::reactive::{Field, State as _, flag, memo, text};
use crate::state::custom_scheme::{CustomSchemeState, CustomSchemeTools, EditorIds};

/// The tools of the custom scheme. A reference to them makes them a part of the panel that contains it.
pub(crate) static TOOLS: CustomSchemeTools =
    CustomSchemeTools { read: CustomText::read, json, start_from: CustomText::start_from, editor };

fn json(scheme: &CustomScheme) -> Option<String> {
    serde_json::to_string(&scheme.as_ref().ok()?.scheme.borrow()).ok()
}

#[wasm_split(check_more, fallible)]
fn load() -> Result<&'static CustomSchemeTools, SplitLoaderError> {
    Ok(&TOOLS)
}

/// Calls a function that selects a scheme, once the tools of the custom scheme are loaded if it is the chosen one.
pub(crate) fn with_tools(custom: CustomSchemeState, chosen: SchemeChoice, select: impl FnOnce() + 'static) {
    if chosen != SchemeChoice::Custom || custom.tools.with_untracked(Option::is_some) {
        select();
        return;
    }
    spawn_local(async move {
        // If this fails, the editor shows the error.
        if let Ok(tools) = load().await {
            custom.tools.set(Some(tools));
        }
        select();
    });
}

/// The place of the editor.
#[component]
pub(crate) fn CustomSchemeEditor(ids: EditorIds) -> impl IntoView {
    let custom: CustomSchemeState = expect_context();
    let place = LazyView::new(move || {
        Box::pin(async move {
            let tools = load().await?;
            custom.tools.set(Some(tools));
            Ok((tools.editor)(ids))
        })
    });
    let load = move || place.load(|| ());
    load();
    place.show(|| ().into_any(), load)
}

/// The editor.
fn editor(ids: EditorIds) -> AnyView {
    let CustomSchemeState { text: custom, read, .. } = expect_context();
    let EditorIds { field: id, problems, download } = ids;
    let labels = CustomLabels {
        id,
        problems,
        download,
        label: "Custom scheme",
        members: "Members of a scheme",
        list: "facts stacked",
    };
    let value = TextBinding::new(
        move || custom.with(|custom| custom.json.clone()),
        move |json| custom.update(|custom| custom.json = json),
    );
    let start = text(move || {
        custom.with(|custom| match custom.from {
            Some(from) if custom.can_restart() => from.title(),
            _ => String::new(),
        })
    });
    let members = MEMBERS.iter().map(|member| (member.example.to_owned(), member.words));
    let members = members.chain(FIELDS.iter().map(|(field, words)| (format!("{{{field}}}"), *words))).collect();
    // What a preset has replaced.
    let replaced = Field::new(None::<CustomText<SchemeChoice>>);
    let preset = move |preset: &'static Preset| {
        let take = move |_| {
            if custom.with_untracked(|custom| custom.json != preset.json) {
                // A preset that replaces another one does not replace what the user has written.
                if custom.with_untracked(|custom| PRESETS.iter().all(|preset| custom.json != preset.json)) {
                    replaced.set(Some(custom.get_untracked()));
                }
                custom.update(|custom| custom.json = preset.json.into());
            }
        };
        view! { <button type="button" class="chip" on:click=take>{preset.title}</button> }
    };
    let undo = move |_| {
        if let Some(before) = replaced.get_untracked() {
            custom.set(before);
            replaced.set(None);
            browser::focus(id);
        }
    };
    let controls = view! {
        <div class="chips" role="group" aria-label="Start from a common form">
            {PRESETS.iter().map(preset).collect_view()}
            <button type="button" class="link" hidden=flag(move || replaced.with(Option::is_none)) on:click=undo>"Undo"</button>
        </div>
    };
    view! {
        <CustomEditor
            labels=labels
            value=value
            problems=memo(move || {
                let problems = read.with(|read| read.as_ref().err().cloned().unwrap_or_default());
                problems.into_iter().map(with_example).collect::<Vec<_>>()
            })
            start=start
            restart=move |()| custom.update(CustomText::restart)
            export=memo(move || read.with(|read| read.as_ref().ok().map(|valid| sender_file::of_scheme(&valid.scheme))))
            controls=controls.into_any()
            members=members
        />
    }
    .into_any()
}
