//! The data of the catalog is consistent.

use hookwright::catalog::{self, PROVIDERS};
use hookwright::event;
use hookwright::provenance::Confidence;
use hookwright::time::parse_rfc3339;
use serde_json::Value;

#[test]
fn every_provider_has_the_events_of_its_documentation() {
    let names = |id: &str| -> Vec<&str> { catalog::find(id).unwrap().events.iter().map(|event| event.name).collect() };
    assert_eq!(
        names("generic"),
        [
            "user.created",
            "user.updated",
            "user.deleted",
            "project.created",
            "project.updated",
            "project.deleted",
            "file.uploaded",
            "payment.succeeded",
            "payment.failed"
        ]
    );
    assert_eq!(
        names("well"),
        [
            "company.created",
            "company.updated",
            "company.deleted",
            "document.uploaded",
            "document.processed",
            "document.deleted",
            "people.created",
            "people.updated",
            "invoice.created",
            "invoice.updated",
            "email.created",
            "email.verified",
            "ai.processing_started",
            "ai.processing_completed",
            "contribution.created",
            "contribution.updated",
            "document.created",
            "document.updated",
        ]
    );
    assert_eq!(
        names("awell"),
        [
            "pathway.started",
            "pathway.stopped",
            "pathway.completed",
            "pathway.deleted",
            "activity.created",
            "activity.updated",
            "activity.completed",
            "activity.deleted",
            "activity.expired",
            "activity.failed",
            "track.started",
            "track.stopped",
            "track.completed",
            "form.submitted",
            "data_point.collected",
            "reminder.created",
            "session.started",
            "session.completed",
            "session.expired",
            "patient.created",
            "patient.updated",
            "patient.deleted",
            "clinical_note.created",
        ]
    );
    assert_eq!(names("standard"), [""; 0]);
}

#[test]
fn every_sample_parses_without_problems_as_its_event_type() {
    for provider in PROVIDERS {
        for event_type in provider.events {
            let body = event::sample(provider.envelope, event_type, "evt_1", 1_768_480_200_000);
            let read = catalog::parse(body.as_bytes(), None);
            assert_eq!(read.problems, [], "{}", event_type.name);
            assert_eq!(read.provider, Some(provider.id));
            assert_eq!(read.kind.as_deref(), Some(event_type.name));
            assert_eq!(read.id.as_deref(), provider.envelope.id.map(|_| "evt_1"));
            match (provider.envelope.time, event_type.occurred_at) {
                (Some(_), None) => assert_eq!(read.occurred_at_ms, Some(1_768_480_200_000)),
                (None, Some(_)) => assert!(read.occurred_at_ms.is_some(), "{}", event_type.name),
                _ => assert_eq!(read.occurred_at_ms, None, "{}", event_type.name),
            }
            let mut data: Value = serde_json::from_str(read.data.unwrap().get()).unwrap();
            if provider.envelope.data.is_none() {
                data.as_object_mut().unwrap().remove(provider.envelope.kind);
            }
            assert_eq!(data, serde_json::from_str::<Value>(event_type.sample).unwrap());
        }
    }
}

#[test]
fn every_row_names_its_source_and_its_date() {
    for provider in PROVIDERS {
        let schemes = provider.schemes.iter().map(|row| (row.id, row.provenance.unwrap()));
        let events = provider.events.iter().map(|row| (row.name, row.provenance));
        let apis = provider.apis.iter().map(|row| (row.id, row.provenance));
        let workspaces = provider.workspaces.map(|rows| (rows.path, rows.provenance));
        for (id, provenance) in schemes.chain(events).chain(apis).chain(workspaces) {
            assert!(!provenance.source.is_empty(), "{id}");
            assert!(parse_rfc3339(&format!("{}T00:00:00Z", provenance.as_of)).is_some(), "{id}");
        }
        assert!(provider.schemes.iter().all(|scheme| scheme.id.starts_with(provider.id)));
    }
}

#[test]
fn facts_that_well_does_not_document_are_assumed() {
    let well = catalog::find("well").unwrap();
    assert_eq!(well.default_scheme().unwrap().provenance.unwrap().confidence, Confidence::Assumed);
    assert_eq!(well.policy.delays, Confidence::Assumed);
    assert_eq!(well.policy.provenance.as_ref().unwrap().confidence, Confidence::Documented);
}

#[test]
fn subscriptions_filter_by_workspace_if_the_provider_has_workspaces() {
    for provider in PROVIDERS {
        for api in provider.apis {
            let filters = api.workspace_id.is_some() || api.external_workspace_id.is_some();
            assert_eq!(filters, provider.workspaces.is_some(), "{}", api.id);
        }
    }
}
