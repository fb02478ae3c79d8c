//! The state of all deliveries, and the virtual clock.

use hookwright::time::format_rfc3339;
use leptos::prelude::*;

use super::model::log::{DisabledEndpoint, Totals, disabled};
use super::model::network::{MOST_ATTEMPTS, Step, next_due_ms};
use super::simulation::Simulation;
use crate::browser;
use crate::reactive::{dynamic, memo, text};
use crate::ui::findings::{Tone, Verdict, VerdictText, sentence};

const HOUR_MS: i64 = 3_600_000;

/// The verdict, the clock with its buttons, and the disabled endpoints.
#[component]
pub(crate) fn Answer(simulation: Simulation) -> impl IntoView {
    let totals = memo(move || {
        simulation.with_form(|form, account, _| account.service(form.provider).map(Totals::of).unwrap_or_default())
    });
    let is_cut = memo(move || simulation.with(|_, network| network.is_cut()));
    let verdict = memo(move || verdict(totals.get(), is_cut.get()));
    let clock_ms = memo(move || simulation.with(|_, network| network.clock_ms()));
    let clock = text(move || clock_ms.get().map_or_else(|| "not started".into(), format_rfc3339));
    let next_ms = memo(move || simulation.with(|account, _| next_due_ms(account)));
    // The buttons stay focusable: a button that is disabled when it is pressed loses the focus.
    let has_no_next = text(move || next_ms.get().is_none().to_string());
    let has_not_started = text(move || (clock_ms.get().is_none() && next_ms.get().is_none()).to_string());
    let endpoints = memo(move || {
        simulation.with_form(|form, account, network| {
            account.service(form.provider).map_or_else(Vec::new, |service| disabled(service, network))
        })
    });
    view! {
        <div class="full state">
            <Verdict id="deliveries-verdict" value=verdict/>
            <div class="virtual-clock" role="group" aria-label="Virtual clock">
                <p><span class="label">"Virtual clock"</span>" "<output id="deliveries-clock" dir="ltr">{clock}</output></p>
                <div class="buttons">
                    <button
                        type="button"
                        class="quiet-button"
                        id="deliveries-next"
                        aria-disabled=has_no_next
                        on:click=move |_| simulation.step(Step::Next)
                    >
                        "Next attempt"
                    </button>
                    <button
                        type="button"
                        class="quiet-button"
                        id="deliveries-hour"
                        aria-disabled=has_not_started
                        on:click=move |_| simulation.step(Step::By(HOUR_MS))
                    >
                        "+1 h"
                    </button>
                    <button
                        type="button"
                        class="quiet-button"
                        id="deliveries-end"
                        aria-disabled=has_no_next
                        on:click=move |_| simulation.step(Step::End)
                    >
                        "Run to the end"
                    </button>
                </div>
            </div>
            {dynamic(move || endpoints.get().into_iter().map(|endpoint| disabled_endpoint(simulation, endpoint)).collect_view().into_any())}
        </div>
    }
}

fn disabled_endpoint(simulation: Simulation, endpoint: DisabledEndpoint) -> AnyView {
    let DisabledEndpoint { subscription_id, url, why } = endpoint;
    let id = subscription_id.clone();
    let enable = move |_| {
        simulation.enable(&subscription_id);
        // The focused button is removed.
        browser::focus("deliveries-next");
    };
    view! {
        <div class="disabled-endpoint">
            <span class="icon" aria-hidden="true"></span>
            <p><strong>"Endpoint disabled. "</strong>{sentence(&why)}" "<span class="quiet">{url}" ("<code>{id}</code>")"</span></p>
            <button type="button" class="quiet-button" on:click=enable>"Enable"</button>
        </div>
    }
    .into_any()
}

fn verdict(totals: Totals, is_cut: bool) -> VerdictText {
    let Totals { delivered, lost, open, pending, next_ms } = totals;
    let verdict = match (lost, open, delivered) {
        (0, 0, _) if pending > 0 => VerdictText::new(Tone::Neutral, "Waiting for the first attempt", totals.words()),
        (0, 0, 0) => VerdictText::new(
            Tone::Neutral,
            "No deliveries yet",
            "emit an event: the service of this page delivers it to the simulated receiver",
        ),
        (0, 0, _) => VerdictText::new(Tone::Good, "Delivered", totals.words()),
        (0, ..) => VerdictText::new(Tone::Doubtful, "Being retried", totals.words()),
        _ => VerdictText::new(Tone::Bad, "Not delivered", totals.words()),
    };
    let next = next_ms
        .filter(|_| open > 0 || pending > 0)
        .map(|ms| format!("the next attempt is due at {}", format_rfc3339(ms)));
    let cut = format!("the run ended after {MOST_ATTEMPTS} attempts; run again to continue");
    VerdictText { more: if is_cut { cut } else { next.unwrap_or_default() }, ..verdict }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn title(delivered: usize, lost: usize, open: usize) -> String {
        verdict(Totals { delivered, lost, open, next_ms: Some(0), ..Totals::default() }, false).title
    }

    #[test]
    fn a_lost_delivery_is_more_important_than_others() {
        assert_eq!(title(0, 0, 0), "No deliveries yet");
        assert_eq!(title(2, 0, 0), "Delivered");
        assert_eq!(title(2, 0, 1), "Being retried");
        assert_eq!(title(2, 1, 1), "Not delivered");
    }

    #[test]
    fn a_delivery_without_an_attempt_is_not_being_retried() {
        let totals = Totals { delivered: 1, pending: 1, next_ms: Some(0), ..Totals::default() };
        let VerdictText { title, detail, more, .. } = verdict(totals, false);
        assert_eq!((title.as_str(), detail.as_str()), ("Waiting for the first attempt", "1 delivered, 1 waiting"));
        assert_eq!(more, "the next attempt is due at 1970-01-01T00:00:00Z");
        assert_eq!(verdict(Totals { open: 1, ..totals }, false).title, "Being retried");
    }

    #[test]
    fn a_run_that_was_cut_says_so() {
        let totals = Totals { open: 1, next_ms: Some(0), ..Totals::default() };
        assert_eq!(verdict(totals, false).more, "the next attempt is due at 1970-01-01T00:00:00Z");
        assert!(verdict(totals, true).more.contains("1000 attempts"));
    }
}
