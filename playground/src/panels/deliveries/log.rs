//! The delivery log, and the response of the provider's API that contains it.

use hookwright::catalog::Provider;
use leptos::prelude::*;

use super::model::log::{MOST_ROWS, Row, api_exchange, rows};
use super::simulation::Simulation;
use crate::reactive::{ErasedMemo, State as _, dynamic, flag, memo, text};
use crate::ui::code::CodeBlock;

/// The columns, with the names of the members in the API.
const COLUMNS: [&str; 7] = ["id", "event_id", "status", "status_code", "attempts", "delivered_at", "error"];

/// The log as a table, newest delivery first. Its buttons choose the delivery that is shown.
#[component]
pub(crate) fn DeliveryLog(
    simulation: Simulation,
    /// The id of the delivery that is shown.
    shown: ErasedMemo<String>,
) -> impl IntoView {
    let found = memo(move || {
        simulation.with_form(|form, account, _| account.service(form.provider).map_or_else(Vec::new, rows))
    });
    let is_empty = flag(move || found.with(Vec::is_empty));
    let column = |name: &'static str| view! { <th scope="col"><code>{name}</code></th> };
    let row = move |row: Row| table_row(simulation, shown, row);
    view! {
        <section class="card full log" aria-label="Delivery log" hidden=is_empty>
            <h3>"Delivery log"</h3>
            <div class="scroll" role="region" aria-label="Deliveries, newest first" tabindex="0">
                <table id="deliveries-log" dir="ltr">
                    <thead><tr>{COLUMNS.into_iter().map(column).collect_view()}<th scope="col">"Next"</th></tr></thead>
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
    let Row { id, event_id, status, status_code, attempts, delivered_at, error, next, is_waiting, is_delivered } = row;
    let of = id.clone();
    let is_shown = memo(move || shown.with(|shown| *shown == of));
    let class = match (is_delivered, is_waiting) {
        (true, _) => "delivers",
        (false, true) => "waits",
        (false, false) => "fails",
    };
    let label = id.clone();
    view! {
        <tr class:chosen=flag(move || is_shown.get())>
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
            <td>{event_id}</td>
            <td class=class><span class="icon" aria-hidden="true"></span>{status}</td>
            <td>{status_code}</td>
            <td>{attempts}</td>
            <td>{delivered_at}</td>
            <td>{error}</td>
            <td class="next">{next}</td>
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
