//! The codes of problems of a sender file.

use crate::base::code::problem_codes;

problem_codes! {
    /// Every code of a problem of a [`SenderFile`](super::SenderFile), except those of its schemes and policies.
    pub const PROBLEM_CODES;

    also crate::base::json::codes {
        MALFORMED_JSON, WRONG_TYPE, MISSING_FIELD, UNKNOWN_FIELD, REPEATED_FIELD, CONTROL_CHARACTER,
    }

    also crate::signature::scheme_codes { MALFORMED_ID }

    /// The file is larger than any sender's.
    FILE_TOO_LARGE = "file_too_large",
    /// The format of the file is not one that this version reads.
    UNKNOWN_FORMAT = "unknown_format",
    /// Two schemes or two policies have the same id.
    REPEATED_ID = "repeated_id",
}
