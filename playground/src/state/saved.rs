//! Forms that are kept over a reload, in local storage.
//!
//! A form is saved when it has not changed for a moment, and when the page is left. Saved text that is not entirely
//! valid is backed up before it is overwritten.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;

use crate::browser;
use crate::model::form::{self, Form};
use crate::model::link;
use crate::reactive::State;

/// How long a form must be unchanged before it is saved.
const SAVE_DELAY: Duration = Duration::from_millis(300);

/// The saved forms of the page.
#[derive(Clone, Copy)]
pub(crate) struct SavedForms {
    forms: StoredValue<Vec<Entry>>,
    /// The number of changes. A timer that was set before the last change does nothing.
    changes: StoredValue<u64>,
}

/// A saved form of any type.
struct Entry {
    id: &'static str,
    has_changed: bool,
    save: Box<dyn Fn() -> bool + Send + Sync>,
    clear: Box<dyn Fn(i64) + Send + Sync>,
    open_link: Option<OpenLink>,
}

/// Fills in a form from the query of a link.
type OpenLink = Box<dyn Fn(&str, i64) + Send + Sync>;

impl SavedForms {
    /// Creates an empty collection.
    pub(crate) fn new() -> Self {
        let forms = Self { forms: StoredValue::new(Vec::new()), changes: StoredValue::new(0) };
        // On phones, `pagehide` can be the last event of a page.
        let left = window_event_listener(ev::pagehide, move |_| forms.save());
        let hidden = window_event_listener(ev::visibilitychange, move |_| forms.save());
        on_cleanup(move || {
            left.remove();
            hidden.remove();
        });
        forms
    }

    /// Provides a form to the panels, saves it from now on, and allows links to it.
    pub(crate) fn provide_with_links<S: State<Value: Form>>(self) -> S {
        let fields = self.provide::<S>();
        let open_link: OpenLink = Box::new(move |query, now_ms| fields.set(link::read(query, now_ms)));
        self.forms.update_value(|forms| {
            if let Some(form) = forms.last_mut() {
                form.open_link = Some(open_link);
            }
        });
        fields
    }

    /// Provides a form to the panels, and saves it from now on.
    pub(crate) fn provide<S: State<Value: Form>>(self) -> S {
        let id = <S::Value as Form>::ID;
        let key = key(id);
        let now_ms = browser::now_ms();
        let form = browser::load(&key).map_or_else(
            || S::Value::first(now_ms),
            |text| {
                let (form, is_complete) = form::read(&text, now_ms);
                if !is_complete {
                    browser::store(&set_aside(&key), &text);
                }
                form
            },
        );
        let fields = S::new(form);
        provide_context(fields);
        let index = self.add(Entry {
            id,
            has_changed: false,
            open_link: None,
            save: Box::new({
                let key = key.clone();
                move || browser::store(&key, &fields.with_untracked(form::write))
            }),
            clear: Box::new(move |now_ms| {
                browser::remove_stored(&set_aside(&key));
                fields.set(S::Value::first(now_ms));
            }),
        });
        Effect::new(move |_| {
            fields.track();
            self.changed(index);
        });
        fields
    }

    fn add(self, entry: Entry) -> usize {
        self.forms
            .try_update_value(|forms| {
                forms.push(entry);
                forms.len() - 1
            })
            .unwrap_or_default()
    }

    /// Fills in the form of a panel from the query of a link, if the form allows links.
    pub(crate) fn open_link(self, id: &str, query: &str) {
        let now_ms = browser::now_ms();
        self.forms.with_value(|forms| {
            let form = forms.iter().find(|form| form.id == id);
            form.and_then(|form| form.open_link.as_ref()).into_iter().for_each(|open_link| open_link(query, now_ms));
        });
    }

    /// Records a change of a form, and waits for further changes.
    fn changed(self, index: usize) {
        self.forms.update_value(|forms| {
            if let Some(form) = forms.get_mut(index) {
                form.has_changed = true;
            }
        });
        let change = self.changes.get_value().wrapping_add(1);
        self.changes.set_value(change);
        let rested = move || {
            if self.changes.get_value() == change {
                self.save();
            }
        };
        set_timeout(rested, SAVE_DELAY);
    }

    /// Saves the forms that have changed.
    fn save(self) {
        self.forms.update_value(|forms| {
            for form in forms.iter_mut().filter(|form| form.has_changed) {
                // If storage is full, this is repeated with the next change.
                form.has_changed = !(form.save)();
            }
        });
    }

    /// Resets every form to its state on a first visit.
    pub(crate) fn clear(self) {
        let now_ms = browser::now_ms();
        self.forms.with_value(|forms| forms.iter().for_each(|form| (form.clear)(now_ms)));
    }
}

/// Returns the storage key of a form.
fn key(id: &str) -> String {
    format!("hookwright.{id}")
}

/// Returns the storage key for a backup of invalid text.
fn set_aside(key: &str) -> String {
    format!("{key}.unreadable")
}
