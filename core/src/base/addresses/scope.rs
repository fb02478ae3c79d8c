//! Classification of hosts as loopback, private or public.

use core::net::IpAddr;

use super::reach::{embedded_v4, is_global, reach_of};

/// The network that a host belongs to, judged by its name or address alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HostScope {
    /// The local machine.
    Loopback,
    /// An address that is not globally reachable, or a name of a private network.
    Private,
    /// A host that is not known to be local or private.
    Public,
    /// A number that is not an address in dotted decimal, such as `0x7f.1` or `2130706433`. Clients of the WHATWG URL
    /// standard read it as an IPv4 address, others as a name.
    Number,
}

impl HostScope {
    /// The scope of the host of a URL. An IPv6 address may be in brackets.
    pub(crate) fn of(host: &str) -> Self {
        let bare = host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.').to_ascii_lowercase();
        match bare.parse::<IpAddr>() {
            Ok(address) => Self::of_address(address),
            Err(_) if bare == "localhost" || bare.ends_with(".localhost") => Self::Loopback,
            Err(_) if is_number(&bare) => Self::Number,
            Err(_) if bare.ends_with(".local") || bare.ends_with(".internal") || !bare.contains('.') => Self::Private,
            Err(_) => Self::Public,
        }
    }

    fn of_address(address: IpAddr) -> Self {
        let judged = match address {
            IpAddr::V6(v6) => embedded_v4(v6).map_or(address, IpAddr::V4),
            IpAddr::V4(_) => address,
        };
        if reach_of(judged).is_some_and(|entry| entry.name.starts_with("Loopback")) {
            Self::Loopback
        } else if is_global(address) {
            Self::Public
        } else {
            Self::Private
        }
    }
}

/// Whether the last label is a number, which is when the WHATWG URL standard reads a host as an IPv4 address.
fn is_number(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_decimal = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    is_decimal || last.strip_prefix("0x").is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn assert_scope(scope: HostScope, hosts: &[&str]) {
        for host in hosts {
            assert_eq!(HostScope::of(host), scope, "{host}");
        }
    }

    #[test]
    fn recognizes_the_local_machine() {
        assert_scope(HostScope::Loopback, &["localhost", "App.Localhost.", "127.8.9.1", "[::1]", "::ffff:127.0.0.1"]);
    }

    #[test]
    fn recognizes_private_and_reserved_networks() {
        let names = ["intranet", "printer.local", "db.internal."];
        let v4 = ["10.1.2.3", "172.31.0.1", "192.168.0.1", "169.254.1.1", "100.64.0.1", "0.0.0.0", "224.0.0.1"];
        let v6 = ["fd00::1", "[fe80::1]", "::", "ff02::1", "::ffff:10.0.0.1"];
        for hosts in [&names[..], &v4, &v6] {
            assert_scope(HostScope::Private, hosts);
        }
    }

    #[test]
    fn recognizes_numbers_that_are_not_dotted_decimal() {
        let numbers = ["2130706433", "0x7f000001", "0x7f.1", "127.1", "0177.0.0.1", "1.2.3.256", "example.0x", "a.1"];
        assert_scope(HostScope::Number, &numbers);
        assert_scope(HostScope::Public, &["1.example.com", "0x7f.example.com", "example.0xg"]);
    }

    #[test]
    fn recognizes_reserved_and_documentation_networks() {
        assert_scope(
            HostScope::Private,
            &["192.0.2.1", "198.18.0.1", "240.0.0.1", "[2001:db8::1]", "[64:ff9b::a00:1]"],
        );
        assert_scope(HostScope::Loopback, &["[64:ff9b::7f00:1]"]);
    }

    #[test]
    fn other_hosts_are_public() {
        let hosts = [
            "example.com",
            "localhost.example.com",
            "172.32.0.1",
            "100.128.0.1",
            "223.1.1.1",
            "[2001:db9::1]",
            "[64:ff9b::808:808]",
        ];
        assert_scope(HostScope::Public, &hosts);
    }
}
