//! The verdict on a delivery, by one scheme and at one instant.

use hookwright::problem::Problem;
use hookwright::signature::{Rejection, Request, Scheme, Secret, SetupError, Tolerance, Verified, Verifier, answer};
use hookwright::time::{format_duration, format_rfc3339};

use crate::model::fields::header_block;
use crate::model::instant::Clock;
use crate::model::sample;

/// Whether a delivery is genuine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nothing was given yet.
    Waiting,
    /// It is genuine.
    Accepted(Match),
    /// It is an unsigned request that precedes deliveries.
    Handshake,
    /// It is not genuine, or not recent.
    Refused {
        /// The stable code of the reason.
        code: &'static str,
        /// The reason.
        message: String,
        /// Whether only its age is wrong.
        is_only_age: bool,
    },
    /// Something that the check needs is missing or cannot be read.
    Undecided {
        /// The stable code of the reason.
        code: &'static str,
        /// The reason.
        message: String,
    },
}

/// What is known of a genuine delivery.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Match {
    /// The number of the secret that matched, from 1.
    pub(crate) number: usize,
    /// The number of secrets.
    pub(crate) of: usize,
    /// The id of the delivery.
    pub(crate) id: Option<String>,
    /// When it was signed, and how long before or after the instant of the check.
    pub(crate) signed: Option<String>,
    /// How much of the body the signature covers.
    pub(crate) covers: Covers,
}

/// How much of a body a signature covers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Covers {
    /// Every byte, or every parameter of a form.
    #[default]
    All,
    /// Some values.
    Part,
    /// Nothing.
    Nothing,
}

/// The response to a handshake.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HandshakeResponse {
    /// The status.
    pub(crate) status: u16,
    /// The header fields, one per line.
    pub(crate) headers: String,
    /// The body.
    pub(crate) body: String,
    /// Whether the request contains the secret of all deliveries that follow.
    pub(crate) has_secret: bool,
}

/// How deliveries are checked.
pub(crate) struct Conditions<'a> {
    /// The scheme.
    pub(crate) scheme: Scheme<&'a str>,
    /// What counts as now.
    pub(crate) clock: Clock,
    /// The instant of the check.
    pub(crate) now_ms: i64,
}

impl Conditions<'_> {
    /// The verdict on a request, and the response if it is a handshake. Warnings about the secrets are added to the problems.
    pub(crate) fn check(
        &self,
        request: &Request<'_>,
        secrets: &[Secret],
        problems: &mut Vec<Problem>,
    ) -> (Verdict, Option<HandshakeResponse>) {
        let verifier = Verifier::new(&self.scheme, secrets).map(|verifier| self.tolerant(verifier));
        let verified = verifier.as_ref().map(|verifier| {
            problems.extend_from_slice(verifier.warnings());
            verifier.verify(request, self.now_ms)
        });
        // A signed handshake may be as old as the tolerance of the check allows.
        let signed_at = verified.as_ref().ok().and_then(|verified| verified.as_ref().ok()?.timestamp_ms);
        let now_ms = if self.clock == Clock::Any { signed_at.unwrap_or(self.now_ms) } else { self.now_ms };
        let is_unsigned = self.scheme.handshake.is_some_and(|handshake| !handshake.signed);
        let response = match answer(&self.scheme, secrets, request, now_ms) {
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
            Ok(Err(rejection)) => refused(&rejection),
            Err(error) => self.refused_by_any_secret(request).unwrap_or_else(|| unusable(error)),
        };
        (verdict, response)
    }

    fn tolerant(&self, verifier: Verifier) -> Verifier {
        if self.clock == Clock::Any { verifier.tolerance(Tolerance::OFF) } else { verifier }
    }

    fn matched(&self, verified: Verified, of: usize) -> Match {
        let signed = verified.timestamp_ms.map(|at_ms| {
            let instant = format_rfc3339(at_ms);
            // In seconds: the rest changes faster than it can be read.
            let apart = format_duration(self.now_ms.abs_diff(at_ms) / 1000 * 1000);
            match self.clock {
                Clock::Any => instant,
                _ if at_ms.abs_diff(self.now_ms) < 1000 => instant,
                Clock::Now if at_ms < self.now_ms => format!("{instant}, {apart} ago"),
                _ if at_ms > self.now_ms => format!("{instant}, {apart} ahead"),
                _ => format!("{instant}, {apart} before"),
            }
        });
        let covers = match self.scheme.content {
            "" => Covers::Nothing,
            _ if verified.unsigned.is_empty() => Covers::All,
            _ => Covers::Part,
        };
        Match { number: verified.key_index + 1, of, id: verified.id, signed, covers }
    }

    /// The reason to refuse a delivery that holds for every secret. It is known before there is a secret.
    fn refused_by_any_secret(&self, request: &Request<'_>) -> Option<Verdict> {
        let any = Secret::new(sample::secret(&self.scheme).as_bytes()).ok()?;
        let rejection = Verifier::new(&self.scheme, &[any]).ok()?.verify(request, self.now_ms).err()?;
        let depends_on_the_secret = rejection.code() == "signature_mismatch";
        (!depends_on_the_secret).then(|| refused(&rejection))
    }
}

fn refused(rejection: &Rejection) -> Verdict {
    let is_only_age = matches!(rejection.code(), "too_old" | "too_new");
    Verdict::Refused { code: rejection.code(), message: rejection.to_string(), is_only_age }
}

fn unusable(error: &SetupError) -> Verdict {
    Verdict::Undecided { code: error.code(), message: error.to_string() }
}

/// The verdict that a problem leaves.
pub(crate) fn undecided(problem: Problem) -> Verdict {
    Verdict::Undecided { code: problem.code, message: problem.message }
}

/// The stable code of a verdict, or its kind if it has none.
pub(crate) fn code(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Waiting => "waiting",
        Verdict::Accepted(_) => "accepted",
        Verdict::Handshake => "handshake",
        Verdict::Refused { code, .. } | Verdict::Undecided { code, .. } => code,
    }
}
