//! Why a delivery was refused: causes with their evidence and remedy, and what was looked at.

use hookwright::credential::Credential;
use leptos::prelude::*;

use crate::controls::{Choice, SecretField};
use crate::findings::set;
use crate::model::diagnosis::{Cause, Certainty, Check, Diagnosis};

/// The causes and the checks, below a verdict that refuses.
#[component]
pub(crate) fn DiagnosisCard(
    /// What was found.
    diagnosis: Diagnosis,
) -> impl IntoView {
    let cause = |cause: Cause| {
        let (class, word) = match cause.certainty {
            Certainty::Proven => ("badge proven", "proven"),
            Certainty::Likely => ("badge likely", "likely"),
            Certainty::Possible => ("badge possible", "possible"),
        };
        view! {
            <li class="cause" data-code=cause.code>
                <p><span class=class>{word}</span> " " <code>{cause.code}</code></p>
                <p>{set(&cause.evidence)}</p>
                <p class="remedy">{set(&cause.remedy)}</p>
            </li>
        }
    };
    let check = |check: Check| {
        let (class, word) =
            if check.ok { ("step ok", "As it should be") } else { ("step failed", "Not as it should be") };
        view! {
            <li class=class>
                <span class="icon" aria-hidden="true"></span>
                <span><span class="visually-hidden">{word}": "</span><code>{check.name}</code>" " {set(&check.message)}</span>
            </li>
        }
    };
    let Diagnosis { causes, checks } = diagnosis;
    view! {
        <section class="card diagnosis" id="check-diagnosis" aria-labelledby="check-diagnosis-title">
            <h3 id="check-diagnosis-title">"Why it was refused"</h3>
            <ol class="causes">{causes.into_iter().map(cause).collect_view()}</ol>
            <details class="sources">
                <summary><span>"What was looked at"</span></summary>
                <ul class="steps">{checks.into_iter().map(check).collect_view()}</ul>
            </details>
        </section>
    }
}

/// What a diagnosis can use besides the delivery: secrets that might have been meant, and what the receiver runs on.
#[component]
pub(crate) fn DiagnosisFields(
    /// Secrets that have been replaced, one a line.
    old: RwSignal<Credential>,
    /// Secrets of other endpoints or environments, one a line.
    others: RwSignal<Credential>,
    /// The id of the framework; empty where none is named.
    framework: RwSignal<&'static str>,
    /// The frameworks that can be named.
    frameworks: Vec<(&'static str, &'static str)>,
) -> impl IntoView {
    let options: Vec<_> = [("", "Not named")].into_iter().chain(frameworks).collect();
    let known = options.clone();
    view! {
        <details class="sources more">
            <summary><span>"More for the diagnosis"</span></summary>
            <SecretField
                id="check-old-secrets"
                label="Replaced secrets"
                rows=2
                value=Signal::derive(move || old.with(|old| old.to_string()))
                typed=move |text: String| old.set(text.into())
                hint=Signal::stored("Tried only to find out why, never to accept.".to_owned())
            />
            <SecretField
                id="check-other-secrets"
                label="Secrets of other endpoints"
                rows=2
                value=Signal::derive(move || others.with(|others| others.to_string()))
                typed=move |text: String| others.set(text.into())
                hint=Signal::stored("Test and production are mixed up more often than anything is forged.".to_owned())
            />
            <Choice
                id="check-framework"
                label="Your receiver runs on"
                options=options
                chosen=Signal::derive(move || framework.get())
                choose=move |id: String| {
                    framework.set(known.iter().map(|(known, _)| *known).find(|known| *known == id).unwrap_or(""));
                }
            />
        </details>
    }
}
