//! The service of a fictitious provider with other names, other ids and two connectors follows the data of that
//! provider, and contains nothing of the built-in ones.

use std::collections::BTreeSet;

use hookwright::catalog::{
    Connector, InstallLinkRequest, Noun, PROVIDERS, Provider, Statuses, Workspaces, generic, well,
};
use hookwright::http::Headers;
use hookwright::provenance::{Confidence, Provenance, Sentences};
use hookwright::retry::Outcome;
use hookwright::service::{ApiRequest, Config, Emission, Operation, Service, openapi};
use hookwright::subscription::{Api, BodyWrapper, EventsAttribute, IdStyle, SkipReason};
use serde_json::{Value, json};

const NOW: i64 = 1_780_842_125_000;
const HOUR_MS: i64 = 3_600_000;

const MADE_UP: Provenance =
    Provenance { source: "this test", as_of: "2026-11-28", confidence: Confidence::Assumed, assumed: Sentences::NONE };

static CALENDAR: Connector = Connector {
    id: "agenda",
    name: "Agenda",
    group: "calendars",
    kind: "calendar",
    path: "/calendar",
    status: "condition",
    statuses: Statuses { active: "on", inactive: "off", expired: "stale" },
    lasts_ms: 3_600_000,
    install_link: InstallLinkRequest {
        path: "/invite",
        kind: "calendar-invite",
        url: "href",
        redirect_url: "then",
        max_redirect_length: 40,
        state: "note",
    },
    install_path: "/join/calendar",
};

static TEAMS: Workspaces = Workspaces {
    noun: Noun { singular: "team", with_article: "a team", plural: "teams" },
    path: "/api/teams",
    wrapper: BodyWrapper::None,
    ids: IdStyle::Prefixed,
    milliseconds: false,
    name: "title",
    id: "team",
    external_id: "team_ref",
    person_id: "joined_by",
    connectors: &[
        CALENDAR,
        Connector {
            id: "disk",
            kind: "drive",
            group: "drives",
            path: "/drive",
            install_path: "/join/drive",
            ..CALENDAR
        },
    ],
    provenance: MADE_UP,
};

static ACME: Provider = Provider {
    id: "acme",
    name: "Acme",
    apis: &[Api {
        id: "acme/hooks",
        title: "Hooks",
        endpoint: Some("https://api.acme.example/api/hooks"),
        token_variable: "ACME_TOKEN",
        wrapper: BodyWrapper::None,
        ids: IdStyle::Prefixed,
        milliseconds: false,
        url: "address",
        max_url_length: 100,
        events: EventsAttribute::Many("topics"),
        custom_events: false,
        description: None,
        secret: None,
        headers: None,
        active: None,
        workspace_id: Some("only_team"),
        external_workspace_id: Some("only_team_ref"),
        labels: &[],
        authentication: "",
        provenance: MADE_UP,
    }],
    workspaces: Some(&TEAMS),
    ..generic::PROVIDER
};

/// The service of Acme, and all of its responses.
struct Acme {
    service: Service,
    answers: String,
}

impl Acme {
    fn start() -> Self {
        let config = Config { token: None, secret: None, seed: [5; 32] };
        Self { service: Service::new(&ACME, config).unwrap(), answers: String::new() }
    }

    fn ask(&mut self, method: &str, target: &str, body: Value, now_ms: i64) -> (u16, Value) {
        let request = ApiRequest {
            method: method.into(),
            target: target.into(),
            origin: "https://acme.example".into(),
            headers: [("Content-Type", "application/json")].into_iter().collect(),
            body: if body.is_null() { Vec::new() } else { body.to_string().into_bytes() },
        };
        let response = self.service.handle(&request, now_ms);
        self.answers += &format!("{} {:?}\n", response.body, response.headers);
        (response.status, serde_json::from_str(&response.body).unwrap_or_default())
    }

    fn get(&mut self, target: &str, now_ms: i64) -> (u16, Value) {
        self.ask("GET", target, Value::Null, now_ms)
    }

    /// Creates a team with a customer's id, and returns the provider's id.
    fn team(&mut self, reference: &str) -> String {
        let (status, team) = self.ask("POST", "/api/teams", json!({ "title": "Red", "team_ref": reference }), NOW);
        assert_eq!(status, 201, "{team}");
        team["id"].as_str().unwrap().into()
    }

    fn hook(&mut self, filter: Value) -> (u16, Value) {
        let mut hook = json!({ "address": "https://a.example/", "topics": ["user.created"] });
        hook.as_object_mut().unwrap().extend(filter.as_object().unwrap().clone());
        self.ask("POST", "/api/hooks", hook, NOW)
    }

    /// Requests the link of a connector and follows it.
    fn install(&mut self, invite: &str, now_ms: i64) -> u16 {
        let (status, access) = self.get(invite, NOW);
        assert_eq!(status, 200, "{access}");
        let link = access["href"].as_str().unwrap().strip_prefix("https://acme.example").unwrap().to_owned();
        self.get(&link, now_ms).0
    }
}

#[test]
fn workspaces_use_the_names_of_the_provider() {
    let mut acme = Acme::start();
    let id = acme.team("r-1");
    assert!(id.starts_with("team_"), "{id}");
    let team = json!({
        "id": id, "title": "Red", "team_ref": "r-1", "joined_by": null, "created_at": "2026-06-07T14:22:05Z"
    });
    assert_eq!(acme.get("/api/teams/r-1", NOW), (200, team.clone()));
    assert_eq!(acme.get("/api/teams", NOW), (200, json!({ "teams": [team] })));
    let (status, refused) = acme.ask("POST", "/api/teams", json!({ "name": "Red" }), NOW);
    let problem = &refused["problems"][0];
    assert_eq!(
        (status, problem["message"].as_str()),
        (400, Some("`name` is not an attribute of a team; check its spelling"))
    );
    assert_eq!(acme.get("/v1/workspaces", NOW).0, 404);
}

#[test]
fn a_subscription_needs_a_workspace_and_filters_by_it() {
    let mut acme = Acme::start();
    let (status, refused) = acme.hook(json!({}));
    let message = "there is no team yet; create one with `POST /api/teams`";
    assert_eq!((status, refused["problems"][0]["message"].as_str()), (409, Some(message)));
    let (red, blue) = (acme.team("red"), acme.team("blue"));
    let (status, refused) = acme.hook(json!({ "only_team": "red" }));
    let problem = &refused["problems"][0];
    assert_eq!((status, problem["path"].as_str()), (404, Some("/only_team")), "the customer's id is accepted");
    assert_eq!(acme.hook(json!({ "only_team": red })).0, 201);
    let (_, by_reference) = acme.hook(json!({ "only_team_ref": "blue" }));
    assert_eq!(by_reference["only_team_ref"], "blue");

    let emission =
        Emission { event_type: "user.created".into(), workspace_id: Some(blue.clone()), ..Emission::default() };
    let emitted = acme.service.emit(&emission, NOW).unwrap();
    assert_eq!((emitted.delivery_ids.len(), emitted.skipped[0].1), (1, SkipReason::OtherWorkspace));
    let due = acme.service.take_due(NOW);
    let body: Value = serde_json::from_slice(&due[0].request.body).unwrap();
    let data = body["data"].as_object().unwrap();
    assert_eq!((data["team"].as_str(), data["team_ref"].as_str()), (Some(blue.as_str()), Some("blue")));
    assert!(!data.contains_key("joined_by"), "no one has joined yet");
    assert!(acme.service.settle(&due[0].delivery_id, Outcome::Answered(200), &Headers::new(), NOW));
}

#[test]
fn a_link_installs_its_connector_until_it_expires() {
    let mut acme = Acme::start();
    acme.team("r-1");
    let (calendar, drive) = ("/api/teams/r-1/calendar", "/api/teams/r-1/drive");
    let off = |id: &str| (200, json!({ "id": id, "condition": "off", "joined_by": null }));
    assert_eq!(acme.get(calendar, NOW), off("agenda"));
    assert_eq!(acme.install("/api/teams/r-1/calendar/invite", NOW), 200);
    let (_, on) = acme.get(calendar, NOW + HOUR_MS - 1);
    assert_eq!(on["condition"], "on");
    assert!(on["joined_by"].as_str().unwrap().starts_with("person_"));
    assert_eq!(acme.get(calendar, NOW + HOUR_MS).1["condition"], "stale");
    assert_eq!(acme.get(drive, NOW), off("disk"), "the link installs the other connector");

    assert_eq!(acme.install("/api/teams/r-1/drive/invite?then=https://a.example/&note=7", NOW), 302);
    assert!(acme.answers.contains("https://a.example/?note=7"));
    let (_, team) = acme.get("/api/teams/r-1", NOW);
    assert_eq!(team["joined_by"], acme.get(drive, NOW).1["joined_by"]);
    assert_ne!(team["joined_by"], on["joined_by"]);
    assert_eq!(acme.get("/api/teams/r-1/drive/invite?then=https://a.example/a-path-of-forty-or-more", NOW).0, 400);
}

#[test]
fn a_link_does_not_install_another_connector() {
    let mut acme = Acme::start();
    acme.team("r-1");
    let (_, access) = acme.get("/api/teams/r-1/drive/invite", NOW);
    let code = access["href"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    assert_eq!(acme.get(&format!("/join/calendar/{code}"), NOW).0, 404);
    assert_eq!(acme.get(&format!("/join/drive/{code}"), NOW).0, 200);
}

#[test]
fn the_openapi_document_and_responses_do_not_name_other_providers() {
    let mut acme = Acme::start();
    acme.hook(json!({}));
    acme.team("r-1");
    acme.ask("POST", "/api/teams", json!({ "team_ref": "r-1" }), NOW);
    acme.ask("POST", "/api/teams", json!({ "team_ref": "" }), NOW);
    acme.hook(json!({ "only_team": "x" }));
    acme.hook(json!({ "only_team_ref": "x" }));
    acme.install("/api/teams/r-1/calendar/invite", NOW);
    acme.get("/api/teams/r-1/calendar/invite?then=x", NOW);
    acme.get("/api/teams/r-1/calendar", NOW);
    let document = openapi(&ACME).unwrap();
    // The codes of problems are the same for all providers.
    let answers = acme.answers.replace("missing_workspace", "").replace("unknown_workspace", "");
    let text = format!("{document} {answers}").to_lowercase();
    let theirs = well::PROVIDER.workspaces.unwrap();
    let connector = &theirs.connectors[0];
    let names =
        [theirs.noun.singular, theirs.person_id, connector.id, connector.group, connector.install_link.redirect_url];
    for name in names {
        assert_eq!(text.find(name), None, "`{name}` occurs");
    }
    for schema in ["Team", "TeamCreate", "TeamList", "Calendar", "CalendarInvite", "Drive"] {
        assert!(document["components"]["schemas"][schema].is_object(), "{schema}");
    }
    let create = &document["paths"]["/api/teams"]["post"]["responses"]["201"]["links"];
    assert_eq!(create["drives.status"]["parameters"]["team"], "$response.body#/id");
}

#[test]
fn operations_have_unique_names_and_paths() {
    for provider in PROVIDERS.iter().copied().chain([&ACME]) {
        let operations = Operation::all(provider);
        let names: BTreeSet<_> = operations.iter().map(|operation| &operation.id).collect();
        let paths: BTreeSet<_> = operations.iter().map(|operation| (operation.method, &operation.path)).collect();
        assert_eq!((names.len(), paths.len()), (operations.len(), operations.len()), "{}", provider.id);
    }
}
