//! An attempt as text: its request and its response as HTTP messages, as a command, and for the check panel.

use hookwright::catalog::Provider;
use hookwright::credential::Credential;
use hookwright::delivery::{AttemptRequest, DeliveryState};
use hookwright::http::{Body, HeaderValue, HttpRequest};
use hookwright::retry::{Outcome, RetryAfter};
use hookwright::snippet::{Language, render};
use hookwright::time::format_rfc3339;

use super::log;
use super::network::Attempt;
use super::outcomes::{cause_of, title};
use crate::model::exchange::message;
use crate::model::fields::header_block;
use crate::model::instant::{Clock, When};
use crate::model::scheme::SchemeChoice;
use crate::model::words::rounded;
use crate::panels::check::model::body::BodyInput;
use crate::panels::check::model::form::CheckForm;

/// An attempt in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct AttemptText {
    pub(crate) number: u32,
    /// When it began.
    pub(crate) at: String,
    /// The outcome in a few words.
    pub(crate) outcome: String,
    pub(crate) is_success: bool,
    /// What happens next, as a sentence.
    pub(crate) next: String,
    /// The cause of a failure and its remedy, as sentences.
    pub(crate) cause: Option<[&'static str; 2]>,
    /// The request as an HTTP message.
    pub(crate) request: String,
    /// The response as an HTTP message. `None` if there was none.
    pub(crate) response: Option<String>,
}

impl Attempt {
    /// Describes the attempt.
    pub(crate) fn describe(&self) -> AttemptText {
        let outcome = self.response.outcome;
        let cause = cause_of(outcome);
        AttemptText {
            number: self.request.number,
            at: format_rfc3339(self.at_ms),
            outcome: title(outcome),
            is_success: cause.is_none(),
            next: self.next(),
            cause: cause.map(|cause| [cause.what, cause.remedy]),
            request: request_text(&self.request),
            response: response_text(self),
        }
    }

    fn next(&self) -> String {
        let next = match self.then {
            DeliveryState::Waiting { due_ms } => {
                let delay_ms = u64::try_from(due_ms.saturating_sub(self.at_ms)).unwrap_or(0);
                format!("next attempt at {}, {} later", format_rfc3339(due_ms), rounded(delay_ms))
            }
            other => log::next(other),
        };
        let is_ignored = self.retry_after == RetryAfter::Ignored;
        match &self.response.retry_after {
            Some(_) if is_ignored => format!("{next}. The policy ignores `Retry-After`"),
            Some(_) => format!("{next}. The policy respects `Retry-After`"),
            None => next,
        }
    }

    /// Returns the request as a command.
    pub(crate) fn curl(&self) -> String {
        let request = &self.request;
        let headers = request.headers.iter().map(|(name, value)| (name.into(), HeaderValue::Text(value.into())));
        let request = HttpRequest {
            method: "POST",
            url: request.url.clone(),
            headers: headers.collect(),
            body: Body::Exact(String::from_utf8_lossy(&request.body).into_owned()),
        };
        render(&request, Language::Curl)
    }

    /// Returns the form of the check panel, with the secret that signed the request, at the time of the attempt.
    pub(crate) fn to_check(&self, provider: &Provider, secret: Option<Credential>) -> CheckForm {
        let request = &self.request;
        CheckForm {
            scheme: SchemeChoice::of(provider),
            url: request.url.clone().into(),
            when: When { clock: Clock::At, instant: format_rfc3339(self.at_ms) },
            body: BodyInput::exact(&request.body),
            headers: header_block(&request.headers).into(),
            secrets: secret.unwrap_or_default(),
            ..CheckForm::default()
        }
    }
}

fn request_text(request: &AttemptRequest) -> String {
    let rest = request.url.split_once("://").map_or(request.url.as_str(), |(_, rest)| rest);
    let rest = rest.split('#').next().unwrap_or_default();
    let (host, target) = rest.split_at(rest.find(['/', '?']).unwrap_or(rest.len()));
    let slash = if target.starts_with('/') { "" } else { "/" };
    let host = host.rsplit('@').next().unwrap_or_default();
    let fields = [("Host", host)].into_iter().chain(request.headers.iter());
    message(&format!("POST {slash}{target} HTTP/1.1"), fields, &String::from_utf8_lossy(&request.body))
}

fn response_text(attempt: &Attempt) -> Option<String> {
    let Outcome::Answered(_) = attempt.response.outcome else { return None };
    let headers = attempt.response.headers();
    Some(message(&format!("HTTP/1.1 {}", title(attempt.response.outcome)), headers.iter(), ""))
}

#[cfg(test)]
mod tests {
    use super::super::form::providers;
    use super::super::network::Network;
    use super::super::receiver::{Answer, Failing};
    use super::super::samples::{NOW, account, conditions, emission, generic};
    use super::*;
    use crate::model::account::Account;
    use crate::panels::check::model::verdict::code;

    fn attempt(provider: &'static Provider, url: &str, answer: Answer) -> (Attempt, Account) {
        let mut account = account(provider, &[url]);
        let mut network = Network::default();
        let mut conditions = conditions(answer, Failing::Always);
        conditions.receiver.retry_after = answer.can_defer().then(|| "120".into());
        let emitted = network.emit(&mut account, provider, &emission(provider), &conditions, NOW);
        let id = emitted.unwrap().unwrap().delivery_ids.remove(0);
        (network.attempts(&id).next().unwrap().clone(), account)
    }

    #[test]
    fn an_attempt_is_shown_as_http() {
        let (attempt, _) = attempt(generic(), "https://shop.example:8443/hook?a=1", Answer::Busy);
        let text = attempt.describe();
        let mut lines = text.request.lines();
        assert_eq!(lines.next(), Some("POST /hook?a=1 HTTP/1.1"));
        assert_eq!(lines.next(), Some("Host: shop.example:8443"));
        assert!(text.request.contains("\nX-Webhook-Signature: ") && text.request.contains("\n\n{\"id\":\"evt_"));
        assert_eq!(text.response.as_deref(), Some("HTTP/1.1 429 Too Many Requests\nRetry-After: 120"));
        assert_eq!(text.next, "next attempt at 2026-01-15T12:00:30Z, 30 s later. The policy ignores `Retry-After`");
        assert!(text.cause.unwrap()[0].contains("limits the number") && !text.is_success);
    }

    #[test]
    fn a_url_without_a_path_has_the_root_as_target() {
        for (url, start) in [
            ("https://shop.example", "POST / HTTP/1.1\nHost: shop.example\n"),
            ("https://shop.example?a", "POST /?a HTTP/1.1\nHost: shop.example\n"),
        ] {
            let (attempt, _) = attempt(generic(), url, Answer::Ok);
            assert!(request_text(&attempt.request).starts_with(start), "{}", request_text(&attempt.request));
        }
    }

    #[test]
    fn an_attempt_without_a_response_has_its_cause() {
        let (attempt, _) = attempt(generic(), "https://shop.example/", Answer::Tls);
        let text = attempt.describe();
        assert_eq!((text.response, text.outcome.as_str()), (None, "Certificate not valid"));
        assert!(text.cause.unwrap()[1].contains("chain"));
    }

    #[test]
    fn the_check_panel_accepts_the_attempts_of_every_provider() {
        for provider in providers() {
            let (attempt, account) = attempt(provider, "https://shop.example/", Answer::Ok);
            let subscription = account.service(provider).unwrap().state().subscriptions().next().unwrap().id.clone();
            let secret = account.secret(provider, &subscription);
            let form = attempt.to_check(provider, secret.clone());
            let checked = form.outcome(&Err(Vec::new()), NOW + 86_400_000);
            assert_eq!(code(&checked.verdict), "accepted", "{}", provider.id);
            assert!(!attempt.curl().contains(&**secret.as_ref().unwrap()));
            assert!(attempt.curl().contains("--data-raw"));
        }
    }
}
