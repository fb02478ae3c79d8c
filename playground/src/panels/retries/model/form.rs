//! The form of the retries panel.

use hookwright::catalog::find_policy;
use hookwright::retry::Policy;
use serde::{Deserialize, Serialize};

use super::answer::AnswerForm;
use super::export::ExportFormat;
use super::plan::PlanForm;
use crate::model::choice::by_ids;
use crate::model::form::Form;

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

impl RetryForm {
    /// Adds a policy to compare with, unless it is already in the list or the list is full.
    pub(crate) fn compare_with(&mut self, id: &str) {
        let Some(policy) = find_policy(id) else { return };
        let is_there = self.compared.iter().any(|one| one.id == policy.id);
        if !is_there && self.compared.len() < MAX_COMPARED {
            self.compared.push(policy);
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::answer::AnswerOutcome;
    use super::super::policy::PolicyChoice;
    use super::*;
    use crate::model::choice::Named as _;
    use crate::model::form;
    use crate::model::instant::{Clock, When};
    use crate::model::json::Value;
    use crate::model::link_members::read_members;
    use crate::model::link_query::query_members;
    use std::collections::BTreeSet;

    pub(in super::super) fn filled() -> RetryForm {
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
        let query = "with=kit+kit+slack+square+adyen+brevo+circle+nmi";
        let many = read_members::<RetryForm>(&query_members::<RetryForm>(query).unwrap(), 0).unwrap().form;
        assert_eq!(many.compared, form.compared);
    }
}
