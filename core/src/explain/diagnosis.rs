//! The answer of `explain`, and what it is asked with.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::remedy::Framework;
use crate::signature::{Secret, Tolerance};

/// The secrets that a person has at hand.
#[derive(Clone, Copy, Debug, Default)]
pub struct KnownSecrets<'a> {
    /// Those that should sign the delivery.
    pub secrets: &'a [Secret],
    /// Those that have been replaced.
    pub old: &'a [Secret],
    /// Those of other endpoints, projects or environments.
    pub others: &'a [Secret],
}

/// What else bears on a diagnosis.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExplainContext {
    /// The tolerance, if it is not the scheme's.
    pub tolerance: Option<Tolerance>,
    /// What the receiver is written with, so that remedies can speak of it.
    pub framework: Option<Framework>,
}

/// What was found out: for the developer, like a [`Rejection`](crate::signature::Rejection), and never for the caller. What it quotes of
/// the request is cut to 80 characters, and what could move a terminal's cursor is escaped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Diagnosis {
    /// Whether the delivery is good after all; then there are no causes.
    pub ok: bool,
    /// What may be wrong, the best explanation first. Never empty where the delivery is not good: `unknown` stands where
    /// nothing fits.
    pub causes: Vec<Cause>,
    /// What was looked at, in order.
    pub checks: Vec<Check>,
    /// The parts of the search that were left out or cut short, because the bound on the work or on memory did not allow
    /// more, in the order in which they came: some of [`SEARCH_PARTS`](super::SEARCH_PARTS). Empty for deliveries of ordinary size. Where `match`
    /// is among them, the delivery is larger than what a diagnosis checks, and `ok` is `false` although `verify` may accept it.
    pub skipped: Vec<&'static str>,
    /// The number of hypotheses that were tried: at most [`MAX_TRIALS`](super::MAX_TRIALS).
    pub trials: usize,
    /// The work that was done: at most [`MAX_WORK`](super::MAX_WORK), and the same for the same input.
    pub work: usize,
}

/// One explanation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cause {
    /// A stable code; [`DIAGNOSIS_CODES`](super::DIAGNOSIS_CODES) lists them.
    pub code: &'static str,
    /// How sure it is.
    pub certainty: Certainty,
    /// What speaks for it, in a sentence.
    pub evidence: String,
    /// What to do about it, in a sentence or two.
    pub remedy: String,
}

/// How sure an explanation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Certainty {
    /// Something points to it.
    Possible,
    /// It can be seen, though no signature proves it.
    Likely,
    /// With this one thing put right, the signature matches.
    Proven,
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Check {
    /// What it is: `secrets`, `signature`, `timestamp`, `body` or `match`.
    pub name: &'static str,
    /// Whether it is as it should be.
    pub ok: bool,
    /// What was seen, in a sentence.
    pub message: String,
}
