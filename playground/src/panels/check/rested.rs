//! What is computed about a long body only once it is at rest, so that it does not delay the keys and the verdict.

use std::time::Duration;

use leptos::prelude::*;

use super::fields::CheckFields;
use crate::reactive::{Field, State as _, effect};

/// How long a long body must be unchanged.
const REST: Duration = Duration::from_millis(300);

/// Returns the number of changes of the form that are at rest: of a short body all of them, and of a long body the last one
/// after a moment.
pub(super) fn rested(form: CheckFields) -> Field<u64> {
    let (rested, changes) = (Field::new(0), StoredValue::new(0_u64));
    effect(move || {
        form.track();
        let change = changes.get_value().wrapping_add(1);
        changes.set_value(change);
        if form.has_long_body() {
            let settle = move || {
                if changes.try_get_value() == Some(change) {
                    rested.set(change);
                }
            };
            set_timeout(settle, REST);
        } else {
            rested.set(change);
        }
    });
    rested
}
