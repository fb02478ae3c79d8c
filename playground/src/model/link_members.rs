//! Reads the members of links and files, and names the first invalid one.

use super::credentials::REMOVED;
use super::form;
use super::json::Value;
use super::link::{CUSTOM_SCHEME, Linked};
use super::link_text::Damage;
use super::members::ValueDeserializer;

/// The content of a link or a file that was read.
pub(crate) struct Read<F> {
    pub(crate) form: F,
    /// The JSON of the custom scheme.
    pub(crate) custom: Option<String>,
    /// The paths of the members that were removed, joined with `/`.
    pub(crate) removed: Vec<String>,
}

/// Reads the members of a link or a file. Missing members are those of the base. The first invalid member is an error.
pub(crate) fn read_members<F: Linked>(members: &Value, now_ms: i64) -> Result<Read<F>, Damage> {
    if !members.is_object() {
        return Err(Damage::NotJson);
    }
    let mut saved = members.clone();
    let custom = match saved.put(CUSTOM_SCHEME, None) {
        None => None,
        Some(Value::String(json)) => Some(json),
        Some(_) => return Err(Damage::Invalid(CUSTOM_SCHEME.into())),
    };
    let mut texts = Vec::new();
    for path in F::UNSAVED {
        let joined = path.join("/");
        match form::put(&mut saved, path, None) {
            None => {}
            Some(Value::String(text)) => texts.push((joined, text)),
            Some(_) => return Err(Damage::Invalid(joined)),
        }
    }
    let base = F::base();
    let mut whole = form::value(&base);
    let fits = |whole: &Value| F::deserialize(ValueDeserializer(whole)).is_ok();
    take(&mut whole, &mut Vec::new(), saved.as_object(), &fits)?;
    let mut form = F::deserialize(ValueDeserializer(&whole)).unwrap_or(base);
    form.complete(now_ms);
    let mut removed = Vec::new();
    for (path, text) in texts {
        let is_removed = text == REMOVED;
        if !form.set_unsaved(&path, if is_removed { "" } else { &text }) {
            return Err(Damage::Invalid(path));
        }
        if is_removed {
            removed.push(path);
        }
    }
    Ok(Read { form, custom, removed })
}

/// Copies the members. Unknown ones are ignored, because a later version of the page may have added them.
fn take<'a>(
    whole: &mut Value,
    path: &mut Vec<&'a str>,
    members: &'a [(String, Value)],
    fits: &dyn Fn(&Value) -> bool,
) -> Result<(), Damage> {
    for (name, member) in members {
        path.push(name);
        let is_object =
            |value: &Value| path.iter().try_fold(value, |here, name| here.get(name)).is_some_and(Value::is_object);
        if member.is_object() && is_object(whole) {
            take(whole, path, member.as_object(), fits)?;
        } else {
            form::put(whole, path, Some(member.clone()));
            if !fits(whole) {
                // Secrets and header fields are not among these members.
                return Err(match member {
                    Value::String(text) => Damage::InvalidText { member: path.join("/"), text: text.clone() },
                    _ => Damage::Invalid(path.join("/")),
                });
            }
        }
        path.pop();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::link_sample::form_of;
    use super::*;

    #[test]
    fn an_invalid_value_is_named() {
        let of = |json: &str| form_of(&Value::parse(json).unwrap()).unwrap_err();
        assert_eq!(of(r#"{"outage":{"begins":7}}"#), Damage::Invalid("outage/begins".into()));
        assert_eq!(of(r#"{"outage":7}"#), Damage::Invalid("outage".into()));
        assert_eq!(of(r#"{"secret":7}"#), Damage::Invalid("secret".into()));
        assert_eq!(of(r#"{"customScheme":7}"#), Damage::Invalid("customScheme".into()));
        let text = Damage::InvalidText { member: "seed".into(), text: "many".into() };
        assert_eq!(text.message("link"), "this link has the unknown value `many` for `seed`; nothing was changed");
        assert_eq!((of(r#"{"seed":"many"}"#), text.code()), (text.clone(), "invalid_member"));
        assert_eq!(of("[]"), Damage::NotJson);
        assert!(form_of(&Value::parse(r#"{"later":{"a":[]},"outage":{"later":1}}"#).unwrap()).is_ok());
    }
}
