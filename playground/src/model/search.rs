//! Finding one of many by what somebody types: a scheme among a hundred, a policy among thirty.

use hookwright::catalog::{self, senders};
use hookwright::signature::Place;

/// One thing to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// Which it is.
    pub(crate) id: &'static str,
    /// Whose it is.
    pub(crate) name: String,
    /// What tells it from others: of a scheme, the algorithm and where the signature stands.
    pub(crate) about: String,
    words: String,
}

impl Candidate {
    /// What one's own is called where others have their id.
    pub(crate) const OWN: &str = "own";

    /// One of the table.
    pub(crate) fn new(id: &'static str, name: impl Into<String>, about: String) -> Self {
        let name = name.into();
        let words = format!("{name} {id} {about}").to_lowercase();
        Self { id, name, about, words }
    }

    /// The one of one's own, found also by these words.
    pub(crate) fn own(name: &str, words: &str) -> Self {
        let about = "Described in JSON, by you".to_owned();
        Self { id: Self::OWN, name: name.into(), about, words: format!("custom own other json {words}") }
    }

    /// Whether it is the one of one's own.
    pub(crate) fn is_own(&self) -> bool {
        self.id == Self::OWN
    }

    fn is_provider(&self) -> bool {
        self.id.split('/').next().and_then(catalog::find).is_some()
    }
}

/// Every scheme: those of the providers first, then everybody else's by name, and one's own at the end.
pub(crate) fn schemes() -> Vec<Candidate> {
    let all = senders()
        .flat_map(|sender| sender.schemes.iter().map(move |scheme| (sender, scheme)))
        .map(|(sender, scheme)| {
            let place = match scheme.signature.place {
                Place::Header { header, .. } => header.to_owned(),
                Place::Query { query } => format!("?{query}="),
                Place::Member { member } => format!("{member} in the body"),
                Place::Item { item } => item.to_owned(),
            };
            let title = scheme.algorithm.title();
            let title = title.strip_prefix("a ").unwrap_or(title);
            Candidate::new(scheme.id, sender.name, format!("{title}, {place}"))
        })
        .collect();
    sorted(all, Candidate::own("Custom scheme", "scheme"))
}

/// The providers' first, in the table's order, then the others by name, and one's own at the end.
pub(crate) fn sorted(mut all: Vec<Candidate>, own: Candidate) -> Vec<Candidate> {
    // Stable: what one sender has several of keeps its order.
    all.sort_by_key(|candidate| match candidate.is_provider() {
        true => (false, String::new()),
        false => (true, candidate.name.to_lowercase()),
    });
    all.push(own);
    all
}

/// Those that fit what was typed, the likeliest first. One's own is always among them: whoever finds nothing needs it.
pub(crate) fn found(all: &[Candidate], typed: &str) -> Vec<Candidate> {
    let typed = typed.trim().to_lowercase();
    let fits = |candidate: &&Candidate| {
        candidate.is_own() || typed.split_whitespace().all(|word| candidate.words.contains(word))
    };
    let mut found: Vec<Candidate> = all.iter().filter(fits).cloned().collect();
    if !typed.is_empty() {
        found.sort_by_key(|candidate| rank(candidate, &typed));
    }
    found
}

fn rank(candidate: &Candidate, typed: &str) -> u8 {
    let name = candidate.name.to_lowercase();
    match candidate.is_own() {
        _ if candidate.id == typed => 0,
        true if !candidate.words.contains(typed) => 4,
        _ if name.starts_with(typed) => 1,
        _ if name.contains(typed) => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::signing::Signing;

    fn ids(typed: &str) -> Vec<&'static str> {
        found(&schemes(), typed).iter().map(|candidate| candidate.id).collect()
    }

    #[test]
    fn everything_is_there_once_with_ones_own_at_the_end() {
        let all = ids("");
        assert_eq!(all.len(), senders().map(|sender| sender.schemes.len()).sum::<usize>() + 1);
        assert_eq!((all.first(), all.last()), (Some(&"generic/signature"), Some(&"own")));
        let mut unique = all.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), all.len());
    }

    #[test]
    fn every_candidate_names_a_scheme() {
        assert!(schemes().iter().all(|candidate| Signing::from_id(candidate.id).is_some()));
    }

    #[test]
    fn what_is_meant_comes_first() {
        assert_eq!(ids("stripe")[0], "stripe/v1");
        assert_eq!(ids("box")[0], "box/hmac");
        assert_eq!(ids("standard/v1")[0], "standard/v1");
        assert_eq!(ids("standard/v1a")[0], "standard/v1a");
        assert_eq!(ids("GitHub sha1")[0], "github/sha1");
        assert!(ids("x-hub-signature-256").contains(&"github/sha256"), "a header is a good way to ask");
        assert_eq!(ids("custom")[0], "own");
    }

    #[test]
    fn who_finds_nothing_is_offered_ones_own() {
        assert_eq!(ids("no such sender"), ["own"]);
    }
}
