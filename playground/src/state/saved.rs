//! Forms that are kept over a reload, in local storage.
//!
//! A form is saved when it has not changed for a moment, and when the page is left. Saved text that is not entirely
//! valid is backed up before it is overwritten. A form that could not be saved is reported.

use std::sync::Arc;
use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;

use crate::browser;
use crate::model::form::{self, Form};
use crate::reactive::{Field, State, effect};

/// How long a form must be unchanged before it is saved.
const SAVE_DELAY: Duration = Duration::from_millis(300);

/// The saved forms of the page.
#[derive(Clone, Copy)]
pub(crate) struct SavedForms {
    forms: StoredValue<Vec<Entry>>,
    /// The number of changes. A timer that was set before the last change does nothing.
    changes: StoredValue<u64>,
    /// The extent of the form of which the least is in storage.
    extent: Field<Extent>,
    /// The owner of the page. Panels are loaded later, but their forms belong to the page.
    owner: StoredValue<Owner>,
}

/// How much of a form is in storage, from the most to the least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Extent {
    /// Everything that is meant to be saved.
    Whole,
    /// Everything except texts that are too long.
    WithoutLongTexts,
    /// Not the latest changes, because storage is full or blocked.
    Outdated,
}

/// A saved form of any type.
struct Entry {
    has_changed: bool,
    extent: Extent,
    save: Box<dyn Fn() -> Extent + Send + Sync>,
    clear: Box<dyn Fn(i64) + Send + Sync>,
}

/// A form whose type is erased, so that the code that saves it is compiled once.
struct Kept {
    /// Returns its text, and whether the text has everything that is meant to be saved.
    write: Box<dyn Fn() -> (String, bool) + Send + Sync>,
    /// Resets it to its state on a first visit.
    clear: Box<dyn Fn(i64) + Send + Sync>,
    /// Tracks it.
    track: Box<dyn Fn()>,
}

impl SavedForms {
    /// Creates an empty collection.
    pub(crate) fn new() -> Self {
        let forms = Self {
            forms: StoredValue::new(Vec::new()),
            changes: StoredValue::new(0),
            extent: Field::new(Extent::Whole),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        };
        // On phones, `pagehide` can be the last event of a page.
        let left = window_event_listener(ev::pagehide, move |_| forms.save());
        let hidden = window_event_listener(ev::visibilitychange, move |_| forms.save());
        on_cleanup(move || {
            left.remove();
            hidden.remove();
        });
        forms
    }

    /// Provides a value to all panels, unless it has been provided.
    pub(crate) fn share<T: Copy + Send + Sync + 'static>(self, create: impl FnOnce() -> T) -> T {
        self.owner.get_value().with(|| {
            use_context().unwrap_or_else(|| {
                let value = create();
                provide_context(value);
                value
            })
        })
    }

    /// Provides a form to the panels, unless another panel has done so, and saves it from now on.
    pub(crate) fn provide<S: State<Value: Form>>(self) -> S {
        self.share(|| self.create::<S>())
    }

    fn create<S: State<Value: Form>>(self) -> S {
        let (key, now_ms) = (key(<S::Value as Form>::ID), browser::now_ms());
        let text = browser::load(&key);
        let (form, is_complete) =
            text.as_deref().map_or_else(|| (S::Value::first(now_ms), true), |text| form::read(text, now_ms));
        let fields = S::new(form);
        let kept = Kept {
            write: Box::new(move || fields.with_untracked(form::write)),
            clear: Box::new(move |now_ms| fields.set(S::Value::cleared(now_ms))),
            track: Box::new(move || fields.track()),
        };
        self.keep(key, text.filter(|_| !is_complete), kept);
        fields
    }

    /// Saves a form from now on. `invalid` is its saved text, if that is not entirely valid.
    fn keep(self, key: String, invalid: Option<String>, kept: Kept) {
        let Kept { write, clear, track } = kept;
        if let Some(text) = invalid {
            // If this fails, the text remains under its own key until the user changes the form.
            browser::store(&unreadable(&key), &text);
        }
        // A form that equals the loaded one is not written, so that opening a page changes nothing in storage: neither
        // text that could not be read, nor what another tab has saved in the meantime.
        let saved = StoredValue::new(write().0);
        let write = Arc::new(write);
        let index = self.add(Entry {
            has_changed: false,
            extent: Extent::Whole,
            save: Box::new({
                let (key, write) = (key.clone(), Arc::clone(&write));
                move || {
                    let (text, is_complete) = write();
                    if saved.with_value(|saved| *saved != text) {
                        if !browser::store(&key, &text) {
                            return Extent::Outdated;
                        }
                        saved.set_value(text);
                    }
                    if is_complete { Extent::Whole } else { Extent::WithoutLongTexts }
                }
            }),
            clear: Box::new(move |now_ms| {
                remove(&key);
                clear(now_ms);
                saved.set_value(write().0);
            }),
        });
        effect(move || {
            track();
            self.changed(index);
        });
    }

    fn add(self, entry: Entry) -> usize {
        self.forms
            .try_update_value(|forms| {
                forms.push(entry);
                forms.len() - 1
            })
            .unwrap_or_default()
    }

    /// Calls a function when everything is cleared.
    pub(crate) fn when_cleared(self, run: impl Fn() + Send + Sync + 'static) {
        self.add(Entry {
            has_changed: false,
            extent: Extent::Whole,
            save: Box::new(|| Extent::Whole),
            clear: Box::new(move |_| run()),
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
                form.extent = (form.save)();
                // If storage is full, this is repeated with the next change.
                form.has_changed = form.extent == Extent::Outdated;
            }
        });
        self.update_extent();
    }

    /// Resets every form to its state on a first visit, and removes it from storage. `ids` are the forms that may not be
    /// provided yet.
    pub(crate) fn clear(self, ids: impl Iterator<Item = &'static str>) {
        ids.for_each(|id| remove(&key(id)));
        let now_ms = browser::now_ms();
        self.forms.with_value(|forms| forms.iter().for_each(|form| (form.clear)(now_ms)));
        self.forms.update_value(|forms| {
            for form in forms {
                (form.has_changed, form.extent) = (false, Extent::Whole);
            }
        });
        self.update_extent();
    }

    /// Returns how much of the forms is in storage, and tracks it.
    pub(crate) fn extent(self) -> Extent {
        self.extent.get()
    }

    fn update_extent(self) {
        let least = self.forms.with_value(|forms| forms.iter().map(|form| form.extent).max());
        self.extent.set(least.unwrap_or(Extent::Whole));
    }
}

/// Removes a form and its backups from storage.
fn remove(key: &str) {
    for key in [key, &unreadable(key), &replaced(key), &linked(key)] {
        browser::remove_stored(key);
    }
    // A large form that a link has replaced is in the tab.
    browser::keep_in_session(&replaced(key), None);
    browser::keep_in_session(&later(key), None);
}

/// Returns the storage key of a form.
pub(crate) fn key(id: &str) -> String {
    format!("hookwright.{id}")
}

/// Returns the storage key for a backup of a form that a link has replaced.
pub(crate) fn replaced(key: &str) -> String {
    format!("{key}.replaced")
}

/// Returns the storage key for the forms that later links have replaced.
pub(crate) fn later(key: &str) -> String {
    format!("{key}.replaced-later")
}

/// Returns the storage key for the mark of a form as the last link filled it in.
pub(crate) fn linked(key: &str) -> String {
    format!("{key}.linked")
}

/// Returns the storage key for a backup of invalid text.
fn unreadable(key: &str) -> String {
    format!("{key}.unreadable")
}
