//! The fields of the subscription panel.

use hookwright::catalog::Provider;
use hookwright::credential::Credential;

use super::model::SubscriptionForm;
use crate::reactive::{Field, fields};

fields! {
    /// The fields of the panel.
    pub(crate) struct SubscriptionFields for SubscriptionForm {
        provider: Field<&'static Provider>,
        api: Field<String>,
        url: Field<String>,
        events: Field<Vec<String>>,
        other_events: Field<String>,
        description: Field<String>,
        secret: Field<Credential>,
        headers: Field<Credential>,
        active: Field<bool>,
    }
}
