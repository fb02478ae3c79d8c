//! Why a delivery is refused: the best cause with what to do, further ones, and what was looked at.
//!
//! Finding out takes some tenths of a second on an unlucky body, so that it waits until nobody types.

use std::time::Duration;

use hookwright::credential::Credential;
use hookwright::explain::{Cause, Check, Diagnosis};
use leptos::prelude::*;

use crate::browser;
use crate::controls::{Choice, SecretField};
use crate::findings::set;
use crate::model::check::{CheckForm, Outcome, Verdict};
use crate::model::diagnosis::{
    announced, asks_for_framework, diagnose, framework, frameworks, is_open, sureness, tally,
};
use crate::model::fields::describe_secrets;
use crate::own::OwnScheme;
use crate::reactive::{Followed, dynamic, flag, text};

/// How long nothing is typed before it is found out why.
const PAUSE_MS: u64 = 350;

/// The longest pause. It grows where finding out takes long, because typing has to wait for that.
const LONGEST_PAUSE_MS: u64 = 1_500;

/// The card below a verdict that refuses.
#[component]
pub(crate) fn Why(form: RwSignal<CheckForm>, outcome: Followed<Outcome>) -> impl IntoView {
    let (found, looking) = search(form, outcome);
    let checks = move || found.with(|found| found.as_ref().map(|found| found.checks.clone()).unwrap_or_default());
    let title = text(move || {
        let refused = outcome.with(|outcome| matches!(outcome.verdict, Verdict::Refused { .. }));
        if refused { "Why it is refused" } else { "Why it cannot be checked" }.into()
    });
    let heard = text(move || match looking.get() {
        true => String::new(),
        false => found.with(|found| found.as_ref().map(announced).unwrap_or_default()),
    });
    view! {
        <span class="visually-hidden diagnosis-heard" role="status">{heard}</span>
        <section
            class="card diagnosis"
            id="check-diagnosis"
            aria-labelledby="check-diagnosis-title"
            aria-busy=text(move || looking.get().to_string())
            hidden=flag(move || !looking.get() && found.with(Option::is_none))
        >
            <h3 id="check-diagnosis-title">
                {title} <span class="quiet" hidden=flag(move || !looking.get())>" · looking …"</span>
            </h3>
            <div class="found" class:stale=flag(move || looking.get())>
                {dynamic(move || causes(found.with(|found| found.as_ref().map(|found| found.causes.clone()).unwrap_or_default())))}
                <div class="receiver" hidden=flag(move || !found.with(|found| found.as_ref().is_some_and(asks_for_framework)))>
                    <Choice
                        id="check-framework"
                        label="Your receiver is written with"
                        options=frameworks()
                        chosen=Signal::derive(move || form.with(|form| form.framework))
                        choose=move |id: String| form.update(|form| form.framework = framework(&id))
                    />
                </div>
                <details class="foldable" id="check-checks" hidden=flag(move || found.with(Option::is_none))>
                    <summary><span>"What was looked at: "{text(move || tally(&checks()))}</span></summary>
                    <ul class="steps">{dynamic(move || checks().into_iter().map(step).collect_view().into_any())}</ul>
                </details>
            </div>
            <MoreToTry form=form/>
        </section>
    }
}

/// What is found out, once nobody types any more, and whether something newer is being looked for.
fn search(form: RwSignal<CheckForm>, outcome: Followed<Outcome>) -> (RwSignal<Option<Diagnosis>>, RwSignal<bool>) {
    let OwnScheme { read, .. } = expect_context();
    let found = RwSignal::new(None::<Diagnosis>);
    let looking = RwSignal::new(false);
    let last_took_ms = StoredValue::new(0_u64);
    // What was set off before the last change is out of date, and is left aside when its time comes.
    let changes = StoredValue::new(0_u64);
    let look = move |change: u64| {
        if changes.try_get_value() != Some(change) {
            return;
        }
        let began_ms = browser::now_ms();
        found.set(read.with_untracked(|own| form.with_untracked(|form| diagnose(form, own, began_ms))));
        last_took_ms.set_value(browser::now_ms().abs_diff(began_ms));
        looking.set(false);
    };
    Effect::new(move |_| {
        form.track();
        read.track();
        let is_open = outcome.with(|outcome| is_open(&outcome.verdict));
        let change = changes.get_value().wrapping_add(1);
        changes.set_value(change);
        looking.set(is_open);
        if !is_open {
            found.set(None);
            return;
        }
        let pause = (PAUSE_MS + 2 * last_took_ms.get_value()).min(LONGEST_PAUSE_MS);
        set_timeout(move || look(change), Duration::from_millis(pause));
    });
    (found, looking)
}

/// The explanation that fits best, and those after it.
fn causes(mut causes: Vec<Cause>) -> AnyView {
    if causes.is_empty() {
        return ().into_any();
    }
    let best = causes.remove(0);
    let sure = sureness(&best);
    let further = (!causes.is_empty()).then(|| {
        view! {
            <h4>"It may also be this"</h4>
            <ol class="causes">{causes.into_iter().map(further_cause).collect_view()}</ol>
        }
    });
    view! {
        <div class="cause best" data-code=best.code()>
            <p class="evidence-line">{set(&best.evidence)}</p>
            <p class="sureness">
                <span class=format!("badge {}", sure.class)>{sure.badge}</span> <code>{best.code()}</code> <span>{sure.means}</span>
            </p>
            <div class="remedy">
                <h4>"What to do"</h4>
                <p>{set(&best.remedy)}</p>
            </div>
        </div>
        {further}
    }
    .into_any()
}

fn further_cause(cause: Cause) -> AnyView {
    let sure = sureness(&cause);
    view! {
        <li class="cause" data-code=cause.code()>
            <p>{set(&cause.evidence)}</p>
            <p class="sureness"><span class=format!("badge {}", sure.class)>{sure.badge}</span> <code>{cause.code()}</code></p>
            <p>{set(&cause.remedy)}</p>
        </li>
    }
    .into_any()
}

fn step(check: Check) -> AnyView {
    let (class, word) =
        if check.ok { ("step ok", "As it should be: ") } else { ("step failed", "Not as it should be: ") };
    view! {
        <li class=class>
            <span class="icon" aria-hidden="true"></span>
            <span><span class="visually-hidden">{word}</span>{set(&check.message)}</span>
        </li>
    }
    .into_any()
}

/// Secrets that might have been meant.
#[component]
fn MoreToTry(form: RwSignal<CheckForm>) -> impl IntoView {
    let lengths = |field: &Credential, otherwise: &str| {
        let given = describe_secrets(field);
        if given.is_empty() { otherwise.to_owned() } else { given }
    };
    view! {
        <details class="foldable more-to-try" id="check-more">
            <summary><span>"Other secrets to try"</span></summary>
            <div class="fields">
                <SecretField
                    id="check-old-secrets"
                    label="Replaced secrets"
                    rows=2
                    value=text(move || form.with(|form| form.old.to_string()))
                    typed=move |text: String| form.update(|form| form.old = text.into())
                    hint=text(move || form.with(|form| lengths(&form.old, "One a line. They are tried to find out why, and never accepted.")))
                />
                <SecretField
                    id="check-other-secrets"
                    label="Secrets of other endpoints and environments"
                    rows=2
                    value=text(move || form.with(|form| form.others.to_string()))
                    typed=move |text: String| form.update(|form| form.others = text.into())
                    hint=text(move || form.with(|form| lengths(&form.others, "One a line: of test, of production, of the forwarder on your machine.")))
                />
            </div>
        </details>
    }
}
