//! The codes of problems of a request to a provider's API.

use crate::base::code::problem_codes;

problem_codes! {
    /// The codes of problems that a [`Service`](super::Service) adds to those of a subscription
    /// ([`subscription::PROBLEM_CODES`](crate::subscription::PROBLEM_CODES)).
    pub const PROBLEM_CODES;

    also crate::base::json::codes { MISSING_FIELD, WRONG_TYPE }
    also crate::event::codes { INVALID_JSON }
    also crate::subscription::codes { INVALID_URL, UNKNOWN_ATTRIBUTE }

    /// The limit of a list is not a number that is allowed.
    INVALID_LIMIT = "invalid_limit",
    /// The cursor of a list does not come from this API.
    INVALID_CURSOR = "invalid_cursor",
    /// The id in the body is not the id in the path.
    WRONG_ID = "wrong_id",
    /// The id in the body is empty.
    EMPTY_ID = "empty_id",
    /// The id in the body is already used.
    REPEATED_ID = "repeated_id",
    /// A workspace is required first.
    MISSING_WORKSPACE = "missing_workspace",
    /// No workspace has this id.
    UNKNOWN_WORKSPACE = "unknown_workspace",
    /// No subscription has this id.
    UNKNOWN_SUBSCRIPTION = "unknown_subscription",
    /// The subscription is not active.
    INACTIVE = "inactive",
}
