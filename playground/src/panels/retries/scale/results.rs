//! The results of the simulation: the verdict, the table and the charts.

use leptos::prelude::*;

use super::model::figures::{Figure, figures};
use super::model::{charts, words};
use super::runner::{Progress, RunState, Runner};
use crate::model::words::grouped;
use crate::reactive::{dynamic, flag, memo, text};
use crate::ui::figure::Drawing;
use crate::ui::findings::{Problems, Tone, Verdict, VerdictText};

/// The verdict, the button and the table.
#[component]
pub(super) fn Outcome(runner: Runner) -> impl IntoView {
    let Runner { state, progress, problems, .. } = runner;
    let is_wrong = memo(move || !problems.with(Vec::is_empty));
    let button = text(move || match state.get() {
        RunState::Idle => "Simulate".into(),
        RunState::Running => "Stop".into(),
        RunState::Stopped => "Continue".into(),
        RunState::Done => "Simulate again".into(),
    });
    let state_id = text(move || format!("{:?}", state.get()).to_ascii_lowercase());
    // The text does not change during a run, because screen readers announce changes.
    let verdict = memo(move || match state.get() {
        RunState::Idle => {
            neutral("Not started", "Start the simulation with the button below. Later changes restart it.")
        }
        _ if is_wrong.get() => neutral("Not possible", "The problems are listed below."),
        RunState::Running => neutral("Running", "The figures below are the results so far."),
        RunState::Stopped => neutral("Stopped", "The figures below are the results so far."),
        RunState::Done => progress.with(done),
    });
    view! {
        <Verdict id="scale-verdict" value=verdict/>
        <Problems id="scale-problems" problems=problems/>
        <section
            class="card"
            id="scale-run"
            aria-label="Simulation"
            data-state=state_id
            data-starts=text(move || progress.with(|progress| progress.starts.to_string()))
            data-slices=text(move || progress.with(|progress| progress.slices.to_string()))
        >
            <div class="runner">
                <button
                    type="button"
                    class="primary"
                    id="scale-button"
                    disabled=flag(move || is_wrong.get())
                    on:click=move |_| runner.press()
                >
                    {button}
                </button>
                <progress
                    id="scale-progress"
                    aria-label="Deliveries that have ended"
                    max="1000"
                    prop:value=text(move || progress.with(|progress| progress.per_mille.to_string()))
                ></progress>
                <span class="share" aria-hidden="true">{text(move || progress.with(|progress| format!("{} %", progress.per_mille / 10)))}</span>
            </div>
            {dynamic(move || progress.with(table))}
        </section>
    }
}

fn neutral(title: &str, detail: &str) -> VerdictText {
    VerdictText::new(Tone::Neutral, title, detail)
}

fn done(progress: &Progress) -> VerdictText {
    let Some(report) = progress.reports.first() else { return neutral("Done", "Nothing happened.") };
    let (is_good, title) = words::title(report);
    let detail = format!("{} {}", words::outcome(report), words::peaks(&progress.reports, &progress.names));
    VerdictText::new(if is_good { Tone::Good } else { Tone::Bad }, title, detail)
}

fn table(progress: &Progress) -> AnyView {
    if progress.reports.is_empty() {
        return ().into_any();
    }
    let row = |Figure { id, words, of }: Figure| {
        let cells = of.into_iter().map(|figure| view! { <td>{figure}</td> }).collect_view();
        view! { <tr data-figure=id><th scope="row">{words}</th>{cells}</tr> }
    };
    let head = progress.names.iter().map(|name| view! { <th scope="col">"With "{name.clone()}</th> }).collect_view();
    view! {
        <table class="plan figures" id="scale-figures">
            <thead><tr><th scope="col">"Figure"</th>{head}</tr></thead>
            <tbody>{figures(&progress.reports).into_iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

/// The charts, with descriptions and tables of their values.
#[component]
pub(super) fn Charts(runner: Runner) -> impl IntoView {
    let progress = runner.progress;
    let is_empty = memo(move || progress.with(|progress| progress.reports.is_empty()));
    let load = memo(move || progress.with(|progress| charts::load(&progress.reports)));
    let levels = memo(move || progress.with(|progress| charts::levels(&progress.reports)));
    let histogram =
        text(move || progress.with(|progress| progress.reports.first().map_or_else(String::new, charts::histogram)));
    let arrow =
        text(move || progress.with(|progress| words::arrow(&progress.reports, &progress.names).unwrap_or_default()));
    let sentences = memo(move || {
        progress.with(|Progress { reports, names, .. }| {
            let histogram = reports.first().map_or_else(String::new, words::histogram);
            [words::load(reports, names), words::levels(reports, names), histogram]
        })
    });
    let sentence = move |index: usize| text(move || sentences.with(|all| all.get(index).cloned().unwrap_or_default()));
    view! {
        <section class="card wide" aria-labelledby="scale-load-title" hidden=flag(move || is_empty.get())>
            <header class="titled">
                <h3 id="scale-load-title">"Load on the receiver"</h3>
                <p class="arrow" id="scale-peaks" hidden=flag(move || arrow.with(String::is_empty))>{arrow}</p>
            </header>
            <Drawing id="scale-load" markup=text(move || load.with(|(drawing, _)| drawing.clone())) keys=Signal::derive(move || load.get().1)/>
            <p class="hint">{sentence(0)}</p>
            <ValuesTable id="scale-table" table=move |()| progress.with(over_time)/>
        </section>
        <section class="card" aria-labelledby="scale-levels-title" hidden=flag(move || is_empty.get())>
            <h3 id="scale-levels-title">"Waiting deliveries"</h3>
            <Drawing id="scale-levels" markup=text(move || levels.with(|(drawing, _)| drawing.clone())) keys=Signal::derive(move || levels.get().1)/>
            <p class="hint">{sentence(1)}</p>
        </section>
        <section class="card" aria-labelledby="scale-histogram-title" hidden=flag(move || is_empty.get())>
            <h3 id="scale-histogram-title">"Attempts per delivery"</h3>
            <Drawing id="scale-histogram" markup=histogram keys=Signal::stored(Vec::new())/>
            <p class="hint">{sentence(2)}</p>
            <ValuesTable id="scale-bars" table=move |()| progress.with(bars)/>
        </section>
    }
}

/// The values of a chart as a table. It is built only while it is open, because the values change with every frame.
#[component]
fn ValuesTable(id: &'static str, #[prop(into)] table: Callback<(), AnyView>) -> impl IntoView {
    let is_open = RwSignal::new(false);
    view! {
        <details class="foldable" id=id on:toggle=move |_| is_open.update(|is_open| *is_open = !*is_open)>
            <summary><span>"As a table"</span></summary>
            {dynamic(move || if is_open.get() { table.run(()) } else { ().into_any() })}
        </details>
    }
}

fn over_time(progress: &Progress) -> AnyView {
    let (head, rows) = words::table(&progress.reports);
    let row =
        |row: Vec<String>| view! { <tr>{row.into_iter().map(|cell| view! { <td>{cell}</td> }).collect_view()}</tr> };
    view! {
        <div class="scroll" role="region" aria-label="Values over time" tabindex="0">
            <table class="plan">
                <thead><tr>{head.into_iter().map(|cell| view! { <th scope="col">{cell}</th> }).collect_view()}</tr></thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn bars(progress: &Progress) -> AnyView {
    let bars = progress.reports.first().map(charts::bars).unwrap_or_default();
    let row = |(attempts, deliveries): (String, u64)| {
        view! { <tr><td>{attempts}</td><td>{grouped(deliveries)}</td></tr> }
    };
    view! {
        <table class="plan">
            <thead><tr><th scope="col">"Attempts"</th><th scope="col">"Deliveries"</th></tr></thead>
            <tbody>{bars.into_iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}
