//! The codes of problems in a sender file.

use crate::base::code::problem_codes;

problem_codes! {
    /// Every code of a problem in a [`SenderFile`](super::SenderFile), except those of its schemes, policies and evidence.
    pub const PROBLEM_CODES;

    also crate::base::json::codes {
        MALFORMED_JSON, WRONG_TYPE, MISSING_FIELD, UNKNOWN_FIELD, REPEATED_FIELD, CONTROL_CHARACTER, OUT_OF_RANGE,
    }

    also crate::signature::scheme_codes { MALFORMED_ID, WRONG_PLACE, MALFORMED_HEADER_NAME, MALFORMED_POINTER }

    /// The file is larger than 256 KiB.
    FILE_TOO_LARGE = "file_too_large",
    /// This version does not support the format of the file.
    UNKNOWN_FORMAT = "unknown_format",
    /// Two schemes or two policies have the same id.
    REPEATED_ID = "repeated_id",
}
