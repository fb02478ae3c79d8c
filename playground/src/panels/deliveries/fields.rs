//! The fields of the deliveries panel.

use hookwright::catalog::Provider;

use super::model::form::DeliveriesForm;
use super::model::policy::DeliveryPolicy;
use super::model::receiver::{Answer, Course, Disabling};
use crate::model::custom::CustomText;
use crate::panels::retries::model::policy::PolicyChoice;
use crate::reactive::{Field, fields};

fields! {
    /// The fields of the panel.
    pub(crate) struct DeliveriesFields for DeliveriesForm {
        provider: Field<&'static Provider>,
        kind: Field<String>,
        data: Field<String>,
        to: Field<String>,
        answer: Field<Answer>,
        course: Field<Course>,
        attempts: Field<String>,
        duration: Field<String>,
        retry_after: Field<String>,
        disabling: Field<Disabling>,
        policy: Field<DeliveryPolicy>,
        custom: Field<CustomText<PolicyChoice>>,
        checked: Field<String>,
        url: Field<String>,
    }
}
