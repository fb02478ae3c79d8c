//! Searches long lists of schemes and policies.

use hookwright::catalog::{compiled_scheme, scheme_ids, sender_ids};
use hookwright::signature::Place;

use super::choice::Named as _;
use super::scheme::SchemeChoice;

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) id: &'static str,
    /// The name of the sender.
    pub(crate) name: String,
    /// Distinguishing details: for a scheme, the algorithm and where the signature is.
    pub(crate) about: String,
    /// Whether it is the custom item, in a list of which nothing else matches what was typed. It does not match either.
    pub(crate) is_last_resort: bool,
    words: String,
}

impl Candidate {
    /// The id of the custom item.
    pub(crate) const CUSTOM: &str = "custom";

    /// Creates a built-in item.
    pub(crate) fn new(id: &'static str, name: impl Into<String>, about: String) -> Self {
        let name = name.into();
        let words = format!("{name} {id} {about}").to_ascii_lowercase();
        Self { id, name, about, is_last_resort: false, words }
    }

    /// Creates the custom item, which these words also match.
    pub(crate) fn custom(name: &str, words: &str) -> Self {
        let about = "Described by you, in JSON".to_owned();
        let words = format!("custom own other json {words}");
        Self { id: Self::CUSTOM, name: name.into(), about, is_last_resort: false, words }
    }

    /// Returns whether this is the custom item.
    pub(crate) fn is_custom(&self) -> bool {
        self.id == Self::CUSTOM
    }

    fn is_provider(&self) -> bool {
        self.id.split('/').next().is_some_and(|id| PROVIDERS.contains(&id))
    }
}

/// The ids of the providers. A reference to the providers would make their events a part of every list.
const PROVIDERS: [&str; 4] = ["generic", "well", "awell", "standard"];

/// Returns all schemes: those of providers first, then the others by name, and the custom one last.
pub(crate) fn schemes() -> Vec<Candidate> {
    let all = sender_ids()
        .flat_map(scheme_ids)
        .filter_map(|id| {
            let scheme = compiled_scheme(id)?.scheme();
            let place = match scheme.signature.place {
                Place::Header { header, .. } => header.to_owned(),
                Place::Query { query } => format!("?{query}="),
                Place::Member { member } => format!("{member} in the body"),
                Place::Field { field } => format!("{field} in the form"),
                Place::Item { item } => item.to_owned(),
            };
            let title = scheme.algorithm.title();
            let title = title.strip_prefix("a ").unwrap_or(title);
            // The same title as in the field.
            let name = SchemeChoice::from_id(id)?.title();
            Some(Candidate::new(id, name, format!("{title}, {place}")))
        })
        .collect();
    sorted(all, Candidate::custom("Custom scheme", "scheme"))
}

/// Sorts items: those of providers first in their given order, then the others by name, and the custom one last.
pub(crate) fn sorted(all: Vec<Candidate>, custom: Candidate) -> Vec<Candidate> {
    let key = |candidate: &Candidate| match candidate.is_provider() {
        true => (false, String::new()),
        // Without the name of the scheme, because the schemes of a sender keep their order.
        false => (true, candidate.name.split(" (").next().unwrap_or_default().to_ascii_lowercase()),
    };
    // The sort of the standard library is a large part of the first panel, and these lists are short. Several items of a
    // sender keep their order.
    let mut sorted: Vec<Candidate> = Vec::with_capacity(all.len() + 1);
    for candidate in all {
        let at = sorted.partition_point(|before| key(before) <= key(&candidate));
        sorted.insert(at, candidate);
    }
    sorted.push(custom);
    sorted
}

/// Searches items for a typed text.
pub(crate) type Search = fn(&[Candidate], &str) -> Vec<Candidate>;

/// Returns the items that match the typed text, best match first. The custom item is always included, because it is
/// needed if nothing else matches.
pub(crate) fn found(all: &[Candidate], typed: &str) -> Vec<Candidate> {
    let typed = typed.trim().to_ascii_lowercase();
    let fits = |candidate: &&Candidate| {
        candidate.is_custom() || typed.split_whitespace().all(|word| candidate.words.contains(word))
    };
    let found = all.iter().filter(fits);
    if typed.is_empty() {
        return found.cloned().collect();
    }
    let ranked: Vec<(u8, &Candidate)> = found.map(|candidate| (rank(candidate, &typed), candidate)).collect();
    if let [(LAST_RANK, custom)] = ranked.as_slice() {
        return vec![Candidate { is_last_resort: true, ..(*custom).clone() }];
    }
    let of =
        |rank: u8| ranked.iter().filter(move |(other, _)| *other == rank).map(|(_, candidate)| (*candidate).clone());
    (0..=LAST_RANK).flat_map(of).collect()
}

/// The highest value that [`rank`] returns.
const LAST_RANK: u8 = 4;

fn rank(candidate: &Candidate, typed: &str) -> u8 {
    let name = candidate.name.to_ascii_lowercase();
    match candidate.is_custom() {
        _ if candidate.id == typed => 0,
        true if !candidate.words.contains(typed) => LAST_RANK,
        _ if name.starts_with(typed) => 1,
        _ if name.contains(typed) => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog::{self, senders};

    fn ids(typed: &str) -> Vec<&'static str> {
        found(&schemes(), typed).iter().map(|candidate| candidate.id).collect()
    }

    #[test]
    fn the_ids_of_the_providers_are_those_of_the_catalog() {
        assert_eq!(catalog::PROVIDERS.iter().map(|provider| provider.id).collect::<Vec<_>>(), PROVIDERS);
    }

    #[test]
    fn every_scheme_is_listed_once_with_the_custom_one_last() {
        let all = ids("");
        assert_eq!(all.len(), senders().map(|sender| sender.schemes.len()).sum::<usize>() + 1);
        assert_eq!((all.first(), all.last()), (Some(&"generic/signature"), Some(&"custom")));
        let mut unique = all.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), all.len());
    }

    #[test]
    fn every_candidate_names_a_scheme() {
        assert!(schemes().iter().all(|candidate| SchemeChoice::from_id(candidate.id).is_some()));
    }

    #[test]
    fn no_two_schemes_have_the_same_label() {
        let mut names: Vec<String> = schemes().into_iter().map(|candidate| candidate.name).collect();
        let number = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), number);
        let of_github: Vec<_> = found(&schemes(), "github").iter().map(|it| it.id).take(2).collect();
        assert_eq!(of_github, ["github/sha256", "github/sha1"], "in the order of the catalog");
    }

    #[test]
    fn the_best_match_comes_first() {
        assert_eq!(ids("stripe")[0], "stripe/v1");
        assert_eq!(ids("box")[0], "box/hmac");
        assert_eq!(ids("standard/v1")[0], "standard/v1");
        assert_eq!(ids("standard/v1a")[0], "standard/v1a");
        assert_eq!(ids("GitHub sha1")[0], "github/sha1");
        assert!(ids("x-hub-signature-256").contains(&"github/sha256"), "a scheme is found by its header");
        assert_eq!(ids("own")[0], "custom");
    }

    #[test]
    fn the_custom_scheme_is_offered_if_nothing_matches() {
        assert_eq!(ids("no such sender"), ["custom"]);
        let is_last_resort = |typed: &str| found(&schemes(), typed).iter().any(|candidate| candidate.is_last_resort);
        assert!(is_last_resort("no such sender"));
        assert!(
            !is_last_resort("") && !is_last_resort("stripe") && !is_last_resort("custom") && !is_last_resort("json")
        );
    }
}
