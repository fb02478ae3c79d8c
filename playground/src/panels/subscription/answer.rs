//! The answer: whether the request is ready, and what the in-page account has answered.

use hookwright::service::OperationKind;
use leptos::prelude::*;

use super::model::problem::is_unfinished;
use super::model::review::Review;
use super::model::sending::Answer;
use super::request::send_or_focus;
use super::state::PanelState;
use crate::model::words::count;
use crate::reactive::{dynamic, flag, memo};
use crate::state::open::OpenPanel;
use crate::ui::findings::{Tone, Verdict, VerdictText};

#[component]
pub(super) fn AnswerBand(state: PanelState) -> impl IntoView {
    let value = memo(move || {
        let kind = state.kind.get();
        state.current.with(|answer| match answer {
            Some(answer) => answered(answer),
            None => state.review.with(|review| ready(review, kind)),
        })
    });
    let has_api = memo(move || state.kind.get().is_some());
    let opener: OpenPanel = expect_context();
    // Of the last subscription that was created, if there is one; otherwise of the form.
    let id = move || {
        let created = |answer: &Option<Answer>| answer.as_ref().and_then(|answer| answer.created.clone());
        state.current.with_untracked(created).unwrap_or_default()
    };
    // Other operations are about a subscription of the account, which has these buttons, too.
    let is_creation = flag(move || matches!(state.kind.get(), None | Some(OperationKind::Create)));
    view! {
        <div class="answer">
            <Verdict id="subscription-verdict" value=value/>
            {dynamic(move || has_api.get().then(|| view! {
                <div class="actions">
                    <button
                        type="button"
                        class="primary"
                        id="subscription-send"
                        aria-keyshortcuts="Control+Enter"
                        on:click=move |_| send_or_focus(state)
                    >
                        "Send to the in-page account"
                    </button>
                </div>
            }).into_any())}
        </div>
        <div class="chain full" hidden=flag(move || !is_creation.get())>
            <button type="button" class="quiet-button" id="subscription-craft" on:click=move |_| state.craft(opener, &id())>
                "Craft an event for this subscription"
            </button>
            <button type="button" class="quiet-button" id="subscription-receive" on:click=move |_| state.receive(opener, &id())>
                "Generate the receiver"
            </button>
            <button
                type="button"
                class="quiet-button"
                id="subscription-deliver"
                hidden=flag(move || !has_api.get())
                on:click=move |_| state.deliver(opener, &id())
            >
                "Simulate deliveries"
            </button>
        </div>
    }
}

fn answered(answer: &Answer) -> VerdictText {
    let tone = if answer.is_success { Tone::Good } else { Tone::Bad };
    let verdict = VerdictText::new(tone, &answer.status, &answer.summary);
    let more = match (answer.is_success, answer.problems.is_empty()) {
        (true, _) => "The request and the response are below.",
        (false, false) => "The problems are listed below, and at their fields.",
        (false, true) => "The response is below.",
    };
    VerdictText { more: more.into(), ..verdict }
}

fn ready(review: &Review, kind: Option<OperationKind>) -> VerdictText {
    if !review.is_ready() {
        let errors = review.problems.iter().filter(|problem| problem.is_error()).count();
        let (tone, title) =
            if is_unfinished(&review.problems) { (Tone::Neutral, "Not ready yet") } else { (Tone::Bad, "Not ready") };
        let first = review.problems.first().map(|problem| problem.message.clone()).unwrap_or_default();
        let more = if errors > 1 { format!("{} in total.", count(errors, "problem")) } else { String::new() };
        return VerdictText { more, ..VerdictText::new(tone, title, first) };
    }
    let requests = review.requests.len();
    let detail = match kind {
        None => "Copy these settings to the provider's form".into(),
        Some(OperationKind::Create) if requests > 1 => {
            format!("Create {}: this API accepts one event each", count(requests, "subscription"))
        }
        Some(OperationKind::Create) => "Create a subscription with one request".into(),
        Some(OperationKind::List) => "List the subscriptions, newest first".into(),
        Some(OperationKind::Retrieve) => "Retrieve the subscription".into(),
        Some(OperationKind::Update) => "Update the subscription; other attributes stay unchanged".into(),
        Some(OperationKind::Delete) => "Delete the subscription and its deliveries".into(),
        Some(OperationKind::Test) => "Send a sample event to the subscription".into(),
        Some(_) => "List the deliveries of the subscription, newest first".into(),
    };
    let more = match (kind, review.suggestions()) {
        (_, several @ 1..) => format!("{} below.", count(several, "suggestion")),
        (Some(_), 0) => "Send it to the in-page account, or copy it.".into(),
        (None, 0) => String::new(),
    };
    VerdictText { more, ..VerdictText::new(Tone::Good, "Ready", detail) }
}
