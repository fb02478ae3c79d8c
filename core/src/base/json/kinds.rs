//! The names of the variants of an enum in JSON.

/// Lists the variants of an enum by their names in JSON, with placeholder values of their fields. A variant that is not
/// listed does not compile.
macro_rules! kinds {
    ($enum:ident { $($name:literal => $variant:ident { $($field:ident: $value:expr),* $(,)? }),+ $(,)? }) => {
        impl $enum {
            /// Every variant, with its name in JSON and placeholder values.
            #[cfg(feature = "json")]
            pub(crate) const KINDS: &[(&str, &Self)] = &[$(($name, &Self::$variant { $($field: $value),* })),+];
        }

        const _: fn(&$enum) = |value| match value {
            $($enum::$variant { .. } => {})+
        };
    };
}

pub(crate) use kinds;
