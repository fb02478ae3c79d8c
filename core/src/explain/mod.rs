//! Diagnosis of rejected deliveries.
//!
//! Hypotheses are tried one after another until one makes the signature match: the body as other serializers write
//! it, the secret without characters that were added by mistake, the URL before a proxy changed it, header fields under
//! other names, and other schemes. Such a hypothesis is *proven*, because a signature does not match by chance. It
//! proves what was signed, but not that the delivery is fresh: a replay is signed as well. If nothing can match because
//! bytes were lost, visible symptoms are reported as *likely*.
//!
//! The work is bounded by [`MAX_TRIALS`] and [`MAX_WORK`]: the maximum cost of each step is counted before the step is
//! taken. Variants are written into one buffer of bounded size. Other memory does not grow with the request, except for
//! a list of the body's tokens, for bodies of up to 1 MiB. Steps that were skipped are listed. A diagnosis contains
//! neither signatures nor secrets.

mod bases;
mod bodies;
mod body_kind;
mod budget;
mod candidates;
mod causes;
mod changed;
mod characters;
mod charsets;
mod check_result;
mod checks;
mod codes;
mod constructions;
mod cost;
mod credentials;
mod diagnosis;
mod envelopes;
mod form_type;
mod forms;
mod framework_code;
mod frameworks;
mod given;
mod handshakes;
mod headers;
mod json_changes;
mod json_dates;
mod json_forms;
mod json_groups;
mod json_numbers;
mod json_order;
mod json_search;
mod json_styles;
mod json_tokens;
mod json_values;
mod looks;
mod normal_forms;
mod orders;
mod pairs;
mod printed;
mod proof;
mod quote;
mod reasons;
mod remedy;
mod repaired;
mod ring;
mod schemes;
mod scratch;
mod secrets;
mod siblings;
mod slim;
mod stringified;
mod symptoms;
mod times;
mod traces;
mod trials;
mod undamaged;
mod unescape;
mod url_parts;
mod url_queries;
mod url_sources;
mod urls;
mod values;
mod variants;
mod work;
mod written;

use alloc::vec;
use alloc::vec::Vec;

use crate::signature::{Compile, Request};

pub use codes::{DIAGNOSIS_CODES, DiagnosisCode};
pub use diagnosis::{Cause, Certainty, Check, CheckName, Diagnosis, ExplainContext, GivenBody, KnownSecrets};
pub use frameworks::Framework;
pub use work::{MAX_TRIALS, MAX_WORK, SEARCH_PARTS};

use budget::Search;
use causes::Finding;
use check_result::CheckResult;
use proof::Outcome;
use work::Cut;

/// Diagnoses why a delivery is rejected. `now_ms` is in milliseconds since the epoch.
///
/// For any request, the work is at most [`MAX_WORK`], and the memory at most 64 MiB in addition to the request.
/// [`Diagnosis::skipped`] lists the parts of the search that these bounds prevented. For bodies of more than 10 MB, the
/// diagnosis is limited to the verdict and to symptoms that are visible without reading the whole body.
///
/// ```
/// use hookwright::{catalog, http::Headers};
/// use hookwright::{explain::{explain, DiagnosisCode, ExplainContext, KnownSecrets}, signature::{Request, Secret}};
///
/// // GitHub's own example, with a line feed after the body that was not there when it was signed.
/// let scheme = catalog::compiled_scheme("github/sha256").unwrap();
/// let secret = Secret::new("It's a Secret to Everybody")?;
/// let headers: Headers = [(
///     "X-Hub-Signature-256",
///     "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
/// )].into_iter().collect();
/// let request = Request::new(&headers, b"Hello, World!\n");
///
/// let keys = KnownSecrets { secrets: &[secret], ..KnownSecrets::default() };
/// let diagnosis = explain(scheme, &keys, &request, 0, &ExplainContext::default());
/// assert!(!diagnosis.ok);
/// assert_eq!(diagnosis.causes[0].code, DiagnosisCode::BodyNewlineAdded);
/// # Ok::<(), hookwright::signature::SecretError>(())
/// ```
#[must_use]
pub fn explain(
    scheme: &impl Compile,
    keys: &KnownSecrets<'_>,
    request: &Request<'_>,
    now_ms: i64,
    circumstances: &ExplainContext,
) -> Diagnosis {
    let tolerance = circumstances.tolerance;
    let mut search = Search::new(scheme, keys, *request, now_ms, tolerance);
    let checks = checks::look(&mut search);
    let framework = circumstances.framework;
    if let Some(finding) = given::unusable(&search, circumstances.body) {
        return diagnosis(&search, vec![finding.into_cause(framework)], checks);
    }
    if matches!(search.verdict, CheckResult::Good(_)) {
        return diagnosis(&search, vec![], checks);
    }
    if matches!(search.verdict, CheckResult::Unknown) {
        search.skip("match");
    }
    let mut findings = find(&mut search);
    if findings.iter().all(|finding| finding.certainty == Certainty::Possible) {
        // Superficial symptoms are not the answer.
        findings.insert(0, Finding::unknown(search.work().trials(), search.skipped(), &checks));
    }
    if circumstances.body == GivenBody::Parsed {
        given::add_parsed(&mut findings);
    }
    let causes = findings.into_iter().map(|finding| finding.into_cause(framework)).collect();
    diagnosis(&search, causes, checks)
}

fn diagnosis(search: &Search<'_>, causes: Vec<Cause>, checks: Vec<Check>) -> Diagnosis {
    let (skipped, work) = (search.skipped().to_vec(), search.work());
    Diagnosis { ok: causes.is_empty(), causes, checks, skipped, trials: work.trials(), work: work.spent() }
}

/// Proofs, handshakes, and visible symptoms, in this order.
fn find(search: &mut Search<'_>) -> Vec<Finding> {
    let arrived = search.base();
    search.set_reserve(true);
    let open = match proof::search(search) {
        Outcome::Explained(findings) => return findings,
        Outcome::Open(visible) => visible,
    };
    search.set_reserve(false);
    if let Ok(arrived) = arrived
        && search.enter(&arrived).is_err()
    {
        search.skip("symptoms");
    }
    match handshakes::seen(search) {
        Ok(Some(finding)) => return vec![finding],
        Ok(None) => {}
        Err(Cut) => search.skip("symptoms"),
    }
    symptoms::seen(search, open)
}
