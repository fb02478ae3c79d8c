//! The event form, from a sample to a signed delivery.

use super::*;
use crate::model::form;
use crate::model::reading::Reading;
use crate::panels::check::model::verdict::code;
use hookwright::catalog::{PROVIDERS, senders};
use hookwright::snippet::{Language, render};

const NOW: i64 = 1_768_478_400_000;

fn none() -> CustomScheme {
    Err(Vec::new())
}

fn reading(form: &EventForm) -> Reading {
    Reading::of(form.body.as_bytes(), form.provider)
}

fn checked(form: &EventForm) -> &'static str {
    let check =
        form.to_check(&none(), NOW).unwrap_or_else(|| panic!("{}: {:?}", form.scheme.id(), form.signed(&none(), NOW)));
    code(&check.outcome(&none(), NOW).verdict)
}

#[test]
fn every_sample_is_a_valid_event_that_checks_out() {
    for provider in PROVIDERS {
        for event_type in provider.events {
            let mut form = EventForm::first(NOW);
            form.choose_provider(provider.id, &none(), NOW);
            form.choose(event_type.name, NOW);
            assert_eq!(reading(&form).kind.as_deref(), Some(event_type.name));
            assert!(reading(&form).problems.is_empty(), "{}: {:?}", event_type.name, reading(&form).problems);
            assert_eq!(checked(&form), "accepted");
        }
    }
}

#[test]
fn an_event_can_be_signed_by_every_scheme() {
    for scheme in senders().flat_map(|sender| sender.schemes) {
        let mut form = EventForm::first(NOW);
        form.choose_scheme(SchemeChoice::Known(scheme), &none(), NOW);
        if scheme.id == "adyen/notification" || scheme.content.contains("{params}") {
            // A signer does not write into arrays, and events are not forms.
            assert!(form.signed(&none(), NOW).is_err());
            continue;
        }
        assert_eq!(checked(&form), "accepted", "{}", scheme.id);
    }
}

#[test]
fn keys_are_made_in_the_form_of_the_scheme() {
    let mut form = EventForm::first(NOW);
    for (id, begins, has_public) in
        [("standard/v1", "whsec_", false), ("svix/v1a", "whsk_", true), ("discord/ed25519", "", true)]
    {
        form.choose_scheme(SchemeChoice::from_id(id).unwrap(), &none(), NOW);
        form.make_key(&none(), &[7; 32]);
        assert!(form.secrets.starts_with(begins), "{id}");
        assert_eq!(form.public.is_some(), has_public, "{id}");
        assert_eq!(checked(&form), "accepted", "{id}");
    }
    form.choose_scheme(SchemeChoice::from_id("awell/rsa").unwrap(), &none(), NOW);
    assert!(form.public.is_none() && form.uses_sample, "the pair was for another scheme");
    form.make_key(&none(), &[7; 32]);
    assert!(form.uses_sample, "RSA keys are not made here");
}

#[test]
fn a_sample_secret_follows_the_scheme_and_a_typed_one_stays() {
    let mut form = EventForm::first(NOW);
    form.choose_scheme(SchemeChoice::from_id("standard/v1").unwrap(), &none(), NOW);
    assert!(form.secrets(&none()).starts_with("whsec_") && form.secrets.is_empty());
    form.type_secrets("mine".into());
    form.choose_scheme(SchemeChoice::from_id("stripe/v1").unwrap(), &none(), NOW);
    assert_eq!(&*form.secrets(&none()), "mine");
}

#[test]
fn an_unknown_choice_is_ignored() {
    let mut form = EventForm::first(NOW);
    form.choose_provider("standard", &none(), NOW);
    form.choose_provider("nobody", &none(), NOW);
    form.choose("nothing", NOW);
    assert_eq!((form.provider.id, form.kind.as_str()), ("generic", "user.created"));
}

#[test]
fn the_command_has_exactly_the_signed_body() {
    let mut form = EventForm::first(NOW);
    form.body = "{ \"type\":\n\"x\" }".into();
    let request = form.request(&form.signed(&none(), NOW));
    assert_eq!(request.body, Body::Exact(form.body.clone()));
    assert!(render(&request, Language::Curl).contains("X-Webhook-Signature: "));
}

#[test]
fn a_signature_in_the_url_or_the_body_is_sent_there() {
    let mut form = EventForm::first(NOW);
    form.choose_scheme(SchemeChoice::from_id("pandadoc/query").unwrap(), &none(), NOW);
    assert!(form.request(&form.signed(&none(), NOW)).url.contains("?signature="));
    form.choose_scheme(SchemeChoice::from_id("mailgun/body").unwrap(), &none(), NOW);
    let Body::Exact(body) = form.request(&form.signed(&none(), NOW)).body else { panic!("signed bodies are exact") };
    assert!(body != form.body && body.contains("signature"));
}

#[test]
fn without_a_secret_nothing_is_signed_and_the_event_is_still_read() {
    let mut form = EventForm::first(NOW);
    form.type_secrets(String::new());
    assert!(form.signed(&none(), NOW).unwrap_err().starts_with("no secret was given"));
    assert_eq!(form.request(&form.signed(&none(), NOW)).headers.len(), 1);
    assert!(reading(&form).problems.is_empty());
}

#[test]
fn several_secrets_sign_if_the_scheme_allows_it() {
    let mut form = EventForm::first(NOW);
    form.choose_scheme(SchemeChoice::from_id("stripe/v1").unwrap(), &none(), NOW);
    form.type_secrets("the old secret of sixteen\nthe new secret of sixteen".into());
    assert_eq!(header_block(&form.signed(&none(), NOW).unwrap().added).matches("v1=").count(), 2);
    form.choose_scheme(SchemeChoice::from_id("github/sha256").unwrap(), &none(), NOW);
    assert!(form.signed(&none(), NOW).unwrap_err().contains("a signature for each secret"));
}

#[test]
fn a_saved_form_is_read_without_secrets_and_with_a_new_id() {
    let mut form = EventForm::first(NOW);
    form.choose_provider("well", &none(), NOW);
    form.choose("invoice.created", NOW);
    form.choose_scheme(SchemeChoice::Custom, &none(), NOW);
    (form.body, form.method) = ("{}".into(), Method::Put);
    form.when = When { clock: Clock::At, instant: "2026-01-15T12:00:00Z".into() };
    form.type_secrets("hunter2".into());
    form.headers = "X-Key: hunter2".into();
    let text = form::write(&form);
    assert!(!text.contains("hunter2"), "{text}");
    let read = form::read::<EventForm>(&text, NOW + 1).0;
    let expected = EventForm {
        secrets: Credential::default(),
        headers: CONTENT_TYPE.into(),
        id: format!("msg_{}", NOW + 1),
        ..form
    };
    assert_eq!(read, expected);
    assert!(read.secrets(&none()).is_empty(), "the sample does not replace a typed secret");
}

#[test]
fn a_first_visit_is_read_as_it_was() {
    let form = EventForm::first(NOW);
    assert_eq!(form::read::<EventForm>(&form::write(&form), NOW).0, form);
}

#[test]
fn an_event_type_of_another_provider_is_replaced_and_the_body_is_kept() {
    let text = r#"{ "provider": "well", "type": "user.created", "body": "{}" }"#;
    let form = form::read::<EventForm>(text, NOW).0;
    assert_eq!((form.kind.as_str(), form.body.as_str()), ("company.created", "{}"));
}

#[test]
fn a_url_with_credentials_is_not_saved() {
    let form = EventForm { url: "https://me:hunter2@me.example/".into(), ..EventForm::first(NOW) };
    assert!(!form::write(&form).contains("hunter2"));
}
