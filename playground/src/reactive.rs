//! Values that follow from others, in few types.
//!
//! The compiler makes a copy of much of Leptos for every type of closure that a view holds. Behind a pointer they share one,
//! which keeps the module small to download.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::*;

/// A text that follows from signals.
pub(crate) fn text(follow: impl Fn() -> String + Send + Sync + 'static) -> Signal<String> {
    Signal::derive(follow)
}

/// A yes or no that follows from signals.
pub(crate) fn flag(follow: impl Fn() -> bool + Send + Sync + 'static) -> Signal<bool> {
    Signal::derive(follow)
}

/// A value that follows from signals and is computed only when one of them has changed. What depends on it runs only when it
/// has become another one.
pub(crate) fn memo<T: PartialEq + Send + Sync + 'static>(
    follow: impl Fn() -> T + Send + Sync + 'static,
) -> Followed<T> {
    fn boxed(follow: Box<dyn Fn() -> Held + Send + Sync>) -> Memo<Held> {
        Memo::new(move |_| follow())
    }
    Followed { held: boxed(Box::new(move || Held::new(follow()))), of: PhantomData }
}

/// What [`memo`] makes.
pub(crate) struct Followed<T> {
    held: Memo<Held>,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for Followed<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Followed<T> {}

impl<T: 'static> Followed<T> {
    /// What is read of the value. Who reads it follows it.
    pub(crate) fn with<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.held.get().read(read)
    }

    /// What is read of the value, by who does not follow it.
    pub(crate) fn with_untracked<R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.held.get_untracked().read(read)
    }

    /// Follows the value without reading it.
    pub(crate) fn track(&self) {
        self.held.track();
    }
}

impl<T: Clone + 'static> Followed<T> {
    /// The value. Who reads it follows it.
    pub(crate) fn get(&self) -> T {
        self.with(T::clone)
    }

    /// The value, for who does not follow it.
    pub(crate) fn get_untracked(&self) -> T {
        self.with_untracked(T::clone)
    }
}

impl<T: Clone + Send + Sync + 'static> From<Followed<T>> for Signal<T> {
    fn from(followed: Followed<T>) -> Self {
        Self::derive(move || followed.get())
    }
}

/// A value of any type behind a pointer, compared as its type has it.
#[derive(Clone)]
struct Held {
    value: Arc<dyn Any + Send + Sync>,
    is_same: fn(&dyn Any, &dyn Any) -> bool,
}

impl Held {
    fn new<T: PartialEq + Send + Sync + 'static>(value: T) -> Self {
        let is_same = |one: &dyn Any, other: &dyn Any| one.downcast_ref::<T>() == other.downcast_ref::<T>();
        Self { value: Arc::new(value), is_same }
    }

    #[expect(clippy::unreachable, reason = "a value is read as what it was put in as: `Followed` holds the type")]
    fn read<T: 'static, R>(&self, read: impl FnOnce(&T) -> R) -> R {
        self.value.downcast_ref().map_or_else(|| unreachable!("another type"), read)
    }
}

impl PartialEq for Held {
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
