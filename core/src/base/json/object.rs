//! JSON objects as written: every member in order, duplicates included, with the text of its value.

use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

use serde_json::value::RawValue;

use super::pieces::Pieces;
use super::strings::unescaped;

/// The members of an object, borrowed from the document.
#[derive(Clone, Debug, Default)]
pub(crate) struct RawObject<'a>(Vec<(Name<'a>, &'a RawValue)>);

/// The name of a member.
#[derive(Clone, Debug)]
enum Name<'a> {
    /// A valid name, borrowed if it has no escapes.
    Text(Cow<'a, str>),
    /// A name with unpaired surrogates, each replaced by U+FFFD. It does not equal any name.
    Unpaired(String),
}

impl<'a> RawObject<'a> {
    /// The members of an object. `None` for other values, or if they do not fit into memory.
    pub(crate) fn of(value: &'a RawValue) -> Option<Self> {
        let mut pieces = value.get().starts_with('{').then(|| Pieces::of(value))?;
        let mut members = Vec::new();
        while let (Some(name), Some(value)) = (pieces.next(), pieces.next()) {
            // A hostile body can have more members than fit into memory.
            members.try_reserve(1).ok()?;
            members.push((Name::of(name), value));
        }
        Some(Self(members))
    }

    /// The last member of this name, which is the one that JavaScript and most parsers use.
    pub(crate) fn get(&self, name: &str) -> Option<&'a RawValue> {
        let is_named = |member: &Name<'_>| matches!(member, Name::Text(text) if text == name);
        self.0.iter().rev().find(|(member, _)| is_named(member)).map(|(_, value)| *value)
    }

    /// Every member whose name has no unpaired surrogates, in order.
    pub(crate) fn members(&self) -> impl Iterator<Item = (&str, &'a RawValue)> {
        self.0.iter().filter_map(|(name, value)| match name {
            Name::Text(text) => Some((text.as_ref(), *value)),
            Name::Unpaired(_) => None,
        })
    }

    /// The names of [`members`](Self::members).
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.members().map(|(name, _)| name)
    }

    /// The names that have unpaired surrogates, in order, with each surrogate replaced by U+FFFD.
    pub(crate) fn unpaired_names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|(name, _)| match name {
            Name::Text(_) => None,
            Name::Unpaired(text) => Some(text.as_str()),
        })
    }

    /// The names that appear more than once, each listed once, in alphabetical order.
    pub(crate) fn repeated(&self) -> Vec<&str> {
        let mut names: Vec<&str> = self.names().collect();
        names.sort_unstable();
        let mut repeated: Vec<&str> = Vec::new();
        let mut previous = None;
        for name in names {
            if previous == Some(name) && repeated.last() != Some(&name) {
                repeated.push(name);
            }
            previous = Some(name);
        }
        repeated
    }
}

impl<'a> Name<'a> {
    fn of(name: &'a RawValue) -> Self {
        match unescaped(name.get()) {
            Cow::Borrowed(bytes) => Self::Text(String::from_utf8_lossy(bytes)),
            Cow::Owned(bytes) => match String::from_utf8(bytes) {
                Ok(text) => Self::Text(Cow::Owned(text)),
                Err(error) => Self::Unpaired(String::from_utf8_lossy(error.as_bytes()).into_owned()),
            },
        }
    }
}
