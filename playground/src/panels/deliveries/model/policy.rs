//! The retry policy of the simulated deliveries: that of the provider, or any other one.

use hookwright::catalog::Provider;
use hookwright::problem::Problem;
use hookwright::retry::Policy;

use crate::model::choice::{Named, serialize_by_id};
use crate::model::search::Candidate;
use crate::panels::retries::model::policy::{CustomPolicy, PolicyChoice, candidates};

/// The policy of deliveries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum DeliveryPolicy {
    /// That of the provider.
    #[default]
    OfProvider,
    Other(PolicyChoice),
}

/// The id of the policy of the provider.
const OF_PROVIDER: &str = "provider";

impl Named for DeliveryPolicy {
    fn id(self) -> &'static str {
        match self {
            Self::OfProvider => OF_PROVIDER,
            Self::Other(choice) => choice.id(),
        }
    }

    fn from_id(id: &str) -> Option<Self> {
        if id == OF_PROVIDER { Some(Self::OfProvider) } else { PolicyChoice::from_id(id).map(Self::Other) }
    }
}

serialize_by_id!(DeliveryPolicy);

impl DeliveryPolicy {
    /// Returns the title that the page shows.
    pub(crate) fn title(self, provider: &Provider) -> String {
        match self {
            Self::OfProvider => format!("Policy of {}", provider.name),
            Self::Other(choice) => choice.name(),
        }
    }

    /// Returns the built-in policy from which a custom one can start.
    pub(crate) fn start(self, provider: &Provider) -> Option<PolicyChoice> {
        match self {
            Self::OfProvider => PolicyChoice::from_id(&provider.policy.id),
            Self::Other(PolicyChoice::Custom) => None,
            Self::Other(known) => Some(known),
        }
    }

    /// Returns whether it is the custom policy.
    pub(crate) fn is_custom(self) -> bool {
        self == Self::Other(PolicyChoice::Custom)
    }

    /// Returns the policy that replaces that of the provider, if it is another one.
    ///
    /// # Errors
    /// Returns the problems of the custom policy.
    pub(crate) fn replaces(self, custom: &CustomPolicy) -> Result<Option<Policy>, Vec<Problem>> {
        match self {
            Self::OfProvider => Ok(None),
            Self::Other(choice) => choice.policy(custom).map(|policy| Some(policy.clone())).map_err(<[_]>::to_vec),
        }
    }
}

/// Returns all policies, that of the provider first.
pub(crate) fn all() -> Vec<Candidate> {
    let own = Candidate::new(OF_PROVIDER, "Policy of the provider", "As the provider documents it".into());
    std::iter::once(own).chain(candidates()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::custom::StartingPoint as _;
    use hookwright::catalog::find;

    #[test]
    fn the_policy_of_the_provider_is_the_first_of_all() {
        let all = all();
        assert_eq!(all[0].id, DeliveryPolicy::default().id());
        for candidate in &all {
            assert_eq!(DeliveryPolicy::from_id(candidate.id).unwrap().id(), candidate.id);
        }
        assert_eq!(DeliveryPolicy::from_id("unknown"), None);
        let well = find("well").unwrap();
        assert_eq!(DeliveryPolicy::OfProvider.title(well), "Policy of Well");
        assert_eq!(DeliveryPolicy::from_id("svix").unwrap().title(well), "Svix");
    }

    #[test]
    fn only_another_policy_replaces_that_of_the_provider() {
        let custom = PolicyChoice::read("5s, 1m");
        let of = |id: &str| DeliveryPolicy::from_id(id).unwrap().replaces(&custom);
        assert_eq!(of("provider"), Ok(None));
        assert_eq!(of("svix").unwrap().unwrap().id, "svix");
        assert_eq!(of("custom").unwrap().unwrap().delay_ms(2), Some(5_000));
        let wrong = PolicyChoice::read("5s, x");
        assert!(DeliveryPolicy::from_id("custom").unwrap().replaces(&wrong).is_err());
    }

    #[test]
    fn a_custom_policy_starts_from_the_one_before() {
        let well = find("well").unwrap();
        assert_eq!(DeliveryPolicy::OfProvider.start(well).unwrap().id(), &*well.policy.id);
        assert_eq!(DeliveryPolicy::from_id("svix").unwrap().start(well).unwrap().id(), "svix");
        assert_eq!(DeliveryPolicy::from_id("custom").unwrap().start(well), None);
    }
}
