//! The results of the event form. Each is computed once per change, regardless of how many views read it.

use hookwright::event::EventType;
use hookwright::problem::Problem;
use hookwright::snippet::{Language, render};
use leptos::prelude::StoredValue;
use leptos::prelude::{GetValue as _, SetValue as _};

use super::fields::EventFields;
use super::model::delivery::{SIGNING, SignedDelivery, not_signed};
use super::model::document::{Document, SyntaxError};
use super::model::form::EventForm;
use super::model::lines::{LineProblem, locate};
use super::model::parts::{Group, form_of};
use crate::model::reading::ParsedEvent;
use crate::model::scheme::{CustomScheme, SchemeChoice};
use crate::reactive::{ErasedMemo, Field, State as _, memo};
use crate::state::remote::unless_missing;

/// Why the sample of a sender has no form.
const NO_SCHEMA: &str = "The form needs the schema of the events, which is not known for this sender. Edit the text.";

/// The results of the event form.
#[derive(Clone, Copy)]
pub(crate) struct EventResults {
    pub(crate) scheme: ErasedMemo<SchemeChoice>,
    /// The event type of the body, or that of the sample if the body has no known one.
    pub(crate) event_type: ErasedMemo<Option<&'static EventType>>,
    /// The event in the body.
    pub(crate) reading: ErasedMemo<ParsedEvent>,
    /// The syntax of the body.
    pub(crate) document: ErasedMemo<Result<Document, SyntaxError>>,
    /// The last body that was JSON.
    pub(crate) last_document: ErasedMemo<Option<Document>>,
    /// The form of the body, or the last one, and the reason why it cannot be used.
    pub(crate) members: ErasedMemo<(Group, Option<&'static str>)>,
    /// The problems of the body, with their lines.
    pub(crate) lines: ErasedMemo<Vec<LineProblem>>,
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
        let document = memo(move || form.body.with(|body| Document::parse(body)));
        let reading = memo(move || {
            form.body.track();
            form.provider.track();
            form.sender.track();
            form.with_untracked(EventForm::reading)
        });
        let event_type = memo(move || {
            if form.sender.with(|sender| !sender.is_empty()) {
                return None;
            }
            let provider = form.provider.get();
            let of_body = reading.with(|reading| provider.event_type(reading.kind.as_deref()?));
            of_body.or_else(|| form.kind.with(|kind| provider.event_type(kind)))
        });
        let kept_document = StoredValue::new(None::<Document>);
        let last_document = memo(move || {
            if let Ok(document) = document.get() {
                kept_document.set_value(Some(document));
            }
            kept_document.get_value()
        });
        let kept_group = StoredValue::new(Group::default());
        let members = memo(move || {
            let Some(event_type) = event_type.get() else { return (Group::default(), Some(NO_SCHEMA)) };
            let provider = form.provider.get();
            match document.with(|document| form_of(document.as_ref().ok(), provider, event_type)) {
                Ok(group) => {
                    kept_group.set_value(group.clone());
                    (group, None)
                }
                Err(reason) => (kept_group.get_value(), Some(reason)),
            }
        });
        Self {
            scheme: memo(move || form.scheme.get()),
            event_type,
            reading,
            document,
            last_document,
            members,
            lines: memo(move || {
                let provider = form.provider.get();
                form.body.with(|body| {
                    document.with(|document| reading.with(|reading| locate(reading, body, document, provider)))
                })
            }),
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

    /// Returns the delivery as code, or without a signature if it cannot be signed, which the code then says.
    pub(crate) fn code(&self, form: EventFields, language: Language) -> String {
        form.with(|form| {
            self.delivery.with(|delivery| {
                let request = form.request(delivery);
                match delivery {
                    Ok(_) => render(&request, language),
                    Err(reason) => not_signed(reason, language, &request),
                }
            })
        })
    }
}
