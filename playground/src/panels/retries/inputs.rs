//! The inputs of a plan: the policy, its start, an outage, and policies to compare with.

use hookwright::problem::Problem;
use hookwright::retry::Policy;

use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use super::custom_policy::{CustomPolicyEditor, PolicyEditorIds};
use super::fields::RetryFields;
use super::model::form::MAX_COMPARED;
use super::model::plan::has_jitter;
use super::model::policy::{PolicyChoice, known};
use super::policy_chooser::{CUSTOM_HINT, PolicyChooser, listed};
use super::results::RetryResults;
use super::start::Start;
use crate::browser;
use crate::model::choice::Named as _;
use crate::model::words::count;
use crate::reactive::{State as _, dynamic, flag, memo, text};
use crate::ui::bind::TextBinding;
use crate::ui::chooser::Chooser;
use crate::ui::controls::{Reading, Segmented, Switch, TextField};

/// The options for jitter: expected times, or random times from a seed.
const DRAWS: &[(&str, &str)] = &[("expected", "Expected"), ("drawn", "Random")];

/// The ids of the editor of the custom policy.
const CUSTOM: PolicyEditorIds = PolicyEditorIds {
    field: "retries-custom",
    problems: "retries-custom-problems",
    download: "retries-custom-download",
    jitter: "retries-custom-jitter",
};

/// Common lengths of outages.
const LENGTHS: &[&str] = &["5 min", "30 min", "2 h", "12 h", "3 d"];

/// The form in the left column.
#[component]
pub(super) fn Inputs(form: RetryFields, results: RetryResults) -> impl IntoView {
    let choice = results.choice;
    let is_custom = memo(move || choice.get() == PolicyChoice::Custom);
    let choose = move |chosen| form.plan.update(|plan| plan.choose(chosen));
    let hint = text(move || match choice.get() {
        PolicyChoice::Known(policy) => policy.provenance.as_ref().map_or_else(String::new, |evidence| {
            format!("As documented by {} on {}.", evidence.source.trim_start_matches("https://"), evidence.as_of)
        }),
        PolicyChoice::Custom => CUSTOM_HINT.into(),
    });
    view! {
        <form class="inputs full" on:submit=|event| event.prevent_default()>
            <div class="row with-menu">
                <PolicyChooser
                    id="retries-policy"
                    label="Policy"
                    chosen=memo(move || choice.get().id())
                    title=text(move || choice.get().name())
                    hint=hint
                    choose=move |id: &'static str| PolicyChoice::from_id(id).into_iter().for_each(choose)
                />
                <div class="menu">
                    <button
                        type="button"
                        class="quiet-button plain"
                        hidden=flag(move || is_custom.get())
                        on:click=move |_| {
                            choose(PolicyChoice::Custom);
                            // The editor is in the document after the next tick.
                            spawn_local(async {
                                tick().await;
                                browser::focus(CUSTOM.field);
                            });
                        }
                    >
                        "Customize"
                    </button>
                </div>
            </div>
            {dynamic(move || is_custom.get().then(|| view! {
                <CustomPolicyEditor ids=CUSTOM custom=form.plan.custom read=results.custom/>
            }).into_any())}
            <Start value=form.plan.when/>
            <JitterFields form=form results=results/>
            <OutageFields form=form/>
            <ComparedPolicies form=form/>
        </form>
    }
}

/// The jitter option and its seed.
#[component]
fn JitterFields(form: RetryFields, results: RetryResults) -> impl IntoView {
    let plan = form.plan;
    let is_random = memo(move || results.policy.with(|policy| policy.as_ref().is_some_and(has_jitter)));
    let is_drawn = memo(move || plan.is_drawn.get());
    let draw = TextBinding::new(
        move || if is_drawn.get() { "drawn" } else { "expected" }.into(),
        move |id| plan.is_drawn.set(id == "drawn"),
    );
    let seed = TextBinding::new(
        move || plan.seed.get().to_string(),
        move |text| {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            plan.seed.set(digits.parse().unwrap_or(if digits.is_empty() { 0 } else { u64::MAX }));
        },
    );
    let draw_again = move |_| {
        if let Some(random) = browser::random_bytes() {
            // Three bytes, so that the seed is short.
            let seed = random.iter().take(3).fold(0, |seed, byte| seed * 256 + u64::from(*byte));
            plan.update(|plan| (plan.is_drawn, plan.seed) = (true, seed));
        }
    };
    dynamic(move || {
        is_random.get().then(|| {
            view! {
                <div class="clock">
                    <Segmented name="retries-draw" legend="Random times" options=DRAWS.to_vec() value=draw/>
                    {dynamic(move || is_drawn.get().then(|| view! {
                        <div class="row with-menu">
                            <TextField
                                id="retries-seed"
                                label="Seed"
                                keyboard="numeric"
                                hint="A number. The same seed always gives the same times."
                                value=seed
                            />
                            <div class="menu"><button type="button" class="quiet-button plain" on:click=draw_again>"New seed"</button></div>
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
fn OutageFields(form: RetryFields) -> impl IntoView {
    let plan = form.plan;
    let has_outage = memo(move || plan.has_outage.get());
    let problem = |problem: Problem| problem.message;
    let start = Reading::new(move || plan.with(|plan| plan.read_start().map(|_| String::new()).map_err(problem)));
    let length = Reading::new(move || plan.with(|plan| plan.read_length().map(|_| String::new()).map_err(problem)));
    let preset = move |length: &'static str| {
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=text(move || plan.outage_length.with(|typed| typed == length).to_string())
                on:click=move |_| plan.outage_length.set(length.into())
            >
                {length}
            </button>
        }
    };
    view! {
        <fieldset class="group">
            <legend class="visually-hidden">"Outage"</legend>
            <Switch id="retries-has-outage" label="Simulate an outage of the receiver" value=plan.has_outage/>
            {dynamic(move || has_outage.get().then(|| view! {
                <div class="row pair">
                    <TextField
                        id="retries-outage-start"
                        label="From"
                        hint="Relative to the first attempt; -10 min is before it."
                        value=plan.outage_start
                        reading=start
                    />
                    <TextField
                        id="retries-outage-length"
                        label="For"
                        hint="For example 90 s, 1 h 30 min or 2.5 d."
                        value=plan.outage_length
                        reading=length
                    />
                </div>
                <div class="chips" role="group" aria-label="Common durations">{LENGTHS.iter().map(|length| preset(length)).collect_view()}</div>
            }).into_any())}
        </fieldset>
    }
}

/// The policies to compare with.
#[component]
fn ComparedPolicies(form: RetryFields) -> impl IntoView {
    let compared = form.compared;
    let chip = move |policy: &'static Policy| {
        let name = PolicyChoice::Known(policy).name();
        let label = format!("Remove {name}");
        view! {
            <li>
                <button
                    type="button"
                    class="chip remove"
                    aria-label=label
                    on:click=move |_| {
                        compared.update(|compared| compared.retain(|one| one.id != policy.id));
                        // The focused button has been removed, so that the focus must move elsewhere.
                        browser::focus("retries-compare");
                    }
                >
                    {name}
                </button>
            </li>
        }
    };
    let hint = text(move || match compared.with(Vec::len) {
        0 => format!("Up to {} more on the same axis.", MAX_COMPARED),
        MAX_COMPARED => "Remove one to make room.".into(),
        some => format!("{} can be added.", count(MAX_COMPARED - some, "more policy")),
    });
    view! {
        <div class="group">
            <Chooser
                id="retries-compare"
                label="Compare with"
                list="Policies to compare with"
                noun="policy"
                all=|| listed(known())
                chosen=""
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
