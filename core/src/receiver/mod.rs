//! Generated receivers: a complete project that verifies and handles the deliveries of a sender, for a web framework or
//! the standard library of a language.
//!
//! A receiver is generated from the scheme of a sender, so custom schemes work as well. Each project verifies the raw
//! body, checks the timestamp, stores a delivery before it responds, recognizes repeated deliveries, answers handshakes
//! and has a test. Values from a scheme become literals, which cannot add code.

mod handshake;
mod places;
mod plan;
mod readme;
mod signing;
mod signing_text;
mod stack;
mod syntax;
mod template;
#[cfg(test)]
mod tests;
mod unavailable;

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use serde::Serialize;

pub use signing::{SigningLanguage, Unsignable, signing_code};
pub use stack::Stack;
pub use unavailable::Unavailable;

use crate::catalog::Sender;
use crate::signature::{Place, Scheme, Tolerance};
use plan::Plan;
use syntax::Code;

/// The deliveries for which a receiver is generated.
///
/// ```
/// use hookwright::catalog::find_sender;
/// use hookwright::receiver::{Receiver, Stack};
///
/// let github = Receiver::of(find_sender("github").unwrap(), "github/sha256").unwrap().events(&["push", "release"]);
/// let project = github.project(Stack::Flask).unwrap();
/// let handlers = project.files.iter().find(|file| file.path == "handlers.py").unwrap();
/// assert!(handlers.text.contains("case \"push\":"));
/// ```
#[derive(Clone, Debug)]
pub struct Receiver<'a> {
    name: &'a str,
    scheme: Scheme<&'a str>,
    /// The sender's id in the catalog.
    sender: Option<&'a str>,
    kind: Option<Place<&'a str>>,
    id: Option<Place<&'a str>>,
    events: Vec<&'a str>,
}

impl<'a> Receiver<'a> {
    /// A receiver for a scheme. `name` is the name of the sender, for comments.
    ///
    /// ```
    /// use hookwright::receiver::{Receiver, Stack};
    /// use hookwright::signature::{Algorithm, KeyForm, Place, Scheme, SignatureField};
    ///
    /// let scheme = Scheme::new("acme/v1", Algorithm::HmacSha256, KeyForm::Text, "{body}", SignatureField::hex("X-Acme"));
    /// let receiver = Receiver::new("Acme", scheme).event(Some(Place::member("/type")), Some(Place::member("/id")));
    /// assert!(receiver.project(Stack::Go).is_ok());
    /// ```
    #[must_use]
    pub const fn new(name: &'a str, scheme: Scheme<&'a str>) -> Self {
        Self { name, scheme, sender: None, kind: None, id: None, events: Vec::new() }
    }

    /// A receiver for a sender of the catalog. `None` if the sender does not have this scheme.
    #[must_use]
    pub fn of(sender: &'static Sender, scheme: &str) -> Option<Self> {
        let scheme = sender.schemes.iter().find(|known| known.id == scheme)?;
        let place = |field: Option<crate::catalog::EventField>| field.map(|field| field.place);
        let event = sender.event.as_ref();
        let [kind, id] = event.map_or([None, None], |event| [place(event.kind), place(event.id)]);
        Some(Self { sender: Some(sender.id), ..Self::new(sender.name, *scheme).event(kind, id) })
    }

    /// Sets the places of the event type and the event id.
    #[must_use]
    pub fn event(mut self, kind: Option<Place<&'a str>>, id: Option<Place<&'a str>>) -> Self {
        (self.kind, self.id) = (kind, id);
        self
    }

    /// Sets the event types that the receiver handles. All others are logged.
    #[must_use]
    pub fn events(mut self, types: &[&'a str]) -> Self {
        self.events.clear();
        for kind in types {
            if !self.events.contains(kind) {
                self.events.push(kind);
            }
        }
        self
    }

    /// Generates the project for a stack.
    ///
    /// # Errors
    /// The reason why there is no receiver for this scheme.
    pub fn project(&self, stack: Stack) -> Result<Project, Unavailable> {
        let syntax = stack.syntax();
        let is_encrypted = self.scheme.handshake.is_some_and(|handshake| handshake.encrypted.is_some());
        if is_encrypted && !stack.uses_library() {
            return Err(Unavailable::EncryptedHandshake);
        }
        let has_limits = |tolerance: Tolerance| tolerance.past_ms.is_some() || tolerance.future_ms.is_some();
        let limits = self.scheme.timestamp.map(|field| field.tolerance.is_none_or(has_limits));
        if limits == Some(false) && !stack.uses_library() {
            return Err(Unavailable::UnlimitedAge);
        }
        let mut context = Plan::of(self.scheme, self.kind, self.id)?.context(syntax);
        context.list("events", self.events.iter().map(|event| syntax.literal(event)).collect());
        context.value("sender", Code::comment(self.name));
        context.value("scheme", Code::comment(self.scheme.id));
        context.value("package", Code::package(self.sender.unwrap_or(self.name)));
        match self.sender {
            Some(sender) => {
                context.flag("known", true);
                context.value("provider", syntax.literal(sender));
                context.value("scheme_id", syntax.literal(self.scheme.id));
            }
            None => {
                let scheme = serde_json::to_string_pretty(&self.scheme).unwrap_or_default();
                context.value("custom_scheme", Code::javascript(&scheme));
                context.value("custom_scheme_text", syntax.literal(&scheme));
            }
        }
        readme::describe(stack, &mut context);
        let files = stack
            .templates()
            .iter()
            .map(|(path, text)| File { path: (*path).to_string(), text: template::render(text, &context) });
        // A template without any text for this scheme is not a file.
        Ok(Project { files: files.filter(|file| !file.text.trim().is_empty()).collect() })
    }
}

/// A generated project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Project {
    /// The files, the most interesting first.
    pub files: Vec<File>,
}

/// A file of a project.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct File {
    /// The path in the project, with `/`.
    pub path: String,
    /// The text, which ends with a line break.
    pub text: String,
}
