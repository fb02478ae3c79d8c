//! The state of all deliveries, and the virtual clock.

use hookwright::time::format_rfc3339;
use leptos::prelude::*;
use leptos::task::{spawn_local, tick};

use super::model::log::{Endpoint, Totals, endpoints};
use super::model::network::{MOST_ATTEMPTS, Step, missed, next_due_ms};
use super::simulation::Simulation;
use crate::browser;
use crate::reactive::{dynamic, flag, memo, text};
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
            account.service(form.provider).map_or_else(Vec::new, |service| endpoints(service, network))
        })
    });
    let missed = memo(move || {
        simulation
            .with_form(|form, account, _| account.service(form.provider).map_or(0, |service| missed(service).len()))
    });
    let missed_label = text(move || match missed.get() {
        0 | 1 => "Redeliver what failed".into(),
        several => format!("Redeliver all {several} that failed"),
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
                    <button
                        type="button"
                        class="quiet-button"
                        id="deliveries-redeliver-all"
                        aria-disabled=text(move || (missed.get() == 0).to_string())
                        on:click=move |_| simulation.redeliver_failed()
                    >
                        {missed_label}
                    </button>
                </div>
            </div>
            <ul class="endpoints" id="deliveries-endpoints" aria-label="Endpoints" hidden=flag(move || endpoints.with(Vec::is_empty))>
                {dynamic(move || endpoints.get().into_iter().map(|one| endpoint(simulation, one)).collect_view().into_any())}
            </ul>
        </div>
    }
}

fn endpoint(simulation: Simulation, endpoint: Endpoint) -> AnyView {
    let Endpoint { subscription_id: id, url, is_active, why } = endpoint;
    let action = if is_active { "Disable" } else { "Enable" };
    let label = format!("{action} {url} ({id})");
    // The list is replaced, and with it the focused button.
    let button = format!("deliveries-endpoint-{id}");
    let (of, focused) = (id.clone(), button.clone());
    let change = move |_| {
        if is_active {
            simulation.disable(&of);
        } else {
            simulation.enable(&of);
        }
        let focused = focused.clone();
        spawn_local(async move {
            tick().await;
            browser::focus(&focused);
        });
    };
    let (class, words) = if is_active {
        ("endpoint active", view! { <strong>"Active"</strong> }.into_any())
    } else {
        ("endpoint", view! { <strong>"Disabled. "</strong>{sentence(&why)} }.into_any())
    };
    view! {
        <li class=class>
            <span class="icon" aria-hidden="true"></span>
            <p><span class="url">{url}</span>" "<code class="quiet">{id}</code>" "<span class="state-word">{words}</span></p>
            <button type="button" class="quiet-button" id=button aria-label=label on:click=change>{action}</button>
        </li>
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
