//! The answer: whether the event is valid, and what can be done with it.

use hookwright::catalog::Provider;
use hookwright::problem::{Problem, Severity};
use hookwright::snippet::Language;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::model::delivery::SIGNING;
use super::model::form::EventForm;
use super::sending::{obstacle_of, send};
use super::state::{CraftState, Sending};
use crate::browser;
use crate::model::form::Form as _;
use crate::model::reading::{ParsedEvent, Quality, tally};
use crate::panels::check::fields::CheckFields;
use crate::panels::check::model::form::CheckForm;
use crate::panels::receive::model::form::ReceiveForm;
use crate::reactive::{State as _, dynamic, flag, memo, text};
use crate::state::handover::Handovers;
use crate::state::open::OpenPanel;
use crate::state::public_keys::eventually;
use crate::ui::code::CopyButton;
use crate::ui::findings::{Tone, Verdict, VerdictText};

/// The answer band.
#[component]
pub(super) fn Answer(state: CraftState, handovers: Handovers) -> impl IntoView {
    let CraftState { form, custom, results, .. } = state;
    let check: CheckFields = expect_context();
    let opener: OpenPanel = expect_context();
    let hand_over = move |_| {
        let now_ms = browser::now_ms();
        let (scheme, sent, derived) =
            (custom.read.get_untracked(), form.get_untracked(), state.derived.get_untracked());
        spawn_local(async move {
            if let Some(Some(delivery)) = eventually(|| sent.to_check(&scheme, now_ms, derived.as_deref())).await {
                check.update(|check| check.load(delivery));
                opener.open(CheckForm::ID, "check-verdict");
            }
        });
    };
    let generate = move |_| {
        handovers.receive.set(Some(form.with_untracked(EventForm::hand_over)));
        opener.open(ReceiveForm::ID, "receive-verdict");
    };
    let shown = memo(move || {
        form.sender.track();
        let sample = form.with_untracked(|form| form.sample());
        results.reading.with(|reading| {
            results.lines.with(|lines| {
                let problems: Vec<Problem> = lines.iter().map(|line| line.problem.clone()).collect();
                let of_body = match sample {
                    Some(sample) => verdict_of_sample(sample.name, sample.is_json(), &problems),
                    None => verdict(reading, &problems, form.provider.get()),
                };
                results.delivery.with(|delivery| match delivery {
                    Ok(_) => of_body,
                    Err(reason) => without_signature(of_body, reason),
                })
            })
        })
    });
    let unsigned = memo(move || results.delivery.with(Result::is_err));
    let obstacle = memo(move || obstacle_of(state).is_some());
    let curl = text(move || results.code(form, Language::Curl));
    view! {
        <div class="answer">
            <Verdict id="event-verdict" value=shown/>
            <div class="actions" id="event-actions">
                {dynamic(move || if unsigned.get() {
                    view! {
                        <button type="button" class="copy" disabled=true aria-describedby="event-verdict">"Copy cURL"</button>
                    }
                    .into_any()
                } else {
                    view! { <CopyButton what="the delivery" text=curl label="Copy cURL"/> }.into_any()
                })}
                <button
                    type="button"
                    class="quiet-button"
                    id="event-send"
                    disabled=flag(move || obstacle.get() || state.sending.with(|sending| *sending == Sending::Running))
                    aria-describedby="event-send-obstacle"
                    on:click=move |_| send_or_explain(state)
                >
                    "Send"
                </button>
                <button type="button" class="quiet-button" hidden=flag(move || unsigned.get()) on:click=hand_over>"Check this delivery"</button>
                <button type="button" class="quiet-button" id="event-receiver" on:click=generate>"Generate the receiver"</button>
            </div>
        </div>
    }
}

/// Sends, or the first time, shows what sending needs.
fn send_or_explain(state: CraftState) {
    if state.is_prepared.get_untracked() {
        send(state);
        return;
    }
    state.is_prepared.set(true);
    spawn_local(async {
        leptos::task::tick().await;
        browser::focus("event-sending-title");
        browser::scroll_into_view("event-sending");
    });
}

fn verdict(reading: &ParsedEvent, problems: &[Problem], provider: &Provider) -> VerdictText {
    let kind = reading.kind.as_deref().unwrap_or("");
    let found = tally(problems);
    match Quality::of(problems) {
        Quality::Bad => VerdictText::new(Tone::Bad, "Not valid", cause(problems)),
        Quality::Doubtful => VerdictText::new(Tone::Doubtful, "Probably not intended", cause(problems)),
        Quality::Good if found.is_empty() => {
            let detail = format!("a `{kind}` event in the format of {}", provider.name);
            VerdictText::new(Tone::Good, "Valid", detail)
        }
        Quality::Good => VerdictText::new(Tone::Good, "Valid", format!("a `{kind}` event, with {found}")),
    }
}

/// The verdict of a delivery that is not signed (yet), which a receiver would not accept.
fn without_signature(of_body: VerdictText, reason: &str) -> VerdictText {
    match of_body.tone {
        Tone::Bad | Tone::Doubtful => VerdictText { more: format!("not signed: {reason}"), ..of_body },
        _ if reason == SIGNING => VerdictText::new(Tone::Neutral, "Signing…", reason),
        _ => VerdictText::new(Tone::Doubtful, format!("{}, not signed", of_body.title), reason),
    }
}

/// The message of the only problem, or the numbers of several ones.
fn cause(problems: &[Problem]) -> String {
    let mut serious = problems.iter().filter(|problem| problem.severity != Severity::Note);
    match (serious.next(), serious.next()) {
        (Some(only), None) => only.message.clone(),
        _ => tally(problems),
    }
}

/// The verdict of a body whose schema is not known.
fn verdict_of_sample(name: &str, is_json: bool, problems: &[Problem]) -> VerdictText {
    match (Quality::of(problems), is_json) {
        (Quality::Bad, _) => VerdictText::new(Tone::Bad, "Not valid", cause(problems)),
        (_, true) => VerdictText::new(Tone::Good, "Valid JSON", format!("the schema of {name}’s events is not known")),
        (_, false) => {
            VerdictText::new(Tone::Neutral, "Not checked", format!("{name} sends a form, which has no schema here"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog;

    #[test]
    fn a_misspelt_event_type_is_doubtful() {
        use super::super::model::document::Document;
        use super::super::model::lines::locate;

        let provider = catalog::find("generic").unwrap();
        let of = |kind: &str| {
            let body = format!(
                "{{ \"id\": \"1\", \"type\": \"{kind}\", \"created_at\": \"2026-01-15T12:00:00Z\", \"data\": {{ \"id\": \"u\" }} }}"
            );
            let reading = ParsedEvent::of(body.as_bytes(), provider);
            let located = locate(&reading, &body, &Document::parse(&body), provider);
            let problems: Vec<Problem> = located.into_iter().map(|line| line.problem).collect();
            verdict(&reading, &problems, provider).tone
        };
        assert_eq!(
            (of("user.created"), of("user.craeted"), of("order.paid")),
            (Tone::Good, Tone::Doubtful, Tone::Good)
        );
    }

    #[test]
    fn a_delivery_without_a_signature_is_not_good() {
        let of = |tone, title: &str, reason: &str| {
            let verdict = without_signature(VerdictText::new(tone, title, "x"), reason);
            (verdict.tone, verdict.title, [verdict.detail, verdict.more].concat())
        };
        let missing = "the secret is missing";
        assert_eq!(of(Tone::Good, "Valid", missing), (Tone::Doubtful, "Valid, not signed".into(), missing.into()));
        assert_eq!(of(Tone::Good, "Valid", SIGNING).0, Tone::Neutral);
        assert_eq!(
            of(Tone::Bad, "Not valid", missing),
            (Tone::Bad, "Not valid".into(), "xnot signed: the secret is missing".into())
        );
    }

    #[test]
    fn a_sample_without_a_schema_is_only_read() {
        assert_eq!(verdict_of_sample("GitHub", true, &[]).title, "Valid JSON");
        assert_eq!(verdict_of_sample("Twilio", false, &[]).tone, Tone::Neutral);
    }
}
