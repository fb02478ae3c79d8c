//! Which IP addresses are globally reachable, and which host names are local.
//!
//! A sender that delivers to URLs of other people must not connect to addresses of its own network. The table is that of the
//! IANA special-purpose address registries, whose CSV files are in `core/registries`. The module reads addresses only: it
//! does not resolve names.

mod entry;
mod reach;
mod registry;
mod reserved;
mod scope;

pub use entry::{Reach, SpecialPurpose};
pub use reach::{EMBEDDING_PREFIXES, ISATAP_INTERFACES, Prefix, embedded_v4, is_global, reach_of};
pub use registry::SPECIAL_PURPOSE;
pub use reserved::{ReservedName, reserved_name};
pub(crate) use scope::HostScope;
