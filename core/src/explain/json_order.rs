//! The order of the members of a document.

use super::json_tokens::{Document, Kind};

impl Document<'_> {
    /// Whether the members of every object are sorted by name.
    pub(super) fn is_sorted(&self) -> bool {
        (0..self.tokens())
            .filter(|index| self.kind(*index) == Some(Kind::Object))
            .all(|object| self.sorted(object).is_sorted())
    }

    /// Whether the members of every object are sorted by the length of their names, and then by name.
    pub(super) fn is_sorted_by_length(&self) -> bool {
        let key = |member: usize| (self.written(member).len(), self.written(member));
        (0..self.tokens())
            .filter(|index| self.kind(*index) == Some(Kind::Object))
            .all(|object| self.items(object).map(key).is_sorted())
    }

    /// Whether both documents have the same names in the same order.
    pub(super) fn has_names_of(&self, other: &Self) -> bool {
        let names = |document: &Self| document.name_indexes().count();
        names(self) == names(other)
            && self
                .name_indexes()
                .zip(other.name_indexes())
                .all(|(one, another)| self.characters(one).eq(other.characters(another)))
    }

    fn name_indexes(&self) -> impl Iterator<Item = usize> {
        (0..self.tokens()).filter(|token| self.is_name(*token))
    }
}
