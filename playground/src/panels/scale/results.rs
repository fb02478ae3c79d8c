//! The answer and the details: the comparison of the runs, further charts, and all values as tables.

use leptos::prelude::*;

use super::model::figures::Figure;
use super::model::view::{Drawn, View};
use super::runner::{RunState, Runner};
use crate::reactive::{State as _, dynamic, flag, memo, text};
use crate::ui::findings::{Problems, Tone, Verdict, VerdictText};

/// The verdict, the progress and the button.
#[component]
pub(super) fn Answer(runner: Runner) -> impl IntoView {
    let Runner { state, view, starts, problems, .. } = runner;
    let button = text(move || match state.get() {
        RunState::Running => "Stop".into(),
        RunState::Stopped => "Continue".into(),
        RunState::Failed | RunState::Crashed => "Try again".into(),
        RunState::Done | RunState::Invalid => "Simulate again".into(),
    });
    let state_id = text(move || format!("{:?}", state.get()).to_ascii_lowercase());
    // The text does not change during a run, because screen readers announce changes.
    let verdict = memo(move || match state.get() {
        RunState::Invalid => {
            neutral("Not possible", "The scenario cannot be simulated", "The problems are listed below.")
        }
        RunState::Failed => VerdictText {
            more: "Check your connection and try again. What you have entered is kept.".into(),
            ..VerdictText::new(Tone::Bad, "Not simulated", "The simulation could not be loaded")
        },
        RunState::Crashed => VerdictText {
            more: "It may have run out of memory. Simulate fewer deliveries, or try again.".into(),
            ..VerdictText::new(Tone::Bad, "Not simulated", "The simulation has stopped working")
        },
        RunState::Stopped => {
            neutral("Stopped", "The simulation is stopped", "The figures below are the results so far.")
        }
        RunState::Running | RunState::Done => view.with(answer),
    });
    let per_mille = memo(move || view.with(|view| view.per_mille));
    let is_shown =
        memo(move || view.with(|view| !view.is_done) && matches!(state.get(), RunState::Running | RunState::Stopped));
    view! {
        <section
            class="answer"
            id="scale-run"
            aria-label="Simulation"
            data-state=state_id
            data-starts=text(move || starts.get().to_string())
            data-views=text(move || runner.views.get().to_string())
        >
            <Verdict id="scale-verdict" value=verdict/>
            <div class="actions">
                <button
                    type="button"
                    class="quiet-button"
                    id="scale-button"
                    disabled=flag(move || state.get() == RunState::Invalid)
                    on:click=move |_| runner.press()
                >
                    {button}
                </button>
            </div>
            <div class="runner" hidden=flag(move || !is_shown.get())>
                <progress
                    id="scale-progress"
                    aria-label="Deliveries that have ended"
                    max="1000"
                    prop:value=text(move || per_mille.get().to_string())
                ></progress>
                <span class="share" aria-hidden="true">{text(move || format!("{} %", per_mille.get() / 10))}</span>
            </div>
        </section>
        <Problems id="scale-problems" problems=problems/>
    }
}

fn neutral(title: &str, detail: &str, more: &str) -> VerdictText {
    VerdictText { more: more.into(), ..VerdictText::new(Tone::Neutral, title, detail) }
}

fn answer(view: &View) -> VerdictText {
    if !view.is_done {
        return neutral("Running", "The simulation is running", "The figures below are the results so far.");
    }
    let tone = match view.is_good {
        _ if view.is_assumed => Tone::Neutral,
        false => Tone::Bad,
        true if view.is_other_worse => Tone::Doubtful,
        true => Tone::Good,
    };
    VerdictText { more: view.outcome.clone(), ..VerdictText::new(tone, view.title.as_str(), view.headline.as_str()) }
}

/// The panes below the charts.
#[component]
pub(super) fn Details(runner: Runner) -> impl IntoView {
    let view = runner.view;
    let is_empty = memo(move || view.with(|view| view.runs.is_empty()));
    let levels = memo(move || view.with(|view| view.levels.clone()));
    let histogram = memo(move || view.with(|view| view.histogram.clone()));
    let drawing = |drawn: Drawn| (drawn.drawing, drawn.sentence);
    let (levels, histogram) = (memo(move || drawing(levels.get())), memo(move || drawing(histogram.get())));
    view! {
        <div class="panes full" hidden=flag(move || is_empty.get())>
            <section class="card" aria-labelledby="scale-comparison-title">
                <h3 id="scale-comparison-title">"Comparison"</h3>
                {dynamic(move || view.with(|view| figures("scale-comparison", view, &view.comparison)))}
                <details class="foldable" id="scale-all">
                    <summary><span>"All figures"</span></summary>
                    {dynamic(move || view.with(|view| figures("scale-figures", view, &view.figures)))}
                </details>
            </section>
            <section class="card" aria-labelledby="scale-levels-title">
                <h3 id="scale-levels-title">"Waiting deliveries"</h3>
                <div class="chart small" dir="ltr" id="scale-levels" prop:innerHTML=text(move || levels.with(|(drawing, _)| drawing.clone()))></div>
                <p class="hint">{text(move || levels.with(|(_, sentence)| sentence.clone()))}</p>
            </section>
            <section class="card" aria-labelledby="scale-histogram-title">
                <h3 id="scale-histogram-title">"Attempts per delivery"</h3>
                <div class="drawing" dir="ltr" id="scale-histogram" prop:innerHTML=text(move || histogram.with(|(drawing, _)| drawing.clone()))></div>
                <p class="hint">{text(move || histogram.with(|(_, sentence)| sentence.clone()))}</p>
                <ValuesTable id="scale-bars" table=move |()| view.with(|view| {
                    values("Attempts per delivery as a table", &["Attempts".into(), "Deliveries".into()], &view.bars)
                })/>
            </section>
            <section class="card full" aria-label="Values over time">
                <ValuesTable id="scale-table" title="Values over time as a table" table=move |()| view.with(|view| {
                    values("Values over time as a table", &view.head, &view.rows)
                })/>
            </section>
        </div>
    }
}

/// Renders figures, with a column for each run.
fn figures(id: &'static str, view: &View, figures: &[Figure]) -> AnyView {
    let row = |figure: &Figure| {
        let cell = |(run, value): (usize, &String)| view! { <td class:fails=figure.is_loss(run)>{value.clone()}</td> };
        let cells = figure.of.iter().enumerate().map(cell).collect_view();
        view! { <tr data-figure=figure.id.clone()><th scope="row">{figure.words.clone()}</th>{cells}</tr> }
    };
    let head = view.runs.iter().map(|run| view! { <th scope="col">{run.name.clone()}</th> }).collect_view();
    view! {
        <table class="plan figures" id=id>
            <thead><tr><th scope="col">"Figure"</th>{head}</tr></thead>
            <tbody>{figures.iter().map(row).collect_view()}</tbody>
        </table>
    }
    .into_any()
}

/// Values as a table. It is built only while it is open, because the values change during a run.
#[component]
fn ValuesTable(
    id: &'static str,
    #[prop(default = "As a table")] title: &'static str,
    #[prop(into)] table: Callback<(), AnyView>,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    view! {
        <details class="foldable" id=id on:toggle=move |_| is_open.update(|is_open| *is_open = !*is_open)>
            <summary><span>{title}</span></summary>
            {dynamic(move || if is_open.get() { table.run(()) } else { ().into_any() })}
        </details>
    }
}

fn values(label: &'static str, head: &[String], rows: &[Vec<String>]) -> AnyView {
    let row = |row: &Vec<String>| view! { <tr>{row.iter().map(|cell| view! { <td>{cell.clone()}</td> }).collect_view()}</tr> };
    view! {
        <div class="scroll" role="region" aria-label=label tabindex="0">
            <table class="plan">
                <thead><tr>{head.iter().map(|cell| view! { <th scope="col">{cell.clone()}</th> }).collect_view()}</tr></thead>
                <tbody>{rows.iter().map(row).collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}
