//! What is one's own, as it is typed: a scheme here, and a policy for retries.

use hookwright::signature::OwnedScheme;

use super::signing::{Own, Signing};

/// What one's own can start from.
pub(crate) trait Beginning: Copy {
    /// What a text says, or what is wrong with it.
    type Read;

    /// Reads a text.
    fn read(text: &str) -> Self::Read;

    /// The text to start with; `None` if there is nothing to start from.
    fn text(self) -> Option<String>;
}

/// What is typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct OwnForm<Row> {
    /// It as JSON.
    pub(crate) text: String,
    /// The row of the table that was chosen before: what one's own starts from.
    pub(crate) from: Option<Row>,
}

impl<Row> Default for OwnForm<Row> {
    fn default() -> Self {
        Self { text: String::new(), from: None }
    }
}

impl<Row: Beginning> OwnForm<Row> {
    /// What it says.
    pub(crate) fn read(&self) -> Row::Read {
        Row::read(&self.text)
    }

    /// Notes what was chosen before, and starts from it where nothing of one's own would be lost.
    pub(crate) fn follow(&mut self, before: Row) {
        if before.text().is_none() {
            return;
        }
        let untouched = self.text.trim().is_empty() || self.beginning().is_some_and(|text| text == self.text);
        self.from = Some(before);
        if untouched {
            self.start_again();
        }
    }

    /// Whether it could start again from what was chosen before, and become another text by that.
    pub(crate) fn could_start_again(&self) -> bool {
        self.beginning().is_some_and(|text| text != self.text)
    }

    /// Starts again from what was chosen before.
    pub(crate) fn start_again(&mut self) {
        if let Some(text) = self.beginning() {
            self.text = text;
        }
    }

    fn beginning(&self) -> Option<String> {
        self.from.and_then(Row::text)
    }
}

impl Beginning for Signing {
    type Read = Own;

    fn read(text: &str) -> Own {
        OwnedScheme::parse(text)
    }

    /// All of a scheme of the table that can be changed, under a name that says whose it is.
    fn text(self) -> Option<String> {
        let Self::Known(scheme) = self else { return None };
        let mut scheme = *scheme;
        scheme.provenance = None;
        let mut document = serde_json::to_value(scheme).unwrap_or_default();
        if let Some(id) = document.get_mut("id") {
            *id = format!("own/{}", scheme.id.replace('/', "-")).into();
        }
        Some(serde_json::to_string_pretty(&document).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hookwright::catalog::senders;

    #[test]
    fn every_scheme_is_a_beginning_that_can_be_used_at_once() {
        for scheme in senders().flat_map(|sender| sender.schemes) {
            let mut own = OwnForm::default();
            own.follow(Signing::Known(scheme));
            let read = own.read().unwrap_or_else(|problems| panic!("{}: {problems:?}", scheme.id));
            assert_eq!((read.content.as_str(), read.algorithm), (scheme.content, scheme.algorithm));
            assert!(read.id.starts_with("own/"), "{}", read.id);
        }
    }

    #[test]
    fn what_was_typed_is_not_overwritten_until_asked() {
        let mut own = OwnForm::default();
        own.follow(Signing::from_id("stripe/v1").unwrap());
        own.follow(Signing::from_id("slack/v0").unwrap());
        assert!(own.text.contains("own/slack-v0"), "nothing was typed");
        assert!(!own.could_start_again());
        own.text.push(' ');
        own.follow(Signing::from_id("github/sha256").unwrap());
        assert!(own.text.contains("own/slack-v0"), "something was");
        assert!(own.could_start_again());
        own.start_again();
        assert!(own.text.contains("own/github-sha256"));
    }

    #[test]
    fn problems_have_their_place() {
        let own: OwnForm<Signing> = OwnForm { text: r#"{ "id": "own/x", "algorithm": "md5" }"#.into(), from: None };
        let paths: Vec<_> = own.read().unwrap_err().into_iter().map(|problem| problem.path).collect();
        assert!(paths.contains(&"/algorithm".into()) && paths.contains(&"/signature".into()), "{paths:?}");
    }
}
