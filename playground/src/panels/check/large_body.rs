//! The search for what has changed a body that is too large for the search of the core: the worker checks the most likely
//! changes, one after the other.

use super::model::body::BodyInput;
use super::model::diagnosis::Diagnosis;
use super::model::fixes::{Fix, MAX_BODY, body_fix};
use super::model::form::CheckForm;
use super::model::remote::{remote, task};
use super::model::rewrites::LargeChange;
use super::model::verdict::{Findings, Remote};
use super::state::CheckState;
use crate::browser;
use crate::browser::worker;
use crate::model::scheme::SchemeChoice;

/// Replaces an unknown cause by the change that the signature proves, and returns its correction. Ends without one as soon as
/// the delivery is not the current one.
pub(super) async fn find_change(
    panel: CheckState,
    form: &CheckForm,
    found: &mut Diagnosis,
    is_current: impl Fn() -> bool,
) -> Option<Fix> {
    let is_unknown = found.causes.first().is_some_and(|cause| cause.is_unknown());
    let body = form.body.bytes().ok().filter(|body| is_unknown && body.len() > MAX_BODY)?.into_owned();
    for change in LargeChange::ALL {
        let Some(bytes) = change.undone(&body).filter(|bytes| *bytes != body) else { continue };
        let corrected = CheckForm { body: BodyInput::exact(&bytes), ..form.clone() };
        let json = (form.scheme == SchemeChoice::Custom).then(|| panel.custom.json()).flatten();
        let task =
            panel.custom.read.with_untracked(|custom| task(&corrected, custom, json, true, browser::now_ms()))?;
        let answer = worker::run(&task).await.ok().filter(|_| is_current())?;
        let Some(Remote::Known(Findings { verified, .. })) = remote(&answer) else { return None };
        if verified.is_ok() || verified.is_err_and(|reason| matches!(reason.code, "too_old" | "too_new")) {
            found.prove(change.cause());
            return Some(body_fix(corrected, bytes));
        }
    }
    None
}
