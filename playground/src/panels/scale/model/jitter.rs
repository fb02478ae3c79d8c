//! The jitter to compare with, and the names of jitters.

use hookwright::retry::{Jitter, Policy, Schedule};

use crate::model::choice::choices;

choices! {
    /// The jitter to compare the policy's own jitter with.
    pub(crate) enum OtherJitter {
        Nothing: "nothing", "Nothing";
        None: "none", "No jitter";
        Full: "full", "Full jitter";
        Equal: "equal", "Equal jitter";
        Twenty: "twenty", "Jitter of ±20 %";
    }
}

impl OtherJitter {
    /// Returns the jitter.
    pub(crate) const fn jitter(self) -> Option<Jitter> {
        match self {
            Self::Nothing => None,
            Self::None => Some(Jitter::None),
            Self::Full => Some(Jitter::Full),
            Self::Equal => Some(Jitter::Equal),
            Self::Twenty => Some(Jitter::PlusMinus { percent: 20 }),
        }
    }
}

/// Describes the jitter of a policy.
pub(crate) fn jitter(policy: &Policy) -> String {
    match (&policy.schedule, policy.jitter) {
        (Schedule::Decorrelated { .. }, _) => "decorrelated".into(),
        (_, Jitter::None) => "no jitter".into(),
        (_, Jitter::Full) => "full jitter".into(),
        (_, Jitter::Equal) => "equal jitter".into(),
        (_, Jitter::PlusMinus { percent }) => format!("jitter of ±{percent} %"),
        (_, Jitter::Additive { percent }) => format!("up to {percent} % more"),
    }
}
