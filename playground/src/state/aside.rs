//! The form that a link or a file has replaced, which can be restored.

use std::rc::Rc;

use leptos::prelude::*;

use super::custom_scheme::CustomSchemeState;
use super::saved::{key, later, linked, replaced};
use crate::browser;
use crate::model::custom::CustomText;
use crate::model::form::{self, Form};
use crate::model::json::Value;
use crate::model::link::{self, CUSTOM_SCHEME, Linked, Shared};
use crate::model::link_members::{Read, read_members};
use crate::model::scheme::SchemeChoice;
use crate::model::scrub::without_removed;
use crate::reactive::State;

/// The maximum length of a form that is set aside in session storage, in bytes.
const LARGEST_ASIDE: usize = 1_000_000;

/// The form that a link or a file has replaced.
///
/// A link can be opened by accident, and the form that it fills in is saved like any other. A form that an earlier link
/// has filled in and that has not been changed since is not set aside: the link still exists, and the user's own form
/// would be lost.
pub(super) struct Aside<S: State<Value: Linked>> {
    fields: S,
    custom: CustomSchemeState,
    /// The text of the form when it was provided, if it was not saved: then the user has not changed it.
    first: Option<String>,
    share: Rc<dyn Fn(bool) -> Shared>,
    /// The forms with their secrets, and the custom schemes. The last one is restored first.
    forms: StoredValue<Vec<Replaced<S::Value>>>,
}

/// How many forms are set aside in memory.
const MOST_FORMS: usize = 5;

/// What can be restored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    Nothing,
    /// A form that is too large for session storage.
    UntilReload,
    Whole,
}

/// A form, and the custom scheme at that time.
#[derive(Clone)]
struct Replaced<F> {
    form: F,
    scheme: CustomText<SchemeChoice>,
    /// Whether it is the one in storage.
    is_stored: bool,
}

impl<S: State<Value: Linked>> Aside<S> {
    pub(super) fn new(
        fields: S,
        custom: CustomSchemeState,
        was_saved: bool,
        share: Rc<dyn Fn(bool) -> Shared>,
    ) -> Self {
        let first = (!was_saved).then(|| share(false).members.to_string());
        Self { fields, custom, first, share, forms: StoredValue::new(Vec::new()) }
    }

    fn key() -> String {
        key(<S::Value as Form>::ID)
    }

    /// Returns the form as text, without its secrets.
    fn text(&self) -> String {
        (self.share)(false).members.to_string()
    }

    /// Sets the form aside if it or the custom scheme is the user's own work. `json` is the custom scheme that replaces it.
    pub(super) fn set_aside(&self, now_ms: i64, json: Option<&str>) -> Kept {
        let key = Self::key();
        let text = self.text();
        let is_empty = |form: &S::Value| {
            let shared = self.custom.read.with_untracked(|custom| link::share(form, custom, None, false));
            shared.members.to_string() == text
        };
        let mark = browser::load(&linked(&key));
        let is_linked = mark.is_some() && self.can_restore();
        let scheme = self.custom.text.get_untracked();
        // A scheme that a link has filled in has replaced the user's own before.
        let replaces_scheme = json.is_some_and(|json| scheme.json != json && !scheme.json.is_empty() && !is_linked);
        let is_own = self.first.as_ref() != Some(&text)
            && !is_empty(&S::Value::base())
            && !is_empty(&S::Value::first(now_ms))
            && mark.as_ref() != Some(&self.mark_of_form());
        if !is_own && !replaces_scheme {
            return self.kept();
        }
        let form = self.fields.get_untracked();
        if is_linked {
            self.keep_later(|later| later.push(self.members(&scheme)));
        } else {
            self.store(&form, &scheme);
        }
        self.forms.update_value(|forms| {
            if forms.len() >= MOST_FORMS {
                // The first one contains the most work that is not from links.
                forms.remove(1);
            }
            forms.push(Replaced { form, scheme, is_stored: !is_linked });
        });
        self.kept()
    }

    /// Returns the present form without its secrets, and the custom scheme.
    fn members(&self, scheme: &CustomText<SchemeChoice>) -> Value {
        let mut members = (self.share)(false).members;
        if !scheme.json.is_empty() {
            members.put(CUSTOM_SCHEME, Some(scheme.json.as_str().into()));
        }
        members
    }

    /// Changes the forms that later links have replaced, in session storage. The oldest are removed if there are too many.
    fn keep_later(&self, change: impl FnOnce(&mut Vec<Value>)) {
        let key = later(&Self::key());
        let stored = browser::kept_in_session(&key).and_then(|text| Value::parse(&text));
        let mut forms = match stored {
            Some(Value::Array(forms)) => forms,
            _ => Vec::new(),
        };
        change(&mut forms);
        let lengths = |forms: &[Value]| forms.iter().map(|form| form.to_string().len()).sum::<usize>();
        while forms.len() >= MOST_FORMS || lengths(&forms) > LARGEST_ASIDE {
            forms.remove(0);
        }
        let text = (!forms.is_empty()).then(|| Value::Array(forms).to_string());
        browser::keep_in_session(&key, text.as_deref());
    }

    /// Stores a form, without its secrets, and the custom scheme.
    fn store(&self, form: &S::Value, scheme: &CustomText<SchemeChoice>) {
        let key = Self::key();
        let text = self.members(scheme).to_string();
        let is_small = text.len() <= LARGEST_ASIDE;
        browser::keep_in_session(&replaced(&key), Some(&*text).filter(|_| is_small));
        if S::Value::UNSAVED.is_empty() {
            browser::store(&replaced(&key), &form::write(form).0);
        } else {
            // Without the members that are not saved, it is not worth restoring.
            browser::remove_stored(&replaced(&key));
        }
    }

    /// Returns what can be restored.
    fn kept(&self) -> Kept {
        if self.is_stored() {
            Kept::Whole
        } else if self.can_restore() {
            Kept::UntilReload
        } else {
            Kept::Nothing
        }
    }

    fn is_stored(&self) -> bool {
        let key = replaced(&Self::key());
        browser::kept_in_session(&key).is_some() || S::Value::UNSAVED.is_empty() && browser::load(&key).is_some()
    }

    /// Returns whether a form can be restored.
    pub(super) fn can_restore(&self) -> bool {
        self.forms.with_value(|forms| !forms.is_empty()) || self.is_stored()
    }

    /// Returns the mark of the form without its secrets, which the user enters after a link was opened.
    fn mark_of_form(&self) -> String {
        let mut members = (self.share)(false).members;
        without_removed(&mut members);
        mark_of(&members.to_string())
    }

    /// Marks the form as filled in by a link.
    pub(super) fn mark(&self) {
        browser::store(&linked(&Self::key()), &self.mark_of_form());
    }

    /// Restores the last form that was set aside.
    pub(super) fn restore(&self) {
        let key = Self::key();
        let now_ms = browser::now_ms();
        let stored = || {
            let members = Value::parse(&browser::kept_in_session(&replaced(&key))?)?;
            read_members::<S::Value>(&members, now_ms).ok()
        };
        let mut last = None;
        self.keep_later(|later| last = later.pop());
        let last = last.and_then(|members| read_members::<S::Value>(&members, now_ms).ok());
        if let Some(replaced) = self.forms.try_update_value(Vec::pop).flatten() {
            self.custom.text.set(replaced.scheme);
            self.fields.set(replaced.form);
            if !replaced.is_stored {
                // An earlier form is still in storage.
                return;
            }
        } else if let Some(read) = last {
            // The forms in memory are those since the page was loaded.
            self.fill(read);
            return;
        } else if let Some(read) = stored() {
            self.fill(read);
        } else if let Some(text) = browser::load(&replaced(&key)).filter(|_| S::Value::UNSAVED.is_empty()) {
            self.fields.set(form::read(&text, now_ms).0);
        }
        self.clear();
    }

    fn fill(&self, read: Read<S::Value>) {
        if let Some(json) = read.custom {
            self.custom.text.set(CustomText { json, from: None });
        }
        self.fields.set(read.form);
    }

    /// Forgets the forms.
    pub(super) fn clear(&self) {
        let key = Self::key();
        self.forms.set_value(Vec::new());
        browser::remove_stored(&replaced(&key));
        browser::remove_stored(&linked(&key));
        browser::keep_in_session(&replaced(&key), None);
        browser::keep_in_session(&later(&key), None);
    }
}

/// Returns a mark that recognizes a text without containing it.
fn mark_of(text: &str) -> String {
    format!("{} {:08x}", text.len(), crc32fast::hash(text.as_bytes()))
}
