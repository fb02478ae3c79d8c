//! The worker, which computes what takes long. It runs the functions of the npm package, so that their code is not a
//! part of the page. `www/worker.js` is the other side of the protocol: a message `{ id, task, input }` is answered by
//! `{ id, result }` or `{ id, error }`. The worker sends `{ id: 0 }` once it has loaded its modules.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use hookwright::catalog::SampleRequest;
use hookwright::credential::Credential;
use hookwright::signature::{Algorithm, KeyForm};
use js_sys::{Function, JSON, Object, Promise, Reflect};
use leptos::prelude::window;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use super::file_of_page;
use crate::model::json::Value;
use crate::model::task::{DeliveryTask, KeyQuestion, KeyTask, KeyUse, Task};

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

/// A task in progress.
struct Pending {
    id: u32,
    name: &'static str,
    message: Object,
    settle: Settle,
}

/// The running worker.
struct Running {
    worker: Worker,
    /// The tasks in progress, in the order in which the worker receives them.
    tasks: RefCell<Vec<Pending>>,
    /// The functions that settle the promise of the first message, which says that everything is loaded.
    loading: RefCell<Option<Settle>>,
    /// The handlers, which are called until the worker is dropped.
    handlers: RefCell<Vec<Handler>>,
}

thread_local! {
    static RUNNING: RefCell<Option<Rc<Running>>> = const { RefCell::new(None) };
    /// The id of the last task.
    static LAST: Cell<u32> = const { Cell::new(0) };
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

/// Runs a task and returns its result. A task in progress with the same name is replaced, unless it is short.
pub(crate) async fn run(task: &Task) -> Result<Value, NoResult> {
    if !task.is_short() {
        stop(task.name());
    }
    let result = send(task.name(), &input(task)).await?;
    let text = JSON::stringify(&result).map_err(|_| NoResult::Failed)?;
    Value::parse(&String::from(text)).ok_or(NoResult::Failed)
}

/// Stops the task in progress with this name, if there is one. Other tasks start again in a new worker.
pub(crate) fn stop(name: &str) {
    let Some(running) = RUNNING.with_borrow(Clone::clone) else { return };
    let stopped: Vec<_> = running.tasks.borrow_mut().extract_if(.., |task| task.name == name).collect();
    for Pending { settle: (_, reject), .. } in &stopped {
        let _ = reject.call1(&JsValue::NULL, &JsValue::NULL);
    }
    // Without a network, a new worker could not be loaded. Then the task ends by itself and its answer is ignored.
    if stopped.is_empty() || !window().navigator().on_line() {
        return;
    }
    running.worker.terminate();
    RUNNING.set(None);
    // The next task loads everything again.
    if let Some((resolve, _)) = running.loading.take() {
        let _ = resolve.call0(&JsValue::NULL);
    }
    let others = running.tasks.take();
    if others.is_empty() {
        return;
    }
    match ready() {
        Some(running) => others.into_iter().for_each(|task| running.post(task)),
        None => others.into_iter().for_each(fail),
    }
}

async fn send(name: &'static str, input: &Object) -> Result<JsValue, NoResult> {
    let running = ready().ok_or(NoResult::Failed)?;
    let id = LAST.get().wrapping_add(1);
    LAST.set(id);
    let message = object(&[("id", id.into()), ("task", name.into()), ("input", input.into())]);
    let promise = Promise::new(&mut |resolve, reject| {
        running.post(Pending { id, name, message: message.clone(), settle: (resolve, reject) });
    });
    JsFuture::from(promise).await.map_err(|reason| match reason.is_null() {
        true => NoResult::Replaced,
        false => NoResult::Failed,
    })
}

impl Running {
    fn post(&self, task: Pending) {
        match self.worker.post_message(&task.message) {
            Ok(()) => self.tasks.borrow_mut().push(task),
            Err(_) => fail(task),
        }
    }
}

fn fail(task: Pending) {
    let _ = task.settle.1.call1(&JsValue::NULL, &"the worker did not start".into());
}

/// Returns the worker, which is started if it is not running.
fn ready() -> Option<Rc<Running>> {
    let running = RUNNING.with_borrow(Clone::clone).or_else(start)?;
    RUNNING.set(Some(running.clone()));
    Some(running)
}

fn start() -> Option<Rc<Running>> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Worker::new_with_options(&file_of_page("worker.js")?, &options).ok()?;
    let running = Rc::new(Running {
        worker,
        tasks: RefCell::new(Vec::new()),
        loading: RefCell::new(None),
        handlers: RefCell::new(Vec::new()),
    });
    let answered = handler(&running, |running, data| {
        if let Some((resolve, _)) = running.loading.take() {
            let _ = resolve.call0(&JsValue::NULL);
        }
        let id = Reflect::get(data, &"id".into()).ok().and_then(|id| id.as_f64());
        let task = running.tasks.borrow_mut().extract_if(.., |task| Some(f64::from(task.id)) == id).next();
        if let Some(Pending { settle: (resolve, reject), .. }) = task {
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
        running.tasks.take().into_iter().for_each(fail);
        if let Some((_, reject)) = running.loading.take() {
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

/// Converts a task to the input of the function that runs it.
fn input(task: &Task) -> Object {
    match task {
        Task::Explain(task) => delivery(task),
        Task::Check(task, handshake) => object(&[
            ("delivery", delivery(task).into()),
            ("isHandshakePossible", handshake.is_possible.into()),
            ("handshakeSecrets", list(&handshake.secrets)),
            ("handshakeToken", SampleRequest::TOKEN.into()),
        ]),
        Task::Keys(tasks) => object(&[("uses", tasks.iter().map(key_use).collect::<js_sys::Array>().into())]),
        Task::Generate(scheme) => object(&[("scheme", scheme.into())]),
        Task::GeneratePem(algorithm) => object(&[("algorithm", (*algorithm).into())]),
        Task::PublicKey(algorithm, key) => {
            object(&[("algorithm", (*algorithm).into()), ("key", JsValue::from_str(key))])
        }
        Task::Import(text, entry) => object(&[
            ("bytes", js_sys::Uint8Array::from(&**text).into()),
            ("entry", entry.map_or(JsValue::NULL, JsValue::from)),
        ]),
    }
}

fn delivery(task: &DeliveryTask) -> Object {
    let headers: js_sys::Array =
        task.headers.iter().map(|(name, value)| js_sys::Array::of2(&name.into(), &value.into())).collect();
    #[expect(clippy::cast_precision_loss, reason = "a time in milliseconds is exact for the next 285,000 years")]
    let now_ms = task.now_ms as f64;
    object(&[
        ("scheme", task.scheme.as_str().into()),
        ("secrets", list(&task.secrets)),
        ("oldSecrets", list(&task.old)),
        ("otherSecrets", list(&task.others)),
        ("headers", headers.into()),
        ("body", js_sys::Uint8Array::from(task.body.as_slice()).into()),
        ("method", task.method.into()),
        ("url", JsValue::from_str(&task.url)),
        ("now", now_ms.into()),
        ("ignoresAge", task.ignores_age.into()),
        ("framework", task.framework.as_str().into()),
    ])
}

fn list(texts: &[Credential]) -> JsValue {
    texts.iter().map(|text| JsValue::from_str(text)).collect::<js_sys::Array>().into()
}

/// Converts a use of a key. The key is decoded, so that its form only says whether it is DER.
fn key_use(task: &KeyTask) -> Object {
    let KeyQuestion { algorithm, form, key, what } = &task.question;
    let algorithm = match algorithm {
        Algorithm::RsaPkcs1Sha256 => "rsa-pkcs1-sha256",
        Algorithm::EcdsaP256Sha256 => "ecdsa-p256-sha256",
        _ => "ed25519",
    };
    let form = if *form == KeyForm::Pem { "pem" } else { "hex" };
    let mut members: Vec<(_, JsValue)> = vec![
        ("algorithm", algorithm.into()),
        ("form", form.into()),
        ("key", js_sys::Uint8Array::from(key.as_slice()).into()),
        ("content", js_sys::Uint8Array::from(task.content.as_slice()).into()),
    ];
    members.push(match what {
        KeyUse::Read => ("what", "read".into()),
        KeyUse::Sign { .. } => ("what", "sign".into()),
        KeyUse::Verify { signature, .. } => ("signature", hex::encode(signature).into()),
    });
    object(&members)
}

fn object(members: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in members {
        // Setting a member of a plain object cannot fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}
