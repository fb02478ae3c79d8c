//! The fields of the retries panel.

use hookwright::retry::Policy;

use super::model::answer::{AnswerForm, AnswerOutcome};
use super::model::export::ExportFormat;
use super::model::form::RetryForm;
use super::model::plan::PlanForm;
use super::model::policy::PolicyChoice;
use crate::model::custom::CustomText;
use crate::model::instant::When;
use crate::reactive::{Field, fields};

fields! {
    /// The fields of the panel.
    pub(crate) struct RetryFields for RetryForm {
        plan: PlanFields,
        compared: Field<Vec<&'static Policy>>,
        answer: AnswerFields,
        export: Field<ExportFormat>,
    }
}

fields! {
    /// The fields of the policy, its start and the outage.
    pub(crate) struct PlanFields for PlanForm {
        policy: Field<PolicyChoice>,
        custom: Field<CustomText<PolicyChoice>>,
        when: Field<When>,
        is_drawn: Field<bool>,
        seed: Field<u64>,
        has_outage: Field<bool>,
        outage_start: Field<String>,
        outage_length: Field<String>,
    }
}

fields! {
    /// The fields of the response to try out.
    pub(crate) struct AnswerFields for AnswerForm {
        number: Field<u32>,
        outcome: Field<AnswerOutcome>,
        status: Field<String>,
        retry_after: Field<String>,
        headers: Field<String>,
    }
}
