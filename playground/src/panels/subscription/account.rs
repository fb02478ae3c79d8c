//! The in-page account: its subscriptions, the last update, and the exchanges with it.

use hookwright::service::OperationKind;
use leptos::prelude::*;

use super::model::comparison::Compared;
use super::model::history::{Shown, Stored, shown, stored};
use super::model::operation::Chosen;
use super::model::problem::InputProblem;
use super::model::update::UpdateForm;
use super::state::PanelState;
use crate::browser;
use crate::model::choice::{Choice as _, Named as _};
use crate::reactive::{State as _, dynamic, memo};
use crate::state::open::OpenPanel;
use crate::ui::code::CopyButton;
use crate::ui::findings::sentence;

/// The operations that the table offers for a subscription.
const ON_ROWS: [OperationKind; 3] = [OperationKind::Retrieve, OperationKind::Update, OperationKind::Delete];

#[component]
pub(super) fn AccountView(state: PanelState) -> impl IntoView {
    let has_api = memo(move || state.kind.get().is_some());
    dynamic(move || {
        if !has_api.get() {
            return ().into_any();
        }
        view! {
            <section class="account full" id="subscription-account-view" aria-labelledby="subscription-account-title">
                <h3 id="subscription-account-title">"In-page account"</h3>
                <p class="hint">
                    "It answers like the API of the provider, on this page only. It is in memory: a reload removes it."
                </p>
                <Subscriptions state=state/>
                <Comparison state=state/>
                <History state=state/>
            </section>
        }
        .into_any()
    })
}

#[component]
fn Subscriptions(state: PanelState) -> impl IntoView {
    let form = state.form;
    let opener: OpenPanel = expect_context();
    let rows = memo(move || {
        let provider = form.provider.get();
        state.api.get().map(|api| state.account.with(|account| stored(account, provider, api))).unwrap_or_default()
    });
    let has_active = memo(move || state.api.with(|api| api.is_some_and(|api| api.active.is_some())));
    let choose = move |id: String, kind: OperationKind| {
        if kind == OperationKind::Update {
            let values = state.account.with(|account| {
                let all =
                    state.api.get_untracked().map(|api| account.subscriptions(form.provider.get_untracked(), api.id));
                all.into_iter().flatten().find(|subscription| subscription.id == id).map(UpdateForm::of)
            });
            values.into_iter().for_each(|values| form.update.set(values));
        }
        form.id.set(id);
        form.operation.set(Chosen(kind));
        browser::focus("subscription-verdict");
    };
    let row = move |row: Stored| {
        let Stored { id, url, events, active } = row;
        let button = |kind: OperationKind| {
            let (name, of) = (Chosen(kind).title(), id.clone());
            view! {
                <button
                    type="button"
                    class="quiet-button small"
                    data-operation=Chosen(kind).id()
                    aria-label=format!("{name} {id}")
                    on:click=move |_| choose(of.clone(), kind)
                >
                    {name}
                </button>
            }
        };
        let buttons = ON_ROWS.map(button).into_iter().collect_view();
        let [crafted, received, delivered] = [(); 3].map(|()| id.clone());
        let [craft_label, receive_label, deliver_label] =
            ["Craft an event for", "Generate the receiver of", "Simulate deliveries to"]
                .map(|what| format!("{what} {id}"));
        view! {
            <tr>
                <th scope="row"><code>{id}</code></th>
                <td class="mono" dir="ltr">{url}</td>
                <td class="mono" dir="ltr">{events}</td>
                {active.map(|active| view! { <td>{if active { "Yes" } else { "No" }}</td> })}
                <td>
                    <div class="buttons">
                        {buttons}
                        <button type="button" class="quiet-button small" data-chain="event" aria-label=craft_label on:click=move |_| state.craft(opener, &crafted)>
                            "Craft an event"
                        </button>
                        <button type="button" class="quiet-button small" data-chain="receive" aria-label=receive_label on:click=move |_| state.receive(opener, &received)>
                            "Receiver"
                        </button>
                        <button type="button" class="quiet-button small" data-chain="deliveries" aria-label=deliver_label on:click=move |_| state.deliver(opener, &delivered)>
                            "Deliveries"
                        </button>
                    </div>
                </td>
            </tr>
        }
    };
    dynamic(move || {
        if rows.with(Vec::is_empty) {
            return view! {
                <p class="empty" id="subscription-empty">"No subscriptions yet. Choose Create and send the request."</p>
            }
            .into_any();
        }
        view! {
            <div class="scroll" tabindex="0" role="region" aria-label="Subscriptions">
                <table class="list" id="subscription-table">
                    <thead>
                        <tr>
                            <th scope="col">"Id"</th>
                            <th scope="col">"Endpoint URL"</th>
                            <th scope="col">"Events"</th>
                            {has_active.get().then(|| view! { <th scope="col">"Active"</th> })}
                            <th scope="col"><span class="visually-hidden">"Operations"</span></th>
                        </tr>
                    </thead>
                    <tbody>{rows.get().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any()
    })
}

/// The subscription before and after the last update.
#[component]
fn Comparison(state: PanelState) -> impl IntoView {
    let compared = memo(move || {
        state.current.with(|answer| answer.as_ref().map(|answer| answer.compared.clone()).unwrap_or_default())
    });
    let value = |value: Option<String>| match value {
        Some(value) => view! { <td class="mono" dir="ltr">{value}</td> }.into_any(),
        None => view! { <td class="quiet">"not set"</td> }.into_any(),
    };
    let row = move |row: Compared| {
        let has_changed = row.has_changed();
        let name = row.name.clone();
        let attribute = name.clone();
        let [before, after] = row.shown(state.shows_secrets.get());
        view! {
            <tr class:changed=has_changed data-attribute=attribute>
                <th scope="row"><code>{name}</code></th>
                {value(before)}
                {value(after)}
                <td>{if has_changed { "Changed" } else { "" }}</td>
            </tr>
        }
    };
    dynamic(move || {
        if compared.with(Vec::is_empty) {
            return ().into_any();
        }
        view! {
            <div class="scroll" tabindex="0" role="region" aria-label="Before and after the update">
                <table class="list" id="subscription-comparison">
                    <caption>"Before and after the update"</caption>
                    <thead>
                        <tr>
                            <th scope="col">"Attribute"</th>
                            <th scope="col">"Before"</th>
                            <th scope="col">"After"</th>
                            <th scope="col"><span class="visually-hidden">"Change"</span></th>
                        </tr>
                    </thead>
                    <tbody>{compared.get().into_iter().map(row).collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any()
    })
}

/// The exchanges, newest first. The last one is open.
#[component]
fn History(state: PanelState) -> impl IntoView {
    let exchanges = memo(move || {
        let (provider, shows_secrets) = (state.form.provider.get(), state.shows_secrets.get());
        state.account.with(|account| shown(account, provider, shows_secrets))
    });
    dynamic(move || {
        if exchanges.with(Vec::is_empty) {
            return ().into_any();
        }
        let list = exchanges.get().into_iter().enumerate();
        let items = list.map(|(index, exchange)| view! { <Exchange exchange=exchange is_open=index == 0/> });
        view! {
            <h4>"Requests and responses"</h4>
            <ol class="exchanges" id="subscription-exchanges">{items.collect_view()}</ol>
        }
        .into_any()
    })
}

#[component]
fn Exchange(exchange: Shown, is_open: bool) -> impl IntoView {
    let Shown { number, start, status, is_success, at, request, response, problems } = exchange;
    let tone = if is_success { "status good" } else { "status bad" };
    let problem = |problem: InputProblem| {
        let label = problem.input.map(|input| format!("{}: ", input.title()));
        view! { <li data-code=problem.code>{label}{sentence(&problem.message)}</li> }
    };
    let problems = (!problems.is_empty())
        .then(|| view! { <ul class="answered">{problems.into_iter().map(problem).collect_view()}</ul> });
    view! {
        <li>
            <details open=is_open data-number=number>
                <summary>
                    <code class="start">{start}</code>
                    <span class=tone><span class="icon" aria-hidden="true"></span>{status}</span>
                    <time datetime=at.clone()>{at.clone()}</time>
                </summary>
                {problems}
                <div class="messages">
                    <Message title="Request" text=request/>
                    <Message title="Response" text=response/>
                </div>
            </details>
        </li>
    }
}

#[component]
fn Message(title: &'static str, text: String) -> impl IntoView {
    let copied = text.clone();
    view! {
        // Not a section: only landmarks with unique names help.
        <div class="code">
            <header>
                <h5>{title}</h5>
                <CopyButton what=title text=crate::reactive::text(move || copied.clone())/>
            </header>
            <pre tabindex="0" dir="ltr">{text}</pre>
        </div>
    }
}
