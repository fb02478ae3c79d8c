//! `explain` restores what was signed from bodies, secrets and URLs that were changed on the way.

mod bodies;
mod charsets;
mod constructions;
mod json;
mod secrets;
mod urls;

use hookwright::catalog::find_scheme;
use hookwright::explain::{Certainty, Diagnosis, ExplainContext, KnownSecrets, explain};
use hookwright::http::Headers;
use hookwright::signature::{Request, Secret, Signer, Unsigned};

pub(crate) const KEY: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const NOW_MS: i64 = 1_780_000_000_000;

pub(crate) fn secret(text: &str) -> Secret {
    Secret::new(text).unwrap()
}

/// The headers of a delivery of this body to this URL.
pub(crate) fn signed(id: &str, key: &Secret, body: &[u8], url: &str) -> Headers {
    let signer = Signer::with_short_keys(find_scheme(id).unwrap(), std::slice::from_ref(key)).unwrap();
    signer.sign(&Unsigned::new(body).id("msg_1").at(NOW_MS).to("POST", url)).unwrap().headers
}

pub(crate) fn explained(id: &str, key: &Secret, request: &Request<'_>) -> Diagnosis {
    let keys = KnownSecrets { secrets: std::slice::from_ref(key), ..KnownSecrets::default() };
    explain(find_scheme(id).unwrap(), &keys, request, NOW_MS, &ExplainContext::default())
}

/// The diagnosis of a body that arrived in place of the signed one.
pub(crate) fn of_body(sent: impl AsRef<[u8]>, arrived: impl AsRef<[u8]>) -> Diagnosis {
    let headers = signed("generic/signature", &secret(KEY), sent.as_ref(), "");
    explained("generic/signature", &secret(KEY), &Request::new(&headers, arrived.as_ref()))
}

/// The codes of the causes, of which the first one must be proven.
pub(crate) fn codes(diagnosis: &Diagnosis) -> Vec<&'static str> {
    let first = diagnosis.causes.first().unwrap();
    assert_eq!(first.certainty, Certainty::Proven, "{:?}", diagnosis.causes);
    diagnosis.causes.iter().map(|cause| cause.code()).collect()
}

/// Checks the cause of a body that arrived in place of the signed one.
pub(crate) fn check(code: &str, sent: impl AsRef<[u8]>, arrived: impl AsRef<[u8]>) {
    let diagnosis = of_body(&sent, &arrived);
    let text = String::from_utf8_lossy(arrived.as_ref()).into_owned();
    assert_eq!(diagnosis.causes[0].code(), code, "{text}: {:?}", diagnosis.causes);
    assert_eq!(diagnosis.causes[0].certainty, Certainty::Proven, "{text}: {:?}", diagnosis.causes);
}
