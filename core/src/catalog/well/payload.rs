//! The payloads of Well's events. Well's documentation has examples of two, `company.created` and `document.uploaded`;
//! the others are modeled on them. One page says that every payload has `workspace_id`, `external_workspace_id` and
//! `people_id`, but the examples on another page do not have them, so all three are optional.

use alloc::string::String;

use crate::event::Timestamp;
use crate::event::schema::objects;

objects! {
    /// A company.
    Company {
        /// The id of the company, such as `comp_12345`.
        company_id: String,
        /// The company's name.
        name: Option<String>,
        /// What the company does.
        description: Option<String>,
        /// When the company was created.
        created_at: Option<Timestamp>,
        /// When the company was last changed.
        updated_at: Option<Timestamp>,
        /// When the company was deleted.
        deleted_at: Option<Timestamp>,
        /// The id of the workspace.
        workspace_id: Option<String>,
        /// The customer's id of the workspace.
        external_workspace_id: Option<String>,
        /// The id of the person who installed the connector.
        people_id: Option<String>,
    }

    /// A document.
    Document {
        /// The id of the document, such as `doc_98765`.
        document_id: String,
        /// The document's file name.
        name: Option<String>,
        /// The document's size in bytes.
        size: Option<i64>,
        /// The id of the organization.
        organisation_id: Option<String>,
        /// When the document was uploaded.
        uploaded_at: Option<Timestamp>,
        /// When the document was processed.
        processed_at: Option<Timestamp>,
        /// When the document was last changed.
        updated_at: Option<Timestamp>,
        /// When the document was deleted.
        deleted_at: Option<Timestamp>,
        /// The id of the workspace.
        workspace_id: Option<String>,
        /// The customer's id of the workspace.
        external_workspace_id: Option<String>,
        /// The id of the person who installed the connector.
        people_id: Option<String>,
    }

    /// A person.
    People {
        /// The id of the person.
        people_id: Option<String>,
        /// The person's full name.
        name: Option<String>,
        /// The person's email address.
        email: Option<String>,
        /// When the person was created.
        created_at: Option<Timestamp>,
        /// When the person was last changed.
        updated_at: Option<Timestamp>,
        /// The id of the workspace.
        workspace_id: Option<String>,
        /// The customer's id of the workspace.
        external_workspace_id: Option<String>,
    }

    /// An invoice.
    Invoice {
        /// The id of the invoice.
        invoice_id: Option<String>,
        /// The number printed on the invoice.
        number: Option<String>,
        /// The id of the company.
        company_id: Option<String>,
        /// When the invoice was created.
        created_at: Option<Timestamp>,
        /// When the invoice was last changed.
        updated_at: Option<Timestamp>,
        /// The id of the workspace.
        workspace_id: Option<String>,
        /// The customer's id of the workspace.
        external_workspace_id: Option<String>,
        /// The id of the person who installed the connector.
        people_id: Option<String>,
    }

    /// An email address.
    Email {
        /// The id of the email address.
        email_id: Option<String>,
        /// The email address.
        email: Option<String>,
        /// When the email address was added.
        created_at: Option<Timestamp>,
        /// When the email address was verified.
        verified_at: Option<Timestamp>,
        /// The id of the workspace.
        workspace_id: Option<String>,
        /// The customer's id of the workspace.
        external_workspace_id: Option<String>,
        /// The id of the person.
        people_id: Option<String>,
    }

    /// The processing of a document.
    Processing {
        /// The id of the document.
        document_id: Option<String>,
        /// The status of the processing.
        status: Option<String>,
        /// When the processing started.
        started_at: Option<Timestamp>,
        /// When the processing ended.
        completed_at: Option<Timestamp>,
        /// The id of the workspace.
        workspace_id: Option<String>,
        /// The customer's id of the workspace.
        external_workspace_id: Option<String>,
        /// The id of the person who installed the connector.
        people_id: Option<String>,
    }

    /// A contribution to a document.
    Contribution {
        /// The id of the contribution.
        contribution_id: Option<String>,
        /// The id of the document.
        document_id: Option<String>,
        /// When the contribution was made.
        created_at: Option<Timestamp>,
        /// When the contribution was last changed.
        updated_at: Option<Timestamp>,
        /// The id of the workspace.
        workspace_id: Option<String>,
        /// The customer's id of the workspace.
        external_workspace_id: Option<String>,
        /// The id of the person who made the contribution.
        people_id: Option<String>,
    }
}
