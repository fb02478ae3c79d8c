//! All user-visible messages, as `tests/vectors/messages.json`, so that their wording can be reviewed.
//!
//! Error messages come from their definitions, with representative values. Messages of problems and diagnoses come from
//! the documents, requests and deliveries that the modules below list.

mod diagnoses;
mod events;
mod policies;
mod schemes;
mod senders;
mod services;
mod subscriptions;

use std::collections::BTreeSet;
use std::fmt::Display;

use hookwright::catalog::{self, Evidence};
use hookwright::code::Code;
use hookwright::delivery::{STEP_CODES, StepError};
use hookwright::import::{IMPORT_CODES, ImportError, NOTE_CODES, Note};
use hookwright::problem::Problem;
use hookwright::service::{SERVICE_CODES, ServiceError};
use hookwright::signature::{
    self, REJECTION_CODES, Rejection, SECRET_CODES, SECRET_WARNING_CODES, SIGN_CODES, SecretError, SetupError,
    SignError,
};
use hookwright::simulation::{SCENARIO_CODES, ScenarioErrorKind};
use hookwright::subscription::{self, SkipReason};
use hookwright::{event, retry, service};
use serde_json::{Value, json};

/// A code and a message.
type Message = (&'static str, String);

/// The file `messages.json`.
pub(crate) fn messages() -> String {
    let problems = json!({
        "event": family(event::PROBLEM_CODES, shown(events::problems())),
        "scheme": family(signature::PROBLEM_CODES, shown(schemes::problems())),
        "sender": family(catalog::PROBLEM_CODES, shown(senders::problems())),
        "secret": family(SECRET_WARNING_CODES, shown(schemes::warnings())),
        "policy": family(retry::PROBLEM_CODES, shown(policies::problems())),
        "subscription": family(subscription::PROBLEM_CODES, shown(subscriptions::problems())),
        "service": family(service::PROBLEM_CODES, services::problems()),
    });
    let skips = [SkipReason::Inactive, SkipReason::OtherEvent, SkipReason::OtherWorkspace].map(SkipReason::describe);
    let document = json!({
        "rejections": family(REJECTION_CODES, displayed(&Rejection::examples(), Rejection::code)),
        "secretErrors": family(SECRET_CODES, displayed(&SecretError::examples(), SecretError::code)),
        "setupErrors": setup_errors(),
        "signErrors": family(SIGN_CODES, displayed(&SignError::examples(), SignError::code)),
        "wrappedSignErrors": wrapped_sign_errors(),
        "steps": family(STEP_CODES, displayed(&StepError::examples(), StepError::code)),
        "scenarios": family(SCENARIO_CODES, displayed(&ScenarioErrorKind::examples(), ScenarioErrorKind::code)),
        "services": family(SERVICE_CODES, displayed(&ServiceError::examples(), ServiceError::code)),
        "imports": family(IMPORT_CODES, displayed(&ImportError::examples(), ImportError::code)),
        "importNotes": family(NOTE_CODES, displayed(&Note::examples(), Note::code)),
        "problems": problems,
        "diagnoses": diagnoses::causes(),
        "frameworks": diagnoses::frameworks(),
        "checks": diagnoses::checks(),
        "detection": detection(),
        "skips": skips,
        "exports": policies::differences(),
    });
    format!("{document:#}\n")
}

fn displayed<T: Display>(all: &[T], code: impl Fn(&T) -> &'static str) -> Vec<Message> {
    all.iter().map(|error| (code(error), error.to_string())).collect()
}

/// The messages of problems, without duplicates. Messages that differ only in numbers and quotes are duplicates.
fn shown(problems: Vec<Problem>) -> Vec<Message> {
    let mut known = BTreeSet::new();
    let messages = problems.into_iter().map(|problem| (problem.code, problem.message));
    messages.filter(|(code, message)| known.insert((*code, template(message)))).collect()
}

/// The codes of a list, with their meanings and messages. A code that is missing from the list is reported in the
/// result.
fn family(codes: &[Code], messages: Vec<Message>) -> Value {
    let mut family: Vec<(&str, Vec<String>, Vec<String>)> = Vec::new();
    for code in codes {
        match family.iter_mut().find(|(known, ..)| *known == code.as_str()) {
            Some((_, meanings, _)) => meanings.push(code.about()),
            None => family.push((code.as_str(), vec![code.about()], Vec::new())),
        }
    }
    for (code, message) in messages {
        match family.iter_mut().find(|(known, ..)| *known == code) {
            Some((_, _, messages)) if messages.contains(&message) => {}
            Some((_, _, messages)) => messages.push(message),
            None => family.push((code, vec!["It is not listed.".into()], vec![message])),
        }
    }
    let entry = |(code, meaning, messages)| (String::from(code), json!({ "meaning": meaning, "messages": messages }));
    Value::Object(family.into_iter().map(entry).collect())
}

/// The messages of a verifier for errors of secrets and schemes.
fn setup_errors() -> Vec<String> {
    let error = SecretError::Placeholder;
    let secret = |index| SetupError::Secret { index, error };
    let scheme = schemes::problems().into_iter().next().map(SetupError::Scheme);
    [Some(secret(0)), Some(secret(1)), scheme].into_iter().flatten().map(|error| error.to_string()).collect()
}

/// The messages of the errors that a signing error wraps.
fn wrapped_sign_errors() -> Vec<String> {
    let rejection = Rejection::examples().into_iter().find(|rejection| rejection.code() == "ambiguous_form");
    let wrapped = [Some(SignError::Secret(SecretError::Public)), rejection.map(|it| SignError::Refused(Box::new(it)))];
    wrapped.into_iter().flatten().map(|error| error.to_string()).collect()
}

fn detection() -> Vec<String> {
    let evidence = [
        Evidence::Header { name: "X-Well-Signature" },
        Evidence::Envelope { members: vec!["event", "timestamp", "data"] },
        Evidence::EventType { name: "company.created" },
    ];
    evidence.iter().map(Evidence::describe).collect()
}

/// A document with some members replaced.
fn with(mut document: Value, members: Value) -> Value {
    if let (Some(document), Value::Object(members)) = (document.as_object_mut(), members) {
        document.extend(members);
    }
    document
}

/// Texts without duplicates. Texts that differ only in numbers and quotes are duplicates.
fn distinct(texts: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut known = BTreeSet::new();
    texts.into_iter().filter(|text| known.insert(template(text))).collect()
}

/// A text without numbers, units of time and text in backticks.
fn template(text: &str) -> String {
    let quoted = text.split('`').enumerate().map(|(index, part)| if index % 2 == 0 { part } else { "x" });
    let text: String = quoted.collect::<Vec<_>>().join("`");
    let is_value = |word: &&str| {
        word.contains(|character: char| character.is_ascii_digit()) || ["d", "h", "min", "s", "ms"].contains(word)
    };
    text.split(' ').filter(|word| !is_value(word)).collect::<Vec<_>>().join(" ")
}
