//! Reading of hand-written JSON documents, which reports every problem rather than only the first.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::value::RawValue;

use super::codes;
use super::object::RawObject;
use super::pieces::items;
use super::strings::text;
use crate::base::problem::{Problem, pointer};
use crate::base::spelling::{hint, word};

/// The members of one object. Each known member is taken by name; the remaining ones are unknown.
pub(crate) struct Members<'a> {
    pub(crate) path: String,
    object: RawObject<'a>,
    taken: Vec<&'static str>,
}

impl<'a> Members<'a> {
    pub(crate) fn of(path: &str, value: &'a RawValue, problems: &mut Vec<Problem>) -> Option<Self> {
        match RawObject::of(value) {
            Some(object) => Some(Self { path: path.into(), object, taken: Vec::new() }),
            None => {
                problems.push(Problem::error(codes::WRONG_TYPE, path, "this value must be an object"));
                None
            }
        }
    }

    pub(crate) fn take(&mut self, name: &'static str) -> Option<&'a RawValue> {
        self.taken.push(name);
        self.object.get(name).filter(|value| value.get() != "null")
    }

    pub(crate) fn optional_text(&mut self, name: &'static str, problems: &mut Vec<Problem>) -> Option<String> {
        let value = self.take(name)?;
        match text(value) {
            Some(text) => Some(Cow::into_owned(text)),
            None => {
                let message = format!("`{name}` must be a string");
                problems.push(Problem::error(codes::WRONG_TYPE, pointer(&self.path, name), message));
                None
            }
        }
    }

    /// A string without control characters, which include line breaks.
    pub(crate) fn line(&mut self, name: &'static str, problems: &mut Vec<Problem>) -> Option<String> {
        let text = self.optional_text(name, problems)?;
        if text.chars().any(char::is_control) {
            let message = format!("`{name}` must not contain control characters or line breaks");
            problems.push(Problem::error(codes::CONTROL_CHARACTER, pointer(&self.path, name), message));
        }
        Some(text)
    }

    pub(crate) fn text(&mut self, name: &'static str, problems: &mut Vec<Problem>) -> String {
        self.check_present(name, problems);
        self.optional_text(name, problems).unwrap_or_default()
    }

    pub(crate) fn choice<T: Copy>(
        &mut self,
        name: &'static str,
        all: &[(&str, T)],
        default: Option<T>,
        problems: &mut Vec<Problem>,
    ) -> Option<T> {
        if default.is_none() {
            self.check_present(name, problems);
        }
        let Some(text) = self.optional_text(name, problems) else { return default };
        let found = all.iter().find(|(known, _)| *known == text).map(|(_, value)| *value);
        if found.is_none() {
            // The path identifies the value. The value itself is not quoted, because it may be a misplaced secret.
            let known = || all.iter().map(|(known, _)| *known);
            let message = format!("unknown value; expected {}{}", listed(known()), hint(&text, known()));
            problems.push(Problem::error(codes::UNKNOWN_CHOICE, pointer(&self.path, name), message));
        }
        found
    }

    pub(crate) fn object(&mut self, name: &'static str, problems: &mut Vec<Problem>) -> Option<Self> {
        let value = self.take(name)?;
        Members::of(&pointer(&self.path, name), value, problems)
    }

    /// The items of a list, each read by `read`, which receives the path of the item. Items without a result are
    /// omitted.
    pub(crate) fn list<T>(
        &mut self,
        name: &'static str,
        problems: &mut Vec<Problem>,
        mut read: impl FnMut(&str, &'a RawValue, &mut Vec<Problem>) -> Option<T>,
    ) -> Option<Vec<T>> {
        let value = self.take(name)?;
        let path = pointer(&self.path, name);
        let Some(items) = items(value) else {
            problems.push(Problem::error(codes::WRONG_TYPE, path, format!("`{name}` must be a list of objects")));
            return None;
        };
        let items = items.into_iter().enumerate();
        Some(items.filter_map(|(index, item)| read(&pointer(&path, &format!("{index}")), item, problems)).collect())
    }

    pub(crate) fn required_object(&mut self, name: &'static str, problems: &mut Vec<Problem>) -> Option<Self> {
        self.check_present(name, problems);
        self.object(name, problems)
    }

    pub(crate) fn check_present(&self, name: &str, problems: &mut Vec<Problem>) {
        if self.object.get(name).is_none_or(|value| value.get() == "null") {
            let message = format!("`{name}` is missing; it is required");
            problems.push(Problem::error(codes::MISSING_FIELD, pointer(&self.path, name), message));
        }
    }

    /// Reports unknown members, so that a misspelt one is not silently ignored, and repeated ones.
    ///
    /// An unknown name is included in the message and the path only if it reads like a word, because it may be a
    /// misplaced secret.
    pub(crate) fn finish(self, problems: &mut Vec<Problem>) {
        let known = || self.taken.iter().copied();
        for name in self.object.names().filter(|name| !self.taken.contains(name)) {
            let (path, shown) = self.quotable(name);
            let message = format!("unknown member{shown}; expected {}{}", listed(known()), hint(name, known()));
            problems.push(Problem::error(codes::UNKNOWN_FIELD, path, message));
        }
        for name in self.object.repeated() {
            let (path, shown) = self.quotable(name);
            problems.push(Problem::error(
                codes::REPEATED_FIELD,
                path,
                format!("the member{shown} appears more than once; keep one"),
            ));
        }
    }

    /// The path of a member, and its name for a message. If the name must not be quoted, the path of the object and an
    /// empty text.
    fn quotable(&self, name: &str) -> (String, String) {
        match self.taken.iter().copied().find(|known| *known == name).or_else(|| word(name)) {
            Some(name) => (pointer(&self.path, name), format!(" `{name}`")),
            None => (self.path.clone(), String::new()),
        }
    }

    /// A boolean; `false` if it is missing.
    pub(crate) fn flag(&mut self, name: &'static str, problems: &mut Vec<Problem>) -> bool {
        match self.take(name).map(RawValue::get) {
            Some("true") => true,
            None | Some("false") => false,
            Some(_) => {
                let message = format!("`{name}` must be `true` or `false`");
                problems.push(Problem::error(codes::WRONG_TYPE, pointer(&self.path, name), message));
                false
            }
        }
    }

    /// A non-negative integer.
    pub(crate) fn number(&mut self, name: &'static str, problems: &mut Vec<Problem>) -> Option<u64> {
        let value = self.take(name)?;
        let number = value.get().parse::<u64>().ok();
        if number.is_none() {
            let message = format!("`{name}` must be a non-negative integer");
            problems.push(Problem::error(codes::WRONG_TYPE, pointer(&self.path, name), message));
        }
        number
    }

    /// A non-negative integer that is required.
    pub(crate) fn required_number(&mut self, name: &'static str, problems: &mut Vec<Problem>) -> u64 {
        self.check_present(name, problems);
        self.number(name, problems).unwrap_or(0)
    }
}

/// The list of known names in a message.
fn listed<'a>(names: impl Iterator<Item = &'a str>) -> String {
    names.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
