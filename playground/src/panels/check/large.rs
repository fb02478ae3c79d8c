//! The check of a delivery with a large body, which the worker makes. A new input stops it.

use std::cell::{Cell, RefCell};

use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::model::form::CheckForm;
use super::model::remote::{remote as read, task};
use super::model::verdict::Remote;
use crate::browser;
use crate::browser::worker::{self, NoResult};
use crate::model::scheme::SchemeChoice;
use crate::model::task::Task;
use crate::state::custom_scheme::CustomSchemeState;
use crate::state::remote;

/// How long an answer is used, in milliseconds. After that, the delivery may be too old.
const MAX_AGE_MS: i64 = 60_000;

/// What is loaded with the first large body.
struct Tools {
    check: Check,
    stop: fn(),
}

/// Returns the findings about a delivery at a time. The last argument is whether the secrets can be used.
type Check = fn(CustomSchemeState, &CheckForm, i64, bool) -> Remote;

static TOOLS: Tools = Tools { check, stop: stop_worker };

/// What is checked.
#[derive(Clone, PartialEq)]
struct Question {
    form: CheckForm,
    /// The custom scheme as JSON, if it is used.
    json: Option<String>,
    /// Whether the secrets can be used.
    is_usable: bool,
}

/// The last question, and its answer with the time of the answer.
type Asked = (Question, Option<(Remote, i64)>);

thread_local! {
    /// The tools, once they are loaded.
    static LOADED: Cell<Option<&'static Tools>> = const { Cell::new(None) };
    static LAST: RefCell<Option<Asked>> = const { RefCell::new(None) };
}

/// Returns the findings about a delivery, if they are known.
pub(super) fn findings(custom: CustomSchemeState, form: &CheckForm, now_ms: i64, is_usable: bool) -> Remote {
    if let Some(tools) = LOADED.get() {
        return (tools.check)(custom, form, now_ms, is_usable);
    }
    remote::miss();
    spawn_local(async {
        LOADED.set(load().await.ok());
        remote::answered(LOADED.get().is_some());
    });
    Remote::Pending
}

/// Stops the check in progress, if there is one.
pub(super) fn stop() {
    if let Some(tools) = LOADED.get() {
        (tools.stop)();
    }
}

#[wasm_split(check_more, fallible)]
fn load() -> Result<&'static Tools, SplitLoaderError> {
    Ok(&TOOLS)
}

/// Returns the findings about a delivery, and asks the worker for them if they are not known.
fn check(custom: CustomSchemeState, form: &CheckForm, now_ms: i64, is_usable: bool) -> Remote {
    let json = (form.scheme == SchemeChoice::Custom).then(|| custom.json()).flatten();
    let question = Question { form: form.clone(), json, is_usable };
    let asked = LAST.with_borrow(|last| {
        let (_, answer) = last.as_ref().filter(|(last, _)| *last == question)?;
        Some(answer.as_ref().map(|(remote, at_ms)| (now_ms - at_ms < MAX_AGE_MS).then(|| remote.clone())))
    });
    match asked {
        Some(Some(Some(remote))) => return remote,
        // The worker is checking it.
        Some(None) => {}
        _ => {
            LAST.set(Some((question.clone(), None)));
            let task =
                custom.read.with_untracked(|custom| task(form, custom, question.json.clone(), is_usable, now_ms));
            spawn_local(ask(question, task));
        }
    }
    remote::miss();
    Remote::Pending
}

async fn ask(question: Question, task: Option<Task>) {
    let answer = match task {
        Some(task) => worker::run(&task).await.and_then(|answer| read(&answer).ok_or(NoResult::Failed)),
        None => Err(NoResult::Failed),
    };
    if answer == Err(NoResult::Replaced) {
        return;
    }
    let is_success = answer.is_ok();
    LAST.with_borrow_mut(|last| {
        if last.as_ref().is_some_and(|(last, _)| *last == question) {
            *last = answer.ok().map(|remote| (question, Some((remote, browser::now_ms()))));
        }
    });
    remote::answered(is_success);
}

fn stop_worker() {
    if LAST.take().is_some_and(|(_, answer)| answer.is_none()) {
        // Not in the computation itself.
        spawn_local(async { worker::stop("check") });
    }
}
