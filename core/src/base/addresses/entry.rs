//! The form of the entries of the table.

/// A prefix of a registry of addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpecialPurpose {
    /// The prefix, such as `10.0.0.0/8`.
    pub prefix: &'static str,
    /// The name in the registry.
    pub name: &'static str,
    /// The documents that define it.
    pub source: &'static str,
    /// Whether its addresses are globally reachable.
    pub reach: Reach,
}

/// The value of the column "Globally Reachable" of a registry (RFC 8190).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// Globally reachable.
    Global,
    /// Not globally reachable.
    NotGlobal,
    /// The registry has no value: the prefix is deprecated, or its addresses depend on a relay. They are not accepted.
    NotApplicable,
}
