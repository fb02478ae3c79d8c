//! The checklist for webhooks that are not received.

use leptos::prelude::*;

use super::inputs::{SubscriptionSelect, subscriptions};
use super::model::causes::{USUAL, UsualCause};
use super::model::checklist::{Point, PointState};
use super::model::facts::Facts;
use super::model::form::DeliveriesForm;
use super::simulation::Simulation;
use crate::panels::event::PANEL as CRAFT;
use crate::reactive::{State as _, dynamic, flag, memo};
use crate::state::handover::Handovers;
use crate::state::open::OpenPanel;
use crate::ui::code::CopyButton;
use crate::ui::controls::TextField;
use crate::ui::findings::{Tone, Verdict, VerdictText, sentence};

/// The five points, for a subscription of the account or for a typed URL.
#[component]
pub(crate) fn Checklist(simulation: Simulation, handovers: Handovers) -> impl IntoView {
    let form = simulation.form;
    let opener: OpenPanel = expect_context();
    let craft = move |_| {
        handovers.event.set(Some(form.with_untracked(DeliveriesForm::hand_over)));
        opener.open(CRAFT.id, "event-verdict");
    };
    let points = memo(move || {
        simulation.with_form(|form, account, network| {
            Facts::of(form, account, network).map(|facts| facts.points().to_vec()).unwrap_or_default()
        })
    });
    let verdict = memo(move || points.with(|points| verdict(points)));
    let subscriptions = subscriptions(simulation);
    view! {
        <section class="card checklist" aria-labelledby="deliveries-checklist-title">
            <h3 id="deliveries-checklist-title">"Webhooks not received"</h3>
            <form class="fields" on:submit=|event| event.prevent_default()>
                <SubscriptionSelect
                    id="deliveries-checked"
                    label="Subscription"
                    none="The newest one"
                    subscriptions=subscriptions
                    value=form.checked
                />
                <TextField
                    id="deliveries-url"
                    label="Or another URL"
                    keyboard="url"
                    placeholder="https://yourapp.example/webhook"
                    value=form.url
                />
            </form>
            <Verdict id="deliveries-checklist-verdict" value=verdict/>
            <p class="chain" hidden=flag(move || form.url.with(|url| url.trim().is_empty()))>
                <button type="button" class="quiet-button" id="deliveries-craft" on:click=craft>"Craft a signed event for this URL"</button>
            </p>
            <ol class="points" id="deliveries-points">
                {dynamic(move || points.get().into_iter().map(point).collect_view().into_any())}
            </ol>
            <details class="foldable" id="deliveries-causes">
                <summary><span>"The usual causes, by what you see"</span></summary>
                <dl class="causes">{USUAL.iter().map(usual).collect_view()}</dl>
            </details>
        </section>
    }
}

fn usual(cause: &UsualCause) -> impl IntoView {
    view! { <dt>{cause.seen}</dt><dd>{sentence(cause.remedy)}</dd> }
}

fn point(point: Point) -> AnyView {
    let Point { id, title, state, detail, remedy, command } = point;
    let (class, word) = match state {
        PointState::Passed => ("point passed", "Passed"),
        PointState::Failed => ("point failed", "Failed"),
        PointState::Retrying => ("point retries", "Being retried"),
        PointState::Unknown => ("point unknown", "Unknown"),
    };
    let remedy = (!remedy.is_empty()).then(|| view! { <p class="remedy">{sentence(&remedy)}</p> });
    let command = command.map(|command| {
        let copied = command.clone();
        view! {
            <div class="command">
                <code dir="ltr">{command}</code>
                <CopyButton what="the command" text=Signal::stored(copied)/>
            </div>
        }
    });
    view! {
        <li class=class data-point=id>
            <span class="icon" aria-hidden="true"></span>
            <div>
                <p class="line"><strong>{title}</strong>" "<span class="word">{word}</span></p>
                <p>{sentence(&detail)}</p>
                {remedy}
                {command}
            </div>
        </li>
    }
    .into_any()
}

fn verdict(points: &[Point]) -> VerdictText {
    let number = |state: PointState| points.iter().filter(|point| point.state == state).count();
    let (failed, unknown) = (number(PointState::Failed), number(PointState::Unknown));
    let retries = number(PointState::Retrying) > 0;
    let first = points.iter().find(|point| point.state == PointState::Failed);
    match (first, points.len()) {
        (_, 0) => VerdictText::new(
            Tone::Neutral,
            "Nothing to check yet",
            "create a subscription, or type the URL of your receiver",
        ),
        (Some(point), all) => {
            VerdictText::new(Tone::Bad, format!("{failed} of {all} points failed"), format!("first: {}", point.title))
        }
        (None, _) if retries => {
            VerdictText::new(Tone::Doubtful, "Being retried", "the newest delivery was not accepted yet")
        }
        (None, all) if unknown > 0 => {
            let detail = "nothing that this page knows prevents deliveries; the commands find out the rest";
            let verb = if unknown == 1 { "is" } else { "are" };
            VerdictText::new(Tone::Neutral, format!("{unknown} of {all} points {verb} unknown"), detail)
        }
        (None, all) => VerdictText::new(
            Tone::Good,
            format!("{all} of {all} points passed"),
            "the simulated endpoint receives these events",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(states: &[PointState]) -> Vec<Point> {
        let of = |state: &PointState| Point {
            id: "",
            title: "Title",
            state: *state,
            detail: String::new(),
            remedy: String::new(),
            command: None,
        };
        states.iter().map(of).collect()
    }

    #[test]
    fn a_failed_point_is_more_important_than_an_unknown_one() {
        use PointState::{Failed, Passed, Retrying, Unknown};
        for (states, title) in [
            (&[][..], "Nothing to check yet"),
            (&[Passed, Failed, Unknown, Failed], "2 of 4 points failed"),
            (&[Passed, Unknown, Retrying], "Being retried"),
            (&[Failed, Retrying], "1 of 2 points failed"),
            (&[Passed, Unknown], "1 of 2 points is unknown"),
            (&[Passed, Unknown, Unknown], "2 of 3 points are unknown"),
            (&[Passed, Passed], "2 of 2 points passed"),
        ] {
            assert_eq!(verdict(&points(states)).title, title);
        }
    }
}
