//! What the generic provider's events carry. Only `user.created` is shown on its page; the rest follows its example.

use alloc::string::String;

use crate::event::schema::objects;

objects! {
    /// A user.
    User {
        /// The user's id, such as `user_123`.
        id: String,
        /// The user's full name.
        name: Option<String>,
        /// The user's address.
        email: Option<String>,
        /// The state of the account, such as `active`.
        status: Option<String>,
    }

    /// A project.
    Project {
        /// The project's id.
        id: String,
        /// The project's name.
        name: Option<String>,
        /// The state of the project, such as `active`.
        status: Option<String>,
    }

    /// A file.
    File {
        /// The file's id.
        id: String,
        /// The file's name.
        name: Option<String>,
        /// The file's size in bytes.
        size: Option<i64>,
    }

    /// A payment.
    Payment {
        /// The payment's id.
        id: String,
        /// The amount, in the smallest unit of the currency.
        amount: Option<i64>,
        /// The currency's ISO 4217 code.
        currency: Option<String>,
        /// How it went, such as `succeeded`.
        status: Option<String>,
    }
}
