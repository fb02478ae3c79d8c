//! The event to emit, and the simulated receiver.

use hookwright::problem::Problem;
use hookwright::retry::{Policy, plan};
use leptos::prelude::*;

use super::fields::DeliveriesFields;
use super::model::form::{DeliveriesForm, providers};
use super::model::policy::{DeliveryPolicy, all};
use super::model::receiver::{Answer, Course, Disabling};
use super::simulation::Simulation;
use crate::model::choice::{Choice as _, Named as _, options};
use crate::model::custom::CustomText;
use crate::model::words::count;
use crate::panels::retries::custom_policy::{CustomPolicyEditor, PolicyEditorIds};
use crate::panels::retries::model::assumption::assumption;
use crate::panels::retries::model::summary::summary;
use crate::panels::retries::policy_chooser::{CUSTOM_HINT, PolicyChooser, listed};
use crate::reactive::{ErasedMemo, State as _, dynamic, flag, memo, text};
use crate::ui::bind::TextBinding;
use crate::ui::controls::{Segmented, Select};
use crate::ui::entry::{Entry, Errors, Look};
use crate::ui::findings::Problems;

/// The problems of the form.
type FormProblems = ErasedMemo<Vec<Problem>>;

/// The paths of problems that are shown at a field.
const PATHS: [&str; 5] = ["/type", "/data", "/retry-after", "/attempts", "/duration"];

/// Returns the messages of the problems of an input.
fn errors_at(problems: FormProblems, path: &'static str) -> Errors {
    memo(move || {
        let of_field = |problems: &Vec<Problem>| {
            problems.iter().filter(|problem| problem.path == path).map(|problem| problem.message.clone()).collect()
        };
        problems.with(of_field)
    })
}

/// The form at the top of the panel.
#[component]
pub(crate) fn Inputs(simulation: Simulation) -> impl IntoView {
    let form = simulation.form;
    let problems = memo(move || {
        form.with(|form| [form.emission(None).err(), form.receiver().err()].into_iter().flatten().collect::<Vec<_>>())
    });
    // Each problem of the form is below its field.
    let others = memo(move || {
        let emission = simulation.emitted.with(|emitted| emitted.clone().and_then(Result::err));
        emission.filter(|problem| !PATHS.contains(&&*problem.path)).into_iter().collect::<Vec<_>>()
    });
    view! {
        <form class="inputs full simulator" on:submit=|event| event.prevent_default()>
            <Event simulation=simulation problems=problems/>
            <Receiver form=form problems=problems/>
            <RetryPolicy form=form/>
            <Problems id="deliveries-problems" problems=others/>
        </form>
    }
}

/// The ids of subscriptions and their URLs.
type Subscriptions = ErasedMemo<Vec<[String; 2]>>;

/// Returns the subscriptions of the chosen provider, newest first.
pub(crate) fn subscriptions(simulation: Simulation) -> Subscriptions {
    memo(move || {
        simulation.with_form(|form, account, _| {
            let service = account.service(form.provider);
            let all = service.into_iter().flat_map(|service| service.state().subscriptions().rev());
            all.map(|subscription| [subscription.id.clone(), subscription.url.clone()]).collect()
        })
    })
}

/// A list of the subscriptions of the account.
#[component]
pub(crate) fn SubscriptionSelect(
    /// The id of the control.
    id: &'static str,
    label: &'static str,
    /// The title of the option for none of them.
    none: &'static str,
    subscriptions: Subscriptions,
    #[prop(into)] value: TextBinding,
) -> impl IntoView {
    let option = move |[id, url]: [String; 2]| {
        let title = format!("{url} ({id})");
        let of = id.clone();
        view! { <option value=id prop:selected=flag(move || value.value.with(|chosen| *chosen == of))>{title}</option> }
    };
    view! {
        <div class="field">
            <label for=id>{label}</label>
            <select id=id on:change:target=move |event| value.change.run(event.target().value())>
                <option value="">{none}</option>
                {dynamic(move || subscriptions.get().into_iter().map(option).collect_view().into_any())}
            </select>
        </div>
    }
}

/// The option for an event that is not in the catalog: its id, which is not the name of an event, and its title.
const CUSTOM: (&str, &str) = ("*", "Custom event…");

/// The event, and the button that emits it.
#[component]
fn Event(simulation: Simulation, problems: FormProblems) -> impl IntoView {
    let form = simulation.form;
    let provider_options = providers().map(|provider| (provider.id, provider.name)).collect::<Vec<_>>();
    let chosen_provider = TextBinding::new(
        move || form.provider.get().id.into(),
        move |id| {
            form.update(|form| form.choose_provider(&id));
            simulation.emitted.set(None);
            simulation.shown.set(String::new());
        },
    );
    let is_custom = memo(move || form.with(DeliveriesForm::is_custom));
    let kinds = memo(move || {
        let known = form.provider.get().events.iter().map(|event| (event.name, event.name));
        let custom = form.with(DeliveriesForm::accepts_custom).then_some(CUSTOM);
        known.chain(custom).collect::<Vec<_>>()
    });
    let chosen_kind = TextBinding::new(
        move || if is_custom.get() { CUSTOM.0.into() } else { form.kind.get() },
        move |kind| {
            form.update(|form| if kind == CUSTOM.0 { form.choose_custom() } else { form.choose_event(&kind) });
        },
    );
    let subscriptions = subscriptions(simulation);
    let is_empty = memo(move || subscriptions.with(Vec::is_empty));
    let emit = move |_| if is_empty.get_untracked() { simulation.subscribe_and_emit() } else { simulation.emit() };
    // A custom event has no sample.
    let reset = move |_| {
        form.update(
            |form| if form.is_custom() { form.data = "{}".into() } else { form.choose_event(&form.kind.clone()) },
        )
    };
    view! {
        <fieldset class="group">
            <legend>"Event"</legend>
            <div class="row">
                <Select id="deliveries-provider" label="Provider" options=provider_options value=chosen_provider/>
                <Select id="deliveries-type" label="Event type" options=kinds value=chosen_kind/>
            </div>
            {dynamic(move || is_custom.get().then(|| view! {
                <Entry
                    id="deliveries-custom-type"
                    label="Name of the custom event"
                    look=Look { placeholder: "order.shipped", ..Look::default() }
                    errors=errors_at(problems, "/type")
                    value=form.kind
                />
            }).into_any())}
            <SubscriptionSelect
                id="deliveries-to"
                label="To"
                none="All subscriptions that receive this event"
                subscriptions=subscriptions
                value=form.to
            />
            <Entry
                id="deliveries-data"
                label="Data"
                look=Look { rows: 6, hint: "The service adds the envelope and signs the event.", ..Look::default() }
                errors=errors_at(problems, "/data")
                value=form.data
            />
            <div class="buttons">
                // One button, so that it keeps the focus.
                <button type="button" class="primary" id="deliveries-emit" on:click=emit>
                    {text(move || if is_empty.get() { "Create a subscription and emit an event" } else { "Emit" }.into())}
                </button>
                <button type="button" class="quiet-button" on:click=reset>"Reset data"</button>
            </div>
            <div role="status" id="deliveries-emitted">{dynamic(move || emitted(simulation))}</div>
        </fieldset>
    }
}

/// The result of the last emission.
fn emitted(simulation: Simulation) -> AnyView {
    let Some(Ok(emission)) = simulation.emitted.get() else { return ().into_any() };
    let skip = |[id, url, reason]: [String; 3]| view! { <li><code>{id}</code>" ("{url}"): "{reason}</li> };
    let skipped = (!emission.skipped.is_empty()).then(|| {
        view! {
            <p>"Skipped:"</p>
            <ul class="skipped">{emission.skipped.into_iter().map(skip).collect_view()}</ul>
        }
    });
    view! {
        <p>"Event "<code>{emission.event_id}</code>": "{count(emission.deliveries, "delivery")}</p>
        {skipped}
    }
    .into_any()
}

/// What the simulated receiver answers.
#[component]
fn Receiver(form: DeliveriesFields, problems: FormProblems) -> impl IntoView {
    let is_failure = memo(move || form.answer.get().is_failure());
    let course = memo(move || form.course.get());
    let sends_retry_after = memo(move || form.with(DeliveriesForm::sends_retry_after));
    view! {
        <fieldset class="group">
            <legend>"Simulated receiver"</legend>
            <Select id="deliveries-answer" label="It answers" options=options(Answer::ALL) value=form.answer/>
            {dynamic(move || sends_retry_after.get().then(|| view! {
                <Entry
                    id="deliveries-retry-after"
                    label="Retry-After, in seconds"
                    look=Look { keyboard: "numeric", ..Look::default() }
                    errors=errors_at(problems, "/retry-after")
                    value=form.retry_after
                />
            }).into_any())}
            {dynamic(move || is_failure.get().then(|| view! {
                <Segmented name="deliveries-course" legend="How long" options=options(Course::ALL) value=form.course/>
                {dynamic(move || match course.get() {
                    Course::Always => ().into_any(),
                    Course::Attempts => view! {
                        <Entry
                            id="deliveries-attempts"
                            label="Attempts that fail"
                            look=Look { keyboard: "numeric", hint: "For each delivery. Then the receiver answers 200.", ..Look::default() }
                            errors=errors_at(problems, "/attempts")
                            value=form.attempts
                        />
                    }.into_any(),
                    Course::Duration => view! {
                        <Entry
                            id="deliveries-duration"
                            label="Time"
                            look=Look {
                                hint: "From the first attempt of the event, also for redeliveries; for example 2 h. Then the receiver answers 200.",
                                ..Look::default()
                            }
                            errors=errors_at(problems, "/duration")
                            value=form.duration
                        />
                    }.into_any(),
                })}
            }).into_any())}
            <Select id="deliveries-disabling" label="Disable the endpoint" options=options(Disabling::ALL) value=form.disabling/>
            <p class="hint">"No request leaves this page. A reload discards the account."</p>
        </fieldset>
    }
}

/// The ids of the editor of the custom policy.
const EDITOR: PolicyEditorIds = PolicyEditorIds {
    field: "deliveries-custom",
    problems: "deliveries-custom-problems",
    download: "deliveries-custom-download",
    jitter: "deliveries-custom-jitter",
};

/// The policy that schedules the attempts.
#[component]
fn RetryPolicy(form: DeliveriesFields) -> impl IntoView {
    let chosen = memo(move || form.policy.get());
    let read = memo(move || form.custom.with(CustomText::read));
    let facts = text(move || {
        let (policy, provider) = (chosen.get(), form.provider.get());
        let words = |policy: &Policy| {
            let assumed = assumption(policy).map(|assumed| format!(": {assumed}")).unwrap_or_default();
            format!("{}{assumed}. Scheduled attempts keep their times.", summary(&plan(policy, 0)))
        };
        match policy.replaces(&Err(Vec::new())) {
            Ok(None) => words(provider.policy),
            Ok(Some(policy)) => words(&policy),
            Err(_) => CUSTOM_HINT.into(),
        }
    });
    view! {
        <fieldset class="group policy">
            <legend class="visually-hidden">"Retries"</legend>
            <PolicyChooser
                id="deliveries-policy"
                label="Retry policy"
                all=|| listed(all())
                chosen=memo(move || chosen.get().id())
                title=text(move || chosen.get().title(form.provider.get()))
                hint=facts
                choose=move |id: &'static str| {
                    DeliveryPolicy::from_id(id).into_iter().for_each(|policy| form.update(|form| form.choose_policy(policy)))
                }
            />
            {dynamic(move || chosen.get().is_custom().then(|| view! {
                <CustomPolicyEditor ids=EDITOR custom=form.custom read=read/>
            }).into_any())}
        </fieldset>
    }
}
