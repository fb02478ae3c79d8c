//! The data types of the npm package, from the Rust types that are written as JSON.
//!
//! A library would do this for types that carry its attributes. None writes what the package promises (members that are
//! `readonly`, that may be `undefined` only where a caller gives them, ids as unions), nor reads the types of `wasm/src`, which are
//! compiled for JavaScript only.

mod docs;
mod optional;
mod serde;
mod shape;
mod source;
mod table;
mod write;

use std::collections::BTreeMap;
use std::path::Path;

pub(super) use docs::comment;

use hookwright::explain::{MAX_TRIALS, MAX_WORK};
use hookwright::retry::MAX_PLANNED;
use hookwright::signature::FIELDS;
use optional::Optional;
use shape::{Content, Kind, Shape};
use source::{Krate, Sources};
use table::{Exported, FLATTENED, MODULES, Module};

use super::{COMMAND, File, TYPESCRIPT};

/// Every file of types. `others` are files of this folder with types that these may name.
pub(crate) fn all(root: &Path, others: &[&File]) -> Result<Vec<File>, String> {
    let types = Types::read(&Sources::read(root)?)?;
    let optional = Optional::find(&types)?;
    let texts = MODULES.iter().map(|module| Ok((module, write::file(&types, &optional, module)?)));
    let texts = texts.collect::<Result<Vec<_>, String>>()?;
    let mut homes: BTreeMap<&str, &str> = BTreeMap::new();
    for other in others {
        let file = other.path.strip_prefix(TYPESCRIPT).and_then(|name| name.strip_prefix('/')?.strip_suffix(".ts"));
        let declared = other
            .text
            .lines()
            .filter_map(|line| line.strip_prefix("export type ").or(line.strip_prefix("export interface ")));
        for name in declared.filter_map(|rest| rest.split(|end: char| !end.is_alphanumeric()).next()) {
            homes.insert(name, file.unwrap_or_default());
        }
    }
    for (module, exported) in MODULES.iter().flat_map(|module| module.types.iter().map(move |each| (module, each))) {
        if homes.insert(exported.name(), module.file).is_some() {
            return Err(format!("there are two types `{}`", exported.name()));
        }
    }
    Ok(texts.iter().map(|(module, text)| with_imports(module, text, &homes)).collect())
}

/// What constants of the core are called where they do not exist.
fn constants() -> [(&'static str, String); 6] {
    let fields: Vec<String> = FIELDS.iter().map(|(field, _)| format!("`{{{field}}}`")).collect();
    [
        ("DIAGNOSIS_CODES", "`DiagnosisCode`".into()),
        ("FIELDS", fields.join(", ")),
        ("MAX_PLANNED", MAX_PLANNED.to_string()),
        ("MAX_TRIALS", MAX_TRIALS.to_string()),
        ("MAX_WORK", MAX_WORK.to_string()),
        ("SEARCH_PARTS", "`SearchPart`".into()),
    ]
}

/// A file with the imports of what it names.
fn with_imports(module: &Module, text: &str, homes: &BTreeMap<&str, &str>) -> File {
    let mut imports: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let code = text.lines().filter(|line| !line.trim_start().starts_with(['*', '/']));
    let words: std::collections::BTreeSet<&str> =
        code.flat_map(|line| line.split(|end: char| !end.is_alphanumeric())).collect();
    for word in words {
        if let Some(home) = homes.get(word).filter(|home| **home != module.file) {
            imports.entry(home).or_default().push(word);
        }
    }
    let mut begin = format!("// Made by `{COMMAND}` from Rust types. Change those, not this file.\n");
    if !imports.is_empty() {
        begin.push('\n');
    }
    for (home, names) in imports {
        begin.push_str(&format!("import type {{ {} }} from './{home}.js';\n", names.join(", ")));
    }
    File { path: format!("{TYPESCRIPT}/{}.ts", module.file), text: begin + text }
}

/// The types of the table, read.
struct Types(BTreeMap<(Krate, &'static str), (&'static Exported, Shape)>);

impl Types {
    fn read(sources: &Sources) -> Result<Self, String> {
        let mut types = BTreeMap::new();
        for exported in MODULES.iter().flat_map(|module| module.types).chain(FLATTENED) {
            let item = sources.find(exported.krate, exported.rust)?;
            let shape = Shape::of(item).map_err(|error| format!("{}: {error}", exported.rust))?;
            types.insert((exported.krate, exported.rust), (exported, shape));
        }
        Ok(Self(types))
    }

    /// Whether a type of the core is in the table.
    fn has(&self, rust: &str) -> bool {
        self.shape(rust).is_ok()
    }

    /// The form of a type of the core.
    fn shape(&self, rust: &str) -> Result<&Shape, String> {
        self.shape_in(Krate::Core, rust)
    }

    fn shape_in(&self, krate: Krate, rust: &str) -> Result<&Shape, String> {
        let found = self.0.iter().find(|((home, name), _)| *home == krate && *name == rust);
        found.map(|(_, (_, shape))| shape).ok_or_else(|| format!("the type `{rust}` is not in the table"))
    }

    /// What a name means in a crate: the name in TypeScript, and the form. `elsewhere`: its path says that it is of another module,
    /// which in `wasm/src` is one of the core.
    fn resolve(&self, krate: Krate, rust: &str, elsewhere: bool) -> Result<(&'static str, &Shape), String> {
        let crates: &[Krate] = match krate {
            Krate::Wasm if !elsewhere => &[Krate::Wasm, Krate::Core],
            _ => &[Krate::Core],
        };
        let find = |home: &Krate| self.0.iter().find(|((found, name), _)| found == home && *name == rust);
        let found = crates.iter().find_map(find).map(|(_, (exported, shape))| (exported.name(), shape));
        found.ok_or_else(|| format!("the type `{rust}` is not in the table"))
    }

    /// Text in the words of TypeScript: variants have their names in JSON, so that `` `Reaction::Throttle` `` is `` `throttle` ``, and
    /// constants their values. `None` is `null`, or of a member that may be left out, absent.
    fn in_typescript(&self, docs: &str, may_be_absent: bool) -> String {
        let mut text = docs.replace("`None`", if may_be_absent { "absent" } else { "`null`" });
        for (name, value) in constants() {
            text = text.replace(&format!("`{name}`"), &value);
        }
        for ((_, rust), (_, shape)) in &self.0 {
            let Kind::Enum(_, variants) = &shape.kind else { continue };
            for variant in variants.iter().filter(|variant| matches!(variant.content, Content::Unit)) {
                let name = format!("`{rust}::{}`", variant.rust);
                text = text.replace(&name, &format!("`{}`", variant.name));
            }
        }
        text
    }
}
