//! Why a delivery was refused, as the page shows it: the types that the core has for it, until it has them.

/// How sure a cause is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Certainty {
    /// Something points to it.
    Possible,
    /// It can be seen, though no signature proves it.
    Likely,
    /// With this one thing put right, the signature matches.
    Proven,
}

/// One reason for a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cause {
    /// The stable code.
    pub(crate) code: &'static str,
    /// How sure it is.
    pub(crate) certainty: Certainty,
    /// What was found.
    pub(crate) evidence: String,
    /// What to do.
    pub(crate) remedy: String,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Check {
    /// What it is called.
    pub(crate) name: &'static str,
    /// Whether it was as it should be.
    pub(crate) ok: bool,
    /// What was seen.
    pub(crate) message: String,
}

/// Everything that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Diagnosis {
    /// The reasons, the best first.
    pub(crate) causes: Vec<Cause>,
    /// What was looked at, in order.
    pub(crate) checks: Vec<Check>,
}
