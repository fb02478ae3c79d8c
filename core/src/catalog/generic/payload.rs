//! The payloads of the generic provider's events. The page has an example of `user.created`; the others are modeled on
//! it.

use alloc::string::String;

use crate::event::schema::objects;

objects! {
    /// A user.
    User {
        /// The id of the user, such as `user_123`.
        id: String,
        /// The user's full name.
        name: Option<String>,
        /// The user's email address.
        email: Option<String>,
        /// The state of the account, such as `active`.
        status: Option<String>,
    }

    /// A project.
    Project {
        /// The id of the project.
        id: String,
        /// The name of the project.
        name: Option<String>,
        /// The state of the project, such as `active`.
        status: Option<String>,
    }

    /// A file.
    File {
        /// The id of the file.
        id: String,
        /// The name of the file.
        name: Option<String>,
        /// The size of the file in bytes.
        size: Option<i64>,
    }

    /// A payment.
    Payment {
        /// The id of the payment.
        id: String,
        /// The amount, in the smallest unit of the currency.
        amount: Option<i64>,
        /// The ISO 4217 code of the currency.
        currency: Option<String>,
        /// The status of the payment, such as `succeeded`.
        status: Option<String>,
    }
}
