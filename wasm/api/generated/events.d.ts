import type { ProviderId } from './ids.js';
/** A string that is usually one of these. Other values are possible, because senders add values. */
export type Usually<Known extends string> = Known | (string & {});
/** A user. */
export interface GenericUser {
  /** The id of the user, such as `user_123`. */
  readonly id: string;
  /** The user's full name. */
  readonly name?: string | null;
  /** The user's email address. */
  readonly email?: string | null;
  /** The state of the account, such as `active`. */
  readonly status?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A project. */
export interface GenericProject {
  /** The id of the project. */
  readonly id: string;
  /** The name of the project. */
  readonly name?: string | null;
  /** The state of the project, such as `active`. */
  readonly status?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A file. */
export interface GenericFile {
  /** The id of the file. */
  readonly id: string;
  /** The name of the file. */
  readonly name?: string | null;
  /** The size of the file in bytes. */
  readonly size?: number | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A payment. */
export interface GenericPayment {
  /** The id of the payment. */
  readonly id: string;
  /** The amount, in the smallest unit of the currency. */
  readonly amount?: number | null;
  /** The ISO 4217 code of the currency. */
  readonly currency?: string | null;
  /** The status of the payment, such as `succeeded`. */
  readonly status?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** The payload of each event type of Generic. */
export interface GenericEvents {
  /** A new user has registered. */
  readonly 'user.created': GenericUser;
  /** A user's profile has changed. */
  readonly 'user.updated': GenericUser;
  /** A user's account has been deleted. */
  readonly 'user.deleted': GenericUser;
  /** A new project has been created. */
  readonly 'project.created': GenericProject;
  /** A project has been modified. */
  readonly 'project.updated': GenericProject;
  /** A project has been deleted. */
  readonly 'project.deleted': GenericProject;
  /** A file has been uploaded. */
  readonly 'file.uploaded': GenericFile;
  /** A payment has been processed successfully. */
  readonly 'payment.succeeded': GenericPayment;
  /** A payment has failed. */
  readonly 'payment.failed': GenericPayment;
}
/** A company. */
export interface WellCompany {
  /** The id of the company, such as `comp_12345`. */
  readonly company_id: string;
  /** The company's name. */
  readonly name?: string | null;
  /** What the company does. */
  readonly description?: string | null;
  /** When the company was created. */
  readonly created_at?: string | null;
  /** When the company was last changed. */
  readonly updated_at?: string | null;
  /** When the company was deleted. */
  readonly deleted_at?: string | null;
  /** The id of the workspace. */
  readonly workspace_id?: string | null;
  /** The customer's id of the workspace. */
  readonly external_workspace_id?: string | null;
  /** The id of the person who installed the connector. */
  readonly people_id?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A document. */
export interface WellDocument {
  /** The id of the document, such as `doc_98765`. */
  readonly document_id: string;
  /** The document's file name. */
  readonly name?: string | null;
  /** The document's size in bytes. */
  readonly size?: number | null;
  /** The id of the organization. */
  readonly organisation_id?: string | null;
  /** When the document was uploaded. */
  readonly uploaded_at?: string | null;
  /** When the document was processed. */
  readonly processed_at?: string | null;
  /** When the document was last changed. */
  readonly updated_at?: string | null;
  /** When the document was deleted. */
  readonly deleted_at?: string | null;
  /** The id of the workspace. */
  readonly workspace_id?: string | null;
  /** The customer's id of the workspace. */
  readonly external_workspace_id?: string | null;
  /** The id of the person who installed the connector. */
  readonly people_id?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A person. */
export interface WellPeople {
  /** The id of the person. */
  readonly people_id?: string | null;
  /** The person's full name. */
  readonly name?: string | null;
  /** The person's email address. */
  readonly email?: string | null;
  /** When the person was created. */
  readonly created_at?: string | null;
  /** When the person was last changed. */
  readonly updated_at?: string | null;
  /** The id of the workspace. */
  readonly workspace_id?: string | null;
  /** The customer's id of the workspace. */
  readonly external_workspace_id?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** An invoice. */
export interface WellInvoice {
  /** The id of the invoice. */
  readonly invoice_id?: string | null;
  /** The number printed on the invoice. */
  readonly number?: string | null;
  /** The id of the company. */
  readonly company_id?: string | null;
  /** When the invoice was created. */
  readonly created_at?: string | null;
  /** When the invoice was last changed. */
  readonly updated_at?: string | null;
  /** The id of the workspace. */
  readonly workspace_id?: string | null;
  /** The customer's id of the workspace. */
  readonly external_workspace_id?: string | null;
  /** The id of the person who installed the connector. */
  readonly people_id?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** An email address. */
export interface WellEmail {
  /** The id of the email address. */
  readonly email_id?: string | null;
  /** The email address. */
  readonly email?: string | null;
  /** When the email address was added. */
  readonly created_at?: string | null;
  /** When the email address was verified. */
  readonly verified_at?: string | null;
  /** The id of the workspace. */
  readonly workspace_id?: string | null;
  /** The customer's id of the workspace. */
  readonly external_workspace_id?: string | null;
  /** The id of the person. */
  readonly people_id?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** The processing of a document. */
export interface WellProcessing {
  /** The id of the document. */
  readonly document_id?: string | null;
  /** The status of the processing. */
  readonly status?: string | null;
  /** When the processing started. */
  readonly started_at?: string | null;
  /** When the processing ended. */
  readonly completed_at?: string | null;
  /** The id of the workspace. */
  readonly workspace_id?: string | null;
  /** The customer's id of the workspace. */
  readonly external_workspace_id?: string | null;
  /** The id of the person who installed the connector. */
  readonly people_id?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A contribution to a document. */
export interface WellContribution {
  /** The id of the contribution. */
  readonly contribution_id?: string | null;
  /** The id of the document. */
  readonly document_id?: string | null;
  /** When the contribution was made. */
  readonly created_at?: string | null;
  /** When the contribution was last changed. */
  readonly updated_at?: string | null;
  /** The id of the workspace. */
  readonly workspace_id?: string | null;
  /** The customer's id of the workspace. */
  readonly external_workspace_id?: string | null;
  /** The id of the person who made the contribution. */
  readonly people_id?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** The payload of each event type of Well. */
export interface WellEvents {
  /** A company has been created. */
  readonly 'company.created': WellCompany;
  /** A company has changed. */
  readonly 'company.updated': WellCompany;
  /** A company has been deleted. */
  readonly 'company.deleted': WellCompany;
  /** A document has been uploaded. */
  readonly 'document.uploaded': WellDocument;
  /** A document has been processed. */
  readonly 'document.processed': WellDocument;
  /** A document has been deleted. */
  readonly 'document.deleted': WellDocument;
  /** A person has been created. */
  readonly 'people.created': WellPeople;
  /** A person has changed. */
  readonly 'people.updated': WellPeople;
  /** An invoice has been created. */
  readonly 'invoice.created': WellInvoice;
  /** An invoice has changed. */
  readonly 'invoice.updated': WellInvoice;
  /** An email address has been added. */
  readonly 'email.created': WellEmail;
  /** An email address has been verified. */
  readonly 'email.verified': WellEmail;
  /** The processing of a document has started. */
  readonly 'ai.processing_started': WellProcessing;
  /** The processing of a document has been completed. */
  readonly 'ai.processing_completed': WellProcessing;
  /** A contribution has been made. */
  readonly 'contribution.created': WellContribution;
  /** A contribution has changed. */
  readonly 'contribution.updated': WellContribution;
  /** A document has been created. */
  readonly 'document.created': WellDocument;
  /** A document has changed. */
  readonly 'document.updated': WellDocument;
}
/** A care flow has started. */
export interface AwellPathwayStarted {
  /** When the care flow started. */
  readonly start_date?: string | null;
  /** The care flow. */
  readonly pathway: AwellPathway;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A care flow. Only the long form has the members from `patient_identifiers` on. */
export interface AwellPathway {
  /** The id of the care flow. */
  readonly id: string;
  /** The id of the care flow's definition. */
  readonly pathway_definition_id?: string | null;
  /** The id of the patient. */
  readonly patient_id?: string | null;
  /** When the care flow started. */
  readonly start_date?: string | null;
  /** The patient's identifiers in other systems. */
  readonly patient_identifiers?: readonly AwellIdentifier[] | null;
  /** The id of the tenant. */
  readonly tenant_id?: string | null;
  /** The title of the care flow. */
  readonly pathway_title?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** An identifier of a patient in another system. */
export interface AwellIdentifier {
  /** The system. */
  readonly system: string;
  /** The identifier in that system. */
  readonly value: string;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A care flow has been stopped. */
export interface AwellPathwayStopped {
  /** When the care flow was stopped. */
  readonly stop_date?: string | null;
  /** The reason for stopping it. */
  readonly reason?: string | null;
  /** The care flow. */
  readonly pathway: AwellPathway;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A care flow has been completed. */
export interface AwellPathwayCompleted {
  /** When the care flow was completed. */
  readonly complete_date?: string | null;
  /** The care flow. */
  readonly pathway: AwellPathway;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A care flow has been deleted. */
export interface AwellPathwayDeleted {
  /** When the care flow was deleted. */
  readonly delete_date?: string | null;
  /** The title of the care flow. */
  readonly title?: string | null;
  /** The id of the patient. */
  readonly patient_id?: string | null;
  /** The care flow. */
  readonly pathway: AwellPathway;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** An activity has been created, updated, completed or deleted, or has expired or failed. */
export interface AwellActivityChanged {
  /** The activity. */
  readonly activity: AwellActivity;
  /** The user who performed the activity, if it was a user. */
  readonly user_context?: AwellUserContext | null;
  /** The care flow. */
  readonly pathway?: AwellPathway | null;
  /** The id of the care flow's definition. */
  readonly pathway_definition_id?: string | null;
  /** The id of the care flow. */
  readonly pathway_id?: string | null;
  /** The id of the patient. */
  readonly patient_id?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A task for a person or for the system. */
export interface AwellActivity {
  /** The id of the activity. */
  readonly id: string;
  /** The id of the care flow. */
  readonly stream_id?: string | null;
  /** When the activity was created. */
  readonly date?: string | null;
  /** The actor. */
  readonly subject?: AwellSubject | null;
  /** The action. */
  readonly action?: string | null;
  /** The object of the action. */
  readonly object?: AwellReference | null;
  /** The recipient or indirect object of the action. It can name a person. */
  readonly indirect_object?: AwellReference | null;
  /** The state of the activity. */
  readonly status?: Usually<'active' | 'done' | 'deleted' | 'expired' | 'failed'> | null;
  /** The track that the activity belongs to. */
  readonly track?: AwellTrack | null;
  /** The label of the activity. */
  readonly label?: AwellLabel | null;
  /** The steps of the activity. */
  readonly sub_activities?: readonly AwellSubActivity[] | null;
  /** Whether a user performs the activity. */
  readonly isUserActivity?: boolean | null;
  /** The position of the activity in the care flow. */
  readonly context?: AwellActivityContext | null;
  /** The id of what the activity refers to. */
  readonly reference_id?: string | null;
  /** The type of what the activity refers to. */
  readonly reference_type?: string | null;
  /** The name of the part of the care flow that contains the activity. */
  readonly container_name?: string | null;
  /** The component of the action. */
  readonly action_component?: AwellActionComponent | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** An actor. */
export interface AwellSubject {
  /** The type of the actor, such as `awell`. */
  readonly type?: string | null;
  /** The name of the actor. */
  readonly name?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A reference to the object of an activity. */
export interface AwellReference {
  /** The id of the object. */
  readonly id?: string | null;
  /** The type of the object. */
  readonly type?: string | null;
  /** The name of the object. */
  readonly name?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A track: a part of a care flow. */
export interface AwellTrack {
  /** The id of the track. */
  readonly id: string;
  /** The title of the track. */
  readonly title?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A label of an activity. */
export interface AwellLabel {
  /** The id of the label. */
  readonly id?: string | null;
  /** The name of the label's color, such as `green`. */
  readonly color?: string | null;
  /** The text of the label. */
  readonly text?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A step of an activity. */
export interface AwellSubActivity {
  /** The id of the step. */
  readonly id: string;
  /** The actor. */
  readonly subject?: AwellSubject | null;
  /** The action, such as `activate`. */
  readonly action?: string | null;
  /** When the step was taken. */
  readonly date?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** The position of an activity in a care flow. */
export interface AwellActivityContext {
  /** The id of the action in the care flow's definition. */
  readonly action_id?: string | null;
  /** The id of the activity. */
  readonly instance_id?: string | null;
  /** The id of the care flow. */
  readonly pathway_id?: string | null;
  /** The id of the step in the care flow's definition. */
  readonly step_id?: string | null;
  /** The id of the track in the care flow's definition. */
  readonly track_id?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** The component of an action. */
export interface AwellActionComponent {
  /** The id of the component's definition. */
  readonly definition_id?: string | null;
  /** The id of the release of the care flow's definition. */
  readonly release_id?: string | null;
  /** The title of the component. */
  readonly title?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A user who performed an activity. */
export interface AwellUserContext {
  /** The id of the user. */
  readonly stytch_member_id?: string | null;
  /** The user's email address. */
  readonly stytch_member_email?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A track has started, stopped or been completed. */
export interface AwellTrackChanged {
  /** The track. */
  readonly track: AwellTrack;
  /** The care flow. */
  readonly pathway: AwellPathway;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A form has been submitted. */
export interface AwellFormSubmitted {
  /** The id of the activity that requested the form. */
  readonly activity_id?: string | null;
  /** When the form was submitted. */
  readonly date?: string | null;
  /** The answers. */
  readonly response: readonly AwellDataPoint[];
  /** The form with its questions. */
  readonly form?: AwellForm | null;
  /** The care flow. */
  readonly pathway: AwellPathway;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A collected value. */
export interface AwellDataPoint {
  /** The id of the data point. */
  readonly id: string;
  /** The id of the data point's definition. */
  readonly data_point_definition_id?: string | null;
  /** The type of the value. */
  readonly valueType?: Usually<'boolean' | 'string' | 'number' | 'date' | 'numbers_array'> | null;
  /** The value. */
  readonly value?: unknown | null;
  /** The id of the care flow. */
  readonly data_set_id?: string | null;
  /** When the value was collected. */
  readonly date?: string | null;
  /** The id of the tenant. */
  readonly tenant_id?: string | null;
  /** The id of the release of the care flow's definition. */
  readonly release_id?: string | null;
  /** The label of the value. */
  readonly label?: string | null;
  /** The key of the data point's definition. */
  readonly definition_key?: string | null;
  /** The category of the data point's definition. */
  readonly definition_category?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A form. */
export interface AwellForm {
  /** The title of the form. */
  readonly title?: string | null;
  /** The questions of the form. */
  readonly questions?: readonly AwellQuestion[] | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A question in a form. */
export interface AwellQuestion {
  /** The text of the question. */
  readonly title?: string | null;
  /** The key of the question. */
  readonly key?: string | null;
  /** The id of the question's definition. */
  readonly definition_id?: string | null;
  /** The type of the answer. */
  readonly questionType?: Usually<'input' | 'no_input' | 'multiple_choice'> | null;
  /** The type of the input field. */
  readonly userQuestionType?: Usually<
    | 'multiple_select'
    | 'multiple_choice'
    | 'number'
    | 'yes_no'
    | 'date'
    | 'short_text'
    | 'long_text'
    | 'slider'
    | 'description'
    | 'multiple_choice_grid'
    | 'signature'
    | 'telephone'
  > | null;
  /** The text of a description, as HTML. */
  readonly titleHtml?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A data point has been collected. */
export interface AwellDataPointCollected {
  /** The data point. */
  readonly data_point: AwellDataPoint;
  /** The care flow. */
  readonly pathway: AwellPathway;
  /** The id of the care flow's definition. */
  readonly pathway_definition_id?: string | null;
  /** The id of the care flow. */
  readonly pathway_id?: string | null;
  /** The id of the patient. */
  readonly patient_id?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A reminder of pending activities has been sent. */
export interface AwellReminderCreated {
  /** The reminder. */
  readonly reminder: AwellReminder;
  /** The care flow. */
  readonly pathway: AwellPathway;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A reminder. */
export interface AwellReminder {
  /** The recipient. */
  readonly recipient?: AwellStakeholder | null;
  /** The recipient's profile. */
  readonly recipient_profile?: AwellRecipientProfile | null;
  /** The number of pending activities. */
  readonly count_new_activities?: number | null;
  /** The number of reminders that the recipient has received. */
  readonly count_reminders?: number | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A participant in a care flow. */
export interface AwellStakeholder {
  /** The id of the participant. */
  readonly id?: string | null;
  /** The role of the participant, such as `patient`. */
  readonly type?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** The profile of a recipient. */
export interface AwellRecipientProfile {
  /** The recipient's name. */
  readonly name?: string | null;
  /** The recipient's email address. */
  readonly email?: string | null;
  /** The id of the recipient. */
  readonly id?: string | null;
  /** The recipient's preferred language. */
  readonly preferred_language?: string | null;
  /** The role of the recipient, such as `patient`. */
  readonly type?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A hosted session has started, been completed or expired. */
export interface AwellSessionChanged {
  /** The session. */
  readonly session: AwellSession;
  /** The care flow. */
  readonly pathway: AwellPathway;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A hosted session. */
export interface AwellSession {
  /** The id of the session. */
  readonly id: string;
  /** When the session was created. */
  readonly created_at?: string | null;
  /** When the session was completed. Present only in completed sessions. */
  readonly completed_at?: string | null;
  /** When the session expires. Absent from completed sessions. */
  readonly expires_at?: string | null;
  /** The participant. */
  readonly stakeholder?: AwellStakeholder | null;
  /** The URL that the browser opens after the session is completed. */
  readonly success_url?: string | null;
  /** The URL that the browser opens after the session is cancelled. */
  readonly cancel_url?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A patient has been created, updated or deleted. */
export interface AwellPatientChanged {
  /** The patient. */
  readonly patient: AwellPatient;
  /** When the patient changed. */
  readonly date?: string | null;
  /** The id of the tenant. */
  readonly tenant_id?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A patient. The documentation has the id in `id`, and Awell's own receivers read it from `user`. */
export interface AwellPatient {
  /** The id of the patient. */
  readonly id?: string | null;
  /** The user of the patient. */
  readonly user?: AwellPatientUser | null;
  /** The patient's profile. Absent from deleted patients. */
  readonly profile?: AwellPatientProfile | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** The user of a patient. */
export interface AwellPatientUser {
  /** The id of the patient. */
  readonly id?: string | null;
  /** The id of the tenant. */
  readonly tenant_id?: string | null;
  /** The id of the profile. */
  readonly profile_id?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** The profile of a patient. */
export interface AwellPatientProfile {
  /** The patient's identifiers in other systems. */
  readonly identifier?: readonly AwellIdentifier[] | null;
  /** The patient's email address. */
  readonly email?: string | null;
  /** The patient's first name. */
  readonly first_name?: string | null;
  /** The patient's last name. */
  readonly last_name?: string | null;
  /** The patient's full name. */
  readonly name?: string | null;
  /** The patient's sex. */
  readonly sex?: string | null;
  /** The patient's date of birth. */
  readonly birth_date?: string | null;
  /** The patient's telephone number. */
  readonly phone?: string | null;
  /** The patient's mobile telephone number. */
  readonly mobile_phone?: string | null;
  /** The patient's preferred language. */
  readonly preferred_language?: string | null;
  /** A code for the patient. */
  readonly patient_code?: string | null;
  /** The patient's number in a national registry. */
  readonly national_registry_number?: string | null;
  /** The patient's time zone, such as `Europe/Brussels`. */
  readonly patient_timezone?: string | null;
  /** The patient's postal address. */
  readonly address?: AwellAddress | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A postal address. */
export interface AwellAddress {
  /** The street and house number. */
  readonly street?: string | null;
  /** The city. */
  readonly city?: string | null;
  /** The postal code. */
  readonly zip?: string | null;
  /** The state. */
  readonly state?: string | null;
  /** The country. */
  readonly country?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A clinical note has been written. */
export interface AwellClinicalNoteCreated {
  /** The note. */
  readonly clinical_note: AwellClinicalNote;
  /** When the note was written. */
  readonly date?: string | null;
  /** The care flow. */
  readonly pathway: AwellPathway;
  /** The id of the care flow's definition. */
  readonly pathway_definition_id?: string | null;
  /** The id of the care flow. */
  readonly pathway_id?: string | null;
  /** The id of the patient. */
  readonly patient_id?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A clinical note. The documentation has the id in `id`, and Awell's own receivers read it from `clinical_note_id`. */
export interface AwellClinicalNote {
  /** The id of the note. */
  readonly id?: string | null;
  /** The id of the note. */
  readonly clinical_note_id?: string | null;
  /** When the note was written. */
  readonly date?: string | null;
  /** The sections of the note. */
  readonly narratives?: readonly AwellNarrative[] | null;
  /** The context of the note. */
  readonly context?: readonly AwellNoteContext[] | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A section of a clinical note. */
export interface AwellNarrative {
  /** The id of the section. */
  readonly id?: string | null;
  /** The key of the section. */
  readonly key?: string | null;
  /** The title of the section. */
  readonly title?: string | null;
  /** The text of the section, as HTML. */
  readonly body?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** An item of the context of a clinical note. */
export interface AwellNoteContext {
  /** The key of the item. */
  readonly key?: string | null;
  /** The value of the item. */
  readonly value?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** The payload of each event type of Awell. */
export interface AwellEvents {
  /** A care flow has started. */
  readonly 'pathway.started': AwellPathwayStarted & {
    readonly event_type: 'pathway.started';
  };
  /** A care flow has been stopped. */
  readonly 'pathway.stopped': AwellPathwayStopped & {
    readonly event_type: 'pathway.stopped';
  };
  /** A care flow has been completed. */
  readonly 'pathway.completed': AwellPathwayCompleted & {
    readonly event_type: 'pathway.completed';
  };
  /** A care flow has been deleted. */
  readonly 'pathway.deleted': AwellPathwayDeleted & {
    readonly event_type: 'pathway.deleted';
  };
  /** An activity has been created. */
  readonly 'activity.created': AwellActivityChanged & {
    readonly event_type: 'activity.created';
  };
  /** An activity has changed. */
  readonly 'activity.updated': AwellActivityChanged & {
    readonly event_type: 'activity.updated';
  };
  /** An activity has been completed. */
  readonly 'activity.completed': AwellActivityChanged & {
    readonly event_type: 'activity.completed';
  };
  /** An activity has been deleted. */
  readonly 'activity.deleted': AwellActivityChanged & {
    readonly event_type: 'activity.deleted';
  };
  /** An activity has expired. */
  readonly 'activity.expired': AwellActivityChanged & {
    readonly event_type: 'activity.expired';
  };
  /** An activity has failed. */
  readonly 'activity.failed': AwellActivityChanged & {
    readonly event_type: 'activity.failed';
  };
  /** A track of a care flow has started. */
  readonly 'track.started': AwellTrackChanged & {
    readonly event_type: 'track.started';
  };
  /** A track of a care flow has been stopped. */
  readonly 'track.stopped': AwellTrackChanged & {
    readonly event_type: 'track.stopped';
  };
  /** A track of a care flow has been completed. */
  readonly 'track.completed': AwellTrackChanged & {
    readonly event_type: 'track.completed';
  };
  /** A form has been submitted. */
  readonly 'form.submitted': AwellFormSubmitted & {
    readonly event_type: 'form.submitted';
  };
  /** A data point has been collected. */
  readonly 'data_point.collected': AwellDataPointCollected & {
    readonly event_type: 'data_point.collected';
  };
  /** A reminder of pending activities has been sent. */
  readonly 'reminder.created': AwellReminderCreated & {
    readonly event_type: 'reminder.created';
  };
  /** A hosted session has started. */
  readonly 'session.started': AwellSessionChanged & {
    readonly event_type: 'session.started';
  };
  /** A hosted session has been completed. */
  readonly 'session.completed': AwellSessionChanged & {
    readonly event_type: 'session.completed';
  };
  /** A hosted session has expired. */
  readonly 'session.expired': AwellSessionChanged & {
    readonly event_type: 'session.expired';
  };
  /** A patient has been created. */
  readonly 'patient.created': AwellPatientChanged & {
    readonly event_type: 'patient.created';
  };
  /** A patient's profile has changed. */
  readonly 'patient.updated': AwellPatientChanged & {
    readonly event_type: 'patient.updated';
  };
  /** A patient has been deleted. */
  readonly 'patient.deleted': AwellPatientChanged & {
    readonly event_type: 'patient.deleted';
  };
  /** A clinical note has been written. */
  readonly 'clinical_note.created': AwellClinicalNoteCreated & {
    readonly event_type: 'clinical_note.created';
  };
}
/** The payload of each event type of Standard Webhooks. */
export type StandardEvents = Readonly<Record<never, never>>;
/** The payload of each known event, by provider and type. */
export interface EventPayloads {
  readonly generic: GenericEvents;
  readonly well: WellEvents;
  readonly awell: AwellEvents;
  readonly standard: StandardEvents;
}
/** The names of a provider's events. */
export type EventTypeName<Id extends ProviderId = ProviderId> = {
  [P in Id]: keyof EventPayloads[P] & string;
}[Id];
