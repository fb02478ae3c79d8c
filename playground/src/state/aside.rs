//! The form that a link or a file has replaced, which can be restored.

use std::rc::Rc;

use leptos::prelude::*;

use super::custom_scheme::CustomSchemeState;
use super::saved::{key, linked, replaced};
use crate::browser;
use crate::model::custom::CustomText;
use crate::model::form::{self, Form};
use crate::model::json::Value;
use crate::model::link::{self, Linked, Shared};
use crate::model::link_members::read_members;
use crate::model::scheme::SchemeChoice;
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
    /// The form with its secrets, and the custom scheme.
    form: StoredValue<Option<Replaced<S::Value>>>,
}

/// A form, and the custom scheme at that time.
type Replaced<F> = (F, CustomText<SchemeChoice>);

impl<S: State<Value: Linked>> Aside<S> {
    pub(super) fn new(
        fields: S,
        custom: CustomSchemeState,
        was_saved: bool,
        share: Rc<dyn Fn(bool) -> Shared>,
    ) -> Self {
        let first = (!was_saved).then(|| share(false).members.to_string());
        Self { fields, custom, first, share, form: StoredValue::new(None) }
    }

    fn key() -> String {
        key(<S::Value as Form>::ID)
    }

    /// Returns the form as text, without its secrets.
    fn text(&self) -> String {
        (self.share)(false).members.to_string()
    }

    /// Sets the form aside if it is the user's own work. Returns whether there is a form to restore.
    pub(super) fn set_aside(&self, now_ms: i64) -> bool {
        let key = Self::key();
        let text = self.text();
        let is_empty = |form: &S::Value| {
            let shared = self.custom.read.with_untracked(|custom| link::share(form, custom, None, false));
            shared.members.to_string() == text
        };
        let is_own = self.first.as_ref() != Some(&text)
            && !is_empty(&S::Value::base())
            && !is_empty(&S::Value::first(now_ms))
            && browser::load(&linked(&key)) != Some(mark_of(&text));
        if is_own {
            let form = self.fields.get_untracked();
            browser::store(&replaced(&key), &form::write(&form).0);
            browser::keep_in_session(&replaced(&key), Some(&*text).filter(|text| text.len() <= LARGEST_ASIDE));
            self.form.set_value(Some((form, self.custom.text.get_untracked())));
        }
        self.form.with_value(Option::is_some) || browser::load(&replaced(&key)).is_some()
    }

    /// Marks the form as filled in by a link.
    pub(super) fn mark(&self) {
        browser::store(&linked(&Self::key()), &mark_of(&self.text()));
    }

    pub(super) fn restore(&self) {
        let key = Self::key();
        let now_ms = browser::now_ms();
        let stored = || {
            let members = Value::parse(&browser::kept_in_session(&replaced(&key))?)?;
            read_members::<S::Value>(&members, now_ms).ok()
        };
        if let Some((form, custom)) = self.form.try_update_value(Option::take).flatten() {
            self.custom.text.set(custom);
            self.fields.set(form);
        } else if let Some(read) = stored() {
            if let Some(json) = read.custom {
                self.custom.text.set(CustomText { json, from: None });
            }
            self.fields.set(read.form);
        } else if let Some(text) = browser::load(&replaced(&key)) {
            self.fields.set(form::read(&text, now_ms).0);
        }
        self.clear();
    }

    /// Forgets the form.
    pub(super) fn clear(&self) {
        let key = Self::key();
        self.form.set_value(None);
        browser::remove_stored(&replaced(&key));
        browser::keep_in_session(&replaced(&key), None);
    }
}

/// Returns a mark that recognizes a text without containing it.
fn mark_of(text: &str) -> String {
    format!("{} {:08x}", text.len(), crc32fast::hash(text.as_bytes()))
}
