//! The fields of the scale panel.

use super::model::form::ScaleForm;
use super::model::jitter::OtherJitter;
use super::model::values::Values;
use crate::model::custom::CustomText;
use crate::panels::retries::model::policy::PolicyChoice;
use crate::reactive::{Field, fields};

fields! {
    /// The fields of the panel.
    pub(crate) struct ScaleFields for ScaleForm {
        policy: Field<PolicyChoice>,
        custom: Field<CustomText<PolicyChoice>>,
        values: Field<Values>,
        against: Field<OtherJitter>,
    }
}
