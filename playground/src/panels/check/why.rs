//! The diagnosis of a rejected delivery: the best cause with its remedy, other causes, and the checks.
//!
//! A diagnosis can take some tenths of a second, so the worker makes it, and only after a pause in typing.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use hookwright::credential::Credential;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::fields::CheckFields;
use super::model::diagnosis::{
    Cause, Check, Diagnosis, announced, asks_for_framework, certainty, diagnosis, frameworks, needs_diagnosis, tally,
    task,
};
use super::model::fixes::fix;
use super::model::form::Outcome;
use super::model::headlines::headline;
use super::model::verdict::Verdict;
use super::notice::keep_fix;
use super::share::keep_diagnosis;
use super::state::{Answer, CheckState};
use crate::browser;
use crate::browser::worker::{self, NoResult};
use crate::model::fields::describe_secrets;
use crate::model::task::Task;
use crate::reactive::{ErasedMemo, Field, State as _, dynamic, effect, flag, text};
use crate::state::public_keys::other_secret;
use crate::ui::controls::{SecretField, Select};
use crate::ui::findings::sentence;
use crate::ui::lazy::when_needed;

/// The pause in typing before a diagnosis starts.
const PAUSE: Duration = Duration::from_millis(350);

/// The diagnosis, below the verdict. It is loaded with the first rejection.
#[component]
pub(crate) fn Diagnosing(state: CheckState, outcome: ErasedMemo<Outcome>) -> impl IntoView {
    let is_needed = flag(move || outcome.with(|outcome| needs_diagnosis(&outcome.verdict)));
    when_needed(is_needed, move || Box::pin(load(state, outcome)))
}

/// Loads the worker in advance. Returns whether that was possible.
pub(super) async fn prefetch() -> bool {
    match start_worker().await {
        Ok(starting) => starting.await,
        Err(_) => false,
    }
}

#[wasm_split(check_more, fallible)]
fn start_worker() -> Result<Pin<Box<dyn Future<Output = bool>>>, SplitLoaderError> {
    Ok(Box::pin(async { worker::prefetch().await.is_ok() }))
}

#[wasm_split(check_more, fallible)]
fn load(state: CheckState, outcome: ErasedMemo<Outcome>) -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <DiagnosisCard state=state outcome=outcome/> }.into_any())
}

/// The card.
#[component]
fn DiagnosisCard(state: CheckState, outcome: ErasedMemo<Outcome>) -> impl IntoView {
    let SearchState { found, is_running: looking, has_failed, again } = search(state, outcome);
    let form = state.form;
    let checks = move || found.with(|found| found.as_ref().map(|found| found.checks.clone()).unwrap_or_default());
    let title = text(move || {
        let rejected = outcome.with(|outcome| matches!(outcome.verdict, Verdict::Rejected { .. }));
        if rejected { "Why it was rejected" } else { "Why it cannot be checked" }.into()
    });
    let announcement = text(move || match looking.get() {
        true => String::new(),
        false if has_failed.get() => "The diagnosis could not be loaded.".into(),
        false => found.with(|found| found.as_ref().map(announced).unwrap_or_default()),
    });
    view! {
        <span class="visually-hidden diagnosis-heard" role="status">{announcement}</span>
        <section
            class="card diagnosis"
            id="check-diagnosis"
            aria-labelledby="check-diagnosis-title"
            aria-busy=text(move || looking.get().to_string())
            hidden=flag(move || !looking.get() && !has_failed.get() && found.with(Option::is_none))
        >
            <h3 id="check-diagnosis-title">
                {title} <span class="quiet" hidden=flag(move || !looking.get())>" · searching …"</span>
            </h3>
            <div class="unavailable" hidden=flag(move || !has_failed.get())>
                <p>"The diagnosis could not be loaded. Check your connection and try again."</p>
                <button type="button" class="quiet-button" on:click=move |_| again.update(|times| *times = times.wrapping_add(1))>"Try again"</button>
            </div>
            <div class="found" class:stale=flag(move || looking.get())>
                {dynamic(move || causes(found.with(|found| found.as_ref().map(|found| found.causes.clone()).unwrap_or_default())))}
                <div class="receiver" hidden=flag(move || !found.with(|found| found.as_ref().is_some_and(asks_for_framework)))>
                    <Select
                        id="check-framework"
                        label="Framework of your receiver"
                        options=frameworks()
                        value=form.framework
                    />
                </div>
                <details class="foldable" id="check-checks" hidden=flag(move || found.with(Option::is_none))>
                    <summary><span>"Checks: "{text(move || tally(&checks()))}</span></summary>
                    <ul class="steps">{dynamic(move || checks().into_iter().map(step).collect_view().into_any())}</ul>
                </details>
            </div>
            <OtherSecrets form=form/>
        </section>
    }
}

/// The search for the causes of a rejection.
#[derive(Clone, Copy)]
struct SearchState {
    found: Field<Option<Diagnosis>>,
    /// Whether a newer diagnosis is pending.
    is_running: Field<bool>,
    /// Whether the worker could not make the last one.
    has_failed: Field<bool>,
    /// Is set to search again.
    again: Field<u32>,
}

/// Diagnoses the delivery after each pause in typing. A change stops the diagnosis in progress.
fn search(panel: CheckState, outcome: ErasedMemo<Outcome>) -> SearchState {
    let CheckState { form, custom, .. } = panel;
    let state = SearchState {
        found: Field::new(None),
        is_running: Field::new(false),
        has_failed: Field::new(false),
        again: Field::new(0),
    };
    // A diagnosis that was requested before the last change is outdated.
    let changes = StoredValue::new(0_u64);
    let look = move |change: u64| {
        let is_current = move || changes.try_get_value() == Some(change);
        if !is_current() {
            return;
        }
        let task = form.with_untracked(|form| task(form, || custom.json(), browser::now_ms()));
        spawn_local(async move {
            let result = match &task {
                Some(task) => worker::run(&Task::Explain(task.clone())).await.map(|answer| diagnosis(&answer)),
                None => Ok(None),
            };
            if is_current() && result != Err(NoResult::Replaced) {
                state.has_failed.set(result.is_err());
                let found = result.unwrap_or_default();
                keep_diagnosis(found.as_ref());
                panel.answer.set(found.as_ref().and_then(|found| answer(panel, found)));
                state.found.set(found);
                state.is_running.set(false);
            }
        });
    };
    effect(move || {
        form.track();
        custom.read.track();
        state.again.track();
        worker::stop("explain");
        keep_fix(None);
        keep_diagnosis(None);
        panel.answer.set(None);
        let is_needed = outcome.with(|outcome| needs_diagnosis(&outcome.verdict));
        let change = changes.get_value().wrapping_add(1);
        changes.set_value(change);
        state.has_failed.set(false);
        state.is_running.set(is_needed);
        if is_needed {
            set_timeout(move || look(change), PAUSE);
        } else {
            state.found.set(None);
        }
    });
    state
}

/// Returns the best cause, if it is proven, with its correction.
fn answer(panel: CheckState, found: &Diagnosis) -> Option<Answer> {
    let cause = found.causes.first().filter(|cause| cause.is_proven())?;
    let fix = panel.custom.read.with_untracked(|custom| {
        panel.form.with_untracked(|form| fix(form, custom, &cause.code, browser::now_ms(), other_secret))
    });
    let label = fix.as_ref().map(|fix| fix.label.clone());
    keep_fix(fix);
    Some(Answer { headline: headline(&cause.code), remedy: cause.remedy.clone(), fix: label })
}

/// The best cause and the other causes.
fn causes(mut causes: Vec<Cause>) -> AnyView {
    if causes.is_empty() {
        return ().into_any();
    }
    let best = causes.remove(0);
    let label = certainty(&best);
    // That of a proven cause is below the headline.
    let remedy = (!best.is_proven()).then(|| {
        view! {
            <div class="remedy">
                <h4>"What to do"</h4>
                <p>{sentence(&best.remedy)}</p>
            </div>
        }
    });
    let further = (!causes.is_empty()).then(|| {
        view! {
            <h4>"Other possible causes"</h4>
            <ol class="causes">{causes.into_iter().map(further_cause).collect_view()}</ol>
        }
    });
    view! {
        <div class="cause best" data-code=best.code.clone()>
            <p class="evidence-line">{sentence(&best.evidence)}</p>
            <p class="certainty">
                <span class=format!("badge {}", label.class) title=best.code.clone()>{label.badge}</span> <span>{label.meaning}</span>
            </p>
            {remedy}
        </div>
        {further}
    }
    .into_any()
}

fn further_cause(cause: Cause) -> AnyView {
    let label = certainty(&cause);
    view! {
        <li class="cause" data-code=cause.code.clone()>
            <p>{sentence(&cause.evidence)}</p>
            <p class="certainty"><span class=format!("badge {}", label.class) title=cause.code.clone()>{label.badge}</span></p>
            <p>{sentence(&cause.remedy)}</p>
        </li>
    }
    .into_any()
}

fn step(check: Check) -> AnyView {
    let (class, word) = if check.ok { ("step ok", "Passed: ") } else { ("step failed", "Failed: ") };
    view! {
        <li class=class>
            <span class="icon" aria-hidden="true"></span>
            <span><span class="visually-hidden">{word}</span>{sentence(&check.message)}</span>
        </li>
    }
    .into_any()
}

/// Fields for other secrets to try.
#[component]
fn OtherSecrets(form: CheckFields) -> impl IntoView {
    let lengths = |secrets: &Credential, otherwise: &str| {
        let given = describe_secrets(secrets);
        if given.is_empty() { otherwise.to_owned() } else { given }
    };
    view! {
        <details class="foldable more-to-try" id="check-more">
            <summary><span>"Try other secrets"</span></summary>
            <div class="fields">
                <SecretField
                    id="check-old-secrets"
                    label="Previous secrets"
                    rows=2
                    value=form.old
                    hint=text(move || form.old.with(|old| lengths(old, "One per line. Used for the diagnosis, but never accepted.")))
                />
                <SecretField
                    id="check-other-secrets"
                    label="Secrets of other endpoints and environments"
                    rows=2
                    value=form.others
                    hint=text(move || form.others.with(|others| lengths(others, "One per line, for example test, production, or a local forwarder.")))
                />
            </div>
        </details>
    }
}
