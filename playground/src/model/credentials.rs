//! What links, copied reports and session storage never contain: header fields, parameters and parts of URLs that are
//! credentials.

/// The text that replaces what was removed from a link or a file.
pub(crate) const REMOVED: &str = "‹removed›";

/// Header fields that are always credentials, in lower case.
const ALWAYS: [&str; 4] = ["authorization", "proxy-authorization", "cookie", "set-cookie"];

/// Words in the names of header fields and parameters that are credentials.
const WORDS: [&str; 8] = ["auth", "cookie", "token", "key", "secret", "jwt", "assertion", "password"];

/// The header fields in which a scheme has its signature.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct SignatureFields {
    /// Their names in lower case.
    pub(crate) names: Vec<String>,
    /// Whether the value is the secret itself.
    pub(crate) is_token: bool,
    /// The parameter of the URL whose value is the secret itself.
    pub(crate) query: Option<String>,
    /// Whether the scheme is not known: then any field and any parameter may be the secret.
    pub(crate) is_unknown: bool,
}

/// Header fields that are never credentials, in lower case. All others with `content-` are neither.
const NEVER: [&str; 3] = ["date", "host", "user-agent"];

/// A text without its credentials.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Redacted {
    pub(crate) text: String,
    /// The names of what was removed.
    pub(crate) names: Vec<String>,
    /// The removed values. Other members may contain them too.
    pub(crate) values: Vec<String>,
}

impl Redacted {
    fn remove(&mut self, name: impl Into<String>, value: &str) {
        self.names.push(name.into());
        self.values.push(value.into());
        // `Bearer` and other words before the credential.
        self.values.extend(value.rsplit_once(' ').map(|(_, last)| last.into()));
    }
}

/// Returns whether a header field is a credential.
pub(crate) fn is_credential(name: &str, signature: &SignatureFields) -> bool {
    let name = name.trim().to_ascii_lowercase();
    if ALWAYS.contains(&name.as_str()) {
        return true;
    }
    if signature.is_unknown {
        return !name.starts_with("content-") && !NEVER.contains(&name.as_str());
    }
    if signature.names.contains(&name) { signature.is_token } else { has_word(&name) }
}

fn has_word(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    WORDS.iter().any(|word| name.contains(word))
}

/// Returns the name of a header field in a line. Returns `None` if the line may be anything else, such as a part of a
/// command.
pub(crate) fn header_name(line: &str) -> Option<&str> {
    let name = line.split_once(':')?.0.trim();
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte));
    is_name.then_some(name)
}

/// Removes the credentials from header fields, one per line.
pub(crate) fn redact_headers(text: &str, signature: &SignatureFields) -> Redacted {
    let mut redacted = Redacted::default();
    let mut lines = Vec::new();
    for line in text.lines() {
        let value = line.split_once(':').map_or(line, |(_, value)| value).trim();
        let kept = match header_name(line) {
            _ if line.trim().is_empty() || value == REMOVED => line.to_owned(),
            Some(name) if !is_credential(name, signature) => line.to_owned(),
            Some(name) => {
                redacted.remove(name, value);
                format!("{name}: {REMOVED}")
            }
            None => {
                redacted.remove("Line without a header name", line.trim());
                REMOVED.to_owned()
            }
        };
        lines.push(kept);
    }
    redacted.text = lines.join("\n");
    redacted
}

/// Removes the user info and the secret parameters from a URL.
pub(crate) fn redact_url(url: &str) -> Redacted {
    redact_delivery_url(url, &SignatureFields::default())
}

/// Removes the user info and the secret parameters from the URL of a delivery.
pub(crate) fn redact_delivery_url(url: &str, signature: &SignatureFields) -> Redacted {
    let mut redacted = Redacted::default();
    let (rest, fragment) = url.split_once('#').map_or((url, None), |(rest, fragment)| (rest, Some(fragment)));
    let (base, query) = rest.split_once('?').map_or((rest, None), |(base, query)| (base, Some(query)));
    let (scheme, place) = base.split_once("://").map_or(("", base), |(scheme, place)| (scheme, place));
    let (authority, path) = place.split_at_checked(place.find('/').unwrap_or(place.len())).unwrap_or((place, ""));
    if !scheme.is_empty() {
        redacted.text = format!("{scheme}://");
    }
    match authority.rsplit_once('@') {
        Some((user, host)) if user != REMOVED => {
            redacted.remove("User info of the URL", user);
            redacted.values.extend(user.split(':').map(String::from));
            redacted.text += &format!("{REMOVED}@{host}{path}");
        }
        _ => redacted.text += place,
    }
    for (separator, parameters) in [('?', query), ('#', fragment)] {
        let Some(parameters) = parameters else { continue };
        redacted.text.push(separator);
        let kept: Vec<String> = parameters.split('&').map(|pair| parameter(pair, signature, &mut redacted)).collect();
        redacted.text += &kept.join("&");
    }
    redacted
}

fn parameter(pair: &str, signature: &SignatureFields, redacted: &mut Redacted) -> String {
    let decoded = form_urlencoded::parse(pair.as_bytes()).next();
    let is_secret = |name: &str| has_word(name) || signature.is_unknown || signature.query.as_deref() == Some(name);
    match (pair.split_once('='), decoded) {
        // A parameter without `=` may be anything.
        (None, Some(_)) if signature.is_unknown && pair != REMOVED => {
            redacted.remove("Parameter of the URL", pair);
            REMOVED.to_owned()
        }
        (Some((written, value)), Some((name, plain))) if is_secret(&name) && !value.is_empty() && value != REMOVED => {
            redacted.remove(format!("{name} in the URL"), value);
            redacted.values.push(plain.into_owned());
            format!("{written}={REMOVED}")
        }
        _ => pair.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &[&str], is_token: bool) -> SignatureFields {
        SignatureFields { names: names.iter().map(|name| (*name).into()).collect(), is_token, ..Default::default() }
    }

    #[test]
    fn header_fields_with_credentials_are_removed_in_any_case() {
        let text = "Content-Type: text/plain\nauthorization: Bearer hunter2\nX-API-KEY:hunter2\nCookie: a=hunter2\n\
                    Proxy-Authorization: hunter2\nset-cookie: hunter2\nX-Access-Token: hunter2\nCf-Access-Jwt-Assertion: hunter2\n\
                    \n-H 'A: hunter2'\nhunter2\nX-Signature: kept";
        let redacted = redact_headers(text, &of(&["x-signature"], false));
        assert!(!redacted.text.contains("hunter2"), "{}", redacted.text);
        assert!(redacted.text.starts_with("Content-Type: text/plain\nauthorization: ‹removed›\nX-API-KEY: ‹removed›"));
        assert!(redacted.text.ends_with("X-Signature: kept"));
        assert_eq!(redacted.names.len(), 9, "{:?}", redacted.names);
        assert!(redacted.values.iter().any(|value| value == "hunter2"), "the value without `Bearer`");
        let again = redact_headers(&redacted.text, &of(&["x-signature"], false));
        assert_eq!((again.text, again.names.len()), (redacted.text, 0));
    }

    #[test]
    fn a_signature_is_kept_and_a_token_is_not() {
        let text = "X-Webhook-Key-Signature: 00";
        assert_eq!(redact_headers(text, &of(&["x-webhook-key-signature"], false)).text, text);
        assert!(is_credential("X-Webhook-Key-Signature", &of(&["x-webhook-key-signature"], true)));
        assert!(is_credential("X-Telegram", &of(&["x-telegram"], true)));
        assert!(is_credential("Authorization", &of(&["authorization"], false)), "always");
    }

    #[test]
    fn only_harmless_fields_of_an_unknown_scheme_are_kept() {
        let unknown = SignatureFields { is_unknown: true, ..SignatureFields::default() };
        let text = "Content-Type: a\nDate: b\nHost: c\nUser-Agent: d\nX-Custom: hunter2";
        assert_eq!(
            redact_headers(text, &unknown).text,
            "Content-Type: a\nDate: b\nHost: c\nUser-Agent: d\nX-Custom: ‹removed›"
        );
        let url = redact_delivery_url("https://me.example/hook?sig=hunter2&hunter2", &unknown);
        assert_eq!(url.text, "https://me.example/hook?sig=‹removed›&‹removed›");
        let token = SignatureFields { query: Some("sig".into()), is_token: true, ..SignatureFields::default() };
        let url = redact_delivery_url("https://me.example/hook?sig=hunter2&a=b", &token);
        assert_eq!(url.text, "https://me.example/hook?sig=‹removed›&a=b");
    }

    #[test]
    fn urls_lose_their_user_info_and_secret_parameters() {
        for (url, expected, count) in [
            ("https://me.example/hook", "https://me.example/hook", 0),
            ("https://me:hunter2@me.example/hook", "https://‹removed›@me.example/hook", 1),
            ("https://hunter2@me.example", "https://‹removed›@me.example", 1),
            ("https://me.example/a@b", "https://me.example/a@b", 0),
            (
                "https://me.example/?a=1&api_key=hunter2&Token=hunter2",
                "https://me.example/?a=1&api_key=‹removed›&Token=‹removed›",
                2,
            ),
            (
                "https://me.example/?%74oken=hunter2#access_token=hunter2",
                "https://me.example/?%74oken=‹removed›#access_token=‹removed›",
                2,
            ),
            ("me.example?token", "me.example?token", 0),
            ("", "", 0),
        ] {
            let redacted = redact_url(url);
            assert_eq!((redacted.text.as_str(), redacted.names.len()), (expected, count), "{url}");
            assert_eq!(redact_url(&redacted.text).names.len(), 0, "{url}");
        }
    }
}
