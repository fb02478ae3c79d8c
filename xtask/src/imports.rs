//! Short names for the imports of the page's module.
//!
//! wasm-bindgen names them after functions with hashes, in the module and in the script. Hashes cannot be compressed:
//! without them, the first panel is 3 kB smaller with brotli.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::failure::{Context as _, Failure};
use crate::wasm::{IMPORTS, Reader, number, section, sections, text};

/// Replaces the names of the imports of a module from a script, in both.
pub(crate) fn shorten(module: &Path, script: &Path) -> Result<(), Failure> {
    let bytes = fs::read(module).context("cannot read the module of the page")?;
    let name = script.with_extension("").file_name().unwrap_or_default().to_string_lossy().into_owned();
    let (bytes, names) = renamed(&bytes, &format!("./{name}_bg.js"))
        .ok_or_else(|| Failure::new("cannot read the imports of the page's module"))?;
    fs::write(module, bytes).context("cannot write the module of the page")?;
    let text = fs::read_to_string(script).context("cannot read the script of the page")?;
    fs::write(script, replaced(&text, &names)).context("cannot write the script of the page")
}

/// Returns the module with short names for its imports from another module, and these names. Returns `None` if the module
/// is malformed.
fn renamed(module: &[u8], from: &str) -> Option<(Vec<u8>, BTreeMap<String, String>)> {
    let (header, sections) = sections(module)?;
    let (mut renamed, mut names) = (header.to_vec(), BTreeMap::new());
    for (id, content) in sections {
        let content = if id == IMPORTS { imports(content, from, &mut names)? } else { content.to_vec() };
        section(id, &content, &mut renamed);
    }
    Some((renamed, names))
}

/// Returns the content of the section with short names.
fn imports(content: &[u8], from: &str, names: &mut BTreeMap<String, String>) -> Option<Vec<u8>> {
    let mut reader = Reader(content);
    let mut renamed = Vec::new();
    let count = reader.number()?;
    number(count, &mut renamed);
    for _ in 0..count {
        let (module, name) = (reader.text()?, reader.text()?);
        text(module, &mut renamed);
        if module == from {
            let short = format!("i{}", names.len());
            text(names.entry(name.into()).or_insert(short), &mut renamed);
        } else {
            text(name, &mut renamed);
        }
        let before = reader.0;
        reader.description()?;
        renamed.extend(before.get(..before.len() - reader.0.len())?);
    }
    reader.0.is_empty().then_some(renamed)
}

/// Replaces whole identifiers in a script.
fn replaced(script: &str, names: &BTreeMap<String, String>) -> String {
    let mut replaced = String::with_capacity(script.len());
    let mut rest = script;
    let is_part = |character: char| character.is_alphanumeric() || matches!(character, '_' | '$');
    while !rest.is_empty() {
        let end = rest.find(|character| !is_part(character)).unwrap_or(rest.len());
        let (identifier, after) = rest.split_at(end);
        replaced.push_str(names.get(identifier).map_or(identifier, String::as_str));
        let between = after.find(is_part).unwrap_or(after.len());
        let (between, after) = after.split_at(between);
        replaced.push_str(between);
        rest = after;
    }
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wasm::HEADER;

    /// A module with these imports of functions, and an empty section after them.
    fn module(imports: &[(&str, &str)]) -> Vec<u8> {
        let mut content = Vec::new();
        number(imports.len(), &mut content);
        for (module, name) in imports {
            text(module, &mut content);
            text(name, &mut content);
            content.extend([0, 5]);
        }
        let mut module = b"\0asm\x01\0\0\0".to_vec();
        section(IMPORTS, &content, &mut module);
        module.extend([7, 1, 0]);
        module
    }

    #[test]
    fn imports_from_the_script_get_short_names_and_others_keep_theirs() {
        let long = format!("__wbg_a_{}", "0".repeat(200));
        let given =
            module(&[("./page_bg.js", &long), ("./split.js", "load"), ("./page_bg.js", "b"), ("./page_bg.js", "b")]);
        let (bytes, names) = renamed(&given, "./page_bg.js").unwrap();
        let expected =
            module(&[("./page_bg.js", "i0"), ("./split.js", "load"), ("./page_bg.js", "i1"), ("./page_bg.js", "i1")]);
        assert_eq!(bytes, expected);
        assert_eq!(names, BTreeMap::from([(long, "i0".into()), ("b".into(), "i1".into())]));
    }

    #[test]
    fn only_whole_identifiers_are_replaced() {
        let names = BTreeMap::from([("a".to_owned(), "i0".to_owned())]);
        assert_eq!(replaced("({a:b.a,aa:'a$',_a:1});a", &names), "({i0:b.i0,aa:'a$',_a:1});i0");
    }

    #[test]
    fn malformed_modules_are_refused() {
        let given = module(&[("./page_bg.js", "a")]);
        assert!((0..given.len()).all(|end| end == HEADER.len()
            || end == given.len() - 3
            || renamed(&given[..end], "./page_bg.js").is_none()));
    }
}
