//! Mutations that make a body invalid, each with the problem that reports it.

use hookwright::event::ValueKind;

use super::{Place, Tree};

/// A change of one value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Mutation {
    /// Removes the member.
    Remove,
    /// Replaces the value by one of a wrong type, or by text that is not a timestamp.
    Replace(&'static str),
    /// Repeats the member at the end of the object.
    Repeat,
}

impl Mutation {
    /// The mutations that lead to exactly one problem at this place.
    pub(crate) fn of(place: &Place) -> Vec<Self> {
        let mut possible: Vec<Self> = wrong_values(place).into_iter().map(Self::Replace).collect();
        if !place.is_item {
            possible.push(Self::Repeat);
        }
        if place.required && !place.is_item {
            possible.push(Self::Remove);
        }
        possible
    }

    /// Changes the tree.
    pub(crate) fn apply(self, tree: &mut Tree, place: &Place) {
        if let Self::Replace(text) = self {
            *tree.at(&place.steps) = Tree::Literal(text.into());
            return;
        }
        let (last, parent) = place.steps.split_last().unwrap();
        let Tree::Object(members) = tree.at(parent) else { panic!("only members can be removed or repeated") };
        if self == Self::Remove {
            members.remove(*last);
        } else {
            members.push(members[*last].clone());
        }
    }

    /// The code of the problem that must be reported at the place.
    pub(crate) fn code(self, place: &Place) -> &'static str {
        match self {
            Self::Remove => "missing_field",
            Self::Repeat => "duplicate_key",
            Self::Replace(text) if place.kind == ValueKind::Timestamp && text.starts_with('"') => "invalid_timestamp",
            Self::Replace(text) if text.ends_with("\\udead\"") => "lone_surrogate",
            Self::Replace(text) if place.kind == ValueKind::Integer && text.len() >= 19 => "out_of_range",
            Self::Replace(_) => "wrong_type",
        }
    }
}

fn wrong_values(place: &Place) -> Vec<&'static str> {
    let mut values = match place.kind {
        ValueKind::String | ValueKind::OneOf(_) => vec!["0", "true", "[]", "{}", "\"\\udead\""],
        ValueKind::Timestamp => {
            vec!["0", "[\"2026-01-15T12:30:00Z\"]", "\"2026-01-15\"", "\"\"", "\"2026-02-30T00:00:00Z\""]
        }
        ValueKind::Integer => {
            vec!["1.5", "1.0", "1e5", "\"1\"", "[]", "123456789012345678901234567890", "9223372036854775808"]
        }
        ValueKind::Boolean => vec!["0", "1", "\"true\"", "{}"],
        ValueKind::Array(_) => vec!["{}", "\"\"", "0"],
        ValueKind::Object(_) => vec!["[]", "\"{}\"", "false"],
        _ => Vec::new(),
    };
    if place.required && place.kind != ValueKind::Any {
        values.push("null");
    }
    values
}
