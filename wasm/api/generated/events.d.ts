import type { ProviderId } from './ids.js';
/** Text that is usually one of these. Others are possible: senders add values. */
export type Usually<Known extends string> = Known | (string & {});
/** A user. */
export interface GenericUser {
  /** The user's id, such as `user_123`. */
  readonly id: string;
  /** The user's full name. */
  readonly name?: string | null;
  /** The user's address. */
  readonly email?: string | null;
  /** The state of the account, such as `active`. */
  readonly status?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A project. */
export interface GenericProject {
  /** The project's id. */
  readonly id: string;
  /** The project's name. */
  readonly name?: string | null;
  /** The state of the project, such as `active`. */
  readonly status?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A file. */
export interface GenericFile {
  /** The file's id. */
  readonly id: string;
  /** The file's name. */
  readonly name?: string | null;
  /** The file's size in bytes. */
  readonly size?: number | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A payment. */
export interface GenericPayment {
  /** The payment's id. */
  readonly id: string;
  /** The amount, in the smallest unit of the currency. */
  readonly amount?: number | null;
  /** The currency's ISO 4217 code. */
  readonly currency?: string | null;
  /** How it went, such as `succeeded`. */
  readonly status?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** What Generic sends: the payload of each event type. */
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
  /** The company's id, such as `comp_12345`. */
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
  /** The workspace that it belongs to. */
  readonly workspace_id?: string | null;
  /** The customer's own id of that workspace. */
  readonly external_workspace_id?: string | null;
  /** The person who installed the connector. */
  readonly people_id?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A document. */
export interface WellDocument {
  /** The document's id, such as `doc_98765`. */
  readonly document_id: string;
  /** The document's file name. */
  readonly name?: string | null;
  /** The document's size in bytes. */
  readonly size?: number | null;
  /** The organisation that it belongs to. */
  readonly organisation_id?: string | null;
  /** When the document was uploaded. */
  readonly uploaded_at?: string | null;
  /** When the document was processed. */
  readonly processed_at?: string | null;
  /** When the document was last changed. */
  readonly updated_at?: string | null;
  /** When the document was deleted. */
  readonly deleted_at?: string | null;
  /** The workspace that it belongs to. */
  readonly workspace_id?: string | null;
  /** The customer's own id of that workspace. */
  readonly external_workspace_id?: string | null;
  /** The person who installed the connector. */
  readonly people_id?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A person. */
export interface WellPeople {
  /** The person's id. */
  readonly people_id?: string | null;
  /** The person's full name. */
  readonly name?: string | null;
  /** The person's address. */
  readonly email?: string | null;
  /** When the person was created. */
  readonly created_at?: string | null;
  /** When the person was last changed. */
  readonly updated_at?: string | null;
  /** The workspace that it belongs to. */
  readonly workspace_id?: string | null;
  /** The customer's own id of that workspace. */
  readonly external_workspace_id?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** An invoice. */
export interface WellInvoice {
  /** The invoice's id. */
  readonly invoice_id?: string | null;
  /** The number that is printed on it. */
  readonly number?: string | null;
  /** The company that it belongs to. */
  readonly company_id?: string | null;
  /** When the invoice was created. */
  readonly created_at?: string | null;
  /** When the invoice was last changed. */
  readonly updated_at?: string | null;
  /** The workspace that it belongs to. */
  readonly workspace_id?: string | null;
  /** The customer's own id of that workspace. */
  readonly external_workspace_id?: string | null;
  /** The person who installed the connector. */
  readonly people_id?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** An e-mail address. */
export interface WellEmail {
  /** The id of the address. */
  readonly email_id?: string | null;
  /** The address itself. */
  readonly email?: string | null;
  /** When the address was added. */
  readonly created_at?: string | null;
  /** When the address was verified. */
  readonly verified_at?: string | null;
  /** The workspace that it belongs to. */
  readonly workspace_id?: string | null;
  /** The customer's own id of that workspace. */
  readonly external_workspace_id?: string | null;
  /** The person whose address it is. */
  readonly people_id?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** The processing of a document. */
export interface WellProcessing {
  /** The document that is processed. */
  readonly document_id?: string | null;
  /** How it went. */
  readonly status?: string | null;
  /** When it started. */
  readonly started_at?: string | null;
  /** When it ended. */
  readonly completed_at?: string | null;
  /** The workspace that it belongs to. */
  readonly workspace_id?: string | null;
  /** The customer's own id of that workspace. */
  readonly external_workspace_id?: string | null;
  /** The person who installed the connector. */
  readonly people_id?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A contribution. */
export interface WellContribution {
  /** The contribution's id. */
  readonly contribution_id?: string | null;
  /** The document that it is made to. */
  readonly document_id?: string | null;
  /** When the contribution was made. */
  readonly created_at?: string | null;
  /** When the contribution was last changed. */
  readonly updated_at?: string | null;
  /** The workspace that it belongs to. */
  readonly workspace_id?: string | null;
  /** The customer's own id of that workspace. */
  readonly external_workspace_id?: string | null;
  /** The person who made it. */
  readonly people_id?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** What Well sends: the payload of each event type. */
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
  /** An e-mail address has been added. */
  readonly 'email.created': WellEmail;
  /** An e-mail address has been verified. */
  readonly 'email.verified': WellEmail;
  /** The processing of a document has started. */
  readonly 'ai.processing_started': WellProcessing;
  /** The processing of a document has ended. */
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
  /** When it started. */
  readonly start_date?: string | null;
  /** The care flow. */
  readonly pathway: AwellPathway;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A care flow: the short form, or the long one with the members from `patient_identifiers` on. */
export interface AwellPathway {
  /** The care flow's id. */
  readonly id: string;
  /** The id of the definition that it follows. */
  readonly pathway_definition_id?: string | null;
  /** The patient. */
  readonly patient_id?: string | null;
  /** When it started. */
  readonly start_date?: string | null;
  /** What other systems call the patient. */
  readonly patient_identifiers?: readonly AwellIdentifier[] | null;
  /** The tenant that it belongs to. */
  readonly tenant_id?: string | null;
  /** The care flow's title. */
  readonly pathway_title?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** What another system calls a patient. */
export interface AwellIdentifier {
  /** The system. */
  readonly system: string;
  /** The patient's id there. */
  readonly value: string;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A care flow has been stopped. */
export interface AwellPathwayStopped {
  /** When it was stopped. */
  readonly stop_date?: string | null;
  /** Why it was stopped. */
  readonly reason?: string | null;
  /** The care flow. */
  readonly pathway: AwellPathway;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A care flow has been completed. */
export interface AwellPathwayCompleted {
  /** When it was completed. */
  readonly complete_date?: string | null;
  /** The care flow. */
  readonly pathway: AwellPathway;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A care flow has been deleted. */
export interface AwellPathwayDeleted {
  /** When it was deleted. */
  readonly delete_date?: string | null;
  /** The care flow's title. */
  readonly title?: string | null;
  /** The patient whose care flow it was. */
  readonly patient_id?: string | null;
  /** The care flow. */
  readonly pathway: AwellPathway;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** An activity has been created, has changed or has ended. */
export interface AwellActivityChanged {
  /** The activity. */
  readonly activity: AwellActivity;
  /** Who did it, where a user did. */
  readonly user_context?: AwellUserContext | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** Something that somebody, or the system, has to do or has done. */
export interface AwellActivity {
  /** The activity's id. */
  readonly id: string;
  /** The care flow that it belongs to. */
  readonly stream_id?: string | null;
  /** When it was created. */
  readonly date?: string | null;
  /** Who does it. */
  readonly subject?: AwellSubject | null;
  /** What is done. */
  readonly action?: string | null;
  /** What it is done to. */
  readonly object?: AwellReference | null;
  /** Whom or what it is done for. It may name a person. */
  readonly indirect_object?: AwellReference | null;
  /** How far it is. */
  readonly status?: Usually<'active' | 'done' | 'deleted' | 'expired' | 'failed'> | null;
  /** The track that it belongs to. */
  readonly track?: AwellTrack | null;
  /** How it is marked. */
  readonly label?: AwellLabel | null;
  /** The steps that it has taken. */
  readonly sub_activities?: readonly AwellSubActivity[] | null;
  /** Whether a user does it. */
  readonly isUserActivity?: boolean | null;
  /** Where it stands. */
  readonly context?: AwellActivityContext | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** Who does something. */
export interface AwellSubject {
  /** What kind of actor it is, such as `awell`. */
  readonly type?: string | null;
  /** The actor's name. */
  readonly name?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** Something that an activity is about. */
export interface AwellReference {
  /** Its id. */
  readonly id?: string | null;
  /** What kind of thing it is. */
  readonly type?: string | null;
  /** Its name. */
  readonly name?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A part of a care flow. */
export interface AwellTrack {
  /** The track's id. */
  readonly id: string;
  /** The track's title. */
  readonly title?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** How an activity is marked. */
export interface AwellLabel {
  /** The label's id. */
  readonly id?: string | null;
  /** The name of its colour, such as `green`. */
  readonly color?: string | null;
  /** What it says. */
  readonly text?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A step of an activity. */
export interface AwellSubActivity {
  /** The step's id. */
  readonly id: string;
  /** Who took it. */
  readonly subject?: AwellSubject | null;
  /** What was done, such as `activate`. */
  readonly action?: string | null;
  /** When it was done. */
  readonly date?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** Where an activity stands. */
export interface AwellActivityContext {
  /** The action in the definition. */
  readonly action_id?: string | null;
  /** The activity itself. */
  readonly instance_id?: string | null;
  /** The care flow. */
  readonly pathway_id?: string | null;
  /** The step in the definition. */
  readonly step_id?: string | null;
  /** The track in the definition. */
  readonly track_id?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** The user who did something. */
export interface AwellUserContext {
  /** The user's id. */
  readonly stytch_member_id?: string | null;
  /** The user's address. */
  readonly stytch_member_email?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A track has started or has ended. */
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
  /** The activity that asked for the form. */
  readonly activity_id?: string | null;
  /** When it was submitted. */
  readonly date?: string | null;
  /** The answers. */
  readonly response: readonly AwellDataPoint[];
  /** The questions. */
  readonly form?: AwellForm | null;
  /** The care flow. */
  readonly pathway: AwellPathway;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A value that has been collected. */
export interface AwellDataPoint {
  /** The data point's id. */
  readonly id: string;
  /** The id of its definition. */
  readonly data_point_definition_id?: string | null;
  /** What kind of value it is. */
  readonly valueType?: Usually<'boolean' | 'string' | 'number' | 'date' | 'numbers_array'> | null;
  /** The value. */
  readonly value?: unknown | null;
  /** The care flow that it belongs to. */
  readonly data_set_id?: string | null;
  /** When it was collected. */
  readonly date?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A form. */
export interface AwellForm {
  /** The form's title. */
  readonly title?: string | null;
  /** Its questions. */
  readonly questions?: readonly AwellQuestion[] | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A question of a form. */
export interface AwellQuestion {
  /** What is asked. */
  readonly title?: string | null;
  /** The question's key. */
  readonly key?: string | null;
  /** The id of its definition. */
  readonly definition_id?: string | null;
  /** How it is answered. */
  readonly questionType?: Usually<'input' | 'no_input' | 'multiple_choice'> | null;
  /** How it looks to whoever answers it. */
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
  /** What is asked, as HTML; only for descriptions. */
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
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** Somebody has been reminded of their activities. */
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
  /** Who is reminded. */
  readonly recipient?: AwellStakeholder | null;
  /** What is known of them. */
  readonly recipient_profile?: AwellRecipientProfile | null;
  /** How many activities wait for them. */
  readonly count_new_activities?: number | null;
  /** How many reminders they have had. */
  readonly count_reminders?: number | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** Somebody who takes part in a care flow. */
export interface AwellStakeholder {
  /** Their id. */
  readonly id?: string | null;
  /** Their part, such as `patient`. */
  readonly type?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** What is known of somebody who is reminded. */
export interface AwellRecipientProfile {
  /** Their name. */
  readonly name?: string | null;
  /** Their address. */
  readonly email?: string | null;
  /** Their id. */
  readonly id?: string | null;
  /** The language that they prefer. */
  readonly preferred_language?: string | null;
  /** Their part, such as `patient`. */
  readonly type?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A hosted session has started or has ended. */
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
  /** The session's id. */
  readonly id: string;
  /** When it was created. */
  readonly created_at?: string | null;
  /** When it was completed, once it is. */
  readonly completed_at?: string | null;
  /** When it expires, until it is completed. */
  readonly expires_at?: string | null;
  /** Whose session it is. */
  readonly stakeholder?: AwellStakeholder | null;
  /** Where the browser goes when it is completed. */
  readonly success_url?: string | null;
  /** Where the browser goes when it is given up. */
  readonly cancel_url?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A patient has been created, has changed or has been deleted. */
export interface AwellPatientChanged {
  /** The patient. */
  readonly patient: AwellPatient;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A patient. */
export interface AwellPatient {
  /** The patient's id. */
  readonly id: string;
  /** What is known of them; not once they are deleted. */
  readonly profile?: AwellPatientProfile | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** What is known of a patient. */
export interface AwellPatientProfile {
  /** What other systems call them. */
  readonly identifier?: readonly AwellIdentifier[] | null;
  /** Their e-mail address. */
  readonly email?: string | null;
  /** Their first name. */
  readonly first_name?: string | null;
  /** Their last name. */
  readonly last_name?: string | null;
  /** Their sex. */
  readonly sex?: string | null;
  /** Their day of birth. */
  readonly birth_date?: string | null;
  /** Their telephone number. */
  readonly phone?: string | null;
  /** Their mobile telephone number. */
  readonly mobile_phone?: string | null;
  /** The language that they prefer. */
  readonly preferred_language?: string | null;
  /** A code for them. */
  readonly patient_code?: string | null;
  /** Their number in a national registry. */
  readonly national_registry_number?: string | null;
  /** Where they live. */
  readonly address?: AwellAddress | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** Where somebody lives. */
export interface AwellAddress {
  /** Street and number. */
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
  /** The care flow. */
  readonly pathway: AwellPathway;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A clinical note. */
export interface AwellClinicalNote {
  /** The note's id. */
  readonly id: string;
  /** Its parts. */
  readonly narratives?: readonly AwellNarrative[] | null;
  /** What it goes with. */
  readonly context?: readonly AwellNoteContext[] | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** A part of a clinical note. */
export interface AwellNarrative {
  /** The part's id. */
  readonly id?: string | null;
  /** The part's key. */
  readonly key?: string | null;
  /** The part's title. */
  readonly title?: string | null;
  /** The part's text, as HTML. */
  readonly body?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** Something that a clinical note goes with. */
export interface AwellNoteContext {
  /** What it is. */
  readonly key?: string | null;
  /** Its value. */
  readonly value?: string | null;
  /** Whatever else the provider sends. */
  readonly [member: string]: unknown;
}
/** What Awell sends: the payload of each event type. */
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
  /** Somebody has been reminded of their activities. */
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
/** What Standard Webhooks sends: the payload of each event type. */
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
