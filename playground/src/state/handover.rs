//! What one panel hands over to another one, which may still have to be loaded. It is in memory only.

use super::saved::SavedForms;
use crate::model::handover::Handover;
use crate::reactive::{Field, State as _, effect};

/// The panels that take something over.
#[derive(Clone, Copy)]
pub(crate) struct Handovers {
    /// For the panel that crafts events.
    pub(crate) event: Field<Option<Handover>>,
    /// For the panel that generates receivers.
    pub(crate) receive: Field<Option<Handover>>,
    /// For the panel that simulates deliveries.
    pub(crate) deliveries: Field<Option<Handover>>,
}

impl Handovers {
    /// Provides them to the panels, unless another panel has done so.
    pub(crate) fn provide(forms: SavedForms) -> Self {
        forms.share(|| {
            let handovers = Self { event: Field::new(None), receive: Field::new(None), deliveries: Field::new(None) };
            forms.when_cleared(move || {
                handovers.event.set(None);
                handovers.receive.set(None);
                handovers.deliveries.set(None);
            });
            handovers
        })
    }
}

/// Calls a function with what is handed over, once. A panel that is loaded later receives it then.
pub(crate) fn when_handed_over(to: Field<Option<Handover>>, take: impl Fn(Handover) + 'static) {
    effect(move || {
        if let Some(handover) = to.get() {
            to.set(None);
            take(handover);
        }
    });
}
