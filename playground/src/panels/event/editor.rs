//! The body as text, with a gutter that marks the lines with problems.

use hookwright::problem::Severity;
use leptos::ev::{InputEvent, KeyboardEvent};
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use super::model::lines::{GutterPart, LineProblem, gutter, selection};
use super::state::CraftState;
use crate::browser;
use crate::model::words::count;
use crate::reactive::{State as _, dynamic, memo, text};
use crate::ui::findings::sentence;

/// The ids of the text field and of its gutter.
const BODY: &str = "event-body";
const GUTTER: &str = "event-gutter";

/// The number of lines above which lines are not numbered.
const MOST_LINES: usize = 10_000;

/// The editor and the problems of the body.
#[component]
pub(super) fn Editor(state: CraftState) -> impl IntoView {
    let CraftState { form, results, .. } = state;
    let parts = memo(move || {
        let lines = form.body.with(|body| body.split('\n').count());
        results.lines.with(|problems| if lines > MOST_LINES { Vec::new() } else { gutter(lines, problems) })
    });
    let is_invalid = move || {
        results.lines.with(|lines| lines.iter().any(|line| line.problem.severity == Severity::Error)).to_string()
    };
    let size = text(move || {
        let size = form.body.with(String::len);
        format!("{}, signed and sent exactly as shown.", count(size, "byte"))
    });
    view! {
        <div class="field">
            <label for=BODY>"Body"</label>
            <div class="editor" dir="ltr">
                <div class="gutter" id=GUTTER aria-hidden="true">
                    <pre>{dynamic(move || parts.get().into_iter().map(|part| mark(state, part)).collect_view().into_any())}</pre>
                </div>
                <textarea
                    id=BODY
                    class="mono"
                    rows="20"
                    wrap="off"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    aria-describedby="event-body-hint event-problems"
                    aria-invalid=text(is_invalid)
                    prop:value=text(move || form.body.get())
                    on:input:target=move |event| state.edit(event.target().value())
                    on:scroll=|_| browser::scroll_alike(BODY, GUTTER)
                ></textarea>
            </div>
            <p class="hint" id="event-body-hint">{size}</p>
        </div>
        <ul id="event-problems" class="problems" class:empty=move || results.lines.with(Vec::is_empty)>
            {dynamic(move || results.lines.get().into_iter().map(|line| item(state, line)).collect_view().into_any())}
        </ul>
    }
}

/// Undoes and repeats changes of the body with the usual keys. The history of the browser would not know the changes that the
/// page has made, and corrupt the text.
pub(super) fn undo_by_key(state: CraftState, event: &KeyboardEvent) {
    let is_command = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
    let is_redo = match event.key().as_str() {
        "z" | "Z" if is_command => event.shift_key(),
        "y" if is_command && !event.shift_key() => true,
        _ => return,
    };
    event.prevent_default();
    step(state, is_redo);
}

/// Does the same for the menus of the browser.
pub(super) fn undo_by_menu(state: CraftState, event: &InputEvent) {
    let is_redo = match event.input_type().as_str() {
        "historyUndo" => false,
        "historyRedo" => true,
        _ => return,
    };
    event.prevent_default();
    step(state, is_redo);
}

fn step(state: CraftState, is_redo: bool) {
    let Some((caret, line)) = state.step(is_redo) else { return };
    if browser::focused_id().as_deref() != Some(BODY) {
        return;
    }
    let lines = state.form.body.with_untracked(|body| body.split('\n').count());
    spawn_local(async move {
        // The field has the text after the next tick.
        tick().await;
        browser::select_in(BODY, caret, caret, line, lines);
    });
}

/// A part of the gutter. A click on a mark selects the line, like the button of the problem.
fn mark(state: CraftState, part: GutterPart) -> AnyView {
    let GutterPart { text, mark } = part;
    let Some((line, severity)) = mark else { return text.into_any() };
    view! { <span class=class(severity) on:click=move |_| jump(state, line)>{text}</span> }.into_any()
}

const fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

/// Selects a line.
fn jump(state: CraftState, line: usize) {
    let (start, end) = state.form.body.with_untracked(|body| selection(body, line));
    let lines = state.form.body.with_untracked(|body| body.split('\n').count());
    browser::select_in(BODY, start, end, line, lines);
}

fn item(state: CraftState, located: LineProblem) -> AnyView {
    let LineProblem { problem, line, meant } = located;
    let word = match problem.severity {
        Severity::Error => "Error",
        Severity::Warning => "Warning",
        Severity::Note => "Note",
    };
    let jump = line.map(|line| {
        view! { <button type="button" class="link line" on:click=move |_| jump(state, line)>"Line "{line}</button> " " }
    });
    let correct = meant.map(|meant| {
        let correct = move |_| {
            state.replace(format!("The event type is now `{meant}`."), |form| form.edited |= form.rename(meant));
            browser::focus("event-undo");
        };
        view! { " " <button type="button" class="link" id="event-correct" on:click=correct>"Use " <code>{meant}</code></button> }
    });
    view! {
        <li class=class(problem.severity) data-code=problem.code>
            <span class="severity">{word}</span>
            <span class="what">
                {jump}
                {(!problem.path.is_empty()).then(|| view! { <code class="path">{problem.path}</code> " " })}
                {sentence(&problem.message)}
                {correct}
            </span>
        </li>
    }
    .into_any()
}
