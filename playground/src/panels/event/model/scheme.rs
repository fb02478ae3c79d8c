//! The choice of a scheme, and the header fields and members of the body that a scheme reads.

use hookwright::catalog::SampleRequest;

use super::document::Document;
use super::form::EventForm;
use crate::model::fields;
use crate::model::scheme::{CustomScheme, SchemeChoice};

impl EventForm {
    /// Selects a scheme. Header fields that it signs are added if they are missing, and those that were added for the
    /// previous scheme are removed. The same happens to members of a sample; an edited body is never changed.
    pub(crate) fn choose_scheme(&mut self, choice: SchemeChoice, custom: &CustomScheme, now_ms: i64) {
        self.remove_signed_headers(custom);
        self.scheme = choice;
        // A generated key pair does not fit another scheme, and is not in use anywhere yet.
        self.uses_sample |= self.public.take().is_some();
        self.add_signed_headers(custom);
        self.add_signed_members(custom, now_ms);
    }

    /// Adds the members that the scheme reads to a sample, and removes those of the previous scheme.
    pub(super) fn add_signed_members(&mut self, custom: &CustomScheme, now_ms: i64) {
        if self.edited {
            return;
        }
        if !self.plain.is_empty() {
            self.body = std::mem::take(&mut self.plain);
        }
        let Ok(scheme) = self.scheme.scheme(custom) else { return };
        let body = SampleRequest::with_members(&self.body, &scheme, &self.id, now_ms);
        if body != self.body {
            self.plain = std::mem::replace(&mut self.body, body);
        }
    }

    /// Adds the headers that the scheme signs if they are missing.
    pub(crate) fn add_signed_headers(&mut self, custom: &CustomScheme) {
        let Ok(scheme) = self.scheme.scheme(custom) else { return };
        let given = fields::headers(&self.headers, "").0;
        for name in SampleRequest::signed_headers(&scheme) {
            if given.get(&name).next().is_none() {
                self.headers = format!("{}\n{}", self.headers.trim_end(), sample_line(&name)).into();
            }
        }
    }

    /// Removes the headers that were added for the scheme, unless the user has changed them.
    fn remove_signed_headers(&mut self, custom: &CustomScheme) {
        let Ok(scheme) = self.scheme.scheme(custom) else { return };
        let added: Vec<String> = SampleRequest::signed_headers(&scheme).iter().map(|name| sample_line(name)).collect();
        let is_added = |line: &&str| added.iter().any(|added| added == line);
        if self.headers.lines().any(|line| is_added(&line)) {
            let kept: Vec<&str> = self.headers.lines().filter(|line| !is_added(line)).collect();
            self.headers = kept.join("\n").into();
        }
    }

    /// Returns the JSON Pointers of the members that the body must have before it is signed, and does not have.
    pub(crate) fn missing_members<'c>(&self, custom: &'c CustomScheme) -> Vec<&'c str> {
        let Ok(scheme) = self.scheme.scheme(custom) else { return Vec::new() };
        let missing = SampleRequest::missing_members(&self.body, &scheme, &self.id, 0);
        missing.into_iter().map(|(pointer, _)| pointer).collect()
    }

    /// Adds the missing members to the body, and keeps everything else as it is written.
    pub(crate) fn add_missing_members(&mut self, custom: &CustomScheme, now_ms: i64) {
        let Ok(scheme) = self.scheme.scheme(custom) else { return };
        for (pointer, value) in SampleRequest::missing_members(&self.body, &scheme, &self.id, now_ms) {
            let added = Document::parse(&self.body).ok().and_then(|body| body.add(pointer, &value.to_string()));
            if let Some(body) = added {
                (self.body, self.edited) = (body, true);
            }
        }
    }
}

/// Returns the line of a header that a scheme signs and that can have any value.
fn sample_line(name: &str) -> String {
    format!("{name}: sample")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::choice::Named as _;
    use crate::model::form::Form as _;
    use hookwright::catalog::senders;

    const NOW: i64 = 1_768_478_400_000;
    const MINE: &str = "{\n  \"mine\": 1.50\n}";

    fn none() -> CustomScheme {
        Err(Vec::new())
    }

    fn choose(form: &mut EventForm, id: &str) {
        form.choose_scheme(SchemeChoice::from_id(id).unwrap(), &none(), NOW);
    }

    #[test]
    fn no_scheme_changes_an_edited_body() {
        for scheme in senders().flat_map(|sender| sender.schemes) {
            let mut form = EventForm { body: MINE.into(), edited: true, ..EventForm::first(NOW) };
            choose(&mut form, scheme.id);
            assert_eq!((form.body.as_str(), form.plain.as_str()), (MINE, ""), "{}", scheme.id);
            form.add_missing_members(&none(), NOW);
            assert!(form.body.starts_with("{\n  \"mine\": 1.50"), "{}: {}", scheme.id, form.body);
            assert_eq!(form.missing_members(&none()), Vec::<&str>::new(), "{}", scheme.id);
        }
    }

    #[test]
    fn what_a_scheme_adds_to_a_sample_goes_with_it() {
        for scheme in senders().flat_map(|sender| sender.schemes) {
            let mut form = EventForm::first(NOW);
            let before = form.clone();
            choose(&mut form, scheme.id);
            assert!(!form.body.contains("\"0\""), "{}: {}", scheme.id, form.body);
            choose(&mut form, "generic/signature");
            assert_eq!(form, before, "{}", scheme.id);
        }
    }

    #[test]
    fn the_members_of_a_scheme_go_after_a_reload_and_a_reset() {
        let mut form = EventForm::first(NOW);
        let plain = form.body.clone();
        choose(&mut form, "mailgun/body");
        assert!(form.body.contains("\"token\"") && form.plain == plain);
        let mut read = crate::model::form::read::<EventForm>(&crate::model::form::write(&form).0, NOW).0;
        choose(&mut read, "generic/signature");
        assert_eq!(read.body, plain);
        form.reset("user.deleted", &none(), NOW);
        assert!(form.body.contains("user.deleted") && form.body.contains("\"token\""));
        choose(&mut form, "generic/signature");
        assert!(form.body.contains("user.deleted") && !form.body.contains("\"token\""));
    }

    #[test]
    fn a_missing_member_is_named_and_added() {
        let mut form = EventForm { body: MINE.into(), edited: true, ..EventForm::first(NOW) };
        choose(&mut form, "dropbox-sign/hmac");
        assert_eq!(form.missing_members(&none()), ["/event/event_time", "/event/event_type"]);
        form.add_missing_members(&none(), NOW);
        assert_eq!(
            form.body,
            "{\n  \"mine\": 1.50,\n  \"event\": {\"event_time\": \"sample\", \"event_type\": \"sample\"}\n}"
        );
        assert!(form.signed(&none(), NOW).is_ok());
    }

    #[test]
    fn a_header_that_the_user_has_changed_stays() {
        let mut form = EventForm::first(NOW);
        let signs_header = |scheme: &&&hookwright::signature::Scheme| !SampleRequest::signed_headers(scheme).is_empty();
        let scheme = senders().flat_map(|sender| sender.schemes).collect::<Vec<_>>();
        choose(&mut form, scheme.iter().find(signs_header).unwrap().id);
        let line = form.headers.lines().find(|line| line.ends_with(": sample")).unwrap().to_owned();
        form.headers = form.headers.replace(&line, &line.replace("sample", "mine")).into();
        choose(&mut form, "generic/signature");
        assert!(form.headers.contains(": mine") && !form.headers.contains(": sample"));
    }
}
