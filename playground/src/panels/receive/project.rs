//! The generated project, file by file.

use hookwright::receiver::{File, Project};
use leptos::prelude::*;

use super::fields::ReceiveFields;
use super::model::form::{ReceiveForm, size};
use super::model::zip::zip;
use crate::browser;
use crate::reactive::{ErasedMemo, Field, State as _, dynamic, flag, memo, text};
use crate::state::custom_scheme::CustomSchemeState;
use crate::ui::code::{Colored, CopyButton};
use crate::ui::findings::{Tone, Verdict, VerdictText};

#[component]
pub(super) fn ProjectView(
    form: ReceiveFields,
    custom: CustomSchemeState,
    /// Opens an event for this receiver in another panel.
    #[prop(into)]
    send: Callback<()>,
) -> impl IntoView {
    let project = memo(move || custom.read.with(|custom| form.with(|form| form.project(custom))));
    let verdict = memo(move || project.with(|project| form.with(|form| verdict(form, project))));
    // The number of the file, because another stack has other files.
    let shown = Field::new(0_usize);
    let file = memo(move || {
        project.with(|project| {
            let files = project.as_ref().map(|project| project.files.as_slice()).unwrap_or_default();
            files.get(shown.get()).or_else(|| files.first()).cloned()
        })
    });
    let content = text(move || file.with(|file| file.as_ref().map_or_else(String::new, |file| file.text.clone())));
    let download = move |_| {
        project.with_untracked(|project| {
            if let Ok(project) = project {
                let name = form.with_untracked(ReceiveForm::name);
                browser::download(&format!("{name}.zip"), "application/zip", &zip(&name, &project.files));
            }
        });
    };
    view! {
        <div class="results">
            <Verdict id="receive-verdict" value=verdict/>
            <div class="actions">
                <button type="button" class="quiet-button" id="receive-send" on:click=move |_| send.run(())>"Send it an event"</button>
            </div>
            <section class="code" aria-label="Files" hidden=flag(move || project.with(Result::is_err))>
                <header>
                    <h3 id="receive-file-name">{text(move || file.with(|file| file.as_ref().map_or_else(String::new, |file| file.path.clone())))}</h3>
                    <CopyButton what="the file" text=content/>
                    <button type="button" class="quiet-button" id="receive-download" on:click=download>"Download zip"</button>
                </header>
                <div class="chips files" role="group" aria-label="Files of the project">
                    {dynamic(move || project.with(|project| project.as_ref().ok().map(|project| names(project, file, shown))).into_any())}
                </div>
                <Colored id="receive-file" text=content/>
            </section>
        </div>
    }
}

fn names(project: &Project, file: ErasedMemo<Option<File>>, shown: Field<usize>) -> AnyView {
    let name = |(index, path): (usize, String)| {
        let label = path.clone();
        let is_shown = move || file.with(|file| file.as_ref().is_some_and(|file| file.path == path)).to_string();
        view! {
            <button type="button" class="chip" aria-pressed=text(is_shown) on:click=move |_| shown.set(index)>{label}</button>
        }
    };
    project.files.iter().map(|file| file.path.clone()).enumerate().map(name).collect_view().into_any()
}

fn verdict(form: &ReceiveForm, project: &Result<Project, String>) -> VerdictText {
    match project {
        Ok(project) => VerdictText::new(
            Tone::Good,
            form.title(),
            format!("{}. The commands to run and to test it are in README.md", size(project)),
        ),
        Err(reason) => VerdictText::new(Tone::Neutral, "No receiver", reason.as_str()),
    }
}
