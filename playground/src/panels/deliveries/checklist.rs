//! The checklist for webhooks that are not received.

use leptos::prelude::*;

use super::inputs::{SubscriptionSelect, subscriptions};
use super::model::checklist::{Point, PointState};
use super::model::facts::Facts;
use super::simulation::Simulation;
use crate::reactive::{dynamic, memo};
use crate::ui::code::CopyButton;
use crate::ui::controls::TextField;
use crate::ui::findings::{Tone, Verdict, VerdictText, sentence};

/// The five points, for a subscription of the account or for a typed URL.
#[component]
pub(crate) fn Checklist(simulation: Simulation) -> impl IntoView {
    let form = simulation.form;
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
            <ol class="points" id="deliveries-points">
                {dynamic(move || points.get().into_iter().map(point).collect_view().into_any())}
            </ol>
        </section>
    }
}

fn point(point: Point) -> AnyView {
    let Point { id, title, state, detail, remedy, command } = point;
    let (class, word) = match state {
        PointState::Passed => ("point passed", "Passed"),
        PointState::Failed => ("point failed", "Failed"),
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
        use PointState::{Failed, Passed, Unknown};
        for (states, title) in [
            (&[][..], "Nothing to check yet"),
            (&[Passed, Failed, Unknown, Failed], "2 of 4 points failed"),
            (&[Passed, Unknown], "1 of 2 points is unknown"),
            (&[Passed, Unknown, Unknown], "2 of 3 points are unknown"),
            (&[Passed, Passed], "2 of 2 points passed"),
        ] {
            assert_eq!(verdict(&points(states)).title, title);
        }
    }
}
