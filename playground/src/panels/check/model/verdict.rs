//! The verdict on a delivery, for one scheme and one time.

use hookwright::catalog::SampleRequest;
use hookwright::problem::Problem;
use hookwright::signature::{
    CompiledScheme, Endpoint, Rejection, Request, Secret, SetupError, Tolerance, Verified, Verifier,
};
use hookwright::time::{format_duration, format_rfc3339};

use crate::model::fields::header_block;
use crate::model::instant::Clock;
use crate::model::sample;

/// The verdict on a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// There is no input yet.
    Waiting,
    /// The code for the keys is being loaded.
    Loading,
    /// The delivery is genuine.
    Accepted(Match),
    /// The request is an unsigned handshake.
    Handshake,
    /// The delivery is not genuine or not recent.
    Rejected {
        /// The stable code of the reason.
        code: &'static str,
        message: String,
        /// Whether the age is the only reason.
        is_only_age: bool,
    },
    /// Required input is missing or malformed.
    Undecided {
        /// The stable code of the reason.
        code: &'static str,
        message: String,
    },
}

/// Details of a genuine delivery.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Match {
    /// The number of the matching secret, from 1.
    pub(crate) number: usize,
    /// The number of secrets.
    pub(crate) of: usize,
    /// The delivery id.
    pub(crate) id: Option<String>,
    /// The time of signing, and its distance from the reference time.
    pub(crate) signed: Option<String>,
    /// How much of the body the signature covers.
    pub(crate) covers: CoveredPart,
}

/// How much of a body a signature covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum CoveredPart {
    /// Every byte, or every parameter of a form.
    #[default]
    All,
    /// Some values.
    Part,
    Nothing,
}

/// The response to a handshake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HandshakeResponse {
    pub(crate) status: u16,
    /// The header fields, one per line.
    pub(crate) headers: String,
    pub(crate) body: String,
    /// Whether the request contains the secret for all later deliveries.
    pub(crate) has_secret: bool,
}

/// The scheme and time of a check.
pub(crate) struct CheckContext<'a> {
    pub(crate) scheme: &'a CompiledScheme,
    /// The source of the reference time.
    pub(crate) clock: Clock,
    /// The reference time, in milliseconds since the Unix epoch.
    pub(crate) now_ms: i64,
}

impl CheckContext<'_> {
    /// Returns the verdict on a request, and the response if it is a handshake. Warnings about the secrets are appended
    /// to the problems.
    pub(crate) fn check(
        &self,
        request: &Request<'_>,
        secrets: &[Secret],
        problems: &mut Vec<Problem>,
    ) -> (Verdict, Option<HandshakeResponse>) {
        let verifier = Verifier::new(self.scheme, secrets).map(|verifier| self.tolerant(verifier));
        let verified = verifier.as_ref().map(|verifier| {
            problems.extend_from_slice(verifier.warnings());
            verifier.verify(request, self.now_ms)
        });
        // The age of a signed handshake is limited by the tolerance of the check.
        let signed_at = verified.as_ref().ok().and_then(|verified| verified.as_ref().ok()?.timestamp_ms);
        let now_ms = if self.clock == Clock::Any { signed_at.unwrap_or(self.now_ms) } else { self.now_ms };
        let is_unsigned = self.scheme.scheme().handshake.is_some_and(|handshake| !handshake.signed);
        // The page has no field for the token, so it shows the answer to that of its examples.
        let token = Secret::new(SampleRequest::TOKEN).ok();
        let mut endpoint = Endpoint::new(secrets).at(request.url).setting_up(true);
        if let Some(token) = &token {
            endpoint = endpoint.token(token);
        }
        let response = match endpoint.answer(self.scheme, request, now_ms) {
            Ok(answer) => answer.map(|answer| HandshakeResponse {
                status: answer.status,
                headers: header_block(&answer.headers),
                body: answer.body,
                has_secret: answer.secret.is_some(),
            }),
            Err(error) if is_unsigned => {
                return (Verdict::Undecided { code: error.code(), message: error.to_string() }, None);
            }
            Err(_) => None,
        };
        if response.is_some() && is_unsigned {
            return (Verdict::Handshake, response);
        }
        let verdict = match verified {
            Ok(Ok(verified)) => Verdict::Accepted(self.matched(verified, secrets.len())),
            Ok(Err(rejection)) => rejected(&rejection),
            Err(error) => self.rejected_for_any_secret(request).unwrap_or_else(|| unusable(error)),
        };
        (verdict, response)
    }

    fn tolerant(&self, verifier: Verifier) -> Verifier {
        if self.clock == Clock::Any { verifier.tolerance(Tolerance::OFF) } else { verifier }
    }

    fn matched(&self, verified: Verified, of: usize) -> Match {
        let signed = verified.timestamp_ms.map(|at_ms| {
            let instant = format_rfc3339(at_ms);
            // In whole seconds, because milliseconds would change too fast to read.
            let apart = format_duration(self.now_ms.abs_diff(at_ms) / 1000 * 1000);
            match self.clock {
                Clock::Any => instant,
                _ if at_ms.abs_diff(self.now_ms) < 1000 => instant,
                Clock::Now if at_ms < self.now_ms => format!("{instant}, {apart} ago"),
                _ if at_ms > self.now_ms => format!("{instant}, {apart} ahead"),
                _ => format!("{instant}, {apart} before"),
            }
        });
        let covers = match self.scheme.scheme().content {
            "" => CoveredPart::Nothing,
            _ if verified.unsigned.is_empty() => CoveredPart::All,
            _ => CoveredPart::Part,
        };
        Match { number: verified.key_index + 1, of, id: verified.id, signed, covers }
    }

    /// Returns a rejection that applies to every secret. It is known before a secret is entered.
    fn rejected_for_any_secret(&self, request: &Request<'_>) -> Option<Verdict> {
        let any = Secret::new(sample::other_secret(&self.scheme.scheme()).as_bytes()).ok()?;
        let rejection = Verifier::new(self.scheme, &[any]).ok()?.verify(request, self.now_ms).err()?;
        let depends_on_the_secret = rejection.code() == "signature_mismatch";
        (!depends_on_the_secret).then(|| rejected(&rejection))
    }
}

fn rejected(rejection: &Rejection) -> Verdict {
    let is_only_age = matches!(rejection.code(), "too_old" | "too_new");
    Verdict::Rejected { code: rejection.code(), message: rejection.to_string(), is_only_age }
}

fn unusable(error: &SetupError) -> Verdict {
    Verdict::Undecided { code: error.code(), message: error.to_string() }
}

/// Returns the verdict for a problem that prevents the check.
pub(crate) fn undecided(problem: Problem) -> Verdict {
    Verdict::Undecided { code: problem.code, message: problem.message }
}

/// Returns the stable code of a verdict, or the kind of verdict if it has no code.
pub(crate) fn code(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Waiting => "waiting",
        Verdict::Loading => "loading",
        Verdict::Accepted(_) => "accepted",
        Verdict::Handshake => "handshake",
        Verdict::Rejected { code, .. } | Verdict::Undecided { code, .. } => code,
    }
}
