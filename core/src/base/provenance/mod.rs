//! Provenance: the source of a fact, and the confidence in it.

pub(crate) mod codes;
#[cfg(feature = "json")]
mod read;

use serde::{Serialize, Serializer};

/// The confidence in a fact about a sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// The sender does not document the fact. The value is the most likely one.
    Assumed,
    /// A source other than the sender documents the fact.
    Secondary,
    /// The sender documents the fact.
    Documented,
}

impl Confidence {
    /// Every level of confidence, with its name in JSON.
    pub(crate) const ALL: &[(&str, Self)] =
        &[("documented", Self::Documented), ("secondary", Self::Secondary), ("assumed", Self::Assumed)];

    /// The name in JSON and in the playground: `documented`, `secondary` or `assumed`.
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

/// The evidence for an entry of the catalog. Every scheme, event type, policy and API in the catalog has one.
///
/// ```
/// use hookwright::signature::OwnedScheme;
///
/// let scheme = OwnedScheme::parse(r#"{
///     "id": "acme/v1",
///     "algorithm": "hmac-sha256",
///     "content": "{body}",
///     "signature": { "header": "Acme-Signature" },
///     "provenance": {
///         "source": "https://docs.acme.example/webhooks",
///         "asOf": "2027-01-15",
///         "confidence": "documented",
///         "assumed": ["The encoding is hexadecimal."]
///     }
/// }"#).unwrap();
/// let provenance = scheme.provenance.unwrap();
/// assert_eq!(provenance.as_of, "2027-01-15");
/// assert_eq!(provenance.assumed.iter().count(), 1);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", bound = "S: AsRef<str> + Serialize")]
pub struct Provenance<S = &'static str> {
    /// The URL or the title of the source.
    pub source: S,
    /// The date on which the source was read, in RFC 3339 format.
    pub as_of: S,
    /// The confidence in the entry as a whole.
    pub confidence: Confidence,
    /// The parts of the entry that are assumed, although the source documents the rest.
    pub assumed: Sentences<S>,
}

/// A list of sentences. In JSON it is an array.
///
/// The sentences are stored as one text with one sentence per line, so that [`Provenance`] is `Copy` if its text is.
///
/// ```
/// use hookwright::provenance::Sentences;
///
/// let assumed = Sentences::new("The encoding is hexadecimal.\nThe timestamp is in seconds.");
/// assert_eq!(assumed.iter().count(), 2);
/// assert!(Sentences::NONE.is_empty());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sentences<S = &'static str>(S);

impl Sentences {
    /// An empty list.
    pub const NONE: Self = Self("");
}

impl<S> Sentences<S> {
    /// The sentences of a text, one per line.
    #[must_use]
    pub const fn new(lines: S) -> Self {
        Self(lines)
    }
}

impl<S: AsRef<str>> Sentences<S> {
    /// The sentences as one text, one per line.
    #[must_use]
    pub fn as_text(&self) -> &str {
        self.0.as_ref()
    }

    /// The sentences, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.as_ref().lines()
    }

    /// Whether there are no sentences.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.as_ref().is_empty()
    }
}

impl<S: AsRef<str>> Serialize for Sentences<S> {
    fn serialize<T: Serializer>(&self, serializer: T) -> Result<T::Ok, T::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<S> Provenance<S> {
    /// The evidence with every text converted.
    ///
    /// ```
    /// use hookwright::catalog;
    ///
    /// let evidence = catalog::find_scheme("github/sha256").unwrap().provenance.unwrap();
    /// let owned = evidence.map(|text| String::from(*text));
    /// assert_eq!(owned.source, evidence.source);
    /// ```
    #[must_use]
    pub fn map<'a, T>(&'a self, convert: impl Fn(&'a S) -> T) -> Provenance<T> {
        Provenance {
            source: convert(&self.source),
            as_of: convert(&self.as_of),
            confidence: self.confidence,
            assumed: Sentences(convert(&self.assumed.0)),
        }
    }
}
