//! Sends the requests of the form to the in-page account.

use hookwright::http::HttpRequest;
use hookwright::service::{Operation, OperationKind};
use hookwright::subscription::{Api, BodyWrapper};
use serde_json::Value;

use super::comparison::{Compared, comparison};
use super::form::SubscriptionForm;
use super::operation::operations;
use super::problem::{InputProblem, answered};
use super::review::Review;
use crate::model::account::Account;
use crate::model::exchange::{Exchange, reason};
use crate::model::words::count;

/// What the in-page account has answered.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Answer {
    /// The requests that were sent. If those of the form differ, the answer is out of date.
    pub(crate) requests: Vec<HttpRequest>,
    /// The status code and the reason phrase of the last response.
    pub(crate) status: String,
    pub(crate) is_success: bool,
    /// What has happened, as a sentence without a full stop.
    pub(crate) summary: String,
    /// The problems of all responses.
    pub(crate) problems: Vec<InputProblem>,
    /// The subscription before and after an update.
    pub(crate) compared: Vec<Compared>,
    /// The id of the last subscription that was created.
    pub(crate) created: Option<String>,
}

/// Sends the requests of a form. A request that fails does not keep the others from being sent. `None` if the provider
/// has no API.
pub(crate) fn send(
    account: &mut Account,
    form: &SubscriptionForm,
    requests: Vec<HttpRequest>,
    now_ms: i64,
) -> Option<Answer> {
    let (provider, api, operation) = (form.provider, form.api()?, form.operation()?);
    let kind = operation.kind();
    let before = (kind == OperationKind::Update).then(|| retrieve(account, form, api, now_ms)).flatten();
    let exchanges: Vec<Exchange> =
        requests.iter().filter_map(|request| account.send(provider, request, now_ms)).collect();
    let last = exchanges.last()?;
    let failed = exchanges.iter().find(|exchange| !exchange.is_success());
    let status = failed.unwrap_or(last).response.status;
    let document = last.document();
    let compared = match (&before, &document) {
        (Some(before), Some(after)) if failed.is_none() => comparison(api, before, after),
        _ => Vec::new(),
    };
    let accepted = exchanges.iter().filter(|exchange| exchange.is_success());
    let created = accepted.clone().next_back().filter(|_| kind == OperationKind::Create);
    let created = created.and_then(|exchange| id(api, &exchange.document()?));
    let summary = match (failed, accepted.count()) {
        (Some(_), some @ 1..) => format!("Accepted {some} of {}", count(exchanges.len(), "request")),
        (Some(_), 0) => "The in-page account rejected the request".into(),
        (None, _) => summary(kind, exchanges.len(), &compared, listed(document.as_ref())),
    };
    let problems = exchanges.iter().flat_map(|exchange| answered(api, exchange)).collect();
    let status = format!("{status} {}", reason(status)).trim_end().into();
    Some(Answer { requests, status, is_success: failed.is_none(), summary, problems, compared, created })
}

fn summary(kind: OperationKind, sent: usize, compared: &[Compared], listed: Option<usize>) -> String {
    let listed = listed.unwrap_or_default();
    match kind {
        OperationKind::Create => format!("Created {} in the in-page account", count(sent, "subscription")),
        OperationKind::List => format!("The response lists {}", count(listed, "subscription")),
        OperationKind::Retrieve => "Retrieved the subscription".into(),
        OperationKind::Update => {
            // The time of the update changes with every update.
            let changed = compared.iter().filter(|row| row.has_changed() && row.name != "updated_at").count();
            format!("Updated the subscription: {} changed", count(changed, "attribute"))
        }
        OperationKind::Delete => "Deleted the subscription and its deliveries".into(),
        OperationKind::Test => "A sample event waits: run the clock in Deliveries to deliver it".into(),
        OperationKind::Deliveries => format!("The response lists {}", count(listed, "delivery")),
        _ => String::new(),
    }
}

/// Retrieves the subscription of the form, without a trace in the history.
fn retrieve(account: &mut Account, form: &SubscriptionForm, api: &Api, now_ms: i64) -> Option<Value> {
    let is_wanted = |operation: &Operation| operation.kind() == OperationKind::Retrieve;
    let retrieval = operations(form.provider, api).into_iter().find(is_wanted)?;
    let response = account.ask(form.provider, &retrieval.request(form.id.trim(), &[], None)?, now_ms)?;
    (response.status == 200).then(|| serde_json::from_str(&response.body).ok()).flatten()
}

/// Returns the id of the subscription in a response.
fn id(api: &Api, document: &Value) -> Option<String> {
    let path = match api.wrapper {
        BodyWrapper::None => "/id",
        BodyWrapper::JsonApi(_) => "/data/id",
    };
    document.pointer(path)?.as_str().map(String::from)
}

/// Returns the length of the list in a response.
fn listed(document: Option<&Value>) -> Option<usize> {
    document?.as_object()?.values().find_map(Value::as_array).map(Vec::len)
}

/// Returns the requests of a form, if they are the ones to which an answer belongs.
pub(crate) fn is_current(answer: &Answer, review: &Review) -> bool {
    answer.requests == review.requests
}

#[cfg(test)]
mod tests {
    use super::super::input::Input;
    use super::super::operation::Chosen;
    use super::super::update::{Change, UpdateForm};
    use super::*;
    use hookwright::catalog::find;
    use zeroize::Zeroizing;

    const NOW: i64 = 1_768_478_400_000;

    fn run(account: &mut Account, form: &SubscriptionForm) -> Answer {
        let requests = Review::of(form).requests;
        send(account, form, requests, NOW).unwrap()
    }

    fn with(form: &SubscriptionForm, kind: OperationKind) -> SubscriptionForm {
        SubscriptionForm { operation: Chosen(kind), ..form.clone() }
    }

    #[test]
    fn a_subscription_is_created_listed_updated_and_deleted() {
        let mut account = Account::new(Zeroizing::new([7; 32]));
        for provider in ["generic", "well"] {
            let mut form = SubscriptionForm::default();
            form.choose_provider(find(provider).unwrap());
            let answer = run(&mut account, &form);
            assert_eq!((answer.status.as_str(), answer.is_success), ("201 Created", true));
            assert_eq!(answer.summary, "Created 1 subscription in the in-page account");
            form.id = answer.created.unwrap();

            let answer = run(&mut account, &with(&form, OperationKind::List));
            assert_eq!(
                (answer.status.as_str(), answer.summary.as_str()),
                ("200 OK", "The response lists 1 subscription")
            );

            let mut changed = with(&form, OperationKind::Update);
            changed.update = UpdateForm { url: "https://new.example/".into(), ..UpdateForm::default() };
            let answer = run(&mut account, &changed);
            assert_eq!(answer.summary, "Updated the subscription: 1 attribute changed");
            let url = answer.compared.iter().find(|row| row.after.as_deref() == Some("https://new.example/")).unwrap();
            assert!(url.has_changed() && url.before.as_deref() == Some("https://yourapp.example/webhook"));

            for (kind, status) in [
                (OperationKind::Retrieve, "200 OK"),
                (OperationKind::Test, "202 Accepted"),
                (OperationKind::Deliveries, "200 OK"),
                (OperationKind::Delete, "204 No Content"),
            ] {
                let answer = run(&mut account, &with(&form, kind));
                assert_eq!((answer.status.as_str(), answer.is_success), (status, true), "{kind:?}");
            }
            let answer = run(&mut account, &with(&form, OperationKind::Retrieve));
            assert_eq!((answer.status.as_str(), answer.problems[0].input), ("404 Not Found", Some(Input::Id)));
        }
    }

    #[test]
    fn clearing_the_headers_is_a_change() {
        let mut account = Account::new(Zeroizing::new([7; 32]));
        let mut form =
            SubscriptionForm { headers: "X-Foldspace-Token: fold_7c1e9a".into(), ..SubscriptionForm::default() };
        form.choose_provider(find("well").unwrap());
        form.id = run(&mut account, &form).created.unwrap();
        form.operation = Chosen(OperationKind::Update);
        form.update.choose(Input::Url, Change::Keep);
        form.update.choose(Input::Headers, Change::Clear);
        let answer = run(&mut account, &form);
        let row = answer.compared.iter().find(|row| row.name == "headers").unwrap();
        assert_eq!(
            (row.before.as_deref(), row.after.as_deref()),
            (Some("{\"X-Foldspace-Token\":\"fold_7c1e9a\"}"), Some("null"))
        );
    }

    #[test]
    fn a_rejected_request_has_the_problems_of_the_service() {
        let mut account = Account::new(Zeroizing::new([7; 32]));
        let mut form = SubscriptionForm { url: "nowhere".into(), ..SubscriptionForm::default() };
        form.set_selected("user.updated", true);
        form.choose_provider(find("well").unwrap());
        form.set_selected("company.updated", true);
        let answer = run(&mut account, &form);
        assert_eq!((answer.status.as_str(), answer.is_success, answer.created), ("400 Bad Request", false, None));
        assert_eq!(answer.problems.iter().map(|problem| problem.input).collect::<Vec<_>>(), [Some(Input::Url); 2]);
    }

    #[test]
    fn a_partial_success_is_not_a_rejection() {
        let mut account = Account::new(Zeroizing::new([7; 32]));
        let mut form = SubscriptionForm::default();
        form.choose_provider(find("well").unwrap());
        form.events = vec!["company.created".into()];
        form.other_events = "company.foo".into();
        let answer = run(&mut account, &form);
        assert_eq!((answer.status.as_str(), answer.is_success), ("400 Bad Request", false));
        assert_eq!(answer.summary, "Accepted 1 of 2 requests");
        let stored = account.service(form.provider).unwrap().state().subscriptions().next().unwrap();
        assert_eq!(answer.created.as_deref(), Some(stored.id.as_str()));
    }

    #[test]
    fn an_answer_belongs_to_its_requests() {
        let mut account = Account::new(Zeroizing::new([7; 32]));
        let form = SubscriptionForm::default();
        let answer = run(&mut account, &form);
        assert!(is_current(&answer, &Review::of(&form)));
        let other = SubscriptionForm { url: "https://other.example/".into(), ..form };
        assert!(!is_current(&answer, &Review::of(&other)));
    }
}
