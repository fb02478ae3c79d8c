//! A form with a member of each kind, for the tests of links.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::credentials::SignatureFields;
use super::form::Form;
use super::json::Value;
use super::link::{Kind, Linked, Shared, Unsaved, share};
use super::link_members::read_members;
use super::link_text::Damage;
use super::scheme::CustomScheme;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Plan {
    pub(crate) seed: u64,
    pub(crate) drawn: bool,
    pub(crate) note: String,
    pub(crate) with: Vec<String>,
    pub(crate) from: Option<String>,
    pub(crate) outage: Outage,
    #[serde(skip)]
    pub(crate) headers: String,
    #[serde(skip)]
    pub(crate) secret: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Outage {
    pub(crate) begins: String,
    #[serde(skip)]
    pub(crate) at: String,
}

impl Form for Plan {
    const ID: &'static str = "plan";

    fn first(_now_ms: i64) -> Self {
        Self { note: "first".into(), ..Self::default() }
    }
}

impl Linked for Plan {
    const UNSAVED: &'static [&'static [&'static str]] = &[&["headers"], &["outage", "at"], &["secret"]];

    fn unsaved(&self, _custom: &CustomScheme) -> Vec<Unsaved<'_>> {
        let plain = |path, text, kind| Unsaved { path, text: Cow::Borrowed(text), kind };
        vec![
            plain(&["headers"], &self.headers, Kind::Headers(SignatureFields::default())),
            plain(&["outage", "at"], &self.outage.at, Kind::Url),
            plain(&["secret"], &self.secret, Kind::Secret("Secret")),
        ]
    }

    fn set_unsaved(&mut self, path: &str, text: &str) -> bool {
        match path {
            "headers" => self.headers = text.into(),
            "outage/at" => self.outage.at = text.into(),
            _ => self.secret = text.into(),
        }
        true
    }
}

/// Returns a form that differs from the base in every member.
pub(crate) fn filled(note: &str) -> Plan {
    Plan {
        seed: u64::MAX,
        drawn: true,
        note: note.into(),
        with: vec!["kit".into(), "slack".into()],
        from: Some("svix".into()),
        outage: Outage { begins: "5 min".into(), at: "https://me.example/".into() },
        headers: "A: b".into(),
        secret: "hunter2".into(),
    }
}

/// Returns the members of a form.
pub(crate) fn shared(plan: &Plan, with_secrets: bool) -> Shared {
    share(plan, &Err(Vec::new()), None, with_secrets)
}

/// Returns the form with these members.
pub(crate) fn form_of(members: &Value) -> Result<Plan, Damage> {
    read_members::<Plan>(members, 0).map(|read| read.form)
}
