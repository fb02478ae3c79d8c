//! The fields of the subscription panel.

use hookwright::catalog::Provider;
use hookwright::credential::Credential;

use super::model::form::SubscriptionForm;
use super::model::input::Input;
use super::model::operation::Chosen;
use super::model::update::UpdateForm;
use crate::reactive::{Field, fields};

fields! {
    /// The fields of the panel.
    pub(crate) struct SubscriptionFields for SubscriptionForm {
        provider: Field<&'static Provider>,
        api: Field<String>,
        operation: Field<Chosen>,
        url: Field<String>,
        events: Field<Vec<String>>,
        other_events: Field<String>,
        description: Field<String>,
        secret: Field<Credential>,
        headers: Field<Credential>,
        active: Field<bool>,
        workspace_id: Field<String>,
        external_workspace_id: Field<String>,
        id: Field<String>,
        limit: Field<String>,
        cursor: Field<String>,
        update: UpdateFields,
    }
}

fields! {
    /// The fields of an update.
    pub(crate) struct UpdateFields for UpdateForm {
        set: Field<Vec<Input>>,
        clear: Field<Vec<Input>>,
        url: Field<String>,
        events: Field<String>,
        description: Field<String>,
        secret: Field<Credential>,
        headers: Field<Credential>,
        active: Field<bool>,
        workspace_id: Field<String>,
        external_workspace_id: Field<String>,
    }
}
