//! Replaces code that the page does not need with traps, so that what only this code refers to is left out of every part.
//!
//! - Panics: the compiler writes `unreachable` after each call that does not return. Such a call, and the instructions before
//!   it that only prepare its arguments, become `unreachable`. So the page contains no messages of panics, no places in the
//!   source, and no code that formats them.
//! - Functions that a dependency exports for JavaScript, which the page never calls. The linker keeps all exports.
//!
//! A function that formats a message which the page does not show does nothing.

use std::collections::{HashMap, HashSet};
use std::iter;
use std::ops::Range;

use wasmparser::{
    ExternalKind, FunctionBody, KnownCustom, Name, Operator, Parser, Payload, RelocSectionReader, TypeRef,
};

/// A part of the names of functions that throw an exception of JavaScript. The page continues after it, so it is not a panic.
const THROWS: &str = "throw";

/// The beginnings of the names of exports that the page does not use: the classes of `wasm-streams`, a dependency of Leptos.
const UNUSED: [&str; 2] = ["intounderlying", "__wbg_intounderlying"];

/// A part of the name of a function that writes what a JSON document has in place of the expected type, with formatted
/// numbers and escaped texts. It writes nothing: the page describes such problems itself.
const SILENT: &str = "serde_json..error..JsonUnexpected$u20$as$u20$core..fmt..Display";

/// The instructions of a function that returns `Ok(())`, which is 0.
const RETURN_OK: &[u8] = &[0x41, 0x00];

/// The beginning of the names of functions that wasm-bindgen interprets.
const DESCRIPTIONS: &str = "__wbindgen_describe";

/// The name of the section with the relocations of the code.
const RELOCATIONS: &str = "reloc.CODE";

/// The length of the header of a module: its magic number and its version.
const HEADER: usize = 8;

/// The place of instructions, and what replaces them. The rest does nothing.
type Replacement = (Range<u64>, &'static [u8]);

/// `unreachable`.
const TRAP: &[u8] = &[0x00];

/// `nop`.
const NOP: u8 = 0x01;

/// Returns the module with traps. It must have relocations and names.
pub(crate) fn trap(module: &[u8]) -> Result<Vec<u8>, String> {
    trapping(module).map_err(|error| format!("cannot add traps: {error}"))
}

fn trapping(module: &[u8]) -> wasmparser::Result<Vec<u8>> {
    let payloads = Parser::new(0).parse_all(module).collect::<wasmparser::Result<Vec<_>>>()?;
    let names = names(&payloads)?;
    let (mut imported, mut start, mut traps) = (0_u32, 0, Vec::new());
    for payload in &payloads {
        match payload {
            Payload::ImportSection(imports) => {
                for import in imports.clone().into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
                }
            }
            Payload::CodeSectionStart { range, .. } => start = range.start,
            _ => {}
        }
    }
    let unused = unused(&payloads, imported)?;
    for (function, body) in bodies(&payloads, imported) {
        let name = names.get(&function).copied().unwrap_or_default();
        // The last byte ends the function.
        let all = body.get_binary_reader_for_operators()?.original_position()..body.range().end - 1;
        if unused.contains(&function) {
            traps.push((all, TRAP));
        } else if name.contains(SILENT) {
            traps.push((all, RETURN_OK));
        } else if !name.starts_with(DESCRIPTIONS) {
            panics(body, imported, &names, &mut traps)?;
        }
    }
    let mut code = module.to_vec();
    for (range, instructions) in &traps {
        let all = instructions.iter().copied().chain(iter::repeat(NOP));
        for (byte, instruction) in code.get_mut(bytes(range)).into_iter().flatten().zip(all) {
            *byte = instruction;
        }
    }
    let mut written = Vec::with_capacity(module.len());
    written.extend(module.get(..HEADER).unwrap_or_default());
    for payload in &payloads {
        let Some((id, range)) = payload.as_section() else { continue };
        let relocations = match payload {
            Payload::CustomSection(section) if section.name() == RELOCATIONS => match section.as_known() {
                KnownCustom::Reloc(reader) => Some(kept(module, &reader, start, &traps)?),
                _ => None,
            },
            _ => None,
        };
        let content = relocations.as_deref().or_else(|| code.get(bytes(&range))).unwrap_or_default();
        written.push(id);
        number(content.len(), &mut written);
        written.extend(content);
    }
    Ok(written)
}

/// The names of the functions.
fn names<'a>(payloads: &[Payload<'a>]) -> wasmparser::Result<HashMap<u32, &'a str>> {
    let mut names = HashMap::new();
    for payload in payloads {
        let Payload::CustomSection(section) = payload else { continue };
        let KnownCustom::Name(reader) = section.as_known() else { continue };
        for subsection in reader {
            if let Name::Function(functions) = subsection? {
                for naming in functions {
                    let naming = naming?;
                    names.insert(naming.index, naming.name);
                }
            }
        }
    }
    Ok(names)
}

/// The exported functions that the page does not use, and no other function calls.
fn unused(payloads: &[Payload<'_>], imported: u32) -> wasmparser::Result<HashSet<u32>> {
    let mut unused = HashSet::new();
    for payload in payloads {
        let Payload::ExportSection(exports) = payload else { continue };
        for export in exports.clone() {
            let export = export?;
            if export.kind == ExternalKind::Func && UNUSED.iter().any(|name| export.name.starts_with(name)) {
                unused.insert(export.index);
            }
        }
    }
    let mut called = HashSet::new();
    for (_, body) in bodies(payloads, imported).filter(|(function, _)| !unused.contains(function)) {
        for operator in body.get_operators_reader()? {
            if let Operator::Call { function_index: callee } = operator? {
                called.insert(callee);
            }
        }
    }
    Ok(unused.difference(&called).copied().collect())
}

/// The functions of the module, with their indices.
fn bodies<'a, 'm>(payloads: &'a [Payload<'m>], imported: u32) -> impl Iterator<Item = (u32, &'a FunctionBody<'m>)> {
    let bodies = payloads.iter().filter_map(|payload| match payload {
        Payload::CodeSectionEntry(body) => Some(body),
        _ => None,
    });
    (imported..).zip(bodies)
}

/// Adds the places of the calls in a function that do not return, with the instructions that prepare them.
fn panics(
    body: &FunctionBody<'_>,
    imported: u32,
    names: &HashMap<u32, &str>,
    traps: &mut Vec<Replacement>,
) -> wasmparser::Result<()> {
    let mut reader = body.get_operators_reader()?;
    // Where the instructions begin that are executed before the next one, and only before it.
    let mut begin = reader.original_position();
    let mut call = None;
    while !reader.eof() {
        let (operator, at) = reader.read_with_offset()?;
        if let (Some(from), Operator::Unreachable) = (call.take(), &operator) {
            traps.push((from..at, TRAP));
        }
        match operator {
            Operator::Call { function_index: callee }
                if callee >= imported && names.get(&callee).is_some_and(|name| !name.contains(THROWS)) =>
            {
                call = Some(begin);
                begin = reader.original_position();
            }
            // These have effects outside the module, or begin or end a sequence.
            Operator::Call { .. }
            | Operator::CallIndirect { .. }
            | Operator::Block { .. }
            | Operator::Loop { .. }
            | Operator::If { .. }
            | Operator::Else
            | Operator::End
            | Operator::Br { .. }
            | Operator::BrIf { .. }
            | Operator::BrTable { .. }
            | Operator::Return
            | Operator::Unreachable => begin = reader.original_position(),
            _ => {}
        }
    }
    Ok(())
}

/// Returns the section of relocations without those in the replaced instructions, which are sorted.
fn kept(
    module: &[u8],
    relocations: &RelocSectionReader<'_>,
    start: u64,
    traps: &[Replacement],
) -> wasmparser::Result<Vec<u8>> {
    let entries = relocations.entries();
    let mut offsets = Vec::new();
    for entry in entries.clone().into_iter_with_offsets() {
        let (offset, entry) = entry?;
        let at = start + u64::from(entry.offset);
        let next = traps.partition_point(|(trap, _)| trap.end <= at);
        offsets.push((offset, traps.get(next).is_none_or(|(trap, _)| trap.start > at)));
    }
    let ends = offsets.iter().skip(1).map(|(offset, _)| *offset).chain([entries.range().end]);
    let kept: Vec<_> =
        offsets.iter().zip(ends).filter(|((_, kept), _)| *kept).map(|((begin, _), end)| *begin..end).collect();
    let mut content = Vec::new();
    number(RELOCATIONS.len(), &mut content);
    content.extend(RELOCATIONS.as_bytes());
    number(usize::try_from(relocations.section_index()).unwrap_or_default(), &mut content);
    number(kept.len(), &mut content);
    for entry in &kept {
        content.extend(module.get(bytes(entry)).unwrap_or_default());
    }
    Ok(content)
}

/// A range of the module, which is in memory.
fn bytes(range: &Range<u64>) -> Range<usize> {
    let place = |place: u64| usize::try_from(place).unwrap_or(usize::MAX);
    place(range.start)..place(range.end)
}

/// Writes a number in LEB128.
fn number(mut number: usize, to: &mut Vec<u8>) {
    loop {
        let digit = u8::try_from(number & 0x7f).unwrap_or_default();
        number >>= 7;
        to.push(if number == 0 { digit } else { digit | 0x80 });
        if number == 0 {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A reference to a function with the length that the linker gives it.
    const fn call(function: u8) -> [u8; 6] {
        [0x10, 0x80 | function, 0x80, 0x80, 0x80, 0]
    }

    const CONSTANT: u8 = 0x41;
    const DROP: u8 = 0x1a;
    const END: u8 = 0x0b;

    fn section(id: u8, content: &[u8]) -> Vec<u8> {
        [&[id, u8::try_from(content.len()).unwrap()], content].concat()
    }

    fn text(text: &str) -> Vec<u8> {
        [&[u8::try_from(text.len()).unwrap()], text.as_bytes()].concat()
    }

    /// A module with these functions, their names, an export of each, and a relocation of each call.
    fn module(functions: &[(&str, &[u8])]) -> Vec<u8> {
        let count = u8::try_from(functions.len()).unwrap();
        let (mut types, mut exports, mut names) = (vec![count], vec![count], vec![count]);
        let (mut code, mut relocations, mut relocated) = (vec![count], Vec::new(), 0);
        for (index, (name, instructions)) in (0..).zip(functions) {
            types.push(0);
            exports.extend([text(name), vec![0, index]].concat());
            names.extend([vec![index], text(name)].concat());
            let body = [&[0], *instructions, &[END]].concat();
            code.push(u8::try_from(body.len()).unwrap());
            for at in (0..body.len()).filter(|at| body.get(at + 2..at + 6) == Some(&[0x80, 0x80, 0x80, 0])) {
                relocations.extend([0, u8::try_from(code.len() + at + 1).unwrap(), 0]);
                relocated += 1;
            }
            code.extend(body);
        }
        let names = [text("name"), section(1, &names)].concat();
        let relocations = [text(RELOCATIONS), vec![3, relocated], relocations].concat();
        let sections = [(1, vec![1, 0x60, 0, 0]), (3, types), (7, exports), (10, code), (0, names), (0, relocations)];
        let sections = sections.iter().flat_map(|(id, content)| section(*id, content));
        b"\0asm\x01\0\0\0".iter().copied().chain(sections).collect()
    }

    /// The instructions of the functions of a module, and the number of its relocations.
    fn read(module: &[u8]) -> (Vec<Vec<u8>>, u32) {
        let (mut functions, mut relocations) = (Vec::new(), 0);
        for payload in Parser::new(0).parse_all(module) {
            match payload.unwrap() {
                Payload::CodeSectionEntry(body) => functions.push(body.as_bytes().to_vec()),
                Payload::CustomSection(section) => {
                    if let KnownCustom::Reloc(reader) = section.as_known() {
                        relocations = reader.entries().count();
                    }
                }
                _ => {}
            }
        }
        (functions, relocations)
    }

    /// A body without the instructions that do nothing.
    fn short(body: &[u8]) -> Vec<u8> {
        body.iter().copied().filter(|byte| *byte != NOP).collect()
    }

    #[test]
    fn a_call_that_does_not_return_and_its_arguments_become_a_trap() {
        let caller = [&[CONSTANT, 5, DROP][..], &call(0), &[0]].concat();
        let given = module(&[("panic", &[0]), ("caller", &caller), ("returns", &call(0))]);
        let (functions, relocations) = read(&trap(&given).unwrap());
        assert_eq!(short(&functions[1]), [0, 0, 0, END]);
        assert_eq!(functions[2], [&[0], &call(0)[..], &[END]].concat());
        assert_eq!((relocations, read(&given).1), (1, 2));
    }

    #[test]
    fn what_happens_before_the_arguments_stays() {
        let caller = [&call(1)[..], &[CONSTANT, 5, DROP], &call(0), &[0]].concat();
        let (functions, relocations) = read(&trap(&module(&[("panic", &[0]), ("log", &[]), ("f", &caller)])).unwrap());
        assert_eq!(short(&functions[2]), [&[0], &short(&call(1))[..], &[0, 0, END]].concat());
        assert_eq!(relocations, 1);
    }

    #[test]
    fn exceptions_and_descriptions_stay() {
        let caller = [&call(0)[..], &[0]].concat();
        let given = module(&[("throw_str", &[0]), ("caller", &caller), ("__wbindgen_describe_a", &call(1))]);
        assert_eq!(trap(&given).unwrap(), given);
        let given = module(&[("panic", &[0]), ("__wbindgen_describe_a", &caller)]);
        assert_eq!(trap(&given).unwrap(), given);
    }

    #[test]
    fn unused_exports_trap_and_silent_functions_do_nothing() {
        let silent = format!("_ZN{SILENT}$GT$3fmtE");
        let given = module(&[("panic", &[0]), ("intounderlyingsink_close_1", &call(0)), (&silent, &call(0))]);
        let (functions, relocations) = read(&trap(&given).unwrap());
        assert_eq!(short(&functions[1]), [0, 0, END]);
        assert_eq!(short(&functions[2]), [0, CONSTANT, 0, END]);
        assert_eq!(relocations, 0);
        let given = module(&[("f", &call(1)), ("intounderlyingsink_close_1", &call(0))]);
        assert_eq!(trap(&given).unwrap(), given);
    }

    #[test]
    fn malformed_modules_are_refused() {
        let given = module(&[("panic", &[0])]);
        assert!(trap(&given[..given.len() - 1]).is_err());
    }
}
