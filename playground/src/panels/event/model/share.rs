//! An event in links and files.

use std::borrow::Cow;

use hookwright::credential::Credential;
use hookwright::http::{Body, HeaderValue};
use hookwright::signature::Algorithm;

use super::form::EventForm;
use crate::model::choice::Named as _;
use crate::model::credentials::{REMOVED, SignatureFields, redact_headers, redact_url};
use crate::model::form::Form as _;
use crate::model::link::{Kind, Linked, Unsaved};
use crate::model::markdown::{block, code, link_line};
use crate::model::scheme::{CustomScheme, SchemeChoice};
use crate::model::scrub::SHORTEST_SEARCHED;

impl Linked for EventForm {
    const IS_READABLE: bool = false;

    const UNSAVED: &'static [&'static [&'static str]] = &[&["url"], &["id"], &["headers"], &["secrets"]];

    const CONTROLS: &'static [(&'static str, &'static str)] = &[("secrets", "event-secret")];

    /// The samples of a first visit may change, so a link contains the body.
    fn base() -> Self {
        let empty = String::new;
        Self { kind: empty(), body: empty(), id: empty(), url: empty(), ..Self::first(0) }
    }

    fn uses_custom_scheme(&self) -> bool {
        self.scheme == SchemeChoice::Custom
    }

    fn unsaved(&self, _custom: &CustomScheme) -> Vec<Unsaved<'_>> {
        let member = |path, text, kind| Unsaved { path, text: Cow::Borrowed(text), kind };
        // The sample secret is public.
        let typed: &str = if self.uses_sample { "" } else { &self.secrets };
        vec![
            member(&["url"], &self.url, Kind::Url),
            member(&["id"], &self.id, Kind::Plain),
            member(&["headers"], &*self.headers, Kind::Headers(SignatureFields::default())),
            member(&["secrets"], typed, Kind::Secret("Secrets")),
        ]
    }

    fn set_unsaved(&mut self, path: &str, text: &str) -> bool {
        match path {
            "url" => self.url = text.into(),
            "id" => self.id = text.into(),
            "headers" => self.headers = Credential::from(text),
            "secrets" => self.secrets = Credential::from(text),
            _ => return false,
        }
        true
    }

    /// The delivery as HTTP, without secrets.
    fn markdown(&self, custom: &CustomScheme, now_ms: i64, link: &str) -> String {
        let scheme = self.scheme.scheme(custom).ok();
        // Signatures of public keys are made by the worker.
        let is_signed = scheme.is_some_and(|scheme| !scheme.algorithm.is_asymmetric());
        let signed = if is_signed { self.signed(custom, now_ms) } else { Err(String::new()) };
        let request = self.request(&signed);
        let names = signed.iter().flat_map(|signed| signed.added.iter()).map(|(name, _)| name.to_ascii_lowercase());
        let is_token = scheme.is_some_and(|scheme| scheme.algorithm == Algorithm::Token);
        let lines: Vec<String> =
            request.headers.iter().map(|(name, value)| format!("{name}: {}", text_of(value))).collect();
        let headers = redact_headers(
            &lines.join("\n"),
            &SignatureFields { names: names.collect(), is_token, ..SignatureFields::default() },
        );
        let url = redact_url(&request.url);
        let Body::Exact(body) = &request.body else { return link_line(link) };
        let mut http = format!("{} {}\n{}\n\n{body}", request.method, url.text, headers.text);
        let values = headers.values.into_iter().chain(url.values).map(Credential::from);
        let values = values.filter(|secret| secret.len() >= SHORTEST_SEARCHED);
        for secret in self.written_secrets(custom).into_iter().chain(values) {
            http = http.replace(&*secret, REMOVED);
        }
        let kind = code(&self.kind);
        let scheme = code(self.scheme.id());
        format!(
            "### Webhook event: {kind}\n\nSigned with the scheme {scheme}.\n\n{}\n{}",
            block("http", &http),
            link_line(link)
        )
    }
}

fn text_of(value: &HeaderValue) -> &str {
    match value {
        HeaderValue::Text(text) => text,
        _ => REMOVED,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::link::share;
    use crate::model::link_members::read_members;

    const NOW: i64 = 1_768_478_400_000;

    fn filled() -> EventForm {
        EventForm {
            body: "{\"a\": \"```\\nhunter2-hunter2\"}".into(),
            uses_sample: false,
            secrets: "hunter2-hunter2".into(),
            url: "https://me:hunter2-hunter2@me.example/?token=hunter2-hunter2".into(),
            headers: "A: b\nX-Api-Key: hunter2-hunter2".into(),
            ..EventForm::first(NOW)
        }
    }

    #[test]
    fn golden_links_are_read() {
        crate::model::golden::assert_golden::<EventForm>();
    }

    #[test]
    fn a_link_has_no_secrets_unless_asked() {
        let custom = Err(Vec::new());
        let safe = share(&filled(), &custom, None, false);
        assert!(!safe.members.to_string().contains("hunter2"), "{}", safe.members);
        assert_eq!(safe.removed.len(), 5, "{:?}", safe.removed);
        let all = share(&filled(), &custom, None, true);
        assert_eq!(read_members::<EventForm>(&all.members, 7).unwrap().form, filled());
    }

    #[test]
    fn markdown_has_the_signed_delivery_without_secrets() {
        for scheme in ["well/signature", "gitlab/token", "stripe/v1", "awell/rsa"] {
            let Some(scheme) = SchemeChoice::from_id(scheme) else { continue };
            let text = EventForm { scheme, ..filled() }.markdown(&Err(Vec::new()), NOW, "https://h.example/#event?1=A");
            assert!(!text.contains("hunter2"), "{text}");
            assert!(text.contains("\n````http\nPOST https://‹removed›@me.example/?token=‹removed›\n"), "{text}");
            assert!(text.ends_with("(https://h.example/#event?1=A)\n"), "{text}");
        }
    }
}
