//! The API of a provider, implemented without I/O: a request in, a response out, and a state that can be saved and
//! loaded. Its OpenAPI document is available, too.

mod codes;
mod deliveries;
mod delivery_index;
mod error;
mod http;
mod interventions;
mod openapi;
mod operation;
mod page;
mod resource;
mod state;
mod subscriptions;
mod table;
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
use crate::retry::Policy;
use crate::signature::{CompiledScheme, Scheme, Secret};

pub use codes::PROBLEM_CODES;
pub use deliveries::{DueAttempt, Emission, Emitted};
pub use http::{ApiRequest, ApiResponse};
pub use openapi::openapi;
pub use operation::{Operation, OperationKind};
pub use state::ServiceState;

use delivery_index::DeliveryIndex;
use error::ApiError;
pub(super) use operation::Action;

/// The configuration of a service. `Debug` does not print the seed, because secrets are derived from it.
#[derive(Clone)]
pub struct Config {
    /// The bearer token that every request must have. With `None`, requests need no token, like the examples of the
    /// generic provider.
    pub token: Option<Credential>,
    /// The secret that signs deliveries of subscriptions without a secret.
    pub secret: Option<Secret>,
    /// 32 random bytes, from which ids and secrets are derived. The same seed gives the same ids and secrets.
    pub seed: [u8; 32],
}

/// The API of a provider, and its state.
///
/// A service has no clock and sends no requests. [`Service::handle`] responds to API requests, [`Service::emit`] emits
/// events, [`Service::take_due`] returns the attempts to send, and [`Service::settle`] records their outcomes.
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
    /// The signature scheme of deliveries, if the provider has a known one.
    scheme: Option<CompiledScheme>,
    token: Option<Credential>,
    secret: Option<Secret>,
    seed: Zeroizing<[u8; 32]>,
    /// The retry policy, if it is not that of the provider.
    policy: Option<Policy>,
    state: ServiceState,
    index: DeliveryIndex,
}

codes! {
    /// Why a service cannot be created.
    #[derive(Clone, Copy, Debug, PartialEq, Eq)]
    #[non_exhaustive]
    pub enum ServiceError;

    /// Every code of a [`ServiceError`].
    pub const SERVICE_CODES;

    /// The provider has no API. Its subscriptions are created by hand.
    NoApi = "no_api" => "this provider has no API for subscriptions; create them by hand",

    /// The signature scheme of the provider is not valid.
    InvalidScheme = "invalid_provider_scheme" =>
        "the signature scheme of this provider is not valid; `Scheme::check` lists its problems",
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config").field("token", &self.token).field("secret", &self.secret).finish_non_exhaustive()
    }
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
    /// A service without subscriptions and deliveries.
    ///
    /// # Errors
    /// [`ServiceError::NoApi`] if the provider has no API, and [`ServiceError::InvalidScheme`] if its scheme is not
    /// valid.
    pub fn new(provider: &'static Provider, config: Config) -> Result<Self, ServiceError> {
        Self::restore(provider, config, ServiceState::default())
    }

    /// A service that continues from a saved state. Attempts that were in flight when it was saved are repeated.
    ///
    /// # Errors
    /// [`ServiceError::NoApi`] if the provider has no API, and [`ServiceError::InvalidScheme`] if its scheme is not
    /// valid.
    pub fn restore(provider: &'static Provider, config: Config, mut state: ServiceState) -> Result<Self, ServiceError> {
        let operations = Operation::all(provider);
        if operations.is_empty() {
            return Err(ServiceError::NoApi);
        }
        state.recover();
        let index = DeliveryIndex::new(&mut state.deliveries);
        let Config { token, secret, seed } = config;
        // Not `catalog::compiled_scheme`: it would make the schemes of all senders part of a program with one provider.
        let scheme = provider.default_scheme().map(Scheme::compile).transpose();
        let scheme = scheme.map_err(|_| ServiceError::InvalidScheme)?;
        Ok(Self { provider, operations, scheme, token, secret, seed: Zeroizing::new(seed), policy: None, state, index })
    }

    /// The same service with a workspace, which a new account of a provider with workspaces has before the first request.
    /// Without effect if the provider has no workspaces, or the state already contains one. `now_ms` is in milliseconds
    /// since the epoch.
    ///
    /// ```
    /// use hookwright::{catalog, service::{Config, Service}};
    ///
    /// let well = catalog::find("well").unwrap();
    /// let service = Service::new(well, Config { token: None, secret: None, seed: [7; 32] })?;
    /// assert_eq!(service.workspace_id(), None);
    /// let service = service.with_workspace(1_768_480_200_000);
    /// assert!(service.workspace_id().is_some());
    /// # Ok::<(), hookwright::service::ServiceError>(())
    /// ```
    #[must_use]
    pub fn with_workspace(mut self, now_ms: i64) -> Self {
        if let Some(workspaces) = self.provider.workspaces.filter(|_| self.state.workspaces.is_empty()) {
            let name = format!("Default {}", workspaces.noun.singular);
            self.add_workspace(workspaces, Some(name), None, now_ms);
        }
        self
    }

    /// Sets the retry policy of all deliveries, to find out what another one would do. `None` is the policy of the provider.
    /// Attempts that are already scheduled keep their times. The policy is not a part of the saved state.
    ///
    /// ```
    /// use hookwright::{catalog, service::{Config, Service}};
    ///
    /// let generic = catalog::find("generic").unwrap();
    /// let mut service = Service::new(generic, Config { token: None, secret: None, seed: [7; 32] })?;
    /// service.set_policy(catalog::find_policy("standard").cloned());
    /// assert_ne!(service.policy(), generic.policy);
    /// # Ok::<(), hookwright::service::ServiceError>(())
    /// ```
    pub fn set_policy(&mut self, policy: Option<Policy>) {
        self.policy = policy;
    }

    /// The retry policy of deliveries: that of the provider, unless [`Service::set_policy`] has set another one.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        self.policy.as_ref().unwrap_or(self.provider.policy)
    }

    /// The id of the first workspace. `None` if there are none.
    #[must_use]
    pub fn workspace_id(&self) -> Option<&str> {
        self.state.workspaces.iter().next().map(|workspace| workspace.id.as_str())
    }

    /// The state of the service.
    #[must_use]
    pub fn state(&self) -> &ServiceState {
        &self.state
    }

    /// Responds to a request that arrives at `now_ms`, in milliseconds since the epoch.
    #[must_use]
    pub fn handle(&mut self, request: &ApiRequest, now_ms: i64) -> ApiResponse {
        match self.respond(request, now_ms) {
            Ok(response) => response,
            Err(error) => {
                let (status, _, _) = error.parts();
                // Trace ids of providers are random. These are sequential numbers.
                let trace = format!("{:06x}", self.state.next_number());
                let mut response = ApiResponse::document(status, &error.document(&trace), request);
                match error {
                    ApiError::MethodNotAllowed(allowed) => response.headers.push(("allow", allowed)),
                    ApiError::Unauthorized => response.headers.push(("www-authenticate", "Bearer".into())),
                    _ => {}
                }
                response
            }
        }
    }

    fn respond(&mut self, request: &ApiRequest, now_ms: i64) -> Result<ApiResponse, ApiError> {
        let path = request.path();
        let mut matching = self.operations.iter().filter(|operation| operation.parameter(path).is_some());
        let Some(operation) = matching.clone().find(|operation| operation.method == request.method) else {
            let methods: Vec<&str> = matching.by_ref().map(|operation| operation.method).collect();
            return Err(if methods.is_empty() {
                ApiError::NotFound
            } else {
                ApiError::MethodNotAllowed(methods.join(", "))
            });
        };
        if operation.needs_token && !self.is_authorized(request) {
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
            Action::CreateWorkspace(workspaces) => self.create_workspace(workspaces, request, now_ms),
            Action::ListWorkspaces(workspaces) => self.list_workspaces(workspaces, request),
            Action::RetrieveWorkspace(workspaces) => self.retrieve_workspace(workspaces, id, request),
            Action::ConnectorAccess(workspaces, connector) => self.connector_access(workspaces, connector, id, request),
            Action::ConnectorStatus(workspaces, connector) => {
                self.connector_status(workspaces, connector, id, request, now_ms)
            }
            Action::Install(workspaces, connector) => self.install(workspaces, connector, id, now_ms),
        }
    }

    /// Whether the request has the token. Both sides are hashed first, so that the time of the comparison does not
    /// depend on the token.
    fn is_authorized(&self, request: &ApiRequest) -> bool {
        let Some(token) = &self.token else { return true };
        let mut given = request.headers.get("authorization");
        let (Some(value), None) = (given.next(), given.next()) else { return false };
        let Some((scheme, bearer)) = value.split_once(' ') else { return false };
        let hash = |text: &str| Hmac::<Sha256>::new_from_slice(&*self.seed).ok().map(|mac| mac.chain_update(text));
        let (Some(given), Some(expected)) = (hash(bearer.trim()), hash(token)) else { return false };
        scheme.eq_ignore_ascii_case("bearer") && given.verify(&expected.finalize().into_bytes()).is_ok()
    }
}
