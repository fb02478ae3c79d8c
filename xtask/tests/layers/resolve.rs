//! Resolves paths to modules and items, through re-exports and globs.

use std::slice;

use crate::names::{Binding, ModuleId, Names, Namespace};
use crate::tree::Tree;

/// The target of a path in this crate.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Target {
    /// The module that defines the item, or the module itself.
    pub(crate) module: ModuleId,
    /// The name of the item, or `None` for the module itself.
    pub(crate) item: Option<String>,
}

/// What a name refers to.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Meaning {
    /// An item or module of this crate.
    Here(Target),
    /// An item of another crate.
    Elsewhere,
}

impl Meaning {
    fn module(module: ModuleId) -> Self {
        Self::Here(Target { module, item: None })
    }

    fn item(module: ModuleId, name: &str) -> Self {
        Self::Here(Target { module, item: Some(name.to_owned()) })
    }
}

/// The result of resolving a path.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Resolution {
    /// A path to another crate or to a local name.
    Elsewhere,
    /// One or more targets: a name can be both a module and a function, and have alternatives under `cfg`.
    Found(Vec<Target>),
    /// A path that starts in this crate but does not resolve.
    Missing,
}

/// The lookups in progress, to detect cycles of re-exports.
type Pending = Vec<(ModuleId, String, Namespace)>;

impl Tree {
    /// Resolves a path in a module and in blocks that bind `scopes`, in the given namespaces.
    pub(crate) fn resolve(
        &self,
        module: ModuleId,
        scopes: &[Names],
        path: &[String],
        wanted: &[Namespace],
    ) -> Resolution {
        match self.resolve_path(module, scopes, path, wanted, &mut Vec::new()) {
            Resolution::Missing => self.resolve_path(module, scopes, path, Namespace::ALL, &mut Vec::new()),
            found => found,
        }
    }

    fn resolve_path(
        &self,
        module: ModuleId,
        scopes: &[Names],
        path: &[String],
        wanted: &[Namespace],
        pending: &mut Pending,
    ) -> Resolution {
        let meanings = match self.anchor(module, path) {
            Some((start, rest)) => self.walk(start, rest, wanted, pending),
            None => {
                let Some((first, rest)) = path.split_first() else { return Resolution::Elsewhere };
                let namespaces = if rest.is_empty() { wanted } else { &[Namespace::Type] };
                let starts = self.start(module, scopes, first, namespaces, pending);
                if starts.is_empty() {
                    return Resolution::Elsewhere;
                }
                starts.into_iter().flat_map(|start| self.follow(start, rest, wanted, pending)).collect()
            }
        };
        if meanings.is_empty() {
            return Resolution::Missing;
        }
        let targets: Vec<Target> = meanings
            .into_iter()
            .filter_map(|meaning| match meaning {
                Meaning::Here(target) => Some(target),
                Meaning::Elsewhere => None,
            })
            .collect();
        if targets.is_empty() { Resolution::Elsewhere } else { Resolution::Found(targets) }
    }

    /// Returns the module at which a path from `crate`, `self` or `super` starts, and the rest of the path.
    fn anchor<'a>(&self, module: ModuleId, path: &'a [String]) -> Option<(ModuleId, &'a [String])> {
        let (first, mut rest) = path.split_first()?;
        let mut start = match first.as_str() {
            "crate" | "$crate" => 0,
            "self" => module,
            "super" => self.modules[module].parent?,
            _ => return None,
        };
        while let Some((_, after)) = rest.split_first().filter(|(next, _)| *next == "super") {
            start = self.modules[start].parent?;
            rest = after;
        }
        Some((start, rest))
    }

    /// Resolves the first name of a path.
    fn start(
        &self,
        module: ModuleId,
        scopes: &[Names],
        name: &str,
        namespaces: &[Namespace],
        pending: &mut Pending,
    ) -> Vec<Meaning> {
        for scope in scopes.iter().rev() {
            let found = self.in_scope(module, scope, name, namespaces, pending);
            if !found.is_empty() {
                return found;
            }
        }
        let found = self.lookup(module, name, namespaces, pending);
        if !found.is_empty() || namespaces != [Namespace::Macro] {
            return found;
        }
        // A macro by example is visible in the modules inside the one that defines it.
        match self.modules[module].parent {
            Some(parent) => self.start(parent, &[], name, namespaces, pending),
            None => Vec::new(),
        }
    }

    /// Resolves the rest of a path from a target. What follows an item is a variant or an associated item of it.
    fn follow(&self, start: Meaning, rest: &[String], wanted: &[Namespace], pending: &mut Pending) -> Vec<Meaning> {
        match start {
            Meaning::Here(Target { module, item: None }) => self.walk(module, rest, wanted, pending),
            _ => vec![start],
        }
    }

    /// Resolves a path from a module.
    fn walk(&self, module: ModuleId, path: &[String], wanted: &[Namespace], pending: &mut Pending) -> Vec<Meaning> {
        let Some((name, rest)) = path.split_first() else { return vec![Meaning::module(module)] };
        let namespaces = if rest.is_empty() { wanted } else { &[Namespace::Type] };
        let mut found = self.lookup(module, name, namespaces, pending);
        if found.is_empty()
            && self.modules[module].names.has_generated_items
            && self.lookup(module, name, Namespace::ALL, pending).is_empty()
        {
            found.push(Meaning::item(module, name));
        }
        found.into_iter().flat_map(|next| self.follow(next, rest, wanted, pending)).collect()
    }

    /// Resolves a name in a module.
    fn lookup(&self, module: ModuleId, name: &str, namespaces: &[Namespace], pending: &mut Pending) -> Vec<Meaning> {
        self.in_scope(module, &self.modules[module].names, name, namespaces, pending)
    }

    /// Resolves a name in a scope of a module.
    fn in_scope(
        &self,
        module: ModuleId,
        scope: &Names,
        name: &str,
        namespaces: &[Namespace],
        pending: &mut Pending,
    ) -> Vec<Meaning> {
        let mut found = Vec::new();
        for &namespace in namespaces {
            let key = (module, name.to_owned(), namespace);
            if pending.contains(&key) {
                continue;
            }
            pending.push(key);
            for meaning in self.bound(module, scope, name, namespace, pending) {
                if !found.contains(&meaning) {
                    found.push(meaning);
                }
            }
            pending.pop();
        }
        found
    }

    /// Resolves a name in one namespace of a scope. Explicit names take precedence over glob imports.
    fn bound(
        &self,
        module: ModuleId,
        scope: &Names,
        name: &str,
        namespace: Namespace,
        pending: &mut Pending,
    ) -> Vec<Meaning> {
        let own = scope.items.get(&(name.to_owned(), namespace));
        let mut found: Vec<Meaning> = own
            .into_iter()
            .flatten()
            .map(|binding| match *binding {
                Binding::Module(child) => Meaning::module(child),
                Binding::Item => Meaning::item(module, name),
            })
            .collect();
        for import in scope.uses.iter().filter(|import| import.name.as_deref() == Some(name)) {
            if import.is_self && namespace != Namespace::Type {
                continue;
            }
            match self.resolve_path(module, &[], &import.path, &[namespace], pending) {
                Resolution::Elsewhere => found.push(Meaning::Elsewhere),
                Resolution::Found(targets) => found.extend(targets.into_iter().map(Meaning::Here)),
                Resolution::Missing => {}
            }
        }
        if found.is_empty() {
            for glob in scope.uses.iter().filter(|import| import.name.is_none()) {
                let resolution = self.resolve_path(module, &[], &glob.path, &[Namespace::Type], pending);
                let Resolution::Found(targets) = resolution else { continue };
                for target in targets.into_iter().filter(|target| target.item.is_none()) {
                    found.extend(self.lookup(target.module, name, slice::from_ref(&namespace), pending));
                }
            }
        }
        found
    }
}
