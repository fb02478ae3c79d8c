//! Removes what dependencies export from the page's module and the page does not use.
//!
//! `wasm-streams`, a dependency of Leptos, exports classes for streams. An export is never removed by the linker, and keeps
//! all code that it calls. The tool that splits the module has emptied these functions (`xtask/split/src/traps.rs`).

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::failure::{Context as _, Failure};
use crate::wasm::{EXPORTS, Reader, number, section, sections, text};

/// Removes the exported classes of a script, and their functions in the module. The page itself exports no class.
pub(crate) fn remove(module: &Path, script: &Path) -> Result<(), Failure> {
    let text = fs::read_to_string(script).context("cannot read the script of the page")?;
    let (text, functions) = without_classes(&text);
    fs::write(script, text).context("cannot write the script of the page")?;
    let bytes = fs::read(module).context("cannot read the module of the page")?;
    let bytes = without_exports(&bytes, &functions)
        .ok_or_else(|| Failure::new("cannot read the exports of the page's module"))?;
    fs::write(module, bytes).context("cannot write the module of the page")
}

/// Returns a script that wasm-bindgen has written without its classes, and the names of the exports that only these use.
fn without_classes(script: &str) -> (String, BTreeSet<String>) {
    let (mut kept, mut removed) = (String::new(), String::new());
    // The line with which the statement ends that is being removed.
    let mut end: Option<fn(&str) -> bool> = None;
    for line in script.lines() {
        if end.is_none() {
            end = if line.starts_with("export class ") {
                Some(|line| line == "}")
            } else if line.starts_with("if (Symbol.dispose) ") || is_registry(line) {
                // These concern the classes, too.
                Some(|line| line.ends_with(';'))
            } else {
                None
            };
        }
        let to = if end.is_some() { &mut removed } else { &mut kept };
        to.push_str(line);
        to.push('\n');
        end = end.filter(|is_end| !is_end(line));
    }
    let used = exports_in(&kept);
    let unused = exports_in(&removed).difference(&used).map(|name| (*name).to_owned()).collect();
    (kept, unused)
}

/// Returns whether a line declares the registry of a class, which frees objects.
fn is_registry(line: &str) -> bool {
    line.strip_prefix("const ").is_some_and(|rest| rest.split(' ').next().unwrap_or_default().ends_with("Finalization"))
}

/// Returns the exports of the module that a script uses.
fn exports_in(script: &str) -> BTreeSet<&str> {
    let name =
        |rest: &str| rest.find(|character: char| !character.is_alphanumeric() && !matches!(character, '_' | '$'));
    script.split("wasm.").skip(1).filter_map(|rest| rest.get(..name(rest).unwrap_or(rest.len()))).collect()
}

/// Returns the module without some of its exports. Returns `None` if it is malformed.
fn without_exports(module: &[u8], unused: &BTreeSet<String>) -> Option<Vec<u8>> {
    let (header, sections) = sections(module)?;
    let mut kept = header.to_vec();
    for (id, content) in sections {
        let content = if id == EXPORTS { exports(content, unused)? } else { content.to_vec() };
        section(id, &content, &mut kept);
    }
    Some(kept)
}

fn exports(content: &[u8], unused: &BTreeSet<String>) -> Option<Vec<u8>> {
    let mut reader = Reader(content);
    let mut kept = Vec::new();
    for _ in 0..reader.number()? {
        let (name, kind, index) = (reader.text()?, reader.byte()?, reader.number()?);
        if !unused.contains(name) {
            kept.push((name, kind, index));
        }
    }
    let mut written = Vec::new();
    number(kept.len(), &mut written);
    for (name, kind, index) in kept {
        text(name, &mut written);
        written.push(kind);
        number(index, &mut written);
    }
    reader.0.is_empty().then_some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "\
export class Sink {
    free() {
        wasm.__wbg_sink_free(this.ptr, 0);
        wasm.malloc(1);
    }
}
if (Symbol.dispose) Sink.prototype[Symbol.dispose] = Sink.prototype.free;
const a = wasm.malloc(2);
const SinkFinalization = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(ptr => wasm.__wbg_sink_free(ptr, 1));
const CLOSURE_DTORS = (typeof FinalizationRegistry === 'undefined')
    ? { register: () => {}, unregister: () => {} }
    : new FinalizationRegistry(state => wasm.destroy(state.a));
export { a };
";

    #[test]
    fn classes_and_their_registries_are_removed() {
        let (kept, unused) = without_classes(SCRIPT);
        assert!(!kept.contains("Sink") && kept.contains("wasm.destroy") && kept.ends_with("export { a };\n"), "{kept}");
        assert_eq!(kept.lines().count(), 5);
        assert_eq!(unused, BTreeSet::from(["__wbg_sink_free".to_owned()]));
    }

    #[test]
    fn only_unused_exports_are_removed() {
        let module = |names: &[&str]| {
            let mut content = Vec::new();
            number(names.len(), &mut content);
            for name in names {
                text(name, &mut content);
                content.extend([0, 7]);
            }
            let mut module = b"\0asm\x01\0\0\0".to_vec();
            section(EXPORTS, &content, &mut module);
            module
        };
        let unused = BTreeSet::from(["b".to_owned()]);
        assert_eq!(without_exports(&module(&["a", "b", "c"]), &unused), Some(module(&["a", "c"])));
        let given = module(&["a"]);
        assert_eq!(without_exports(&given[..given.len() - 1], &unused), None);
    }
}
