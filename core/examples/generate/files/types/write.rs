//! The text of a file of TypeScript types.

use super::docs::comment;
use super::shape::{Content, Field, Kind, Tag, Value};
use super::source::Krate;
use super::table::{Exported, Module};
use super::{Optional, Types};

/// The start of all files in this folder.
pub(super) fn file(types: &Types, optional: &Optional, module: &Module) -> Result<String, String> {
    let writer = Writer { types, optional };
    let mut text = String::new();
    for exported in module.types {
        text.push('\n');
        text.push_str(&writer.declaration(exported)?);
    }
    Ok(text + module.unions)
}

struct Writer<'a> {
    types: &'a Types,
    optional: &'a Optional,
}

impl Writer<'_> {
    fn declaration(&self, exported: &Exported) -> Result<String, String> {
        let shape = self.types.shape_in(exported.krate, exported.rust)?;
        let docs = comment("", &self.types.in_typescript(&shape.docs, false), exported.example);
        let Exported { declared, .. } = exported;
        Ok(match &shape.kind {
            Kind::Struct(fields) => {
                let (flat, own) = self.flattened(exported, fields)?;
                let members = self.members(exported, "", &own, "  ")?;
                match flat.as_slice() {
                    [] => format!("{docs}export interface {declared} {{\n{members}}}\n"),
                    flat => format!("{docs}export type {declared} = {} & {{\n{members}}};\n", flat.join(" & ")),
                }
            }
            Kind::Enum(tag, variants) => {
                let mut text = format!("{docs}export type {declared} =\n");
                for variant in variants {
                    text.push_str(&comment("  ", &self.types.in_typescript(&variant.docs, false), ""));
                    text.push_str(&format!("  | {}\n", self.variant(exported, tag, &variant.name, &variant.content)?));
                }
                text.truncate(text.trim_end().len());
                text.push_str(";\n");
                text
            }
        })
    }

    /// The exported types that a struct flattens, and its other members, including those of flattened structs without a
    /// type.
    fn flattened<'a>(
        &'a self,
        exported: &Exported,
        fields: &'a [Field],
    ) -> Result<(Vec<String>, Vec<&'a Field>), String> {
        let (mut flat, mut own) = (Vec::new(), Vec::new());
        for field in fields {
            match &field.value {
                _ if !field.flatten => own.push(field),
                Value::Named(rust, elsewhere) => {
                    let (other, shape) = self.types.resolve(exported.krate, rust, *elsewhere)?;
                    match (&shape.kind, narrowed(exported, &field.name)) {
                        (_, Some(narrow)) => flat.push(narrow.to_owned()),
                        (Kind::Struct(fields), None) => own.extend(fields),
                        (Kind::Enum(..), None) => flat.push(other.to_owned()),
                    }
                }
                _ => return Err(format!("`{}` of {} cannot be flattened", field.name, exported.rust)),
            }
        }
        Ok((flat, own))
    }

    fn variant(&self, exported: &Exported, tag: &Tag, name: &str, content: &Content) -> Result<String, String> {
        Ok(match (tag, content) {
            (Tag::External, Content::Unit) => format!("'{name}'"),
            (Tag::External, Content::Value(value)) => {
                let value = narrowed(exported, name)
                    .map_or_else(|| self.value(exported, name, value), |narrow| Ok(narrow.into()));
                format!("{{ readonly {name}: {} }}", value?)
            }
            (Tag::Internal(tag), Content::Unit) => format!("{{ readonly {tag}: '{name}' }}"),
            (Tag::Internal(tag), Content::Fields(fields)) => {
                let own: Vec<&Field> = fields.iter().collect();
                let members = self.members(exported, &format!("{name}."), &own, "      ")?;
                format!("{{\n      readonly {tag}: '{name}';\n{members}    }}")
            }
            (Tag::None, Content::Fields(fields)) => {
                let own: Vec<&Field> = fields.iter().collect();
                format!("{{\n{}    }}", self.members(exported, &format!("{name}."), &own, "      ")?)
            }
            _ => return Err(format!("the variant `{name}` of {} has an unknown form", exported.rust)),
        })
    }

    fn members(&self, exported: &Exported, prefix: &str, fields: &[&Field], indent: &str) -> Result<String, String> {
        let mut text = String::new();
        for field in fields {
            let member = format!("{prefix}{}", field.name);
            let value = match narrowed(exported, &member) {
                Some(narrow) => narrow.to_owned(),
                None => self.value(exported, &member, &field.value)?,
            };
            let is_read = exported.krate == Krate::Core && self.optional.has(exported.rust);
            let (mark, undefined) = match self.optional.of(exported.rust, &member) {
                _ if !is_read => (if field.skipped { "?" } else { "" }, ""),
                // A caller can pass a variable that is not set.
                Some(true) => ("?", " | undefined"),
                Some(false) => ("", ""),
                None => {
                    return Err(format!(
                        "no document has `{member}` of {}, so whether it may be left out is not known",
                        exported.rust
                    ));
                }
            };
            text.push_str(&comment(indent, &self.types.in_typescript(&field.docs, mark == "?"), ""));
            text.push_str(&format!("{indent}readonly {}{mark}: {value}{undefined};\n", field.name));
        }
        Ok(text)
    }

    fn value(&self, exported: &Exported, member: &str, value: &Value) -> Result<String, String> {
        Ok(match value {
            Value::Text => "string".into(),
            Value::Number => "number".into(),
            Value::Boolean => "boolean".into(),
            Value::Nullable(inner) => format!("{} | null", self.value(exported, member, inner)?),
            Value::List(inner) => {
                let item = self.value(exported, member, inner)?;
                if item.contains(['|', ' ']) { format!("readonly ({item})[]") } else { format!("readonly {item}[]") }
            }
            Value::Tuple(parts) => {
                let parts = parts.iter().map(|part| self.value(exported, member, part));
                format!("readonly [{}]", parts.collect::<Result<Vec<_>, _>>()?.join(", "))
            }
            Value::Named(rust, elsewhere) => self.types.resolve(exported.krate, rust, *elsewhere)?.0.to_owned(),
            Value::Unknown => return Err(format!("the type of `{member}` of {} is not known", exported.rust)),
        })
    }
}

fn narrowed<'a>(exported: &'a Exported, member: &str) -> Option<&'a str> {
    exported.narrow.iter().find(|(name, _)| *name == member).map(|(_, narrow)| *narrow)
}
