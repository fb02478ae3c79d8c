//! The parameters of operations: the id of a subscription, and those of lists.

use hookwright::service::Operation;
use leptos::prelude::*;

use super::field::InputField;
use super::model::form::SubscriptionForm;
use super::model::history::stored;
use super::model::input::Input;
use super::model::review::parameter;
use super::state::PanelState;
use crate::reactive::{State as _, dynamic, memo};
use crate::ui::entry::Look;

const IDS: &str = "subscription-ids";
const ID: Look = Look {
    rows: 0,
    placeholder: "",
    hint: "Choose one in the table below, or enter the id of a real subscription to copy the request.",
    keyboard: "text",
    list: Some(IDS),
};

/// The inputs of the parameters that the operation has.
#[component]
pub(super) fn Parameters(state: PanelState) -> impl IntoView {
    let form = state.form;
    let parameters = memo(move || {
        let operation = form.with(SubscriptionForm::operation);
        let query = operation.as_ref().map(Operation::query_parameters).unwrap_or_default();
        let id = operation.as_ref().is_some_and(Operation::needs_id).then_some(Input::Id);
        id.into_iter().chain(query.iter().filter_map(|name| parameter(name))).collect::<Vec<_>>()
    });
    let entry = move |input| {
        let (value, look) = match input {
            Input::Limit => {
                (form.limit, Look { hint: "1 to 100. Empty for the default.", keyboard: "numeric", list: None, ..ID })
            }
            Input::Cursor => {
                (form.cursor, Look { hint: "From the previous page. Empty for the first page.", list: None, ..ID })
            }
            _ => (form.id, ID),
        };
        view! { <InputField state=state group="" input=input value=value look=look/> }
    };
    let option = |id: String| view! { <option value=id></option> };
    view! {
        <datalist id=IDS>
            {dynamic(move || {
                let ids = state.api.get().map(|api| {
                    state.account.with(|account| stored(account, form.provider.get(), api))
                });
                ids.into_iter().flatten().map(|row| option(row.id)).collect_view().into_any()
            })}
        </datalist>
        {dynamic(move || parameters.get().into_iter().map(entry).collect_view().into_any())}
    }
}
