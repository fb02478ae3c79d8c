//! A provider's own API as a pure function: a request in, a response out, and a state that can be saved and loaded; and
//! its OpenAPI document.

mod agenda;
mod codes;
mod deliver;
mod error;
mod message;
mod openapi;
mod page;
mod resource;
mod route;
mod state;
mod table;
mod webhooks;
mod workspaces;

use alloc::format;
use alloc::vec::Vec;
use core::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::base::code::codes;
use crate::base::credential::Credential;
use crate::catalog::Provider;
use crate::signature::{CompiledScheme, Secret};

pub use codes::PROBLEM_CODES;
pub use deliver::{DueAttempt, Emission, Emitted};
pub use message::{ApiRequest, ApiResponse};
pub use openapi::openapi;
pub use route::Operation;
pub use state::ServiceState;

use agenda::Agenda;
use error::ApiError;
pub(super) use route::Action;

/// What a service has to be told before it can start.
#[derive(Clone, Debug)]
pub struct Config {
    /// The bearer token that every request must carry. `None` lets everybody in, as the examples of the generic page, which
    /// carry none, expect.
    pub token: Option<Credential>,
    /// What deliveries are signed with where subscriptions have no secret of their own.
    pub secret: Option<Secret>,
    /// 32 random bytes, from which ids and secrets are made. The same seed makes the same ones.
    pub seed: [u8; 32],
}

/// A provider's API, and what it remembers.
///
/// It has no clock and sends nothing. [`Service::handle`] answers requests, [`Service::emit`] lets events happen,
/// [`Service::take_due`] says what to send, and [`Service::settle`] is told what came of it.
///
/// ```
/// use hookwright::{catalog, service::{ApiRequest, Config, Service}};
///
/// let generic = catalog::find("generic").unwrap();
/// let mut service = Service::new(generic, Config { token: None, secret: None, seed: [7; 32] })?;
/// let request = ApiRequest {
///     method: "POST".into(),
///     target: "/v1/webhooks".into(),
///     headers: [("Content-Type", "application/json")].into_iter().collect(),
///     body: br#"{ "url": "https://yourapp.com/webhook", "events": ["user.created"] }"#.to_vec(),
///     ..ApiRequest::default()
/// };
/// let response = service.handle(&request, 1_768_480_200_000);
/// assert_eq!(response.status, 201);
/// # Ok::<(), hookwright::service::ServiceError>(())
/// ```
#[derive(Clone)]
pub struct Service {
    provider: &'static Provider,
    operations: Vec<Operation>,
    /// The scheme that deliveries are signed by, if one is known.
    scheme: Option<CompiledScheme>,
    token: Option<Credential>,
    secret: Option<Secret>,
    seed: Zeroizing<[u8; 32]>,
    state: ServiceState,
    agenda: Agenda,
}

codes! {
    /// Why there can be no service.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum ServiceError;

    /// Every code of a [`ServiceError`].
    pub const SERVICE_CODES;

    /// The provider has no API: its subscriptions are made by hand.
    NoApi = "no_api" => "this provider has no API for subscriptions; create them by hand",
}

impl fmt::Debug for Service {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Service")
            .field("provider", &self.provider.id)
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}

impl Service {
    /// A service that remembers nothing yet.
    ///
    /// # Errors
    /// [`ServiceError::NoApi`], for a provider that has none.
    pub fn new(provider: &'static Provider, config: Config) -> Result<Self, ServiceError> {
        Self::restore(provider, config, ServiceState::default())
    }

    /// A service that goes on from a saved state. Attempts that were under way when it was saved are made again.
    ///
    /// # Errors
    /// [`ServiceError::NoApi`], for a provider that has none.
    pub fn restore(provider: &'static Provider, config: Config, mut state: ServiceState) -> Result<Self, ServiceError> {
        let operations = Operation::all(provider);
        if operations.is_empty() {
            return Err(ServiceError::NoApi);
        }
        state.recover();
        let agenda = Agenda::of(&mut state.deliveries);
        let Config { token, secret, seed } = config;
        let scheme = provider.default_scheme().and_then(|scheme| scheme.compile().ok());
        Ok(Self { provider, operations, scheme, token, secret, seed: Zeroizing::new(seed), state, agenda })
    }

    /// What it remembers.
    #[must_use]
    pub fn state(&self) -> &ServiceState {
        &self.state
    }

    /// Answers a request that arrives at `now_ms`.
    #[must_use]
    pub fn handle(&mut self, request: &ApiRequest, now_ms: i64) -> ApiResponse {
        match self.answer(request, now_ms) {
            Ok(response) => response,
            Err(error) => {
                let (status, _, _) = error.row();
                // Real trace ids are random; these count up, so that two refusals can be told apart.
                let trace = format!("{:06x}", self.state.count());
                let mut response = ApiResponse::document(status, &error.document(&trace), request);
                match error {
                    ApiError::Method(allowed) => response.headers.push(("allow", allowed)),
                    ApiError::Unauthorized => response.headers.push(("www-authenticate", "Bearer".into())),
                    _ => {}
                }
                response
            }
        }
    }

    fn answer(&mut self, request: &ApiRequest, now_ms: i64) -> Result<ApiResponse, ApiError> {
        let path = request.path();
        let mut matching = self.operations.iter().filter(|operation| operation.parameter(path).is_some());
        let Some(operation) = matching.clone().find(|operation| operation.method == request.method) else {
            let methods: Vec<&str> = matching.by_ref().map(|operation| operation.method).collect();
            return Err(if methods.is_empty() { ApiError::NotFound } else { ApiError::Method(methods.join(", ")) });
        };
        if operation.needs_token && !self.is_authorised(request) {
            return Err(ApiError::Unauthorized);
        }
        let action = operation.action;
        let id = &operation.parameter(path).unwrap_or_default();
        match action {
            Action::Create(api) => self.create(api, request, now_ms),
            Action::List(api) => self.list(api, request),
            Action::Retrieve(api) => self.retrieve(api, id, request),
            Action::Update(api) => self.update(api, id, request, now_ms),
            Action::Delete(api) => self.delete(api, id),
            Action::Test(api) => self.test(api, id, request, now_ms),
            Action::Deliveries(api) => self.deliveries(api, id, request),
            Action::CreateWorkspace(rows) => self.create_workspace(rows, request, now_ms),
            Action::ListWorkspaces(rows) => self.list_workspaces(rows, request),
            Action::RetrieveWorkspace(rows) => self.retrieve_workspace(rows, id, request),
            Action::ConnectorAccess(rows, connector) => self.connector_access(rows, connector, id, request),
            Action::ConnectorStatus(rows, connector) => self.connector_status(rows, connector, id, request, now_ms),
            Action::Install(rows, connector) => self.install(rows, connector, id, now_ms),
        }
    }

    /// Whether the request carries the token. Both sides are hashed first, so that the time taken tells nothing of it.
    fn is_authorised(&self, request: &ApiRequest) -> bool {
        let Some(token) = &self.token else { return true };
        let mut given = request.headers.get("authorization");
        let (Some(value), None) = (given.next(), given.next()) else { return false };
        let Some((scheme, bearer)) = value.split_once(' ') else { return false };
        let hash = |text: &str| Hmac::<Sha256>::new_from_slice(&*self.seed).ok().map(|mac| mac.chain_update(text));
        let (Some(given), Some(expected)) = (hash(bearer.trim()), hash(token)) else { return false };
        scheme.eq_ignore_ascii_case("bearer") && given.verify(&expected.finalize().into_bytes()).is_ok()
    }
}
