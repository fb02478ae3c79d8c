// Made by wasm/generate-catalogue.mjs from what the core knows. Change the core, not this file.

/** Who sends webhooks. */
export type ProviderId = 'generic' | 'well';

/** A way of signing. */
export type SchemeId = 'generic/signature' | 'well/signature';

/** A way of retrying. */
export type PolicyId = 'generic' | 'well';

/** The payload of each known event, by provider and type. */
export interface EventPayloads {
  readonly generic: {
    /** A new user has registered. */
    readonly 'user.created': {
      readonly id: string;
      readonly name?: string;
      readonly email?: string;
      readonly status?: string;
      /** Whatever else the provider sends. */
      readonly [member: string]: unknown;
    };
    /** A user's profile has changed. */
    readonly 'user.updated': {
      readonly id: string;
      readonly name?: string;
      readonly email?: string;
      readonly status?: string;
      /** Whatever else the provider sends. */
      readonly [member: string]: unknown;
    };
    /** A user's account has been deleted. */
    readonly 'user.deleted': {
      readonly id: string;
      readonly name?: string;
      readonly email?: string;
      readonly status?: string;
      /** Whatever else the provider sends. */
      readonly [member: string]: unknown;
    };
    /** A new project has been created. */
    readonly 'project.created': {
      readonly id: string;
      readonly name?: string;
      readonly status?: string;
      /** Whatever else the provider sends. */
      readonly [member: string]: unknown;
    };
    /** A project has been modified. */
    readonly 'project.updated': {
      readonly id: string;
      readonly name?: string;
      readonly status?: string;
      /** Whatever else the provider sends. */
      readonly [member: string]: unknown;
    };
    /** A project has been deleted. */
    readonly 'project.deleted': {
      readonly id: string;
      readonly name?: string;
      readonly status?: string;
      /** Whatever else the provider sends. */
      readonly [member: string]: unknown;
    };
    /** A file has been uploaded. */
    readonly 'file.uploaded': {
      readonly id: string;
      readonly name?: string;
      readonly size?: number;
      /** Whatever else the provider sends. */
      readonly [member: string]: unknown;
    };
    /** A payment has been processed successfully. */
    readonly 'payment.succeeded': {
      readonly id: string;
      readonly amount?: number;
      readonly currency?: string;
      readonly status?: string;
      /** Whatever else the provider sends. */
      readonly [member: string]: unknown;
    };
    /** A payment has failed. */
    readonly 'payment.failed': {
      readonly id: string;
      readonly amount?: number;
      readonly currency?: string;
      readonly status?: string;
      /** Whatever else the provider sends. */
      readonly [member: string]: unknown;
    };
  };
  readonly well: {
    /** A company has been created. */
    readonly 'company.created': {
      readonly company_id: string;
      readonly name?: string;
      readonly description?: string;
      readonly created_at?: string;
      readonly updated_at?: string;
      readonly workspace_id?: string;
      readonly external_workspace_id?: string;
      readonly people_id?: string;
      /** Whatever else the provider sends. */
      readonly [member: string]: unknown;
    };
    /** A company has changed. */
    readonly 'company.updated': {
      readonly company_id: string;
      readonly name?: string;
      readonly description?: string;
      readonly created_at?: string;
      readonly updated_at?: string;
      readonly workspace_id?: string;
      readonly external_workspace_id?: string;
      readonly people_id?: string;
      /** Whatever else the provider sends. */
      readonly [member: string]: unknown;
    };
    /** A document has been uploaded. */
    readonly 'document.uploaded': {
      readonly document_id: string;
      readonly name?: string;
      readonly size?: number;
      readonly organisation_id?: string;
      readonly uploaded_at?: string;
      readonly processed_at?: string;
      readonly workspace_id?: string;
      readonly external_workspace_id?: string;
      readonly people_id?: string;
      /** Whatever else the provider sends. */
      readonly [member: string]: unknown;
    };
    /** A document has been processed. */
    readonly 'document.processed': {
      readonly document_id: string;
      readonly name?: string;
      readonly size?: number;
      readonly organisation_id?: string;
      readonly uploaded_at?: string;
      readonly processed_at?: string;
      readonly workspace_id?: string;
      readonly external_workspace_id?: string;
      readonly people_id?: string;
      /** Whatever else the provider sends. */
      readonly [member: string]: unknown;
    };
    /** A person has been created. */
    readonly 'people.created': {
      readonly people_id?: string;
      readonly name?: string;
      readonly email?: string;
      readonly created_at?: string;
      readonly updated_at?: string;
      readonly workspace_id?: string;
      readonly external_workspace_id?: string;
      /** Whatever else the provider sends. */
      readonly [member: string]: unknown;
    };
    /** A person has changed. */
    readonly 'people.updated': {
      readonly people_id?: string;
      readonly name?: string;
      readonly email?: string;
      readonly created_at?: string;
      readonly updated_at?: string;
      readonly workspace_id?: string;
      readonly external_workspace_id?: string;
      /** Whatever else the provider sends. */
      readonly [member: string]: unknown;
    };
    /** An invoice has been created. */
    readonly 'invoice.created': {
      readonly invoice_id?: string;
      readonly number?: string;
      readonly company_id?: string;
      readonly created_at?: string;
      readonly updated_at?: string;
      readonly workspace_id?: string;
      readonly external_workspace_id?: string;
      readonly people_id?: string;
      /** Whatever else the provider sends. */
      readonly [member: string]: unknown;
    };
    /** An invoice has changed. */
    readonly 'invoice.updated': {
      readonly invoice_id?: string;
      readonly number?: string;
      readonly company_id?: string;
      readonly created_at?: string;
      readonly updated_at?: string;
      readonly workspace_id?: string;
      readonly external_workspace_id?: string;
      readonly people_id?: string;
      /** Whatever else the provider sends. */
      readonly [member: string]: unknown;
    };
  };
}
