//! Rows in the order in which they were made, each found by its name without a look at the others.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a [`Table`] holds.
pub(super) trait Row {
    /// The id, which no other row of the table has.
    fn id(&self) -> &str;

    /// A second name. Where several rows have the same one, it is the first row's.
    fn alias(&self) -> Option<&str> {
        None
    }
}

/// Rows in their order. In a saved state they are a list; what finds them is made from it again.
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
    /// Adds a row at the end, and gives the key that it keeps. Later rows have higher keys.
    pub(super) fn push(&mut self, row: T) -> u64 {
        let key = self.next;
        // At a nanosecond a row, it would take centuries to get to the end.
        self.next = self.next.saturating_add(1);
        for name in core::iter::once(row.id()).chain(row.alias()) {
            self.keys.entry(name.into()).or_insert(key);
        }
        self.rows.insert(key, row);
        key
    }

    /// The key of the row with this name.
    pub(super) fn key(&self, name: &str) -> Option<u64> {
        self.keys.get(name).copied()
    }

    /// The row with this name.
    pub(super) fn get(&self, name: &str) -> Option<&T> {
        self.row(self.key(name)?)
    }

    /// The row with this name, to change what is not a name.
    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        self.row_mut(self.key(name)?)
    }

    /// The row with this key.
    pub(super) fn row(&self, key: u64) -> Option<&T> {
        self.rows.get(&key)
    }

    /// The row with this key, to change what is not a name.
    pub(super) fn row_mut(&mut self, key: u64) -> Option<&mut T> {
        self.rows.get_mut(&key)
    }

    /// Takes the row with this key out.
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
    /// The rows, in the order in which they were made.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &T> + Clone {
        self.rows.values()
    }

    /// The rows with their keys, in order, to change what is not a name.
    pub(super) fn iter_mut(&mut self) -> impl Iterator<Item = (u64, &mut T)> {
        self.rows.iter_mut().map(|(key, row)| (*key, row))
    }

    /// Whether there are no rows.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl<T: PartialEq> PartialEq for Table<T> {
    fn eq(&self, other: &Self) -> bool {
        // Keys say which row came before which, and nothing else.
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
                return Err(D::Error::custom("an id is there twice"));
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
    fn rows_keep_their_order_and_their_keys_whatever_is_removed() {
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
    fn a_second_name_is_that_of_the_first_row_that_has_it() {
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
