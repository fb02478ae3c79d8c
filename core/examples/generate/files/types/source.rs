//! The Rust types with a JSON form, parsed from their source code.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use syn::{Attribute, Item, ItemMod};

use super::serde::derives_serialize;

/// A crate with serialized types.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Krate {
    /// The core: `core/src`.
    Core,
    /// The wasm crate: `wasm/src`.
    Wasm,
}

/// The structs and enums that derive `Serialize`, by crate and name.
pub(super) struct Sources(BTreeMap<(Krate, String), Vec<Item>>);

impl Sources {
    /// Parses both crates.
    pub(super) fn read(root: &Path) -> Result<Self, String> {
        let mut sources = Self(BTreeMap::new());
        sources.folder(Krate::Core, &root.join("core/src"))?;
        sources.folder(Krate::Wasm, &root.join("wasm/src"))?;
        Ok(sources)
    }

    /// The declaration of a type.
    pub(super) fn find(&self, krate: Krate, name: &str) -> Result<&Item, String> {
        match self.0.get(&(krate, name.to_owned())).map(Vec::as_slice) {
            Some([item]) => Ok(item),
            Some(several) => Err(format!("{krate:?} has {} types `{name}` that derive Serialize", several.len())),
            None => Err(format!("{krate:?} has no type `{name}` that derives Serialize")),
        }
    }

    fn folder(&mut self, krate: Krate, folder: &Path) -> Result<(), String> {
        let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
        for entry in fs::read_dir(folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            if path.is_dir() {
                self.folder(krate, &path)?;
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let text = fs::read_to_string(&path).map_err(failed)?;
                let file = syn::parse_file(&text).map_err(|error| format!("{}: {error}", path.display()))?;
                self.items(krate, file.items);
            }
        }
        Ok(())
    }

    fn items(&mut self, krate: Krate, items: Vec<Item>) {
        for item in items {
            let (attributes, name) = match &item {
                Item::Struct(found) => (&found.attrs, &found.ident),
                Item::Enum(found) => (&found.attrs, &found.ident),
                Item::Mod(ItemMod { attrs, content: Some((_, items)), .. }) if !is_test(attrs) => {
                    self.items(krate, items.clone());
                    continue;
                }
                _ => continue,
            };
            if derives_serialize(attributes) {
                self.0.entry((krate, name.to_string())).or_default().push(item);
            }
        }
    }
}

fn is_test(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg") && attribute.parse_args::<syn::Ident>().is_ok_and(|name| name == "test")
    })
}
