//! Finds paths in the tokens of macros and attributes. Their grammar is unknown, so everything that looks like a path
//! counts.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use syn::ext::IdentExt as _;

use crate::names::Namespace;

/// A sequence of tokens that looks like a path.
pub(crate) struct TokenPath {
    pub(crate) path: Vec<String>,
    pub(crate) line: usize,
    /// The namespaces in which it may resolve.
    pub(crate) namespaces: &'static [Namespace],
}

impl TokenPath {
    /// Returns whether it has the same meaning everywhere in the crate.
    pub(crate) fn is_from_root(&self) -> bool {
        self.path.first().is_some_and(|first| first == "crate" || first == "$crate")
    }
}

/// The serde attributes whose values are paths in strings.
const SERDE_PATHS: &[&str] = &[
    "default",
    "deserialize_with",
    "from",
    "into",
    "remote",
    "serialize_with",
    "skip_serializing_if",
    "try_from",
    "with",
];

/// Returns what looks like a path in the tokens of a macro. A single lower-case name counts only if it is called,
/// because it may be a variable, a field or a keyword of the macro.
pub(crate) fn paths(tokens: &TokenStream) -> Vec<TokenPath> {
    let mut found = Vec::new();
    collect(&tokens.clone().into_iter().collect::<Vec<_>>(), &mut found);
    found
}

fn collect(tokens: &[TokenTree], found: &mut Vec<TokenPath>) {
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let TokenTree::Ident(first) = token else {
            if let TokenTree::Group(group) = token {
                collect(&group.stream().into_iter().collect::<Vec<_>>(), found);
            }
            at += 1;
            continue;
        };
        let before = &tokens[..at];
        let line = first.span().start().line;
        let mut path = vec![first.unraw().to_string()];
        at += 1;
        while let [TokenTree::Punct(one), TokenTree::Punct(two), TokenTree::Ident(next), ..] = &tokens[at..]
            && one.as_char() == ':'
            && two.as_char() == ':'
        {
            path.push(next.unraw().to_string());
            at += 3;
        }
        let namespaces = match tokens.get(at) {
            Some(TokenTree::Punct(mark)) if mark.as_char() == '!' => &[Namespace::Macro],
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis => &[Namespace::Value],
            _ if path.len() > 1 || path[0].starts_with(char::is_uppercase) => Namespace::ALL,
            _ => continue,
        };
        let is_path = match before {
            [.., TokenTree::Punct(mark)] if mark.as_char() == '$' => path[0] == "crate",
            [.., TokenTree::Punct(mark)] if mark.as_char() == '.' => false,
            // The rest of a path that starts with `::` or has generic arguments.
            [.., TokenTree::Punct(one), TokenTree::Punct(two)] => (one.as_char(), two.as_char()) != (':', ':'),
            _ => true,
        };
        if is_path {
            found.push(TokenPath { path, line, namespaces });
        }
    }
}

/// Returns the paths in the strings of a serde attribute: `with = "crate::json::exact"`.
pub(crate) fn serde_paths(tokens: &TokenStream) -> Vec<TokenPath> {
    let tokens: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let pairs = tokens.windows(3).filter_map(|window| match window {
        [TokenTree::Ident(name), TokenTree::Punct(mark), TokenTree::Literal(value)]
            if mark.as_char() == '=' && SERDE_PATHS.iter().any(|known| name == known) =>
        {
            let text = value.to_string();
            let path = text.trim_matches('"').split("::").map(str::to_owned).collect();
            Some(TokenPath { path, line: value.span().start().line, namespaces: Namespace::ALL })
        }
        _ => None,
    });
    pairs.collect()
}
