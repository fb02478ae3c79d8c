//! The panel that checks a delivery. It never signs: what it shows is only ever about what was pasted.

mod body;
mod results;
mod why;

use std::time::Duration;

use leptos::prelude::*;

use crate::browser;
use crate::chooser::SchemeChooser;
use crate::clock::ClockField;
use crate::controls::{Choice, SecretField, TextArea, TextField};
use crate::examples::ExamplesMenu;
use crate::model::check::{CheckForm, code};
use crate::model::fields::describe_secrets;
use crate::model::instant::Clock;
use crate::model::panel::Panel;
use crate::model::signing::{METHODS, Needs, Signing, method};
use crate::own::{OwnEditor, OwnScheme};
use crate::reactive::{Followed, dynamic, memo};
use body::BodyField;
use results::Results;

/// How often the page looks whether time alone has made another verdict of it.
const LOOK_AGAIN: Duration = Duration::from_secs(5);

/// What a delivery can be judged at.
const CLOCKS: &[(Clock, &str)] = &[(Clock::Now, "Now"), (Clock::At, "Another time"), (Clock::Any, "Any time")];

/// The panel.
#[component]
pub(crate) fn CheckPanel(
    /// What is filled in.
    form: RwSignal<CheckForm>,
) -> impl IntoView {
    let own: OwnScheme = expect_context();
    let panel = expect_context::<RwSignal<Panel>>();
    let later = RwSignal::new(());
    let outcome = memo(move || {
        later.track();
        own.read.with(|own| form.with(|form| form.outcome(own, browser::now_ms())))
    });
    // A verdict is heard when it changes, so that it changes only when it is another one, not each time that a delivery is
    // five seconds older.
    let look_again = move || {
        if panel.get_untracked() != Panel::Check
            || !own.read.with_untracked(|own| form.with_untracked(|form| form.ages(own)))
        {
            return;
        }
        let fresh = own.read.with_untracked(|own| form.with_untracked(|form| form.outcome(own, browser::now_ms())));
        if code(&fresh.verdict) != outcome.with_untracked(|outcome| code(&outcome.verdict)) {
            later.set(());
        }
    };
    if let Ok(interval) = set_interval_with_handle(look_again, LOOK_AGAIN) {
        on_cleanup(move || interval.clear());
    }
    let signing = memo(move || form.with(|form| form.signing));
    let choose = move |signing: Signing| {
        if signing == Signing::Own {
            own.form.update(|own| own.follow(form.with_untracked(|form| form.signing)));
        }
        form.update(|form| form.signing = signing);
    };
    view! {
        <form class="inputs" on:submit=|event| event.prevent_default()>
            <div class="row with-menu">
                <SchemeChooser id="check-scheme" label="Sender and scheme" chosen=signing choose=choose/>
                <ExamplesMenu form=form/>
            </div>
            {dynamic(move || (signing.get() == Signing::Own).then(|| view! { <OwnEditor id="check-own" problems="check-own-problems"/> }).into_any())}
            <ExplainContext form=form signing=signing/>
            <TextArea
                id="check-headers"
                label="Headers"
                rows=4
                placeholder="X-Webhook-Signature: …"
                hint="As they arrived, one a line. Others than the signature do no harm."
                value=Signal::derive(move || form.with(|form| form.headers.to_string()))
                typed=move |text: String| form.update(|form| form.headers = text.into())
            />
            <BodyField form=form/>
            <SecretField
                id="check-secrets"
                label="Secrets"
                rows=2
                value=Signal::derive(move || form.with(|form| form.secrets.to_string()))
                typed=move |text: String| form.update(|form| form.secrets = text.into())
                hint=Signal::derive(move || {
                    let given = form.with(|form| describe_secrets(&form.secrets));
                    if given.is_empty() {
                        "One a line: while a secret is rotated, there are two. Public keys as PEM, with their lines.".into()
                    } else {
                        given
                    }
                })
            />
        </form>
        <Results form=form outcome=outcome signing=signing/>
    }
}

/// What only some schemes look at: method, URL and time.
#[component]
fn ExplainContext(form: RwSignal<CheckForm>, signing: Followed<Signing>) -> impl IntoView {
    let own: OwnScheme = expect_context();
    let needs = memo(move || {
        own.read.with(|own| signing.get().scheme(own).map(|scheme| Needs::of(&scheme)).unwrap_or_default())
    });
    let methods = METHODS.map(|method| (method, method)).to_vec();
    view! {
        {dynamic(move || needs.get().url.then(|| {
            let methods = methods.clone();
            view! {
                <div class="row request">
                    {needs.get().method.then(|| view! {
                        <Choice
                            id="check-method"
                            label="Method"
                            options=methods
                            chosen=Signal::derive(move || form.with(|form| form.method))
                            choose=move |name: String| form.update(|form| form.method = method(&name))
                        />
                    })}
                    <TextField
                        id="check-url"
                        label="URL"
                        keyboard="url"
                        placeholder="https://…"
                        hint="The one that the sender called, not the one behind a proxy."
                        value=Signal::derive(move || form.with(|form| form.url.to_string()))
                        typed=move |url: String| form.update(|form| form.url = url.into())
                    />
                </div>
            }
        }).into_any())}
        {dynamic(move || needs.get().time.then(|| view! {
            <ClockField
                name="check-clock"
                id="check-instant"
                legend="Judge its age"
                clocks=CLOCKS
                when=Signal::derive(move || form.with(|form| form.when.clone()))
                choose=move |clock| form.update(|form| form.when.choose(clock, browser::now_ms()))
                typed=move |text| form.update(|form| form.when.text = text)
            />
        }).into_any())}
    }
}
