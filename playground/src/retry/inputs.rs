//! What is filled in: the policy, when it starts, an outage, and what to compare it with.

use hookwright::retry::{Jitter, Policy, Schedule};
use leptos::prelude::*;

use super::own::OwnPolicyEditor;
use crate::browser;
use crate::chooser::Chooser;
use crate::clock::ClockField;
use crate::controls::{Segmented, TextField};
use crate::model::instant::Clock;
use crate::model::retry::policy::{Chosen, OwnPolicy, candidates, known};
use crate::model::retry::{MOST_COMPARED, RetryForm};
use crate::model::words::count;
use crate::reactive::{Followed, dynamic, flag, memo, text};

/// When a first attempt can be due.
const CLOCKS: &[(Clock, &str)] = &[(Clock::Now, "Now"), (Clock::At, "Another time")];

/// Where attempts stand whose time is up to jitter.
const DRAWS: &[(&str, &str)] = &[("expected", "As expected"), ("drawn", "Drawn")];

/// Lengths that outages have.
const LENGTHS: &[&str] = &["5 min", "30 min", "2 h", "12 h", "3 d"];

/// The form on the left.
#[component]
pub(super) fn Inputs(form: RwSignal<RetryForm>, own: Followed<OwnPolicy>) -> impl IntoView {
    let chosen = memo(move || form.with(|form| form.chosen));
    let is_own = memo(move || chosen.get() == Chosen::Own);
    let choose = move |id: &'static str| {
        if let Some(chosen) = Chosen::from_id(id) {
            form.update(|form| form.choose(chosen));
        }
    };
    let hint = text(move || match chosen.get() {
        Chosen::Known(policy) => policy.provenance.as_ref().map_or_else(String::new, |evidence| {
            format!("As {} had it on {}.", evidence.source.trim_start_matches("https://"), evidence.as_of)
        }),
        Chosen::Own => "Any policy that this toolkit can describe, as JSON.".into(),
    });
    view! {
        <form class="inputs" on:submit=|event| event.prevent_default()>
            <div class="row with-menu">
                <Chooser
                    id="retries-policy"
                    label="Policy"
                    list="Senders and their policies"
                    noun="policy"
                    all=candidates()
                    chosen=Signal::derive(move || chosen.get().id())
                    title=text(move || chosen.get().title())
                    hint=hint
                    choose=choose
                />
                <div class="menu">
                    <button
                        type="button"
                        class="quiet-button plain"
                        hidden=flag(move || is_own.get())
                        on:click=move |_| {
                            form.update(|form| form.choose(Chosen::Own));
                            browser::focus("retries-policy");
                        }
                    >
                        "Edit a copy"
                    </button>
                </div>
            </div>
            {dynamic(move || is_own.get().then(|| view! { <OwnPolicyEditor form=form own=own/> }).into_any())}
            <ClockField
                name="retries-clock"
                id="retries-start"
                legend="First attempt"
                clocks=CLOCKS
                when=Signal::derive(move || form.with(|form| form.when.clone()))
                choose=move |clock| form.update(|form| form.when.choose(clock, browser::now_ms()))
                typed=move |text| form.update(|form| form.when.text = text)
            />
            <Draw form=form own=own/>
            <OutageFields form=form/>
            <Compared form=form/>
        </form>
    }
}

/// Whether the times of a policy are up to chance.
fn has_jitter(policy: &Policy) -> bool {
    match policy.schedule {
        Schedule::Unpublished { .. } => false,
        Schedule::Decorrelated { .. } => true,
        _ => policy.jitter != Jitter::None,
    }
}

/// Whether jitter is drawn, and by what.
#[component]
fn Draw(form: RwSignal<RetryForm>, own: Followed<OwnPolicy>) -> impl IntoView {
    let draws = memo(move || own.with(|own| form.with(|form| form.chosen.policy(own).is_ok_and(has_jitter))));
    let is_drawn = memo(move || form.with(|form| form.is_drawn));
    let again = move |_| {
        if let Some(random) = browser::random_bytes() {
            // Three bytes: short enough to read out.
            let seed = random.iter().take(3).fold(0, |seed, byte| seed * 256 + u64::from(*byte));
            form.update(|form| (form.is_drawn, form.seed) = (true, seed));
        }
    };
    let typed = move |text: String| {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        form.update(|form| form.seed = digits.parse().unwrap_or(if digits.is_empty() { 0 } else { u64::MAX }));
    };
    dynamic(move || {
        draws.get().then(|| {
            view! {
                <div class="clock">
                    <Segmented
                        name="retries-draw"
                        legend="Jitter"
                        options=DRAWS.to_vec()
                        chosen=Signal::derive(move || if is_drawn.get() { "drawn" } else { "expected" })
                        choose=move |id: &'static str| form.update(|form| form.is_drawn = id == "drawn")
                    />
                    {dynamic(move || is_drawn.get().then(|| view! {
                        <div class="row with-menu">
                            <TextField
                                id="retries-seed"
                                label="Seed"
                                keyboard="numeric"
                                hint="A number. The same one always draws the same."
                                value=text(move || form.with(|form| form.seed.to_string()))
                                typed=typed
                            />
                            <div class="menu"><button type="button" class="quiet-button plain" on:click=again>"Draw again"</button></div>
                        </div>
                    }).into_any())}
                </div>
            }
        })
        .into_any()
    })
}

/// The outage of the receiver.
#[component]
fn OutageFields(form: RwSignal<RetryForm>) -> impl IntoView {
    let has_outage = memo(move || form.with(|form| form.has_outage));
    let preset = move |length: &'static str| {
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=text(move || form.with(|form| form.outage_length == length).to_string())
                on:click=move |_| form.update(|form| form.outage_length = length.into())
            >
                {length}
            </button>
        }
    };
    view! {
        <fieldset class="group">
            <legend class="visually-hidden">"Outage"</legend>
            <label class="tick switch">
                <input
                    id="retries-has-outage"
                    type="checkbox"
                    prop:checked=flag(move || has_outage.get())
                    on:change:target=move |event| {
                        let is_checked = event.target().checked();
                        form.update(|form| form.has_outage = is_checked);
                    }
                />
                <span>"The receiver is down for a while"</span>
            </label>
            {dynamic(move || has_outage.get().then(|| view! {
                <div class="row pair">
                    <TextField
                        id="retries-outage-start"
                        label="From"
                        hint="After the first attempt; -10 min is before it."
                        value=text(move || form.with(|form| form.outage_start.clone()))
                        typed=move |text| form.update(|form| form.outage_start = text)
                    />
                    <TextField
                        id="retries-outage-length"
                        label="For"
                        hint="Such as 90 s, 1 h 30 min or 2.5 d."
                        value=text(move || form.with(|form| form.outage_length.clone()))
                        typed=move |text| form.update(|form| form.outage_length = text)
                    />
                </div>
                <div class="chips" role="group" aria-label="Usual lengths">{LENGTHS.iter().map(|length| preset(length)).collect_view()}</div>
            }).into_any())}
        </fieldset>
    }
}

/// What the policy is compared with.
#[component]
fn Compared(form: RwSignal<RetryForm>) -> impl IntoView {
    let compared = memo(move || form.with(|form| form.compared.clone()));
    let chip = move |policy: &'static Policy| {
        let name = Chosen::Known(policy).name();
        let label = format!("Leave out {name}");
        view! {
            <li>
                <button
                    type="button"
                    class="chip remove"
                    aria-label=label
                    on:click=move |_| {
                        form.update(|form| form.leave_out(&policy.id));
                        // The button is gone, and the keyboard should not be.
                        browser::focus("retries-compare");
                    }
                >
                    {name}
                </button>
            </li>
        }
    };
    let hint = text(move || match compared.with(Vec::len) {
        0 => format!("Up to {} more on the same axis.", MOST_COMPARED),
        MOST_COMPARED => "Leave one out to make room.".into(),
        some => format!("{} more can be added.", count(MOST_COMPARED - some, "policy")),
    });
    view! {
        <div class="group">
            <Chooser
                id="retries-compare"
                label="Compare with"
                list="Policies to compare with"
                noun="policy"
                all=known()
                chosen=Signal::stored("")
                title=Signal::stored(String::new())
                hint=hint
                choose=move |id: &'static str| form.update(|form| form.compare_with(id))
                placeholder="Another policy"
            />
            <ul class="chips" hidden=flag(move || compared.with(Vec::is_empty))>
                {dynamic(move || compared.get().into_iter().map(chip).collect_view().into_any())}
            </ul>
        </div>
    }
}
