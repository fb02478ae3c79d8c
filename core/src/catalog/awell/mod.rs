//! Awell: care flows, activities, forms and patients (<https://developers.awellhealth.com>).

mod payload;
mod samples;

pub use payload::{
    ActionComponent, Activity, ActivityChanged, ActivityContext, Address, ClinicalNote, ClinicalNoteCreated, DataPoint,
    DataPointCollected, Form, FormSubmitted, Identifier, Label, Narrative, NoteContext, Pathway, PathwayCompleted,
    PathwayDeleted, PathwayStarted, PathwayStopped, Patient, PatientChanged, PatientProfile, PatientUser, Question,
    RecipientProfile, Reference, Reminder, ReminderCreated, Session, SessionChanged, Stakeholder, SubActivity, Subject,
    Track, TrackChanged, UserContext,
};

use crate::base::provenance::{Confidence, Provenance, Sentences};
use crate::catalog::generated;
use crate::catalog::provider::Provider;
use crate::event::{Envelope, EventType, Payload};
use crate::subscription::{Api, BodyWrapper, EventsAttribute, IdStyle};

const EVENTS_SOURCE: &str =
    "https://github.com/awell-health/developer-hub/tree/main/content/awell-orchestration/api-reference/webhooks";
const GO_LIVE: &str = "https://developers.awellhealth.com/awell-orchestration/developer-tools/webhooks/go-live";

const fn documented(source: &'static str, assumed: &'static str) -> Provenance {
    Provenance { source, as_of: "2026-11-21", confidence: Confidence::Documented, assumed: Sentences::new(assumed) }
}

const fn event<T: Payload>(name: &'static str, description: &'static str, sample: &'static str) -> EventType {
    let assumed = "Which fields are optional, and the format of the ids: the documentation shows placeholders.";
    EventType::of::<T>(name, description, sample, documented(EVENTS_SOURCE, assumed))
}

/// An event of which Awell's own receivers read more members than its documentation shows.
const fn extended<T: Payload>(name: &'static str, description: &'static str, sample: &'static str) -> EventType {
    let provenance = Provenance { as_of: "2026-11-29", ..documented(EVENTS_SOURCE, EXTENDED) };
    EventType::of::<T>(name, description, sample, provenance)
}

const EXTENDED: &str = "Which fields are optional, and the format of the ids: the documentation shows placeholders.\n\
    Members that the documentation does not show, such as `tenant_id`, `reference_id` and `release_id`: Awell's own \
    receivers read them \
    (https://github.com/awell-health/panels/tree/5b1564f5c556c724b3e1a1493da129bbc4142444/packages/bots/src/bots/awellhealth).\n\
    The place of the ids of patients and clinical notes: the documentation shows `patient.id` and `clinical_note.id`, \
    and the receivers read `patient.user.id` and `clinical_note.clinical_note_id`.";

/// The provider `awell`.
pub static PROVIDER: Provider = Provider::new(
    &generated::awell::SENDER,
    Envelope { kind: "event_type", id: None, time: None, data: None },
    &[
        event::<PathwayStarted>("pathway.started", "A care flow has started.", samples::PATHWAY_STARTED)
            .occurring_at("/start_date"),
        event::<PathwayStopped>("pathway.stopped", "A care flow has been stopped.", samples::PATHWAY_STOPPED)
            .occurring_at("/stop_date"),
        event::<PathwayCompleted>("pathway.completed", "A care flow has been completed.", samples::PATHWAY_COMPLETED)
            .occurring_at("/complete_date"),
        event::<PathwayDeleted>("pathway.deleted", "A care flow has been deleted.", samples::PATHWAY_DELETED)
            .occurring_at("/delete_date"),
        extended::<ActivityChanged>("activity.created", "An activity has been created.", samples::ACTIVITY_CREATED)
            .occurring_at("/activity/date"),
        extended::<ActivityChanged>("activity.updated", "An activity has changed.", samples::ACTIVITY_UPDATED),
        extended::<ActivityChanged>(
            "activity.completed",
            "An activity has been completed.",
            samples::ACTIVITY_COMPLETED,
        ),
        extended::<ActivityChanged>("activity.deleted", "An activity has been deleted.", samples::ACTIVITY_DELETED),
        extended::<ActivityChanged>("activity.expired", "An activity has expired.", samples::ACTIVITY_EXPIRED),
        extended::<ActivityChanged>("activity.failed", "An activity has failed.", samples::ACTIVITY_FAILED),
        event::<TrackChanged>("track.started", "A track of a care flow has started.", samples::TRACK),
        event::<TrackChanged>("track.stopped", "A track of a care flow has been stopped.", samples::TRACK),
        event::<TrackChanged>("track.completed", "A track of a care flow has been completed.", samples::TRACK),
        event::<FormSubmitted>("form.submitted", "A form has been submitted.", samples::FORM_SUBMITTED)
            .occurring_at("/date"),
        extended::<DataPointCollected>(
            "data_point.collected",
            "A data point has been collected.",
            samples::DATA_POINT_COLLECTED,
        )
        .occurring_at("/data_point/date"),
        event::<ReminderCreated>(
            "reminder.created",
            "A reminder of pending activities has been sent.",
            samples::REMINDER_CREATED,
        ),
        event::<SessionChanged>("session.started", "A hosted session has started.", samples::SESSION_STARTED)
            .occurring_at("/session/created_at"),
        event::<SessionChanged>(
            "session.completed",
            "A hosted session has been completed.",
            samples::SESSION_COMPLETED,
        )
        .occurring_at("/session/completed_at"),
        event::<SessionChanged>("session.expired", "A hosted session has expired.", samples::SESSION_EXPIRED)
            .occurring_at("/session/expires_at"),
        extended::<PatientChanged>("patient.created", "A patient has been created.", samples::PATIENT),
        extended::<PatientChanged>("patient.updated", "A patient's profile has changed.", samples::PATIENT),
        extended::<PatientChanged>("patient.deleted", "A patient has been deleted.", samples::PATIENT_DELETED),
        extended::<ClinicalNoteCreated>(
            "clinical_note.created",
            "A clinical note has been written.",
            samples::CLINICAL_NOTE_CREATED,
        ),
    ],
    &[Api {
        id: "awell/studio",
        title: "Awell Studio, settings of the care flow",
        endpoint: None,
        token_variable: "",
        wrapper: BodyWrapper::None,
        ids: IdStyle::Prefixed,
        milliseconds: false,
        url: "endpoint_url",
        max_url_length: 2048,
        events: EventsAttribute::Many("events"),
        custom_events: false,
        description: None,
        secret: None,
        headers: Some("headers"),
        active: None,
        workspace_id: None,
        external_workspace_id: None,
        labels: &[("endpoint_url", "Endpoint URL"), ("events", "Events"), ("headers", "Headers")],
        authentication: "",
        provenance: documented(
            GO_LIVE,
            "The labels of the settings, and their names: Awell documents a form for them but no API.",
        ),
    }],
);
