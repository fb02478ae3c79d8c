//! What the panel shows of the in-page account: its subscriptions, and the exchanges with it.

use hookwright::catalog::Provider;
use hookwright::subscription::Api;
use hookwright::time::format_rfc3339;

use super::problem::{InputProblem, answered};
use crate::model::account::Account;
use crate::model::exchange::{Exchange, reason};

/// A row of the table of subscriptions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stored {
    pub(crate) id: String,
    pub(crate) url: String,
    pub(crate) events: String,
    /// `None` if the API does not have this attribute.
    pub(crate) active: Option<bool>,
}

/// Returns the subscriptions of an API, newest first.
pub(crate) fn stored(account: &Account, provider: &Provider, api: &Api) -> Vec<Stored> {
    let row = |subscription: &hookwright::subscription::Subscription| Stored {
        id: subscription.id.clone(),
        url: subscription.url.clone(),
        events: subscription.events.join(", "),
        active: api.active.map(|_| subscription.active),
    };
    account.subscriptions(provider, api.id).map(row).collect()
}

/// An exchange as it is shown.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Shown {
    pub(crate) number: u64,
    /// The method and the target.
    pub(crate) start: String,
    /// The status code and its reason phrase.
    pub(crate) status: String,
    pub(crate) is_success: bool,
    pub(crate) at: String,
    pub(crate) request: String,
    pub(crate) response: String,
    /// The problems that the service has found.
    pub(crate) problems: Vec<InputProblem>,
}

/// Returns the exchanges with a provider, newest first.
pub(crate) fn shown(account: &Account, provider: &Provider, shows_secrets: bool) -> Vec<Shown> {
    account.exchanges(provider).map(|exchange| show(exchange, provider, shows_secrets)).collect()
}

fn show(exchange: &Exchange, provider: &Provider, shows_secrets: bool) -> Shown {
    let target = exchange.request.target();
    let api = provider.apis.iter().find(|api| api.endpoint.is_some() && target.starts_with(api.path()));
    let status = exchange.response.status;
    Shown {
        number: exchange.number,
        start: format!("{} {target}", exchange.request.method),
        status: format!("{status} {}", reason(status)).trim_end().into(),
        is_success: exchange.is_success(),
        at: format_rfc3339(exchange.at_ms),
        request: exchange.request_text(api, shows_secrets),
        response: exchange.response_text(api, shows_secrets),
        problems: api.map(|api| answered(api, exchange)).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::SubscriptionForm;
    use super::super::review::Review;
    use super::*;
    use zeroize::Zeroizing;

    #[test]
    fn shows_subscriptions_and_exchanges() {
        let form = SubscriptionForm { secret: "whsec_hunter2".into(), ..SubscriptionForm::default() };
        let mut account = Account::new(Zeroizing::new([7; 32]));
        account.send(form.provider, &Review::of(&form).requests[0], 1_768_478_400_000).unwrap();
        let api = form.api().unwrap();
        let rows = stored(&account, form.provider, api);
        assert_eq!((rows.len(), rows[0].events.as_str(), rows[0].active), (1, "user.created", Some(true)));
        let exchanges = shown(&account, form.provider, false);
        let Shown { start, status, at, is_success, .. } = &exchanges[0];
        assert_eq!((start.as_str(), status.as_str()), ("POST /v1/webhooks", "201 Created"));
        assert!(*is_success && at == "2026-01-15T12:00:00Z");
        assert!(!format!("{exchanges:?}").contains("hunter2"));
        assert!(format!("{:?}", shown(&account, form.provider, true)).contains("hunter2"));
    }
}
