//! Sample payloads of Awell's events. The people and the ids are fictitious.

macro_rules! long_pathway {
    () => {
        r#""pathway": {
            "id": "pw_Rk2v9QxT", "pathway_definition_id": "def_hip_01", "patient_id": "pt_Example01",
            "patient_identifiers": [{ "system": "https://ehr.example.com", "value": "MRN-000042" }],
            "tenant_id": "tenant_example", "pathway_title": "Hip replacement", "start_date": "2026-02-01T08:00:00.000Z"
        }"#
    };
}

macro_rules! short_pathway {
    () => {
        r#""pathway": {
            "id": "pw_Rk2v9QxT", "pathway_definition_id": "def_hip_01", "patient_id": "pt_Example01",
            "start_date": "2026-02-01T08:00:00.000Z"
        }"#
    };
}

macro_rules! activity {
    ($status:literal, $rest:literal) => {
        concat!(
            r#"{ "activity": {
                "id": "act_7fGh2", "stream_id": "pw_Rk2v9QxT", "date": "2026-02-03T09:30:00.000Z",
                "subject": { "type": "awell", "name": "Awell" }, "action": "assigned",
                "object": { "id": "form_pain_01", "type": "form", "name": "Pain diary" },
                "indirect_object": { "id": "pt_Example01", "type": "patient", "name": "Ada Example" },
                "status": ""#,
            $status,
            r#"", "track": { "id": "trk_rehab", "title": "Rehabilitation" },
                "label": { "id": "lbl_1", "color": "green", "text": "On track" },
                "sub_activities": [{
                    "id": "sub_1", "subject": { "type": "awell", "name": "Awell" },
                    "action": "activate", "date": "2026-02-03T09:30:00.000Z"
                }],
                "isUserActivity": true,
                "context": {
                    "action_id": "action_9", "instance_id": "act_7fGh2", "pathway_id": "pw_Rk2v9QxT",
                    "step_id": "step_2", "track_id": "trk_rehab"
                }
            }"#,
            $rest,
            " }"
        )
    };
    ($status:literal, by a user) => {
        activity!(
            $status,
            r#", "user_context": { "stytch_member_id": "member-test-01", "stytch_member_email": "nurse@example.com" }"#
        )
    };
}

macro_rules! session {
    ($moment:literal) => {
        concat!(
            r#"{ "session": {
                "id": "ses_51", "created_at": "2026-02-03T09:25:00.000Z", "#,
            $moment,
            r#", "stakeholder": { "id": "pt_Example01", "type": "patient" },
                "success_url": "https://clinic.example.com/done", "cancel_url": "https://clinic.example.com/later"
            }, "#,
            short_pathway!(),
            " }"
        )
    };
}

macro_rules! with_long_pathway {
    ($members:literal) => {
        concat!("{ ", $members, ", ", long_pathway!(), " }")
    };
}

macro_rules! with_short_pathway {
    ($members:literal) => {
        concat!("{ ", $members, ", ", short_pathway!(), " }")
    };
}

pub(super) const PATHWAY_STARTED: &str = with_long_pathway!(r#""start_date": "2026-02-01T08:00:00.000Z""#);
pub(super) const PATHWAY_STOPPED: &str =
    with_long_pathway!(r#""stop_date": "2026-02-20T16:00:00.000Z", "reason": "The patient has moved""#);
pub(super) const PATHWAY_COMPLETED: &str = with_long_pathway!(r#""complete_date": "2026-05-01T10:00:00.000Z""#);
pub(super) const PATHWAY_DELETED: &str = with_long_pathway!(
    r#""delete_date": "2026-05-02T10:00:00.000Z", "title": "Hip replacement", "patient_id": "pt_Example01""#
);
pub(super) const ACTIVITY_CREATED: &str = activity!("active", by a user);
pub(super) const ACTIVITY_UPDATED: &str = activity!("done", by a user);
pub(super) const ACTIVITY_COMPLETED: &str = activity!("done", by a user);
pub(super) const ACTIVITY_DELETED: &str = activity!("deleted", "");
pub(super) const ACTIVITY_EXPIRED: &str = activity!("expired", "");
pub(super) const ACTIVITY_FAILED: &str = activity!("failed", "");
pub(super) const TRACK: &str = with_long_pathway!(r#""track": { "id": "trk_rehab", "title": "Rehabilitation" }"#);
pub(super) const FORM_SUBMITTED: &str = with_short_pathway!(
    r#""activity_id": "act_7fGh2", "date": "2026-02-03T09:45:00.000Z",
    "response": [
        { "id": "dp_1", "data_point_definition_id": "def_pain", "valueType": "number", "value": "3",
          "data_set_id": "pw_Rk2v9QxT", "date": "2026-02-03T09:45:00.000Z" },
        { "id": "dp_2", "data_point_definition_id": "def_slept", "valueType": "boolean", "value": "true",
          "data_set_id": "pw_Rk2v9QxT", "date": "2026-02-03T09:45:00.000Z" }
    ],
    "form": { "title": "Pain diary", "questions": [
        { "title": "How strong is the pain, from 0 to 10?", "key": "pain", "definition_id": "def_pain",
          "questionType": "input", "userQuestionType": "slider", "titleHtml": "" },
        { "title": "Did you sleep well?", "key": "slept", "definition_id": "def_slept",
          "questionType": "multiple_choice", "userQuestionType": "yes_no", "titleHtml": "" }
    ] }"#
);
pub(super) const DATA_POINT_COLLECTED: &str = with_short_pathway!(
    r#""data_point": {
        "id": "dp_3", "data_point_definition_id": "def_weight", "valueType": "number", "value": "71.5",
        "data_set_id": "pw_Rk2v9QxT", "date": "2026-02-04T07:10:00.000Z"
    }"#
);
pub(super) const REMINDER_CREATED: &str = with_short_pathway!(
    r#""reminder": {
        "recipient": { "id": "pt_Example01", "type": "patient" },
        "recipient_profile": {
            "name": "Ada Example", "email": "ada@example.com", "id": "pt_Example01", "preferred_language": "en",
            "type": "patient"
        },
        "count_new_activities": 2, "count_reminders": 1
    }"#
);
pub(super) const SESSION_STARTED: &str = session!(r#""expires_at": "2026-02-03T10:25:00.000Z""#);
pub(super) const SESSION_COMPLETED: &str = session!(r#""completed_at": "2026-02-03T09:46:00.000Z""#);
pub(super) const SESSION_EXPIRED: &str = session!(r#""expires_at": "2026-02-03T10:25:00.000Z""#);
pub(super) const PATIENT: &str = r#"{ "patient": { "id": "pt_Example01", "profile": {
    "identifier": [{ "system": "https://ehr.example.com", "value": "MRN-000042" }],
    "email": "ada@example.com", "first_name": "Ada", "last_name": "Example", "sex": "FEMALE",
    "birth_date": "1990-12-10", "phone": "+15550100", "mobile_phone": "+15550101", "preferred_language": "en",
    "patient_code": "AE-42", "national_registry_number": "00.00.00-000.00",
    "address": { "street": "1 Sample Street", "city": "Exampleton", "zip": "00000", "state": "EX", "country": "US" }
} } }"#;
pub(super) const PATIENT_DELETED: &str = r#"{ "patient": { "id": "pt_Example01" } }"#;
pub(super) const CLINICAL_NOTE_CREATED: &str = with_long_pathway!(
    r#""clinical_note": {
        "id": "note_8",
        "narratives": [{ "id": "nar_1", "key": "summary", "title": "Summary", "body": "<p>Walks without help.</p>" }],
        "context": [{ "key": "encounter", "value": "enc_12" }]
    }"#
);
