//! The codes of problems of a retry policy.

use crate::base::code::problem_codes;

problem_codes! {
    /// Every problem code that [`Policy::parse`](super::Policy::parse) reports.
    pub const PROBLEM_CODES;

    also crate::base::json::codes {
        MALFORMED_JSON, WRONG_TYPE, MISSING_FIELD, UNKNOWN_FIELD, REPEATED_FIELD, UNKNOWN_CHOICE, CONTROL_CHARACTER,
        OUT_OF_RANGE,
    }

    also crate::base::provenance::codes { WRONG_DATE, EMPTY_SENTENCE }

    /// The delays count from the first attempt but do not increase.
    WRONG_ANCHOR = "wrong_anchor",
}
