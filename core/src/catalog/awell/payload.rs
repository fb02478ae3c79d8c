//! The payloads of Awell's events. The body itself is the payload; `event_type` is one of its members.

use alloc::string::String;
use alloc::vec::Vec;

use crate::event::schema::objects;
use crate::event::{RawJson, Timestamp, ValueKind};

/// The states of an activity that appear in Awell's documentation.
const ACTIVITY_STATUS: ValueKind = ValueKind::OneOf(&["active", "done", "deleted", "expired", "failed"]);

/// The types of a data point's value that appear in Awell's documentation.
const VALUE_TYPE: ValueKind = ValueKind::OneOf(&["boolean", "string", "number", "date", "numbers_array"]);

/// The types of a question's answer.
const QUESTION_TYPE: ValueKind = ValueKind::OneOf(&["input", "no_input", "multiple_choice"]);

/// The types of a question's input field.
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
        /// When the care flow started.
        start_date: Option<Timestamp>,
        /// The care flow.
        pathway: Pathway,
    }

    /// A care flow has been stopped.
    PathwayStopped {
        /// When the care flow was stopped.
        stop_date: Option<Timestamp>,
        /// The reason for stopping it.
        reason: Option<String>,
        /// The care flow.
        pathway: Pathway,
    }

    /// A care flow has been completed.
    PathwayCompleted {
        /// When the care flow was completed.
        complete_date: Option<Timestamp>,
        /// The care flow.
        pathway: Pathway,
    }

    /// A care flow has been deleted.
    PathwayDeleted {
        /// When the care flow was deleted.
        delete_date: Option<Timestamp>,
        /// The title of the care flow.
        title: Option<String>,
        /// The id of the patient.
        patient_id: Option<String>,
        /// The care flow.
        pathway: Pathway,
    }

    /// An activity has been created, updated, completed or deleted, or has expired or failed.
    ActivityChanged {
        /// The activity.
        activity: Activity,
        /// The user who performed the activity, if it was a user.
        user_context: Option<UserContext>,
        /// The care flow.
        pathway: Option<Pathway>,
        /// The id of the care flow's definition.
        pathway_definition_id: Option<String>,
        /// The id of the care flow.
        pathway_id: Option<String>,
        /// The id of the patient.
        patient_id: Option<String>,
    }

    /// A track has started, stopped or been completed.
    TrackChanged {
        /// The track.
        track: Track,
        /// The care flow.
        pathway: Pathway,
    }

    /// A form has been submitted.
    FormSubmitted {
        /// The id of the activity that requested the form.
        activity_id: Option<String>,
        /// When the form was submitted.
        date: Option<Timestamp>,
        /// The answers.
        response: Vec<DataPoint>,
        /// The form with its questions.
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
        /// The id of the care flow's definition.
        pathway_definition_id: Option<String>,
        /// The id of the care flow.
        pathway_id: Option<String>,
        /// The id of the patient.
        patient_id: Option<String>,
    }

    /// A reminder of pending activities has been sent.
    ReminderCreated {
        /// The reminder.
        reminder: Reminder,
        /// The care flow.
        pathway: Pathway,
    }

    /// A hosted session has started, been completed or expired.
    SessionChanged {
        /// The session.
        session: Session,
        /// The care flow.
        pathway: Pathway,
    }

    /// A patient has been created, updated or deleted.
    PatientChanged {
        /// The patient.
        patient: Patient,
        /// When the patient changed.
        date: Option<Timestamp>,
        /// The id of the tenant.
        tenant_id: Option<String>,
    }

    /// A clinical note has been written.
    ClinicalNoteCreated {
        /// The note.
        clinical_note: ClinicalNote,
        /// When the note was written.
        date: Option<Timestamp>,
        /// The care flow.
        pathway: Pathway,
        /// The id of the care flow's definition.
        pathway_definition_id: Option<String>,
        /// The id of the care flow.
        pathway_id: Option<String>,
        /// The id of the patient.
        patient_id: Option<String>,
    }

    /// A care flow. Only the long form has the members from `patient_identifiers` on.
    Pathway {
        /// The id of the care flow.
        id: String,
        /// The id of the care flow's definition.
        pathway_definition_id: Option<String>,
        /// The id of the patient.
        patient_id: Option<String>,
        /// When the care flow started.
        start_date: Option<Timestamp>,
        /// The patient's identifiers in other systems.
        patient_identifiers: Option<Vec<Identifier>>,
        /// The id of the tenant.
        tenant_id: Option<String>,
        /// The title of the care flow.
        pathway_title: Option<String>,
    }

    /// An identifier of a patient in another system.
    Identifier {
        /// The system.
        system: String,
        /// The identifier in that system.
        value: String,
    }

    /// A task for a person or for the system.
    Activity {
        /// The id of the activity.
        id: String,
        /// The id of the care flow.
        stream_id: Option<String>,
        /// When the activity was created.
        date: Option<Timestamp>,
        /// The actor.
        subject: Option<Subject>,
        /// The action.
        action: Option<String>,
        /// The object of the action.
        object: Option<Reference>,
        /// The recipient or indirect object of the action. It can name a person.
        indirect_object: Option<Reference>,
        /// The state of the activity.
        status: Option<String> = ACTIVITY_STATUS,
        /// The track that the activity belongs to.
        track: Option<Track>,
        /// The label of the activity.
        label: Option<Label>,
        /// The steps of the activity.
        sub_activities: Option<Vec<SubActivity>>,
        /// Whether a user performs the activity.
        is_user_activity "isUserActivity": Option<bool>,
        /// The position of the activity in the care flow.
        context: Option<ActivityContext>,
        /// The id of what the activity refers to.
        reference_id: Option<String>,
        /// The type of what the activity refers to.
        reference_type: Option<String>,
        /// The name of the part of the care flow that contains the activity.
        container_name: Option<String>,
        /// The component of the action.
        action_component: Option<ActionComponent>,
    }

    /// The component of an action.
    ActionComponent {
        /// The id of the component's definition.
        definition_id: Option<String>,
        /// The id of the release of the care flow's definition.
        release_id: Option<String>,
        /// The title of the component.
        title: Option<String>,
    }

    /// An actor.
    Subject {
        /// The type of the actor, such as `awell`.
        kind "type": Option<String>,
        /// The name of the actor.
        name: Option<String>,
    }

    /// A reference to the object of an activity.
    Reference {
        /// The id of the object.
        id: Option<String>,
        /// The type of the object.
        kind "type": Option<String>,
        /// The name of the object.
        name: Option<String>,
    }

    /// A track: a part of a care flow.
    Track {
        /// The id of the track.
        id: String,
        /// The title of the track.
        title: Option<String>,
    }

    /// A label of an activity.
    Label {
        /// The id of the label.
        id: Option<String>,
        /// The name of the label's color, such as `green`.
        color: Option<String>,
        /// The text of the label.
        text: Option<String>,
    }

    /// A step of an activity.
    SubActivity {
        /// The id of the step.
        id: String,
        /// The actor.
        subject: Option<Subject>,
        /// The action, such as `activate`.
        action: Option<String>,
        /// When the step was taken.
        date: Option<Timestamp>,
    }

    /// The position of an activity in a care flow.
    ActivityContext {
        /// The id of the action in the care flow's definition.
        action_id: Option<String>,
        /// The id of the activity.
        instance_id: Option<String>,
        /// The id of the care flow.
        pathway_id: Option<String>,
        /// The id of the step in the care flow's definition.
        step_id: Option<String>,
        /// The id of the track in the care flow's definition.
        track_id: Option<String>,
    }

    /// A user who performed an activity.
    UserContext {
        /// The id of the user.
        stytch_member_id: Option<String>,
        /// The user's email address.
        stytch_member_email: Option<String>,
    }

    /// A collected value.
    DataPoint {
        /// The id of the data point.
        id: String,
        /// The id of the data point's definition.
        data_point_definition_id: Option<String>,
        /// The type of the value.
        value_type "valueType": Option<String> = VALUE_TYPE,
        /// The value.
        value: Option<RawJson>,
        /// The id of the care flow.
        data_set_id: Option<String>,
        /// When the value was collected.
        date: Option<Timestamp>,
        /// The id of the tenant.
        tenant_id: Option<String>,
        /// The id of the release of the care flow's definition.
        release_id: Option<String>,
        /// The label of the value.
        label: Option<String>,
        /// The key of the data point's definition.
        definition_key: Option<String>,
        /// The category of the data point's definition.
        definition_category: Option<String>,
    }

    /// A form.
    Form {
        /// The title of the form.
        title: Option<String>,
        /// The questions of the form.
        questions: Option<Vec<Question>>,
    }

    /// A question in a form.
    Question {
        /// The text of the question.
        title: Option<String>,
        /// The key of the question.
        key: Option<String>,
        /// The id of the question's definition.
        definition_id: Option<String>,
        /// The type of the answer.
        question_type "questionType": Option<String> = QUESTION_TYPE,
        /// The type of the input field.
        user_question_type "userQuestionType": Option<String> = USER_QUESTION_TYPE,
        /// The text of a description, as HTML.
        title_html "titleHtml": Option<String>,
    }

    /// A reminder.
    Reminder {
        /// The recipient.
        recipient: Option<Stakeholder>,
        /// The recipient's profile.
        recipient_profile: Option<RecipientProfile>,
        /// The number of pending activities.
        count_new_activities: Option<i64>,
        /// The number of reminders that the recipient has received.
        count_reminders: Option<i64>,
    }

    /// A participant in a care flow.
    Stakeholder {
        /// The id of the participant.
        id: Option<String>,
        /// The role of the participant, such as `patient`.
        kind "type": Option<String>,
    }

    /// The profile of a recipient.
    RecipientProfile {
        /// The recipient's name.
        name: Option<String>,
        /// The recipient's email address.
        email: Option<String>,
        /// The id of the recipient.
        id: Option<String>,
        /// The recipient's preferred language.
        preferred_language: Option<String>,
        /// The role of the recipient, such as `patient`.
        kind "type": Option<String>,
    }

    /// A hosted session.
    Session {
        /// The id of the session.
        id: String,
        /// When the session was created.
        created_at: Option<Timestamp>,
        /// When the session was completed. Present only in completed sessions.
        completed_at: Option<Timestamp>,
        /// When the session expires. Absent from completed sessions.
        expires_at: Option<Timestamp>,
        /// The participant.
        stakeholder: Option<Stakeholder>,
        /// The URL that the browser opens after the session is completed.
        success_url: Option<String>,
        /// The URL that the browser opens after the session is cancelled.
        cancel_url: Option<String>,
    }

    /// A patient. The documentation has the id in `id`, and Awell's own receivers read it from `user`.
    Patient {
        /// The id of the patient.
        id: Option<String>,
        /// The user of the patient.
        user: Option<PatientUser>,
        /// The patient's profile. Absent from deleted patients.
        profile: Option<PatientProfile>,
    }

    /// The user of a patient.
    PatientUser {
        /// The id of the patient.
        id: Option<String>,
        /// The id of the tenant.
        tenant_id: Option<String>,
        /// The id of the profile.
        profile_id: Option<String>,
    }

    /// The profile of a patient.
    PatientProfile {
        /// The patient's identifiers in other systems.
        identifier: Option<Vec<Identifier>>,
        /// The patient's email address.
        email: Option<String>,
        /// The patient's first name.
        first_name: Option<String>,
        /// The patient's last name.
        last_name: Option<String>,
        /// The patient's full name.
        name: Option<String>,
        /// The patient's sex.
        sex: Option<String>,
        /// The patient's date of birth.
        birth_date: Option<String>,
        /// The patient's telephone number.
        phone: Option<String>,
        /// The patient's mobile telephone number.
        mobile_phone: Option<String>,
        /// The patient's preferred language.
        preferred_language: Option<String>,
        /// A code for the patient.
        patient_code: Option<String>,
        /// The patient's number in a national registry.
        national_registry_number: Option<String>,
        /// The patient's time zone, such as `Europe/Brussels`.
        patient_timezone: Option<String>,
        /// The patient's postal address.
        address: Option<Address>,
    }

    /// A postal address.
    Address {
        /// The street and house number.
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

    /// A clinical note. The documentation has the id in `id`, and Awell's own receivers read it from `clinical_note_id`.
    ClinicalNote {
        /// The id of the note.
        id: Option<String>,
        /// The id of the note.
        clinical_note_id: Option<String>,
        /// When the note was written.
        date: Option<Timestamp>,
        /// The sections of the note.
        narratives: Option<Vec<Narrative>>,
        /// The context of the note.
        context: Option<Vec<NoteContext>>,
    }

    /// A section of a clinical note.
    Narrative {
        /// The id of the section.
        id: Option<String>,
        /// The key of the section.
        key: Option<String>,
        /// The title of the section.
        title: Option<String>,
        /// The text of the section, as HTML.
        body: Option<String>,
    }

    /// An item of the context of a clinical note.
    NoteContext {
        /// The key of the item.
        key: Option<String>,
        /// The value of the item.
        value: Option<String>,
    }
}
