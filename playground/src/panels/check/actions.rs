//! What can be done at once about a verdict: the buttons next to it.

use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use super::model::form::CheckForm;
use super::model::verdict::Verdict;
use super::notice::apply;
use super::state::CheckState;
use crate::browser;
use crate::model::form::Form as _;
use crate::model::instant::Clock;
use crate::model::link_text::{LARGEST_LINKED, LONGEST};
use crate::reactive::{Field, State as _, flag, text};
use crate::state::links::Links;
use crate::ui::code::confirm;

/// The buttons.
pub(super) fn actions(state: CheckState) -> AnyView {
    let fix = move || state.answer.with(|answer| answer.as_ref().filter(|answer| !answer.is_applied)?.fix.clone());
    view! {
        <button type="button" class="primary" id="check-apply" hidden=flag(move || fix().is_none()) on:click=move |_| apply(state)>
            {text(move || fix().unwrap_or_default())}
        </button>
        <AgeButton state=state id="check-set-time" class="primary" label="Set when you received it" clock=Clock::At focused="check-instant"/>
        <AgeButton state=state id="check-ignore-age" class="quiet-button" label="Ignore the timestamp" clock=Clock::Any focused="check-verdict"/>
        <ReportButton state=state/>
    }
    .into_any()
}

/// A button that chooses another time, if the age is the only reason for a rejection.
#[component]
fn AgeButton(
    state: CheckState,
    id: &'static str,
    class: &'static str,
    label: &'static str,
    clock: Clock,
    /// The id of the element that then gets the focus.
    focused: &'static str,
) -> impl IntoView {
    let is_only_age =
        move || state.outcome.with(|outcome| matches!(outcome.verdict, Verdict::Rejected { is_only_age: true, .. }));
    let choose = move |_| {
        state.form.when.update(|when| when.choose(clock, browser::now_ms()));
        spawn_local(async move {
            // The field of the time is in the document after the next tick.
            tick().await;
            browser::focus(focused);
        });
    };
    view! { <button type="button" class=class id=id hidden=flag(move || !is_only_age()) on:click=choose>{label}</button> }
}

/// A button that copies the check as Markdown, for a ticket.
#[component]
fn ReportButton(state: CheckState) -> impl IntoView {
    const LABEL: &str = "Copy report";
    let label = Field::new(LABEL);
    let copy = move |_| {
        spawn_local(async move {
            let is_copied = match report(state).await {
                Some(report) => browser::copy(&report).await,
                None => false,
            };
            confirm(label, LABEL, is_copied);
        });
    };
    let is_waiting = flag(move || state.outcome.with(|outcome| matches!(outcome.verdict, Verdict::Waiting)));
    view! {
        <button
            type="button"
            class="quiet-button"
            id="check-report"
            title="The result as Markdown for a ticket, without secrets"
            hidden=is_waiting
            on:click=copy
        >
            <span aria-live="polite">{text(move || label.get().into())}</span>
        </button>
    }
}

/// Returns the check as Markdown, with a link unless that would be too long.
async fn report(state: CheckState) -> Option<String> {
    let links = Links::provide(state.forms);
    let shared = links.shared(CheckForm::ID, false)?;
    let is_short = shared.members.to_string().len() <= LARGEST_LINKED;
    let link = if is_short { links.link(CheckForm::ID, &shared).await } else { None };
    let link = link.filter(|link| link.len() <= LONGEST).unwrap_or_else(browser::address);
    links.markdown(CheckForm::ID, &link)
}
