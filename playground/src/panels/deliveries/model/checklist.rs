//! Why webhooks are not received: the five points of the generic provider's documentation, answered from what is known.
//!
//! The page sends no requests. What only the network knows is unknown, and a command finds it out.

use hookwright::delivery::DeliveryState;
use hookwright::retry::{Outcome, TransportError};
use hookwright::subscription::SkipReason;

use super::facts::Facts;
use super::log;
use super::outcomes::{cause_of, title};
use super::reachability::{Reach, Target};
use crate::model::words::count;

/// What is known about a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PointState {
    Passed,
    Failed,
    Unknown,
}

/// A point of the checklist. Texts have the format of messages of the core.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Point {
    /// The id in the page.
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) state: PointState,
    /// What is known, or why it is not.
    pub(crate) detail: String,
    /// What to do. It may be empty.
    pub(crate) remedy: String,
    /// The command that finds out what the page cannot know.
    pub(crate) command: Option<String>,
}

impl Facts<'_> {
    /// Answers the five points, in the order of the documentation.
    pub(crate) fn points(&self) -> [Point; 5] {
        [self.accessible(), self.certificate(), self.responds(), self.active(), self.log()]
    }

    fn accessible(&self) -> Point {
        let point = Point::new("accessible", "Webhook URL is accessible");
        let reached = "at the last attempt, the simulated endpoint was reached; this command checks the real one";
        match (&self.target.reach, self.last) {
            (Reach::Unusable(message), _) => point.failed(message.as_str(), ""),
            (Reach::Loopback, _) => point.failed(
                "the URL points to the machine of the sender, so a provider cannot reach your receiver",
                "open a tunnel to your receiver, and subscribe with its public URL",
            ),
            (Reach::Private, _) => point.failed(
                "the URL points into a private network, which a provider cannot reach",
                "use a public address, or open a tunnel to your receiver",
            ),
            (Reach::Public, Some(Outcome::Failed(error @ (TransportError::Dns | TransportError::Connection)))) => {
                point.because(Outcome::Failed(error)).command(self.target.curl())
            }
            (Reach::Public, Some(Outcome::Answered(_) | Outcome::Failed(TransportError::Tls))) => {
                point.known(PointState::Passed, reached).command(self.target.curl())
            }
            (Reach::Public, _) => {
                let detail =
                    "the address is public; this command finds out whether it answers: any status means that it does";
                point.known(PointState::Unknown, detail).command(self.target.curl())
            }
        }
    }

    fn certificate(&self) -> Point {
        let point = Point::new("certificate", "HTTPS certificate is valid");
        let Target { reach, is_https, .. } = &self.target;
        match (reach, self.last) {
            (Reach::Unusable(_), _) => point.known(PointState::Unknown, "the URL is not valid"),
            _ if !is_https => point.failed(
                "the URL is not HTTPS, so there is no certificate, and anyone on the network can read the events",
                "use an `https://` URL with a certificate of a public authority",
            ),
            (_, Some(Outcome::Failed(TransportError::Tls))) => {
                point.because(Outcome::Failed(TransportError::Tls)).command(self.target.openssl())
            }
            (_, Some(Outcome::Answered(_))) => {
                let detail = "at the last attempt, the simulated endpoint had a valid one; this command checks the \
                              real one";
                point.known(PointState::Passed, detail).command(self.target.openssl())
            }
            _ => {
                let detail = "this command shows the certificate, and `Verify return code: 0 (ok)` if it is valid";
                point.known(PointState::Unknown, detail).command(self.target.openssl())
            }
        }
    }

    fn responds(&self) -> Point {
        let point = Point::new("responds", "Endpoint responds with 200");
        match self.last {
            Some(outcome) if cause_of(outcome).is_some() => point.because(outcome),
            Some(outcome) => {
                point.known(PointState::Passed, format!("the last attempt got the status `{}`", title(outcome)))
            }
            None if self.subscription.is_some() => {
                point.known(PointState::Unknown, "there is no attempt to this URL yet").remedy("emit an event")
            }
            None => point
                .known(PointState::Unknown, "there is no attempt to this URL in the log of this page")
                .remedy("look for the status in the log of the provider, or of your receiver"),
        }
    }

    fn active(&self) -> Point {
        let point = Point::new("active", "Webhook is active");
        let Some(subscription) = self.subscription else {
            return point
                .known(PointState::Unknown, "a URL alone does not say this")
                .remedy("choose a subscription of the in-page account, or retrieve it from the provider");
        };
        let kind = self.kind;
        let others = match self.receiving {
            0 => format!("no subscription of the account receives `{kind}`"),
            1 => format!("1 subscription of the account receives `{kind}`"),
            number => format!("{} of the account receive `{kind}`", count(number, "subscription")),
        };
        match (subscription.receives(kind, &self.origin), self.health.disabled) {
            (Ok(()), _) => point.known(PointState::Passed, format!("the subscription is active and receives `{kind}`")),
            (Err(SkipReason::Inactive), Some(disabled)) => point.failed(
                log::why_disabled(disabled.reason),
                "correct the cause, enable the endpoint, and redeliver what was missed",
            ),
            (Err(SkipReason::Inactive), None) => {
                point.failed("the subscription is not active", "activate it with an update of the subscription")
            }
            (Err(SkipReason::OtherEvent), _) => {
                let events = subscription.events.join("`, `");
                point.failed(
                    format!("the subscription is active, but only for `{events}`; {others}"),
                    format!("add `{kind}` to the events of a subscription"),
                )
            }
            (Err(reason), _) => point.failed(
                format!("{}; {others}", reason.describe()),
                "remove the filter of the subscription, or emit the event in its workspace",
            ),
        }
    }

    fn log(&self) -> Point {
        let point = Point::new("log", "Delivery logs");
        let kind = self.kind;
        let Some(newest) = self.deliveries.first() else {
            let detail = match self.subscription {
                Some(_) => format!("the log has no delivery of `{kind}` to this subscription"),
                None => "the log of this page is about its own subscriptions".into(),
            };
            let remedy = if self.subscription.is_some() { "emit an event" } else { "read the log of the provider" };
            return point.known(PointState::Unknown, detail).remedy(remedy);
        };
        let state = newest.progress.state;
        let next = log::next(state);
        let attempts = count(usize::try_from(newest.progress.attempts).unwrap_or(usize::MAX), "attempt");
        match state {
            DeliveryState::Succeeded { .. } => point
                .known(PointState::Passed, format!("the newest delivery of `{kind}` was accepted after {attempts}")),
            DeliveryState::Waiting { .. } => point.failed(
                format!("the newest delivery of `{kind}` is still being retried after {attempts}. {next}"),
                "correct the cause; the next attempt then succeeds",
            ),
            DeliveryState::Pending { .. } | DeliveryState::Attempting { .. } => {
                point.known(PointState::Unknown, format!("the newest delivery of `{kind}` has no attempt yet. {next}"))
            }
            DeliveryState::Failed { .. } | DeliveryState::Disabled { .. } => point.failed(
                format!("the newest delivery of `{kind}` has ended after {attempts}. {next}"),
                "correct the cause, and redeliver it",
            ),
        }
    }
}

impl Point {
    const fn new(id: &'static str, title: &'static str) -> Self {
        Self { id, title, state: PointState::Unknown, detail: String::new(), remedy: String::new(), command: None }
    }

    fn known(self, state: PointState, detail: impl Into<String>) -> Self {
        Self { state, detail: detail.into(), ..self }
    }

    fn failed(self, detail: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { remedy: remedy.into(), ..self.known(PointState::Failed, detail) }
    }

    /// Fails because of the outcome of an attempt.
    fn because(self, outcome: Outcome) -> Self {
        let Some(cause) = cause_of(outcome) else { return self };
        let detail = match outcome {
            Outcome::Answered(_) => format!("the last attempt got the status `{}`: {}", title(outcome), cause.what),
            Outcome::Failed(_) => format!("at the last attempt, {}", cause.what),
        };
        self.failed(detail, cause.remedy)
    }

    fn remedy(self, remedy: &str) -> Self {
        Self { remedy: remedy.into(), ..self }
    }

    fn command(self, command: Option<String>) -> Self {
        Self { command, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::DeliveriesForm;
    use super::super::network::{Conditions, Network, Step};
    use super::super::receiver::{self, Failing};
    use super::super::samples::{account, conditions, emitted, generic, patch};
    use super::*;
    use crate::model::account::Account;
    use crate::model::form::Form as _;
    use hookwright::delivery::HealthRule;

    /// An account with a subscription, and the attempts to it.
    struct Setup {
        account: Account,
        network: Network,
        form: DeliveriesForm,
    }

    impl Setup {
        fn new(url: &str) -> Self {
            let account = account(generic(), &[url]);
            Self { account, network: Network::default(), form: DeliveriesForm::first(0) }
        }

        fn emit(&mut self, conditions: &Conditions) {
            emitted(&mut self.network, &mut self.account, conditions);
        }

        fn points(&self) -> [Point; 5] {
            Facts::of(&self.form, &self.account, &self.network).unwrap().points()
        }

        fn point(&self, id: &str) -> Point {
            self.points().into_iter().find(|point| point.id == id).unwrap()
        }

        fn states(&self) -> [PointState; 5] {
            self.points().map(|point| point.state)
        }
    }

    use PointState::{Failed, Passed, Unknown};

    fn always(answer: receiver::Answer) -> Conditions {
        conditions(answer, Failing::Always)
    }

    #[test]
    fn before_the_first_attempt_only_the_subscription_is_known() {
        let setup = Setup::new("https://shop.example/hook");
        assert_eq!(setup.states(), [Unknown, Unknown, Unknown, Passed, Unknown]);
        assert_eq!(setup.point("accessible").command.unwrap(), "curl -I https://shop.example/hook");
        assert!(setup.point("certificate").command.unwrap().starts_with("openssl s_client -connect shop.example:443 "));
    }

    #[test]
    fn an_accepted_delivery_passes_every_point() {
        let mut setup = Setup::new("https://shop.example/hook");
        setup.emit(&always(receiver::Answer::Ok));
        assert_eq!(setup.states(), [Passed; 5]);
        assert_eq!(setup.point("log").detail, "the newest delivery of `user.created` was accepted after 1 attempt");
    }

    #[test]
    fn each_outcome_fails_the_point_that_it_belongs_to() {
        use receiver::Answer as Given;
        for (given, expected) in [
            (Given::Error, [Passed, Passed, Failed, Passed, Failed]),
            (Given::Tls, [Passed, Failed, Failed, Passed, Failed]),
            (Given::Connection, [Failed, Unknown, Failed, Passed, Failed]),
            (Given::Dns, [Failed, Unknown, Failed, Passed, Failed]),
            (Given::Timeout, [Unknown, Unknown, Failed, Passed, Failed]),
        ] {
            let mut setup = Setup::new("https://shop.example/hook");
            setup.emit(&always(given));
            assert_eq!(setup.states(), expected, "{given:?}");
            for point in setup.points() {
                assert!(point.state != Failed || !point.remedy.is_empty(), "{given:?}: {point:?}");
            }
        }
    }

    #[test]
    fn the_answers_follow_the_retries() {
        let mut setup = Setup::new("https://shop.example/hook");
        let recovers = conditions(receiver::Answer::Unavailable, Failing::Attempts(1));
        setup.emit(&recovers);
        assert!(setup.point("responds").detail.contains("`503 Service Unavailable`"));
        assert!(setup.point("log").detail.ends_with("Next attempt at 2026-01-15T12:00:30Z"));
        setup.network.step(&mut setup.account, &recovers, Step::Next);
        assert_eq!(setup.states(), [Passed; 5]);

        setup.emit(&always(receiver::Answer::Unavailable));
        setup.network.step(&mut setup.account, &always(receiver::Answer::Unavailable), Step::End);
        let log = setup.point("log");
        assert_eq!(log.state, Failed);
        assert!(log.detail.contains("after 5 attempts. Gave up at "), "{}", log.detail);
    }

    #[test]
    fn addresses_that_a_provider_cannot_reach_fail() {
        for (url, words) in [
            ("http://localhost:3000/webhook", "machine of the sender"),
            ("https://10.0.0.1/webhook", "private network"),
        ] {
            let mut setup = Setup::new(url);
            // The simulated receiver answers anyway.
            setup.emit(&always(receiver::Answer::Ok));
            let point = setup.point("accessible");
            assert_eq!(point.state, Failed, "{url}");
            assert!(point.detail.contains(words), "{}", point.detail);
        }
        let local = Setup::new("http://localhost:3000/webhook").point("certificate");
        assert_eq!((local.state, local.command), (Failed, None));
    }

    #[test]
    fn a_disabled_endpoint_is_named_with_the_reason() {
        let mut setup = Setup::new("https://shop.example/hook");
        let rule = HealthRule { failures: Some(1), ..HealthRule::default() };
        setup.emit(&Conditions { rule, ..always(receiver::Answer::Error) });
        let active = setup.point("active");
        assert_eq!(active.state, Failed);
        assert!(active.detail.contains("too many failed attempts") && active.remedy.contains("enable"));
        assert!(setup.point("log").detail.contains("Ended at"));
    }

    #[test]
    fn another_event_type_is_named() {
        let mut setup = Setup::new("https://shop.example/hook");
        setup.form.choose_event("payment.failed");
        let active = setup.point("active");
        assert_eq!(active.state, Failed);
        assert_eq!(
            active.detail,
            "the subscription is active, but only for `user.created`; no subscription of the account receives \
             `payment.failed`"
        );
        assert_eq!(setup.point("log").detail, "the log has no delivery of `payment.failed` to this subscription");
    }

    #[test]
    fn a_typed_url_is_judged_by_its_text() {
        let mut setup = Setup::new("https://shop.example/hook");
        setup.emit(&always(receiver::Answer::Error));
        setup.form.url = " https://other.example/ ".into();
        assert_eq!(setup.states(), [Unknown; 5]);
        setup.form.url = "https://shop.example/hook".into();
        assert_eq!(setup.states(), [Passed, Passed, Failed, Unknown, Unknown]);
        assert!(setup.point("responds").detail.contains("`500 Internal Server Error`"));
        setup.form.url = "http://10.0.0.1/".into();
        assert_eq!(setup.states(), [Failed, Failed, Unknown, Unknown, Unknown]);
        setup.form.url = "shop.example".into();
        assert_eq!(setup.states(), [Failed, Unknown, Unknown, Unknown, Unknown]);
    }

    #[test]
    fn attempts_to_an_earlier_url_of_a_subscription_do_not_count() {
        let mut setup = Setup::new("https://shop.example/hook");
        setup.emit(&always(receiver::Answer::Error));
        let service = setup.account.service(generic()).unwrap();
        let id = service.state().subscriptions().next().unwrap().id.clone();
        patch(&mut setup.account, &id, serde_json::json!({ "url": "https://new.example/hook" }));
        assert_eq!(setup.point("responds").state, Unknown);
        assert_eq!(setup.point("responds").detail, "there is no attempt to this URL yet");
        setup.emit(&always(receiver::Answer::Ok));
        assert_eq!(setup.states(), [Passed; 5]);
    }

    #[test]
    fn other_subscriptions_that_receive_the_event_are_counted() {
        let mut setup = Setup::new("https://shop.example/hook");
        setup.account = account(generic(), &["https://a.example/", "https://b.example/", "https://c.example/"]);
        let service = setup.account.service(generic()).unwrap();
        let ids: Vec<String> = service.state().subscriptions().map(|one| one.id.clone()).collect();
        for (id, words) in [
            (&ids[2], "2 subscriptions of the account receive `"),
            (&ids[1], "1 subscription of the account receives `"),
        ] {
            patch(&mut setup.account, id, serde_json::json!({ "events": ["payment.failed"] }));
            setup.form.checked.clone_from(id);
            assert!(setup.point("active").detail.contains(words), "{}", setup.point("active").detail);
        }
    }

    #[test]
    fn details_have_the_format_of_messages() {
        let mut setup = Setup::new("https://shop.example/hook");
        for answer in [receiver::Answer::Ok, receiver::Answer::Error, receiver::Answer::Tls] {
            setup.emit(&always(answer));
            for Point { detail, remedy, .. } in setup.points() {
                assert!(detail.starts_with(|letter: char| letter.is_ascii_lowercase()), "{detail}");
                assert!(!detail.ends_with('.') && !remedy.ends_with('.'), "{detail}");
            }
        }
    }
}
