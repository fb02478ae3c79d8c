//! Tests of the form.

use super::*;
use crate::model::form;
use crate::model::samples::SAMPLES;

const NOW: i64 = 1_768_478_400_000;

fn none() -> CustomScheme {
    Err(Vec::new())
}

#[test]
fn the_sample_secret_depends_on_the_scheme_and_a_typed_one_is_kept() {
    let mut form = EventForm::first(NOW);
    form.choose_scheme(SchemeChoice::from_id("standard/v1").unwrap(), &none(), NOW);
    assert!(form.secrets(&none()).starts_with("whsec_") && form.secrets.is_empty());
    form.set_secrets("mine".into());
    form.choose_scheme(SchemeChoice::from_id("stripe/v1").unwrap(), &none(), NOW);
    assert_eq!(&*form.secrets(&none()), "mine");
}

#[test]
fn a_pair_of_the_worker_is_used_like_a_typed_key() {
    let mut form = EventForm::first(NOW);
    form.set_pair(&serde_json::json!({ "secret": "whsk_x", "publicKey": "whpk_y" }).into());
    assert_eq!((&*form.secrets, form.public.as_deref(), form.uses_sample), ("whsk_x", Some("whpk_y"), false));
    form.set_pair(&serde_json::json!({}).into());
    assert_eq!(&*form.secrets, "whsk_x");
}

#[test]
fn generates_pairs_for_the_schemes_for_which_the_core_does() {
    for scheme in hookwright::catalog::senders().flat_map(|sender| sender.schemes) {
        let choice = SchemeChoice::from_id(scheme.id).unwrap();
        let made = scheme.make_secret(&[1; 32]);
        let is_pem = scheme.key == KeyForm::Pem;
        assert_eq!(EventForm::can_generate_keys(choice, &none()), made.is_ok() || is_pem, "{}", scheme.id);
        let has_public = is_pem || made.is_ok_and(|made| made.public.is_some());
        assert_eq!(EventForm::generates_pairs(choice, &none()), has_public, "{}", scheme.id);
    }
}

#[test]
fn a_seed_gives_the_same_body_at_any_time() {
    let body = |seed: &str, now_ms| {
        let mut form = EventForm::first(now_ms);
        form.choose_source("awell", &none(), now_ms);
        form.seed = seed.into();
        form.choose("form.submitted", now_ms);
        form.body
    };
    assert_eq!(body("4711", NOW), body("4711", NOW + 86_400_000));
    assert_ne!(body("4711", NOW), body("4712", NOW));
    let mut form = EventForm { seed: "4711".into(), ..EventForm::first(NOW) };
    form.choose("user.created", NOW);
    assert_eq!(form.reading().problems, []);
}

#[test]
fn the_event_type_changes_and_the_rest_is_kept() {
    let mut form = EventForm::first(NOW);
    form.body = "{ \"type\" : \"user.created\", \"n\": 1.50 }".into();
    assert!(form.rename("user.deleted"));
    assert_eq!(form.body, "{ \"type\" : \"user.deleted\", \"n\": 1.50 }");
    for body in ["{", "[]", "{}"] {
        form.body = body.into();
        assert!(!form.rename("user.updated"), "{body}");
        assert_eq!((form.body.as_str(), form.kind.as_str()), (body, "user.deleted"));
    }
}

#[test]
fn the_sample_of_a_sender_is_signed_by_its_scheme_and_kept() {
    let mut form = EventForm::first(NOW);
    form.choose_source("github", &none(), NOW);
    assert_eq!((form.source(), form.scheme.id(), form.kind.as_str()), ("github", "github/sha256", "issues"));
    assert!(form.headers.contains("X-GitHub-Event: issues") && form.reading().problems.is_empty());
    let read = form::read::<EventForm>(&form::write(&form).0, NOW).0;
    assert_eq!((read.source(), read.kind.as_str()), ("github", "issues"));
    assert!(read.headers.contains("X-GitHub-Event"));
    form.body = "{".into();
    assert_eq!(form.reading().problems[0].code, "invalid_json");
    form.choose_source("twilio", &none(), NOW);
    assert_eq!(form.reading().problems, []);
    form.choose_source("stripe", &none(), NOW);
    assert!(form.body.contains("\"id\": \"evt_3Q") && form.id.starts_with("evt_3Q"), "{}", form.body);
    form.choose_source("well", &none(), NOW);
    assert_eq!((form.source(), &*form.headers), ("well", CONTENT_TYPE));
    assert!(form.id.starts_with("msg_"));
}

#[test]
fn the_sample_of_a_sender_has_other_values_for_a_seed() {
    for sample in SAMPLES.iter().filter(|sample| sample.is_json()) {
        for seed in ["1", "2", "3"] {
            let mut form = EventForm { seed: seed.into(), ..EventForm::first(NOW) };
            form.choose_source(sample.sender, &none(), NOW);
            assert!(serde_json::from_str::<serde_json::Value>(&form.body).is_ok(), "{}", sample.name);
            let body = form.body.clone();
            form.choose(sample.kind, NOW);
            form.seed.clear();
            form.choose_source(sample.sender, &none(), NOW);
            assert_ne!(body, form.body, "{}", sample.name);
        }
    }
}

#[test]
fn an_unknown_choice_is_ignored() {
    let mut form = EventForm::first(NOW);
    form.choose_source("standard", &none(), NOW);
    form.choose_source("unknown", &none(), NOW);
    form.choose("unknown", NOW);
    assert_eq!((form.provider.id, form.kind.as_str()), ("generic", "user.created"));
}

#[test]
fn a_saved_form_is_read_without_secrets_and_with_a_new_id() {
    let mut form = EventForm::first(NOW);
    form.choose_source("well", &none(), NOW);
    form.choose("invoice.created", NOW);
    form.choose_scheme(SchemeChoice::Custom, &none(), NOW);
    (form.body, form.method) = ("{}".into(), Method::Put);
    form.when = When { clock: Clock::At, instant: "2026-01-15T12:00:00Z".into() };
    form.set_secrets("hunter2".into());
    form.headers = "X-Key: hunter2".into();
    let text = form::write(&form).0;
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
fn a_large_body_is_not_saved_and_the_rest_is() {
    let mut form = EventForm::first(NOW);
    form.choose("payment.failed", NOW);
    let saved = |body: String| form::write(&EventForm { body, ..form.clone() });
    assert!(saved("x".repeat(form::LARGEST_TEXT)).1);
    let (text, is_complete) = saved("x".repeat(form::LARGEST_TEXT + 1));
    assert!(!is_complete && text.len() < 1_000);
    assert_eq!(form::read::<EventForm>(&text, NOW).0.kind, "payment.failed");
}

#[test]
fn reads_a_saved_first_visit() {
    let form = EventForm::first(NOW);
    assert_eq!(form::read::<EventForm>(&form::write(&form).0, NOW).0, form);
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
    assert!(!form::write(&form).0.contains("hunter2"));
}
