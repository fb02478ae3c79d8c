//! Forms that are kept over a reload, in local storage.
//!
//! A form is saved when it has not changed for a moment, and when the page is left. Saved text that is not entirely
//! valid is backed up before it is overwritten. A form that could not be saved is reported.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;

use crate::browser;
use crate::model::form::{self, Form};
use crate::model::link::{self, Linked};
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
    /// The queries of links to forms that are not provided yet, by the id of the form.
    links: StoredValue<Vec<(&'static str, String)>>,
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
    id: &'static str,
    has_changed: bool,
    extent: Extent,
    save: Box<dyn Fn() -> Extent + Send + Sync>,
    clear: Box<dyn Fn(i64) + Send + Sync>,
    open_link: Option<OpenLink>,
}

/// Fills in a form from the query of a link.
type OpenLink = Box<dyn Fn(&str, i64) + Send + Sync>;

impl SavedForms {
    /// Creates an empty collection.
    pub(crate) fn new() -> Self {
        let forms = Self {
            forms: StoredValue::new(Vec::new()),
            changes: StoredValue::new(0),
            extent: Field::new(Extent::Whole),
            links: StoredValue::new(Vec::new()),
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

    /// Provides a form to the panels, saves it from now on, and allows links to it. Opens the last link to it.
    pub(crate) fn provide_with_links<S: State<Value: Linked>>(self) -> S {
        let fields = self.provide::<S>();
        let open_link: OpenLink = Box::new(move |query, now_ms| {
            let replaced = fields.get_untracked();
            let mut form = link::read::<S::Value>(query, now_ms);
            let text = form::write(&replaced).0;
            form.keep(replaced);
            set_aside(&S::Value::first(now_ms), &text, &form);
            fields.set(form);
        });
        self.forms.update_value(|forms| {
            if let Some(form) = forms.last_mut() {
                form.open_link = Some(open_link);
            }
        });
        let id = <S::Value as Form>::ID;
        if let Some((_, query)) = self.links.with_value(|links| links.iter().find(|(of, _)| *of == id).cloned()) {
            self.open_link(id, &query);
        }
        fields
    }

    /// Provides a form to the panels, unless another panel has done so, and saves it from now on.
    pub(crate) fn provide<S: State<Value: Form>>(self) -> S {
        self.share(|| self.create::<S>())
    }

    fn create<S: State<Value: Form>>(self) -> S {
        let id = <S::Value as Form>::ID;
        let key = key(id);
        let now_ms = browser::now_ms();
        let form = browser::load(&key).map_or_else(
            || S::Value::first(now_ms),
            |text| {
                let (form, is_complete) = form::read(&text, now_ms);
                if !is_complete {
                    // If this fails, the text remains under its own key until the user changes the form.
                    browser::store(&unreadable(&key), &text);
                }
                form
            },
        );
        // A form that equals the loaded one is not written, so that opening a page changes nothing in storage: neither
        // text that could not be read, nor what another tab has saved in the meantime.
        let saved = StoredValue::new(form::write(&form).0);
        let fields = S::new(form);
        let index = self.add(Entry {
            id,
            has_changed: false,
            extent: Extent::Whole,
            open_link: None,
            save: Box::new({
                let key = key.clone();
                move || {
                    let (text, is_complete) = fields.with_untracked(form::write);
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
                let cleared = S::Value::cleared(now_ms);
                saved.set_value(form::write(&cleared).0);
                fields.set(cleared);
            }),
        });
        effect(move || {
            fields.track();
            self.changed(index);
        });
        fields
    }

    /// Calls a function when everything is cleared.
    pub(crate) fn when_cleared(self, clear: impl Fn() + Send + Sync + 'static) {
        self.add(Entry {
            id: "",
            has_changed: false,
            extent: Extent::Whole,
            save: Box::new(|| Extent::Whole),
            clear: Box::new(move |_| clear()),
            open_link: None,
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

    /// Fills in the form of a panel from the query of a link, if the form allows links. If the panel is not loaded yet,
    /// this happens once it is.
    pub(crate) fn open_link(self, id: &'static str, query: &str) {
        let now_ms = browser::now_ms();
        let is_provided = self.forms.with_value(|forms| {
            let form = forms.iter().find(|form| form.id == id);
            form.and_then(|form| form.open_link.as_ref()).into_iter().for_each(|open_link| open_link(query, now_ms));
            form.is_some()
        });
        self.links.update_value(|links| {
            links.retain(|(of, _)| *of != id);
            if !is_provided {
                links.push((id, query.into()));
            }
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
        self.links.set_value(Vec::new());
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

/// Backs up a form that a link replaces.
///
/// A link can be opened by accident, and the form that it fills in is saved like any other. Without a backup, the
/// user's own form would be lost. The backup is a plain entry in storage, which needs no room on the page. A form that
/// an earlier link has filled in and that has not been changed since is not backed up: the link still exists, and the
/// backup of the user's own form would be overwritten.
fn set_aside<F: Form>(first: &F, replaced_text: &str, form: &F) {
    let key = key(F::ID);
    let is_own =
        form::write(first).0 != replaced_text && browser::load(&linked(&key)).as_deref() != Some(replaced_text);
    if is_own {
        browser::store(&replaced(&key), replaced_text);
    }
    browser::store(&linked(&key), &form::write(form).0);
}

/// Removes a form and its backups from storage.
fn remove(key: &str) {
    for key in [key, &unreadable(key), &replaced(key), &linked(key)] {
        browser::remove_stored(key);
    }
}

/// Returns the storage key of a form.
pub(crate) fn key(id: &str) -> String {
    format!("hookwright.{id}")
}

/// Returns the storage key for a backup of a form that a link has replaced.
fn replaced(key: &str) -> String {
    format!("{key}.replaced")
}

/// Returns the storage key for a form as the last link filled it in.
fn linked(key: &str) -> String {
    format!("{key}.linked")
}

/// Returns the storage key for a backup of invalid text.
fn unreadable(key: &str) -> String {
    format!("{key}.unreadable")
}
