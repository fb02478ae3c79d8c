//! The codes of warnings about usable secrets.

use crate::base::code::problem_codes;

problem_codes! {
    /// Every code of a warning about a secret: [`Verifier::warnings`](super::Verifier::warnings).
    pub const SECRET_WARNING_CODES;

    /// The key is shorter than recommended.
    SECRET_TOO_SHORT = "secret_too_short",
    /// The secret starts or ends with whitespace.
    SECRET_WHITESPACE = "secret_whitespace",
    /// The secret is in quotes, which are part of the key.
    SECRET_QUOTED = "secret_quoted",
    /// The secret is a private key, although the public key is sufficient or a shared secret is expected.
    SECRET_IS_PRIVATE = "secret_is_private",
}
