//! The diagnosis of a rejected delivery: the best cause with its remedy, other causes, and the checks.
//!
//! A diagnosis can take some tenths of a second, so the worker makes it, and only after a pause in typing.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use hookwright::credential::Credential;
use hookwright::explain::Framework;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::fields::CheckFields;
use super::large_body::find_change;
use super::model::diagnosis::{
    Cause, Check, Diagnosis, announced, asks_for_framework, certainty, diagnosis, frameworks, needs_diagnosis, tally,
    task,
};
use super::model::fixes::{Fix, fix};
use super::model::form::CheckForm;
use super::model::form::Outcome;
use super::model::headlines::headline;
use super::model::verdict::{Verdict, code};
use super::notice::{diagnosed, keep_fix};
use super::share::keep_diagnosis;
use super::state::{Answer, CheckState};
use crate::browser;
use crate::browser::worker::{self, NoResult};
use crate::model::fields::describe_secrets;
use crate::model::scheme::{CustomScheme, SchemeChoice};
use crate::model::stacks::stack_of;
use crate::model::task::Task;
use crate::reactive::{ErasedMemo, Field, State as _, dynamic, effect, flag, memo, text};
use crate::state::public_keys::other_secret;
use crate::ui::code::CodeBlock;
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
    let unknown = memo(move || {
        found.with(|found| found.as_ref().and_then(|found| found.causes.first()).is_some_and(Cause::is_unknown))
    });
    let is_unknown = flag(move || unknown.get());
    let title = text(move || {
        outcome
            .with(|outcome| match outcome.verdict {
                Verdict::Undecided { .. } => "Why it cannot be checked",
                _ => "Why it was rejected",
            })
            .into()
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
                    <FrameworkCode form=form/>
                    <a class="link" href=text(move || receiver_link(form.scheme.get(), &form.framework.get()))>"Generate a receiver for this sender"</a>
                </div>
                <details class="foldable" id="check-checks" prop:open=flag(move || is_unknown.get()) hidden=flag(move || found.with(Option::is_none))>
                    <summary><span>"Checks: "{text(move || tally(&checks()))}</span></summary>
                    <ul class="steps">{dynamic(move || checks().into_iter().map(step).collect_view().into_any())}</ul>
                </details>
            </div>
            <OtherSecrets form=form/>
        </section>
    }
}

/// Code for the chosen framework that reads the bytes of the body.
#[component]
fn FrameworkCode(form: CheckFields) -> impl IntoView {
    let code = memo(move || form.framework.with(|id| Framework::find(id)).map_or("", Framework::raw_body_code));
    view! {
        <div class="framework-code" hidden=flag(move || code.get().is_empty())>
            <CodeBlock title="Read the body as it arrived" id="check-code" text=text(move || code.get().into())/>
            <p class="hint">"Replace "<code>"verify"</code>" with your check of the signature, which returns whether it is valid."</p>
        </div>
    }
}

/// Returns a link to the receiver for a scheme and a framework.
fn receiver_link(scheme: SchemeChoice, framework: &str) -> String {
    let scheme = match scheme {
        SchemeChoice::Custom => None,
        SchemeChoice::Known(scheme) => Some(format!("scheme={}", scheme.id().replace('/', "%2F"))),
    };
    let stack = stack_of(framework).map(|stack| format!("stack={}", stack.id()));
    let query = [scheme, stack].into_iter().flatten().collect::<Vec<_>>().join("&");
    if query.is_empty() { "#receive".into() } else { format!("#receive?{query}") }
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
    // The delivery of the last diagnosis.
    let last = StoredValue::new(None::<CheckForm>);
    let look = move |change: u64| {
        let is_current = move || changes.try_get_value() == Some(change);
        if !is_current() {
            return;
        }
        let (delivery, is_applied) = diagnosed(panel);
        let task = task(&delivery, || custom.json(), browser::now_ms());
        spawn_local(async move {
            let result = match &task {
                Some(task) => worker::run(&Task::Explain(task.clone())).await.map(|answer| diagnosis(&answer)),
                None => Ok(None),
            };
            if is_current() && result != Err(NoResult::Replaced) {
                state.has_failed.set(result.is_err());
                let mut found = result.unwrap_or_default();
                let of_large = match &mut found {
                    Some(found) => find_change(panel, &delivery, found, is_current).await,
                    None => None,
                };
                if !is_current() {
                    return;
                }
                keep_diagnosis(found.as_ref());
                panel
                    .answer
                    .set(found.as_ref().and_then(|found| answer(panel, found, of_large, (&delivery, is_applied))));
                state.found.set(found);
                state.is_running.set(false);
            }
        });
    };
    effect(move || {
        form.track();
        custom.read.track();
        state.again.track();
        let is_rejected = outcome.with(|outcome| needs_diagnosis(&outcome.verdict));
        let (delivery, is_applied) = diagnosed(panel);
        let is_same = last.with_value(|last| last.as_ref() == Some(&delivery));
        if is_applied && is_same && state.found.with_untracked(Option::is_some) {
            panel.answer.update(|answer| answer.iter_mut().for_each(|answer| answer.is_applied = true));
            return;
        }
        // The causes of another delivery are wrong. Those for another framework are outdated.
        if !last.with_value(|last| last.as_ref().is_some_and(|last| last.is_same_delivery(&delivery))) {
            state.found.set(None);
        }
        last.set_value(Some(delivery));
        worker::stop("explain");
        keep_fix(None);
        keep_diagnosis(None);
        panel.answer.set(None);
        let is_needed = is_rejected || is_applied;
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

/// Returns the best cause, if it is proven or likely, with its correction.
fn answer(
    panel: CheckState,
    found: &Diagnosis,
    of_large: Option<Fix>,
    (delivery, is_applied): (&CheckForm, bool),
) -> Option<Answer> {
    let cause = found.causes.first()?;
    let headline = headline(&cause.code);
    let headline = match cause.is_proven() {
        true => headline.to_owned(),
        // Other reasons are visible in the request, as such a cause is.
        false
            if !cause.is_likely()
                || panel.outcome.with_untracked(|outcome| code(&outcome.verdict)) != "signature_mismatch" =>
        {
            return None;
        }
        false => format!("Probably: {headline}"),
    };
    let find = |custom: &CustomScheme| fix(delivery, custom, &cause.code, browser::now_ms(), other_secret);
    let fix = of_large.or_else(|| panel.custom.read.with_untracked(find)).filter(|_| cause.is_proven());
    let label = fix.as_ref().map(|fix| fix.label.clone());
    keep_fix(fix);
    Some(Answer { headline, remedy: cause.remedy.clone(), fix: label, is_applied })
}

/// The best cause and the other causes.
fn causes(mut causes: Vec<Cause>) -> AnyView {
    if causes.is_empty() {
        return ().into_any();
    }
    let best = causes.remove(0);
    let label = certainty(&best);
    // That of a proven cause is below the headline, except on narrow screens.
    let remedy = view! {
        <div class="remedy" class:in-headline=best.is_proven()>
            <h4>"What to do"</h4>
            <p>{sentence(&best.remedy)}</p>
        </div>
    };
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
        if given.is_empty() { otherwise.to_owned() } else { format!("{given}.") }
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
                    hint=text(move || form.old.with(|old| lengths(old, "One per line. Only tried, never accepted.")))
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
