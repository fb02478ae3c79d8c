//! Type-erased signals and memos.
//!
//! The compiler instantiates much of Leptos for the type of every memo and closure. Type-erased ones share one
//! instance. With plain `Memo`s, the page's module is 46 kB larger, 8 kB with brotli (3 % and 1.5 %). With a plain
//! `RwSignal` in each `Field`, it is 24 kB larger, 2 kB with brotli (1.5 % and 0.4 %).

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::*;

/// Creates a derived text.
pub(crate) fn text(compute: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(compute)
}

/// Creates a derived flag.
pub(crate) fn flag(compute: impl Fn() -> bool + Send + Sync + 'static) -> Signal<bool> {
    Signal::derive(compute)
}

/// Runs a function now and whenever a signal that it reads changes.
pub(crate) fn effect(run: impl Fn() + 'static) {
    fn boxed(run: Box<dyn Fn()>) {
        Effect::new(move |_| run());
    }
    boxed(Box::new(run));
}

/// Creates a memo. Its value is computed once per change of its dependencies, and its dependents run only if the value
/// has changed.
pub(crate) fn memo<T: PartialEq + Send + Sync + 'static>(
    compute: impl Fn() -> T + Send + Sync + 'static,
) -> ErasedMemo<T> {
    fn boxed(compute: Box<dyn Fn() -> Erased + Send + Sync>) -> Memo<Erased> {
        Memo::new(move |_| compute())
    }
    ErasedMemo { memo: boxed(Box::new(move || Erased::new(compute()))), of: PhantomData }
}

/// A type-erased memo, created by [`memo`].
pub(crate) struct ErasedMemo<T> {
    memo: Memo<Erased>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for ErasedMemo<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for ErasedMemo<T> {}

impl<T: 'static> ErasedMemo<T> {
    /// Calls a function with the value, and tracks it.
    pub(crate) fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.memo.get().read(read)
    }

    /// Calls a function with the value, without tracking it.
    pub(crate) fn with_untracked<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.memo.get_untracked().read(read)
    }

    /// Tracks the value without reading it.
    pub(crate) fn track(&self) {
        // Leptos's `track` does not compute a memo that has never been read, so that it would never notify.
        self.memo.with(|_| ());
    }
}

impl<T: Clone + 'static> ErasedMemo<T> {
    /// Returns the value, and tracks it.
    pub(crate) fn get(&self) -> T {
        self.with(T::clone)
    }

    /// Returns the value, without tracking it.
    pub(crate) fn get_untracked(&self) -> T {
        self.with_untracked(T::clone)
    }
}

impl<T: Clone + PartialEq + Send + Sync + 'static> From<T> for ErasedMemo<T> {
    fn from(value: T) -> Self {
        memo(move || value.clone())
    }
}

impl<T: Clone + Send + Sync + 'static> From<ErasedMemo<T>> for Signal<T> {
    fn from(memo: ErasedMemo<T>) -> Self {
        Self::derive(move || memo.get())
    }
}

/// Mutable state: a field, or a group of fields.
pub(crate) trait State: Copy + Send + Sync + 'static {
    type Value: Clone + Send + Sync + 'static;

    /// Creates state with an initial value.
    fn new(value: Self::Value) -> Self;

    /// Tracks the value without reading it.
    fn track(self);

    /// Returns the value, without tracking it.
    fn get_untracked(self) -> Self::Value;

    /// Sets the value. Fields whose value is unchanged do not notify.
    fn set(self, value: Self::Value);

    /// Returns the value, and tracks it.
    fn get(self) -> Self::Value {
        self.track();
        self.get_untracked()
    }

    /// Calls a function with the value, and tracks it.
    fn with<R>(self, read: impl FnOnce(&Self::Value) -> R) -> R {
        self.track();
        self.with_untracked(read)
    }

    /// Calls a function with the value, without tracking it.
    fn with_untracked<R>(self, read: impl FnOnce(&Self::Value) -> R) -> R {
        read(&self.get_untracked())
    }

    /// Modifies the value.
    fn update(self, change: impl FnOnce(&mut Self::Value)) {
        let mut value = self.get_untracked();
        change(&mut value);
        self.set(value);
    }
}

/// A field of a form: a type-erased signal.
pub(crate) struct Field<T> {
    signal: RwSignal<Erased>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Field<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Field<T> {}

impl<T: Clone + PartialEq + Send + Sync + 'static> State for Field<T> {
    type Value = T;

    fn new(value: T) -> Self {
        Self { signal: RwSignal::new(Erased::new(value)), of: PhantomData }
    }

    fn track(self) {
        self.signal.track();
    }

    fn get_untracked(self) -> T {
        self.with_untracked(T::clone)
    }

    fn with_untracked<R>(self, read: impl FnOnce(&T) -> R) -> R {
        self.signal.get_untracked().read(read)
    }

    fn set(self, value: T) {
        set_if_different(self.signal, Erased::new(value));
    }
}

fn set_if_different(signal: RwSignal<Erased>, value: Erased) {
    if signal.with_untracked(|before| *before != value) {
        signal.set(value);
    }
}

/// Defines the fields of a form, which are tracked individually.
macro_rules! fields {
    ($(#[$attribute:meta])* $visibility:vis struct $fields:ident for $form:ident { $($name:ident: $state:ty,)+ }) => {
        $(#[$attribute])*
        #[derive(Clone, Copy)]
        $visibility struct $fields {
            $(pub(crate) $name: $state,)+
        }

        impl $crate::reactive::State for $fields {
            type Value = $form;

            fn new(form: $form) -> Self {
                Self { $($name: $crate::reactive::State::new(form.$name),)+ }
            }

            fn track(self) {
                $($crate::reactive::State::track(self.$name);)+
            }

            fn get_untracked(self) -> $form {
                $form { $($name: $crate::reactive::State::get_untracked(self.$name),)+ }
            }

            fn set(self, form: $form) {
                $($crate::reactive::State::set(self.$name, form.$name);)+
            }
        }
    };
}
pub(crate) use fields;

/// A value behind a pointer, with the equality of its type.
#[derive(Clone)]
struct Erased {
    value: Arc<dyn Any + Send + Sync>,
    is_same: fn(&dyn Any, &dyn Any) -> bool,
}

impl Erased {
    fn new<T: PartialEq + Send + Sync + 'static>(value: T) -> Self {
        let is_same = |one: &dyn Any, other: &dyn Any| one.downcast_ref::<T>() == other.downcast_ref::<T>();
        Self { value: Arc::new(value), is_same }
    }

    #[expect(clippy::unreachable, reason = "`ErasedMemo` reads a value as the type with which it was created")]
    fn read<T: 'static, R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.value.downcast_ref().map_or_else(|| unreachable!("another type"), read)
    }
}

impl PartialEq for Erased {
    fn eq(&self, other: &Self) -> bool {
        (self.is_same)(&*self.value, &*other.value)
    }
}

/// Creates a part of a view that is rebuilt when a signal that it reads changes.
pub(crate) fn dynamic(build: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    fn boxed(build: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
        (move || build()).into_any()
    }
    boxed(Box::new(build))
}
