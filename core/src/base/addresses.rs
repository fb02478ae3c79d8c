//! Addresses: which hosts are global, private or the machine itself.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Where a host can be reached from, as far as its name or address tells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum HostScope {
    /// The same machine.
    Loopback,
    /// A private or otherwise special network.
    Private,
    /// Anywhere, as far as can be told.
    Public,
}

impl HostScope {
    /// The scope of a host as a URL has it, IPv6 addresses with or without brackets.
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
        // 100.64.0.0/10 is shared address space, behind a carrier's translation (RFC 6598).
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
