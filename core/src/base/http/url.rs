//! The parts of a URL that schemes sign. URLs are not normalized, because signatures cover their exact text.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::percent;

/// Decodes the escapes that HubSpot decodes before it signs a URL: those of `: / ? @ ! $ ' ( ) * , ;`, and no others.
pub(crate) fn decode_reserved(url: &str) -> String {
    const ESCAPES: [(&str, &str); 12] = [
        ("%3A", ":"),
        ("%2F", "/"),
        ("%3F", "?"),
        ("%40", "@"),
        ("%21", "!"),
        ("%24", "$"),
        ("%27", "'"),
        ("%28", "("),
        ("%29", ")"),
        ("%2A", "*"),
        ("%2C", ","),
        ("%3B", ";"),
    ];
    let mut decoded = String::with_capacity(url.len());
    let mut rest = url;
    while let Some(at) = rest.find('%') {
        let (before, escape) = rest.split_at(at);
        decoded.push_str(before);
        let known = escape.split_at_checked(3).and_then(|(text, after)| {
            let (_, character) = ESCAPES.iter().find(|(known, _)| known.eq_ignore_ascii_case(text))?;
            Some((*character, after))
        });
        // Another such escape may begin within these three characters, so only the `%` is copied.
        let (character, after) = known.unwrap_or_else(|| escape.split_at(1));
        decoded.push_str(character);
        rest = after;
    }
    decoded.push_str(rest);
    decoded
}

/// The parameters of a query or a form, decoded, in order.
pub(crate) fn pairs(query: &str) -> impl Iterator<Item = (Vec<u8>, Vec<u8>)> {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (percent::form_decode(name.as_bytes()), percent::form_decode(value.as_bytes()))
    })
}

/// The query of a URL: the text between `?` and `#`.
pub(crate) fn query(url: &str) -> &str {
    let url = url.split_once('#').map_or(url, |(url, _)| url);
    url.split_once('?').map_or("", |(_, query)| query)
}

/// Whether the last parameter of a URL has this name. `false` for a URL with a fragment: fragments are never sent, so
/// it is not the URL of a request.
pub(crate) fn is_last_parameter(url: &str, name: &str) -> bool {
    let last = url.split_once('?').map(|(_, query)| query.rsplit('&').next().unwrap_or_default());
    let is_named = |last: &str| {
        let found = last.split('=').next().unwrap_or_default();
        percent::decoded(found.as_bytes(), true).eq(name.bytes())
    };
    !url.contains('#') && last.is_some_and(is_named)
}

/// The path and query, as in a request line, where an empty path is `/` (RFC 9112, section 3.2.1). The URL may also consist
/// of these alone.
pub(crate) fn path_and_query(url: &str) -> Cow<'_, str> {
    match UrlParts::of(url) {
        None => url.split_once('#').map_or(url, |(url, _)| url).into(),
        Some(UrlParts { target, .. }) if target.starts_with('/') => target.into(),
        Some(UrlParts { target, .. }) => ["/", target].concat().into(),
    }
}

/// The parts of a URL with a scheme. In order and with `://` after the scheme, they are the URL.
///
/// Every text with `://` after a scheme can be split, not only the URLs of RFC 3986: a signature covers the URL as it
/// was received, with characters that parsers such as `fluent-uri` reject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct UrlParts<'a> {
    pub(crate) scheme: &'a str,
    /// The user information, with the at sign.
    pub(crate) credentials: &'a str,
    pub(crate) host: &'a str,
    /// The port, with the colon.
    pub(crate) port: &'a str,
    /// The path and the query. Empty if there are neither.
    pub(crate) target: &'a str,
    /// The fragment, with the number sign.
    pub(crate) fragment: &'a str,
}

impl<'a> UrlParts<'a> {
    /// `None` if there is no scheme: a query can contain `://` as well.
    pub(crate) fn of(url: &'a str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://").filter(|(scheme, _)| !scheme.contains(['/', '?', '#']))?;
        let (rest, fragment) = rest.split_at(rest.find('#').unwrap_or(rest.len()));
        let (authority, target) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
        let (credentials, host) = authority.split_at(authority.rfind('@').map_or(0, |at| at + 1));
        let (host, port) = split_port(host);
        Some(Self { scheme, credentials, host, port, target, fragment })
    }
}

/// Splits a host and its port, which includes the colon. The colons within brackets belong to the host.
pub(crate) fn split_port(host: &str) -> (&str, &str) {
    let colon = host.rfind(':').filter(|colon| host.rfind(']').is_none_or(|bracket| bracket < *colon));
    host.split_at(colon.unwrap_or(host.len()))
}

/// The URL with its port removed or, if it has none, with the default port added. `None` if it does not have a scheme.
pub(crate) fn with_other_port(url: &str) -> Option<String> {
    let UrlParts { scheme, credentials, host, port, target, fragment } = UrlParts::of(url)?;
    let port = match port {
        "" if scheme.eq_ignore_ascii_case("http") => ":80",
        "" => ":443",
        _ => "",
    };
    Some([scheme, "://", credentials, host, port, target, fragment].concat())
}

/// The URL with one parameter added.
pub(crate) fn add_parameter(url: &str, name: &str, value: &str) -> String {
    let (before, fragment) = url.split_at(url.find('#').unwrap_or(url.len()));
    let separator = match before.split_once('?') {
        None => "?",
        Some((_, query)) if query.is_empty() || query.ends_with('&') => "",
        Some(_) => "&",
    };
    let (name, value) = (percent::encode(name), percent::encode(value));
    format!("{before}{separator}{name}={value}{fragment}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn decodes_only_the_escapes_that_hubspot_decodes() {
        assert_eq!(decode_reserved("https://h/a%2fb?c=%40%20%25%2&é%3"), "https://h/a/b?c=@%20%25%2&é%3");
        assert_eq!(decode_reserved("%%3A%aé%2C%é%3B%253A%"), "%:%aé,%é;%253A%");
    }

    #[test]
    fn adds_the_default_port_or_removes_the_port() {
        assert_eq!(with_other_port("https://h/p?q").unwrap(), "https://h:443/p?q");
        assert_eq!(with_other_port("http://h").unwrap(), "http://h:80");
        assert_eq!(with_other_port("https://u:p@h:8443/").unwrap(), "https://u:p@h/");
        assert_eq!(with_other_port("https://[::1]/").unwrap(), "https://[::1]:443/");
        assert_eq!(with_other_port("/only/a/path"), None);
    }

    #[test]
    fn splits_urls_that_parsers_reject() {
        let url = "HTTPS://a:b@c@[::1]:x//p ath?q=é|&r=http://h#f?g#";
        let parts = UrlParts {
            scheme: "HTTPS",
            credentials: "a:b@c@",
            host: "[::1]",
            port: ":x",
            target: "//p ath?q=é|&r=http://h",
            fragment: "#f?g#",
        };
        assert_eq!(UrlParts::of(url), Some(parts));
        for without_scheme in ["", "h/p", "/p?next=https://h", "#://h", "https:/h", "mailto:a@h"] {
            assert_eq!(UrlParts::of(without_scheme), None, "{without_scheme}");
        }
    }

    #[test]
    fn path_and_query_end_before_the_fragment() {
        assert_eq!(path_and_query("https://h/p?q#f"), "/p?q");
        assert_eq!(path_and_query("https://h"), "/");
        assert_eq!(path_and_query("https://h?q#f"), "/?q");
        assert_eq!(path_and_query("/p"), "/p");
        assert_eq!(path_and_query("/p?next=https://h/q"), "/p?next=https://h/q");
        assert_eq!(query("https://h/p?a=1&b#f"), "a=1&b");
    }

    #[test]
    fn adds_an_encoded_parameter_before_the_fragment() {
        assert_eq!(add_parameter("https://h/p", "s", "a+/="), "https://h/p?s=a%2B%2F%3D");
        assert_eq!(add_parameter("https://h/p?a=1#f", "s", "1"), "https://h/p?a=1&s=1#f");
        assert_eq!(add_parameter("https://h/p?", "s t", "a&b %"), "https://h/p?s%20t=a%26b%20%25");
    }

    const ANY_URL: &str = "[a-z:/?#@%&=+\\[\\]é0-9]{0,30}";
    const URL: &str = "[a-z]{1,4}://([a-z:]{0,4}@)?([a-z.]{0,9}|\\[::[0-9a-f]{1,4}\\])(:[0-9]{0,5})?(/[a-z:/@]{0,9})?\
         (\\?[a-z:/@?]{0,9})?(#[a-z:/@?]{0,9})?";
    const URL_WITHOUT_PORT: &str =
        "https?://([a-z]{1,4}(:[a-z]{1,4})?@)?([a-z.]{1,9}|\\[[0-9a-f:]{1,9}\\])([/?#][a-z:/@]{0,9})?";

    proptest! {
        #[test]
        fn the_parts_of_a_url_are_its_whole_text(url in ANY_URL) {
            if let Some(UrlParts { scheme, credentials, host, port, target, fragment }) = UrlParts::of(&url) {
                prop_assert_eq!(format!("{scheme}://{credentials}{host}{port}{target}{fragment}"), url);
            } else {
                prop_assert!(url.split_once("://").is_none_or(|(scheme, _)| scheme.contains(['/', '?', '#'])), "{}", url);
            }
        }

        #[cfg(feature = "json")]
        #[test]
        fn agrees_with_fluent_uri(url in URL) {
            let expected = fluent_uri::Uri::parse(url.as_str()).unwrap();
            let authority = expected.authority().unwrap();
            let found = UrlParts::of(&url).unwrap();
            prop_assert_eq!(found.scheme, expected.scheme().as_str());
            prop_assert_eq!(found.credentials.strip_suffix('@'), authority.userinfo().map(|text| text.as_str()));
            prop_assert_eq!(found.host, authority.host());
            prop_assert_eq!(found.port.strip_prefix(':'), authority.port().map(|text| text.as_str()));
            let query = expected.query().map_or(String::new(), |query| format!("?{query}"));
            prop_assert_eq!(found.target, format!("{}{query}", expected.path()));
            prop_assert_eq!(found.fragment.strip_prefix('#'), expected.fragment().map(|text| text.as_str()));
        }

        #[test]
        fn the_query_ends_path_and_query(url in ANY_URL) {
            prop_assert!(path_and_query(&url).ends_with(query(&url)), "{}", url);
        }

        #[test]
        fn an_added_parameter_is_the_last_one(url in ANY_URL, name in ".{0,8}", value in ".{0,8}") {
            let url = add_parameter(&url, &name, &value);
            prop_assert_eq!(pairs(query(&url)).last(), Some((name.clone().into(), value.into())), "{}", url);
            prop_assert_eq!(is_last_parameter(&url, &name), !url.contains('#'), "{}", url);
        }

        #[test]
        fn removing_the_added_port_restores_the_url(url in URL_WITHOUT_PORT) {
            prop_assert_eq!(with_other_port(&with_other_port(&url).unwrap()).unwrap(), url);
        }
    }
}
