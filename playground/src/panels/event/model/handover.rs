//! Taking over a subscription or a receiver from another panel, and handing over an event.

use super::form::EventForm;
use crate::model::handover::Handover;
use crate::model::providers::with_events;
use crate::model::sample;
use crate::model::samples::sample_of;
use crate::model::scheme::{CustomScheme, SchemeChoice};

impl EventForm {
    /// Returns what a receiver of this event has to know. It does not read secrets.
    pub(crate) fn hand_over(&self) -> Handover {
        let known = self.reading().kind;
        let kind = if self.sample().is_some() { Some(self.kind.clone()) } else { known };
        let belongs = self.scheme.sender_id() == self.source();
        Handover {
            from: "the event",
            scheme: self.scheme,
            // Another sender does not have this event type.
            kinds: kind.into_iter().filter(|_| belongs || self.scheme == SchemeChoice::Custom).collect(),
            url: self.url.clone(),
            secret: None,
        }
    }

    /// Takes over the sender, the event type, the scheme, the URL and the secret. A body of this sender and type that the user
    /// has edited is kept.
    pub(crate) fn take_over(&mut self, handover: Handover, custom: &CustomScheme, now_ms: i64) {
        let Handover { scheme, kinds, url, secret, .. } = handover;
        let has_other_scheme = self.scheme != scheme;
        let source = scheme.sender_id();
        let is_known = sample_of(source).is_some() || with_events().any(|provider| provider.id == source);
        if is_known && self.source() != source {
            self.choose_source(source, custom, now_ms);
        }
        if is_known
            && let Some(kind) = kinds.first()
            && self.sample().is_none()
            && self.reading().kind.as_ref() != Some(kind)
            && !(self.edited && self.reading().kind.is_some_and(|kind| kinds.contains(&kind)))
        {
            self.reset(kind, custom, now_ms);
            if self.provider.event_type(kind).is_none() {
                self.rename(kind);
            }
        }
        if self.scheme != scheme {
            self.choose_scheme(scheme, custom, now_ms);
        }
        if !url.is_empty() {
            self.url = url;
        }
        let is_sample = secret
            .as_ref()
            .is_some_and(|secret| self.scheme.scheme(custom).is_ok_and(|scheme| sample::secret(&scheme) == *secret));
        match secret {
            Some(secret) if !is_sample => self.set_secrets(secret.to_string()),
            // A secret of another sender would be wrong.
            None if !has_other_scheme => {}
            _ => self.use_sample(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::choice::Named as _;
    use crate::model::form::Form as _;

    const NOW: i64 = 1_768_478_400_000;

    fn none() -> CustomScheme {
        Err(Vec::new())
    }

    fn handover(scheme: &str, kinds: &[&str], url: &str, secret: Option<&str>) -> Handover {
        Handover {
            from: "the subscription",
            scheme: SchemeChoice::from_id(scheme).unwrap(),
            kinds: kinds.iter().map(|kind| (*kind).into()).collect(),
            url: url.into(),
            secret: secret.map(Into::into),
        }
    }

    fn taken(mut form: EventForm, handover: Handover) -> EventForm {
        form.take_over(handover, &none(), NOW);
        form
    }

    #[test]
    fn everything_of_a_subscription_is_taken_over() {
        let secret = "a secret of sixteen characters";
        let from =
            handover("well/signature", &["company.updated", "company.created"], "https://a.example/", Some(secret));
        let form = taken(EventForm::first(NOW), from);
        assert_eq!(
            (form.provider.id, form.scheme.id(), form.url.as_str()),
            ("well", "well/signature", "https://a.example/")
        );
        assert_eq!(form.reading().kind.as_deref(), Some("company.updated"));
        assert_eq!((&*form.secrets, form.uses_sample), (secret, false));
        assert!(form.signed(&none(), NOW).is_ok());
    }

    #[test]
    fn a_custom_event_has_its_name() {
        let form = taken(EventForm::first(NOW), handover("generic/signature", &["order.shipped"], "", None));
        assert_eq!(form.reading().kind.as_deref(), Some("order.shipped"));
    }

    #[test]
    fn the_sample_secret_stays_a_sample() {
        let scheme = SchemeChoice::from_id("well/signature").unwrap();
        let secret = sample::secret(&scheme.scheme(&none()).unwrap());
        let form = taken(EventForm::first(NOW), handover("well/signature", &[], "", Some(&secret)));
        assert!(form.uses_sample && form.secrets.is_empty());
    }

    #[test]
    fn a_secret_is_kept_only_for_the_same_scheme() {
        let mut form = EventForm::first(NOW);
        form.set_secrets("a secret of sixteen characters".into());
        let same = taken(form.clone(), handover("generic/signature", &[], "", None));
        assert_eq!(same.secrets, form.secrets);
        let other = taken(form, handover("stripe/v1", &[], "", None));
        assert!(other.uses_sample && other.sender == "stripe");
    }

    #[test]
    fn an_edited_body_of_the_same_type_is_kept() {
        let mut form = EventForm::first(NOW);
        form.body = r#"{ "id": "1", "type": "user.created", "created_at": "2026-01-15T12:00:00Z", "data": {} }"#.into();
        form.edited = true;
        let body = form.body.clone();
        let same = taken(form.clone(), handover("generic/signature", &["user.created"], "", None));
        assert_eq!(same.body, body);
        assert_ne!(taken(form, handover("generic/signature", &["user.updated"], "", None)).body, body);
    }

    #[test]
    fn a_receiver_gets_the_event_type_and_no_secret() {
        let mut form = taken(EventForm::first(NOW), handover("well/signature", &["company.updated"], "", None));
        form.set_secrets("a secret of sixteen characters".into());
        let given = form.hand_over();
        assert_eq!(
            (given.scheme.id(), given.kinds.as_slice()),
            ("well/signature", ["company.updated".to_owned()].as_slice())
        );
        assert_eq!(given.secret, None);
        form.choose_scheme(SchemeChoice::from_id("stripe/v1").unwrap(), &none(), NOW);
        assert!(form.hand_over().kinds.is_empty(), "Stripe has no such event");
        form.choose_source("github", &none(), NOW);
        assert_eq!(form.hand_over().kinds, ["issues"]);
    }

    #[test]
    fn a_sender_without_a_sample_keeps_the_body() {
        let form = EventForm::first(NOW);
        let taken = taken(form.clone(), handover("zoom/v0", &["meeting.started"], "", None));
        assert_eq!((taken.scheme.id(), taken.source()), ("zoom/v0", "generic"));
        assert_eq!(taken.reading().kind, form.reading().kind);
    }
}
