//! What is kept over a reload, as JSON, and what never is.
//!
//! Kept: choices, addresses without credentials, and the event that was being crafted. Never kept: secrets, header values,
//! and deliveries that were pasted to be checked, because those come from somebody's customers.

use hookwright::catalog;
use hookwright::snippet::Language;
use serde_json::{Map, Value, json};

use super::Forms;
use super::body::Form;
use super::instant::{Clock, When};
use super::own::OwnForm;
use super::panel::Panel;
use super::query::Query;
use super::retry::RetryForm;
use super::signing::{self, Signing};

/// The largest body that is kept, in bytes. Browsers give a page about five million.
const LARGEST_BODY: usize = 500_000;

/// What is kept.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Saved {
    /// The forms, without what is never kept.
    pub(crate) forms: Forms,
    /// The panel that was open.
    pub(crate) panel: Panel,
    /// The language of the commands.
    pub(crate) language: Language,
}

/// Writes what is kept.
pub(crate) fn write(forms: &Forms, panel: Panel, language: Language) -> String {
    let Forms { subscription, event, check, own, retries } = forms;
    let mut plan = Query::default();
    retries.keep(&mut plan);
    let mut saved_event = json!({
        "provider": event.provider.id,
        "type": event.kind,
        "scheme": event.signing.id(),
        "method": event.method,
        "url": without_credentials(&event.url),
        "when": when(&event.when),
        // The page's own sample is no secret. Whether it was in use tells if the field comes back filled or empty.
        "sampleSecret": event.has_sample_secret(&own.read()),
    });
    if event.body.len() <= LARGEST_BODY
        && let Some(members) = saved_event.as_object_mut()
    {
        members.insert("body".into(), event.body.as_str().into());
    }
    json!({
        "panel": panel.id(),
        "language": language.name(),
        "subscription": {
            "provider": subscription.provider.id,
            "api": subscription.api,
            "url": without_credentials(&subscription.url),
            "events": subscription.events,
            "otherEvents": subscription.other_events,
            "description": subscription.description,
            "active": subscription.active,
        },
        "event": saved_event,
        "check": {
            "scheme": check.signing.id(),
            "method": check.method,
            "body": check.body.form.id(),
            "when": when(&check.when),
        },
        "retries": plan.to_string(),
        "own": { "text": own.text, "from": own.from.map(Signing::id) },
    })
    .to_string()
}

/// Reads what was kept. Whatever in it cannot be used is as on a first visit; it never fails.
pub(crate) fn read(text: &str, now_ms: i64) -> Saved {
    let whole: Value = serde_json::from_str(text).unwrap_or(Value::Null);
    let mut forms = Forms::new(now_ms);
    let part = |name: &str| whole.get(name).and_then(Value::as_object);

    if let Some(kept) = part("own") {
        let from = word(kept, "from").and_then(Signing::from_id);
        forms.own = OwnForm { text: word(kept, "text").unwrap_or_default().into(), from };
    }
    let own = forms.own.read();
    if let Some(kept) = part("subscription") {
        let form = &mut forms.subscription;
        if let Some(provider) = word(kept, "provider").and_then(catalog::find) {
            form.choose_provider(provider);
        }
        let api = kept.get("api").and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok());
        form.api = api.filter(|number| *number < form.provider.apis.len()).unwrap_or(0);
        take(kept, "url", &mut form.url);
        take(kept, "otherEvents", &mut form.other_events);
        take(kept, "description", &mut form.description);
        form.active = kept.get("active").and_then(Value::as_bool).unwrap_or(form.active);
        if let Some(names) = kept.get("events").and_then(Value::as_array) {
            form.tick_all(false);
            for name in names.iter().filter_map(Value::as_str) {
                form.tick(name, true);
            }
        }
    }
    if let Some(kept) = part("event") {
        let form = &mut forms.event;
        form.choose(word(kept, "provider").unwrap_or(""), word(kept, "type").unwrap_or(""), now_ms);
        let default = form.provider.default_scheme().map(Signing::Known);
        if let Some(signing) = word(kept, "scheme").and_then(Signing::from_id).or(default) {
            form.sign_by(signing, &own, now_ms);
        }
        take(kept, "body", &mut form.body);
        take(kept, "url", &mut form.url);
        form.method = signing::method(word(kept, "method").unwrap_or(""));
        form.when = read_when(kept);
        if kept.get("sampleSecret").and_then(Value::as_bool) == Some(false) {
            // Somebody's own secret was here. Signing with the sample instead would be a surprise.
            form.secrets = "".into();
        }
    }
    if let Some(kept) = part("check") {
        let form = &mut forms.check;
        form.signing = word(kept, "scheme").and_then(Signing::from_id).unwrap_or(form.signing);
        form.method = signing::method(word(kept, "method").unwrap_or(""));
        form.when = read_when(kept);
        form.body.form = Form::from_id(word(kept, "body").unwrap_or(""));
    }
    forms.retries = RetryForm::read(&Query::parse(whole.get("retries").and_then(Value::as_str).unwrap_or_default()));
    let wanted = whole.get("language").and_then(Value::as_str);
    Saved {
        forms,
        panel: Panel::from_hash(&format!("#{}", whole.get("panel").and_then(Value::as_str).unwrap_or("")))
            .unwrap_or_default(),
        language: language(wanted.unwrap_or("")),
    }
}

/// The language of this name; the first one for any other.
pub(crate) fn language(name: &str) -> Language {
    Language::ALL.into_iter().find(|language| language.name() == name).unwrap_or(Language::Curl)
}

fn when(when: &When) -> Value {
    json!({ "clock": when.clock.id(), "text": when.text })
}

fn read_when(members: &Map<String, Value>) -> When {
    let Some(kept) = members.get("when").and_then(Value::as_object) else { return When::default() };
    When {
        clock: Clock::from_id(word(kept, "clock").unwrap_or("")),
        text: word(kept, "text").unwrap_or_default().into(),
    }
}

fn word<'a>(members: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    members.get(name).and_then(Value::as_str)
}

fn take(members: &Map<String, Value>, name: &str, into: &mut String) {
    if let Some(text) = word(members, name) {
        *into = text.into();
    }
}

/// An address that may be kept: nothing of one that carries a password or a query, which often holds a token.
fn without_credentials(url: &str) -> Option<&str> {
    (!url.contains(['@', '?'])).then_some(url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::body::BodyInput;
    use hookwright::catalog::well;

    const NOW: i64 = 1_768_478_400_000;

    fn filled() -> Forms {
        let mut forms = Forms::new(NOW);
        forms.subscription.choose_provider(&well::PROVIDER);
        forms.subscription.api = 1;
        forms.subscription.tick_all(true);
        forms.subscription.other_events = "x.y".into();
        forms.subscription.url = "https://me.example/hook".into();
        forms.subscription.secret = "hunter2".into();
        forms.subscription.headers = "X-Key: hunter2".into();
        forms.own.follow(Signing::from_id("slack/v0").unwrap());
        forms.own.text.push(' ');
        forms.event.choose("well", "invoice.created", NOW);
        forms.event.sign_by(Signing::Own, &forms.own.read(), NOW);
        forms.event.body = "{}".into();
        forms.event.secrets = "hunter2".into();
        forms.event.id = "msg_7".into();
        forms.event.method = "PUT";
        forms.event.when = When { clock: Clock::At, text: "2026-01-15T12:00:00Z".into() };
        forms.event.headers = "X-Key: hunter2".into();
        forms.check.signing = Signing::from_id("stripe/v1").unwrap();
        forms.check.method = "GET";
        forms.check.when = When { clock: Clock::Any, text: String::new() };
        forms.check.url = "https://me.example/hunter2".into();
        forms.check.body = BodyInput::from_text("hunter2");
        forms.check.headers = "X-Well-Signature: hunter2".into();
        forms.check.secrets = "hunter2".into();
        forms.check.old = "hunter2".into();
        forms.check.others = "hunter2".into();
        forms.check.framework = "express";
        forms.retries.compare_with("kit");
        forms.retries.answer.headers = "X-Key: hunter2".into();
        forms
    }

    #[test]
    fn no_secret_header_value_or_pasted_delivery_is_written() {
        let text = write(&filled(), Panel::Event, Language::Python);
        assert!(!text.contains("hunter2"), "{text}");
    }

    #[test]
    fn the_rest_comes_back() {
        let saved = read(&write(&filled(), Panel::Event, Language::Python), NOW + 1);
        let expected = {
            let mut forms = filled();
            forms.subscription.secret = "".into();
            forms.subscription.headers = "".into();
            forms.event.secrets = "".into();
            forms.event.headers = Forms::new(NOW).event.headers;
            forms.event.id = format!("msg_{}", NOW + 1);
            forms.check.url = "".into();
            forms.check.body = BodyInput::default();
            forms.check.headers = "".into();
            forms.check.secrets = "".into();
            forms.check.old = "".into();
            forms.check.others = "".into();
            forms.check.framework = "";
            forms.retries.answer.headers = String::new();
            forms
        };
        assert_eq!(saved, Saved { forms: expected, panel: Panel::Event, language: Language::Python });
    }

    #[test]
    fn a_first_visit_comes_back_whole_with_the_sample_secret() {
        let forms = Forms::new(NOW);
        assert_eq!(read(&write(&forms, Panel::Check, Language::Curl), NOW).forms, forms);
    }

    #[test]
    fn what_an_older_version_kept_is_still_read() {
        let old = r#"{ "event": { "provider": "well", "type": "invoice.created", "body": "{}" },
            "check": { "scheme": "well/signature", "body": "hex" } }"#;
        let forms = read(old, NOW).forms;
        assert_eq!((forms.event.signing.id(), forms.event.body.as_str()), ("well/signature", "{}"));
        assert_eq!((forms.check.signing.id(), forms.check.body.form), ("well/signature", Form::Hex));
    }

    #[test]
    fn nonsense_is_a_first_visit() {
        let odd = r#"{"subscription":{"api":99,"events":[1],"provider":7},"event":3,"panel":[],"language":"COBOL"}"#;
        for text in ["", "null", "[1]", "{", odd] {
            let saved = read(text, NOW);
            assert_eq!(saved.forms.event, Forms::new(NOW).event, "{text}");
            assert_eq!((saved.panel, saved.language), (Panel::Subscription, Language::Curl));
        }
        assert_eq!(read(odd, NOW).forms.subscription.api, 0);
    }

    #[test]
    fn addresses_with_credentials_are_not_written() {
        let mut forms = Forms::new(NOW);
        forms.event.url = "https://me:hunter2@me.example/".into();
        forms.subscription.url = "https://me.example/?token=hunter2".into();
        assert!(!write(&forms, Panel::Event, Language::Curl).contains("hunter2"));
    }
}
