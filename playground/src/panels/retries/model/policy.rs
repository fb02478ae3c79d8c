//! The policy of a plan: a built-in or the custom one.

use hookwright::catalog::{find_policy, find_policy_sender, policies};
use hookwright::problem::Problem;
use hookwright::retry::{Policy, plan};

use super::delays::{Delays, is_list};
use super::summary::summary;
use crate::model::choice::{Named, serialize_by_id};
use crate::model::custom::{CustomText, StartingPoint, remove_empty};
use crate::model::search::{Candidate, sorted};
use crate::model::sender_file;
use crate::model::words::title_of;

/// The custom policy, or the problems in its text.
pub(crate) type CustomPolicy = Result<Policy, Vec<Problem>>;

/// The policy of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PolicyChoice {
    /// A built-in policy.
    Known(&'static Policy),
    /// The custom policy.
    Custom,
}

impl Named for PolicyChoice {
    fn id(self) -> &'static str {
        match self {
            Self::Known(policy) => policy.id(),
            Self::Custom => Candidate::CUSTOM,
        }
    }

    fn from_id(id: &str) -> Option<Self> {
        if id == Candidate::CUSTOM { Some(Self::Custom) } else { find_policy(id).map(Self::Known) }
    }
}

serialize_by_id!(PolicyChoice);

impl Named for &'static Policy {
    fn id(self) -> &'static str {
        &self.id
    }

    fn from_id(id: &str) -> Option<Self> {
        find_policy(id)
    }
}

impl PolicyChoice {
    /// Returns the title that the page shows.
    pub(crate) fn name(self) -> String {
        match self {
            Self::Known(policy) => name(&policy.id),
            Self::Custom => "Custom policy".into(),
        }
    }

    /// Returns the policy.
    ///
    /// # Errors
    /// Returns the problems of the custom policy.
    pub(crate) fn policy(self, custom: &CustomPolicy) -> Result<&Policy, &[Problem]> {
        match (self, custom) {
            (Self::Known(policy), _) => Ok(policy),
            (Self::Custom, Ok(policy)) => Ok(policy),
            (Self::Custom, Err(problems)) => Err(problems),
        }
    }
}

/// Returns the name of a policy: its sender's name, or one derived from the id.
fn name(id: &str) -> String {
    if let Some(sender) = find_policy_sender(id) {
        return sender.name.into();
    }
    title_of(id)
}

/// Returns all built-in policies, and the custom one last.
pub(crate) fn candidates() -> Vec<Candidate> {
    sorted(known(), Candidate::custom("Custom policy", "policy"))
}

/// Returns all built-in policies.
pub(crate) fn known() -> Vec<Candidate> {
    let candidate = |policy: &'static Policy| Candidate::new(&policy.id, name(&policy.id), summary(&plan(policy, 0)));
    policies().map(candidate).collect()
}

/// Removes the text of the custom policy from a link to another one.
pub(crate) fn prepare_link(choice: PolicyChoice, custom: &mut CustomText<PolicyChoice>) {
    custom.from = None;
    if choice != PolicyChoice::Custom {
        custom.json.clear();
    }
}

/// Examples of the members of a policy, with explanations.
pub(crate) const MEMBERS: &[(&str, &str)] = &[
    (r#""id": "my-policy""#, "The name of the policy. It is required."),
    (
        r#""schedule": { "kind": "table", "delaysMs": [0, 5000, 300000], "repeatLast": false }"#,
        "One wait for each attempt, including the first.",
    ),
    (r#""schedule": { "kind": "fixed", "delayMs": 60000 }"#, "The same wait each time."),
    (r#""schedule": { "kind": "linear", "baseMs": 1000, "stepMs": 1000 }"#, "Each wait is longer by the same amount."),
    (
        r#""schedule": { "kind": "exponential", "baseMs": 1000, "factorPerMille": 2000 }"#,
        "Each wait is the previous one times a factor in thousandths: 2000 doubles it.",
    ),
    (
        r#""schedule": { "kind": "polynomial", "baseMs": 1000, "power": 4 }"#,
        "The base times a power of the number of the retry.",
    ),
    (
        r#""schedule": { "kind": "decorrelated", "baseMs": 1000 }"#,
        "Random between the base and three times the previous wait.",
    ),
    (
        r#""schedule": { "kind": "unpublished", "withinMs": 86400000, "imitatedMs": 30000 }"#,
        "Not published. Simulations start with `imitatedMs` and double it.",
    ),
    (r#""jitter": { "kind": "plus-minus", "percent": 20 }"#, "Also `none`, `full`, `equal` and `additive`."),
    (r#""capMs": 3600000"#, "The longest wait, before jitter."),
    (
        r#""stop": { "maxAttempts": 8, "maxElapsedMs": 86400000 }"#,
        "The limits. The first one that is reached ends the delivery.",
    ),
    (r#""anchor": "since-first""#, "Waits are counted from the first attempt instead of the previous one."),
    (r#""timeoutMs": 15000"#, "How long to wait for a response."),
];

impl StartingPoint for PolicyChoice {
    type Read = CustomPolicy;

    /// Parses the delays of the retries, a policy, or a sender file, of which it returns the first policy.
    fn read(text: &str) -> CustomPolicy {
        match is_list(text) {
            true => Delays::read(text).map(|delays| delays.policy()).map_err(|problem| vec![problem]),
            false => sender_file::policy(text),
        }
    }

    /// Returns the members that a built-in policy sets, with a new id.
    fn json(self) -> Option<String> {
        let Self::Known(policy) = self else { return None };
        let mut document = serde_json::to_value(policy).unwrap_or_default();
        if let Some(members) = document.as_object_mut() {
            members.remove("provenance");
            members.insert("id".into(), format!("custom-{}", policy.id).into());
        }
        remove_empty(&mut document);
        Some(serde_json::to_string_pretty(&document).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::search::found;

    #[test]
    fn every_policy_is_found_by_its_id() {
        let all = candidates();
        assert_eq!(all.len(), policies().count() + 1);
        for candidate in &all {
            let choice = PolicyChoice::from_id(candidate.id).unwrap();
            assert_eq!((choice.id(), choice.name()), (candidate.id, candidate.name.clone()));
            assert_eq!(found(&all, candidate.id)[0].id, candidate.id);
        }
        assert_eq!(PolicyChoice::from_id("unknown"), None);
    }

    #[test]
    fn uses_the_official_spelling_of_names() {
        let name = |id| PolicyChoice::from_id(id).unwrap().name();
        assert_eq!(name("github"), "GitHub");
        assert_eq!(name("stripe-sandbox"), "Stripe sandbox");
        assert_eq!(name("paymongo"), "PayMongo");
        assert_eq!(name("custom"), "Custom policy");
    }

    #[test]
    fn every_policy_is_a_starting_point_that_can_be_used_at_once() {
        for policy in policies() {
            let mut text = CustomText::default();
            text.start_from(PolicyChoice::Known(policy));
            let read = text.read().unwrap_or_else(|problems| panic!("{}: {problems:?}", policy.id));
            let expected = Policy { id: read.id.clone(), provenance: None, ..policy.clone() };
            assert_eq!(read, expected, "{}", text.json);
            assert!(!text.json.contains("null"), "{}", text.json);
        }
    }

    #[test]
    fn typed_text_is_not_overwritten_before_a_restart() {
        let choice = |id| PolicyChoice::from_id(id).unwrap();
        let mut text = CustomText::default();
        text.start_from(choice("svix"));
        text.start_from(choice("kit"));
        assert!(text.json.contains("custom-kit"), "nothing was typed");
        text.json.push(' ');
        text.start_from(choice("slack"));
        text.start_from(PolicyChoice::Custom);
        assert!(text.json.contains("custom-kit"), "something was typed");
        text.restart();
        assert!(text.json.contains("custom-slack") && !text.can_restart());
    }

    #[test]
    fn the_text_of_a_link_is_not_overwritten() {
        let mut text = CustomText { json: "{ }".into(), from: None };
        text.start_from(PolicyChoice::from_id("svix").unwrap());
        assert_eq!(text.json, "{ }");
        text.restart();
        assert!(text.json.contains("custom-svix"));
    }

    #[test]
    fn every_example_of_a_member_is_valid() {
        for (example, words) in MEMBERS {
            let schedule =
                if example.contains("schedule") { "" } else { r#", "schedule": { "kind": "fixed", "delayMs": 1 }"# };
            let id = if example.contains("\"id\"") { "" } else { r#""id": "x", "# };
            let text = format!("{{ {id}{example}{schedule} }}");
            assert!(Policy::parse(&text).is_ok(), "{text}: {:?}", Policy::parse(&text));
            assert!(words.ends_with('.'));
        }
    }

    #[test]
    fn a_list_of_delays_is_a_policy() {
        let of = |text: &str| summary(&plan(&PolicyChoice::read(text).unwrap(), 0));
        assert_eq!(of("5s, 5m, 30m, 2h"), "5 attempts over 2 h 35 min");
        assert_eq!(of("1 min; 1 h 30 min\n2d,"), "4 attempts over 2 d 2 h");
        for text in ["5, 10", "5s, soon", "", ","] {
            assert_eq!(PolicyChoice::read(text).unwrap_err()[0].code, "invalid_duration", "{text}");
        }
        assert_eq!(PolicyChoice::read("{").unwrap_err()[0].code, "malformed_json");
    }

    #[test]
    fn problems_have_a_path() {
        let text: CustomText<PolicyChoice> =
            CustomText { json: r#"{ "id": "x", "schedule": { "kind": "fixed" } }"#.into(), from: None };
        let read = text.read();
        let problems = PolicyChoice::Custom.policy(&read).unwrap_err();
        assert_eq!((problems[0].code, problems[0].path.as_str()), ("missing_field", "/schedule/delayMs"));
        assert!(PolicyChoice::from_id("svix").unwrap().policy(&read).is_ok(), "other policies do not need it");
    }
}
