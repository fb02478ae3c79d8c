//! What Well's events carry. Two payloads are shown on its pages, `company.created` and `document.uploaded`; the rest follows
//! their example. That every payload has `workspace_id`, `external_workspace_id` and `people_id` is promised by one page and
//! contradicted by the examples of another, so that all three are optional.

use alloc::string::String;

use crate::event::Timestamp;
use crate::event::schema::objects;

objects! {
    /// A company.
    Company {
        /// The company's id, such as `comp_12345`.
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
        /// The workspace that it belongs to.
        workspace_id: Option<String>,
        /// The customer's own id of that workspace.
        external_workspace_id: Option<String>,
        /// The person who installed the connector.
        people_id: Option<String>,
    }

    /// A document.
    Document {
        /// The document's id, such as `doc_98765`.
        document_id: String,
        /// The document's file name.
        name: Option<String>,
        /// The document's size in bytes.
        size: Option<i64>,
        /// The organisation that it belongs to.
        organisation_id: Option<String>,
        /// When the document was uploaded.
        uploaded_at: Option<Timestamp>,
        /// When the document was processed.
        processed_at: Option<Timestamp>,
        /// When the document was last changed.
        updated_at: Option<Timestamp>,
        /// When the document was deleted.
        deleted_at: Option<Timestamp>,
        /// The workspace that it belongs to.
        workspace_id: Option<String>,
        /// The customer's own id of that workspace.
        external_workspace_id: Option<String>,
        /// The person who installed the connector.
        people_id: Option<String>,
    }

    /// A person.
    People {
        /// The person's id.
        people_id: Option<String>,
        /// The person's full name.
        name: Option<String>,
        /// The person's address.
        email: Option<String>,
        /// When the person was created.
        created_at: Option<Timestamp>,
        /// When the person was last changed.
        updated_at: Option<Timestamp>,
        /// The workspace that it belongs to.
        workspace_id: Option<String>,
        /// The customer's own id of that workspace.
        external_workspace_id: Option<String>,
    }

    /// An invoice.
    Invoice {
        /// The invoice's id.
        invoice_id: Option<String>,
        /// The number that is printed on it.
        number: Option<String>,
        /// The company that it belongs to.
        company_id: Option<String>,
        /// When the invoice was created.
        created_at: Option<Timestamp>,
        /// When the invoice was last changed.
        updated_at: Option<Timestamp>,
        /// The workspace that it belongs to.
        workspace_id: Option<String>,
        /// The customer's own id of that workspace.
        external_workspace_id: Option<String>,
        /// The person who installed the connector.
        people_id: Option<String>,
    }

    /// An e-mail address.
    Email {
        /// The id of the address.
        email_id: Option<String>,
        /// The address itself.
        email: Option<String>,
        /// When the address was added.
        created_at: Option<Timestamp>,
        /// When the address was verified.
        verified_at: Option<Timestamp>,
        /// The workspace that it belongs to.
        workspace_id: Option<String>,
        /// The customer's own id of that workspace.
        external_workspace_id: Option<String>,
        /// The person whose address it is.
        people_id: Option<String>,
    }

    /// The processing of a document.
    Processing {
        /// The document that is processed.
        document_id: Option<String>,
        /// How it went.
        status: Option<String>,
        /// When it started.
        started_at: Option<Timestamp>,
        /// When it ended.
        completed_at: Option<Timestamp>,
        /// The workspace that it belongs to.
        workspace_id: Option<String>,
        /// The customer's own id of that workspace.
        external_workspace_id: Option<String>,
        /// The person who installed the connector.
        people_id: Option<String>,
    }

    /// A contribution.
    Contribution {
        /// The contribution's id.
        contribution_id: Option<String>,
        /// The document that it is made to.
        document_id: Option<String>,
        /// When the contribution was made.
        created_at: Option<Timestamp>,
        /// When the contribution was last changed.
        updated_at: Option<Timestamp>,
        /// The workspace that it belongs to.
        workspace_id: Option<String>,
        /// The customer's own id of that workspace.
        external_workspace_id: Option<String>,
        /// The person who made it.
        people_id: Option<String>,
    }
}
