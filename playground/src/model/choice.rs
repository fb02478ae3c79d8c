//! Values with an id, which represents them in element ids, links and saved forms.

use serde::{Deserialize, Deserializer, Serializer};

/// A value with an id.
pub(crate) trait Named: Copy + 'static {
    /// Returns the id.
    fn id(self) -> &'static str;

    /// Returns the value with this id.
    fn from_id(id: &str) -> Option<Self>;
}

/// One of the few values that a control offers.
pub(crate) trait Choice: Named + PartialEq + Send + Sync {
    /// All values, in the order of the control.
    const ALL: &'static [Self];

    /// Returns the text that the page shows.
    fn title(self) -> &'static str;
}

/// Returns the ids and titles of values, in the format that controls use.
pub(crate) fn options<C: Choice>(choices: &[C]) -> Vec<(&'static str, &'static str)> {
    choices.iter().map(|choice| (choice.id(), choice.title())).collect()
}

/// Serializes a value as its id. For `#[serde(with)]`.
pub(crate) mod by_id {
    use super::{Deserialize, Deserializer, Named, Serializer};

    pub(crate) fn serialize<N: Named, S: Serializer>(value: &N, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(value.id())
    }

    pub(crate) fn deserialize<'de, N: Named, D: Deserializer<'de>>(deserializer: D) -> Result<N, D::Error> {
        super::find(&String::deserialize(deserializer)?)
    }
}

/// Serializes values as their ids. For `#[serde(with)]`. Unknown ids are ignored.
pub(crate) mod by_ids {
    use super::{Deserialize, Deserializer, Named, Serializer};

    pub(crate) fn serialize<N: Named, S: Serializer>(values: &[N], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(values.iter().map(|value| value.id()))
    }

    pub(crate) fn deserialize<'de, N: Named, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<N>, D::Error> {
        let ids = Vec::<String>::deserialize(deserializer)?;
        Ok(ids.iter().filter_map(|id| N::from_id(id)).collect())
    }
}

fn find<N: Named, E: serde::de::Error>(id: &str) -> Result<N, E> {
    N::from_id(id).ok_or_else(|| E::custom("unknown id"))
}

/// Implements the serde traits for a type with ids.
macro_rules! serialize_by_id {
    ($name:ty) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                $crate::model::choice::by_id::serialize(self, serializer)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::model::choice::by_id::deserialize(deserializer)
            }
        }
    };
}
pub(crate) use serialize_by_id;

/// Defines an enum whose values have ids and titles.
macro_rules! choices {
    (
        $(#[$attribute:meta])*
        $visibility:vis enum $name:ident {
            $($(#[$of_value:meta])* $value:ident: $id:literal, $title:literal;)+
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $visibility enum $name {
            $($(#[$of_value])* $value,)+
        }

        impl $crate::model::choice::Named for $name {
            fn id(self) -> &'static str {
                match self {
                    $(Self::$value => $id,)+
                }
            }

            fn from_id(id: &str) -> Option<Self> {
                match id {
                    $($id => Some(Self::$value),)+
                    _ => None,
                }
            }
        }

        impl $crate::model::choice::Choice for $name {
            const ALL: &'static [Self] = &[$(Self::$value),+];

            fn title(self) -> &'static str {
                match self {
                    $(Self::$value => $title,)+
                }
            }
        }

        $crate::model::choice::serialize_by_id!($name);
    };
}
pub(crate) use choices;

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, from_value, json, to_value};

    choices! {
        /// A choice for the tests.
        enum Color {
            Red: "red", "Red";
            Blue: "deep-blue", "Deep blue";
        }
    }

    #[test]
    fn a_choice_is_found_by_its_id() {
        assert_eq!(options(Color::ALL), [("red", "Red"), ("deep-blue", "Deep blue")]);
        for color in Color::ALL {
            assert_eq!(Color::from_id(color.id()), Some(*color));
        }
        assert_eq!(Color::from_id("Red"), None);
    }

    #[test]
    fn a_choice_is_saved_as_its_id() {
        assert_eq!(to_value(Color::Blue).unwrap(), json!("deep-blue"));
        assert_eq!(from_value::<Color>(json!("red")).unwrap(), Color::Red);
        for wrong in [json!("green"), json!(1), Value::Null] {
            assert!(from_value::<Color>(wrong).is_err());
        }
    }
}
