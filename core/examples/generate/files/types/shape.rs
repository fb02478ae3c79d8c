//! What a Rust type is as JSON.

use syn::{
    Attribute, Fields, GenericArgument, GenericParam, Generics, Item, PathArguments, Type, Variant as SynVariant,
};

use super::docs::docs;
use super::serde::{Case, container, member};

/// The JSON form of a struct or an enum.
pub(super) struct Shape {
    /// What it is.
    pub(super) docs: String,
    /// Its members or variants.
    pub(super) kind: Kind,
}

/// What a type is made of.
pub(super) enum Kind {
    /// An object with these members.
    Struct(Vec<Field>),
    /// One of these.
    Enum(Tag, Vec<Variant>),
}

/// What says which variant a value is.
pub(super) enum Tag {
    /// The only member's name, or the text that the value is.
    External,
    /// A member of this name.
    Internal(String),
    /// Which members there are.
    None,
}

/// A member of an object.
pub(super) struct Field {
    /// Its name in JSON.
    pub(super) name: String,
    /// What it is.
    pub(super) docs: String,
    /// What its value is.
    pub(super) value: Value,
    /// Whether the members of the value take its place.
    pub(super) flatten: bool,
    /// Whether it is left out where there is nothing.
    pub(super) skipped: bool,
}

/// One of several forms of a value.
pub(super) struct Variant {
    /// Its name in Rust.
    pub(super) rust: String,
    /// Its name in JSON.
    pub(super) name: String,
    /// What it is.
    pub(super) docs: String,
    /// What is in it.
    pub(super) content: Content,
}

/// What a variant holds.
pub(super) enum Content {
    /// Nothing.
    Unit,
    /// One value.
    Value(Value),
    /// Members.
    Fields(Vec<Field>),
}

/// What a value is.
pub(super) enum Value {
    /// Text.
    Text,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// A list.
    List(Box<Self>),
    /// A list of so many.
    Tuple(Vec<Self>),
    /// This, or `null`.
    Nullable(Box<Self>),
    /// Another type, by its name in Rust, and whether its path says that it is of another module.
    Named(String, bool),
    /// What a function writes, or a value of JavaScript: the Rust type does not say what it is.
    Unknown,
}

impl Shape {
    /// Reads a declaration.
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

/// What a variant does to the names of its own fields.
fn container_of_variant(attributes: &[Attribute]) -> syn::Result<Option<Case>> {
    // `rename` is an attribute of members, and all others of variants are refused by one of the two readers.
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
                // What would be `null` is what is left out.
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

/// What a value of a Rust type is.
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
                // The only parameters are for what owns the text.
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
