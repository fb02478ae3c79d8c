//! The codes that the core defines, as TypeScript types with the meaning of each, for the npm package.

use std::collections::BTreeSet;

use hookwright::code::Code;
use hookwright::delivery::STEP_CODES;
use hookwright::explain::DIAGNOSIS_CODES;
use hookwright::service::SERVICE_CODES;
use hookwright::signature::{self, REJECTION_CODES, SECRET_CODES, SECRET_WARNING_CODES, SIGN_CODES};
use hookwright::{event, retry};

use super::COMMAND;
use super::types::comment;

/// The file `codes.ts`.
pub(crate) fn codes() -> String {
    let unions = [
        union("RejectionCode", "Why a delivery is rejected.", REJECTION_CODES),
        union("DiagnosisCode", "Why a check failed, as `explain` finds it.", DIAGNOSIS_CODES),
        union("ProblemCode", "What can be wrong with the body of an event.", event::PROBLEM_CODES),
        union("SchemeProblemCode", "What can be wrong with a scheme.", signature::PROBLEM_CODES),
        union("PolicyProblemCode", "What can be wrong with a retry policy.", retry::PROBLEM_CODES),
        union("SecretWarningCode", "What a secret that works can be warned about.", SECRET_WARNING_CODES),
        union("SecretErrorCode", "Why a secret cannot be used.", SECRET_CODES),
        union("SignErrorCode", "Why a delivery cannot be signed.", SIGN_CODES),
        union("StepErrorCode", "Why a step of a delivery is refused.", STEP_CODES),
        union("ServiceErrorCode", "Why there is no service of a provider.", SERVICE_CODES),
    ];
    format!("// Made by `{COMMAND}` from the codes of the core. Change those, not this file.\n{}", unions.concat())
}

/// A union with a comment on each member. A code that stands for several errors has the comment of the first.
fn union(name: &str, about: &str, codes: &[Code]) -> String {
    let mut text = format!("\n/** {about} */\nexport type {name} =\n");
    let mut written = BTreeSet::new();
    for code in codes.iter().filter(|code| written.insert(code.as_str())) {
        text.push_str(&comment("  ", &code.about(), ""));
        text.push_str(&format!("  | '{}'\n", code.as_str()));
    }
    text.truncate(text.trim_end().len());
    text + ";\n"
}
