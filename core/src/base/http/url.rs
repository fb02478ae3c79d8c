//! The parts of a URL that schemes sign. URLs are not normalised, because signatures cover their exact text.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec;
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

/// The path and query, as in a request line. The URL may also consist of these alone.
pub(crate) fn path_and_query(url: &str) -> &str {
    let url = url.split_once('#').map_or(url, |(url, _)| url);
    match split_scheme(url) {
        None => url,
        Some((_, rest)) => rest.find(['/', '?']).and_then(|at| rest.get(at..)).unwrap_or("/"),
    }
}

/// The scheme of a URL, and what follows its `://`. `None` if there is no scheme: a query can contain `://` as well.
fn split_scheme(url: &str) -> Option<(&str, &str)> {
    url.split_once("://").filter(|(scheme, _)| !scheme.contains(['/', '?', '#']))
}

/// The URL as given, and with its port removed or, if it has none, the default port added.
pub(crate) fn with_and_without_port(url: &str) -> Vec<Cow<'_, str>> {
    let mut variants = vec![Cow::Borrowed(url)];
    let Some((scheme, rest)) = split_scheme(url) else { return variants };
    let (authority, after) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (credentials, host) = authority
        .rsplit_once('@')
        .map_or(("", authority), |(_, host)| (authority.get(..authority.len() - host.len()).unwrap_or_default(), host));
    let port_at = host.rfind(':').filter(|colon| host.rfind(']').is_none_or(|bracket| bracket < *colon));
    match port_at.and_then(|colon| host.get(..colon)) {
        Some(bare) => variants.push(Cow::Owned(format!("{scheme}://{credentials}{bare}{after}"))),
        None => {
            let port = if scheme.eq_ignore_ascii_case("http") { 80 } else { 443 };
            variants.push(Cow::Owned(format!("{scheme}://{authority}:{port}{after}")));
        }
    }
    variants
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
        assert_eq!(with_and_without_port("https://h/p?q"), ["https://h/p?q", "https://h:443/p?q"]);
        assert_eq!(with_and_without_port("http://h"), ["http://h", "http://h:80"]);
        assert_eq!(with_and_without_port("https://u:p@h:8443/"), ["https://u:p@h:8443/", "https://u:p@h/"]);
        assert_eq!(with_and_without_port("https://[::1]/"), ["https://[::1]/", "https://[::1]:443/"]);
        assert_eq!(with_and_without_port("/only/a/path"), ["/only/a/path"]);
    }

    #[test]
    fn path_and_query_end_before_the_fragment() {
        assert_eq!(path_and_query("https://h/p?q#f"), "/p?q");
        assert_eq!(path_and_query("https://h"), "/");
        assert_eq!(path_and_query("https://h?q"), "?q");
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
    const URL_WITHOUT_PORT: &str =
        "https?://([a-z]{1,4}(:[a-z]{1,4})?@)?([a-z.]{1,9}|\\[[0-9a-f:]{1,9}\\])([/?#][a-z:/@]{0,9})?";

    proptest! {
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
            let variants = with_and_without_port(&url);
            prop_assert_eq!(&with_and_without_port(&variants[1])[1], &url);
        }
    }
}
