//! The input and the result of a diagnosis.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::codes::DiagnosisCode;
use super::frameworks::Framework;
use crate::signature::{Secret, Tolerance};

/// The secrets that are available for a diagnosis.
#[derive(Clone, Copy, Debug, Default)]
pub struct KnownSecrets<'a> {
    /// The secrets that should have signed the delivery.
    pub secrets: &'a [Secret],
    /// Secrets that have been replaced.
    pub old: &'a [Secret],
    /// Secrets of other endpoints, projects or environments.
    pub others: &'a [Secret],
}

/// Other information for a diagnosis.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExplainContext {
    /// The receiver's tolerance, if it differs from the scheme's.
    pub tolerance: Option<Tolerance>,
    /// The framework of the receiver, for remedies with code.
    pub framework: Option<Framework>,
    /// What the program of the receiver passed as the body.
    pub body: GivenBody,
}

/// What the program of a receiver passed as the body. `verify` takes only bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GivenBody {
    /// The bytes of the body, or its text.
    #[default]
    Bytes,
    /// Nothing, because nothing has read the body. The body of the request is empty.
    Unread,
    /// A value that a parser has made of the body. The body of the request is this value, serialized again.
    Parsed,
}

/// The result of a diagnosis. Like a [`Rejection`](crate::signature::Rejection), it is for the developer and never for
/// the caller. Quotes from the request are cut to 80 characters, and control characters in them are escaped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnosis {
    /// Whether `verify` accepts the delivery; then there are no causes.
    pub ok: bool,
    /// Possible causes, the most certain first. Never empty if the delivery is rejected: `unknown` is the cause if
    /// nothing else fits.
    pub causes: Vec<Cause>,
    /// The checks that were made, in order.
    pub checks: Vec<Check>,
    /// The parts of the search that the bounds on work or memory cut short or prevented, in order: some of
    /// [`SEARCH_PARTS`](super::SEARCH_PARTS). Empty for small deliveries; of a JSON body with many members, only the most
    /// likely variants are tried. If `match` is one of them, the
    /// delivery is too large for a diagnosis, and `ok` is `false` although `verify` may accept it.
    pub skipped: Vec<&'static str>,
    /// The number of hypotheses that were tried: at most [`MAX_TRIALS`](super::MAX_TRIALS).
    pub trials: usize,
    /// The work that was done: at most [`MAX_WORK`](super::MAX_WORK), and the same for the same input.
    pub work: usize,
}

/// A possible cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cause {
    /// The cause.
    pub code: DiagnosisCode,
    /// The certainty of the cause.
    pub certainty: Certainty,
    /// The evidence, as a sentence.
    pub evidence: String,
    /// The remedy, in one or two sentences.
    pub remedy: String,
}

impl Cause {
    /// The stable code; [`DIAGNOSIS_CODES`](super::DIAGNOSIS_CODES) lists them.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code.code()
    }
}

/// The certainty of a cause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// There is some evidence.
    Possible,
    /// The cause is visible, but no signature proves it.
    Likely,
    /// With this one change, the signature matches.
    Proven,
}

/// A check that was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// The name of the check.
    pub name: CheckName,
    /// Whether the check passed.
    pub ok: bool,
    /// The result, as a sentence.
    pub message: String,
}

/// The name of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckName {
    /// Whether the secrets are usable and have the form that the scheme expects.
    Secrets,
    /// Whether the request has a well-formed signature.
    Signature,
    /// Whether the timestamp is within the tolerance.
    Timestamp,
    /// Whether the body looks unchanged.
    Body,
    /// Whether the signature matches.
    Match,
}
