//! Verdicts and problems: an icon, a colour and always words.

use hookwright::problem::{Problem, Severity};
use leptos::prelude::*;

use crate::model::words::{Piece, pieces};
use crate::reactive::{dynamic, flag, text};

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

/// What stands in a verdict.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Said {
    /// How it sounds.
    pub(crate) tone: Tone,
    /// The verdict in a word or two.
    pub(crate) title: String,
    /// The stable code behind it.
    pub(crate) code: Option<&'static str>,
    /// The reason, as a sentence.
    pub(crate) detail: String,
    /// What else is known, each with its name.
    pub(crate) facts: Vec<(&'static str, String)>,
}

/// The verdict of a panel. Screen readers hear it when it changes.
#[component]
pub(crate) fn Verdict(
    /// The id of the element.
    id: &'static str,
    /// What it says.
    #[prop(into)]
    said: Signal<Said>,
) -> impl IntoView {
    view! {
        <div id=id class=text(move || said.get().tone.class().into()) role="status" aria-live="polite" tabindex="-1">
            <span class="icon" aria-hidden="true"></span>
            <div>
                <p class="title">
                    {text(move || said.get().title)}
                    {dynamic(move || said.get().code.map(|code| view! { " " <code>{code}</code> }).into_any())}
                </p>
                <p class="detail">{dynamic(move || set(&said.get().detail))}</p>
                {dynamic(move || facts(said.get().facts))}
            </div>
        </div>
    }
}

fn facts(facts: Vec<(&'static str, String)>) -> AnyView {
    let line = |(term, value): (&'static str, String)| view! { <dt>{term}</dt><dd>{value}</dd> };
    (!facts.is_empty())
        .then(|| view! { <dl class="facts">{facts.into_iter().map(line).collect_view()}</dl> })
        .into_any()
}

/// A list of problems, with the place of each. Nothing where there are none.
#[component]
pub(crate) fn Problems(
    /// The id of the list.
    id: &'static str,
    /// The problems.
    #[prop(into)]
    problems: Signal<Vec<Problem>>,
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
                    {(!problem.path.is_empty()).then(|| view! { <code class="path">{problem.path}</code> " " })}
                    {set(&problem.message)}
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

/// A message with its code set as such.
pub(crate) fn set(message: &str) -> AnyView {
    let piece = |piece| match piece {
        Piece::Words(words) => words.into_any(),
        Piece::Code(code) => view! { <code>{code}</code> }.into_any(),
    };
    pieces(message).into_iter().map(piece).collect_view().into_any()
}
