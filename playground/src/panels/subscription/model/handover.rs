//! What an event for a subscription and its receiver have to know.

use hookwright::catalog::find_sender;
use hookwright::credential::Credential;
use hookwright::signature::Algorithm;
use hookwright::subscription::Subscription;

use super::creation::events;
use super::form::SubscriptionForm;
use super::headers::headers;
use crate::model::account::Account;
use crate::model::choice::Named as _;
use crate::model::handover::Handover;
use crate::model::scheme::SchemeChoice;

/// Describes the subscription of the account with this id, or the one that the form describes.
pub(crate) fn hand_over(form: &SubscriptionForm, account: &Account, id: &str) -> Handover {
    let provider = form.provider;
    let service = account.service(provider);
    let is_wanted = |subscription: &&Subscription| subscription.id == id;
    let found = service.and_then(|service| service.state().subscriptions().find(is_wanted));
    let (kinds, url, secret) = match found {
        Some(subscription) => {
            (subscription.events.clone(), subscription.url.clone(), account.secret(provider, &subscription.id))
        }
        None => {
            let secret = Some(form.secret.clone()).filter(|secret| !secret.is_empty());
            (events(form), form.url.trim().to_owned(), secret)
        }
    };
    // A static header with a token is how some deliveries are authenticated.
    let given: Vec<(String, Credential)> = match (found, form.api()) {
        (Some(subscription), _) => subscription.headers.clone().unwrap_or_default(),
        (None, Some(api)) => headers(&form.headers, api).0,
        (None, None) => Vec::new(),
    };
    let (scheme, secret) = match token(provider.id, &given) {
        Some((scheme, token)) => (scheme, Some(token)),
        None => (SchemeChoice::of(provider), secret),
    };
    Handover { from: "the subscription", scheme, kinds, url, secret }
}

/// Returns the scheme of a sender whose token is one of these header fields, and the token.
fn token(sender: &str, given: &[(String, Credential)]) -> Option<(SchemeChoice, Credential)> {
    let schemes = find_sender(sender)?.schemes.iter().filter(|scheme| scheme.algorithm == Algorithm::Token);
    schemes.into_iter().find_map(|scheme| {
        let mut names = scheme.signature.place.headers();
        let (_, value) = names.find_map(|name| given.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)))?;
        Some((SchemeChoice::from_id(scheme.id)?, value.clone()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog::find;
    use hookwright::subscription::{Draft, requests};
    use zeroize::Zeroizing;

    const NOW: i64 = 1_768_478_400_000;

    #[test]
    fn a_subscription_has_the_secret_with_which_the_account_signs() {
        let mut account = Account::new(Zeroizing::new([7; 32]));
        let generic = find("generic").unwrap();
        let draft = Draft { url: "https://a.example/".into(), events: vec!["user.updated".into()], ..Draft::default() };
        account.send(generic, &requests(&generic.apis[0], &draft).remove(0), NOW).unwrap();
        let id = account.subscriptions(generic, generic.apis[0].id).next().unwrap().id.clone();
        let given = hand_over(&SubscriptionForm::default(), &account, &id);
        assert_eq!((given.scheme.id(), given.url.as_str()), ("generic/signature", "https://a.example/"));
        assert_eq!(given.kinds, ["user.updated"]);
        assert!(given.secret.is_some() && given.secret == account.secret(generic, &id));
    }

    #[test]
    fn a_static_header_with_a_token_selects_its_scheme() {
        let account = Account::new(Zeroizing::new([7; 32]));
        let mut form = SubscriptionForm::default();
        form.choose_provider(find("well").unwrap());
        assert_eq!(hand_over(&form, &account, "").scheme.id(), "well/signature");
        form.headers = "X-Env: staging\nx-webhook-token: hunter2-hunter2".into();
        let given = hand_over(&form, &account, "");
        assert_eq!((given.scheme.id(), given.secret.as_deref()), ("well/token", Some("hunter2-hunter2")));
    }

    #[test]
    fn a_form_is_handed_over_before_it_is_sent() {
        let account = Account::new(Zeroizing::new([7; 32]));
        let mut form = SubscriptionForm { secret: "hunter2-hunter2".into(), ..SubscriptionForm::default() };
        form.other_events = "order.shipped".into();
        let given = hand_over(&form, &account, "");
        assert_eq!(given.kinds, ["user.created", "order.shipped"]);
        assert_eq!(given.secret.as_deref(), Some("hunter2-hunter2"));
        form.choose_provider(find("awell").unwrap());
        form.secret = String::new().into();
        let given = hand_over(&form, &account, "");
        assert_eq!((given.scheme.sender_id(), given.secret), ("awell", None));
    }
}
