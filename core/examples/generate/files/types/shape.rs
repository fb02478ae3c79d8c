//! The JSON form of Rust types.

use syn::{
    Attribute, Fields, GenericArgument, GenericParam, Generics, Item, PathArguments, Type, Variant as SynVariant,
};

use super::docs::docs;
use super::serde::{Case, container, member};

/// The JSON form of a struct or an enum.
pub(super) struct Shape {
    /// The documentation.
    pub(super) docs: String,
    /// The members or variants.
    pub(super) kind: Kind,
}

/// The members of a struct or the variants of an enum.
pub(super) enum Kind {
    /// An object with these members.
    Struct(Vec<Field>),
    /// One of these variants.
    Enum(Tag, Vec<Variant>),
}

/// The part of a value that identifies its variant.
pub(super) enum Tag {
    /// The name of the only member, or the value itself if it is text.
    External,
    /// A member with this name.
    Internal(String),
    /// The names of the members.
    None,
}

/// A member of an object.
pub(super) struct Field {
    /// The name in JSON.
    pub(super) name: String,
    /// The documentation.
    pub(super) docs: String,
    /// The type of the value.
    pub(super) value: Value,
    /// Whether the member is replaced with the members of its value.
    pub(super) flatten: bool,
    /// Whether it is omitted if it does not have a value.
    pub(super) skipped: bool,
}

/// A variant of an enum.
pub(super) struct Variant {
    /// The name in Rust.
    pub(super) rust: String,
    /// The name in JSON.
    pub(super) name: String,
    /// The documentation.
    pub(super) docs: String,
    /// The content.
    pub(super) content: Content,
}

/// The content of a variant.
pub(super) enum Content {
    /// No content.
    Unit,
    /// One value.
    Value(Value),
    /// Members.
    Fields(Vec<Field>),
}

/// The type of a value.
pub(super) enum Value {
    /// Text.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A list.
    List(Box<Self>),
    /// A list of a fixed length.
    Tuple(Vec<Self>),
    /// A value of this type, or `null`.
    Nullable(Box<Self>),
    /// Another type: its name in Rust, and whether its path is in another module.
    Named(String, bool),
    /// A value that a function serializes, or a JavaScript value. The Rust type does not determine its form.
    Unknown,
}

impl Shape {
    /// Parses a declaration.
    pub(super) fn of(item: &Item) -> Result<Self, String> {
        Self::read(item).map_err(|error| error.to_string())
    }

    fn read(item: &Item) -> syn::Result<Self> {
        match item {
            Item::Struct(found) => {
                let names = container(&found.attrs)?;
                let fields = fields(&found.fields, names.rename_all, &found.generics)?;
                Ok(Self { docs: docs(&found.attrs), kind: Kind::Struct(fields) })
            }
            Item::Enum(found) => {
                let names = container(&found.attrs)?;
                let variants = found.variants.iter().map(|each| {
                    let own = container_of_variant(&each.attrs)?;
                    variant(each, names.rename_all, own.or(names.rename_all_fields), &found.generics)
                });
                let variants = variants.collect::<syn::Result<_>>()?;
                let tag = match names.tag {
                    Some(tag) => Tag::Internal(tag),
                    None if names.untagged => Tag::None,
                    None => Tag::External,
                };
                Ok(Self { docs: docs(&found.attrs), kind: Kind::Enum(tag, variants) })
            }
            other => Err(syn::Error::new_spanned(other, "neither a struct nor an enum")),
        }
    }
}

/// The case that a variant sets for the names of its fields.
fn container_of_variant(attributes: &[Attribute]) -> syn::Result<Option<Case>> {
    // `rename` is an attribute of members. The two readers reject all other attributes of variants.
    let own: Vec<Attribute> = attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("serde") && !renames(attribute))
        .cloned()
        .collect();
    Ok(container(&own)?.rename_all)
}

fn renames(attribute: &Attribute) -> bool {
    member(std::slice::from_ref(attribute)).is_ok_and(|found| found.rename.is_some())
}

fn variant(
    given: &SynVariant,
    case: Option<Case>,
    field_case: Option<Case>,
    generics: &Generics,
) -> syn::Result<Variant> {
    let renamed: Vec<Attribute> = given.attrs.iter().filter(|attribute| renames(attribute)).cloned().collect();
    let rust = given.ident.to_string();
    let name =
        member(&renamed)?.rename.unwrap_or_else(|| case.map_or_else(|| rust.clone(), |case| case.variant(&rust)));
    let content = match &given.fields {
        Fields::Unit => Content::Unit,
        Fields::Named(_) => Content::Fields(fields(&given.fields, field_case, generics)?),
        Fields::Unnamed(unnamed) => {
            let values: Vec<Value> = unnamed.unnamed.iter().map(|field| value(&field.ty, generics)).collect();
            match <[Value; 1]>::try_from(values) {
                Ok([only]) => Content::Value(only),
                Err(_) => return Err(syn::Error::new_spanned(given, "a variant of several values")),
            }
        }
    };
    Ok(Variant { rust, name, docs: docs(&given.attrs), content })
}

fn fields(given: &Fields, case: Option<Case>, generics: &Generics) -> syn::Result<Vec<Field>> {
    given
        .iter()
        .map(|field| {
            let attributes = member(&field.attrs)?;
            if attributes.hidden {
                return Ok(None);
            }
            let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
            let name = name.trim_start_matches("r#");
            let name =
                attributes.rename.unwrap_or_else(|| case.map_or_else(|| name.to_owned(), |case| case.field(name)));
            let mut value = if attributes.custom { Value::Unknown } else { value(&field.ty, generics) };
            if attributes.skipped {
                // A member that would be `null` is omitted.
                value = match value {
                    Value::Nullable(inner) => *inner,
                    other => other,
                };
            }
            let (flatten, skipped) = (attributes.flatten, attributes.skipped);
            Ok(Some(Field { name, docs: docs(&field.attrs), value, flatten, skipped }))
        })
        .filter_map(Result::transpose)
        .collect()
}

/// The JSON type of a Rust type.
fn value(given: &Type, generics: &Generics) -> Value {
    match given {
        Type::Reference(reference) => value(&reference.elem, generics),
        Type::Slice(slice) => Value::List(Box::new(value(&slice.elem, generics))),
        Type::Tuple(tuple) => Value::Tuple(tuple.elems.iter().map(|each| value(each, generics)).collect()),
        Type::Path(path) => {
            let Some(last) = path.path.segments.last() else { return Value::Unknown };
            let inner = || match &last.arguments {
                PathArguments::AngleBracketed(arguments) => arguments.args.iter().find_map(|argument| match argument {
                    GenericArgument::Type(inner) => Some(Box::new(value(inner, generics))),
                    _ => None,
                }),
                _ => None,
            };
            let name = last.ident.to_string();
            match name.as_str() {
                "String" | "str" | "char" => Value::Text,
                // Type parameters are used only for text.
                _ if is_parameter(generics, &name) => Value::Text,
                "bool" => Value::Boolean,
                "u8" | "u16" | "u32" | "u64" | "usize" | "i64" | "f64" => Value::Number,
                "Vec" => inner().map_or(Value::Unknown, Value::List),
                "Option" => inner().map_or(Value::Unknown, Value::Nullable),
                "Cow" | "Box" => inner().map_or(Value::Unknown, |inner| *inner),
                "JsValue" | "Uint8Array" => Value::Unknown,
                _ => Value::Named(name, path.path.segments.len() > 1),
            }
        }
        _ => Value::Unknown,
    }
}

fn is_parameter(generics: &Generics, name: &str) -> bool {
    generics.params.iter().any(|parameter| matches!(parameter, GenericParam::Type(found) if found.ident == name))
}
