//! Every response of a provider's API has a documented status, and saving and loading a service preserves its state.

#![no_main]

use arbitrary::Arbitrary;
use hookwright::catalog::{self, Provider};
use hookwright::http::Headers;
use hookwright::retry::{Outcome, TransportError};
use hookwright::service::{ApiRequest, Config, Emission, Service, ServiceState};
use libfuzzer_sys::fuzz_target;
use serde_json::{Value, json};

const STATUSES: [u16; 12] = [200, 201, 202, 204, 302, 400, 401, 404, 405, 409, 413, 415];

#[derive(Arbitrary, Debug)]
enum Operation {
    /// A request that is likely to be valid.
    Sensible { method: Method, route: Route, attributes: Attributes },
    /// Any request.
    Wild { method: Method, target: String, authorized: bool, content_type: Option<String>, body: Vec<u8> },
    /// An event is emitted.
    Emit { event: u8, in_workspace: bool, data: Option<String> },
    /// Time passes, and receivers respond to the attempts that are due.
    Pass { ms: u32, answers: Vec<Answer> },
    /// The service is saved and loaded.
    Restart,
}

#[derive(Arbitrary, Debug)]
enum Method {
    Get,
    Post,
    Patch,
    Delete,
    Other,
}

#[derive(Arbitrary, Debug)]
enum Route {
    Webhooks { api: u8 },
    Webhook { api: u8, which: u8 },
    Test { api: u8, which: u8 },
    Deliveries { api: u8, which: u8 },
    Workspaces,
    Workspace { which: u8 },
    Access { which: u8, redirect_url: Option<String>, state: Option<String> },
    Status { which: u8 },
    Install { which: u8 },
}

#[derive(Arbitrary, Debug)]
struct Attributes {
    url: Option<String>,
    good_url: bool,
    events: Vec<u8>,
    headers: Option<Vec<(String, String)>>,
    clear_headers: bool,
    active: Option<bool>,
    name: Option<String>,
    extra: Option<(String, String)>,
}

#[derive(Arbitrary, Debug)]
enum Answer {
    Status(u16),
    Timeout,
    Connection,
    /// The attempt is never settled.
    Never,
}

struct World {
    provider: &'static Provider,
    service: Service,
    now_ms: i64,
    ids: Vec<String>,
    in_flight: bool,
}

fuzz_target!(|input: (bool, Vec<Operation>)| {
    let provider = catalog::find(if input.0 { "well" } else { "generic" }).expect("both are providers");
    let service = Service::new(provider, config()).expect("both have an API");
    let mut world = World { provider, service, now_ms: 1_780_842_125_000, ids: Vec::new(), in_flight: false };
    for operation in input.1 {
        world.perform(operation);
    }
});

fn config() -> Config {
    Config { token: Some("token".into()), secret: None, seed: [9; 32] }
}

impl World {
    fn perform(&mut self, operation: Operation) {
        match operation {
            Operation::Sensible { method, route, attributes } => {
                let target = self.target(&route);
                let body = self.body(&route, &attributes).to_string().into_bytes();
                self.ask(method, target, true, Some("application/json".into()), body);
            }
            Operation::Wild { method, target, authorized, content_type, body } => {
                self.ask(method, target, authorized, content_type, body);
            }
            Operation::Emit { event, in_workspace, data } => {
                let event = &self.provider.events[usize::from(event) % self.provider.events.len()];
                let emission = Emission {
                    event_type: event.name.into(),
                    data: data.map(|data| json!({ "data": data })),
                    workspace_id: self.ids.first().filter(|_| in_workspace).cloned(),
                    ..Emission::default()
                };
                let _ = self.service.emit(&emission, self.now_ms);
            }
            Operation::Pass { ms, answers } => self.pass(ms, &answers),
            Operation::Restart => self.restart(),
        }
    }

    fn target(&self, route: &Route) -> String {
        let path = |api: &u8| self.provider.apis[usize::from(*api) % self.provider.apis.len()].path();
        let id = |which: &u8| {
            if self.ids.is_empty() { "none" } else { &self.ids[usize::from(*which) % self.ids.len()] }
        };
        match route {
            Route::Webhooks { api } => path(api).into(),
            Route::Webhook { api, which } => format!("{}/{}", path(api), id(which)),
            Route::Test { api, which } => format!("{}/{}/test", path(api), id(which)),
            Route::Deliveries { api, which } => format!("{}/{}/deliveries?limit=2", path(api), id(which)),
            Route::Workspaces => "/v1/workspaces".into(),
            Route::Workspace { which } => format!("/v1/workspaces/{}", id(which)),
            Route::Access { which, redirect_url, state } => {
                let redirect_url = redirect_url.as_deref().unwrap_or("");
                let state = state.as_deref().unwrap_or("");
                format!(
                    "/v1/workspaces/{}/connectors/gmail/access?redirect_url={redirect_url}&state={state}",
                    id(which)
                )
            }
            Route::Status { which } => format!("/v1/workspaces/{}/connectors/gmail/", id(which)),
            Route::Install { which } => format!("/connect/gmail/{}", id(which)),
        }
    }

    fn body(&self, route: &Route, given: &Attributes) -> Value {
        let mut attributes = serde_json::Map::new();
        let (Route::Webhooks { api } | Route::Webhook { api, .. }) = route else {
            attributes.extend(given.name.clone().map(|name| ("name".into(), name.clone().into())));
            attributes.extend(given.url.clone().map(|id| ("external_workspace_id".into(), id.into())));
            return json!({ "data": { "type": "workspace", "attributes": attributes } });
        };
        let api = &self.provider.apis[usize::from(*api) % self.provider.apis.len()];
        if given.good_url {
            attributes.insert(api.url.into(), "https://a.example/hook".into());
        } else if let Some(url) = &given.url {
            attributes.insert(api.url.into(), url.as_str().into());
        }
        let names: Vec<&str> = given
            .events
            .iter()
            .map(|event| self.provider.events[usize::from(*event) % self.provider.events.len()].name)
            .collect();
        let events = match api.events {
            hookwright::subscription::EventsAttribute::One(_) => names.first().map(|name| json!(name)),
            hookwright::subscription::EventsAttribute::Many(_) => (!names.is_empty()).then(|| json!(names)),
        };
        attributes.extend(events.map(|events| (api.events.member().into(), events)));
        if let Some(member) = api.headers {
            let headers = given.headers.as_ref().map(|headers| {
                headers.iter().map(|(name, value)| (name.clone(), json!(value))).collect::<serde_json::Map<_, _>>()
            });
            if given.clear_headers || headers.is_some() {
                attributes.insert(member.into(), if given.clear_headers { Value::Null } else { json!(headers) });
            }
        }
        if let (Some(member), Some(active)) = (api.active, given.active) {
            attributes.insert(member.into(), active.into());
        }
        attributes.extend(given.extra.clone().map(|(name, value)| (name, value.into())));
        match api.wrapper {
            hookwright::subscription::BodyWrapper::None => Value::Object(attributes),
            hookwright::subscription::BodyWrapper::JsonApi(kind) => {
                json!({ "data": { "type": kind, "attributes": attributes } })
            }
        }
    }

    fn ask(&mut self, method: Method, target: String, authorized: bool, content_type: Option<String>, body: Vec<u8>) {
        let mut headers = Headers::new();
        if authorized {
            headers.push("Authorization", "Bearer token");
        }
        if let Some(content_type) = content_type {
            headers.push("Content-Type", content_type);
        }
        let method = match method {
            Method::Get => "GET",
            Method::Post => "POST",
            Method::Patch => "PATCH",
            Method::Delete => "DELETE",
            Method::Other => "BREW",
        };
        let request = ApiRequest { method: method.into(), target, origin: "http://localhost".into(), headers, body };
        let response = self.service.handle(&request, self.now_ms);
        assert!(STATUSES.contains(&response.status), "{}", response.status);
        assert_eq!(response.body.is_empty(), matches!(response.status, 204 | 302));
        let is_page = response.headers.iter().any(|(_, value)| value.starts_with("text/html"));
        if response.body.is_empty() || is_page {
            return;
        }
        let document: Value = serde_json::from_str(&response.body).expect("a response is JSON");
        if response.status >= 400 {
            assert_eq!(document["status"], response.status);
        }
        let id = document["data"]["id"].as_str().or(document["id"].as_str());
        let link = document["data"]["attributes"]["url"].as_str().and_then(|link| link.rsplit('/').next());
        self.ids.extend(id.or(link).map(str::to_owned));
    }

    fn pass(&mut self, ms: u32, answers: &[Answer]) {
        self.now_ms += i64::from(ms);
        for (number, attempt) in self.service.take_due(self.now_ms).into_iter().enumerate() {
            assert!(attempt.request.due_ms <= self.now_ms);
            let outcome = match answers.get(number) {
                Some(Answer::Status(status)) => Outcome::Answered(*status),
                Some(Answer::Timeout) | None => Outcome::Failed(TransportError::Timeout),
                Some(Answer::Connection) => Outcome::Failed(TransportError::Connection),
                Some(Answer::Never) => {
                    self.in_flight = true;
                    continue;
                }
            };
            assert!(self.service.settle(&attempt.delivery_id, outcome, &Headers::new(), self.now_ms));
            assert!(
                !self.service.settle(&attempt.delivery_id, outcome, &Headers::new(), self.now_ms),
                "an attempt is settled twice"
            );
        }
    }

    fn restart(&mut self) {
        let saved = serde_json::to_string(self.service.state()).expect("a state can be saved");
        let state: ServiceState = serde_json::from_str(&saved).expect("a saved state can be loaded");
        if !self.in_flight {
            assert_eq!(&state, self.service.state());
        }
        self.service = Service::restore(self.provider, config(), state).expect("both have an API");
        self.in_flight = false;
    }
}
