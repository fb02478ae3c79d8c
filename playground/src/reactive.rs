//! Values that follow from others, in few types.
//!
//! The compiler makes a copy of much of Leptos for every type of closure that a view holds. Behind a pointer they share one,
//! which keeps the module small to download.

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
pub(crate) fn memo<T: PartialEq + Send + Sync + 'static>(follow: impl Fn() -> T + Send + Sync + 'static) -> Memo<T> {
    let follow: Box<dyn Fn() -> T + Send + Sync> = Box::new(follow);
    Memo::new(move |_| follow())
}

/// A part of a view that is built again when a signal that it reads has changed.
pub(crate) fn dynamic(build: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    fn boxed(build: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
        (move || build()).into_any()
    }
    boxed(Box::new(build))
}
