//! The form of the retries panel.

use hookwright::catalog::find_policy;
use hookwright::retry::Policy;
use serde::{Deserialize, Serialize};

use super::answer::AnswerForm;
use super::export::ExportFormat;
use super::plan::PlanForm;
use super::policy::for_link;
use crate::model::choice::by_ids;
use crate::model::form::Form;
use crate::model::link::{self, Linked};

/// The maximum number of policies to compare with. More do not fit on a screen.
pub(crate) const MAX_COMPARED: usize = 6;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct RetryForm {
    /// The policy, its start and the outage.
    pub(crate) plan: PlanForm,
    /// The policies to compare with.
    #[serde(rename = "with", with = "by_ids")]
    pub(crate) compared: Vec<&'static Policy>,
    /// The response to try out.
    pub(crate) answer: AnswerForm,
    /// The format of the export.
    #[serde(rename = "as")]
    pub(crate) export: ExportFormat,
}

impl Form for RetryForm {
    const ID: &'static str = "retries";

    fn first(_now_ms: i64) -> Self {
        Self::default()
    }

    fn complete(&mut self, _now_ms: i64) {
        for policy in std::mem::take(&mut self.compared) {
            self.compare_with(&policy.id);
        }
    }
}

impl Linked for RetryForm {
    /// Keeps the text of the custom policy if the link has none: links contain it only if it is planned.
    fn keep(&mut self, replaced: Self) {
        if self.plan.custom.json.is_empty() {
            self.plan.custom = replaced.plan.custom;
        }
    }
}

impl RetryForm {
    /// Adds a policy to compare with, unless it is already in the list or the list is full.
    pub(crate) fn compare_with(&mut self, id: &str) {
        let Some(policy) = find_policy(id) else { return };
        let is_there = self.compared.iter().any(|one| one.id == policy.id);
        if !is_there && self.compared.len() < MAX_COMPARED {
            self.compared.push(policy);
        }
    }

    /// Returns the query of a link to this form. It contains the custom policy only if that is selected.
    pub(crate) fn link(&self) -> String {
        let mut linked = self.clone();
        linked.plan.custom = for_link(self.plan.policy, &self.plan.custom);
        link::write(&linked)
    }
}

#[cfg(test)]
mod tests {
    use super::super::answer::AnswerOutcome;
    use super::super::policy::PolicyChoice;
    use super::*;
    use crate::model::choice::Named as _;
    use crate::model::form;
    use crate::model::instant::{Clock, When};
    use crate::model::json::Value;
    use std::collections::BTreeSet;

    fn filled() -> RetryForm {
        let mut form = RetryForm::default();
        let plan = &mut form.plan;
        plan.choose(PolicyChoice::from_id("kit").unwrap());
        plan.choose(PolicyChoice::Custom);
        plan.custom.json.push_str(" \u{e4}&=%+#\n");
        plan.when = When { clock: Clock::At, instant: "2026-01-15T12:00:00Z".into() };
        (plan.is_drawn, plan.seed) = (true, u64::MAX);
        (plan.has_outage, plan.outage_start, plan.outage_length) = (false, "-5 min".into(), "2 h".into());
        ["slack", "stripe"].iter().for_each(|id| form.compare_with(id));
        form.answer.outcome = AnswerOutcome::Tls;
        (form.answer.number, form.answer.status, form.answer.retry_after) = (3, "429".into(), String::new());
        form.export = ExportFormat::Temporal;
        form
    }

    #[test]
    fn a_saved_form_is_read_without_header_fields() {
        let mut form = filled();
        form.answer.headers = "X-Key: hunter2".into();
        let text = form::write(&form).0;
        assert!(!text.contains("hunter2"), "{text}");
        assert_eq!(form::read::<RetryForm>(&text, 0).0, filled());
    }

    #[test]
    fn a_link_is_read_as_the_same_plan() {
        let mut linked = filled();
        linked.plan.custom.from = None;
        assert_eq!(link::read::<RetryForm>(&filled().link(), 0), linked);
        assert_eq!(RetryForm::default().link(), "");
    }

    #[test]
    fn a_link_has_the_custom_policy_only_if_it_is_planned() {
        let mut form = filled();
        form.plan.choose(PolicyChoice::from_id("svix").unwrap());
        assert!(!form.link().contains("json"), "{}", form.link());
        assert!(filled().link().contains("json"));
    }

    #[test]
    fn a_link_without_a_custom_policy_keeps_the_own_one() {
        let opened = |query: &str| {
            let mut form: RetryForm = link::read(query, 0);
            form.keep(filled());
            form.plan
        };
        let plan = opened("policy=kit");
        assert_eq!((plan.policy.id(), plan.custom), ("kit", filled().plan.custom));
        assert_eq!(opened("policy=custom&json=%7B%7D").custom.json, "{}");
    }

    #[test]
    fn reads_a_handwritten_link() {
        let form: RetryForm = link::read("policy=kit&with=slack+stripe&lasts=12+h&draw=true&seed=7", 0);
        assert_eq!((form.plan.policy.id(), form.plan.outage_length.as_str()), ("kit", "12 h"));
        assert_eq!((form.compared.len(), form.plan.is_drawn, form.plan.seed), (2, true, 7));
    }

    #[test]
    fn replaces_invalid_members_of_a_link() {
        let odd = "policy=unknown&clock=x&seed=-1&draw=%zz&with=unknown+custom&outcome=x&as=x&attempt=x&&=";
        assert_eq!(link::read::<RetryForm>(odd, 0), RetryForm::default());
    }

    #[test]
    fn members_of_a_link_have_different_names() {
        fn names<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
            for (name, member) in value.as_object() {
                if member.is_object() { names(member, found) } else { found.push(name) }
            }
        }
        let value = form::value(&RetryForm::default());
        let mut found = Vec::new();
        names(&value, &mut found);
        assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), found.len(), "{found:?}");
        assert!(found.len() > 15);
    }

    #[test]
    fn policies_are_compared_once_each_while_there_is_room() {
        let mut form = RetryForm::default();
        for id in ["kit", "kit", "custom", "slack", "square", "adyen", "brevo", "circle", "nmi"] {
            form.compare_with(id);
        }
        assert_eq!(form.compared.len(), MAX_COMPARED);
        let many: RetryForm = link::read("with=kit+kit+slack+square+adyen+brevo+circle+nmi", 0);
        assert_eq!(many.compared, form.compared);
    }
}
