//! The sender, the events and the stack of a receiver.

use hookwright::catalog::{find, find_sender};
use hookwright::credential::Credential;
use hookwright::event::EventType;
use hookwright::receiver::{Project, Receiver, Stack};
use serde::{Deserialize, Serialize};

use crate::model::choice::{Named, serialize_by_id};
use crate::model::form::Form;
use crate::model::handover::Handover;
use crate::model::link::Linked;
use crate::model::sample::LOCAL_URL;
use crate::model::scheme::{CustomScheme, SchemeChoice, UNUSABLE};
use crate::model::words::count;

/// The stack of a receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct StackChoice(pub(crate) Stack);

impl Named for StackChoice {
    fn id(self) -> &'static str {
        self.0.id()
    }

    fn from_id(id: &str) -> Option<Self> {
        Stack::find(id).map(Self)
    }
}

serialize_by_id!(StackChoice);

/// Returns all stacks.
pub(crate) fn stacks() -> impl Iterator<Item = StackChoice> {
    Stack::ALL.into_iter().map(StackChoice)
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct ReceiveForm {
    pub(crate) scheme: SchemeChoice,
    pub(crate) stack: StackChoice,
    /// The event types, separated by commas or white space, as typed.
    pub(crate) events: String,
}

impl Form for ReceiveForm {
    const ID: &'static str = "receive";

    fn first(_now_ms: i64) -> Self {
        Self {
            scheme: SchemeChoice::from_id("github/sha256").unwrap_or(SchemeChoice::Custom),
            stack: StackChoice(Stack::Express),
            events: String::new(),
        }
    }
}

impl Linked for ReceiveForm {
    fn uses_custom_scheme(&self) -> bool {
        self.scheme == SchemeChoice::Custom
    }
}

impl ReceiveForm {
    /// Generates the project.
    ///
    /// # Errors
    /// The reason why there is no receiver, as a message of the core.
    pub(crate) fn project(&self, custom: &CustomScheme) -> Result<Project, String> {
        let types = self.types();
        let scheme = self.scheme.scheme(custom).map_err(|_| UNUSABLE)?;
        let known = find_sender(self.scheme.sender_id()).and_then(|sender| Receiver::of(sender, scheme.id));
        let receiver = known.unwrap_or_else(|| Receiver::new("the sender", scheme)).events(&types);
        receiver.project(self.stack.0).map_err(|reason| reason.to_string())
    }

    /// Takes over the scheme and the event types of another panel. Without any, the typed ones stay for the same sender.
    pub(crate) fn take_over(&mut self, handover: &Handover) {
        if !handover.kinds.is_empty() || self.scheme.sender_id() != handover.scheme.sender_id() {
            self.events = handover.kinds.join(", ");
        }
        self.scheme = handover.scheme;
    }

    /// Returns an event for this receiver on this machine. `secret` is that of the receiver, if it is known.
    pub(crate) fn hand_over(&self, secret: Option<Credential>) -> Handover {
        let kinds = self.types().into_iter().map(String::from).collect();
        Handover { from: "the receiver", scheme: self.scheme, kinds, url: LOCAL_URL.into(), secret }
    }

    /// Returns the event types.
    pub(crate) fn types(&self) -> Vec<&str> {
        self.events.split(|letter: char| letter == ',' || letter.is_whitespace()).filter(|it| !it.is_empty()).collect()
    }

    /// Returns the event types of the sender, if they are known.
    pub(crate) fn known_types(&self) -> &'static [EventType] {
        find(self.scheme.sender_id()).map(|provider| provider.events).unwrap_or_default()
    }

    /// Adds an event type, or removes it.
    pub(crate) fn toggle(&mut self, name: &str) {
        let mut types = self.types();
        if types.contains(&name) {
            types.retain(|one| *one != name);
        } else {
            types.push(name);
        }
        self.events = types.join(", ");
    }

    /// Returns the name of the project, for its folder.
    pub(crate) fn name(&self) -> String {
        format!("{}-{}-receiver", self.scheme.sender_id(), self.stack.id())
    }

    /// Returns the name of the sender and of the stack.
    pub(crate) fn title(&self) -> String {
        format!("{} in {}", self.scheme.sender().unwrap_or("Custom scheme"), self.stack.0.name())
    }
}

/// Describes the size of a project.
pub(crate) fn size(project: &Project) -> String {
    let lines: usize = project.files.iter().map(|file| file.text.lines().count()).sum();
    format!("{}, {}", count(project.files.len(), "file"), count(lines, "line"))
}

#[cfg(test)]
mod tests {
    use super::super::zip::zip;
    use super::*;
    use crate::model::form::{read, write};
    use crate::model::link::share;
    use crate::model::link_members::read_members;
    use crate::model::link_query::{query_members, readable_query};
    use crate::model::scheme::ValidScheme;
    use hookwright::catalog::senders;
    use hookwright::signature::OwnedScheme;
    use std::io::Write as _;
    use std::process::{Command, Stdio};

    fn first() -> ReceiveForm {
        ReceiveForm::first(0)
    }

    #[test]
    fn known_event_types_are_added_and_removed() {
        let mut form = ReceiveForm { scheme: SchemeChoice::from_id("generic/signature").unwrap(), ..first() };
        assert!(form.known_types().iter().any(|event| event.name == "user.created"));
        form.events = "order.paid,,x".into();
        form.toggle("user.created");
        assert_eq!(form.events, "order.paid, x, user.created");
        form.toggle("x");
        assert_eq!(form.events, "order.paid, user.created");
        assert!(first().known_types().is_empty());
    }

    #[test]
    fn an_event_and_its_receiver_name_the_same_scheme_and_types() {
        let well = SchemeChoice::from_id("well/signature").unwrap();
        let mut form = ReceiveForm { events: "push".into(), ..first() };
        let sent = Handover {
            from: "the event",
            scheme: well,
            kinds: vec!["company.created".into(), "company.updated".into()],
            url: String::new(),
            secret: None,
        };
        form.take_over(&sent);
        assert_eq!((form.scheme, form.events.as_str()), (well, "company.created, company.updated"));
        let back = form.hand_over(Some("hunter2-hunter2".into()));
        assert_eq!((back.scheme, &back.kinds, back.url.as_str()), (well, &sent.kinds, LOCAL_URL));
        form.take_over(&Handover {
            kinds: Vec::new(),
            scheme: SchemeChoice::from_id("well/token").unwrap(),
            ..sent.clone()
        });
        assert_eq!(form.events, "company.created, company.updated", "they are of the same sender");
        form.take_over(&Handover { kinds: Vec::new(), scheme: SchemeChoice::from_id("stripe/v1").unwrap(), ..sent });
        assert_eq!(form.events, "");
    }

    #[test]
    fn every_scheme_has_a_project_or_a_reason() {
        let custom = Err(Vec::new());
        let mut unavailable = Vec::new();
        for scheme in senders().flat_map(|sender| sender.schemes) {
            let form = ReceiveForm { scheme: SchemeChoice::from_id(scheme.id).unwrap(), ..first() };
            match form.project(&custom) {
                Ok(project) => assert!(project.files.len() >= 4, "{}", scheme.id),
                Err(reason) => unavailable.push((scheme.id, reason)),
            }
        }
        let ids: Vec<_> = unavailable.iter().map(|(id, _)| *id).collect();
        assert_eq!(ids, ["asana/hmac", "notion/hmac"]);
        assert!(unavailable.iter().all(|(_, reason)| reason.contains("answerHandshake")), "{unavailable:?}");
    }

    #[test]
    fn event_types_are_separated_by_commas_or_spaces() {
        let form = ReceiveForm { events: " push, release\nissues ,".into(), ..first() };
        let project = form.project(&Err(Vec::new())).unwrap();
        let text: String = project.files.iter().map(|file| file.text.as_str()).collect();
        assert!(["push", "release", "issues"].iter().all(|kind| text.contains(kind)));
    }

    #[test]
    fn a_custom_scheme_has_a_receiver_once_it_is_valid() {
        let form = ReceiveForm { scheme: SchemeChoice::Custom, ..first() };
        assert_eq!(form.project(&Err(Vec::new())), Err(UNUSABLE.into()));
        let text =
            r#"{ "id": "custom/x", "algorithm": "hmac-sha256", "content": "{body}", "signature": { "header": "A" } }"#;
        let custom = OwnedScheme::parse(text).and_then(ValidScheme::new);
        assert!(form.project(&custom).is_ok());
        assert_eq!(form.title(), "Custom scheme in Express");
    }

    #[test]
    fn a_link_and_a_saved_form_are_read_as_the_same_form() {
        let form = ReceiveForm { stack: StackChoice(Stack::Go), events: "a, b".into(), ..first() };
        assert_eq!(read::<ReceiveForm>(&write(&form).0, 0).0, form);
        let query = readable_query::<ReceiveForm>(&share(&form, &Err(Vec::new()), None, false).members).unwrap();
        assert_eq!(query, "stack=go&events=a%2C+b");
        let members = query_members::<ReceiveForm>(&query).unwrap();
        assert_eq!(read_members::<ReceiveForm>(&members, 0).unwrap().form, form);
    }

    #[test]
    fn golden_links_are_read() {
        crate::model::golden::assert_golden::<ReceiveForm>();
    }

    #[test]
    fn other_programs_read_the_zip_file() {
        let form = first();
        let project = form.project(&Err(Vec::new())).unwrap();
        let script = "import sys, io, zipfile; z = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())); \
                      assert not z.testzip(); print('\\n'.join(z.namelist())); \
                      sys.stdout.write(z.read(z.namelist()[0]).decode())";
        let mut python = Command::new("python3");
        python.args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = python.spawn().unwrap();
        child.stdin.take().unwrap().write_all(&zip(&form.name(), &project.files)).unwrap();
        let output = child.wait_with_output().unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        let names: String =
            project.files.iter().map(|file| format!("github-express-receiver/{}\n", file.path)).collect();
        assert_eq!(printed, format!("{names}{}", project.files[0].text));
    }
}
