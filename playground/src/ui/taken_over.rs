//! The line that says what a panel has taken over from another one, with *Undo*.

use leptos::prelude::*;

use super::findings::sentence;
use crate::browser;
use crate::reactive::{Field, State as _, dynamic};

/// What was taken over, and what was there before.
pub(crate) struct TakenOver<T: 'static> {
    /// What is said, or an empty text.
    text: Field<String>,
    before: StoredValue<Option<T>>,
}

impl<T> Clone for TakenOver<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for TakenOver<T> {}

impl<T: Clone + Send + Sync + 'static> TakenOver<T> {
    pub(crate) fn new() -> Self {
        Self { text: Field::new(String::new()), before: StoredValue::new(None) }
    }

    /// Says what has replaced `before`.
    pub(crate) fn show(self, text: String, before: T) {
        self.before.set_value(Some(before));
        self.text.set(text);
    }

    /// Forgets what was there before.
    pub(crate) fn clear(self) {
        self.before.set_value(None);
        self.text.set(String::new());
    }

    /// Returns the line, which is empty until something is taken over. `swap` restores what was there before, and returns what
    /// it replaces, so that this can be undone, too. `id` is that of the button.
    pub(crate) fn line(self, id: &'static str, swap: impl Fn(T) -> T + Copy + Send + Sync + 'static) -> AnyView {
        let undo = move || {
            if let Some(before) = self.before.get_value() {
                self.show("The previous content is back.".into(), swap(before));
                browser::focus(id);
            }
        };
        line(self.text, id, Callback::new(move |()| undo()), Callback::new(move |()| self.clear()))
    }
}

fn line(text: Field<String>, id: &'static str, undo: Callback<()>, dismiss: Callback<()>) -> AnyView {
    let content = dynamic(move || {
        let text = text.get();
        (!text.is_empty())
            .then(|| {
                view! {
                    <p class="hint">
                        {sentence(&text)}" "
                        <button type="button" class="link" id=id on:click=move |_| undo.run(())>"Undo"</button>" "
                        <button type="button" class="link" on:click=move |_| dismiss.run(())>"Dismiss"</button>
                    </p>
                }
            })
            .into_any()
    });
    view! { <div role="status">{content}</div> }.into_any()
}
