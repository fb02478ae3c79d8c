//! Values that follow from signals, with their types erased.
//!
//! The compiler makes a copy of much of Leptos for the type of every memo and every closure. Behind a pointer they share
//! one. With plain `Memo`s, the module of the page is 46 kB larger, 8 kB with brotli (3 % and 1.5 %).

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::*;

/// A text that follows from signals.
pub(crate) fn text(follow: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(follow)
}

/// A flag that follows from signals.
pub(crate) fn flag(follow: impl Fn() -> bool + Send + Sync + 'static) -> Signal<bool> {
    Signal::derive(follow)
}

/// A value that follows from signals. It is computed once when they have changed, and what depends on it runs only if the
/// value has changed too.
pub(crate) fn memo<T: PartialEq + Send + Sync + 'static>(
    follow: impl Fn() -> T + Send + Sync + 'static,
) -> ErasedMemo<T> {
    fn boxed(follow: Box<dyn Fn() -> Erased + Send + Sync>) -> Memo<Erased> {
        Memo::new(move |_| follow())
    }
    ErasedMemo { memo: boxed(Box::new(move || Erased::new(follow()))), of: PhantomData }
}

/// A memo made by [`memo`].
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
    /// Reads the value, and follows it.
    pub(crate) fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.memo.get().read(read)
    }

    /// Reads the value without following it.
    pub(crate) fn with_untracked<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.memo.get_untracked().read(read)
    }

    /// Follows the value without reading it.
    pub(crate) fn track(&self) {
        // Leptos' own `track` does not compute a memo that was never read, and nothing would change it.
        self.memo.with(|_| ());
    }
}

impl<T: Clone + 'static> ErasedMemo<T> {
    /// The value, which is followed.
    pub(crate) fn get(&self) -> T {
        self.with(T::clone)
    }

    /// The value, which is not followed.
    pub(crate) fn get_untracked(&self) -> T {
        self.with_untracked(T::clone)
    }
}

impl<T: Clone + Send + Sync + 'static> From<ErasedMemo<T>> for Signal<T> {
    fn from(memo: ErasedMemo<T>) -> Self {
        Self::derive(move || memo.get())
    }
}

/// Something that can be changed: a field, or a group of fields.
pub(crate) trait State: Copy + Send + Sync + 'static {
    /// Its value.
    type Value: Clone + Send + Sync + 'static;

    /// Starts with a value.
    fn new(value: Self::Value) -> Self;

    /// Follows the value without reading it.
    fn track(self);

    /// The value, which is not followed.
    fn get_untracked(self) -> Self::Value;

    /// Changes the value. Fields that have the same value as before do not change.
    fn set(self, value: Self::Value);

    /// The value, which is followed.
    fn get(self) -> Self::Value {
        self.track();
        self.get_untracked()
    }

    /// Reads the value, and follows it.
    fn with<R>(self, read: impl FnOnce(&Self::Value) -> R) -> R {
        self.track();
        self.with_untracked(read)
    }

    /// Reads the value without following it.
    fn with_untracked<R>(self, read: impl FnOnce(&Self::Value) -> R) -> R {
        read(&self.get_untracked())
    }

    /// Changes the value in place.
    fn update(self, change: impl FnOnce(&mut Self::Value)) {
        let mut value = self.get_untracked();
        change(&mut value);
        self.set(value);
    }
}

/// A field of a form: a signal with its type erased.
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

/// Defines the fields of a form, which are followed one by one.
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

/// A value of any type behind a pointer, with the comparison of its type.
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

    #[expect(clippy::unreachable, reason = "`ErasedMemo` reads a value as the type that it was made with")]
    fn read<T: 'static, R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.value.downcast_ref().map_or_else(|| unreachable!("another type"), read)
    }
}

impl PartialEq for Erased {
    fn eq(&self, other: &Self) -> bool {
        (self.is_same)(&*self.value, &*other.value)
    }
}

/// A part of a view that is built again when a signal that it reads has changed.
pub(crate) fn dynamic(build: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    fn boxed(build: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
        (move || build()).into_any()
    }
    boxed(Box::new(build))
}
