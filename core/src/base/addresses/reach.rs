//! The judgment of one address.

use core::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::entry::{Reach, SpecialPurpose};
use super::registry::SPECIAL_PURPOSE;

/// The prefixes of IPv6 addresses that are judged by the IPv4 address in their last 32 bits: IPv4-mapped addresses, with
/// which sockets use IPv4, and NAT64 (RFC 6052), which is how a network without IPv4 reaches IPv4 addresses.
///
/// 6to4 and Teredo addresses also contain an IPv4 address. They are refused, because the registry does not list them as
/// globally reachable.
pub const EMBEDDING_PREFIXES: [&str; 2] = ["::ffff:0:0/96", "64:ff9b::/96"];

/// Bits 64 to 95 of the addresses of ISATAP (RFC 5214, section 6.1), whose last 32 bits are an IPv4 address.
pub const ISATAP_INTERFACES: [u32; 2] = [0x0000_5efe, 0x0200_5efe];

/// A range of addresses: the first one, and how many of its bits all of them share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Prefix {
    /// The first address.
    pub first: IpAddr,
    /// The number of leading bits, up to 32 for IPv4 and up to 128 for IPv6.
    pub bits: u8,
}

impl Prefix {
    /// Parses a prefix in CIDR notation. Bits after the prefix must be zero.
    ///
    /// ```
    /// use hookwright::addresses::Prefix;
    /// let prefix = Prefix::parse("10.0.0.0/8").unwrap();
    /// assert!(prefix.contains("10.1.2.3".parse().unwrap()));
    /// assert_eq!(Prefix::parse("10.0.0.1/8"), None);
    /// ```
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (first, bits) = text.split_once('/')?;
        let first: IpAddr = first.parse().ok()?;
        let bits: u8 = bits.parse().ok()?;
        let (value, width) = number(first);
        (bits <= width && value == truncated(value, width, bits)).then_some(Self { first, bits })
    }

    /// Whether the address is in the range. An IPv4 prefix does not contain IPv4-mapped addresses.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let (value, width) = number(address);
        self.first.is_ipv4() == address.is_ipv4() && truncated(value, width, self.bits) == number(self.first).0
    }
}

/// Returns the most specific entry of the table for an address.
///
/// ```
/// use hookwright::addresses::reach_of;
/// assert_eq!(reach_of("192.0.0.9".parse().unwrap()).unwrap().name, "Port Control Protocol Anycast");
/// assert_eq!(reach_of("192.0.0.11".parse().unwrap()).unwrap().name, "IETF Protocol Assignments");
/// ```
#[must_use]
pub fn reach_of(address: IpAddr) -> Option<&'static SpecialPurpose> {
    let parsed = SPECIAL_PURPOSE.iter().filter_map(|entry| Some((Prefix::parse(entry.prefix)?, entry)));
    let found = parsed.filter(|(prefix, _)| prefix.contains(address)).max_by_key(|(prefix, _)| prefix.bits);
    found.map(|(_, entry)| entry)
}

/// Returns the IPv4 address by which an IPv6 address is judged, if it is in one of the [`EMBEDDING_PREFIXES`].
///
/// ```
/// use hookwright::addresses::embedded_v4;
/// assert_eq!(embedded_v4("64:ff9b::7f00:1".parse().unwrap()), Some([127, 0, 0, 1].into()));
/// assert_eq!(embedded_v4("2001:db8::7f00:1".parse().unwrap()), None);
/// ```
#[must_use]
pub fn embedded_v4(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let mut prefixes = EMBEDDING_PREFIXES.iter().filter_map(|text| Prefix::parse(text));
    prefixes.any(|prefix| prefix.contains(address.into())).then(|| last_v4(address))
}

/// Whether an address is a unicast address that any host on the internet can reach.
///
/// ```
/// use hookwright::addresses::is_global;
/// assert!(is_global("93.184.215.14".parse().unwrap()));
/// for refused in ["10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "2002:a00:1::"] {
///     assert!(!is_global(refused.parse().unwrap()), "{refused}");
/// }
/// ```
#[must_use]
pub fn is_global(address: IpAddr) -> bool {
    match address {
        IpAddr::V6(v6) => match embedded_v4(v6) {
            Some(v4) => is_listed_as_global(v4.into()),
            None => is_listed_as_global(address) && (!is_isatap(v6) || is_listed_as_global(last_v4(v6).into())),
        },
        IpAddr::V4(_) => is_listed_as_global(address),
    }
}

fn is_listed_as_global(address: IpAddr) -> bool {
    reach_of(address).is_some_and(|entry| entry.reach == Reach::Global)
}

fn is_isatap(address: Ipv6Addr) -> bool {
    let interface = (address.to_bits() >> 32) & u128::from(u32::MAX);
    ISATAP_INTERFACES.iter().any(|&each| u128::from(each) == interface)
}

fn last_v4(address: Ipv6Addr) -> Ipv4Addr {
    let [.., a, b, c, d] = address.octets();
    Ipv4Addr::new(a, b, c, d)
}

/// The address as a number, and the number of its bits.
fn number(address: IpAddr) -> (u128, u8) {
    match address {
        IpAddr::V4(v4) => (v4.to_bits().into(), 32),
        IpAddr::V6(v6) => (v6.to_bits(), 128),
    }
}

/// The number with all bits after the first ones set to zero.
fn truncated(value: u128, width: u8, bits: u8) -> u128 {
    let dropped = u32::from(width.saturating_sub(bits));
    value.checked_shr(dropped).and_then(|kept| kept.checked_shl(dropped)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_global_text(text: &str) -> bool {
        is_global(text.parse().unwrap())
    }

    #[test]
    fn parses_each_prefix_of_the_table() {
        for entry in &SPECIAL_PURPOSE {
            assert!(Prefix::parse(entry.prefix).is_some(), "{}", entry.prefix);
        }
        for text in EMBEDDING_PREFIXES {
            assert!(Prefix::parse(text).is_some(), "{text}");
        }
        for text in ["10.0.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.1.0.0/8", "::1/64", "/8", "a/8"] {
            assert_eq!(Prefix::parse(text), None, "{text}");
        }
    }

    #[test]
    fn judges_embedded_addresses() {
        for global in ["::ffff:8.8.8.8", "64:ff9b::808:808", "2a00:1450::5efe:808:808"] {
            assert!(is_global_text(global), "{global}");
        }
        let refused = [
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "64:ff9b:1::808:808",
            "::8.8.8.8",
            "2002:808:808::1",
            "2001:0:808:808::1",
            "2a00:1450::5efe:a00:1",
            "2a00:1450::200:5efe:7f00:1",
        ];
        for address in refused {
            assert!(!is_global_text(address), "{address}");
        }
    }

    /// Each property of `IpAddr` that excludes an address from the internet, on the edges of all prefixes.
    #[test]
    fn agrees_with_the_standard_library() {
        let mut checked = 0;
        for prefix in SPECIAL_PURPOSE.iter().filter_map(|entry| Prefix::parse(entry.prefix)) {
            let (first, width) = number(prefix.first);
            let size = 1_u128.checked_shl(u32::from(width - prefix.bits)).unwrap_or(0);
            let last = first.wrapping_add(size).wrapping_sub(1);
            for value in [first.wrapping_sub(1), first, last, last.wrapping_add(1)] {
                let local = if width == 32 {
                    let Ok(bits) = u32::try_from(value) else { continue };
                    let v4 = Ipv4Addr::from_bits(bits);
                    let is_local = v4.is_private() || v4.is_loopback() || v4.is_link_local() || v4.is_documentation();
                    (IpAddr::V4(v4), is_local || v4.is_multicast() || v4.is_broadcast() || v4.is_unspecified())
                } else {
                    let v6 = Ipv6Addr::from_bits(value);
                    let is_local = v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local();
                    (IpAddr::V6(v6), is_local || v6.is_multicast() || v6.is_unspecified())
                };
                assert!(!(local.1 && is_global(local.0)), "{}", local.0);
                checked += 1;
            }
        }
        assert!(checked > 200, "{checked}");
    }
}
