//! Finding a scheme among a hundred by what somebody types.

use hookwright::provider::senders;
use hookwright::signature::Place;

use super::signing::Signing;

/// One scheme to choose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// Which it is.
    pub(crate) signing: Signing,
    /// Whose it is.
    pub(crate) name: &'static str,
    /// What tells it from others: algorithm, and where the signature stands.
    pub(crate) about: String,
    words: String,
}

/// Every scheme: those of the providers first, then everybody else's by name, and one's own at the end.
pub(crate) fn candidates() -> Vec<Candidate> {
    let mut all: Vec<Candidate> = senders()
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
            let about = format!("{title}, {place}");
            let words = format!("{} {} {about}", sender.name, scheme.id).to_lowercase();
            Candidate { signing: Signing::Known(scheme), name: sender.name, about, words }
        })
        .collect();
    // Stable: the schemes of one sender keep their order.
    all.sort_by_key(|candidate| (candidate.signing.provider().is_none(), name_to_sort(candidate)));
    let about = "Described in JSON, by you".to_owned();
    let words = "custom scheme own other json".into();
    all.push(Candidate { signing: Signing::Own, name: "Custom scheme", about, words });
    all
}

fn name_to_sort(candidate: &Candidate) -> String {
    // The providers stay in the table's order.
    if candidate.signing.provider().is_some() { String::new() } else { candidate.name.to_lowercase() }
}

/// The schemes that fit what was typed, the likeliest first. One's own is always among them: whoever finds nothing needs it.
pub(crate) fn found(all: &[Candidate], typed: &str) -> Vec<Candidate> {
    let typed = typed.trim().to_lowercase();
    let fits = |candidate: &&Candidate| {
        candidate.signing == Signing::Own || typed.split_whitespace().all(|word| candidate.words.contains(word))
    };
    let mut found: Vec<Candidate> = all.iter().filter(fits).cloned().collect();
    if !typed.is_empty() {
        found.sort_by_key(|candidate| rank(candidate, &typed));
    }
    found
}

fn rank(candidate: &Candidate, typed: &str) -> u8 {
    let name = candidate.name.to_lowercase();
    match candidate.signing {
        signing if signing.id() == typed => 0,
        Signing::Own if !candidate.words.contains(typed) => 4,
        _ if name.starts_with(typed) => 1,
        _ if name.contains(typed) => 2,
        _ => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(typed: &str) -> Vec<&'static str> {
        found(&candidates(), typed).iter().map(|candidate| candidate.signing.id()).collect()
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
