//! Classification of hosts as loopback, private or public.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The network that a host belongs to, judged by its name or address alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum HostScope {
    /// The local machine.
    Loopback,
    /// A private, link-local, shared or reserved network.
    Private,
    /// A host that is not known to be local or private.
    Public,
}

impl HostScope {
    /// The scope of the host of a URL. An IPv6 address may be in brackets.
    pub(crate) fn of(host: &str) -> Self {
        let bare = host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.').to_ascii_lowercase();
        match bare.parse::<IpAddr>() {
            Ok(IpAddr::V4(address)) => Self::of_v4(address),
            Ok(IpAddr::V6(address)) => Self::of_v6(address),
            Err(_) if bare == "localhost" || bare.ends_with(".localhost") => Self::Loopback,
            Err(_) if bare.ends_with(".local") || bare.ends_with(".internal") || !bare.contains('.') => Self::Private,
            Err(_) => Self::Public,
        }
    }

    fn of_v4(address: Ipv4Addr) -> Self {
        let [first, second, ..] = address.octets();
        // 100.64.0.0/10 is the shared address space of carrier-grade NAT (RFC 6598).
        let is_shared = first == 100 && (64..128).contains(&second);
        if address.is_loopback() {
            Self::Loopback
        } else if address.is_private() || address.is_link_local() || first == 0 || is_shared || first >= 224 {
            Self::Private
        } else {
            Self::Public
        }
    }

    fn of_v6(address: Ipv6Addr) -> Self {
        if let Some(mapped) = address.to_ipv4_mapped() {
            return Self::of_v4(mapped);
        }
        if address.is_loopback() {
            Self::Loopback
        } else if address.is_unique_local()
            || address.is_unicast_link_local()
            || address.is_unspecified()
            || address.is_multicast()
        {
            Self::Private
        } else {
            Self::Public
        }
    }
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
    fn other_hosts_are_public() {
        let hosts = ["example.com", "localhost.example.com", "172.32.0.1", "100.128.0.1", "223.1.1.1", "[2001:db9::1]"];
        assert_scope(HostScope::Public, &hosts);
    }
}
