//! The delivery log, and the response of the provider's API that contains it.

use hookwright::catalog::Provider;
use leptos::prelude::*;

use super::model::log::{MOST_ROWS, Row, api_exchange, rows};
use super::simulation::Simulation;
use crate::reactive::{ErasedMemo, State as _, dynamic, flag, memo, text};
use crate::ui::code::CodeBlock;

const COLUMNS: [&str; 7] = ["Time", "Event", "Status", "Next", "Attempts", "Response", "Delivery"];

/// The log as a table, newest delivery first. Its buttons choose the delivery that is shown.
#[component]
pub(crate) fn DeliveryLog(
    simulation: Simulation,
    /// The id of the delivery that is shown.
    shown: ErasedMemo<String>,
) -> impl IntoView {
    let found = memo(move || {
        simulation.with_form(|form, account, network| {
            let clock_ms = network.clock_ms().unwrap_or(i64::MAX);
            account.service(form.provider).map_or_else(Vec::new, |service| rows(service, clock_ms))
        })
    });
    let is_empty = flag(move || found.with(Vec::is_empty));
    let column = |name: &'static str| view! { <th scope="col">{name}</th> };
    let row = move |row: Row| table_row(simulation, shown, row);
    view! {
        <section class="card full log" aria-label="Delivery log" hidden=is_empty>
            <h3>"Delivery log"</h3>
            <div class="scroll" role="region" aria-label="Deliveries, newest first" tabindex="0">
                <table id="deliveries-log" dir="ltr">
                    <thead><tr>{COLUMNS.into_iter().map(column).collect_view()}</tr></thead>
                    <tbody>{dynamic(move || found.get().into_iter().map(row).collect_view().into_any())}</tbody>
                </table>
            </div>
            <p class="hint" hidden=flag(move || found.with(|found| found.len() < MOST_ROWS))>
                {format!("The newest {MOST_ROWS} deliveries. The API lists all deliveries of a subscription.")}
            </p>
        </section>
    }
}

fn table_row(simulation: Simulation, shown: ErasedMemo<String>, row: Row) -> AnyView {
    let Row { id, at, event_type, status, attempts, response, next, exact } = row;
    let of = id.clone();
    let is_shown = memo(move || shown.with(|shown| *shown == of));
    let (word, class) = status.shown();
    let label = id.clone();
    view! {
        <tr class:chosen=flag(move || is_shown.get()) class=class>
            <td><time>{at}</time></td>
            <td class="mono">{event_type}</td>
            <td><span class="status"><span class="icon" aria-hidden="true"></span>{word}</span></td>
            <td class="next" title=exact>{next}</td>
            <td class="number">{attempts}</td>
            <td>{response}</td>
            <th scope="row">
                <button
                    type="button"
                    class="link"
                    aria-pressed=text(move || is_shown.get().to_string())
                    on:click=move |_| simulation.shown.set(id.clone())
                >
                    {label}
                </button>
            </th>
        </tr>
    }
    .into_any()
}

/// The request that lists the deliveries of a subscription, and its response.
#[component]
pub(crate) fn ApiLog(
    simulation: Simulation,
    provider: ErasedMemo<&'static Provider>,
    /// The id of the subscription.
    subscription_id: ErasedMemo<String>,
) -> impl IntoView {
    let exchange = memo(move || {
        subscription_id.with(|id| {
            simulation.with(|account, network| {
                let (exchange, api) = api_exchange(account, provider.get(), id, network.clock_ms().unwrap_or(0))?;
                Some([exchange.request_text(Some(api), false), exchange.response_text(Some(api), false)])
            })
        })
    });
    let has_operation = memo(move || exchange.with(Option::is_some));
    let part = move |index: usize| {
        text(move || {
            exchange.with(|exchange| exchange.as_ref().and_then(|texts| texts.get(index).cloned()).unwrap_or_default())
        })
    };
    dynamic(move || {
        has_operation.get().then(|| view! {
            <CodeBlock title="API request: the log of this subscription" id="deliveries-api-request" text=part(0)/>
            <CodeBlock title="API response" id="deliveries-api-response" text=part(1)/>
        }).into_any()
    })
}
