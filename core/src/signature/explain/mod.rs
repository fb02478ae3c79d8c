//! Why a check failed: hypotheses, tried one after the other until one makes the signature match.
//!
//! What is tried is cheap and local: the body as other serialisers write it, the secret with and without what tends to
//! stick to it, the URL as it was before a proxy, the headers under other names, the other schemes that are known. A
//! hypothesis that makes the signature match is *proven*: nobody makes one by chance. It proves what the
//! signature covers and not that the delivery is welcome: a replay is signed as well. Where nothing can match, because
//! bytes are lost, what can be seen is called *likely*.
//!
//! The work is bounded by [`MAX_TRIALS`] and [`MAX_WORK`], and bodies beyond a mebibyte are not rewritten. No answer holds a
//! signature or a secret.

mod bodies;
mod budget;
mod causes;
mod checks;
mod forms;
mod headers;
mod json_forms;
mod json_tree;
mod methods;
mod orders;
mod quote;
mod remedy;
mod secrets;
mod symptoms;
mod urls;

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use serde::Serialize;

use super::request::Request;
use super::scheme::Scheme;
use super::secret::Secret;
use super::tolerance::Tolerance;
use super::value::Value;
use super::verify::Verifier;

pub use budget::{MAX_TRIALS, MAX_WORK};
pub use causes::DIAGNOSIS_CODES;
pub use remedy::Framework;

use budget::Search;
use causes::Finding;

/// The secrets that a person has at hand.
#[derive(Clone, Copy, Debug, Default)]
pub struct KeyRing<'a> {
    /// Those that should sign the delivery.
    pub secrets: &'a [Secret],
    /// Those that have been replaced.
    pub old: &'a [Secret],
    /// Those of other endpoints, projects or environments.
    pub others: &'a [Secret],
}

/// What else bears on a diagnosis.
#[derive(Clone, Copy, Debug, Default)]
pub struct Circumstances {
    /// The tolerance, if it is not the scheme's.
    pub tolerance: Option<Tolerance>,
    /// What the receiver is written with, so that remedies can speak of it.
    pub framework: Option<Framework>,
}

/// What was found out: for the developer, like a [`Rejection`](super::Rejection), and never for the caller. What it quotes of
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
}

/// One explanation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cause {
    /// A stable code; [`DIAGNOSIS_CODES`] lists them.
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

/// Finds out why a delivery is refused. `now_ms` is in milliseconds since the epoch.
///
/// ```
/// use hookwright::{header::Headers, provider};
/// use hookwright::signature::{Circumstances, KeyRing, Request, Secret, explain};
///
/// // GitHub's own example, with a line feed after the body that was not there when it was signed.
/// let scheme = provider::find_scheme("github/sha256").unwrap();
/// let secret = Secret::new("It's a Secret to Everybody")?;
/// let headers: Headers = [(
///     "X-Hub-Signature-256",
///     "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
/// )].into_iter().collect();
/// let request = Request::new(&headers, b"Hello, World!\n");
///
/// let keys = KeyRing { secrets: &[secret], ..KeyRing::default() };
/// let diagnosis = explain(scheme, &keys, &request, 0, &Circumstances::default());
/// assert!(!diagnosis.ok);
/// assert_eq!(diagnosis.causes[0].code, "body_newline_added");
/// # Ok::<(), hookwright::signature::SecretError>(())
/// ```
#[must_use]
pub fn explain<S: AsRef<str>>(
    scheme: &Scheme<S>,
    keys: &KeyRing<'_>,
    request: &Request<'_>,
    now_ms: i64,
    circumstances: &Circumstances,
) -> Diagnosis {
    let scheme = scheme.borrow();
    let checks = checks::look(&scheme, keys, request, now_ms, circumstances.tolerance);
    let verdict = Verifier::of(scheme, keys.secrets).map(|verifier| match circumstances.tolerance {
        Some(tolerance) => verifier.tolerance(tolerance).verify(request, now_ms),
        None => verifier.verify(request, now_ms),
    });
    if matches!(verdict, Ok(Ok(_))) {
        return Diagnosis { ok: true, causes: vec![], checks };
    }
    let mut search = Search::new(scheme, keys, *request, now_ms, circumstances.tolerance);
    let mut findings = find(&mut search);
    if findings.is_empty() {
        findings.push(Finding::unknown(search.trials(), search.is_exhausted()));
    }
    let framework = circumstances.framework;
    let causes = findings.into_iter().map(|finding| finding.into_cause(framework)).collect();
    Diagnosis { ok: false, causes, checks }
}

/// Something to try: what it has found, if anything.
type Hypothesis = fn(&mut Search<'_>) -> Option<Finding>;

/// Tries everything, the likeliest and the cheapest first. What is proven ends the search: it is the explanation.
fn find(search: &mut Search<'_>) -> Vec<Finding> {
    let provable: [Hypothesis; 10] = [
        secrets::beside_unusable,
        causes::time,
        headers::renamed,
        secrets::known,
        secrets::altered,
        bodies::altered,
        urls::altered,
        methods::altered,
        methods::elsewhere,
        json_forms::rewritten,
    ];
    let has_signature = Value::read(&search.scheme, &search.request).is_ok();
    let without_signature: [Hypothesis; 2] = [headers::renamed, methods::elsewhere];
    for hypothesis in if has_signature { provable.as_slice() } else { &without_signature } {
        if let Some(finding) = hypothesis(search) {
            return vec![finding];
        }
    }
    symptoms::seen(search)
}
