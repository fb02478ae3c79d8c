//! What the panel knows besides the form: the last replacement of the body, the public key of a typed private key, and the
//! last sending.

use leptos::prelude::StoredValue;
use leptos::prelude::{GetValue as _, SetValue as _, UpdateValue as _};

use super::fields::EventFields;
use super::model::form::EventForm;
use super::model::history::{History, Snapshot, caret};
use super::model::output::Format;
use super::model::send::Outcome;
use super::results::EventResults;
use crate::browser;
use crate::model::handover::Handover;
use crate::model::scheme::CustomScheme;
use crate::reactive::{Field, State as _, effect};
use crate::state::custom_scheme::CustomSchemeState;

/// The state of the panel.
#[derive(Clone, Copy)]
pub(super) struct CraftState {
    pub(super) form: EventFields,
    pub(super) custom: CustomSchemeState,
    pub(super) results: EventResults,
    /// What has happened to the body, with *Undo*.
    pub(super) notice: Field<Option<Notice>>,
    /// The public key of a typed private key.
    pub(super) derived: Field<Option<String>>,
    pub(super) sending: Field<Sending>,
    /// The number of the last sending. An earlier one shows no outcome.
    sending_number: StoredValue<u32>,
    /// Whether the card that explains sending is shown.
    pub(super) is_prepared: Field<bool>,
    /// The format of the delivery that is shown in addition to code.
    pub(super) format: Field<Format>,
    /// Whether a test vector contains a typed secret.
    pub(super) with_secret: Field<bool>,
    /// What the page has done with the secret.
    pub(super) secret_note: Field<&'static str>,
    /// The history of the body.
    history: StoredValue<History>,
    /// The number of times that everything was cleared, after which the history starts again.
    cleared: Field<u32>,
}

/// What has happened to the body.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Notice {
    pub(super) text: String,
    /// The form before, which *Undo* restores.
    pub(super) before: Box<EventForm>,
    /// Whether *Undo* also restores what does not belong to the body.
    pub(super) is_whole: bool,
    /// Another form, which a button with this label fills in.
    pub(super) offer: Option<(String, Box<EventForm>)>,
}

/// What was sent, and its outcome.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Sent {
    pub(super) outcome: Outcome,
    /// The host and the port.
    pub(super) host: String,
    /// When the request was sent.
    pub(super) at_ms: i64,
    /// The form that was sent.
    pub(super) form: EventForm,
    /// The custom scheme at that time.
    pub(super) custom: CustomScheme,
}

/// The last sending.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Sending {
    NotYet,
    Running,
    Done(Box<Sent>),
}

impl CraftState {
    pub(super) fn new(form: EventFields, custom: CustomSchemeState, results: EventResults) -> Self {
        Self {
            form,
            custom,
            results,
            notice: Field::new(None),
            derived: Field::new(None),
            sending: Field::new(Sending::NotYet),
            sending_number: StoredValue::new(0),
            is_prepared: Field::new(false),
            format: Field::new(Format::Headers),
            with_secret: Field::new(false),
            secret_note: Field::new(""),
            history: StoredValue::new(History::default()),
            cleared: Field::new(0),
        }
    }

    /// Records the changes of the body from now on.
    pub(super) fn keep_history(self) {
        let begun = StoredValue::new(None::<u32>);
        effect(move || {
            self.form.body.track();
            let cleared = self.cleared.get();
            let now = self.form.with_untracked(Snapshot::of);
            if begun.get_value() == Some(cleared) {
                self.history.update_value(|history| history.record(now));
            } else {
                begun.set_value(Some(cleared));
                self.history.set_value(History::new(now));
            }
        });
    }

    /// Undoes or repeats a change of the body. Returns the place of the caret, in UTF-16 code units, and its line.
    pub(super) fn step(self, is_redo: bool) -> Option<(u32, usize)> {
        let mut found = None;
        self.history.update_value(|history| found = if is_redo { history.redo() } else { history.undo() });
        let snapshot = found?;
        let caret = self.form.body.with_untracked(|before| caret(before, &snapshot.body));
        self.form.update(|form| snapshot.restore(form));
        Some(caret)
    }

    /// Returns the number of a sending that begins.
    pub(super) fn next_sending(self) -> u32 {
        self.sending_number.update_value(|number| *number = number.wrapping_add(1));
        self.sending_number.get_value()
    }

    /// Returns whether no other sending has begun and nothing was cleared since this one.
    pub(super) fn is_last_sending(self, number: u32) -> bool {
        self.sending_number.get_value() == number
    }

    /// Forgets the previous form, which may contain secrets, and the outcome of the last sending.
    pub(super) fn clear(self) {
        self.next_sending();
        self.sending.set(Sending::NotYet);
        self.notice.set(None);
        self.derived.set(None);
        self.with_secret.set(false);
        self.secret_note.set("");
        self.cleared.update(|times| *times = times.wrapping_add(1));
    }

    /// Changes the form, and offers to undo that.
    pub(super) fn replace(self, text: impl Into<String>, change: impl FnOnce(&mut EventForm)) {
        let before = Box::new(self.form.get_untracked());
        self.form.update(change);
        self.notice.set(Some(Notice { text: text.into(), before, is_whole: false, offer: None }));
    }

    /// Takes over what another panel hands over, and offers to undo that.
    pub(super) fn take_over(self, handover: Handover) {
        let now_ms = browser::now_ms();
        let text = format!("The event is now for {}.", handover.from);
        let custom = self.custom.read.get_untracked();
        self.replace(text, |form| form.take_over(handover, &custom, now_ms));
        self.notice.update(|notice| {
            if let Some(notice) = notice {
                notice.is_whole = true;
            }
        });
    }

    /// Loads another sample. If the user has edited the body, this can be undone.
    pub(super) fn load(self, text: &str, change: impl FnOnce(&mut EventForm)) {
        if self.form.edited.get_untracked() {
            self.replace(text, change);
        } else {
            self.form.update(change);
            // An edited body from before can still be restored.
            self.notice.update(|notice| {
                if let Some(notice) = notice {
                    notice.offer = None;
                }
            });
        }
    }

    /// Sets the body after an edit.
    pub(super) fn edit(self, body: String) {
        self.form.body.set(body);
        self.form.edited.set(true);
    }

    /// Restores the form from before the last replacement. What does not belong to the body is kept.
    pub(super) fn undo(self) {
        let Some(notice) = self.notice.get_untracked() else { return };
        if notice.is_whole {
            self.replace("The previous event is back.", |form| *form = *notice.before);
            // Undoing this restores the whole event, too.
            self.notice.update(|notice| {
                if let Some(notice) = notice {
                    notice.is_whole = true;
                }
            });
            return;
        }
        self.replace("The previous body is back.", |form| {
            let now = form.clone();
            *form = *notice.before;
            (form.url, form.method, form.when, form.id) = (now.url, now.method, now.when, now.id);
            (form.view, form.framework) = (now.view, now.framework);
            if form.scheme == now.scheme {
                (form.secrets, form.public, form.uses_sample) = (now.secrets, now.public, now.uses_sample);
            }
        });
    }
}
