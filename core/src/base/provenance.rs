//! Where a fact comes from, and how sure it is.

use serde::Serialize;

/// How sure a fact about a provider is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// The provider documents nothing; this is the most likely reading.
    Assumed,
    /// Somebody other than the provider says so.
    Secondary,
    /// The provider's own documentation says so.
    Documented,
}

impl Confidence {
    /// The word used for it in JSON and on the page: `documented`, `secondary` or `assumed`.
    ///
    /// ```
    /// use hookwright::provenance::Confidence;
    /// assert_eq!(Confidence::Assumed.as_str(), "assumed");
    /// ```
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Assumed => "assumed",
            Self::Secondary => "secondary",
            Self::Documented => "documented",
        }
    }
}

/// The evidence for a row of data: every provider, scheme, event type and policy carries one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Provenance {
    /// The document, as an address where it has one.
    pub source: &'static str,
    /// The day on which the source was read, as an RFC 3339 date.
    pub as_of: &'static str,
    /// How sure the row is as a whole.
    pub confidence: Confidence,
    /// What in the row is assumed although the rest is not, in sentences for a person; empty when nothing is.
    pub assumed: &'static [&'static str],
}
