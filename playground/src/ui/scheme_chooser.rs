//! The scheme control, and the editor of the custom scheme.

use hookwright::signature::FIELDS;
use leptos::prelude::*;

use super::bind::TextBinding;
use super::chooser::Chooser;
use super::custom::{CustomEditor, CustomLabels};
use crate::model::choice::Named as _;
use crate::model::custom::CustomText;
use crate::model::scheme::SchemeChoice;
use crate::model::search::schemes;
use crate::model::sender_file;
use crate::reactive::{ErasedMemo, State as _, memo, text};
use crate::state::custom_scheme::CustomSchemeState;

/// The control that selects a scheme.
#[component]
pub(crate) fn SchemeChooser(
    /// The id of the field.
    id: &'static str,
    label: &'static str,
    /// The selected scheme.
    chosen: ErasedMemo<SchemeChoice>,
    /// Selects another scheme.
    #[prop(into)]
    choose: Callback<SchemeChoice>,
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
            choose=move |id: &'static str| SchemeChoice::from_id(id).into_iter().for_each(|choice| choose.run(choice))
        />
    }
}

fn summary(choice: SchemeChoice) -> String {
    let words = choice.sender().map_or("Any scheme that this toolkit can describe, as JSON", |sender| sender.summary);
    format!("{words}.")
}

/// The editor of the custom scheme, which all panels share.
#[component]
pub(crate) fn CustomSchemeEditor(
    /// The id of the field.
    id: &'static str,
    /// The id of the list of problems.
    problems: &'static str,
    /// The id of the link that downloads the sender file.
    download: &'static str,
) -> impl IntoView {
    let CustomSchemeState { text: custom, read } = expect_context();
    let labels =
        CustomLabels { id, problems, download, label: "Custom scheme", members: "Template fields", list: "facts" };
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
    let members = FIELDS.iter().map(|(field, words)| (format!("{{{field}}}"), *words)).collect();
    view! {
        <CustomEditor
            labels=labels
            value=value
            problems=Signal::derive(move || read.with(|read| read.as_ref().err().cloned().unwrap_or_default()))
            start=start
            restart=move |()| custom.update(CustomText::restart)
            export=memo(move || read.with(|read| read.as_ref().ok().map(sender_file::of_scheme)))
            members=members
        />
    }
}
