//! What comes out of a plan: the verdict on the outage, the attempts drawn and as a table, and the evidence.

use hookwright::problem::Problem;
use hookwright::retry::Verdict as Outcome;
use leptos::prelude::*;

use crate::browser;
use crate::code::CopyButton;
use crate::figure::Drawing;
use crate::findings::{Problems, Said, Tone, Verdict, set};
use crate::model::query::Query;
use crate::model::retry::attempts::{Line, lines};
use crate::model::retry::compare::{Comparison, Lane, comparisons};
use crate::model::retry::policy::{Chosen, OwnPolicy};
use crate::model::retry::reading::facts;
use crate::model::retry::timeline::{draw, legend};
use crate::model::retry::words::{cost, outcome, remember};
use crate::model::retry::{Planned, RetryForm};
use crate::model::words::count;
use crate::provenance::Sources;
use crate::reactive::{Followed, dynamic, flag, memo, text};

/// How many attempts the table shows until somebody asks for all.
const FIRST_LINES: usize = 14;

/// Everything on the right.
#[component]
pub(super) fn Results(form: RwSignal<RetryForm>, own: Followed<OwnPolicy>, now_ms: Followed<i64>) -> impl IntoView {
    let planned = memo(move || own.with(|own| form.with(|form| form.planned(own, now_ms.get()))));
    let lanes = memo(move || own.with(|own| form.with(|form| form.lanes(own, now_ms.get()))));
    let problems = memo(move || form.with(|form| form.problems(now_ms.get())));
    let sentence = text(move || {
        planned.with(|planned| planned.as_ref().map_or_else(|_| String::new(), |planned| planned.plan.summary.clone()))
    });
    let keys = memo(move || lanes.with(|lanes| legend(lanes)));
    let title = text(move || {
        form.with(|form| match form.chosen {
            Chosen::Own => "When your policy tries".into(),
            known => format!("When {} tries", known.name()),
        })
    });
    view! {
        <Verdict id="retries-verdict" said=Signal::derive(move || planned.with(said))/>
        <Problems id="retries-problems" problems=problems/>
        <section class="card" aria-labelledby="retries-timeline-title" hidden=flag(move || lanes.with(Vec::is_empty))>
            <header class="titled">
                <h3 id="retries-timeline-title">{title}</h3>
                <CopyButton what="the link to this plan" label="Copy link" text=text(move || form.with(link))/>
            </header>
            <p id="retries-summary">{sentence}</p>
            <Drawing id="retries-timeline" markup=text(move || lanes.with(|lanes| draw(lanes))) keys=keys/>
            {dynamic(move || lanes.with(|lanes| (lanes.len() > 1).then(|| comparison(lanes))).into_any())}
            <AttemptTable planned=planned/>
            <Evidence form=form own=own/>
        </section>
    }
}

fn link(form: &RetryForm) -> String {
    let mut query = Query::default();
    form.link(&mut query);
    let query = if query.is_empty() { String::new() } else { format!("?{query}") };
    format!("{}#retries{query}", browser::address())
}

fn said(planned: &Result<Planned, Vec<Problem>>) -> Said {
    let said = |tone, title: &str, detail: String, facts| Said { tone, title: title.into(), code: None, detail, facts };
    let Ok(planned) = planned else {
        let detail = "What is wrong with your policy stands below its text.".into();
        return said(Tone::Bad, "Nothing to plan yet", detail, Vec::new());
    };
    let facts = vec![("Remember event ids", remember(&planned.plan))];
    match (&planned.cost, cost(planned)) {
        (Some((_, loss)), Some(detail)) => {
            let tone = match loss.verdict {
                Outcome::Survived => Tone::Good,
                Outcome::Depends => Tone::Doubtful,
                Outcome::Lost => Tone::Bad,
            };
            said(tone, outcome(loss.verdict), detail, facts)
        }
        _ => said(Tone::Neutral, "No outage", planned.plan.summary.clone(), facts),
    }
}

/// The attempts one by one.
#[component]
fn AttemptTable(planned: Followed<Result<Planned, Vec<Problem>>>) -> impl IntoView {
    let all = RwSignal::new(false);
    let lines = memo(move || planned.with(|planned| planned.as_ref().map(lines).unwrap_or_default()));
    let row = |has_fates: bool, has_bounds: bool| {
        move |line: &Line| {
            let fate = has_fates.then(|| view! { <td class=line.fate.class()>{line.fate.words()}</td> });
            let between = has_bounds.then(|| view! { <td>{line.between.clone()}</td> });
            view! {
                <tr>
                    <td>{line.number}</td>
                    <td>{line.wait.clone()}</td>
                    <td>{line.elapsed.clone()}</td>
                    {between}
                    <td class="instant">{breakable(&line.at)}</td>
                    {fate}
                </tr>
            }
        }
    };
    let table = dynamic(move || {
        let shown = if all.get() { usize::MAX } else { FIRST_LINES };
        lines.with(|lines| {
            let has_fates = lines.iter().any(|line| !line.fate.words().is_empty());
            let has_bounds = lines.iter().any(|line| line.between != "fixed");
            view! {
                <table class="plan">
                    <thead>
                        <tr>
                            <th scope="col"><abbr title="Number of the attempt">"No."</abbr></th>
                            <th scope="col">"Wait"</th>
                            <th scope="col">"After the first"</th>
                            {has_bounds.then(|| view! { <th scope="col">"Earliest to latest"</th> })}
                            <th scope="col">"Expected at"</th>
                            {has_fates.then(|| view! { <th scope="col">"In the outage"</th> })}
                        </tr>
                    </thead>
                    <tbody>{lines.iter().take(shown).map(row(has_fates, has_bounds)).collect_view()}</tbody>
                </table>
            }
            .into_any()
        })
    });
    let more = memo(move || lines.with(Vec::len).saturating_sub(FIRST_LINES));
    view! {
        <div
            class="scroll"
            id="retries-attempts"
            role="region"
            aria-label="Attempts"
            tabindex="0"
            hidden=flag(move || lines.with(Vec::is_empty))
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

/// An instant that may be broken after its date.
fn breakable(instant: &str) -> AnyView {
    match instant.split_once('T') {
        Some((date, time)) => view! { {date.to_owned()} <wbr/> {format!("T{time}")} }.into_any(),
        None => instant.to_owned().into_any(),
    }
}

/// Several policies in figures.
fn comparison(lanes: &[Lane]) -> AnyView {
    let lines = comparisons(lanes);
    let has_outage = lines.iter().any(|line| line.verdict.is_some());
    let row = move |line: Comparison| {
        let verdict = line.verdict.map_or("", |verdict| outcome(verdict));
        view! {
            <tr>
                <th scope="row">{line.name}</th>
                <td>{line.gist}</td>
                <td>{line.survives}</td>
                {has_outage.then(|| view! { <td>{verdict}</td> })}
                <td>{line.remember}</td>
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
                        <th scope="col">"Outages that lose nothing"</th>
                        {has_outage.then(|| view! { <th scope="col">"This outage"</th> })}
                        <th scope="col">"Remember ids"</th>
                    </tr>
                </thead>
                <tbody>{lines.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// How answers are read, and how sure all this is.
#[component]
fn Evidence(form: RwSignal<RetryForm>, own: Followed<OwnPolicy>) -> impl IntoView {
    let chosen = memo(move || form.with(|form| form.chosen));
    let told = memo(move || {
        own.with(|own| chosen.get().policy(own).map(|policy| (facts(policy), policy.delays.as_str())).ok())
    });
    let read = move || {
        told.get().map(|(facts, _)| {
            let line = |fact: crate::model::describe::Fact| view! { <dt>{fact.term}</dt><dd>{set(&fact.words)}</dd> };
            view! {
                <details class="foldable">
                    <summary><span>"How it reads answers"</span></summary>
                    <dl class="facts" id="retries-reading">{facts.into_iter().map(line).collect_view()}</dl>
                </details>
            }
        })
    };
    let source = move || match chosen.get() {
        Chosen::Known(policy) => policy
            .provenance
            .clone()
            .map(|provenance| view! { <Sources what="This policy" provenance=Signal::stored(provenance)/> })
            .into_any(),
        Chosen::Own => {
            view! { <p class="hint">"Your own description; nobody has checked it against a sender."</p> }.into_any()
        }
    };
    let delays = text(move || {
        told.get().map_or_else(String::new, |(_, sure)| match sure {
            "documented" => String::new(),
            sure => format!("Its delays are {sure}."),
        })
    });
    view! {
        <div class="evidence">
            {dynamic(move || read().into_any())}
            {dynamic(move || source().into_any())}
            <p class="hint" hidden=flag(move || delays.with(String::is_empty))>{delays}</p>
        </div>
    }
}
