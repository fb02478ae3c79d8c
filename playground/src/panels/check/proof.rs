//! The evidence: what was signed, the received and the computed signature, and the difference of the bodies.

use leptos::prelude::*;

use super::model::diff::{Part, diff, first_difference, shortened, visible};
use super::model::evidence::{Content, Evidence, MOST_SHOWN, evidence};
use super::model::form::Outcome;
use super::model::verdict::Verdict;
use super::notice::{diagnosed, signed_body};
use super::rested::rested;
use super::state::CheckState;
use crate::browser;
use crate::model::words::{count, grouped};
use crate::reactive::{ErasedMemo, Field, State as _, dynamic, memo, text};

/// The evidence.
pub(super) fn proof(state: CheckState) -> AnyView {
    let outcome = state.outcome;
    spawn_styles();
    let rested = rested(state.form);
    let found = memo(move || {
        let is_waiting = outcome.with_untracked(|outcome| matches!(outcome.verdict, Verdict::Waiting));
        rested.track();
        let now_ms = browser::now_ms();
        let find = || state.custom.read.with(|custom| state.form.with_untracked(|form| evidence(form, custom, now_ms)));
        if is_waiting { None } else { find() }
    });
    let is_shown = Field::new(false);
    let differs = memo(move || {
        state.answer.track();
        let signed = signed_body()?;
        rested.track();
        let given = diagnosed(state).0.body.bytes().map(|bytes| bytes.into_owned()).ok()?;
        (given != signed).then_some((given, signed))
    });
    view! {
        <div class="proof">
            {dynamic(move || differs.with(|differs| differs.as_ref().map(|(given, signed)| difference(given, signed))).into_any())}
            {dynamic(move || found.get().map(|found| card(found, outcome, is_shown)).into_any())}
        </div>
    }
    .into_any()
}

fn spawn_styles() {
    leptos::task::spawn_local(async { browser::load_styles("check.css").await });
}

/// The content, the digests and the signatures.
fn card(found: Evidence, outcome: ErasedMemo<Outcome>, is_shown: Field<bool>) -> AnyView {
    let Evidence { content, received, computed, body: (length, body_digest) } = found;
    let (title, shown) = match &content {
        Content::Bytes { beginning, length, digest } => {
            let rest = length - beginning.len();
            let more = (rest > 0).then(|| view! { <p class="hint">{format!("{} more are not shown.", count(rest, "byte"))}</p> });
            let facts = view! { <p class="hint">{count(*length, "byte")}", SHA-256 "<code title=digest.clone()>{short(digest)}</code></p> };
            let pre = view! { <pre class="bytes-text" id="check-content" tabindex="0">{visible(beginning, false)}</pre> };
            ("Signed content", view! { {facts} {pre} {more} }.into_any())
        }
        Content::Masked(template) => (
            "Signed content",
            view! {
                <p class="hint">"The content of this scheme holds the secret, so neither it nor its digest is shown."</p>
                <pre class="bytes-text" id="check-content" tabindex="0">{template.clone()}</pre>
            }
            .into_any(),
        ),
        Content::Unknown => ("What arrived", ().into_any()),
    };
    let matching = outcome.with(|outcome| match &outcome.verdict {
        Verdict::Accepted(matched) => Some(matched.number),
        _ => None,
    });
    let of = computed.len();
    let received_value = received.as_ref().map(|(_, value)| value.clone());
    let computed = computed.into_iter().enumerate().map(move |(index, value)| {
        // A delivery that is too old has a valid signature, too.
        let is_received = received_value.as_ref().is_some_and(|received| received.contains(&*value));
        let is_match = matching == Some(index + 1) || is_received;
        let name =
            if of > 1 { format!("Computed with secret {}", index + 1) } else { "Computed with your secret".into() };
        let value = text(move || if is_shown.get() { value.to_string() } else { "••••••••".into() });
        let (class, word) = if is_match { ("same", "as received") } else { ("differs", "differs") };
        view! { <dt>{name}</dt><dd class=class><code>{value}</code> " " <span class="word">{word}</span></dd> }
    });
    let has_computed = of > 0;
    let computed = computed.collect_view();
    let show = has_computed.then(|| {
        view! {
            <button type="button" class="link" id="check-show-computed" aria-pressed=text(move || is_shown.get().to_string())
                on:click=move |_| is_shown.update(|is_shown| *is_shown = !*is_shown)>
                {text(move || if is_shown.get() { "Hide computed signature" } else { "Show computed signature" }.into())}
            </button>
        }
    });
    let received = received.map(|(name, value)| view! { <dt>"Received in "<code>{name}</code></dt><dd><code id="check-received">{value}</code></dd> });
    view! {
        <div class="card evidence-card" id="check-evidence">
            <h3>{title}</h3>
            {shown}
            <dl class="facts">
                <dt>"Body"</dt>
                <dd id="check-body-facts">{count(length, "byte")}", SHA-256 "<code title=body_digest.clone()>{short(&body_digest)}</code></dd>
                {received}
                {computed}
            </dl>
            {show}
        </div>
    }
    .into_any()
}

fn short(digest: &str) -> String {
    format!("{}…", digest.get(..8).unwrap_or(digest))
}

/// What differs between the body that was given and the one that was signed.
fn difference(given: &[u8], signed: &[u8]) -> AnyView {
    let (parts, is_cut) = shortened(diff(given, signed), MOST_SHOWN);
    let mut has_first = false;
    let part = |part: Part<'_>| match part {
        Part::Same(bytes) => view! { <span>{visible(bytes, false)}</span> }.into_any(),
        Part::Hidden(number) => {
            view! { <span class="hidden-part">" … "{count(number, "equal byte")}" … "</span> }.into_any()
        }
        Part::First(bytes) => {
            let class = if std::mem::replace(&mut has_first, true) { "only-given" } else { "only-given first" };
            view! { <mark class=class>{visible(bytes, true)}</mark> }.into_any()
        }
        Part::Second(bytes) => {
            let class = if std::mem::replace(&mut has_first, true) { "only-signed" } else { "only-signed first" };
            view! { <mark class=class>{visible(bytes, true)}</mark> }.into_any()
        }
    };
    let parts = parts.into_iter().map(part).collect_view();
    let at = first_difference(given, signed).unwrap_or_default();
    let around: Vec<usize> = (at.saturating_sub(3)..at + 4).collect();
    let row = |name: &'static str, side: &[u8]| {
        let cell = |offset: &usize| {
            let class = if *offset == at { "at" } else { "" };
            match side.get(*offset) {
                Some(byte) => {
                    let drawn = visible(&[*byte], true).trim_end().to_owned();
                    let drawn = if byte.is_ascii() { drawn } else { String::new() };
                    view! { <td class=class>{format!("{byte:02X}")}<small>{drawn}</small></td> }.into_any()
                }
                None => view! { <td class=class>"–"</td> }.into_any(),
            }
        };
        view! { <tr><th scope="row">{name}</th>{around.iter().map(cell).collect_view()}</tr> }
    };
    let cut = is_cut.then(|| view! { <p class="hint">"Long equal parts are left out."</p> });
    view! {
        <div class="card evidence-card" id="check-difference">
            <h3>"What differs"</h3>
            <p class="hint">{format!("{} were signed, {} arrived. The first difference is at byte {}.", count(signed.len(), "byte"), grouped(given.len()), grouped(at))}</p>
            <pre class="bytes-text" tabindex="0">{parts}</pre>
            <p class="legend"><mark class="only-given">"·"</mark>" only in what arrived "<mark class="only-signed">"·"</mark>" only in what was signed"</p>
            {cut}
            <div class="scroll" tabindex="0" role="group" aria-label="Bytes around the first difference">
                <table class="byte-table">
                    <thead><tr><th scope="col">"Byte"</th>{around.iter().map(|offset| view! { <th scope="col">{grouped(*offset)}</th> }).collect_view()}</tr></thead>
                    <tbody>{row("Signed", signed)}{row("Arrived", given)}</tbody>
                </table>
            </div>
        </div>
    }
    .into_any()
}
