//! The two rules: layers import only from earlier layers, and files do not import each other.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use petgraph::algo::tarjan_scc;
use petgraph::graphmap::DiGraphMap;

use crate::imports::{Import, Imports};
use crate::names::ModuleId;
use crate::tree::Tree;

/// The order of the top-level modules of a crate.
pub(crate) struct Layers {
    /// The layers. Each imports only from earlier layers and from itself.
    pub(crate) order: &'static [&'static str],
    /// The name of the last layer, which consists of all other top-level modules, if other modules are permitted.
    pub(crate) last: Option<&'static str>,
    /// Files at the root that belong to no layer, because they connect the layers.
    pub(crate) roots: &'static [&'static str],
}

impl Layers {
    /// Returns the index and name of a module's layer, or `None` for files at the root.
    fn of(&self, tree: &Tree, module: ModuleId) -> Result<Option<(usize, &str)>, String> {
        let top = tree.modules[module].path.first();
        let file = tree.file_of(module);
        match top.and_then(|top| self.order.iter().position(|layer| layer == top)) {
            Some(place) => Ok(Some((place, self.order[place]))),
            None if top.is_none() && self.roots.iter().any(|root| file.to_string() == *root) => Ok(None),
            None => match self.last {
                Some(last) => Ok(Some((self.order.len(), last))),
                None => Err(format!("`{}` is in no layer", top.map_or(&*file.to_string(), String::as_str))),
            },
        }
    }

    /// Returns the imports that violate the order, and the files that belong to no layer.
    pub(crate) fn violations(&self, tree: &Tree, imports: &Imports) -> Vec<String> {
        let places = (0..tree.modules.len()).map(|module| self.of(tree, module));
        let mut violations: Vec<String> = places.filter_map(Result::err).collect::<BTreeSet<_>>().into_iter().collect();
        for import in &imports.found {
            if let (Ok(Some((from, importer))), Ok(Some((to, imported)))) =
                (self.of(tree, import.from), self.of(tree, import.target.module))
                && to > from
            {
                let shown = shown(tree, import);
                violations.push(format!("{shown}: layer `{importer}` must not import from `{imported}`"));
            }
        }
        violations
    }
}

/// Returns the imports into other modules from modules with this name and their children.
pub(crate) fn outward(tree: &Tree, imports: &Imports, name: &str) -> Vec<String> {
    let is_inside = |module: ModuleId| tree.modules[module].path.iter().any(|part| part == name);
    let outward = imports.found.iter().filter(|import| is_inside(import.from) && !is_inside(import.target.module));
    outward.map(|import| shown(tree, import)).collect()
}

/// Returns every group of files that import each other: its shortest cycle, and one line for each import inside the
/// group.
pub(crate) fn cycles(tree: &Tree, imports: &Imports) -> Vec<String> {
    let file = |module: ModuleId| tree.modules[module].file;
    let mut edges: BTreeMap<(usize, usize), Vec<String>> = BTreeMap::new();
    for import in imports.found.iter().filter(|import| !import.binds_module_name) {
        let target = &import.target;
        let name = target.item.as_ref().or_else(|| tree.modules[target.module].path.last());
        let name = name.map_or("crate", String::as_str);
        let names = edges.entry((file(import.from), file(target.module))).or_default();
        names.push(format!("{name} (line {})", import.line));
    }
    let graph: DiGraphMap<usize, ()> = edges.keys().copied().collect();
    let mut groups: Vec<Vec<usize>> = tarjan_scc(&graph).into_iter().filter(|group| group.len() > 1).collect();
    groups.iter_mut().for_each(|group| group.sort_unstable());
    groups.sort_unstable();
    let shown = |file: &usize| tree.files[*file].display().to_string();
    let describe = |group: &Vec<usize>| {
        let cycle: Vec<String> = shortest_cycle(&graph, group).iter().map(shown).collect();
        let within = edges.iter().filter(|((from, to), _)| group.contains(from) && group.contains(to));
        let lines: Vec<String> = within
            .map(|((from, to), names)| format!("  {} imports {} from {}", shown(from), names.join(", "), shown(to)))
            .collect();
        format!("{} files, shortest cycle {}\n{}", group.len(), cycle.join(" → "), lines.join("\n"))
    };
    groups.iter().map(describe).collect()
}

/// Returns the shortest cycle through a group, with the same file at both ends.
fn shortest_cycle(graph: &DiGraphMap<usize, ()>, group: &[usize]) -> Vec<usize> {
    let cycles = group.iter().map(|&start| {
        // A breadth-first search finds the shortest path first.
        let mut seen = BTreeSet::new();
        let mut ways = VecDeque::from([vec![start]]);
        while let Some(way) = ways.pop_front() {
            let Some(&last) = way.last() else { continue };
            for next in graph.neighbors(last) {
                let longer = [way.as_slice(), &[next]].concat();
                if next == start {
                    return longer;
                }
                if seen.insert(next) {
                    ways.push_back(longer);
                }
            }
        }
        Vec::new()
    });
    cycles.min_by_key(Vec::len).unwrap_or_default()
}

/// Formats an import: `core/src/x.rs:12 imports crate::y::Z (core/src/y.rs)`.
fn shown(tree: &Tree, import: &Import) -> String {
    let target = import.target.module;
    let names = std::iter::once("crate")
        .chain(tree.modules[target].path.iter().map(String::as_str))
        .chain(import.target.item.as_deref());
    let path = names.collect::<Vec<_>>().join("::");
    format!("{}:{} imports {path} ({})", tree.file_of(import.from), import.line, tree.file_of(target))
}
