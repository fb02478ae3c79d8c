//! Merges the small modules that several parts of the page share.
//!
//! The split tool writes a module for each set of parts that share functions: 140, half of which have less than 500 bytes. A
//! browser takes almost a millisecond of its main thread for each of them, and the first part needs half of them. Parts then
//! load some functions that they do not use, which is less than they gain.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::failure::{Context as _, Failure};
use crate::modules::{Parts, WASM_OPT};
use crate::process::require;
use crate::wasm::{EXPORTS, HEADER, IMPORTS, Reader, number, section, sections, text};
use crate::workspace::Workspace;

/// The part that the page loads first.
const FIRST: &str = "check_more";

/// The file of what the first part shares with others, and the file of what only others share.
const MERGED: [&str; 2] = ["shared_first", "shared_others"];

/// The length below which a module is merged, in bytes.
const SMALL: u64 = 24_000;

/// The module from which all parts import: the main part.
const MAIN: &str = "__wasm_split";

/// The name of the main part while modules are merged. A module cannot import from itself.
const PAGE: &str = "page";

/// The beginning of the names of what the script of the split tool calls the modules.
const VARIABLE: &str = "__chunk_";

/// Merges small modules, and links the script of the split tool and the lists of files to the result.
pub(crate) fn merge(workspace: &Workspace, folder: &Path, script: &Path, needs: &Parts) -> Result<Parts, Failure> {
    let length = |file: &str| fs::metadata(folder.join(format!("{file}.wasm"))).map_or(u64::MAX, |file| file.len());
    let merged = groups(needs, length);
    for (name, files) in &merged {
        merge_files(workspace, folder, name, files)?;
    }
    let text = fs::read_to_string(script).context("cannot read the script of the split tool")?;
    let text = linked(&text, &merged).ok_or_else(|| Failure::new("cannot link the script of the split tool"))?;
    fs::write(script, text).context("cannot write the script of the split tool")?;
    Ok(needs.iter().map(|(part, files)| (part.clone(), replaced(files, &merged))).collect())
}

/// New files, and those that are merged into them.
type Groups = BTreeMap<&'static str, Vec<String>>;

/// Returns which files are merged: those that are small and belong to several parts.
fn groups(needs: &Parts, length: impl Fn(&str) -> u64) -> Groups {
    let users = |file: &str| needs.values().filter(|files| files.iter().any(|other| other == file)).count();
    let first: BTreeSet<&String> = needs.get(FIRST).into_iter().flatten().collect();
    let files: BTreeSet<&String> = needs.values().flatten().collect();
    let mut merged = Groups::new();
    for file in files.into_iter().filter(|file| users(file) > 1 && length(file) < SMALL) {
        let [with_first, others] = MERGED;
        merged.entry(if first.contains(file) { with_first } else { others }).or_default().push(file.clone());
    }
    merged
}

/// Returns the file into which a file is merged.
fn merged_file(file: &str, merged: &Groups) -> Option<&'static str> {
    merged.iter().find(|(_, files)| files.iter().any(|other| other == file)).map(|(name, _)| *name)
}

/// Returns a list of files in which merged ones are replaced.
fn replaced(files: &[String], merged: &Groups) -> Vec<String> {
    let mut replaced: Vec<String> = Vec::new();
    for file in files {
        let name = merged_file(file, merged).map_or_else(|| file.clone(), str::to_owned);
        if !replaced.contains(&name) {
            replaced.push(name);
        }
    }
    replaced
}

/// Merges modules. Each of them imports the same memory, table and globals, of which the result must have one import each: a
/// further module exports what it imports itself, and the others are linked to it.
fn merge_files(workspace: &Workspace, folder: &Path, name: &str, files: &[String]) -> Result<(), Failure> {
    let path = |file: &str| folder.join(format!("{file}.wasm"));
    let mut imports = BTreeMap::new();
    for file in files {
        let module = fs::read(path(file)).context("cannot read a part")?;
        read_imports(&module, &mut imports).ok_or_else(|| Failure::new(format!("cannot merge the part {file}")))?;
    }
    let (provider, output) = (path("provider"), path(name));
    fs::write(&provider, exporting(&imports)).context("cannot write the module that parts are linked to")?;
    let mut command = workspace.command("wasm-merge");
    // Until the imports are merged, the module has several memories.
    let features = WASM_OPT.iter().filter(|option| option.starts_with("--enable-"));
    command.args(features).args(["--enable-multimemory", "--skip-export-conflicts"]);
    command.arg(&provider).arg(MAIN);
    for file in files {
        command.arg(path(file)).arg(file);
    }
    command.arg("-o").arg(&output);
    require(command)?;
    let module = fs::read(&output).context("cannot read the merged parts")?;
    let module = finished(&module).ok_or_else(|| Failure::new("wasm-merge has not merged the imports"))?;
    fs::write(&output, module).context("cannot write the merged parts")?;
    for file in files.iter().map(String::as_str).chain(["provider"]) {
        fs::remove_file(path(file)).context("cannot remove a merged part")?;
    }
    Ok(())
}

/// Imports by name: what is imported, in the encoding of modules.
type Imports = BTreeMap<String, Vec<u8>>;

/// Adds the imports of a module. Returns `None` if it is malformed, or imports something else than what all parts share.
fn read_imports(module: &[u8], to: &mut Imports) -> Option<()> {
    let (_, sections) = sections(module)?;
    let Some((_, content)) = sections.into_iter().find(|(id, _)| *id == IMPORTS) else { return Some(()) };
    let mut reader = Reader(content);
    for _ in 0..reader.number()? {
        let (from, name) = (reader.text()?, reader.text()?);
        let before = reader.0;
        reader.description()?;
        let description = before.get(..before.len() - reader.0.len())?;
        // Functions and tags have types, which are numbered differently in each module.
        if from != MAIN || matches!(description.first(), Some(0 | 4)) {
            return None;
        }
        to.entry(name.into()).or_insert_with(|| description.into());
    }
    Some(())
}

/// Returns a module that exports what it imports.
fn exporting(imports: &Imports) -> Vec<u8> {
    let (mut imported, mut exported) = (Vec::new(), Vec::new());
    number(imports.len(), &mut imported);
    number(imports.len(), &mut exported);
    let mut counts = [0_usize; 4];
    for (name, description) in imports {
        text(PAGE, &mut imported);
        text(name, &mut imported);
        imported.extend(description);
        text(name, &mut exported);
        let kind = description.first().copied().unwrap_or_default();
        exported.push(kind);
        // Each kind is numbered separately.
        if let Some(count) = counts.get_mut(usize::from(kind)) {
            number(*count, &mut exported);
            *count += 1;
        }
    }
    let mut module = HEADER.to_vec();
    section(IMPORTS, &imported, &mut module);
    section(EXPORTS, &exported, &mut module);
    module
}

/// Returns the merged module without exports, which imports from the main part. Returns `None` if it imports anything else.
fn finished(module: &[u8]) -> Option<Vec<u8>> {
    let (header, sections) = sections(module)?;
    let mut result = header.to_vec();
    for (id, content) in sections {
        match id {
            EXPORTS => {}
            IMPORTS => section(id, &from_main(content)?, &mut result),
            _ => section(id, content, &mut result),
        }
    }
    Some(result)
}

fn from_main(content: &[u8]) -> Option<Vec<u8>> {
    let mut reader = Reader(content);
    let (mut renamed, mut names) = (Vec::new(), BTreeSet::new());
    let count = reader.number()?;
    number(count, &mut renamed);
    for _ in 0..count {
        let (from, name) = (reader.text()?, reader.text()?);
        if from != PAGE || !names.insert(name) {
            return None;
        }
        text(MAIN, &mut renamed);
        text(name, &mut renamed);
        let before = reader.0;
        reader.description()?;
        renamed.extend(before.get(..before.len() - reader.0.len())?);
    }
    Some(renamed)
}

/// Returns the script of the split tool, in which the loader of the first module of a group loads the merged one, and parts
/// use this loader. Returns `None` if the script does not have the expected form.
fn linked(script: &str, merged: &Groups) -> Option<String> {
    let variable = |file: &str| file.replace("chunk_", VARIABLE);
    let first = |file: &str| merged.get(merged_file(file, merged)?)?.first();
    let mut text = String::with_capacity(script.len());
    let mut is_removed = false;
    for line in script.lines() {
        let declared = line.strip_prefix("const ").and_then(|rest| rest.split_once(" = ")).map(|(name, _)| name);
        if let Some(file) =
            declared.filter(|name| name.starts_with(VARIABLE)).map(|name| name.replace(VARIABLE, "chunk_"))
        {
            is_removed = first(&file).is_some_and(|first| *first != file);
        } else if line.starts_with("export ") {
            is_removed = false;
        }
        if is_removed {
            continue;
        }
        text.push_str(&list(line, |name| {
            let file = name.replace(VARIABLE, "chunk_");
            first(&file).map_or_else(|| name.to_owned(), |first| variable(first))
        }));
        text.push('\n');
    }
    for (name, files) in merged {
        let file = format!("./{}.wasm\"", files.first()?);
        if !text.contains(&file) {
            return None;
        }
        text = text.replace(&file, &format!("./{name}.wasm\""));
    }
    let is_linked = |file: &String| !text.contains(&format!("./{file}.wasm\""));
    merged.values().flatten().all(is_linked).then_some(text)
}

/// Returns a line in which the names in the list of loaders are replaced, and repeated ones are removed.
fn list(line: &str, replace: impl Fn(&str) -> String) -> String {
    let Some((before, rest)) = line.split_once(&format!("[{VARIABLE}")) else { return line.to_owned() };
    let Some((names, after)) = rest.split_once(']') else { return line.to_owned() };
    let mut replaced: Vec<String> = Vec::new();
    for name in format!("{VARIABLE}{names}").split(", ") {
        let name = replace(name);
        if !replaced.contains(&name) {
            replaced.push(name);
        }
    }
    format!("{before}[{}]{after}", replaced.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn needs() -> Parts {
        let files = |files: &[&str]| files.iter().map(|file| (*file).to_owned()).collect();
        BTreeMap::from([
            (FIRST.to_owned(), files(&["chunk_1", "chunk_2", "chunk_4", "split_check_more"])),
            ("event".to_owned(), files(&["chunk_1", "chunk_2", "chunk_3", "chunk_4", "chunk_5", "split_event"])),
            ("retries".to_owned(), files(&["chunk_3", "chunk_5"])),
        ])
    }

    /// The fourth module is large.
    fn length(file: &str) -> u64 {
        if file == "chunk_4" { SMALL } else { 50 }
    }

    #[test]
    fn small_modules_of_several_parts_are_merged() {
        let merged = groups(&needs(), length);
        assert_eq!(
            merged,
            BTreeMap::from([
                ("shared_first", vec!["chunk_1".to_owned(), "chunk_2".to_owned()]),
                ("shared_others", vec!["chunk_3".to_owned(), "chunk_5".to_owned()]),
            ])
        );
        assert_eq!(replaced(&needs()["event"], &merged), ["shared_first", "shared_others", "chunk_4", "split_event"]);
    }

    #[test]
    fn a_merged_module_has_one_loader() {
        let load =
            |file: &str| format!("makeLoad(() => {{\n    const src = fetch(new URL(\"./{file}.wasm\"));\n}}\n, ");
        let script = [
            "start\n".to_owned(),
            format!("/* event, retries */\nconst __chunk_1 = {}[]);\n", load("chunk_1")),
            format!("/* event, retries */\nconst __chunk_2 = {}[]);\n", load("chunk_2")),
            format!("/* event */\nconst __chunk_4 = {}[]);\n", load("chunk_4")),
            format!("export const event = wrap({}[__chunk_1, __chunk_2, __chunk_4]));\n", load("split_event")),
        ]
        .concat();
        let merged = Groups::from([("shared_first", vec!["chunk_1".to_owned(), "chunk_2".to_owned()])]);
        let text = linked(&script, &merged).unwrap();
        assert!(text.starts_with("start\n") && text.contains("const __chunk_1 = makeLoad("), "{text}");
        assert!(text.contains("./shared_first.wasm\"") && !text.contains("__chunk_2"), "{text}");
        assert!(text.contains("const __chunk_4 = makeLoad(") && text.contains("./chunk_4.wasm\""), "{text}");
        assert!(text.ends_with(", [__chunk_1, __chunk_4]));\n"), "{text}");
        assert!(linked("", &merged).is_none());
    }

    #[test]
    fn a_module_exports_what_it_imports() {
        // A memory, a table and a global.
        let descriptions: [&[u8]; 3] = [&[2, 0, 28], &[1, 0x70, 0, 5], &[3, 0x7f, 1]];
        let imports: Imports = ["memory", "table", "global"]
            .into_iter()
            .zip(descriptions)
            .map(|(name, of)| (name.into(), of.into()))
            .collect();
        let module = exporting(&imports);
        let mut read = Imports::new();
        assert!(read_imports(&module, &mut read).is_none(), "it imports from the page");
        let module = finished(&module).unwrap();
        read_imports(&module, &mut read).unwrap();
        assert_eq!(read, imports);
        assert!(finished(&module).is_none(), "imports of another module remain");
    }
}
