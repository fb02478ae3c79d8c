//! The diagnosis of a rejected delivery: the best cause with its remedy, other causes, and the checks.
//!
//! A diagnosis can take some tenths of a second, so it starts only after a pause in typing.

use std::time::Duration;

use hookwright::credential::Credential;
use hookwright::explain::{Cause, Check, Diagnosis};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::fields::CheckFields;
use super::model::diagnosis::{announced, asks_for_framework, certainty, diagnose, frameworks, needs_diagnosis, tally};
use super::model::form::Outcome;
use super::model::verdict::Verdict;
use crate::browser;
use crate::model::fields::describe_secrets;
use crate::model::scheme::CustomScheme;
use crate::reactive::{ErasedMemo, State as _, dynamic, flag, text};
use crate::state::custom_scheme::CustomSchemeState;
use crate::ui::controls::{SecretField, Select};
use crate::ui::findings::sentence;

/// The pause in typing before a diagnosis starts.
const PAUSE_MS: u64 = 350;

/// The longest pause. Slow diagnoses increase the pause, because they block typing.
const MAX_PAUSE_MS: u64 = 1_500;

/// The card with the diagnosis, below the verdict.
#[component]
pub(crate) fn DiagnosisCard(form: CheckFields, outcome: ErasedMemo<Outcome>) -> impl IntoView {
    let (found, looking) = search(form, outcome);
    let checks = move || found.with(|found| found.as_ref().map(|found| found.checks.clone()).unwrap_or_default());
    let title = text(move || {
        let rejected = outcome.with(|outcome| matches!(outcome.verdict, Verdict::Rejected { .. }));
        if rejected { "Why it was rejected" } else { "Why it cannot be checked" }.into()
    });
    let announcement = text(move || match looking.get() {
        true => String::new(),
        false => found.with(|found| found.as_ref().map(announced).unwrap_or_default()),
    });
    view! {
        <span class="visually-hidden diagnosis-heard" role="status">{announcement}</span>
        <section
            class="card diagnosis"
            id="check-diagnosis"
            aria-labelledby="check-diagnosis-title"
            aria-busy=text(move || looking.get().to_string())
            hidden=flag(move || !looking.get() && found.with(Option::is_none))
        >
            <h3 id="check-diagnosis-title">
                {title} <span class="quiet" hidden=flag(move || !looking.get())>" · searching …"</span>
            </h3>
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

/// Returns the diagnosis, which is updated after a pause in typing, and whether a newer one is pending.
fn search(form: CheckFields, outcome: ErasedMemo<Outcome>) -> (RwSignal<Option<Diagnosis>>, RwSignal<bool>) {
    let CustomSchemeState { read, .. } = expect_context();
    let found = RwSignal::new(None::<Diagnosis>);
    let looking = RwSignal::new(false);
    let last_took_ms = StoredValue::new(0_u64);
    // A diagnosis that was requested before the last change is outdated and skipped.
    let changes = StoredValue::new(0_u64);
    let look = move |change: u64| {
        if changes.try_get_value() != Some(change) {
            return;
        }
        spawn_local(async move {
            let began_ms = browser::now_ms();
            let diagnosis = explain(form, read, began_ms).await;
            // The delivery may have changed while the part was being loaded.
            if changes.try_get_value() == Some(change) {
                found.set(diagnosis.unwrap_or_default());
                last_took_ms.set_value(browser::now_ms().abs_diff(began_ms));
                looking.set(false);
            }
        });
    };
    Effect::new(move |_| {
        form.track();
        read.track();
        let is_needed = outcome.with(|outcome| needs_diagnosis(&outcome.verdict));
        let change = changes.get_value().wrapping_add(1);
        changes.set_value(change);
        looking.set(is_needed);
        if !is_needed {
            found.set(None);
            return;
        }
        let pause = (PAUSE_MS + 2 * last_took_ms.get_value()).min(MAX_PAUSE_MS);
        set_timeout(move || look(change), Duration::from_millis(pause));
    });
    (found, looking)
}

/// Diagnoses the delivery.
#[wasm_split(explain, fallible, preload(prefetch))]
fn explain(form: CheckFields, custom: ErasedMemo<CustomScheme>, now_ms: i64) -> Result<Option<Diagnosis>, SplitLoaderError> {
    Ok(custom.with_untracked(|custom| form.with_untracked(|form| diagnose(form, custom, now_ms))))
}

/// The best cause and the other causes.
fn causes(mut causes: Vec<Cause>) -> AnyView {
    if causes.is_empty() {
        return ().into_any();
    }
    let best = causes.remove(0);
    let label = certainty(&best);
    let further = (!causes.is_empty()).then(|| {
        view! {
            <h4>"Other possible causes"</h4>
            <ol class="causes">{causes.into_iter().map(further_cause).collect_view()}</ol>
        }
    });
    view! {
        <div class="cause best" data-code=best.code()>
            <p class="evidence-line">{sentence(&best.evidence)}</p>
            <p class="certainty">
                <span class=format!("badge {}", label.class)>{label.badge}</span> <code>{best.code()}</code> <span>{label.meaning}</span>
            </p>
            <div class="remedy">
                <h4>"What to do"</h4>
                <p>{sentence(&best.remedy)}</p>
            </div>
        </div>
        {further}
    }
    .into_any()
}

fn further_cause(cause: Cause) -> AnyView {
    let label = certainty(&cause);
    view! {
        <li class="cause" data-code=cause.code()>
            <p>{sentence(&cause.evidence)}</p>
            <p class="certainty"><span class=format!("badge {}", label.class)>{label.badge}</span> <code>{cause.code()}</code></p>
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
            <summary><span>"Other secrets to try"</span></summary>
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
