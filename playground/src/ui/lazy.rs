//! Views whose code is in a part of the module that is loaded on demand.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::task::{spawn_local, tick};
use wasm_split_helpers::SplitLoaderError;

use crate::reactive::{Field, State as _, dynamic, effect};
use crate::state::remote;

/// A part that is being loaded. If loading fails, for example without a network, it can be repeated.
pub(crate) type Loading<T> = Pin<Box<dyn Future<Output = Result<T, SplitLoaderError>>>>;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    NotLoaded,
    Loading,
    Ready,
    Failed,
}

/// A view that is loaded on demand, once.
#[derive(Clone, Copy)]
pub(crate) struct LazyView {
    phase: Field<Phase>,
    content: StoredValue<Option<AnyView>, LocalStorage>,
    load: StoredValue<Rc<dyn Fn() -> Loading<AnyView>>, LocalStorage>,
    /// The owner of the place of the view. Contexts are looked up there, and the effect or the handler that starts
    /// loading ends before the view.
    owner: StoredValue<Owner>,
}

impl LazyView {
    /// Creates a view at the current place, without loading it.
    pub(crate) fn new(load: impl Fn() -> Loading<AnyView> + 'static) -> Self {
        Self::of(Rc::new(load))
    }

    // The functions with type-erased arguments exist once, not once for each view.
    fn of(load: Rc<dyn Fn() -> Loading<AnyView>>) -> Self {
        Self {
            phase: Field::new(Phase::NotLoaded),
            content: StoredValue::new_local(None),
            load: StoredValue::new_local(load),
            owner: StoredValue::new(Owner::current().unwrap_or_default()),
        }
    }

    /// Loads the view unless it has been loaded. Calls a function once it is in the document.
    pub(crate) fn load(self, ready: impl FnOnce() + 'static) {
        self.start(Box::new(ready));
    }

    fn start(self, ready: Box<dyn FnOnce()>) {
        if matches!(self.phase.get_untracked(), Phase::Loading | Phase::Ready) {
            return;
        }
        self.phase.set(Phase::Loading);
        let loading = async move {
            match (self.load.get_value())().await {
                Ok(view) => {
                    self.content.set_value(Some(view));
                    self.phase.set(Phase::Ready);
                    // The view is part of the document after the next tick.
                    tick().await;
                    ready();
                }
                Err(_) => self.phase.set(Phase::Failed),
            }
        };
        self.owner.get_value().with(|| spawn_local(ScopedFuture::new_untracked(loading)));
    }

    /// Returns the view, or one of its replacements while it is missing.
    pub(crate) fn show(self, missing: fn() -> AnyView, retry: impl Fn() + Send + Sync + 'static) -> AnyView {
        self.place(missing, Callback::new(move |()| retry()))
    }

    fn place(self, missing: fn() -> AnyView, retry: Callback<()>) -> AnyView {
        dynamic(move || match self.phase.get() {
            Phase::Ready => self.content.try_update_value(Option::take).flatten().into_any(),
            Phase::Failed => unavailable(retry),
            Phase::NotLoaded | Phase::Loading => missing(),
        })
    }
}

/// Creates a view that is loaded when it is first needed.
pub(crate) fn when_needed(is_needed: Signal<bool>, load: impl Fn() -> Loading<AnyView> + 'static) -> AnyView {
    fn of(is_needed: Signal<bool>, load: Rc<dyn Fn() -> Loading<AnyView>>) -> AnyView {
        let view = LazyView::of(load);
        let load = move || view.load(|| ());
        effect(move || {
            if is_needed.get() {
                load();
            }
        });
        view.show(|| ().into_any(), load)
    }
    of(is_needed, Rc::new(load))
}

/// The message that the worker does not answer, if it does not.
#[component]
pub(crate) fn WorkerNotice() -> impl IntoView {
    dynamic(|| if remote::has_failed() { unavailable(Callback::new(|()| remote::retry())) } else { ().into_any() })
}

/// The message that a part could not be loaded.
fn unavailable(retry: Callback<()>) -> AnyView {
    view! {
        <div class="unavailable" role="alert">
            <p><strong>"This part of the page could not be loaded."</strong>" Check your connection and try again. What you have entered is kept."</p>
            <button type="button" class="quiet-button" on:click=move |_| retry.run(())>"Try again"</button>
        </div>
    }
    .into_any()
}
