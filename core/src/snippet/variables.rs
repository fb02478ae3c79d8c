//! Secrets that snippets read from environment variables.

use alloc::format;
use alloc::string::{String, ToString as _};

use serde_json::Value;

use crate::base::credential::Credential;
use crate::base::http::{Body, HttpRequest};

/// A secret that a snippet reads from an environment variable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placeholder {
    /// The secret. An empty one is ignored.
    pub value: Credential,
    /// The name of the variable.
    pub variable: String,
}

/// The values that are read from environment variables.
#[derive(Clone, Copy)]
pub(super) struct Variables<'a>(pub(super) &'a [Placeholder]);

impl<'a> Variables<'a> {
    /// The variable with this value.
    pub(super) fn of(self, value: &str) -> Option<&'a str> {
        let found = self.0.iter().find(|placeholder| !value.is_empty() && *placeholder.value == *value);
        found.map(|placeholder| placeholder.variable.as_str())
    }

    /// A pretty-printed document, in which `write` replaces the string literals of placeholders, without their quotes.
    /// `quote` converts the text to a literal of the language, in which names of variables remain unchanged.
    pub(super) fn document(
        self,
        document: &Value,
        quote: impl Fn(&str) -> String,
        write: impl Fn(&str) -> String,
    ) -> String {
        if self.0.is_empty() {
            return quote(&pretty(document));
        }
        // No text of the document contains the mark, so that only placeholders are replaced.
        let mut mark = String::from("PLACEHOLDER");
        let text = document.to_string();
        while text.contains(&mark) {
            mark.push('_');
        }
        let mut marked = document.clone();
        self.mark(&mut marked, &mark);
        let mut text = quote(&pretty(&marked));
        let mark = &mark;
        for (index, placeholder) in self.0.iter().enumerate() {
            text = text.replace(&marked_as(mark, index), &write(&placeholder.variable));
        }
        text
    }

    fn mark(self, value: &mut Value, mark: &str) {
        match value {
            Value::String(text) => {
                let is_of = |placeholder: &Placeholder| !text.is_empty() && *placeholder.value == **text;
                if let Some(index) = self.0.iter().position(is_of) {
                    *text = marked_as(mark, index);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.mark(item, mark)),
            Value::Object(members) => members.values_mut().for_each(|member| self.mark(member, mark)),
            _ => {}
        }
    }
}

/// Whether a request is sent without a body. The other methods have an empty one.
pub(super) fn has_no_body(request: &HttpRequest) -> bool {
    let is_empty = matches!(&request.body, Body::Exact(body) if body.is_empty());
    is_empty && !matches!(request.method, "POST" | "PUT" | "PATCH")
}

fn pretty(document: &Value) -> String {
    serde_json::to_string_pretty(document).unwrap_or_default()
}

/// What replaces a value. The letter at the end tells the first placeholder from the eleventh.
fn marked_as(mark: &str, index: usize) -> String {
    format!("{mark}{index}X")
}
