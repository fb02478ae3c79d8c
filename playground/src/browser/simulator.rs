//! The worker that simulates retries. It runs the module of this page, of which it loads the part with the simulation:
//! `www/simulation.js` starts it. Messages in both directions are a number and a text. The worker sends the number 0
//! once it can receive messages.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Array, Function, Promise};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DedicatedWorkerGlobalScope, Event, MessageEvent, Worker, WorkerOptions, WorkerType};

use super::file_of_page;

/// The script that starts the worker.
const SCRIPT: &str = "simulation.js";

/// A message of the worker.
pub(crate) enum Answer {
    /// A text for the message with this number.
    Text(u32, String),
    /// The worker could not be loaded.
    NotLoaded,
    /// The worker has stopped working, for example because it ran out of memory.
    Stopped,
}

/// Handles the messages of the worker.
type Receive = Rc<dyn Fn(Answer)>;

/// The handlers of messages and of errors.
type Handlers = (Closure<dyn FnMut(MessageEvent)>, Closure<dyn FnMut(Event)>);

/// The worker, and what it needs on this side.
struct Running {
    worker: Worker,
    is_ready: Cell<bool>,
    /// The messages that wait until the worker is ready.
    waiting: RefCell<Vec<Array>>,
    /// The handlers, which are called until the worker is dropped.
    handlers: RefCell<Option<Handlers>>,
}

thread_local! {
    static RUNNING: RefCell<Option<Rc<Running>>> = const { RefCell::new(None) };
    static RECEIVE: RefCell<Option<Receive>> = const { RefCell::new(None) };
    /// The function that ends the wait for the worker.
    static LOADED: RefCell<Option<Function>> = const { RefCell::new(None) };
}

/// Sets the function that receives the messages of the worker.
pub(crate) fn receive(receive: impl Fn(Answer) + 'static) {
    RECEIVE.set(Some(Rc::new(receive)));
}

/// Sends a message to the worker, which is started if it is not running. Returns whether it is running.
pub(crate) fn post(number: u32, text: &str) -> bool {
    if !start() {
        return false;
    }
    let message = message(number, text);
    RUNNING.with_borrow(|running| {
        let Some(running) = running else { return false };
        if !running.is_ready.get() {
            running.waiting.borrow_mut().push(message);
            return true;
        }
        running.worker.post_message(&message).is_ok()
    })
}

/// Loads the worker and its modules, so that they are available without a network.
pub(crate) async fn prefetch() {
    let is_loading = || RUNNING.with_borrow(|running| running.as_ref().is_some_and(|running| !running.is_ready.get()));
    if start() && is_loading() {
        let promise = Promise::new(&mut |resolve, _| LOADED.set(Some(resolve)));
        // It is never rejected.
        let _ = JsFuture::from(promise).await;
    }
}

/// Starts the worker unless it is running. Returns whether it is running.
pub(crate) fn start() -> bool {
    if RUNNING.with_borrow(Option::is_some) {
        return true;
    }
    let running = launch();
    let is_running = running.is_some();
    RUNNING.set(running);
    is_running
}

fn launch() -> Option<Rc<Running>> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(&file_of_page(SCRIPT)?, &options).ok()?;
    let handlers = RefCell::new(None);
    let running = Rc::new(Running { worker, is_ready: Cell::new(false), waiting: RefCell::default(), handlers });
    let weak = Rc::downgrade(&running);
    let answered = Closure::new(move |event: MessageEvent| {
        let (Some(running), Some((number, text))) = (weak.upgrade(), parts(&event)) else { return };
        if number == 0 {
            running.is_ready.set(true);
            running.waiting.take().iter().for_each(|message| drop(running.worker.post_message(message)));
            loaded();
        } else {
            tell(Answer::Text(number, text));
        }
    });
    let failed = Closure::new(move |event: Event| {
        // It is reported where the results would be.
        event.prevent_default();
        // The handler itself is dropped with the worker, after it has returned.
        let running = RUNNING.take();
        let was_ready = running.as_ref().is_some_and(|running| running.is_ready.get());
        running.iter().for_each(|running| running.worker.terminate());
        wasm_bindgen_futures::spawn_local(async move { drop(running) });
        loaded();
        tell(if was_ready { Answer::Stopped } else { Answer::NotLoaded });
    });
    running.worker.set_onmessage(Some(answered.as_ref().unchecked_ref()));
    running.worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
    running.handlers.replace(Some((answered, failed)));
    Some(running)
}

/// Records that the worker is ready or has failed.
fn loaded() {
    if let Some(resolve) = LOADED.take() {
        let _ = resolve.call0(&JsValue::NULL);
    }
}

fn tell(answer: Answer) {
    if let Some(receive) = RECEIVE.with_borrow(Clone::clone) {
        receive(answer);
    }
}

/// Returns whether this is a worker, which has no window.
pub(crate) fn is_worker() -> bool {
    web_sys::window().is_none()
}

/// In the worker: receives messages from now on.
pub(crate) fn serve(mut handle: impl FnMut(u32, String) + 'static) {
    let Some(scope) = scope() else { return };
    let received: Closure<dyn FnMut(MessageEvent)> = Closure::new(move |event: MessageEvent| {
        if let Some((number, text)) = parts(&event) {
            handle(number, text);
        }
    });
    scope.set_onmessage(Some(received.as_ref().unchecked_ref()));
    // It is called as long as the worker runs.
    received.forget();
    answer(0, "");
}

/// In the worker: sends a message to the page.
pub(crate) fn answer(number: u32, text: &str) {
    if let Some(scope) = scope() {
        let _ = scope.post_message(&message(number, text));
    }
}

/// In the worker: calls a function once the messages that have arrived are handled.
pub(crate) fn later(run: impl FnOnce() + 'static) {
    let run = Closure::once_into_js(run);
    if let Some(scope) = scope() {
        let _ = scope.set_timeout_with_callback(run.unchecked_ref());
    }
}

/// In the worker: returns the milliseconds since it was started.
pub(crate) fn elapsed_ms() -> f64 {
    scope().and_then(|scope| scope.performance()).map_or(0.0, |performance| performance.now())
}

fn scope() -> Option<DedicatedWorkerGlobalScope> {
    js_sys::global().dyn_into().ok()
}

fn message(number: u32, text: &str) -> Array {
    Array::of2(&number.into(), &text.into())
}

fn parts(event: &MessageEvent) -> Option<(u32, String)> {
    let data: Array = event.data().dyn_into().ok()?;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "`message` writes whole numbers")]
    let number = data.get(0).as_f64()? as u32;
    Some((number, data.get(1).as_string()?))
}
