//! The in-page account: the services of the providers, what was sent to them, and their clock.
//!
//! It is in memory only. A service is created when it is first needed, so that its workspace has that time.

use hookwright::catalog::Provider;
use hookwright::credential::Credential;
use hookwright::http::{Headers, HttpRequest};
use hookwright::problem::Problem;
use hookwright::retry::Outcome;
use hookwright::service::{ApiRequest, ApiResponse, Config, DueAttempt, Emission, Emitted, Service};
use hookwright::signature::Secret;
use hookwright::subscription::Subscription;
use zeroize::Zeroizing;

use super::exchange::{Exchange, SentRequest};
use super::sample;

/// The bearer token of the account. It is the same for everyone, so that a request with it can be shown and copied.
pub(crate) const SAMPLE_TOKEN: &str = "sample_token";

/// The number of exchanges that the account keeps.
const LONGEST_HISTORY: usize = 50;

/// The services of the providers, and what was sent to them.
pub(crate) struct Account {
    /// Random bytes, from which ids and secrets are derived.
    seed: Zeroizing<[u8; 32]>,
    services: Vec<(&'static str, Service)>,
    /// The latest exchanges, oldest first.
    exchanges: Vec<Exchange>,
    /// The number of requests that were ever sent.
    sent: u64,
    /// The difference between the clock of the services and that of the machine.
    ahead_ms: i64,
}

impl Account {
    /// Creates an account without services.
    pub(crate) fn new(seed: Zeroizing<[u8; 32]>) -> Self {
        Self { seed, services: Vec::new(), exchanges: Vec::new(), sent: 0, ahead_ms: 0 }
    }

    /// Converts the time of the machine to the time of the services.
    pub(crate) fn at(&self, machine_ms: i64) -> i64 {
        machine_ms.saturating_add(self.ahead_ms)
    }

    /// Moves the clock of the services forward.
    pub(crate) fn advance(&mut self, by_ms: i64) {
        self.ahead_ms = self.ahead_ms.saturating_add(by_ms.max(0));
    }

    /// Returns the service of a provider. `None` if it has not been needed yet.
    pub(crate) fn service(&self, provider: &Provider) -> Option<&Service> {
        self.services.iter().find(|(id, _)| *id == provider.id).map(|(_, service)| service)
    }

    /// Returns the service of a provider, and creates it if needed. `None` if the provider has no API. All times are
    /// those of the services.
    pub(crate) fn service_mut(&mut self, provider: &'static Provider, now_ms: i64) -> Option<&mut Service> {
        if self.service(provider).is_none() {
            let config = Config {
                token: Some(SAMPLE_TOKEN.into()),
                secret: shared_secret(provider).and_then(|secret| Secret::new(secret.as_bytes()).ok()),
                seed: self.seed_of(provider),
            };
            let service = Service::new(provider, config).ok()?;
            self.services.push((provider.id, service.with_workspace(now_ms)));
        }
        self.services.iter_mut().find(|(id, _)| *id == provider.id).map(|(_, service)| service)
    }

    /// Returns the subscriptions of a provider that were created with one API, newest first.
    pub(crate) fn subscriptions(&self, provider: &Provider, api: &str) -> impl Iterator<Item = &Subscription> {
        let all = self.service(provider).into_iter().flat_map(|service| service.state().subscriptions().rev());
        all.filter(move |subscription| subscription.api == api)
    }

    /// Returns the secret that signs the deliveries of a subscription, if they are signed.
    pub(crate) fn secret(&self, provider: &Provider, subscription_id: &str) -> Option<Credential> {
        let service = self.service(provider)?;
        let subscription = service.state().subscriptions().find(|subscription| subscription.id == subscription_id)?;
        subscription.secret.clone().or_else(|| shared_secret(provider))
    }

    /// Sends a request to the service of a provider, and returns the exchange. References to tokens are replaced by the
    /// token of the account. `None` if the provider has no API.
    pub(crate) fn send(&mut self, provider: &'static Provider, request: &HttpRequest, now_ms: i64) -> Option<Exchange> {
        let request = SentRequest::new(request, SAMPLE_TOKEN);
        let response = self.service_mut(provider, now_ms)?.handle(&to_api(&request), now_ms);
        self.sent = self.sent.saturating_add(1);
        let exchange = Exchange { number: self.sent, provider: provider.id, at_ms: now_ms, request, response };
        if self.exchanges.len() >= LONGEST_HISTORY {
            self.exchanges.remove(0);
        }
        self.exchanges.push(exchange.clone());
        Some(exchange)
    }

    /// Answers a request that is not part of the history: what a panel needs to read.
    pub(crate) fn ask(
        &mut self,
        provider: &'static Provider,
        request: &HttpRequest,
        now_ms: i64,
    ) -> Option<ApiResponse> {
        let request = to_api(&SentRequest::new(request, SAMPLE_TOKEN));
        Some(self.service_mut(provider, now_ms)?.handle(&request, now_ms))
    }

    /// Returns the exchanges with the service of a provider, newest first.
    pub(crate) fn exchanges(&self, provider: &Provider) -> impl Iterator<Item = &Exchange> {
        let id = provider.id;
        self.exchanges.iter().rev().filter(move |exchange| exchange.provider == id)
    }

    /// Emits an event.
    ///
    /// # Errors
    /// The event cannot be emitted. `None` if the provider has no API.
    pub(crate) fn emit(
        &mut self,
        provider: &'static Provider,
        emission: &Emission,
        now_ms: i64,
    ) -> Option<Result<Emitted, Problem>> {
        Some(self.service_mut(provider, now_ms)?.emit(emission, now_ms))
    }

    /// Returns the attempts of a provider that are due, which must be settled.
    pub(crate) fn take_due(&mut self, provider: &'static Provider, now_ms: i64) -> Vec<DueAttempt> {
        self.service_mut(provider, now_ms).map(|service| service.take_due(now_ms)).unwrap_or_default()
    }

    /// Records the outcome of an attempt. Returns whether the delivery exists and was in flight.
    pub(crate) fn settle(
        &mut self,
        provider: &'static Provider,
        delivery_id: &str,
        outcome: Outcome,
        headers: &Headers,
        now_ms: i64,
    ) -> bool {
        self.service_mut(provider, now_ms).is_some_and(|service| service.settle(delivery_id, outcome, headers, now_ms))
    }

    /// Returns a different seed for each provider, so that their ids differ.
    fn seed_of(&self, provider: &Provider) -> [u8; 32] {
        let mut seed = *self.seed;
        seed.iter_mut().zip(provider.id.bytes()).for_each(|(byte, next)| *byte ^= next);
        seed
    }
}

/// Returns the secret of subscriptions without their own: the sample secret of the page.
fn shared_secret(provider: &Provider) -> Option<Credential> {
    provider.default_scheme().map(sample::secret)
}

/// Converts a request to that of a service.
pub(crate) fn to_api(request: &SentRequest) -> ApiRequest {
    ApiRequest {
        method: request.method.into(),
        target: request.target().into(),
        origin: request.origin().into(),
        headers: request.headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
        body: request.body.clone().into_bytes(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog::find;
    use hookwright::http::{Body, HeaderValue};
    use hookwright::signature::{Request, Verifier};
    use hookwright::subscription::{Draft, requests};
    use serde_json::{Value, json};

    const NOW: i64 = 1_768_478_400_000;

    fn account() -> Account {
        Account::new(Zeroizing::new([7; 32]))
    }

    fn provider(id: &str) -> &'static Provider {
        find(id).unwrap()
    }

    fn creation(id: &str, api: usize) -> HttpRequest {
        let provider = provider(id);
        let draft = Draft {
            url: "https://shop.example/hook".into(),
            events: vec![provider.events[0].name.into()],
            ..Draft::default()
        };
        requests(&provider.apis[api], &draft).remove(0)
    }

    fn body(exchange: &Exchange) -> Value {
        serde_json::from_str(&exchange.response.body).unwrap()
    }

    #[test]
    fn every_api_creates_subscriptions_without_preparation() {
        let mut account = account();
        for provider in hookwright::catalog::PROVIDERS {
            for (index, api) in provider.apis.iter().enumerate().filter(|(_, api)| api.endpoint.is_some()) {
                let exchange = account.send(provider, &creation(provider.id, index), NOW).unwrap();
                assert_eq!(exchange.response.status, 201, "{}: {}", api.id, exchange.response.body);
                assert_eq!(account.subscriptions(provider, api.id).count(), 1);
            }
        }
    }

    #[test]
    fn a_provider_without_an_api_has_no_service() {
        let mut account = account();
        let request = creation("generic", 0);
        assert!(account.send(provider("awell"), &request, NOW).is_none());
        assert_eq!(account.exchanges(provider("awell")).count(), 0);
    }

    #[test]
    fn a_request_without_the_token_is_refused() {
        let request = HttpRequest {
            method: "GET",
            url: "https://api.example.com/v1/webhooks?limit=5".into(),
            headers: Vec::new(),
            body: Body::Exact(String::new()),
        };
        let mut account = account();
        let refused = account.send(provider("generic"), &request, NOW).unwrap();
        assert_eq!(refused.response.status, 401);
        let headers = vec![("Authorization".into(), HeaderValue::BearerFrom("API_KEY"))];
        let answered = account.send(provider("generic"), &HttpRequest { headers, ..request }, NOW).unwrap();
        assert_eq!((answered.response.status, body(&answered)), (200, json!({ "webhooks": [] })));
    }

    #[test]
    fn keeps_the_last_fifty_exchanges_newest_first() {
        let mut account = account();
        for sent in 0..60 {
            account.send(provider("well"), &creation("well", 0), NOW + sent).unwrap();
        }
        account.send(provider("generic"), &creation("generic", 0), NOW).unwrap();
        let numbers: Vec<u64> = account.exchanges(provider("well")).map(|exchange| exchange.number).collect();
        assert_eq!((numbers.len(), numbers[0], numbers[48]), (49, 60, 12));
        assert_eq!(account.exchanges(provider("generic")).count(), 1);
    }

    #[test]
    fn delivers_events_signed_with_the_secret_of_the_subscription() {
        for id in ["generic", "well"] {
            let (mut account, provider) = (account(), provider(id));
            account.send(provider, &creation(id, 0), NOW).unwrap();
            let emission = Emission { event_type: provider.events[0].name.into(), ..Emission::default() };
            let emitted = account.emit(provider, &emission, NOW).unwrap().unwrap();
            let due = account.take_due(provider, NOW);
            assert_eq!((due.len(), &due[0].delivery_id), (1, &emitted.delivery_ids[0]));
            let secret = Secret::new(account.secret(provider, &due[0].subscription_id).unwrap().as_bytes()).unwrap();
            let verifier = Verifier::new(provider.default_scheme().unwrap(), &[secret]).unwrap();
            let request = Request::new(&due[0].request.headers, &due[0].request.body);
            assert!(verifier.verify(&request, NOW).is_ok(), "{id}");
            assert!(account.settle(provider, &due[0].delivery_id, Outcome::Answered(204), &Headers::new(), NOW));
        }
    }

    #[test]
    fn the_clock_of_the_services_only_moves_forward() {
        let mut account = account();
        account.advance(5);
        account.advance(-3);
        assert_eq!(account.at(NOW), NOW + 5);
        account.advance(i64::MAX);
        assert_eq!(account.at(NOW), i64::MAX);
    }

    #[test]
    fn ids_of_providers_and_of_seeds_differ() {
        let mut one = account();
        let mut other = Account::new(Zeroizing::new([8; 32]));
        let id = |account: &mut Account, provider: &'static Provider| {
            account.send(provider, &creation(provider.id, 0), NOW).unwrap();
            account.subscriptions(provider, provider.apis[0].id).next().unwrap().id.clone()
        };
        let ids = [&mut one, &mut other].map(|account| id(account, provider("well")));
        assert_ne!(ids[0], ids[1]);
    }
}
