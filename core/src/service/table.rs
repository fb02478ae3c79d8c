//! Tables of rows in order of creation, with an index by id.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A row of a [`Table`].
pub(super) trait Row {
    /// The id, which is unique in the table.
    fn id(&self) -> &str;

    /// A second id. If several rows have the same one, it refers to the first.
    fn alias(&self) -> Option<&str> {
        None
    }
}

/// Rows in order of creation. They are serialized as a list, and the index is rebuilt from it.
#[derive(Clone)]
pub(super) struct Table<T> {
    rows: BTreeMap<u64, T>,
    keys: BTreeMap<String, u64>,
    next: u64,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { rows: BTreeMap::new(), keys: BTreeMap::new(), next: 0 }
    }
}

impl<T: Row> Table<T> {
    /// Adds a row at the end, and returns its key, which does not change. Later rows have higher keys.
    pub(super) fn push(&mut self, row: T) -> u64 {
        let key = self.next;
        // At a nanosecond per row, this takes centuries to saturate.
        self.next = self.next.saturating_add(1);
        for name in core::iter::once(row.id()).chain(row.alias()) {
            self.keys.entry(name.into()).or_insert(key);
        }
        self.rows.insert(key, row);
        key
    }

    /// The key of the row with this id or alias.
    pub(super) fn key(&self, name: &str) -> Option<u64> {
        self.keys.get(name).copied()
    }

    /// The row with this id or alias.
    pub(super) fn get(&self, name: &str) -> Option<&T> {
        self.row(self.key(name)?)
    }

    /// The row with this id or alias. Its id and alias must not be changed.
    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        self.row_mut(self.key(name)?)
    }

    /// The row with this key.
    pub(super) fn row(&self, key: u64) -> Option<&T> {
        self.rows.get(&key)
    }

    /// The row with this key. Its id and alias must not be changed.
    pub(super) fn row_mut(&mut self, key: u64) -> Option<&mut T> {
        self.rows.get_mut(&key)
    }

    /// Removes and returns the row with this key.
    pub(super) fn remove(&mut self, key: u64) -> Option<T> {
        let row = self.rows.remove(&key)?;
        for name in core::iter::once(row.id()).chain(row.alias()) {
            if self.keys.get(name) == Some(&key) {
                self.keys.remove(name);
            }
        }
        Some(row)
    }
}

impl<T> Table<T> {
    /// The rows, in order of creation.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + Clone {
        self.rows.values()
    }

    /// The keys and rows, in order of creation. The ids and aliases must not be changed.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (u64, &mut T)> {
        self.rows.iter_mut().map(|(key, row)| (*key, row))
    }

    /// Whether the table has no rows.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl<T: PartialEq> PartialEq for Table<T> {
    fn eq(&self, other: &Self) -> bool {
        // Keys only define the order.
        self.iter().eq(other.iter())
    }
}

impl<T: Eq> Eq for Table<T> {}

impl<T: fmt::Debug> fmt::Debug for Table<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl<T: Serialize> Serialize for Table<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de, T: Row + Deserialize<'de>> Deserialize<'de> for Table<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut table = Self::default();
        for row in Vec::<T>::deserialize(deserializer)? {
            if table.get(row.id()).is_some_and(|other| other.id() == row.id()) {
                return Err(D::Error::custom("an id is not unique"));
            }
            table.push(row);
        }
        Ok(table)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
    struct Named(String, Option<String>);

    impl Row for Named {
        fn id(&self) -> &str {
            &self.0
        }

        fn alias(&self) -> Option<&str> {
            self.1.as_deref()
        }
    }

    fn named(id: &str, alias: Option<&str>) -> Named {
        Named(id.into(), alias.map(Into::into))
    }

    #[test]
    fn rows_keep_their_order_and_keys_when_others_are_removed() {
        let mut table = Table::default();
        let keys = ["a", "b", "c"].map(|id| table.push(named(id, None)));
        assert_eq!(table.remove(keys[1]), Some(named("b", None)));
        assert_eq!(table.remove(keys[1]), None);
        let last = table.push(named("b", None));
        assert!(last > keys[2]);
        assert_eq!(table.iter().map(|row| row.id()).collect::<Vec<_>>(), ["a", "c", "b"]);
        assert_eq!((table.key("c"), table.key("b"), table.key("d")), (Some(keys[2]), Some(last), None));
    }

    #[test]
    fn an_alias_refers_to_the_first_row_that_has_it() {
        let mut table = Table::default();
        table.push(named("a", Some("x")));
        table.push(named("b", Some("x")));
        assert_eq!(table.get("x").map(Row::id), Some("a"));
    }

    #[test]
    fn a_saved_table_is_a_list_without_repeated_ids() {
        let mut table = Table::default();
        table.push(named("a", Some("x")));
        table.push(named("b", Some("x")));
        let saved = serde_json::to_string(&table).unwrap_or_default();
        assert_eq!(saved, r#"[["a","x"],["b","x"]]"#);
        assert_eq!(serde_json::from_str::<Table<Named>>(&saved).ok(), Some(table));
        assert!(serde_json::from_str::<Table<Named>>(r#"[["a",null],["a",null]]"#).is_err());
    }
}
