//! Sending to a receiver on this machine: what it needs, and what has happened.

use hookwright::http::HeaderValue;
use hookwright::time::format_rfc3339;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use super::model::preflight::{FRAMEWORKS, framework};
use super::model::send::{
    Facts, Outcome, Permission, Report, SHOWN_BYTES, TIMEOUT_MS, left_out, obstacle, preflight_headers, report, target,
};
use super::state::{CraftState, Sending, Sent};
use crate::browser;
use crate::browser::sending::{self, NotReceived, Received};
use crate::model::form::Form as _;
use crate::model::reading::Quality;
use crate::panels::check::fields::CheckFields;
use crate::panels::receive::model::form::ReceiveForm;
use crate::reactive::{State as _, dynamic, flag, memo, text};
use crate::state::saved;
use crate::ui::bind::TextBinding;
use crate::ui::code::CodeBlock;
use crate::ui::controls::Select;
use crate::ui::findings::{Tone, Verdict, VerdictText, sentence};

/// The ids of the elements that may have the focus after *Send*: the buttons that send, and what a browser focuses instead
/// of a button.
const FOCUSED_BY_SEND: [&str; 3] = ["event-send", "event-send-now", "main"];

/// Returns why the delivery cannot be sent, or `None` if it can.
pub(super) fn obstacle_of(state: CraftState) -> Option<String> {
    state.results.delivery.with(|delivery| match delivery {
        // The reason is where the signature would be.
        Err(_) => Some("A delivery can be sent once it is signed".into()),
        Ok(signed) => {
            let request = state.form.with(|form| form.request(delivery));
            let names: Vec<&str> = signed.added.iter().map(|(name, _)| name).collect();
            obstacle(&request, &names).map(Into::into)
        }
    })
}

/// Sends the delivery, unless there is an obstacle.
pub(super) fn send(state: CraftState) {
    if untrack(|| obstacle_of(state)).is_some() {
        return;
    }
    let request = state.form.with_untracked(|form| state.results.delivery.with_untracked(|it| form.request(it)));
    let host = target(&request.url).unwrap_or_default().to_owned();
    let (form, custom, at_ms) = (state.form.get_untracked(), state.custom.read.get_untracked(), browser::now_ms());
    let forbidden = left_out(&request);
    let headers: Vec<(String, String)> = request
        .headers
        .iter()
        .filter(|(name, _)| !forbidden.contains(name))
        .filter_map(|(name, value)| match value {
            HeaderValue::Text(value) => Some((name.clone(), value.clone())),
            HeaderValue::BearerFrom(_) => None,
        })
        .collect();
    state.sending.set(Sending::Running);
    let number = state.next_sending();
    spawn_local(async move {
        let started = browser::monotonic_ms();
        let body = request.body.to_text();
        // One byte more says that the body is longer.
        let most = u32::try_from(SHOWN_BYTES).unwrap_or(u32::MAX).saturating_add(1);
        let outcome = match sending::send(request.method, request.url.trim(), &headers, &body, TIMEOUT_MS, most).await {
            Ok(received) => answered(received, browser::monotonic_ms() - started),
            Err(NotReceived::Redirected) => Outcome::Redirected,
            Err(NotReceived::TimedOut) => Outcome::TimedOut,
            Err(NotReceived::Failed) => Outcome::Failed(facts(&host).await),
        };
        if !state.is_last_sending(number) {
            return;
        }
        state.sending.set(Sending::Done(Box::new(Sent { outcome, host, at_ms, form, custom })));
        // The outcome is part of the document after the next tick.
        tick().await;
        // The user may be typing elsewhere by now.
        if browser::focused_id().is_none_or(|id| FOCUSED_BY_SEND.contains(&&*id)) {
            browser::focus("event-sent");
        }
    });
}

fn answered(received: Received, ms: f64) -> Outcome {
    let Received { status, reason, headers, mut body } = received;
    let is_cut = body.len() > SHOWN_BYTES;
    body.truncate(SHOWN_BYTES);
    // A duration is a small positive number.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a duration in milliseconds")]
    let ms = ms.max(0.0) as u64;
    Outcome::Answered { status, reason, headers, body: String::from_utf8_lossy(&body).into_owned(), is_cut, ms }
}

/// Finds out what can be known about a failure. `target` are the host and port of the receiver; its webhook path is not called
/// again, because a receiver may act upon a GET request there.
async fn facts(target: &str) -> Facts {
    let (is_https, host) = browser::origin_is_https_and_host();
    let permission = Permission::of(sending::permission().await.as_deref(), &host);
    Facts { listens: sending::listens(&format!("http://{target}/")).await, permission, is_https }
}

/// The card that says what sending needs, and shows the outcome. It is hidden until the first use of *Send*.
#[component]
pub(super) fn SendCard(state: CraftState) -> impl IntoView {
    let check: CheckFields = expect_context();
    let CraftState { form, results, .. } = state;
    let shown = memo(move || {
        // What the receive panel has saved until the card is shown.
        state.is_prepared.track();
        let saved = browser::load(&saved::key(ReceiveForm::ID));
        let chosen = form.framework.get();
        check.framework.with(|other| framework(&chosen, other, saved.as_deref()).map(|it| it.id)).unwrap_or_default()
    });
    let lines = text(move || {
        let framework = FRAMEWORKS.iter().find(|framework| framework.id == shown.get());
        framework.map(|framework| framework.lines(&browser::origin())).unwrap_or_default()
    });
    let binding = TextBinding::new(move || shown.get().into(), move |id| form.framework.set(id));
    let request = move || form.with(|form| results.delivery.with(|delivery| form.request(delivery)));
    let asks = memo(move || {
        preflight_headers(&request()).into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
    });
    let replaced =
        memo(move || left_out(&request()).into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "));
    let host = text(move || form.url.with(|url| target(url).unwrap_or("your receiver").to_owned()));
    let obstacle = memo(move || obstacle_of(state).unwrap_or_default());
    let is_running = flag(move || state.sending.with(|sending| *sending == Sending::Running));
    let outcome = memo(move || match state.sending.get() {
        Sending::Done(sent) => Some((report(&sent.outcome, &sent.host), sent.outcome, sent.at_ms)),
        _ => None,
    });
    let is_outdated = flag(move || {
        let (form, custom) = (form.get(), state.custom.read.get());
        let is_other = |sent: &Sent| !form.sends_like(&custom, (&sent.form, &sent.custom));
        state.sending.with(|sending| matches!(sending, Sending::Done(sent) if is_other(sent)))
    });
    let frameworks: Vec<(&str, &str)> = FRAMEWORKS.iter().map(|framework| (framework.id, framework.name)).collect();
    view! {
        <section
            class="card sending"
            id="event-sending"
            aria-labelledby="event-sending-title"
            hidden=flag(move || !state.is_prepared.get())
        >
            <h3 id="event-sending-title" tabindex="-1">"Send to your receiver"</h3>
            <p hidden=flag(move || asks.get().is_empty())>
                "The browser first asks the receiver with "<code>"OPTIONS"</code>" whether this page may send (a CORS preflight), because of "
                {dynamic(move || sentence(&asks.get()))}
                " Ordinary receivers do not answer that. Receivers of the panel "<em>"Receive"</em>" do with "<code>"HOOKWRIGHT_DEV=1"</code>
                "; in others, add these lines."
            </p>
            <p>"If the browser reports a failure, the page sends "<code>"GET /"</code>" to the receiver, to find out whether something listens there."</p>
            <p hidden=flag(move || replaced.get().is_empty())>
                {dynamic(move || sentence(&format!("a page cannot set these headers, so that the browser leaves them out or sets them itself: {}", replaced.get())))}
            </p>
            <details class="foldable" id="event-preflight" open=true>
                <summary><span>"Lines for development"</span></summary>
                <div class="preflight">
                    <Select id="event-framework" label="Framework of your receiver" options=frameworks value=binding/>
                    <CodeBlock title="For development only" id="event-preflight-lines" text=lines/>
                </div>
            </details>
            <button
                type="button"
                class="primary"
                id="event-send-now"
                disabled=flag(move || is_running.get() || !obstacle.get().is_empty())
                on:click=move |_| send(state)
            >
                {text(move || if is_running.get() { "Sending…".into() } else { format!("Send to {}", host.get()) })}
            </button>
            {dynamic(move || outcome.get().map(|(report, outcome, at_ms)| outcome_view(report, outcome, at_ms, is_outdated)).into_any())}
        </section>
    }
}

fn outcome_view(report: Report, outcome: Outcome, at_ms: i64, is_outdated: Signal<bool>) -> AnyView {
    let Report { quality, code, title, detail, advice, needs_preflight } = report;
    let tone = match quality {
        Quality::Good => Tone::Good,
        Quality::Doubtful => Tone::Doubtful,
        Quality::Bad => Tone::Bad,
    };
    let verdict = VerdictText { more: advice, ..VerdictText::new(tone, title, detail).code(code) };
    let response = match outcome {
        Outcome::Answered { headers, body, is_cut, .. } => Some(view! {
            <CodeBlock title="Response headers" id="event-sent-headers" text=Signal::stored(headers)/>
            <p class="hint">"A browser shows only the headers that the receiver exposes to other origins."</p>
            <CodeBlock
                title=if is_cut { "Response body, the first 8 kB" } else { "Response body" }
                id="event-sent-body"
                text=Signal::stored(body)
            />
        }),
        _ => None,
    };
    let link = needs_preflight.then(|| {
        view! {
            <button type="button" class="link" on:click=|_| browser::focus("event-framework")>"Choose the framework of your receiver"</button>
        }
    });
    view! {
        <p class="sent-at">
            "Sent at "<time dir="ltr">{format_rfc3339(at_ms)}</time>"."
            <strong id="event-sent-outdated" hidden=flag(move || !is_outdated.get())>" The delivery has changed since."</strong>
        </p>
        <Verdict id="event-sent" value=memo(move || verdict.clone())/>
        {link}
        {response}
    }
    .into_any()
}
