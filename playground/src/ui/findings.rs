//! Verdicts and problems, each with an icon, a color and text.

use hookwright::problem::{Problem, Severity};
use leptos::prelude::*;

use crate::model::words::{Piece, pieces};
use crate::reactive::{ErasedMemo, dynamic, flag, text};

/// The tone of a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Good,
    Doubtful,
    Bad,
    Neutral,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Good => "verdict good",
            Self::Doubtful => "verdict doubtful",
            Self::Bad => "verdict bad",
            Self::Neutral => "verdict neutral",
        }
    }
}

/// The text of a verdict.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct VerdictText {
    pub(crate) tone: Tone,
    /// One or two words.
    pub(crate) title: String,
    /// The stable code of the reason.
    pub(crate) code: Option<&'static str>,
    /// The reason, as a message of the core.
    pub(crate) detail: String,
    /// What to do, or an explanation.
    pub(crate) more: String,
    /// Further facts, with their names.
    pub(crate) facts: Vec<(&'static str, String)>,
}

impl VerdictText {
    /// Creates a verdict without a code and facts.
    pub(crate) fn new(tone: Tone, title: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { tone, title: title.into(), code: None, detail: detail.into(), more: String::new(), facts: Vec::new() }
    }

    /// Adds the stable code.
    pub(crate) fn code(self, code: &'static str) -> Self {
        Self { code: Some(code), ..self }
    }
}

/// The verdict of a panel. Screen readers announce changes.
#[component]
pub(crate) fn Verdict(
    /// The id of the element.
    id: &'static str,
    value: ErasedMemo<VerdictText>,
) -> impl IntoView {
    let code = text(move || value.with(|verdict| verdict.code.unwrap_or_default().into()));
    view! {
        <div id=id class=text(move || value.with(|verdict| verdict.tone.class().into())) role="status" aria-live="polite" tabindex="-1">
            <span class="icon" aria-hidden="true"></span>
            <div>
                <p class="title" title=code data-code=code>{text(move || value.with(|verdict| verdict.title.clone()))}</p>
                <p class="detail">{dynamic(move || value.with(|verdict| sentence(&verdict.detail)))}</p>
                {dynamic(move || value.with(|verdict| (!verdict.more.is_empty()).then(|| view! { <p class="more">{sentence(&verdict.more)}</p> })).into_any())}
                {dynamic(move || value.with(|verdict| facts(&verdict.facts)))}
            </div>
        </div>
    }
}

fn facts(facts: &[(&'static str, String)]) -> AnyView {
    let fact = |(term, value): &(&'static str, String)| view! { <dt>{*term}</dt><dd>{value.clone()}</dd> };
    (!facts.is_empty()).then(|| view! { <dl class="facts">{facts.iter().map(fact).collect_view()}</dl> }).into_any()
}

/// A list of problems with their paths, hidden if it is empty.
#[component]
pub(crate) fn Problems(
    /// The id of the list.
    id: &'static str,
    #[prop(into)] problems: ErasedMemo<Vec<Problem>>,
) -> impl IntoView {
    let item = |problem: Problem| {
        let (class, word) = match problem.severity {
            Severity::Error => ("error", "Error"),
            Severity::Warning => ("warning", "Warning"),
            Severity::Note => ("note", "Note"),
        };
        view! {
            <li class=class data-code=problem.code>
                <span class="severity">{word}</span>
                <span class="what">
                    {(!problem.path.is_empty()).then(|| view! { <code class="path">{problem.path}</code> ": " })}
                    {sentence(&problem.message)}
                </span>
            </li>
        }
    };
    view! {
        <ul id=id class="problems" class:empty=flag(move || problems.with(Vec::is_empty))>
            {dynamic(move || problems.get().into_iter().map(item).collect_view().into_any())}
        </ul>
    }
}

/// Renders a message of the core as a sentence, with names as code.
pub(crate) fn sentence(message: &str) -> AnyView {
    let piece = |piece| match piece {
        Piece::Words(words) => words.into_any(),
        Piece::Code(code) => view! { <code>{code}</code> }.into_any(),
    };
    pieces(message).into_iter().map(piece).collect_view().into_any()
}
