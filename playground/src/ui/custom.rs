//! The editor of a custom scheme or policy: its text, its problems, and a reference of its members.

use hookwright::problem::Problem;
use leptos::prelude::*;

use super::bind::TextBinding;
use super::controls::TextArea;
use super::findings::{Problems, sentence};
use crate::browser;
use crate::model::sender_file::{Download, Export};
use crate::reactive::{ErasedMemo, dynamic, flag, memo, text};

/// The ids and labels of an editor.
#[derive(Clone, Copy)]
pub(crate) struct CustomLabels {
    /// The id of the field.
    pub(crate) id: &'static str,
    /// The id of the list of problems.
    pub(crate) problems: &'static str,
    /// The id of the link that downloads the sender file.
    pub(crate) download: &'static str,
    /// The label of the field.
    pub(crate) label: &'static str,
    /// The title of the reference.
    pub(crate) members: &'static str,
    /// The class of the reference list.
    pub(crate) list: &'static str,
}

/// An editor of custom JSON.
#[component]
pub(crate) fn CustomEditor(
    /// The ids and labels.
    labels: CustomLabels,
    /// The JSON.
    value: TextBinding,
    /// The problems in the JSON.
    problems: ErasedMemo<Vec<Problem>>,
    /// The name of the choice from which a restart would start, or an empty text if a restart would change nothing.
    start: Signal<String>,
    /// Restarts from that choice.
    #[prop(into)]
    restart: Callback<()>,
    /// The sender file with the scheme or policy, if the JSON can be used.
    export: ErasedMemo<Option<Export>>,
    /// The members, each with an explanation.
    members: Vec<(String, &'static str)>,
    /// How a text that is not JSON was read, or an empty text if it is JSON.
    #[prop(optional, into)]
    reading: Signal<String>,
    /// Further controls below the text.
    #[prop(optional)]
    controls: Option<AnyView>,
) -> impl IntoView {
    let hint = text(move || match (reading.get(), problems.with(Vec::is_empty)) {
        (reading, _) if !reading.is_empty() => reading,
        (_, true) => "JSON. It can be used.".into(),
        (_, false) => "JSON. It cannot be used yet:".into(),
    });
    let invalid = text(move || (!problems.with(Vec::is_empty)).to_string());
    let member =
        |(member, words): (String, &'static str)| view! { <dt><code>{member}</code></dt><dd>{sentence(words)}</dd> };
    view! {
        <div class="custom">
            <TextArea id=labels.id label=labels.label rows=14 hint=hint value=value invalid=invalid/>
            <Problems id=labels.problems problems=problems/>
            {controls}
            <div class="actions">
                <button
                    type="button"
                    class="link"
                    hidden=flag(move || start.with(String::is_empty))
                    on:click=move |_| restart.run(())
                >
                    "Start again from "{start}
                </button>
                <DownloadLink id=labels.download export=export/>
            </div>
            <details class="sources">
                <summary><span>{labels.members}</span></summary>
                <dl class=labels.list>{members.into_iter().map(member).collect_view()}</dl>
            </details>
        </div>
    }
}

/// A link that downloads a sender file, or the reason that there is none.
#[component]
fn DownloadLink(
    /// The id of the link.
    id: &'static str,
    export: ErasedMemo<Option<Export>>,
) -> impl IntoView {
    let part = move |read: fn(&Download) -> String| {
        text(move || {
            export.with(|export| export.as_ref().and_then(|export| export.as_ref().ok()).map(read).unwrap_or_default())
        })
    };
    let is_missing = memo(move || export.with(|export| !matches!(export, Some(Ok(_)))));
    let problem = memo(move || {
        export.with(|export| match export {
            Some(Err(problems)) => problems.first().map(|problem| problem.message.clone()),
            _ => None,
        })
    });
    view! {
        <a
            id=id
            class="link"
            hidden=flag(move || is_missing.get())
            download=part(|download| download.name.clone())
            href=part(|download| browser::json_url(&download.json))
        >
            "Download as sender file"
        </a>
        {dynamic(move || problem.get().map(|problem| view! {
            <p class="hint">"There is no sender file yet. "{sentence(&problem)}</p>
        }).into_any())}
    }
}
