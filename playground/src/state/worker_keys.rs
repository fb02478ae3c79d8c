//! Keys that the worker uses, with the code of the npm package.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use hookwright::signature::{Algorithm, KeyForm, Message, PublicKey, PublicKeys, SecretError};
use leptos::task::spawn_local;
use zeroize::Zeroizing;

use super::remote;
use crate::browser::worker::{self, NoResult};
use crate::model::json::Value;
use crate::model::key_answer::key_answer;
use crate::model::sample;
use crate::model::task::{KeyAnswer, KeyQuestion, KeyTask, KeyUse, Task};

/// How long an unused answer is kept, in answers of the worker.
const MAX_UNUSED: u32 = 64;

/// A kept answer.
struct Kept {
    question: KeyQuestion,
    answer: KeyAnswer,
    /// The number of answers of the worker at its last use.
    used: u32,
}

thread_local! {
    /// The answers.
    static KEPT: RefCell<Vec<Kept>> = const { RefCell::new(Vec::new()) };
    /// The number of answers of the worker.
    static TURN: Cell<u32> = const { Cell::new(0) };
    /// The questions that will be sent next.
    static ASKED: RefCell<Vec<KeyTask>> = const { RefCell::new(Vec::new()) };
}

/// Questions with their answers.
type Answers = Vec<(KeyQuestion, KeyAnswer)>;

/// The algorithms, computed by the worker.
pub(crate) struct WorkerKeys;

impl PublicKeys for WorkerKeys {
    fn prepare(&self, algorithm: Algorithm, form: KeyForm, key: &[u8]) -> Result<Arc<dyn PublicKey>, SecretError> {
        let key = |what| KeyQuestion { algorithm, form, key: Zeroizing::new(key.to_vec()), what };
        let (is_private, rsa_bits) = match ask(&key(KeyUse::Read), None) {
            Some(KeyAnswer::Key { is_private, rsa_bits }) => (is_private, rsa_bits),
            Some(KeyAnswer::Unusable(error)) => return Err(error),
            // The computation continues, so that all of its questions are sent at once.
            _ => (true, None),
        };
        Ok(Arc::new(RemoteKey { question: key(KeyUse::Read), is_private, rsa_bits }))
    }

    fn ed25519_public(&self, seed: &[u8; 32]) -> Result<[u8; 32], SecretError> {
        // The worker generates other pairs.
        sample::ed25519_public(seed).ok_or(SecretError::NotMadeHere)
    }
}

/// A key that the worker uses.
struct RemoteKey {
    question: KeyQuestion,
    is_private: bool,
    rsa_bits: Option<usize>,
}

impl RemoteKey {
    fn ask(&self, message: &Message<'_>, what: KeyUse) -> Option<KeyAnswer> {
        ask(&KeyQuestion { what, ..self.question.clone() }, Some(message))
    }
}

impl PublicKey for RemoteKey {
    fn is_private(&self) -> bool {
        self.is_private
    }

    fn rsa_bits(&self) -> Option<usize> {
        self.rsa_bits
    }

    /// Is empty, because the page passes no keys to the cryptography of a host.
    fn public_der(&self) -> Vec<u8> {
        Vec::new()
    }

    fn is_candidate(&self, _signature: &[u8]) -> bool {
        true
    }

    fn verify(&self, message: &Message<'_>, signature: &[u8]) -> Option<bool> {
        let what = KeyUse::Verify { digest: *message.sha256(), signature: signature.to_vec() };
        Some(self.ask(message, what) == Some(KeyAnswer::IsValid(true)))
    }

    fn sign(&self, message: &Message<'_>) -> Result<Vec<u8>, SecretError> {
        if !self.is_private {
            return Err(SecretError::Public);
        }
        match self.ask(message, KeyUse::Sign { digest: *message.sha256() }) {
            Some(KeyAnswer::Signature(signature)) => Ok(signature),
            Some(KeyAnswer::Unusable(error)) => Err(error),
            _ => Err(SecretError::NotAKey),
        }
    }
}

/// Returns the answer to a question. If it is missing, the worker is asked.
fn ask(question: &KeyQuestion, message: Option<&Message<'_>>) -> Option<KeyAnswer> {
    let known = KEPT.with_borrow_mut(|kept| {
        let kept = kept.iter_mut().find(|kept| kept.question == *question)?;
        kept.used = TURN.get();
        Some(kept.answer.clone())
    });
    if known.is_none() {
        remote::miss();
        let content = message.and_then(Message::content).unwrap_or_default().concat();
        let is_first = ASKED.with_borrow_mut(|asked| {
            let is_first = asked.is_empty();
            if !asked.iter().any(|task| task.question == *question) {
                asked.push(KeyTask { question: question.clone(), content });
            }
            is_first
        });
        if is_first {
            // Later, when all questions of the computation are known.
            spawn_local(async {
                let _ = answer_all().await;
            });
        }
    }
    known
}

/// Sends the questions to the worker, and keeps its answers.
pub(crate) async fn answer_all() -> Result<(), NoResult> {
    let tasks = ASKED.take();
    if tasks.is_empty() {
        return Ok(());
    }
    let questions: Vec<_> = tasks.iter().map(|task| task.question.clone()).collect();
    let ended = match worker::run(&Task::Keys(tasks)).await {
        Ok(answers) => read(questions, &answers).ok_or(NoResult::Failed),
        Err(error) => Err(error),
    };
    let ended = ended.map(|answers| {
        let turn = TURN.get().wrapping_add(1);
        TURN.set(turn);
        KEPT.with_borrow_mut(|kept| {
            kept.retain(|kept| turn.wrapping_sub(kept.used) <= MAX_UNUSED);
            kept.extend(answers.into_iter().map(|(question, answer)| Kept { question, answer, used: turn }));
        });
    });
    remote::answered(ended.is_ok());
    ended
}

/// Pairs the questions with their answers. Returns `None` if one is not an answer.
fn read(questions: Vec<KeyQuestion>, answers: &Value) -> Option<Answers> {
    let answers = answers.as_array().filter(|answers| answers.len() == questions.len())?;
    let pairs = questions.into_iter().zip(answers);
    pairs.map(|(question, answer)| key_answer(&question, answer).map(|answer| (question, answer))).collect()
}
