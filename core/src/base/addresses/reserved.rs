//! Names that no receiver on the internet can have.

use alloc::format;
use alloc::string::String;

/// A name that is reserved by RFC 2606 and RFC 6761.
///
/// The names of the local machine, such as `localhost`, are reserved as well, but not in the list: programs on this machine
/// can use them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReservedName {
    /// A domain, or a top-level domain with a dot before it.
    pub name: &'static str,
    /// What it is reserved for.
    pub purpose: &'static str,
}

/// The names. `example.com`, `example.net` and `example.org` resolve to servers of IANA, the others do not resolve.
const RESERVED: [ReservedName; 6] = [
    ReservedName { name: ".example", purpose: "documentation" },
    ReservedName { name: ".invalid", purpose: "names that do not exist" },
    ReservedName { name: ".test", purpose: "tests" },
    ReservedName { name: "example.com", purpose: "documentation" },
    ReservedName { name: "example.net", purpose: "documentation" },
    ReservedName { name: "example.org", purpose: "documentation" },
];

impl ReservedName {
    /// Describes the name, in the format of messages.
    ///
    /// ```
    /// use hookwright::addresses::reserved_name;
    /// let reserved = reserved_name("shop.example").unwrap();
    /// assert_eq!(reserved.describe(), "`.example` is reserved for documentation; no DNS server resolves it");
    /// ```
    #[must_use]
    pub fn describe(&self) -> String {
        let Self { name, purpose } = self;
        let result = match *name {
            ".test" => "no public DNS server resolves it",
            name if name.starts_with('.') => "no DNS server resolves it",
            _ => "its servers receive no webhooks",
        };
        format!("`{name}` is reserved for {purpose}; {result}")
    }
}

/// Returns the reserved name that a host has or is part of.
///
/// ```
/// use hookwright::addresses::reserved_name;
/// assert_eq!(reserved_name("Shop.Example.").unwrap().name, ".example");
/// assert_eq!(reserved_name("hooks.example.com").unwrap().name, "example.com");
/// assert_eq!(reserved_name("myexample.com"), None);
/// ```
#[must_use]
pub fn reserved_name(host: &str) -> Option<&'static ReservedName> {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    RESERVED.iter().find(|reserved| {
        let bare = reserved.name.trim_start_matches('.');
        host.strip_suffix(bare).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    })
}
