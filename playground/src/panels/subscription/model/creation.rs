//! The values of the attributes of a new subscription.

use hookwright::problem::Problem;
use hookwright::subscription::{Api, Draft};

use super::form::SubscriptionForm;
use super::headers::headers;
use crate::model::fields;

/// Returns the event types that the form selects.
pub(crate) fn events(form: &SubscriptionForm) -> Vec<String> {
    form.events.iter().map(String::as_str).chain(fields::names(&form.other_events)).map(String::from).collect()
}

/// Returns the draft of a form, and the problems of its text.
pub(crate) fn draft(form: &SubscriptionForm, api: &Api) -> (Draft, Vec<Problem>) {
    let (headers, problems) = headers(&form.headers, api);
    let draft = Draft {
        url: form.url.trim().into(),
        events: events(form),
        description: form.description.clone(),
        secret: form.secret.clone(),
        headers,
        active: Some(form.active),
        workspace_id: form.workspace_id.trim().into(),
        external_workspace_id: form.external_workspace_id.trim().into(),
    };
    (draft, problems)
}
