//! What the text of a URL says about whether a provider can reach it, and the commands that find out the rest.

use std::net::IpAddr;

use hookwright::addresses::{ReservedName, reserved_name};
use hookwright::problem::{Problem, Severity};
use hookwright::subscription::{Draft, Rules, check};

/// The codes of problems because of which no provider can call a URL.
const UNUSABLE: [&str; 3] = ["missing_url", "invalid_url", "long_url"];
/// The code of a URL on the machine of the sender.
const LOOPBACK: &str = "loopback_url";
/// The code of a URL in a private network.
const PRIVATE: &str = "private_url";

/// Where a URL leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// No provider can call it, for the reason in the message.
    Unusable(String),
    /// It is on the machine of the sender.
    Loopback,
    /// It is in a private network.
    Private,
    /// Its host has a name that no receiver can have.
    Reserved(&'static ReservedName),
    /// It is a public address.
    Public,
}

/// A URL that providers are to call.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) reach: Reach,
    pub(crate) is_https: bool,
    url: String,
    host: String,
    port: String,
}

impl Target {
    /// Reads a URL with the rules of a provider.
    pub(crate) fn of(url: &str, rules: &Rules) -> Self {
        let url = url.trim();
        let draft = Draft { url: url.into(), ..Draft::default() };
        let problems = check(rules, &draft);
        let with = |codes: &[&str]| problems.iter().find(|problem| codes.contains(&problem.code));
        let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = authority.rsplit('@').next().unwrap_or_default();
        let (host, port) = split_port(host);
        let reach = if let Some(Problem { message, severity: Severity::Error, .. }) = with(&UNUSABLE) {
            Reach::Unusable(message.clone())
        } else if with(&[LOOPBACK]).is_some() {
            Reach::Loopback
        } else if with(&[PRIVATE]).is_some() {
            Reach::Private
        } else {
            reserved_name(host).map_or(Reach::Public, Reach::Reserved)
        };
        let is_https = scheme.eq_ignore_ascii_case("https");
        let default = if is_https { "443" } else { "80" };
        let port = if port.is_empty() { default } else { port };
        Self { reach, is_https, url: url.into(), host: host.into(), port: port.into() }
    }

    /// Returns the command that finds out whether the URL can be reached. `None` if it is not a URL, or is reserved.
    pub(crate) fn curl(&self) -> Option<String> {
        self.is_usable().then(|| format!("curl -I {}", quoted(&self.url)))
    }

    /// Returns the command that sends a delivery without a signature. `None` if it is not a URL, or is reserved.
    pub(crate) fn post(&self) -> Option<String> {
        let options = "-sS -o /dev/null -w '%{http_code}\\n' -H 'Content-Type: application/json' -d '{}'";
        self.is_usable().then(|| format!("curl {options} {}", quoted(&self.url)))
    }

    /// Returns the command that shows the certificate. `None` if there is none.
    pub(crate) fn openssl(&self) -> Option<String> {
        let name = self.host.trim_matches(['[', ']']);
        (self.is_usable() && self.is_https).then(|| {
            let address = quoted(&format!("{}:{}", self.host, self.port));
            // Without the last option, a certificate for another host would be valid. Addresses have no server name.
            let expected = match name.parse::<IpAddr>() {
                Ok(_) => format!("-verify_ip {}", quoted(name)),
                Err(_) => format!("-servername {0} -verify_hostname {0}", quoted(name)),
            };
            format!("openssl s_client -connect {address} {expected} -verify_return_error </dev/null")
        })
    }

    fn is_usable(&self) -> bool {
        !matches!(self.reach, Reach::Unusable(_) | Reach::Reserved(_))
    }
}

fn split_port(host: &str) -> (&str, &str) {
    // The colons in brackets are part of an IPv6 address.
    match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, port),
        _ => (host, ""),
    }
}

/// Quotes a text for a POSIX shell, if it has other characters than those of names.
fn quoted(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:/".contains(&byte);
    if text.bytes().all(is_plain) { text.into() } else { format!("'{}'", text.replace('\'', r"'\''")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog::generic;

    fn target(url: &str) -> Target {
        Target::of(url, &generic::PROVIDER.rules(&generic::PROVIDER.apis[0]))
    }

    #[test]
    fn a_url_is_public_private_local_or_unusable() {
        for (url, reach) in [
            ("https://shop.acme.dev/hook", Reach::Public),
            ("http://shop.acme.dev/hook", Reach::Public),
            ("http://localhost:3000/", Reach::Loopback),
            ("https://127.0.0.1/", Reach::Loopback),
            ("https://10.0.0.1/", Reach::Private),
            ("https://printer.local/", Reach::Private),
        ] {
            assert_eq!(target(url).reach, reach, "{url}");
        }
        for (url, name) in [
            ("https://shop.example/hook", ".example"),
            ("https://me@shop.TEST:8443/hook", ".test"),
            ("https://a.invalid./", ".invalid"),
            ("https://hooks.example.com/", "example.com"),
        ] {
            let target = target(url);
            assert!(matches!(target.reach, Reach::Reserved(reserved) if reserved.name == name), "{url}");
            assert_eq!((target.curl(), target.post(), target.openssl()), (None, None, None));
        }
        for url in ["", "shop.example", "ftp://shop.example/", "https://", "https://shop.example/ä"] {
            let target = target(url);
            assert!(matches!(target.reach, Reach::Unusable(_)), "{url}");
            assert_eq!((target.curl(), target.openssl()), (None, None));
        }
    }

    #[test]
    fn the_commands_name_the_host_and_the_port() {
        let shop = target(" https://me:x@shop.acme.dev:8443/hook?a=1&b='$(id)' ");
        assert_eq!(shop.curl().unwrap(), r"curl -I 'https://me:x@shop.acme.dev:8443/hook?a=1&b='\''$(id)'\'''");
        assert_eq!(
            shop.openssl().unwrap(),
            "openssl s_client -connect shop.acme.dev:8443 -servername shop.acme.dev -verify_hostname shop.acme.dev \
             -verify_return_error </dev/null"
        );
        let six = target("https://[2001:db9::1]/hook").openssl().unwrap();
        assert!(six.contains("-connect '[2001:db9::1]:443' -verify_ip 2001:db9::1 "), "{six}");
        let four = target("https://192.0.2.1/hook").openssl().unwrap();
        assert!(four.contains("-connect 192.0.2.1:443 -verify_ip 192.0.2.1 "), "{four}");
        assert_eq!(
            target("https://shop.acme.dev/a?b").post().unwrap(),
            r"curl -sS -o /dev/null -w '%{http_code}\n' -H 'Content-Type: application/json' -d '{}' 'https://shop.acme.dev/a?b'"
        );
        assert_eq!(target("http://shop.acme.dev/").openssl(), None);
        assert_eq!(target("https://shop.acme.dev").curl().unwrap(), "curl -I https://shop.acme.dev");
    }
}
