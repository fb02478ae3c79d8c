//! The fields of the receive panel.

use super::model::form::{ReceiveForm, StackChoice};
use crate::model::scheme::SchemeChoice;
use crate::reactive::{Field, fields};

fields! {
    /// The fields of the panel.
    pub(crate) struct ReceiveFields for ReceiveForm {
        scheme: Field<SchemeChoice>,
        stack: Field<StackChoice>,
        events: Field<String>,
    }
}
