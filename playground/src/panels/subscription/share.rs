//! A subscription in links and files.

use std::borrow::Cow;

use super::model::form::SubscriptionForm;
use super::model::update::UpdateForm;
use crate::model::credentials::SignatureFields;
use crate::model::link::{Kind, Linked, Unsaved};
use crate::model::scheme::CustomScheme;

impl Linked for SubscriptionForm {
    const IS_READABLE: bool = false;

    const UNSAVED: &'static [&'static [&'static str]] =
        &[&["url"], &["headers"], &["secret"], &["update", "url"], &["update", "headers"], &["update", "secret"]];

    const CONTROLS: &'static [(&'static str, &'static str)] =
        &[("secret", "subscription-secret"), ("update/secret", "subscription-update-secret")];

    /// The events and the URLs of a first visit may change, so a link contains them.
    fn base() -> Self {
        let update = UpdateForm { url: String::new(), ..UpdateForm::default() };
        Self { events: Vec::new(), url: String::new(), update, ..Self::default() }
    }

    fn unsaved(&self, _custom: &CustomScheme) -> Vec<Unsaved<'_>> {
        let member = |path, text, kind| Unsaved { path, text: Cow::Borrowed(text), kind };
        vec![
            member(&["url"], self.url.as_str(), Kind::Url),
            member(&["headers"], &*self.headers, Kind::Headers(SignatureFields::default())),
            member(&["secret"], &*self.secret, Kind::Secret("Secret")),
            member(&["update", "url"], self.update.url.as_str(), Kind::Url),
            member(&["update", "headers"], &*self.update.headers, Kind::Headers(SignatureFields::default())),
            member(&["update", "secret"], &*self.update.secret, Kind::Secret("New secret")),
        ]
    }

    fn set_unsaved(&mut self, path: &str, text: &str) -> bool {
        match path {
            "url" => self.url = text.into(),
            "headers" => self.headers = text.into(),
            "secret" => self.secret = text.into(),
            "update/url" => self.update.url = text.into(),
            "update/headers" => self.update.headers = text.into(),
            "update/secret" => self.update.secret = text.into(),
            _ => return false,
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::link::share;
    use crate::model::link_members::read_members;

    #[test]
    fn golden_links_are_read() {
        crate::model::golden::assert_golden::<SubscriptionForm>();
    }

    #[test]
    fn a_link_has_no_secrets_unless_asked() {
        let form = SubscriptionForm {
            url: "https://me:hunter2-hunter2@me.example/?key=hunter2-hunter2".into(),
            secret: "hunter2-hunter2".into(),
            headers: "Authorization: hunter2-hunter2\nA: b".into(),
            description: "the secret is hunter2-hunter2".into(),
            ..SubscriptionForm::default()
        };
        let safe = share(&form, &Err(Vec::new()), None, false);
        assert!(!safe.members.to_string().contains("hunter2"), "{}", safe.members);
        let opened = read_members::<SubscriptionForm>(&safe.members, 0).unwrap();
        assert_eq!((opened.removed, &*opened.form.secret), (vec!["secret".to_owned()], ""));
        assert_eq!(opened.form.description, "the secret is ‹removed›");
        let all = share(&form, &Err(Vec::new()), None, true);
        assert_eq!(read_members::<SubscriptionForm>(&all.members, 0).unwrap().form, form);
    }

    #[test]
    fn a_link_has_the_values_of_an_update_without_secrets() {
        let update = UpdateForm {
            url: "https://me.example/v2?key=hunter2-hunter2".into(),
            secret: "hunter2-hunter2".into(),
            headers: "Authorization: hunter2-hunter2\nA: b".into(),
            description: "the secret is hunter2-hunter2".into(),
            ..UpdateForm::default()
        };
        let form = SubscriptionForm { update, ..SubscriptionForm::default() };
        let safe = share(&form, &Err(Vec::new()), None, false);
        assert!(!safe.members.to_string().contains("hunter2"), "{}", safe.members);
        assert!(safe.removed.contains(&"New secret".to_owned()), "{:?}", safe.removed);
        let opened = read_members::<SubscriptionForm>(&safe.members, 0).unwrap();
        assert_eq!((opened.removed, &*opened.form.update.secret), (vec!["update/secret".to_owned()], ""));
        assert_eq!(opened.form.update.url, "https://me.example/v2?key=‹removed›");
        assert_eq!(&*opened.form.update.headers, "Authorization: ‹removed›\nA: b");
        let all = share(&form, &Err(Vec::new()), None, true);
        assert_eq!(read_members::<SubscriptionForm>(&all.members, 0).unwrap().form, form);
    }
}
