//! The worker, which computes what takes long. It runs the functions of the npm package, so that their code is not a
//! part of the page. `www/worker.js` is the other side of the protocol: a message `{ id, task, input }` is answered by
//! `{ id, result }` or `{ id, error }`. The worker sends `{ id: 0 }` once it has loaded its modules.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::{Function, JSON, Object, Promise, Reflect};
use leptos::prelude::{document, window};
use serde_json::Value;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlScriptElement, MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::model::task::Task;

/// Why a result is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NoResult {
    /// A newer task has replaced this one.
    Replaced,
    /// The worker could not be loaded, for example without a network, or the task failed.
    Failed,
}

/// The functions that fulfill and reject a promise.
type Settle = (Function, Function);

/// A handler of messages.
type Handler = Closure<dyn FnMut(MessageEvent)>;

/// The running worker.
struct Running {
    worker: Worker,
    /// The id of the last task.
    last: Cell<u32>,
    /// The id of the task in progress, and the functions that settle its promise.
    task: RefCell<Option<(u32, Settle)>>,
    /// The functions that settle the promise of the first message, which says that everything is loaded.
    loading: RefCell<Option<Settle>>,
    /// The handlers, which are called until the worker is dropped.
    handlers: RefCell<Vec<Handler>>,
}

thread_local! {
    static RUNNING: RefCell<Option<Rc<Running>>> = const { RefCell::new(None) };
}

/// Loads the worker and its modules, so that they are available without a network.
pub(crate) async fn prefetch() -> Result<(), NoResult> {
    if RUNNING.with_borrow(Option::is_some) {
        return Ok(());
    }
    let running = ready().ok_or(NoResult::Failed)?;
    let promise = Promise::new(&mut |resolve, reject| drop(running.loading.replace(Some((resolve, reject)))));
    JsFuture::from(promise).await.map_err(|_| NoResult::Failed)?;
    Ok(())
}

/// Runs a task and returns its result. A task in progress is replaced.
pub(crate) async fn run(task: &Task) -> Result<Value, NoResult> {
    let result = send(task.name(), &input(task)).await?;
    let text = JSON::stringify(&result).map_err(|_| NoResult::Failed)?;
    serde_json::from_str(&String::from(text)).map_err(|_| NoResult::Failed)
}

/// Stops the task in progress, if there is one.
pub(crate) fn stop() {
    let is_busy =
        RUNNING.with_borrow(|running| running.as_ref().is_some_and(|running| running.task.borrow().is_some()));
    if is_busy {
        let idle = idle();
        RUNNING.set(idle);
    }
}

async fn send(task: &str, input: &Object) -> Result<JsValue, NoResult> {
    let running = ready().ok_or(NoResult::Failed)?;
    let id = running.last.get().wrapping_add(1);
    running.last.set(id);
    let message = object(&[("id", id.into()), ("task", task.into()), ("input", input.into())]);
    let mut sent = Ok(());
    let promise = Promise::new(&mut |resolve, reject| {
        running.task.replace(Some((id, (resolve, reject))));
        sent = running.worker.post_message(&message);
    });
    sent.map_err(|_| NoResult::Failed)?;
    JsFuture::from(promise).await.map_err(|reason| match reason.is_null() {
        true => NoResult::Replaced,
        false => NoResult::Failed,
    })
}

/// Returns a worker that can start a task at once.
fn ready() -> Option<Rc<Running>> {
    let running = idle().or_else(start)?;
    RUNNING.set(Some(running.clone()));
    Some(running)
}

/// Stops the task in progress, if there is one, and returns the worker if it is still running.
fn idle() -> Option<Rc<Running>> {
    let current = RUNNING.take();
    let is_busy = current.as_ref().and_then(|running| running.task.take()).inspect(|(_, (_, reject))| {
        let _ = reject.call1(&JsValue::NULL, &JsValue::NULL);
    });
    current.filter(|running| {
        // Without a network, a new worker could not be loaded. Then the task ends by itself and its answer is ignored.
        let is_kept = is_busy.is_none() || !window().navigator().on_line();
        if !is_kept {
            running.worker.terminate();
            // The next task loads everything again.
            if let Some((resolve, _)) = running.loading.take() {
                let _ = resolve.call0(&JsValue::NULL);
            }
        }
        is_kept
    })
}

fn start() -> Option<Rc<Running>> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(&address()?, &options).ok()?;
    let running = Rc::new(Running {
        worker,
        last: Cell::new(0),
        task: RefCell::new(None),
        loading: RefCell::new(None),
        handlers: RefCell::new(Vec::new()),
    });
    let answered = handler(&running, |running, data| {
        if let Some((resolve, _)) = running.loading.take() {
            let _ = resolve.call0(&JsValue::NULL);
        }
        let id = Reflect::get(data, &"id".into()).ok().and_then(|id| id.as_f64());
        let is_current = running.task.borrow().as_ref().is_some_and(|(current, ..)| Some(f64::from(*current)) == id);
        if let Some((_, (resolve, reject))) = is_current.then(|| running.task.take()).flatten() {
            let error = Reflect::get(data, &"error".into()).unwrap_or_default();
            let _ = match error.is_undefined() {
                true => resolve.call1(&JsValue::NULL, &Reflect::get(data, &"result".into()).unwrap_or_default()),
                false => reject.call1(&JsValue::NULL, &error),
            };
        }
    });
    running.worker.set_onmessage(Some(answered.as_ref().unchecked_ref()));
    // A script or a module that does not load. The next task starts another worker.
    let failed = handler(&running, |running, _| {
        RUNNING.set(None);
        let (task, loading) = (running.task.take().map(|(_, (_, reject))| reject), running.loading.take());
        for reject in task.into_iter().chain(loading.map(|(_, reject)| reject)) {
            let _ = reject.call1(&JsValue::NULL, &"the worker did not start".into());
        }
    });
    running.worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
    running.handlers.replace(vec![answered, failed]);
    Some(running)
}

/// Creates a handler that does not keep the worker alive.
fn handler(running: &Rc<Running>, run: fn(&Running, &JsValue)) -> Handler {
    let running = Rc::downgrade(running);
    Closure::new(move |event: MessageEvent| {
        if let Some(running) = running.upgrade() {
            run(&running, &event.data());
        }
    })
}

/// Returns the address of the worker's script, which is next to the script that has started the page.
fn address() -> Option<String> {
    let script = document().query_selector("script[data-parts]").ok()??.dyn_into::<HtmlScriptElement>().ok()?;
    Some(script.src().replace("start.js", "worker.js"))
}

/// Converts a task to the options of the function that runs it.
fn input(task: &Task) -> Object {
    let Task::Explain(delivery) = task;
    let list = |texts: &[hookwright::credential::Credential]| -> JsValue {
        texts.iter().map(|text| JsValue::from_str(text)).collect::<js_sys::Array>().into()
    };
    let headers: js_sys::Array =
        delivery.headers.iter().map(|(name, value)| js_sys::Array::of2(&name.into(), &value.into())).collect();
    #[expect(clippy::cast_precision_loss, reason = "a time in milliseconds is exact for the next 285,000 years")]
    let now_ms = delivery.now_ms as f64;
    object(&[
        ("scheme", delivery.scheme.as_str().into()),
        ("secrets", list(&delivery.secrets)),
        ("oldSecrets", list(&delivery.old)),
        ("otherSecrets", list(&delivery.others)),
        ("headers", headers.into()),
        ("body", js_sys::Uint8Array::from(delivery.body.as_slice()).into()),
        ("method", delivery.method.into()),
        ("url", JsValue::from_str(&delivery.url)),
        ("now", now_ms.into()),
        ("ignoresAge", delivery.ignores_age.into()),
        ("framework", delivery.framework.as_str().into()),
    ])
}

fn object(members: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in members {
        // Setting a member of a plain object cannot fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}
