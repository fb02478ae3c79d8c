//! The requests of the form, and its problems.

use hookwright::code::Code;
use hookwright::credential::Credential;
use hookwright::http::HttpRequest;
use hookwright::problem::Problem;
use hookwright::service::{Operation, OperationKind};
use hookwright::snippet::{Language, Placeholder, render_all};
use hookwright::subscription::{Api, check, documents};

use super::creation::draft;
use super::form::SubscriptionForm;
use super::input::Input;
use super::problem::InputProblem;
use super::settings::{Setting, settings};
use super::update::EMPTY_VALUE;

/// The environment variable that contains the secret, in snippets.
const SECRET_VARIABLE: &str = "WEBHOOK_SECRET";

/// The beginning of the names of the environment variables that contain the values of headers.
const HEADER_PREFIX: &str = "HEADER_";

const MISSING_ID: Code = Code::new("missing_id", "The operation requires the id of a subscription.");
const NOTHING_CHANGED: Code = Code::new("nothing_changed", "The update changes no attribute.");

/// The requests of a form, and its problems.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Review {
    /// The problems, most severe first.
    pub(crate) problems: Vec<InputProblem>,
    /// The requests to send, or none if the provider has no API. They exist even if there are problems.
    pub(crate) requests: Vec<HttpRequest>,
    /// The settings to enter by hand, if the provider has no API.
    pub(crate) settings: Option<Vec<Setting>>,
    /// The secrets and the values of headers in the requests, which code does not contain unless they are to be shown.
    placeholders: Vec<Placeholder>,
}

impl Review {
    /// Returns the requests and the problems of a form.
    pub(crate) fn of(form: &SubscriptionForm) -> Self {
        let Some(api) = form.api() else { return Self::default() };
        let mut review = match form.operation() {
            None => Self::by_hand(form, api),
            Some(operation) => match operation.kind() {
                OperationKind::Create => Self::creation(form, api, &operation),
                OperationKind::Update => Self::update(form, api, &operation),
                _ => Self::query(form, &operation),
            },
        };
        review.problems.sort_by_key(|problem| std::cmp::Reverse(problem.severity));
        review
    }

    fn by_hand(form: &SubscriptionForm, api: &'static Api) -> Self {
        let (draft, mut problems) = draft(form, api);
        problems.extend(check(&form.provider.rules(api), &draft));
        Self { settings: Some(settings(api, &draft)), ..Self::default() }.with(api, &problems)
    }

    fn creation(form: &SubscriptionForm, api: &'static Api, operation: &Operation) -> Self {
        let (draft, mut problems) = draft(form, api);
        problems.extend(check(&form.provider.rules(api), &draft));
        let requests = documents(api, &draft).into_iter();
        Self {
            requests: requests.filter_map(|document| operation.request("", &[], Some(document))).collect(),
            placeholders: placeholders(draft.secret, draft.headers),
            ..Self::default()
        }
        .with(api, &problems)
    }

    fn update(form: &SubscriptionForm, api: &'static Api, operation: &Operation) -> Self {
        let (patch, mut problems) = form.update.patch(&form.provider.rules(api));
        if !form.update.changes_any(api) {
            let message = "nothing is changed; set or clear at least one attribute";
            problems.push(Problem::error(NOTHING_CHANGED, "", message));
        }
        let request = operation.request(form.id.trim(), &[], Some(patch.document(api)));
        let (secret, headers) = (patch.secret.unwrap_or_default(), patch.headers.flatten().unwrap_or_default());
        Self { requests: request.into_iter().collect(), placeholders: placeholders(secret, headers), ..Self::default() }
            .with(api, &problems)
            .with_id(form, operation)
    }

    fn query(form: &SubscriptionForm, operation: &Operation) -> Self {
        let query: Vec<(&str, &str)> = operation
            .query_parameters()
            .iter()
            .map(|name| (*name, parameter(name).map_or("", |input| value(form, input).trim())))
            .collect();
        let request = operation.request(form.id.trim(), &query, None);
        Self { requests: request.into_iter().collect(), ..Self::default() }.with_id(form, operation)
    }

    fn with(mut self, api: &Api, problems: &[Problem]) -> Self {
        self.problems.extend(problems.iter().map(|problem| InputProblem::new(api, problem)));
        self
    }

    /// Adds the problem of a missing id.
    fn with_id(mut self, form: &SubscriptionForm, operation: &Operation) -> Self {
        if operation.needs_id() && form.id.trim().is_empty() {
            let message = "the id is missing; choose a subscription in the table below, or enter an id";
            let problem = Problem::error(MISSING_ID, "", message);
            self.problems.push(InputProblem {
                input: Some(Input::Id),
                severity: problem.severity,
                code: problem.code.into(),
                message: problem.message,
            });
        }
        self
    }

    /// Returns all requests as code.
    pub(crate) fn code(&self, language: Language, shows_secrets: bool) -> String {
        let placeholders = if shows_secrets { &[] } else { self.placeholders.as_slice() };
        render_all(&self.requests, language, placeholders)
    }

    /// Returns whether the provider would accept the requests.
    pub(crate) fn is_ready(&self) -> bool {
        !self.problems.iter().any(InputProblem::is_error)
    }

    /// Returns the input without which the request must not be sent: it would concern no subscription, or overwrite an
    /// attribute with an empty value.
    pub(crate) fn required(&self) -> Option<Input> {
        let codes = [MISSING_ID.as_str(), EMPTY_VALUE.as_str()];
        self.problems.iter().find(|problem| codes.contains(&problem.code.as_str()))?.input
    }

    /// Returns the number of problems that do not prevent the request.
    pub(crate) fn suggestions(&self) -> usize {
        self.problems.iter().filter(|problem| !problem.is_error()).count()
    }
}

/// Returns what code reads from environment variables: the secret and the values of headers, which are often tokens.
fn placeholders(secret: Credential, headers: Vec<(String, Credential)>) -> Vec<Placeholder> {
    let secret = Placeholder { value: secret, variable: SECRET_VARIABLE.into() };
    let header = |(name, value): (String, Credential)| Placeholder { value, variable: variable(&name) };
    std::iter::once(secret).chain(headers.into_iter().map(header)).collect()
}

/// Returns the environment variable for the value of a header. The prefix keeps it from replacing another variable.
fn variable(header: &str) -> String {
    let letter = |letter: char| if letter.is_ascii_alphanumeric() { letter.to_ascii_uppercase() } else { '_' };
    format!("{HEADER_PREFIX}{}", header.chars().map(letter).collect::<String>())
}

/// Returns the input of a query parameter.
pub(crate) fn parameter(name: &str) -> Option<Input> {
    [Input::Limit, Input::Cursor].into_iter().find(|input| crate::model::choice::Named::id(*input) == name)
}

fn value(form: &SubscriptionForm, input: Input) -> &str {
    match input {
        Input::Limit => &form.limit,
        Input::Cursor => &form.cursor,
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::super::operation::Chosen;
    use super::super::update::Change;
    use super::*;
    use hookwright::catalog::find;

    fn codes(form: &SubscriptionForm) -> Vec<String> {
        Review::of(form).problems.into_iter().map(|problem| problem.code).collect()
    }

    fn of(provider: &str, kind: OperationKind) -> SubscriptionForm {
        let mut form = SubscriptionForm::default();
        form.choose_provider(find(provider).unwrap());
        form.operation = Chosen(kind);
        form
    }

    #[test]
    fn a_first_visit_has_a_valid_request() {
        let review = Review::of(&SubscriptionForm::default());
        assert!(review.is_ready());
        assert_eq!((review.requests.len(), review.suggestions()), (1, 1));
        let code = review.code(Language::Curl, false);
        assert!(code.starts_with("curl -X POST 'https://api.example.com/v1/webhooks'"), "{code}");
    }

    #[test]
    fn code_does_not_contain_the_values_of_headers_unless_they_are_shown() {
        let mut form = of("well", OperationKind::Create);
        form.headers = "X-Foldspace-Token: fold_7c1e9a\nX-Foldspace: fold_9d2".into();
        let code = |form: &SubscriptionForm, shows| Review::of(form).code(Language::Curl, shows);
        let hidden = code(&form, false);
        assert!(hidden.contains(r#""X-Foldspace-Token": "'"$HEADER_X_FOLDSPACE_TOKEN"'""#), "{hidden}");
        assert!(hidden.contains(r#""X-Foldspace": "'"$HEADER_X_FOLDSPACE"'""#), "{hidden}");
        assert!(!hidden.contains("fold_7c1e9a") && !hidden.contains("fold_9d2"), "{hidden}");
        assert!(code(&form, true).contains("fold_7c1e9a"));
        form.operation = Chosen(OperationKind::Update);
        (form.id, form.update.headers) = ("hook_1".into(), "X-Token: fold_8".into());
        form.update.choose(Input::Headers, Change::Set);
        let hidden = code(&form, false);
        assert!(hidden.contains("$HEADER_X_TOKEN") && !hidden.contains("fold_8"), "{hidden}");
    }

    #[test]
    fn generic_accepts_custom_events_and_other_providers_warn() {
        let with = |provider, events: &str| SubscriptionForm {
            other_events: events.into(),
            ..of(provider, OperationKind::Create)
        };
        assert_eq!(codes(&with("generic", "order.shipped")), ["missing_secret"]);
        let mistyped = with("generic", "user.craeted");
        assert_eq!(codes(&mistyped), ["unknown_event", "missing_secret"]);
        let review = Review::of(&mistyped);
        assert!(review.is_ready() && review.problems[0].message.contains("did you mean `user.created`?"));
        assert_eq!(review.problems[0].input, Some(Input::Events));
        let review = Review::of(&with("well", "company.crated"));
        assert!(review.is_ready() && review.problems[0].message.contains("did you mean `company.created`?"));
    }

    #[test]
    fn the_secret_is_a_variable_unless_it_is_shown() {
        let form = SubscriptionForm { secret: "whsec_hunter2".into(), ..SubscriptionForm::default() };
        let review = Review::of(&form);
        for language in Language::ALL {
            let code = review.code(language, false);
            assert!(code.contains("WEBHOOK_SECRET") && !code.contains("hunter2"), "{code}");
            assert!(review.code(language, true).contains("whsec_hunter2"));
        }
    }

    #[test]
    fn the_patch_of_the_documentation() {
        let mut form = of("well", OperationKind::Update);
        form.id = "c47e2f81-9b3a-4d6e-8f10-2a5b7c9d1e3f".into();
        form.update.url = "https://foldspace.ai/webhooks/well-v2".into();
        form.update.headers = "X-Foldspace-Token: fold_rotated_9d2".into();
        form.update.choose(Input::Headers, Change::Set);
        let review = Review::of(&form);
        assert_eq!(review.problems, []);
        let code = review.code(Language::Curl, true);
        let documented = r#"curl -X PATCH 'https://api.wellapp.ai/v1/subscriptions/webhooks/c47e2f81-9b3a-4d6e-8f10-2a5b7c9d1e3f' \
  -H "Authorization: Bearer $WELL_API_TOKEN" \
  -H 'Content-Type: application/json' \
  --data-raw '{
  "data": {
    "type": "webhook",
    "attributes": {
      "target_url": "https://foldspace.ai/webhooks/well-v2",
      "headers": {
        "X-Foldspace-Token": "fold_rotated_9d2"
      }
    }
  }
}'"#;
        assert_eq!(code, documented);
    }

    #[test]
    fn operations_on_a_subscription_need_its_id() {
        for kind in [OperationKind::Retrieve, OperationKind::Update, OperationKind::Delete, OperationKind::Test] {
            let mut form = of("well", kind);
            assert_eq!(codes(&form), ["missing_id"], "{kind:?}");
            form.id = " a/b ".into();
            let review = Review::of(&form);
            assert!(review.is_ready() && review.requests[0].url.contains("/webhooks/a%2Fb"), "{kind:?}");
        }
        assert_eq!(codes(&of("well", OperationKind::List)), [""; 0]);
    }

    #[test]
    fn a_list_has_only_the_parameters_that_are_given() {
        let mut form = of("generic", OperationKind::List);
        let url = |form: &SubscriptionForm| Review::of(form).requests[0].url.clone();
        assert_eq!(url(&form), "https://api.example.com/v1/webhooks");
        (form.limit, form.cursor) = ("5".into(), "00ff".into());
        assert_eq!(url(&form), "https://api.example.com/v1/webhooks?limit=5&cursor=00ff");
    }

    #[test]
    fn an_update_without_a_change_is_not_ready() {
        let mut form = of("generic", OperationKind::Update);
        form.id = "hook_1".into();
        form.update.choose(Input::Url, Change::Keep);
        assert_eq!(codes(&form), ["nothing_changed"]);
    }

    #[test]
    fn an_update_with_an_empty_value_is_not_sent() {
        let mut form = of("well", OperationKind::Update);
        assert_eq!(Review::of(&form).required(), Some(Input::Id));
        form.id = "c47e2f81".into();
        assert_eq!(Review::of(&form).required(), None);
        form.update.choose(Input::Headers, Change::Set);
        let review = Review::of(&form);
        assert_eq!((review.required(), review.is_ready()), (Some(Input::Headers), false));
    }

    #[test]
    fn an_api_with_one_event_has_a_request_for_each() {
        let mut form = of("well", OperationKind::Create);
        form.set_selected("invoice.created", true);
        let review = Review::of(&form);
        assert_eq!(review.requests.len(), 2);
        assert_eq!(review.code(Language::Curl, false).matches("curl -X POST").count(), 2);
    }

    #[test]
    fn a_provider_without_an_api_has_settings() {
        let review = Review::of(&of("awell", OperationKind::Update));
        assert!(review.requests.is_empty() && review.is_ready());
        assert_eq!(review.settings.unwrap()[1].value, "pathway.started");
    }

    #[test]
    fn headers_are_used_only_if_the_api_has_them() {
        let mut form = SubscriptionForm { headers: "nonsense\nX-Team: a".into(), ..SubscriptionForm::default() };
        assert_eq!(codes(&form), ["missing_secret"]);
        form.choose_provider(find("well").unwrap());
        assert_eq!(codes(&form), ["invalid_header_line"]);
        assert!(Review::of(&form).code(Language::Curl, false).contains("X-Team"));
    }
}
