//! What is kept of the panel over a reload and in links: one line of names and values, as in the query of a URL. What is as
//! on a first visit is left out. Header fields to try out are never kept, because people paste them from real answers.

use hookwright::catalog::find_policy;

use super::answer::OUTCOMES;
use super::policy::Chosen;
use super::{MOST_COMPARED, RetryForm, export};
use crate::model::instant::{Clock, When};
use crate::model::query::Query;
use crate::model::scale::ScaleForm;

/// The longest policy of one's own that a link carries, in bytes: some programs cut longer addresses off.
const LONGEST_LINKED: usize = 4_000;

impl RetryForm {
    /// Everything that is kept over a reload.
    pub(crate) fn keep(&self, query: &mut Query) {
        query.add("own", &self.own.text, "");
        query.add("from", self.own.from.map_or("", Chosen::id), "");
        self.write(query);
    }

    /// Everything that a link carries: the policy of one's own only where it is the one that is planned.
    pub(crate) fn link(&self, query: &mut Query) {
        if self.chosen == Chosen::Own && self.own.text.len() <= LONGEST_LINKED {
            query.add("own", &self.own.text, "");
        }
        self.write(query);
    }

    fn write(&self, query: &mut Query) {
        let first = Self::default();
        query.add("policy", self.chosen.id(), first.chosen.id());
        query.add("clock", self.when.clock.id(), first.when.clock.id());
        query.add("start", &self.when.text, "");
        query.add("draw", flag(self.is_drawn), flag(first.is_drawn));
        query.add("seed", &self.seed.to_string(), &first.seed.to_string());
        query.add("outage", flag(self.has_outage), flag(first.has_outage));
        query.add("begins", &self.outage_start, &first.outage_start);
        query.add("lasts", &self.outage_length, &first.outage_length);
        let compared: Vec<&str> = self.compared.iter().map(|policy| &*policy.id).collect();
        query.add("with", &compared.join(" "), "");
        query.add("attempt", &self.answer.number.to_string(), &first.answer.number.to_string());
        query.add("came", self.answer.outcome, first.answer.outcome);
        query.add("status", &self.answer.status, &first.answer.status);
        query.add("retry-after", &self.answer.retry_after, &first.answer.retry_after);
        query.add("as", export::id(self.system), export::POLICY);
        self.scale.keep(query);
    }

    /// What was kept, or came with a link. Whatever in it cannot be used is as on a first visit.
    pub(crate) fn read(query: &Query) -> Self {
        let mut form = Self::default();
        form.own.text = query.get("own").unwrap_or_default().into();
        form.own.from = query.get("from").and_then(find_policy).map(Chosen::Known);
        form.chosen = query.get("policy").and_then(Chosen::from_id).unwrap_or(form.chosen);
        form.when = When {
            clock: Clock::from_id(query.get("clock").unwrap_or_default()),
            text: query.get("start").unwrap_or_default().into(),
        };
        form.is_drawn = query.get("draw").map_or(form.is_drawn, is_set);
        form.seed = query.number("seed").unwrap_or(form.seed);
        form.has_outage = query.get("outage").map_or(form.has_outage, is_set);
        query.take("begins", &mut form.outage_start);
        query.take("lasts", &mut form.outage_length);
        let compared = query.get("with").unwrap_or_default();
        compared.split_whitespace().take(MOST_COMPARED).for_each(|id| form.compare_with(id));
        form.answer.number = query.number("attempt").unwrap_or(form.answer.number);
        if let Some(name) = query.get("came").filter(|name| OUTCOMES.iter().any(|(known, _)| known == name)) {
            form.answer.choose(name);
        }
        query.take("status", &mut form.answer.status);
        query.take("retry-after", &mut form.answer.retry_after);
        form.system = query.get("as").and_then(export::system);
        form.scale = ScaleForm::read(query);
        form
    }
}

const fn flag(is_set: bool) -> &'static str {
    if is_set { "yes" } else { "no" }
}

fn is_set(text: &str) -> bool {
    text == "yes"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled() -> RetryForm {
        let mut form = RetryForm::default();
        form.choose(Chosen::from_id("kit").unwrap());
        form.choose(Chosen::Own);
        form.own.text.push_str(" \u{e4}&=%+#\n");
        form.when = When { clock: Clock::At, text: "2026-01-15T12:00:00Z".into() };
        (form.is_drawn, form.seed) = (true, u64::MAX);
        (form.has_outage, form.outage_start, form.outage_length) = (false, "-5 min".into(), "2 h".into());
        ["slack", "stripe"].iter().for_each(|id| form.compare_with(id));
        form.answer.choose("tls");
        (form.answer.number, form.answer.status, form.answer.retry_after) = (3, "429".into(), String::new());
        form.system = export::system("temporal");
        form.scale.compare_with("equal");
        form
    }

    fn kept(form: &RetryForm, keep: fn(&RetryForm, &mut Query)) -> String {
        let mut query = Query::default();
        keep(form, &mut query);
        query.to_string()
    }

    #[test]
    fn what_is_kept_comes_back() {
        let form = filled();
        assert_eq!(RetryForm::read(&Query::parse(&kept(&form, RetryForm::keep))), form);
        let mut linked = form.clone();
        linked.own.from = None;
        assert_eq!(RetryForm::read(&Query::parse(&kept(&form, RetryForm::link))), linked);
    }

    #[test]
    fn a_first_visit_keeps_nothing() {
        assert_eq!(kept(&RetryForm::default(), RetryForm::keep), "");
        assert_eq!(RetryForm::read(&Query::parse("")), RetryForm::default());
    }

    #[test]
    fn a_link_has_ones_own_policy_only_where_it_is_planned() {
        let mut form = filled();
        form.choose(Chosen::from_id("svix").unwrap());
        assert!(!kept(&form, RetryForm::link).contains("own"));
        assert!(kept(&form, RetryForm::keep).contains("own"));
    }

    #[test]
    fn header_fields_to_try_out_are_never_kept() {
        let mut form = filled();
        form.answer.headers = "X-Key: hunter2".into();
        assert!(!kept(&form, RetryForm::keep).contains("hunter2"));
    }

    #[test]
    fn nonsense_is_a_first_visit() {
        let odd = "policy=nobody&clock=x&seed=-1&draw=%zz&with=nobody+own&came=x&as=x&attempt=x&&=";
        assert_eq!(RetryForm::read(&Query::parse(odd)), RetryForm { is_drawn: false, ..RetryForm::default() });
    }
}
