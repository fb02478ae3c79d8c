//! A plan: the effect of the outage, the attempts as a drawing and a table, and the provenance.

use leptos::prelude::*;

use super::fields::RetryFields;
use super::model::attempts::{AttemptRow, rows};
use super::model::compare::{Comparison, Lane, comparisons, others, titled};
use super::model::facts::facts;
use super::model::form::RetryForm;
use super::model::plan::{Planned, Unplanned};
use super::model::policy::PolicyChoice;
use super::model::summary::sentence_of;
use super::model::words::{Effect, cost, remember};
use super::results::RetryResults;
use super::timeline::Timeline;
use crate::browser;
use crate::model::describe::Fact;
use crate::model::form::Form as _;
use crate::model::instant::local;
use crate::model::words::count;
use crate::panels::scale::model::form::ScaleForm;
use crate::reactive::{ErasedMemo, State as _, dynamic, flag, memo, text};
use crate::ui::findings::{Tone, Verdict, VerdictText, sentence};
use crate::ui::provenance::Sources;

/// The number of rows that are shown before the table is expanded.
const INITIAL_ROWS: usize = 14;

/// The title of what has to be corrected before there is a plan.
pub(super) const NOT_PLANNED: &str = "Not planned";

/// The answer and the timeline, over the whole width.
#[component]
pub(super) fn Answer(form: RetryFields, results: RetryResults) -> impl IntoView {
    let RetryResults { choice, planned, lanes, .. } = results;
    let verdict = memo(move || planned.with(|planned| lanes.with(|lanes| verdict(planned, lanes))));
    let summary = text(move || {
        planned.with(|planned| planned.as_ref().map_or_else(|_| String::new(), |planned| sentence_of(&planned.plan)))
    });
    let title = text(move || match choice.get() {
        PolicyChoice::Custom => "The custom policy".into(),
        known => known.name(),
    });
    view! {
        <Verdict id="retries-verdict" value=verdict/>
        <section class="card" aria-labelledby="retries-timeline-title" hidden=flag(move || lanes.with(Vec::is_empty))>
            <header class="titled">
                <h3 id="retries-timeline-title">{title}</h3>
                <a class="link" id="retries-scale" href=text(move || form.with(scale_link))>"What happens at scale?"</a>
            </header>
            <p id="retries-summary">{summary}</p>
            <Timeline form=form results=results/>
            {dynamic(move || lanes.with(|lanes| (lanes.len() > 1).then(|| comparison(lanes))).into_any())}
        </section>
    }
}

/// The attempts as a table, and the facts about the policy.
#[component]
pub(super) fn PlanView(results: RetryResults) -> impl IntoView {
    let RetryResults { planned, lanes, .. } = results;
    view! {
        <section class="card" aria-labelledby="retries-table-title" hidden=flag(move || lanes.with(Vec::is_empty))>
            <h3 id="retries-table-title">"Attempts"</h3>
            <AttemptTable planned=planned/>
            <Evidence results=results/>
        </section>
    }
}

/// Returns a link to the simulation of the policy and the outage.
fn scale_link(form: &RetryForm) -> String {
    let plan = &form.plan;
    let outage = plan.has_outage.then_some(plan.outage_length.as_str());
    format!("#{}?{}", ScaleForm::ID, ScaleForm::link_from(plan.policy, &plan.custom, outage))
}

fn verdict(planned: &Result<Planned, Unplanned>, lanes: &[Lane]) -> VerdictText {
    let planned = match planned {
        Ok(planned) => planned,
        Err(unplanned) => return VerdictText::new(Tone::Bad, NOT_PLANNED, unplanned.words()),
    };
    let facts = vec![("Keep event ids for deduplication", remember(&planned.plan))];
    let verdict = match (&planned.cost, cost(planned)) {
        (Some((outage, loss)), Some(detail)) => {
            let effect = Effect::of(&planned.plan, *outage, loss);
            let tone = match effect {
                Effect::NothingLost => Tone::Good,
                Effect::ProbablyNothingLost => Tone::Neutral,
                Effect::MayLose => Tone::Doubtful,
                Effect::Lost => Tone::Bad,
            };
            VerdictText::new(tone, titled(effect, lanes), [detail, others(lanes)].join(" ").trim_end())
        }
        _ => VerdictText::new(Tone::Neutral, "No outage", sentence_of(&planned.plan)),
    };
    VerdictText { facts, ..verdict }
}

/// The attempts as a table.
#[component]
fn AttemptTable(planned: ErasedMemo<Result<Planned, Unplanned>>) -> impl IntoView {
    let all = RwSignal::new(false);
    let rows = memo(move || planned.with(|planned| planned.as_ref().map(rows).unwrap_or_default()));
    let row = |has_outcomes: bool, has_bounds: bool| {
        move |row: &AttemptRow| {
            let outcome = has_outcomes.then(|| view! { <td class=row.outcome.class()>{row.outcome.words()}</td> });
            let between = has_bounds.then(|| view! { <td>{row.between.clone()}</td> });
            view! {
                <tr>
                    <td>{row.number}</td>
                    <td>{row.wait.clone()}</td>
                    <td>{row.elapsed.clone()}</td>
                    {between}
                    <td class="instant">{breakable(&row.at)}{local_time(row.at_ms)}</td>
                    {outcome}
                </tr>
            }
        }
    };
    let table = dynamic(move || {
        let shown = if all.get() { usize::MAX } else { INITIAL_ROWS };
        rows.with(|rows| {
            let has_outcomes = rows.iter().any(|row| !row.outcome.words().is_empty());
            let has_bounds = rows.iter().any(|row| row.between != "fixed");
            view! {
                <table class="plan">
                    <thead>
                        <tr>
                            <th scope="col"><abbr title="Number of the attempt">"No."</abbr></th>
                            <th scope="col">"Wait"</th>
                            <th scope="col">"After the first"</th>
                            {has_bounds.then(|| view! { <th scope="col">"Earliest to latest"</th> })}
                            <th scope="col">"Expected at"</th>
                            {has_outcomes.then(|| view! { <th scope="col">"In the outage"</th> })}
                        </tr>
                    </thead>
                    <tbody>{rows.iter().take(shown).map(row(has_outcomes, has_bounds)).collect_view()}</tbody>
                </table>
            }
            .into_any()
        })
    });
    let more = memo(move || rows.with(Vec::len).saturating_sub(INITIAL_ROWS));
    view! {
        <div
            class="scroll"
            id="retries-attempts"
            role="region"
            aria-label="Planned attempts"
            tabindex="0"
            hidden=flag(move || rows.with(Vec::is_empty))
        >
            {table}
        </div>
        <button
            type="button"
            class="link"
            hidden=flag(move || more.get() == 0)
            aria-expanded=text(move || all.get().to_string())
            on:click=move |_| all.update(|all| *all = !*all)
        >
            {text(move || if all.get() { "Show fewer".into() } else { format!("Show {} more", count(more.get(), "attempt")) })}
        </button>
    }
}

/// Returns the time on the clock of the user, if it differs from UTC.
fn local_time(at_ms: Option<i64>) -> AnyView {
    let shown = at_ms.map(|at_ms| (at_ms, browser::minutes_ahead(at_ms))).filter(|(_, ahead)| *ahead != 0);
    shown.map(|(at_ms, ahead)| view! { <span class="local">{local(at_ms, ahead)}</span> }).into_any()
}

/// Renders a time that can wrap after its date.
fn breakable(instant: &str) -> AnyView {
    match instant.split_once('T') {
        Some((date, time)) => view! { {date.to_owned()} <wbr/> {format!("T{time}")} }.into_any(),
        None => instant.to_owned().into_any(),
    }
}

/// Renders the comparison of policies as a table.
fn comparison(lanes: &[Lane]) -> AnyView {
    let rows = comparisons(lanes);
    let has_outage = rows.iter().any(|row| row.effect.is_some());
    let row = move |row: Comparison| {
        let effect = row.effect.map_or("", Effect::words);
        view! {
            <tr>
                <th scope="row">{row.name}</th>
                <td>{row.summary}</td>
                <td>{row.survives}</td>
                {has_outage.then(|| view! { <td>{effect}</td> })}
                <td>{row.remember}</td>
            </tr>
        }
    };
    view! {
        <div class="scroll" id="retries-comparison" role="region" aria-label="Comparison" tabindex="0">
            <table class="plan">
                <thead>
                    <tr>
                        <th scope="col">"Policy"</th>
                        <th scope="col">"Attempts"</th>
                        <th scope="col">"Outages without loss"</th>
                        {has_outage.then(|| view! { <th scope="col">"This outage"</th> })}
                        <th scope="col">"Keep event ids"</th>
                    </tr>
                </thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// The handling of responses, and the provenance of the policy.
#[component]
fn Evidence(results: RetryResults) -> impl IntoView {
    let RetryResults { choice, policy, .. } = results;
    let described =
        memo(move || policy.with(|policy| policy.as_ref().map(|policy| (facts(policy), policy.delays.as_str()))));
    let reactions = move || {
        described.get().map(|(facts, _)| {
            let fact = |fact: Fact| view! { <dt>{fact.term}</dt><dd>{sentence(&fact.words)}</dd> };
            view! {
                <details class="foldable">
                    <summary><span>"Handling of responses"</span></summary>
                    <dl class="facts" id="retries-reading">{facts.into_iter().map(fact).collect_view()}</dl>
                </details>
            }
        })
    };
    let source = move || match choice.get() {
        PolicyChoice::Known(policy) => policy
            .provenance
            .clone()
            .map(|provenance| view! { <Sources what="This policy" provenance=provenance/> })
            .into_any(),
        PolicyChoice::Custom => {
            view! { <p class="hint">"Your description. It has not been checked against a sender."</p> }.into_any()
        }
    };
    let delays = text(move || {
        described.get().map_or_else(String::new, |(_, confidence)| match confidence {
            "documented" => String::new(),
            confidence => format!("Its delays are {confidence}."),
        })
    });
    view! {
        <div class="evidence">
            {dynamic(move || reactions().into_any())}
            {dynamic(move || source().into_any())}
            <p class="hint" hidden=flag(move || delays.with(String::is_empty))>{delays}</p>
        </div>
    }
}
