//! A policy to take away: as it is, or as settings of another system.

use hookwright::retry::{Export, Fidelity, Policy, System};

/// What is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// How near it comes: a class of style sheets and the words.
    pub(crate) badge: (&'static str, &'static str),
    /// The text; none where nothing comes near.
    pub(crate) text: Option<String>,
    /// What differs, or why there is nothing.
    pub(crate) differences: Vec<String>,
}

/// What the policy itself is called among the systems.
pub(crate) const POLICY: &str = "policy";

/// Everything that can be shown, with its words on the page.
pub(crate) const CHOICES: &[(&str, &str)] = &[
    (POLICY, "JSON"),
    ("bullmq", "BullMQ"),
    ("svix", "Svix"),
    ("cloud-tasks", "Cloud Tasks"),
    ("temporal", "Temporal"),
];

/// The system with this id; none for the policy itself.
pub(crate) fn system(id: &str) -> Option<System> {
    System::ALL.iter().find(|(known, _)| *known == id).map(|(_, system)| *system)
}

/// The id of a system, or of the policy itself.
pub(crate) fn id(system: Option<System>) -> &'static str {
    let found = System::ALL.iter().find(|(_, known)| Some(*known) == system);
    found.map_or(POLICY, |(id, _)| id)
}

/// A policy in a form to take away.
pub(crate) fn shown(policy: &Policy, system: Option<System>) -> Shown {
    let Some(system) = system else {
        // By way of a value, which is written elsewhere too: the page is the smaller for it.
        let value = serde_json::to_value(policy).unwrap_or_default();
        let text = serde_json::to_string_pretty(&value).unwrap_or_default();
        return Shown { badge: ("badge documented", "the policy itself"), text: Some(text), differences: Vec::new() };
    };
    let Export { fidelity, settings, differences } = policy.export(system);
    let badge = match fidelity {
        Fidelity::Exact => ("badge documented", "exact"),
        Fidelity::Approximate => ("badge secondary", "approximate"),
        Fidelity::NotExpressible => ("badge", "not expressible"),
    };
    let text = settings.map(|settings| serde_json::to_string_pretty(&settings).unwrap_or_default());
    Shown { badge, text, differences }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog::{find_policy, policies};

    #[test]
    fn every_system_can_be_chosen() {
        assert_eq!(CHOICES.len(), System::ALL.len() + 1);
        for (name, system) in System::ALL {
            assert!(CHOICES.iter().any(|(id, _)| id == name));
            assert_eq!((self::system(name), id(Some(*system))), (Some(*system), *name));
        }
        assert_eq!((system(POLICY), id(None)), (None, POLICY));
    }

    #[test]
    fn what_differs_is_told_and_what_is_not_possible_has_no_text() {
        let svix = find_policy("svix").unwrap();
        assert_eq!(shown(find_policy("svix-server").unwrap(), system("svix")).badge.1, "exact");
        assert_eq!(shown(svix, system("svix")).badge.1, "approximate");
        assert_eq!(shown(svix, system("temporal")).text, None);
        for policy in policies() {
            assert_eq!(Policy::parse(&shown(policy, None).text.unwrap()).unwrap().schedule, policy.schedule);
            for (_, system) in System::ALL {
                let shown = shown(policy, Some(*system));
                assert_eq!(shown.badge.1 == "exact", shown.differences.is_empty());
                assert_eq!(shown.badge.1 == "not expressible", shown.text.is_none());
            }
        }
    }
}
