//! Reads the modules of a crate from its files.

use std::fs;
use std::path::{Path, PathBuf};

use syn::ext::IdentExt as _;
use syn::{Attribute, Expr, ExprLit, Item, ItemMod, Lit, Meta};

use crate::names::{ModuleId, Names, attributes, is_test_only};

/// One module, inline or in a separate file.
pub(crate) struct Module {
    /// The path from the root of the crate, for which it is empty.
    pub(crate) path: Vec<String>,
    /// The enclosing module; `None` for the root.
    pub(crate) parent: Option<ModuleId>,
    /// The index of its file.
    pub(crate) file: usize,
    pub(crate) names: Names,
    /// Its items, without child modules and code that is compiled only for tests.
    pub(crate) items: Vec<Item>,
}

/// All modules of a crate. The first one is the root.
pub(crate) struct Tree {
    pub(crate) modules: Vec<Module>,
    /// The files of the modules, relative to the root of the repository.
    pub(crate) files: Vec<PathBuf>,
    /// The files and folders of modules that are compiled only for tests.
    test_only: Vec<PathBuf>,
}

impl Tree {
    /// Reads a crate from its root file, with all features enabled. Modules that are compiled only for tests are
    /// skipped.
    pub(crate) fn read(repository: &Path, root: &str) -> Result<Self, String> {
        let mut tree = Self { modules: Vec::new(), files: Vec::new(), test_only: Vec::new() };
        let root = Path::new(root);
        let folder = root.parent().unwrap_or(Path::new("")).to_path_buf();
        tree.read_file(repository, root.to_path_buf(), folder, Vec::new(), None)?;
        Ok(tree)
    }

    /// Returns the Rust files in the root's folder that no module includes, except for those of tests: their imports
    /// are unknown.
    pub(crate) fn unread(&self, repository: &Path) -> Result<Vec<String>, String> {
        let mut unread = Vec::new();
        let mut folders: Vec<PathBuf> = self.files[0].parent().map(Path::to_path_buf).into_iter().collect();
        while let Some(folder) = folders.pop() {
            let entries = fs::read_dir(repository.join(&folder))
                .map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
            for entry in entries {
                let entry = entry.map_err(|error| format!("cannot read {}: {error}", folder.display()))?;
                let path = folder.join(entry.file_name());
                if self.test_only.contains(&path) || self.files.contains(&path) {
                    continue;
                }
                if entry.path().is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    unread.push(path.display().to_string());
                }
            }
        }
        unread.sort();
        Ok(unread)
    }

    /// Returns the file of a module for display.
    pub(crate) fn file_of(&self, module: ModuleId) -> std::path::Display<'_> {
        self.files[self.modules[module].file].display()
    }

    /// Reads a module from `file`. The files of its child modules are in `folder`.
    fn read_file(
        &mut self,
        repository: &Path,
        file: PathBuf,
        folder: PathBuf,
        path: Vec<String>,
        parent: Option<ModuleId>,
    ) -> Result<ModuleId, String> {
        let text = fs::read_to_string(repository.join(&file))
            .map_err(|error| format!("cannot read {}: {error}", file.display()))?;
        let syntax = syn::parse_file(&text)
            .map_err(|error| format!("{}:{}: {error}", file.display(), error.span().start().line))?;
        self.files.push(file);
        self.add(repository, self.files.len() - 1, folder, path, parent, syntax.items)
    }

    /// Adds a module with these items, and its child modules.
    fn add(
        &mut self,
        repository: &Path,
        file: usize,
        folder: PathBuf,
        path: Vec<String>,
        parent: Option<ModuleId>,
        items: Vec<Item>,
    ) -> Result<ModuleId, String> {
        let id = self.modules.len();
        self.modules.push(Module { path: path.clone(), parent, file, names: Names::default(), items: Vec::new() });
        for item in items {
            if is_test_only(attributes(&item)) {
                if let Item::Mod(item @ ItemMod { content: None, .. }) = &item {
                    self.test_only.extend(<[PathBuf; 2]>::from(self.place(repository, file, &folder, item)?));
                }
                continue;
            }
            let Item::Mod(item) = item else {
                self.modules[id].names.add(&item);
                self.modules[id].items.push(item);
                continue;
            };
            let name = item.ident.unraw().to_string();
            let child_path = [path.as_slice(), std::slice::from_ref(&name)].concat();
            let child = match item.content {
                Some((_, items)) => self.add(repository, file, folder.join(&name), child_path, Some(id), items)?,
                None => {
                    let (child_file, child_folder) = self.place(repository, file, &folder, &item)?;
                    self.read_file(repository, child_file, child_folder, child_path, Some(id))?
                }
            };
            self.modules[id].names.add_module(name, child);
        }
        Ok(id)
    }

    /// Returns the file of a child module, and the folder of that module's children.
    fn place(
        &self,
        repository: &Path,
        parent: usize,
        folder: &Path,
        item: &ItemMod,
    ) -> Result<(PathBuf, PathBuf), String> {
        let name = item.ident.unraw().to_string();
        let parent = &self.files[parent];
        if let Some(path) = item.attrs.iter().find_map(path_attribute) {
            let file = parent.with_file_name(path);
            let folder = file.parent().unwrap_or(Path::new("")).to_path_buf();
            return Ok((file, folder));
        }
        let own_folder = folder.join(&name);
        [folder.join(format!("{name}.rs")), own_folder.join("mod.rs")]
            .into_iter()
            .find(|file| repository.join(file).is_file())
            .map(|file| (file, own_folder))
            .ok_or_else(|| format!("{}: there is no file for the module `{name}`", parent.display()))
    }
}

/// Returns the value of `#[path = "…"]`.
fn path_attribute(attribute: &Attribute) -> Option<String> {
    match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("path") => match &pair.value {
            Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
            _ => None,
        },
        _ => None,
    }
}
