//! Bindings: how a control reads and changes its value.
//!
//! Fields of forms convert to bindings.

use hookwright::credential::Credential;
use leptos::prelude::*;

use crate::model::choice::Choice;
use crate::reactive::{Field, State as _};

/// The text of a control, or the id of the selected option.
#[derive(Clone, Copy)]
pub(crate) struct TextBinding {
    pub(crate) value: Signal<String>,
    /// Changes the text.
    pub(crate) change: Callback<String>,
}

impl TextBinding {
    /// Creates a binding from a value and a callback.
    pub(crate) fn new(
        read: impl Fn() -> String + Send + Sync + 'static,
        write: impl Fn(String) + Send + Sync + 'static,
    ) -> Self {
        Self { value: Signal::derive(read), change: Callback::new(write) }
    }

    /// Creates a binding to a choice.
    pub(crate) fn choice<C: Choice>(
        read: impl Fn() -> C + Send + Sync + 'static,
        write: impl Fn(C) + Send + Sync + 'static,
    ) -> Self {
        Self::new(move || read().id().into(), move |id| C::from_id(&id).into_iter().for_each(&write))
    }
}

impl From<Field<String>> for TextBinding {
    fn from(field: Field<String>) -> Self {
        Self::new(move || field.get(), move |text| field.set(text))
    }
}

impl From<Field<Credential>> for TextBinding {
    fn from(field: Field<Credential>) -> Self {
        Self::new(move || field.with(|text| text.to_string()), move |text| field.set(text.into()))
    }
}

impl<C: Choice> From<Field<C>> for TextBinding {
    fn from(field: Field<C>) -> Self {
        Self::choice(move || field.get(), move |choice| field.set(choice))
    }
}

/// Binds the state of a check box.
#[derive(Clone, Copy)]
pub(crate) struct FlagBinding {
    pub(crate) value: Signal<bool>,
    /// Changes the state.
    pub(crate) change: Callback<bool>,
}

impl From<Field<bool>> for FlagBinding {
    fn from(field: Field<bool>) -> Self {
        Self {
            value: Signal::derive(move || field.get()),
            change: Callback::new(move |is_checked| field.set(is_checked)),
        }
    }
}
