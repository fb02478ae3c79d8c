//! Lookup of compiled schemes by id. A process keeps one compiled form of each scheme.
//!
//! The table contains the binary form of the schemes, and no descriptions and sources, because programs that only verify
//! deliveries do not need them.

use alloc::boxed::Box;
use alloc::vec::Vec;

use once_cell::race::OnceBox;

use super::PROVIDER_IDS;
use super::generated::names::NAMES;
use super::generated::schemes::SCHEMES;
use crate::signature::{CompiledScheme, OwnedScheme, Scheme};

/// The position of a sender in the table.
fn position(sender: &str) -> Option<usize> {
    SCHEMES.binary_search_by_key(&sender, |(id, _)| id).ok()
}

/// The ids of a sender's schemes with their binary form.
fn schemes_of(sender: &str) -> &'static [(&'static str, &'static [u8])] {
    position(sender).and_then(|at| SCHEMES.get(at)).map_or(&[], |(_, schemes)| *schemes)
}

/// The scheme with this id, of any sender.
///
/// ```
/// let scheme = hookwright::catalog::find_scheme("well/signature").unwrap();
/// assert_eq!(scheme.signature_header(), Some("X-Well-Signature"));
/// ```
#[must_use]
pub fn find_scheme(id: &str) -> Option<&'static Scheme> {
    let (sender, _) = id.split_once('/')?;
    super::find_sender(sender)?.schemes.iter().find(|scheme| scheme.id == id)
}

/// The compiled scheme with this id, without provenance. The first call compiles it; later calls return the same one. If
/// two threads make the first call at once, both compile it, and one result is kept.
///
/// ```
/// let scheme = hookwright::catalog::compiled_scheme("stripe/v1").unwrap();
/// assert!(scheme.covers_body());
/// ```
#[must_use]
pub fn compiled_scheme(id: &str) -> Option<&'static CompiledScheme> {
    /// The compiled schemes of each sender.
    static COMPILED: OnceBox<Vec<Vec<OnceBox<CompiledScheme>>>> = OnceBox::new();
    let (sender, _) = id.split_once('/')?;
    let row = position(sender)?;
    let (_, schemes) = SCHEMES.get(row)?;
    let column = schemes.iter().position(|(known, _)| *known == id)?;
    let (_, bytes) = schemes.get(column)?;
    let compiled = COMPILED.get_or_init(|| {
        let empty = |schemes: &[_]| schemes.iter().map(|_| OnceBox::new()).collect();
        Box::new(SCHEMES.iter().map(|(_, schemes)| empty(schemes)).collect())
    });
    // The tests decode and compile every scheme, so this fails only without an implementation of public keys.
    let compile =
        || OwnedScheme::from_bytes(bytes).ok().and_then(|scheme| scheme.compile_known()).map(Box::new).ok_or(());
    compiled.get(row)?.get(column)?.get_or_try_init(compile).ok()
}

/// The ids of a sender's signature schemes. The first one is the default. Empty if there is no such sender, or if its
/// signature schemes are not known.
///
/// ```
/// use hookwright::catalog::scheme_ids;
/// assert_eq!(scheme_ids("stripe").next(), Some("stripe/v1"));
/// assert_eq!(scheme_ids("acme").count(), 0);
/// ```
pub fn scheme_ids(sender: &str) -> impl Iterator<Item = &'static str> + use<> {
    schemes_of(sender).iter().map(|(id, _)| *id)
}

/// The ids of all senders whose signature schemes are known, in the order of [`senders`](super::senders).
///
/// ```
/// use hookwright::catalog::{sender_ids, senders};
/// assert!(sender_ids().eq(senders().map(|sender| sender.id)));
/// ```
pub fn sender_ids() -> impl Iterator<Item = &'static str> {
    let others = SCHEMES.iter().map(|(id, _)| *id).filter(|id| !PROVIDER_IDS.contains(id));
    PROVIDER_IDS.into_iter().filter(|id| !schemes_of(id).is_empty()).chain(others)
}

/// The name of the sender with this id as the sender writes it, if its signature schemes are known. A program that lists the
/// senders with this function instead of [`find_sender`](super::find_sender) does not contain their summaries, sources and
/// retry policies.
///
/// ```
/// assert_eq!(hookwright::catalog::sender_name("github"), Some("GitHub"));
/// assert!(hookwright::catalog::sender_name("acme").is_none());
/// ```
#[must_use]
pub fn sender_name(id: &str) -> Option<&'static str> {
    let index = NAMES.binary_search_by_key(&id, |(id, _)| id).ok()?;
    NAMES.get(index).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::senders;

    #[test]
    fn the_names_are_those_of_the_senders() {
        for sender in senders() {
            assert_eq!(sender_name(sender.id), Some(sender.name));
        }
    }

    #[test]
    fn the_table_contains_all_schemes_in_their_order() {
        let known = senders().flat_map(|sender| sender.schemes);
        assert!(sender_ids().flat_map(scheme_ids).eq(known.map(|scheme| scheme.id)));
    }

    #[test]
    fn every_scheme_compiles_to_the_same_result_as_its_row() {
        for scheme in senders().flat_map(|sender| sender.schemes) {
            let without = Scheme { provenance: None, ..*scheme };
            assert_eq!(
                scheme.check().iter().filter(|problem| problem.severity == crate::problem::Severity::Error).count(),
                0
            );
            assert_eq!(compiled_scheme(scheme.id), Some(&without.compile().unwrap()), "{}", scheme.id);
        }
    }
}
