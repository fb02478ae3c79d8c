//! Interpretation of serde attributes. Unknown attributes are errors, because they could change the JSON form.

use syn::{Attribute, LitStr, Token};

/// The attributes of a struct, an enum or a variant.
#[derive(Default)]
pub(super) struct Container {
    /// The case of the names of fields or variants.
    pub(super) rename_all: Option<Case>,
    /// The case of the names of fields in variants.
    pub(super) rename_all_fields: Option<Case>,
    /// The member with the name of the variant.
    pub(super) tag: Option<String>,
    /// Whether the JSON form does not contain the name of the variant.
    pub(super) untagged: bool,
}

/// The attributes of a field or a variant.
#[derive(Default)]
pub(super) struct Member {
    /// The explicit name.
    pub(super) rename: Option<String>,
    /// Whether the field is replaced with the members of its value.
    pub(super) flatten: bool,
    /// Whether it can be omitted from the JSON form.
    pub(super) skipped: bool,
    /// Whether it is never serialized.
    pub(super) hidden: bool,
    /// Whether a function serializes it, so that its Rust type does not determine its JSON form.
    pub(super) custom: bool,
}

/// The case of names.
#[derive(Clone, Copy)]
pub(super) enum Case {
    /// `camelCase`
    Camel,
    /// `kebab-case`
    Kebab,
    /// `lowercase`
    Lower,
    /// `snake_case`
    Snake,
}

impl Case {
    fn find(name: &str) -> Option<Self> {
        match name {
            "camelCase" => Some(Self::Camel),
            "kebab-case" => Some(Self::Kebab),
            "lowercase" => Some(Self::Lower),
            "snake_case" => Some(Self::Snake),
            _ => None,
        }
    }

    /// The name of a field, which is in snake case in Rust.
    pub(super) fn field(self, name: &str) -> String {
        match self {
            Self::Camel => {
                let mut words = name.split('_');
                let first = words.next().unwrap_or_default().to_owned();
                words.fold(first, |text, word| text + &capitalized(word))
            }
            Self::Kebab => name.replace('_', "-"),
            Self::Lower | Self::Snake => name.to_owned(),
        }
    }

    /// The name of a variant, which is in camel case with a capital in Rust.
    pub(super) fn variant(self, name: &str) -> String {
        match self {
            Self::Camel => name.chars().take(1).flat_map(char::to_lowercase).chain(name.chars().skip(1)).collect(),
            Self::Kebab => separated(name, '-'),
            Self::Lower => name.to_lowercase(),
            Self::Snake => separated(name, '_'),
        }
    }
}

fn capitalized(word: &str) -> String {
    word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect()
}

fn separated(name: &str, separator: char) -> String {
    let mut text = String::new();
    for (index, character) in name.chars().enumerate() {
        if index > 0 && character.is_uppercase() {
            text.push(separator);
        }
        text.extend(character.to_lowercase());
    }
    text
}

/// Whether `Serialize` is derived.
pub(super) fn derives_serialize(attributes: &[Attribute]) -> bool {
    let mut derives = false;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("derive")) {
        // Attributes that cannot be parsed are compile errors.
        let _ = attribute.parse_nested_meta(|meta| {
            derives |= meta.path.segments.last().is_some_and(|last| last.ident == "Serialize");
            Ok(())
        });
    }
    derives
}

/// Reads the attributes of a type or a variant.
pub(super) fn container(attributes: &[Attribute]) -> syn::Result<Container> {
    let mut found = Container::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        attribute.parse_nested_meta(|meta| {
            let case = || {
                let text: LitStr = meta.value()?.parse()?;
                Case::find(&text.value()).map(Some).ok_or_else(|| meta.error("this case is not known"))
            };
            if meta.path.is_ident("rename_all") {
                found.rename_all = case()?;
            } else if meta.path.is_ident("rename_all_fields") {
                found.rename_all_fields = case()?;
            } else if meta.path.is_ident("tag") {
                found.tag = Some(meta.value()?.parse::<LitStr>()?.value());
            } else if meta.path.is_ident("untagged") {
                found.untagged = true;
            } else if meta.path.is_ident("bound") {
                // A bound does not affect the JSON form.
                meta.value()?.parse::<LitStr>()?;
            } else if !meta.path.is_ident("deny_unknown_fields") {
                return Err(meta.error("this attribute of a type is not known"));
            }
            Ok(())
        })?;
    }
    Ok(found)
}

/// Reads the attributes of a field or a variant.
pub(super) fn member(attributes: &[Attribute]) -> syn::Result<Member> {
    let mut found = Member::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("rename") {
                found.rename = Some(meta.value()?.parse::<LitStr>()?.value());
            } else if meta.path.is_ident("skip") || meta.path.is_ident("skip_serializing") {
                found.hidden = true;
            } else if meta.path.is_ident("flatten") {
                found.flatten = true;
            } else if meta.path.is_ident("skip_serializing_if") {
                meta.value()?.parse::<LitStr>()?;
                found.skipped = true;
            } else if meta.path.is_ident("serialize_with") || meta.path.is_ident("with") {
                // Exact numbers are still numbers.
                found.custom = meta.value()?.parse::<LitStr>()?.value() != "exact";
            } else if meta.path.is_ident("default") {
                // This attribute affects deserialisation only. It can have a value.
                if meta.input.peek(Token![=]) {
                    meta.value()?.parse::<LitStr>()?;
                }
            } else {
                return Err(meta.error("this attribute of a member is not known"));
            }
            Ok(())
        })?;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn converts_names_like_serde() {
        let variant = |case: Case| case.variant("WithinSchedule");
        assert_eq!(
            [Case::Camel, Case::Kebab, Case::Lower, Case::Snake].map(variant),
            ["withinSchedule", "within-schedule", "withinschedule", "within_schedule"]
        );
        let field = |case: Case| case.field("factor_per_mille");
        assert_eq!([Case::Camel, Case::Kebab].map(field), ["factorPerMille", "factor-per-mille"]);
    }
}
