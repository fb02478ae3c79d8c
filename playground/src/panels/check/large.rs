//! The check of a delivery with a large body, which the worker makes. A new input stops it.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;

use leptos::task::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::model::form::CheckForm;
use super::model::remote::{remote, task};
use super::model::verdict::Remote;
use crate::browser;
use crate::browser::worker::{self, NoResult};
use crate::model::scheme::SchemeChoice;
use crate::state::custom_scheme::CustomSchemeState;
use crate::state::remote as answers;

/// How long an answer is used, in milliseconds. After that, the delivery may be too old.
const MAX_AGE_MS: i64 = 60_000;

/// Checks deliveries with large bodies.
#[derive(Clone, Copy)]
pub(crate) struct Large {
    custom: CustomSchemeState,
}

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

/// The answer of the worker.
type Answer = Pin<Box<dyn Future<Output = Result<Remote, NoResult>>>>;

thread_local! {
    static LAST: RefCell<Option<Asked>> = const { RefCell::new(None) };
}

impl Large {
    pub(crate) const fn new(custom: CustomSchemeState) -> Self {
        Self { custom }
    }

    /// Returns the findings, and asks the worker for them if they are not known.
    pub(crate) fn findings(self, form: &CheckForm, now_ms: i64, is_usable: bool) -> Remote {
        let json = (form.scheme == SchemeChoice::Custom).then(|| self.custom.json()).flatten();
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
                spawn_local(self.ask(question, now_ms));
            }
        }
        answers::miss();
        Remote::Pending
    }

    async fn ask(self, question: Question, now_ms: i64) {
        let answer = match check(self, question.clone(), now_ms).await {
            Ok(answer) => answer.await,
            Err(_) => Err(NoResult::Failed),
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
        answers::answered(is_success);
    }
}

/// Stops the check in progress, if there is one.
pub(crate) fn stop() {
    if LAST.take().is_some_and(|(_, answer)| answer.is_none()) {
        spawn_local(async { drop(stop_worker().await) });
    }
}

#[wasm_split(check_more, fallible)]
fn stop_worker() -> Result<(), SplitLoaderError> {
    worker::stop("check");
    Ok(())
}

#[wasm_split(check_more, fallible)]
fn check(large: Large, question: Question, now_ms: i64) -> Result<Answer, SplitLoaderError> {
    let Question { form, json, is_usable } = question;
    let task = large.custom.read.with_untracked(|custom| task(&form, custom, json, is_usable, now_ms));
    Ok(Box::pin(async move {
        let task = task.ok_or(NoResult::Failed)?;
        remote(&worker::run(&task).await?).ok_or(NoResult::Failed)
    }))
}
