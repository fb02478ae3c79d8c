//! Drawings as SVG markup. A running simulation redraws many times per second, so a drawing is one text instead of
//! hundreds of elements that Leptos manages. All values are escaped here.

use std::fmt::{Display, Write as _};

/// The markup of a drawing or a part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Svg(String);

/// An entry of a legend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Key {
    /// The markup of its mark.
    pub(crate) mark: String,
    pub(crate) words: &'static str,
}

impl Svg {
    /// Starts a drawing that is as wide as its container, with a height in pixels. Screen readers skip it, because the
    /// page contains the same information as text.
    pub(crate) fn new(height: u32) -> Self {
        let mut svg = Self::default();
        svg.open("svg", &[("width", &"100%"), ("height", &height), ("aria-hidden", &"true"), ("focusable", &"false")]);
        svg
    }

    /// Opens an element.
    pub(crate) fn open(&mut self, name: &str, attributes: &[(&str, &dyn Display)]) {
        self.begin(name, attributes);
        self.0.push('>');
    }

    /// Closes an element.
    pub(crate) fn close(&mut self, name: &str) {
        self.push(&format!("</{name}>"));
    }

    /// Adds an empty element.
    pub(crate) fn element(&mut self, name: &str, attributes: &[(&str, &dyn Display)]) {
        self.begin(name, attributes);
        self.push("/>");
    }

    /// Adds an element with text.
    pub(crate) fn text(&mut self, name: &str, attributes: &[(&str, &dyn Display)], text: &str) {
        self.open(name, attributes);
        self.escape(text);
        self.close(name);
    }

    /// Returns the finished markup.
    pub(crate) fn finish(mut self) -> String {
        self.close("svg");
        self.0
    }

    /// Returns markup whose elements are all closed.
    pub(crate) fn into_markup(self) -> String {
        self.0
    }

    fn begin(&mut self, name: &str, attributes: &[(&str, &dyn Display)]) {
        self.push("<");
        self.push(name);
        for (name, value) in attributes {
            self.push(" ");
            self.push(name);
            self.push("=\"");
            let mut text = String::new();
            // Writing to a string cannot fail.
            let _ = write!(text, "{value}");
            self.escape(&text);
            self.push("\"");
        }
    }

    fn push(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn escape(&mut self, text: &str) {
        for letter in text.chars() {
            match letter {
                '&' => self.push("&amp;"),
                '<' => self.push("&lt;"),
                '>' => self.push("&gt;"),
                '"' => self.push("&quot;"),
                '\'' => self.push("&#39;"),
                other => self.0.push(other),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_escaped() {
        let mut svg = Svg::new(10);
        svg.text("text", &[("class", &"a\" onload=\"x")], "<script>'&'</script>");
        svg.element("path", &[("d", &"M0 0")]);
        assert_eq!(
            svg.finish(),
            "<svg width=\"100%\" height=\"10\" aria-hidden=\"true\" focusable=\"false\">\
             <text class=\"a&quot; onload=&quot;x\">&lt;script&gt;&#39;&amp;&#39;&lt;/script&gt;</text>\
             <path d=\"M0 0\"/></svg>"
        );
    }
}
