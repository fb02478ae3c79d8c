//! A plan in links and files.

use std::borrow::Cow;

use super::attempts::{AttemptRow, rows};
use super::form::RetryForm;
use super::policy::{PolicyChoice, prepare_link};
use super::summary::sentence_of;
use super::words::cost;
use crate::model::credentials::SignatureFields;
use crate::model::link::{Kind, Linked, Unsaved};
use crate::model::markdown::{link_line, message, plain, table};
use crate::model::scheme::CustomScheme;

/// The maximum number of attempts in a report.
const MOST_ROWS: usize = 30;

impl Linked for RetryForm {
    const UNSAVED: &'static [&'static [&'static str]] = &[&["answer", "headers"]];

    /// Keeps the text of the custom policy if the link has none: links contain it only if it is planned.
    fn keep(&mut self, replaced: Self) {
        if self.plan.custom.json.is_empty() {
            self.plan.custom = replaced.plan.custom;
        }
    }

    fn prepare(&mut self) {
        prepare_link(self.plan.policy, &mut self.plan.custom);
    }

    fn unsaved(&self, _custom: &CustomScheme) -> Vec<Unsaved<'_>> {
        let text = Cow::Borrowed(self.answer.headers.as_str());
        vec![Unsaved { path: &["answer", "headers"], text, kind: Kind::Headers(SignatureFields::default()) }]
    }

    fn set_unsaved(&mut self, _path: &str, text: &str) -> bool {
        self.answer.headers = text.into();
        true
    }

    /// The policy, the effect of the outage and the attempts.
    fn markdown(&self, _custom: &CustomScheme, now_ms: i64, link: &str) -> String {
        let custom = self.plan.custom.read();
        let title = match self.plan.policy {
            PolicyChoice::Custom => "custom policy".into(),
            known => known.name(),
        };
        let mut text = format!("### Retries: {}\n\n", plain(&title));
        if let Ok(planned) = self.plan.planned(&custom, now_ms) {
            text += &message(&sentence_of(&planned.plan));
            text += "\n\n";
            if let Some(cost) = cost(&planned) {
                text += &format!("**{}**\n\n", message(&cost));
            }
            let rows = rows(&planned);
            let row = |row: &AttemptRow| {
                let cells = [&row.wait, &row.elapsed, &row.between, &row.at].into_iter().map(|cell| plain(cell));
                let number = std::iter::once(row.number.to_string());
                number.chain(cells).chain([row.outcome.words().to_owned()]).collect()
            };
            let cells: Vec<Vec<String>> = rows.iter().take(MOST_ROWS).map(row).collect();
            text += &table(&["Attempt", "Wait", "After the first", "Between", "At", "Outcome"], &cells);
            if rows.len() > MOST_ROWS {
                text += &format!("\n{} more attempts follow.\n", rows.len() - MOST_ROWS);
            }
            text.push('\n');
        }
        text + &link_line(link)
    }
}

#[cfg(test)]
mod tests {
    use super::super::form::tests::filled;
    use super::*;
    use crate::model::choice::Named as _;
    use crate::model::link::share;
    use crate::model::link_members::read_members;
    use crate::model::link_query::{query_members, readable_query};
    use crate::model::link_text::Damage;

    fn link(form: &RetryForm) -> String {
        readable_query::<RetryForm>(&share(form, &Err(Vec::new()), None, false).members).unwrap()
    }

    fn read(query: &str) -> Result<RetryForm, Damage> {
        read_members::<RetryForm>(&query_members::<RetryForm>(query)?, 0).map(|read| read.form)
    }

    #[test]
    fn golden_links_are_read() {
        crate::model::golden::assert_golden::<RetryForm>();
    }

    #[test]
    fn a_link_is_read_as_the_same_plan() {
        let mut linked = filled();
        linked.plan.custom.from = None;
        assert_eq!(read(&link(&filled())).unwrap(), linked);
        assert_eq!(link(&RetryForm::default()), "");
    }

    #[test]
    fn a_link_has_the_custom_policy_only_if_it_is_planned() {
        let mut form = filled();
        form.plan.choose(PolicyChoice::from_id("svix").unwrap());
        assert!(!link(&form).contains("json"), "{}", link(&form));
        assert!(link(&filled()).contains("json"));
    }

    #[test]
    fn a_link_without_a_custom_policy_keeps_the_own_one() {
        let opened = |query: &str| {
            let mut form = read(query).unwrap();
            form.keep(filled());
            form.plan
        };
        let plan = opened("policy=kit");
        assert_eq!((plan.policy.id(), plan.custom), ("kit", filled().plan.custom));
        assert_eq!(opened("policy=custom&json=%7B%7D").custom.json, "{}");
    }

    #[test]
    fn markdown_has_the_attempts_and_the_effect() {
        let text = RetryForm::default().markdown(&Err(Vec::new()), 1_768_478_400_000, "https://h.example/#retries");
        assert!(text.starts_with("### Retries: Svix\n\n"), "{text}");
        assert!(text.contains("**An outage of 30 min loses no event, whenever it begins."), "{text}");
        assert_eq!(text.matches("\n| ").count(), 2 + 8 - 1 + 1, "{text}");
        assert!(text.ends_with("(https://h.example/#retries)\n"));
    }

    #[test]
    fn reads_a_handwritten_link() {
        let form = read("policy=kit&with=slack+stripe&lasts=12+h&draw=true&seed=7").unwrap();
        assert_eq!((form.plan.policy.id(), form.plan.outage_length.as_str()), ("kit", "12 h"));
        assert_eq!((form.compared.len(), form.plan.is_drawn, form.plan.seed), (2, true, 7));
    }

    #[test]
    fn an_invalid_member_of_a_link_is_named() {
        for (query, member) in [("seed=-1", "plan/seed"), ("draw=%zz", "plan/draw")] {
            assert_eq!(read(query).unwrap_err(), Damage::Invalid(member.into()), "{query}");
        }
        for (query, member, text) in
            [("policy=nosuch", "plan/policy", "nosuch"), ("clock=x", "plan/when/clock", "x"), ("as=x", "as", "x")]
        {
            let damage = Damage::InvalidText { member: member.into(), text: text.into() };
            assert_eq!(read(query).unwrap_err(), damage, "{query}");
        }
        assert_eq!(read("with=unknown+custom&&=").unwrap(), RetryForm::default());
    }
}
