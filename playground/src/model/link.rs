//! Forms in links and files: the members that differ from a form that never changes, without what is confidential.

use hookwright::credential::Credential;

use super::credentials::{REMOVED, SignatureFields, redact_delivery_url, redact_headers, redact_url};
use super::fields;
use super::form::{self, Form};
use super::json::Value;
use super::markdown::link_line;
use super::members::ValueDeserializer;
use super::scheme::CustomScheme;
use super::scrub::scrub;

/// The member with the custom scheme, which all panels share.
pub(crate) const CUSTOM_SCHEME: &str = "customScheme";

/// A form that links fill in.
pub(crate) trait Linked: Form {
    /// Whether short links contain readable members instead of compressed ones.
    const IS_READABLE: bool = true;

    /// The paths of the members that links contain although they are not saved.
    const UNSAVED: &'static [&'static [&'static str]] = &[];

    /// The ids of the controls that say that their content was removed, by the path of the member.
    const CONTROLS: &'static [(&'static str, &'static str)] = &[];

    /// Takes over the members of the replaced form that a link may omit although they have a value.
    fn keep(&mut self, _replaced: Self) {}

    /// Returns the form whose members links omit. It never changes, because that would change old links.
    fn base() -> Self {
        Self::first(0)
    }

    /// Removes members that links need not contain.
    fn prepare(&mut self) {}

    /// Returns the members at the paths `UNSAVED`, with what must be removed from them.
    fn unsaved(&self, _custom: &CustomScheme) -> Vec<Unsaved<'_>> {
        Vec::new()
    }

    /// Sets a member at a path of `UNSAVED`, whose names are joined with `/`. Returns whether the text is valid.
    fn set_unsaved(&mut self, _path: &str, _text: &str) -> bool {
        false
    }

    /// Returns whether the form uses the custom scheme.
    fn uses_custom_scheme(&self) -> bool {
        false
    }

    /// Describes the form and its result as Markdown, without secrets. `link` is the address of the form.
    fn markdown(&self, _custom: &CustomScheme, _now_ms: i64, link: &str) -> String {
        link_line(link)
    }
}

/// A member that is not saved.
pub(crate) struct Unsaved<'a> {
    pub(crate) path: &'static [&'static str],
    pub(crate) text: std::borrow::Cow<'a, str>,
    pub(crate) kind: Kind,
}

/// What must be removed from a member.
pub(crate) enum Kind {
    /// Nothing.
    Plain,
    /// Everything. The name is listed.
    Secret(&'static str),
    /// Header fields with credentials.
    Headers(SignatureFields),
    /// User info and parameters.
    Url,
    /// User info and parameters, also that of a signature which is a token.
    DeliveryUrl(SignatureFields),
}

/// The members of a link or a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shared {
    pub(crate) members: Value,
    /// The names of what was removed, each once.
    pub(crate) removed: Vec<String>,
}

/// Returns the members of a form that differ from those of its base. `json` is the custom scheme.
pub(crate) fn share<F: Linked>(form: &F, custom: &CustomScheme, json: Option<&str>, with_secrets: bool) -> Shared {
    let mut prepared = form.clone();
    prepared.prepare();
    let base = F::base();
    let mut before = form::value(&base);
    for Unsaved { path, text, .. } in base.unsaved(custom) {
        put(&mut before, path, &text);
    }
    let json = json.filter(|_| form.uses_custom_scheme());
    let fits = |whole: &Value| F::deserialize(ValueDeserializer(whole)).is_ok();
    members(form::value(&prepared), prepared.unsaved(custom), &before, json, with_secrets, &fits)
}

fn members(
    mut all: Value,
    unsaved: Vec<Unsaved<'_>>,
    before: &Value,
    json: Option<&str>,
    with_secrets: bool,
    fits: &dyn Fn(&Value) -> bool,
) -> Shared {
    let mut removed: Vec<String> = Vec::new();
    let mut secrets: Vec<Credential> = Vec::new();
    for Unsaved { path, text, kind } in unsaved {
        let redacted = match kind {
            _ if with_secrets => None,
            Kind::Plain => None,
            Kind::Secret(name) => (!text.is_empty()).then(|| {
                removed.push(name.into());
                secrets.extend(fields::texts(&text));
                secrets.push(Credential::from(&*text));
                REMOVED.to_owned()
            }),
            Kind::Headers(_) | Kind::Url | Kind::DeliveryUrl(_) => {
                let redacted = match kind {
                    Kind::Headers(signature) => redact_headers(&text, &signature),
                    Kind::DeliveryUrl(signature) => redact_delivery_url(&text, &signature),
                    _ => redact_url(&text),
                };
                removed.extend(redacted.names);
                secrets.extend(redacted.values.into_iter().map(Credential::from));
                Some(redacted.text)
            }
        };
        put(&mut all, path, redacted.as_deref().unwrap_or(&text));
    }
    if let Some(json) = json {
        all.put(CUSTOM_SCHEME, Some(json.into()));
    }
    let mut found = differences(&all, before).unwrap_or_else(|| Value::Object(Vec::new()));
    secrets.retain(|secret| !secret.is_empty());
    if !secrets.is_empty() {
        let whole = before.clone();
        let fits = |path: &[&str], value: &Value| {
            let mut whole = whole.clone();
            form::put(&mut whole, path, Some(value.clone()));
            fits(&whole)
        };
        scrub(&mut found, &mut Vec::new(), &secrets, &mut removed, &fits);
    }
    let mut names = Vec::new();
    for name in removed {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Shared { members: found, removed: names }
}

/// Sets a member at a path, and creates the objects around it.
fn put(whole: &mut Value, path: &[&str], text: &str) {
    let Some((last, way)) = path.split_last() else { return };
    let mut here = whole;
    for name in way {
        if here.get(name).is_none_or(|member| !member.is_object()) {
            here.put(name, Some(Value::Object(Vec::new())));
        }
        let Some(next) = here.get_mut(name) else { return };
        here = next;
    }
    here.put(last, Some(text.into()));
}

/// Returns the members that differ, at any depth.
fn differences(value: &Value, before: &Value) -> Option<Value> {
    if !value.is_object() {
        return (value != before).then(|| value.clone());
    }
    let differing = value.as_object().iter().filter_map(|(name, member)| {
        let before = before.get(name).unwrap_or(&Value::Null);
        // A member that is not saved and is empty need not be written either.
        let is_empty = *before == Value::Null && member.as_str() == Some("");
        Some((name.clone(), differences(member, before).filter(|_| !is_empty)?))
    });
    let members: Vec<_> = differing.collect();
    (!members.is_empty()).then_some(Value::Object(members))
}

#[cfg(test)]
mod tests {
    use super::super::link_members::read_members;
    use super::super::link_query::text;
    use super::super::link_sample::{Plan, filled, form_of, shared};
    use super::*;

    #[test]
    fn secrets_are_in_a_link_only_on_request() {
        let plan = filled("x");
        assert_eq!(form_of(&shared(&plan, true).members).unwrap(), plan);
        let safe = shared(&plan, false);
        assert_eq!(safe.removed, ["Secret"]);
        let opened = read_members::<Plan>(&safe.members, 0).unwrap();
        assert_eq!(opened.removed, ["secret"]);
        assert_eq!(opened.form, Plan { secret: String::new(), ..plan });
    }

    /// A pseudorandom text, so that a failure can be repeated.
    fn random(state: &mut u64, length: usize) -> String {
        let mut next = || {
            *state ^= *state << 13;
            *state ^= *state >> 7;
            *state ^= *state << 17;
            char::from(b'!' + u8::try_from(*state % 94).unwrap())
        };
        (0..length).map(|_| next()).collect()
    }

    /// Puts a text into a member.
    type Place<'a> = &'a dyn Fn(&mut Plan, &str);

    #[test]
    fn no_secret_survives_in_any_member() {
        let mut state = 0x9e37_79b9_7f4a_7c15;
        for length in (6..60).chain([1]) {
            let secret = random(&mut state, length);
            let places: [Place<'_>; 6] = [
                &|plan, secret| plan.note = secret.into(),
                &|plan, secret| plan.with = vec!["kit".into(), secret.into()],
                &|plan, secret| plan.from = Some(secret.into()),
                &|plan, secret| plan.outage.begins = secret.into(),
                &|plan, secret| plan.headers = format!("A: {secret}"),
                &|plan, secret| plan.outage.at = format!("https://{secret}@me.example/{secret}"),
            ];
            for (index, place) in places.iter().enumerate() {
                // A short secret is removed only where it is the whole value.
                if length == 1 && index > 3 {
                    continue;
                }
                let mut plan = Plan { secret: secret.clone(), ..filled("x") };
                if length == 1 {
                    (plan.outage.at, plan.headers) = Default::default();
                }
                place(&mut plan, &secret);
                let safe = shared(&plan, false);
                let mut texts = Vec::new();
                leaves(&safe.members, &mut texts);
                let survives = |text: &String| if length == 1 { *text == secret } else { text.contains(&secret) };
                assert!(!texts.iter().any(survives), "{secret} in {texts:?}");
                assert!(form_of(&safe.members).is_ok(), "{}", safe.members);
            }
            let digits = Plan { secret: "7".into(), seed: 7, ..filled("x") };
            assert!(shared(&digits, false).members.get("seed").is_none());
        }
    }

    fn leaves(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => members.iter().for_each(|(_, member)| leaves(member, found)),
            Value::Array(items) => items.iter().for_each(|item| leaves(item, found)),
            other => found.push(text(other)),
        }
    }
}
