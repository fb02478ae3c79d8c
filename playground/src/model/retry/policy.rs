//! Which policy is planned: one of the table or one's own, as it is typed.

use hookwright::catalog::{find_policy, find_policy_sender, policies};
use hookwright::problem::Problem;
use hookwright::retry::{Policy, plan};
use serde_json::Value;

use super::words::gist;
use crate::model::own::Beginning;
use crate::model::search::{Candidate, sorted};

/// The policy of one's own, read; or what is wrong with its text.
pub(crate) type OwnPolicy = Result<Policy, Vec<Problem>>;

/// Which policy is planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Chosen {
    /// One of the table.
    Known(&'static Policy),
    /// The one of one's own.
    Own,
}

impl Chosen {
    /// The policy with this id.
    pub(crate) fn from_id(id: &str) -> Option<Self> {
        if id == Candidate::OWN { Some(Self::Own) } else { find_policy(id).map(Self::Known) }
    }

    /// Its id.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Known(policy) => &policy.id,
            Self::Own => Candidate::OWN,
        }
    }

    /// Its name on the page, without the id.
    pub(crate) fn name(self) -> String {
        match self {
            Self::Known(policy) => name(&policy.id),
            Self::Own => "Custom policy".into(),
        }
    }

    /// Its name on the page.
    pub(crate) fn title(self) -> String {
        match self {
            Self::Known(policy) => format!("{} ({})", name(&policy.id), policy.id),
            Self::Own => "Custom policy".into(),
        }
    }

    /// The policy itself.
    ///
    /// # Errors
    /// What is wrong with the one of one's own.
    pub(crate) fn policy(self, own: &OwnPolicy) -> Result<&Policy, &[Problem]> {
        match (self, own) {
            (Self::Known(policy), _) => Ok(policy),
            (Self::Own, Ok(policy)) => Ok(policy),
            (Self::Own, Err(problems)) => Err(problems),
        }
    }
}

/// The name of a policy, from the sender that has its id.
fn name(id: &str) -> String {
    if let Some(sender) = find_policy_sender(id) {
        return sender.name.into();
    }
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect()
}

/// Every policy to choose, and one's own at the end.
pub(crate) fn candidates() -> Vec<Candidate> {
    sorted(known(), Candidate::own("Custom policy", "policy"))
}

/// Every policy of the table.
pub(crate) fn known() -> Vec<Candidate> {
    let candidate = |policy: &'static Policy| Candidate::new(&policy.id, name(&policy.id), gist(&plan(policy, 0)));
    policies().map(candidate).collect()
}

/// What can stand in a policy, by example.
pub(crate) const MEMBERS: &[(&str, &str)] = &[
    (
        r#""schedule": { "kind": "table", "delaysMs": [0, 5000, 300000], "repeatLast": false }"#,
        "One wait for each attempt, the first one's included.",
    ),
    (r#""schedule": { "kind": "fixed", "delayMs": 60000 }"#, "Always the same wait."),
    (r#""schedule": { "kind": "linear", "baseMs": 1000, "stepMs": 1000 }"#, "Each wait is longer by the same amount."),
    (
        r#""schedule": { "kind": "exponential", "baseMs": 1000, "factorPerMille": 2000 }"#,
        "Each wait is so many thousandths of the one before: 2000 doubles.",
    ),
    (
        r#""schedule": { "kind": "polynomial", "baseMs": 1000, "power": 4 }"#,
        "The base times a power of the retry's number.",
    ),
    (
        r#""schedule": { "kind": "decorrelated", "baseMs": 1000 }"#,
        "Drawn between the base and three times the wait before.",
    ),
    (
        r#""schedule": { "kind": "unpublished", "withinMs": 86400000, "imitatedMs": 30000 }"#,
        "Not known; for imitations, doubling from a first wait.",
    ),
    (r#""jitter": { "kind": "plus-minus", "percent": 20 }"#, "Also `none`, `full`, `equal` and `additive`."),
    (r#""capMs": 3600000"#, "No wait is longer, before jitter."),
    (r#""stop": { "maxAttempts": 8, "maxElapsedMs": 86400000 }"#, "When to give up, by whichever comes first."),
    (r#""anchor": "since-first""#, "Waits count from the first attempt; without it, from the one before."),
    (r#""timeoutMs": 15000"#, "How long to wait for an answer."),
];

impl Beginning for Chosen {
    type Read = OwnPolicy;

    fn read(text: &str) -> OwnPolicy {
        Policy::parse(text)
    }

    /// What a policy of the table sets, under a name that says whose it is.
    fn text(self) -> Option<String> {
        let Self::Known(policy) = self else { return None };
        let mut document = serde_json::to_value(policy).unwrap_or_default();
        if let Some(members) = document.as_object_mut() {
            members.remove("provenance");
            members.insert("id".into(), format!("own-{}", policy.id).into());
        }
        without_nothing(&mut document);
        Some(serde_json::to_string_pretty(&document).unwrap_or_default())
    }
}

/// Leaves out the members that are null or empty: they are what a policy has anyway, and hide what it sets.
fn without_nothing(value: &mut Value) {
    if let Some(members) = value.as_object_mut() {
        members.values_mut().for_each(without_nothing);
        members.retain(|_, value| !value.is_null() && value.as_object().is_none_or(|members| !members.is_empty()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::own::OwnForm;
    use crate::model::search::found;

    #[test]
    fn every_policy_can_be_chosen_by_its_id_and_by_its_name() {
        let all = candidates();
        assert_eq!(all.len(), policies().count() + 1);
        for candidate in &all {
            let chosen = Chosen::from_id(candidate.id).unwrap();
            assert_eq!((chosen.id(), chosen.name()), (candidate.id, candidate.name.clone()));
            assert_eq!(found(&all, candidate.id)[0].id, candidate.id);
        }
        assert_eq!(Chosen::from_id("nobody"), None);
    }

    #[test]
    fn names_are_as_their_owners_write_them() {
        let title = |id| Chosen::from_id(id).unwrap().title();
        assert_eq!(title("github"), "GitHub (github)");
        assert_eq!(title("stripe-sandbox"), "Stripe sandbox (stripe-sandbox)");
        assert_eq!(title("paymongo"), "PayMongo (paymongo)");
        assert_eq!(title("own"), "Custom policy");
    }

    #[test]
    fn every_policy_is_a_beginning_that_can_be_used_at_once() {
        for policy in policies() {
            let mut own = OwnForm::default();
            own.follow(Chosen::Known(policy));
            let read = own.read().unwrap_or_else(|problems| panic!("{}: {problems:?}", policy.id));
            let expected = Policy { id: read.id.clone(), provenance: None, ..policy.clone() };
            assert_eq!(read, expected, "{}", own.text);
            assert!(!own.text.contains("null"), "{}", own.text);
        }
    }

    #[test]
    fn what_was_typed_is_not_overwritten_until_asked() {
        let chosen = |id| Chosen::from_id(id).unwrap();
        let mut own = OwnForm::default();
        own.follow(chosen("svix"));
        own.follow(chosen("kit"));
        assert!(own.text.contains("own-kit"), "nothing was typed");
        own.text.push(' ');
        own.follow(chosen("slack"));
        own.follow(Chosen::Own);
        assert!(own.text.contains("own-kit"), "something was");
        own.start_again();
        assert!(own.text.contains("own-slack") && !own.could_start_again());
    }

    #[test]
    fn what_came_with_a_link_is_not_overwritten_either() {
        let mut own = OwnForm { text: "{ }".into(), from: None };
        own.follow(Chosen::from_id("svix").unwrap());
        assert_eq!(own.text, "{ }");
        own.start_again();
        assert!(own.text.contains("own-svix"));
    }

    #[test]
    fn every_example_of_what_can_stand_in_it_can() {
        for (example, words) in MEMBERS {
            let schedule =
                if example.contains("schedule") { "" } else { r#", "schedule": { "kind": "fixed", "delayMs": 1 }"# };
            let text = format!(r#"{{ "id": "x", {example}{schedule} }}"#);
            assert!(Policy::parse(&text).is_ok(), "{text}: {:?}", Policy::parse(&text));
            assert!(words.ends_with('.'));
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let own: OwnForm<Chosen> =
            OwnForm { text: r#"{ "id": "x", "schedule": { "kind": "fixed" } }"#.into(), from: None };
        let read = own.read();
        let problems = Chosen::Own.policy(&read).unwrap_err();
        assert_eq!((problems[0].code, problems[0].path.as_str()), ("missing_field", "/schedule/delayMs"));
        assert!(Chosen::from_id("svix").unwrap().policy(&read).is_ok(), "others do not need it");
    }
}
