//! Problems and the inputs that they concern.

use hookwright::problem::{Problem, Severity};
use hookwright::subscription::Api;
use serde_json::Value;

use super::input::Input;
use crate::model::exchange::Exchange;

/// A problem, and the input that it concerns.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct InputProblem {
    /// `None` if it concerns none of the inputs.
    pub(crate) input: Option<Input>,
    pub(crate) severity: Severity,
    pub(crate) code: String,
    pub(crate) message: String,
}

impl InputProblem {
    /// Finds the input of a problem with a path into the attributes of an API.
    pub(crate) fn new(api: &Api, problem: &Problem) -> Self {
        Self {
            input: Input::at(api, &problem.path),
            severity: problem.severity,
            code: problem.code.into(),
            message: match problem.code {
                // The message of the core is about requests in general.
                "missing_secret" => {
                    "the provider generates a secret and returns it in the response; your receiver needs it".into()
                }
                _ => problem.message.clone(),
            },
        }
    }

    /// Returns whether it prevents a request that could succeed.
    pub(crate) fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Codes of problems that are only unfinished input.
const UNFINISHED: [&str; 5] = ["missing_url", "missing_events", "missing_id", "nothing_changed", "empty_value"];

/// Returns whether all errors are unfinished input, not mistakes.
pub(crate) fn is_unfinished(problems: &[InputProblem]) -> bool {
    problems.iter().filter(|problem| problem.is_error()).all(|problem| UNFINISHED.contains(&problem.code.as_str()))
}

/// Returns the problems that a service has answered, in the order of the answer.
pub(crate) fn answered(api: &Api, exchange: &Exchange) -> Vec<InputProblem> {
    let document = exchange.document();
    let list = document.as_ref().and_then(|document| document.get("problems")).and_then(Value::as_array);
    let text = |problem: &Value, name: &str| problem.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let read = |problem: &Value| {
        let (code, path) = (text(problem, "code"), text(problem, "path"));
        let input = match code.as_str() {
            // The query has no JSON Pointer.
            "invalid_limit" => Some(Input::Limit),
            "invalid_cursor" => Some(Input::Cursor),
            _ => Input::at(api, &path),
        };
        InputProblem { input, severity: Severity::Error, code, message: text(problem, "message") }
    };
    let mut problems: Vec<InputProblem> = list.into_iter().flatten().map(read).collect();
    let path = exchange.request.target().split('?').next().unwrap_or_default();
    if exchange.response.status == 404 && problems.is_empty() && path != api.path() {
        problems.push(InputProblem {
            input: Some(Input::Id),
            severity: Severity::Error,
            code: "not_found".into(),
            message: "no subscription of this API has this id; create one, or use an id of the table".into(),
        });
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::account::Account;
    use hookwright::catalog::find;
    use hookwright::service::{Operation, OperationKind};
    use serde_json::json;
    use zeroize::Zeroizing;

    fn problems(kind: OperationKind, id: &str, query: &[(&str, &str)], document: Option<Value>) -> Vec<InputProblem> {
        let well = find("well").unwrap();
        let operation = Operation::all(well).into_iter().find(|operation| operation.kind() == kind).unwrap();
        let request = operation.request(id, query, document).unwrap();
        let exchange = Account::new(Zeroizing::new([7; 32])).send(well, &request, 0).unwrap();
        answered(&well.apis[0], &exchange)
    }

    #[test]
    fn answers_of_the_service_lead_to_inputs() {
        let found = |problems: Vec<InputProblem>| -> Vec<_> {
            problems.into_iter().map(|problem| (problem.input, problem.code)).collect()
        };
        let attributes = json!({ "event": "document.procesed", "target_url": "nowhere", "headers": { "Host": "x" } });
        let body = json!({ "data": { "type": "webhook", "attributes": attributes } });
        assert_eq!(
            found(problems(OperationKind::Create, "", &[], Some(body))),
            [
                (Some(Input::Events), "unknown_event".into()),
                (Some(Input::Url), "invalid_url".into()),
                (Some(Input::Headers), "reserved_header".into())
            ]
        );
        let of_list = |query| found(problems(OperationKind::List, "", &[query], None));
        assert_eq!(of_list(("limit", "900")), [(Some(Input::Limit), "invalid_limit".into())]);
        assert_eq!(of_list(("cursor", "x")), [(Some(Input::Cursor), "invalid_cursor".into())]);
        assert_eq!(of_list(("limit", "9")), []);
        let unknown = problems(OperationKind::Delete, "c47e2f81", &[], None);
        assert_eq!(found(unknown), [(Some(Input::Id), "not_found".into())]);
    }

    #[test]
    fn missing_input_is_unfinished_and_wrong_input_is_not() {
        let problem =
            |code: &str, severity| InputProblem { input: None, severity, code: code.into(), message: "".into() };
        assert!(is_unfinished(&[problem("missing_url", Severity::Error), problem("short_secret", Severity::Warning)]));
        assert!(!is_unfinished(&[problem("missing_url", Severity::Error), problem("invalid_url", Severity::Error)]));
    }
}
