//! The results of the event form. Each is computed once per change, regardless of how many views read it.

use hookwright::event::EventType;
use hookwright::problem::Problem;
use hookwright::snippet::{Language, render};

use super::fields::EventFields;
use super::model::delivery::SignedDelivery;
use crate::model::reading::ParsedEvent;
use crate::model::scheme::{CustomScheme, SchemeChoice};
use crate::reactive::{ErasedMemo, Field, State as _, memo};
use crate::state::remote::unless_missing;

/// Why there is no signature until the worker has signed.
const SIGNING: &str = "the delivery is being signed";

/// The results of the event form.
#[derive(Clone, Copy)]
pub(crate) struct EventResults {
    pub(crate) scheme: ErasedMemo<SchemeChoice>,
    /// The event type of the sample.
    pub(crate) event_type: ErasedMemo<Option<&'static EventType>>,
    /// The event in the body.
    pub(crate) reading: ErasedMemo<ParsedEvent>,
    /// The signed delivery, or why it cannot be signed.
    pub(crate) delivery: ErasedMemo<Result<SignedDelivery, String>>,
    /// The problems of the headers and secrets.
    pub(crate) problems: ErasedMemo<Vec<Problem>>,
    /// Is set to sign again after time has passed.
    pub(crate) later: Field<u32>,
}

impl EventResults {
    /// Derives the results from a form. `now_ms` returns the current time.
    pub(crate) fn new(form: EventFields, custom: ErasedMemo<CustomScheme>, now_ms: fn() -> i64) -> Self {
        let later = Field::new(0);
        Self {
            scheme: memo(move || form.scheme.get()),
            event_type: memo(move || form.kind.with(|kind| form.provider.get().event_type(kind))),
            reading: memo(move || form.body.with(|body| ParsedEvent::of(body.as_bytes(), form.provider.get()))),
            delivery: memo(move || {
                later.track();
                let signed = || custom.with(|custom| form.with(|form| form.signed(custom, now_ms())));
                unless_missing(signed).unwrap_or_else(|| Err(SIGNING.into()))
            }),
            problems: memo(move || {
                unless_missing(|| custom.with(|custom| form.with(|form| form.problems(custom)))).unwrap_or_default()
            }),
            later,
        }
    }

    /// Returns the delivery as code.
    pub(crate) fn code(&self, form: EventFields, language: Language) -> String {
        form.with(|form| self.delivery.with(|delivery| render(&form.request(delivery), language)))
    }
}
