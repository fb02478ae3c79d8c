//! The form of an update: which attributes to set, and which to clear. The others are not part of the request.

use hookwright::code::Code;
use hookwright::credential::Credential;
use hookwright::problem::{Problem, Severity};
use hookwright::subscription::{Api, Draft, EventsAttribute, Patch, Rules, Subscription, check};
use serde::{Deserialize, Serialize};

use super::headers::headers;
use super::input::Input;
use crate::model::choice::{by_ids, choices};
use crate::model::fields;
use crate::model::form::has_credentials;
use crate::model::sample::SAMPLE_URL;

/// An update would overwrite an attribute with an empty value.
pub(super) const EMPTY_VALUE: Code = Code::new("empty_value", "An attribute is set, but its new value is empty.");
const SEVERAL_EVENTS: Code = Code::new("several_events", "The API accepts one event for each subscription.");

choices! {
    /// What an update does with an attribute.
    pub(crate) enum Change {
        Keep: "keep", "Unchanged";
        Set: "set", "Set";
        Clear: "clear", "Clear";
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct UpdateForm {
    /// The attributes that get a new value.
    #[serde(with = "by_ids")]
    pub(crate) set: Vec<Input>,
    /// The attributes whose value is removed.
    #[serde(with = "by_ids")]
    pub(crate) clear: Vec<Input>,
    #[serde(skip_serializing_if = "has_credentials")]
    pub(crate) url: String,
    /// The names of events, as typed.
    pub(crate) events: String,
    pub(crate) description: String,
    #[serde(skip)]
    pub(crate) secret: Credential,
    /// Static headers, one per line.
    #[serde(skip)]
    pub(crate) headers: Credential,
    pub(crate) active: bool,
    pub(crate) workspace_id: String,
    pub(crate) external_workspace_id: String,
}

impl Default for UpdateForm {
    fn default() -> Self {
        Self {
            set: [Input::Url].into(),
            clear: Vec::new(),
            url: format!("{SAMPLE_URL}-v2"),
            events: String::new(),
            description: String::new(),
            secret: Credential::default(),
            headers: Credential::default(),
            active: true,
            workspace_id: String::new(),
            external_workspace_id: String::new(),
        }
    }
}

impl UpdateForm {
    /// Returns a form with the values of a subscription, which changes nothing yet.
    pub(crate) fn of(subscription: &Subscription) -> Self {
        let header = |(name, value): &(String, Credential)| format!("{name}: {}", &**value);
        let headers: Vec<String> = subscription.headers.iter().flatten().map(header).collect();
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Self {
            set: Vec::new(),
            clear: Vec::new(),
            url: subscription.url.clone(),
            events: subscription.events.join(", "),
            description: text(&subscription.description),
            secret: Credential::default(),
            headers: headers.join("\n").into(),
            active: subscription.active,
            workspace_id: text(&subscription.filter.workspace_id),
            external_workspace_id: text(&subscription.filter.external_workspace_id),
        }
    }

    /// Returns what the update does with an attribute.
    pub(crate) fn change(&self, input: Input) -> Change {
        if self.set.contains(&input) {
            Change::Set
        } else if self.clear.contains(&input) {
            Change::Clear
        } else {
            Change::Keep
        }
    }

    /// Chooses what the update does with an attribute. The order of the attributes is always the same.
    pub(crate) fn choose(&mut self, input: Input, change: Change) {
        for (list, holds) in [(&mut self.set, change == Change::Set), (&mut self.clear, change == Change::Clear)] {
            list.retain(|known| *known != input);
            if holds {
                list.push(input);
                list.sort();
            }
        }
    }

    /// Returns the change that the form describes, and its problems. Attributes that the API does not have are ignored.
    pub(crate) fn patch(&self, rules: &Rules) -> (Patch, Vec<Problem>) {
        let api = rules.api;
        let (headers, mut problems) = headers(&self.headers, api);
        let has = |list: &[Input], input: Input| input.member(api).is_some() && list.contains(&input);
        let set = |input| has(&self.set, input);
        let clear = |input: Input| input.can_be_cleared() && has(&self.clear, input);
        let draft = Draft {
            url: self.url.trim().into(),
            events: fields::names(&self.events).map(String::from).collect(),
            secret: self.secret.clone(),
            headers,
            ..Draft::default()
        };
        problems.extend(check(rules, &draft));
        // The other attributes are not part of the request.
        problems.retain(|problem| Input::at(api, &problem.path).is_some_and(set));
        for input in Input::of(api).filter(|input| set(*input)) {
            let is_of = |problem: &Problem| Input::at(api, &problem.path) == Some(input);
            let is_wrong = problems.iter().any(|problem| problem.severity == Severity::Error && is_of(problem));
            let found = self.problem_of(input, &draft, api).filter(|_| !is_wrong).zip(input.member(api));
            if let Some(((code, message), member)) = found {
                // Suggestions would repeat it.
                problems.retain(|problem| !is_of(problem));
                problems.push(Problem::error(code, format!("/{member}"), message));
            }
        }
        let nullable = |input, value: &str| {
            let given = set(input).then(|| Some(value.trim().to_owned()));
            given.or_else(|| clear(input).then_some(None))
        };
        let patch = Patch {
            url: set(Input::Url).then(|| draft.url.clone()),
            events: set(Input::Events).then(|| draft.events.clone()),
            description: nullable(Input::Description, &self.description),
            secret: set(Input::Secret).then(|| draft.secret.clone()),
            headers: set(Input::Headers)
                .then(|| Some(draft.headers.clone()))
                .or_else(|| clear(Input::Headers).then_some(None)),
            active: set(Input::Active).then_some(self.active),
            workspace_id: nullable(Input::Workspace, &self.workspace_id),
            external_workspace_id: nullable(Input::ExternalWorkspace, &self.external_workspace_id),
        };
        (patch, problems)
    }

    /// Returns the problem of the new value of an attribute that an update cannot have, although a draft can.
    fn problem_of(&self, input: Input, draft: &Draft, api: &Api) -> Option<(Code, &'static str)> {
        match input {
            Input::Secret if draft.secret.is_empty() => Some((EMPTY_VALUE, "the new secret is missing; enter one")),
            Input::Headers if draft.headers.is_empty() => {
                Some((EMPTY_VALUE, "no header is given; enter one, or choose Clear"))
            }
            Input::Workspace if self.workspace_id.trim().is_empty() => EMPTY_ID,
            Input::ExternalWorkspace if self.external_workspace_id.trim().is_empty() => EMPTY_ID,
            Input::Events if matches!(api.events, EventsAttribute::One(_)) && draft.events.len() > 1 => {
                Some((SEVERAL_EVENTS, "this API accepts one event; enter one name"))
            }
            _ => None,
        }
    }

    /// Returns whether the update changes an attribute of the API.
    pub(crate) fn changes_any(&self, api: &Api) -> bool {
        self.set.iter().chain(&self.clear).any(|input| input.member(api).is_some())
    }
}

const EMPTY_ID: Option<(Code, &str)> = Some((EMPTY_VALUE, "the id is missing; enter one, or choose Clear"));

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog::find;
    use serde_json::json;

    fn rules() -> Rules {
        let well = find("well").unwrap();
        well.rules(&well.apis[0])
    }

    #[test]
    fn an_update_contains_only_what_changes() {
        let mut form = UpdateForm {
            url: "https://foldspace.ai/webhooks/well-v2".into(),
            headers: "X-Foldspace-Token: fold_rotated_9d2".into(),
            ..UpdateForm::default()
        };
        form.choose(Input::Headers, Change::Set);
        let (patch, problems) = form.patch(&rules());
        assert_eq!(problems, []);
        let expected = json!({ "data": { "type": "webhook", "attributes": {
            "target_url": "https://foldspace.ai/webhooks/well-v2",
            "headers": { "X-Foldspace-Token": "fold_rotated_9d2" },
        } } });
        assert_eq!(patch.document(rules().api), expected);
        assert_eq!(patch.document(rules().api).to_string(), expected.to_string(), "in the documented order");
    }

    #[test]
    fn clearing_the_headers_sends_null() {
        let mut form = UpdateForm::default();
        form.choose(Input::Url, Change::Keep);
        form.choose(Input::Headers, Change::Clear);
        let (patch, problems) = form.patch(&rules());
        assert_eq!(problems, []);
        assert_eq!(
            patch.document(rules().api),
            json!({ "data": { "type": "webhook", "attributes": { "headers": null } } })
        );
    }

    #[test]
    fn only_attributes_that_are_set_have_problems() {
        let mut form = UpdateForm { url: "nowhere".into(), events: "a".into(), ..UpdateForm::default() };
        let codes =
            |form: &UpdateForm| -> Vec<&str> { form.patch(&rules()).1.iter().map(|problem| problem.code).collect() };
        assert_eq!(codes(&form), ["invalid_url"]);
        form.choose(Input::Events, Change::Set);
        assert_eq!(codes(&form), ["invalid_url", "unknown_event"]);
        form.choose(Input::Url, Change::Keep);
        form.choose(Input::Events, Change::Keep);
        assert_eq!(codes(&form), [""; 0]);
        assert!(!form.changes_any(rules().api));
    }

    #[test]
    fn attributes_that_the_api_does_not_have_are_ignored() {
        let generic = find("generic").unwrap();
        let mut form = UpdateForm::default();
        form.choose(Input::Url, Change::Keep);
        form.choose(Input::Headers, Change::Clear);
        assert!(!form.changes_any(&generic.apis[0]));
        assert_eq!(form.patch(&generic.rules(&generic.apis[0])).0, Patch::default());
    }

    #[test]
    fn an_attribute_is_not_set_to_an_empty_value() {
        let codes = |provider: &str, input: Input| -> Vec<String> {
            let provider = find(provider).unwrap();
            let mut form = UpdateForm::default();
            form.choose(Input::Url, Change::Keep);
            form.choose(input, Change::Set);
            let (_, problems) = form.patch(&provider.rules(&provider.apis[0]));
            problems.iter().filter(|problem| problem.severity == Severity::Error).map(|one| one.code.into()).collect()
        };
        assert_eq!(codes("well", Input::Headers), ["empty_value"]);
        assert_eq!(codes("well", Input::Workspace), ["empty_value"]);
        assert_eq!(codes("well", Input::ExternalWorkspace), ["empty_value"]);
        assert_eq!(codes("generic", Input::Secret), ["empty_value"]);
        assert_eq!(codes("generic", Input::Events), ["missing_events"]);
        assert_eq!(codes("generic", Input::Headers), [""; 0], "the API does not have it");
    }

    #[test]
    fn an_api_with_one_event_rejects_several() {
        let mut form = UpdateForm { events: "company.created, invoice.created".into(), ..UpdateForm::default() };
        form.choose(Input::Events, Change::Set);
        let codes = |form: &UpdateForm, rules: &Rules| -> Vec<&str> {
            form.patch(rules).1.iter().map(|problem| problem.code).collect()
        };
        assert_eq!(codes(&form, &rules()), ["several_events"]);
        let well = find("well").unwrap();
        assert_eq!(codes(&form, &well.rules(&well.apis[1])), [""; 0], "this API has a list");
        form.events = "company.created".into();
        assert_eq!(codes(&form, &rules()), [""; 0]);
    }

    #[test]
    fn a_choice_replaces_the_previous_one() {
        let mut form = UpdateForm::default();
        for change in [Change::Set, Change::Clear, Change::Keep] {
            form.choose(Input::Headers, change);
            assert_eq!(form.change(Input::Headers), change);
        }
        assert_eq!(form.change(Input::Url), Change::Set);
    }
}
