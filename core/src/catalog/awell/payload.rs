//! What Awell's events carry. The body itself is the payload, `event_type` among its members.

use alloc::string::String;
use alloc::vec::Vec;

use crate::event::schema::objects;
use crate::event::{RawJson, Timestamp, ValueKind};

/// The states of an activity that Awell's pages show.
const ACTIVITY_STATUS: ValueKind = ValueKind::OneOf(&["active", "done", "deleted", "expired", "failed"]);

/// What Awell's pages say about the type of a data point's value.
const VALUE_TYPE: ValueKind = ValueKind::OneOf(&["boolean", "string", "number", "date", "numbers_array"]);

/// How a question is answered.
const QUESTION_TYPE: ValueKind = ValueKind::OneOf(&["input", "no_input", "multiple_choice"]);

/// How a question looks to whoever answers it.
const USER_QUESTION_TYPE: ValueKind = ValueKind::OneOf(&[
    "multiple_select",
    "multiple_choice",
    "number",
    "yes_no",
    "date",
    "short_text",
    "long_text",
    "slider",
    "description",
    "multiple_choice_grid",
    "signature",
    "telephone",
]);

objects! {
    /// A care flow has started.
    PathwayStarted {
        /// When it started.
        start_date: Option<Timestamp>,
        /// The care flow.
        pathway: Pathway,
    }

    /// A care flow has been stopped.
    PathwayStopped {
        /// When it was stopped.
        stop_date: Option<Timestamp>,
        /// Why it was stopped.
        reason: Option<String>,
        /// The care flow.
        pathway: Pathway,
    }

    /// A care flow has been completed.
    PathwayCompleted {
        /// When it was completed.
        complete_date: Option<Timestamp>,
        /// The care flow.
        pathway: Pathway,
    }

    /// A care flow has been deleted.
    PathwayDeleted {
        /// When it was deleted.
        delete_date: Option<Timestamp>,
        /// The care flow's title.
        title: Option<String>,
        /// The patient whose care flow it was.
        patient_id: Option<String>,
        /// The care flow.
        pathway: Pathway,
    }

    /// An activity has been created, has changed or has ended.
    ActivityChanged {
        /// The activity.
        activity: Activity,
        /// Who did it, where a user did.
        user_context: Option<UserContext>,
    }

    /// A track has started or has ended.
    TrackChanged {
        /// The track.
        track: Track,
        /// The care flow.
        pathway: Pathway,
    }

    /// A form has been submitted.
    FormSubmitted {
        /// The activity that asked for the form.
        activity_id: Option<String>,
        /// When it was submitted.
        date: Option<Timestamp>,
        /// The answers.
        response: Vec<DataPoint>,
        /// The questions.
        form: Option<Form>,
        /// The care flow.
        pathway: Pathway,
    }

    /// A data point has been collected.
    DataPointCollected {
        /// The data point.
        data_point: DataPoint,
        /// The care flow.
        pathway: Pathway,
    }

    /// Somebody has been reminded of their activities.
    ReminderCreated {
        /// The reminder.
        reminder: Reminder,
        /// The care flow.
        pathway: Pathway,
    }

    /// A hosted session has started or has ended.
    SessionChanged {
        /// The session.
        session: Session,
        /// The care flow.
        pathway: Pathway,
    }

    /// A patient has been created, has changed or has been deleted.
    PatientChanged {
        /// The patient.
        patient: Patient,
    }

    /// A clinical note has been written.
    ClinicalNoteCreated {
        /// The note.
        clinical_note: ClinicalNote,
        /// The care flow.
        pathway: Pathway,
    }

    /// A care flow: the short form, or the long one with the members from `patient_identifiers` on.
    Pathway {
        /// The care flow's id.
        id: String,
        /// The id of the definition that it follows.
        pathway_definition_id: Option<String>,
        /// The patient.
        patient_id: Option<String>,
        /// When it started.
        start_date: Option<Timestamp>,
        /// What other systems call the patient.
        patient_identifiers: Option<Vec<Identifier>>,
        /// The tenant that it belongs to.
        tenant_id: Option<String>,
        /// The care flow's title.
        pathway_title: Option<String>,
    }

    /// What another system calls a patient.
    Identifier {
        /// The system.
        system: String,
        /// The patient's id there.
        value: String,
    }

    /// Something that somebody, or the system, has to do or has done.
    Activity {
        /// The activity's id.
        id: String,
        /// The care flow that it belongs to.
        stream_id: Option<String>,
        /// When it was created.
        date: Option<Timestamp>,
        /// Who does it.
        subject: Option<Subject>,
        /// What is done.
        action: Option<String>,
        /// What it is done to.
        object: Option<Reference>,
        /// Whom or what it is done for. It may name a person.
        indirect_object: Option<Reference>,
        /// How far it is.
        status: Option<String> = ACTIVITY_STATUS,
        /// The track that it belongs to.
        track: Option<Track>,
        /// How it is marked.
        label: Option<Label>,
        /// The steps that it has taken.
        sub_activities: Option<Vec<SubActivity>>,
        /// Whether a user does it.
        is_user_activity "isUserActivity": Option<bool>,
        /// Where it stands.
        context: Option<ActivityContext>,
    }

    /// Who does something.
    Subject {
        /// What kind of actor it is, such as `awell`.
        kind "type": Option<String>,
        /// The actor's name.
        name: Option<String>,
    }

    /// Something that an activity is about.
    Reference {
        /// Its id.
        id: Option<String>,
        /// What kind of thing it is.
        kind "type": Option<String>,
        /// Its name.
        name: Option<String>,
    }

    /// A part of a care flow.
    Track {
        /// The track's id.
        id: String,
        /// The track's title.
        title: Option<String>,
    }

    /// How an activity is marked.
    Label {
        /// The label's id.
        id: Option<String>,
        /// The name of its colour, such as `green`.
        color: Option<String>,
        /// What it says.
        text: Option<String>,
    }

    /// A step of an activity.
    SubActivity {
        /// The step's id.
        id: String,
        /// Who took it.
        subject: Option<Subject>,
        /// What was done, such as `activate`.
        action: Option<String>,
        /// When it was done.
        date: Option<Timestamp>,
    }

    /// Where an activity stands.
    ActivityContext {
        /// The action in the definition.
        action_id: Option<String>,
        /// The activity itself.
        instance_id: Option<String>,
        /// The care flow.
        pathway_id: Option<String>,
        /// The step in the definition.
        step_id: Option<String>,
        /// The track in the definition.
        track_id: Option<String>,
    }

    /// The user who did something.
    UserContext {
        /// The user's id.
        stytch_member_id: Option<String>,
        /// The user's address.
        stytch_member_email: Option<String>,
    }

    /// A value that has been collected.
    DataPoint {
        /// The data point's id.
        id: String,
        /// The id of its definition.
        data_point_definition_id: Option<String>,
        /// What kind of value it is.
        value_type "valueType": Option<String> = VALUE_TYPE,
        /// The value.
        value: Option<RawJson>,
        /// The care flow that it belongs to.
        data_set_id: Option<String>,
        /// When it was collected.
        date: Option<Timestamp>,
    }

    /// A form.
    Form {
        /// The form's title.
        title: Option<String>,
        /// Its questions.
        questions: Option<Vec<Question>>,
    }

    /// A question of a form.
    Question {
        /// What is asked.
        title: Option<String>,
        /// The question's key.
        key: Option<String>,
        /// The id of its definition.
        definition_id: Option<String>,
        /// How it is answered.
        question_type "questionType": Option<String> = QUESTION_TYPE,
        /// How it looks to whoever answers it.
        user_question_type "userQuestionType": Option<String> = USER_QUESTION_TYPE,
        /// What is asked, as HTML; only for descriptions.
        title_html "titleHtml": Option<String>,
    }

    /// A reminder.
    Reminder {
        /// Who is reminded.
        recipient: Option<Stakeholder>,
        /// What is known of them.
        recipient_profile: Option<RecipientProfile>,
        /// How many activities wait for them.
        count_new_activities: Option<i64>,
        /// How many reminders they have had.
        count_reminders: Option<i64>,
    }

    /// Somebody who takes part in a care flow.
    Stakeholder {
        /// Their id.
        id: Option<String>,
        /// Their part, such as `patient`.
        kind "type": Option<String>,
    }

    /// What is known of somebody who is reminded.
    RecipientProfile {
        /// Their name.
        name: Option<String>,
        /// Their address.
        email: Option<String>,
        /// Their id.
        id: Option<String>,
        /// The language that they prefer.
        preferred_language: Option<String>,
        /// Their part, such as `patient`.
        kind "type": Option<String>,
    }

    /// A hosted session.
    Session {
        /// The session's id.
        id: String,
        /// When it was created.
        created_at: Option<Timestamp>,
        /// When it was completed, once it is.
        completed_at: Option<Timestamp>,
        /// When it expires, until it is completed.
        expires_at: Option<Timestamp>,
        /// Whose session it is.
        stakeholder: Option<Stakeholder>,
        /// Where the browser goes when it is completed.
        success_url: Option<String>,
        /// Where the browser goes when it is given up.
        cancel_url: Option<String>,
    }

    /// A patient.
    Patient {
        /// The patient's id.
        id: String,
        /// What is known of them; not once they are deleted.
        profile: Option<PatientProfile>,
    }

    /// What is known of a patient.
    PatientProfile {
        /// What other systems call them.
        identifier: Option<Vec<Identifier>>,
        /// Their e-mail address.
        email: Option<String>,
        /// Their first name.
        first_name: Option<String>,
        /// Their last name.
        last_name: Option<String>,
        /// Their sex.
        sex: Option<String>,
        /// Their day of birth.
        birth_date: Option<String>,
        /// Their telephone number.
        phone: Option<String>,
        /// Their mobile telephone number.
        mobile_phone: Option<String>,
        /// The language that they prefer.
        preferred_language: Option<String>,
        /// A code for them.
        patient_code: Option<String>,
        /// Their number in a national registry.
        national_registry_number: Option<String>,
        /// Where they live.
        address: Option<Address>,
    }

    /// Where somebody lives.
    Address {
        /// Street and number.
        street: Option<String>,
        /// The city.
        city: Option<String>,
        /// The postal code.
        zip: Option<String>,
        /// The state.
        state: Option<String>,
        /// The country.
        country: Option<String>,
    }

    /// A clinical note.
    ClinicalNote {
        /// The note's id.
        id: String,
        /// Its parts.
        narratives: Option<Vec<Narrative>>,
        /// What it goes with.
        context: Option<Vec<NoteContext>>,
    }

    /// A part of a clinical note.
    Narrative {
        /// The part's id.
        id: Option<String>,
        /// The part's key.
        key: Option<String>,
        /// The part's title.
        title: Option<String>,
        /// The part's text, as HTML.
        body: Option<String>,
    }

    /// Something that a clinical note goes with.
    NoteContext {
        /// What it is.
        key: Option<String>,
        /// Its value.
        value: Option<String>,
    }
}
