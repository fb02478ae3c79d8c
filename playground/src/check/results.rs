//! What comes out of a check: the verdict, what to answer, how the scheme signs, and what the delivery says.

use leptos::prelude::*;

use crate::browser;
use crate::findings::{Problems, Said, Tone, Verdict};
use crate::handshake::HandshakeAnswer;
use crate::model::check::{CheckForm, Covers, Matched, Outcome, Verdict as Decision};
use crate::model::instant::Clock;
use crate::model::reading::Reading;
use crate::model::signing::Signing;
use crate::reactive::{Followed, dynamic, flag, memo};
use crate::scheme_card::{SchemeFacts, heading};

use super::why::Why;

/// Everything on the right of the panel.
#[component]
pub(crate) fn Results(
    form: RwSignal<CheckForm>,
    outcome: Followed<Outcome>,
    signing: Followed<Signing>,
) -> impl IntoView {
    let only_age =
        memo(move || outcome.with(|outcome| matches!(outcome.verdict, Decision::Refused { only_age: true, .. })));
    let leave_age = move |_| {
        form.update(|form| form.when.choose(Clock::Any, browser::now_ms()));
        browser::focus("check-verdict");
    };
    let answer = memo(move || outcome.with(|outcome| outcome.answer.clone()));
    let contents = memo(move || {
        outcome.with(|outcome| {
            let genuine = matches!(outcome.verdict, Decision::Accepted(_));
            outcome.reading.clone().map(|reading| (reading, genuine))
        })
    });
    view! {
        <div class="results">
            <Verdict id="check-verdict" said=Signal::derive(move || said(&outcome.get()))/>
            <button type="button" class="quiet-button aside" hidden=flag(move || !only_age.get()) on:click=leave_age>
                "Leave its age aside"
            </button>
            <Why form=form outcome=outcome/>
            <Problems id="check-field-problems" problems=Signal::derive(move || outcome.get().problems)/>
            {dynamic(move || answer.get().map(|reply| view! { <HandshakeAnswer reply=reply/> }).into_any())}
            <div class="card">
                <h3>{heading(signing.into())}</h3>
                <SchemeFacts id="check-facts" signing=signing/>
            </div>
            {dynamic(move || contents.get().map(|(reading, genuine)| view! { <Contents reading=reading genuine=genuine/> }).into_any())}
        </div>
    }
}

fn said(outcome: &Outcome) -> Said {
    let said =
        |tone, title: &str, code, detail: String| Said { tone, title: title.into(), code, detail, facts: Vec::new() };
    match outcome.verdict.clone() {
        Decision::Waiting => {
            said(Tone::Neutral, "Nothing to check yet", None, "Paste a delivery, or take one of the examples".into())
        }
        Decision::Handshake => {
            let words = "Nobody has signed this request, and nobody needs to: the sender waits for the answer below";
            said(Tone::Neutral, "A handshake", None, words.into())
        }
        Decision::Accepted(matched) => {
            let Matched { number, of, id, signed, covers } = matched;
            let who = if of == 1 { "The secret".into() } else { format!("Secret {number} of {of}") };
            let what = match covers {
                Covers::All => "fits exactly these bytes",
                Covers::Part => "fits the values that are signed; the rest of the body is not covered",
                Covers::Nothing => "is the one that was sent along; it says nothing about the body",
            };
            let facts = [("Id", id), ("Signed", signed)];
            let facts = facts.into_iter().filter_map(|(term, value)| Some((term, value?))).collect();
            let detail = format!("{who} {what}");
            Said { facts, ..said(Tone::Good, "Accepted", None, detail) }
        }
        Decision::Refused { code, message, .. } => said(Tone::Bad, "Refused", Some(code), message),
        Decision::Undecided { code, message } => said(Tone::Doubtful, "Cannot be checked", Some(code), message),
    }
}

/// What the delivery says.
#[component]
fn Contents(reading: Reading, genuine: bool) -> impl IntoView {
    let or_none = |value: Option<String>| value.unwrap_or_else(|| "none".into());
    let problems = reading.problems;
    view! {
        <div class="card" id="check-contents">
            <h3>
                "What it says"
                {(!genuine).then(|| view! { " " <span class="badge unverified">"unverified: anybody may have written it"</span> })}
            </h3>
            <dl class="facts">
                <dt>"Type"</dt>
                <dd><code>{or_none(reading.kind)}</code></dd>
                <dt>"Id"</dt>
                <dd><code>{or_none(reading.id)}</code></dd>
                <dt>"Time"</dt>
                <dd>{or_none(reading.time)}</dd>
            </dl>
            <Problems id="check-problems" problems=Signal::stored(problems)/>
        </div>
    }
}
