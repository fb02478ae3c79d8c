//! Why a check failed: hypotheses, tried one after the other until one makes the signature match.
//!
//! What is tried is cheap and local: the body as other serialisers write it, the secret with and without what tends to
//! stick to it, the URL as it was before a proxy, the headers under other names, the other schemes that are known. A
//! hypothesis that makes the signature match is *proven*: nobody makes one by chance. It proves what the
//! signature covers and not that the delivery is welcome: a replay is signed as well. Where nothing can match, because
//! bytes are lost, what can be seen is called *likely*.
//!
//! The work is bounded by [`MAX_TRIALS`] and [`MAX_WORK`]: each step is counted before it is taken, by what it costs at most.
//! What is written on the way goes into one buffer of bounded size, and nothing else takes memory in proportion to the
//! request but a list of the body's tokens, for bodies of up to a mebibyte. What was left out is listed. No answer holds a
//! signature or a secret.

mod bodies;
mod body_kind;
mod budget;
mod causes;
mod characters;
mod checks;
mod cost;
mod forms;
mod headers;
mod json_forms;
mod json_styles;
mod json_tokens;
mod methods;
mod orders;
mod quote;
mod remedy;
mod scratch;
mod secrets;
mod slim;
mod symptoms;
mod urls;
mod verdict;
mod work;

use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use serde::Serialize;

use crate::signature::Request;
use crate::signature::Scheme;
use crate::signature::Secret;
use crate::signature::Tolerance;

pub use causes::DIAGNOSIS_CODES;
pub use remedy::Framework;
pub use work::{MAX_TRIALS, MAX_WORK, SEARCH_PARTS};

use budget::Search;
use causes::Finding;
use verdict::Verdict;
use work::Cut;

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
    /// more, in the order in which they came: some of [`SEARCH_PARTS`]. Empty for deliveries of ordinary size. Where `match`
    /// is among them, the delivery is larger than what a diagnosis checks, and `ok` is `false` although `verify` may accept it.
    pub skipped: Vec<&'static str>,
    /// The number of hypotheses that were tried: at most [`MAX_TRIALS`].
    pub trials: usize,
    /// The work that was done: at most [`MAX_WORK`], and the same for the same input.
    pub work: usize,
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
/// The work is at most [`MAX_WORK`], and the memory at most 64 MiB beyond the request, whatever the request is.
/// [`Diagnosis::skipped`] lists what that left out. Bodies of more than 10 MB get a partial answer: the verdict, and what can be
/// seen without reading all of the body.
///
/// ```
/// use hookwright::{catalog, http::Headers};
/// use hookwright::{explain::{explain, Circumstances, KeyRing}, signature::{Request, Secret}};
///
/// // GitHub's own example, with a line feed after the body that was not there when it was signed.
/// let scheme = catalog::find_scheme("github/sha256").unwrap();
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
    let tolerance = circumstances.tolerance;
    let mut search = Search::new(scheme.borrow(), keys, *request, now_ms, tolerance);
    let checks = checks::look(&mut search);
    if matches!(search.verdict, Verdict::Good(_)) {
        return diagnosis(&search, vec![], checks);
    }
    if matches!(search.verdict, Verdict::Unknown) {
        search.skip("match");
    }
    let mut findings = find(&mut search);
    if findings.is_empty() {
        findings.push(Finding::unknown(search.work().trials(), search.skipped()));
    }
    let framework = circumstances.framework;
    let causes = findings.into_iter().map(|finding| finding.into_cause(framework)).collect();
    diagnosis(&search, causes, checks)
}

fn diagnosis(search: &Search<'_>, causes: Vec<Cause>, checks: Vec<Check>) -> Diagnosis {
    let (skipped, work) = (search.skipped().to_vec(), search.work());
    Diagnosis { ok: causes.is_empty(), causes, checks, skipped, trials: work.trials(), work: work.spent() }
}

/// Something to try: what it has found, if anything, unless the bound on the work has ended it.
type Hypothesis = fn(&mut Search<'_>) -> Result<Option<Finding>, Cut>;

/// What can be proven about a delivery with a signature, by the parts of the search.
const PROVABLE: [(&str, Hypothesis); 11] = [
    ("secrets", secrets::beside_unusable),
    ("match", causes::time),
    ("headers", headers::renamed),
    ("secrets", secrets::known),
    ("secrets", secrets::altered),
    ("body", bodies::altered),
    ("forms", forms::altered),
    ("urls", urls::altered),
    ("encodings", methods::altered),
    ("schemes", methods::elsewhere),
    ("json_forms", json_forms::rewritten),
];

const WITHOUT_SIGNATURE: [(&str, Hypothesis); 2] = [("headers", headers::renamed), ("schemes", methods::elsewhere)];

/// Tries everything, the likeliest and the cheapest first. What is proven ends the search: it is the explanation. Where one
/// part is cut short, others may still be cheap enough.
fn find(search: &mut Search<'_>) -> Vec<Finding> {
    let hypotheses = if search.has_signature { PROVABLE.as_slice() } else { &WITHOUT_SIGNATURE };
    search.set_reserve(true);
    for (part, hypothesis) in hypotheses {
        match hypothesis(search) {
            Ok(Some(finding)) => return vec![finding],
            Ok(None) => {}
            Err(Cut) => search.skip(part),
        }
    }
    search.set_reserve(false);
    symptoms::seen(search)
}
